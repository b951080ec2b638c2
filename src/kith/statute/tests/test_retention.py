"""The retention schedule counts from its trigger and keeps the longest of several lines."""

from datetime import date

import pytest

from kith.statute import retention


def test_looked_after_child_is_kept_to_the_75th_birthday() -> None:
    assert retention.get("looked_after").review_on(date(2010, 5, 6)) == date(2085, 5, 6)


def test_child_who_died_before_eighteen_is_kept_fifteen_years() -> None:
    assert retention.get("looked_after_died").review_on(date(2026, 2, 28)) == date(2041, 2, 28)


def test_birthday_on_a_leap_day_falls_on_the_28th() -> None:
    assert retention.get("looked_after").review_on(date(2012, 2, 29)) == date(2087, 2, 28)


def test_flag_of_sexual_abuse_outlasts_the_contact_line() -> None:
    triggers: dict[retention.Trigger, date] = {"birth": date(2015, 1, 1), "closed": date(2027, 1, 1)}
    row, review_on = retention.longest(("contact_closed", "sexual_abuse"), triggers)
    assert (row.key, review_on) == ("sexual_abuse", date(2090, 1, 1))


def test_record_without_a_day_to_count_from_is_kept() -> None:
    with pytest.raises(ValueError, match="kept"):
        retention.longest(("adoption",), {"birth": date(2015, 1, 1)})


def test_every_line_has_a_source_a_review_and_its_own_key() -> None:
    assert len({row.key for row in retention.RETENTION}) == len(retention.RETENTION) == 12
    for row in retention.RETENTION:
        assert row.source and "two people" in row.review and row.tag in "VRMLS" and row.years > 0
