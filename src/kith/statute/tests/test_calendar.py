"""The calendar at its edges: clock changes, leap days, holidays, hub hours and school terms."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kith.statute.calendar import (
    Calendar,
    SchoolTerms,
    add_elapsed,
    add_months,
    london_date,
    next_possible_session,
)

CALENDAR = Calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_elapsed_hours_cross_the_spring_clock_change() -> None:
    assert add_elapsed(at("2027-03-28T00:30+00:00"), timedelta(hours=72)) == at("2027-03-31T01:30+01:00")


def test_elapsed_hours_cross_the_autumn_clock_change() -> None:
    assert add_elapsed(at("2026-10-25T00:30+01:00"), timedelta(hours=72)) == at("2026-10-27T23:30+00:00")


def test_the_doubled_hour_of_autumn_is_told_apart_by_its_offset() -> None:
    first, second = at("2026-10-25T01:30+01:00"), at("2026-10-25T01:30+00:00")
    assert add_elapsed(second, timedelta(0)) - add_elapsed(first, timedelta(0)) == timedelta(hours=1)


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        add_elapsed(datetime(2027, 3, 28, 0, 30), timedelta(hours=1))


def test_day_nought_is_the_london_date_not_the_utc_date() -> None:
    assert london_date(at("2027-06-01T23:30:00+00:00")) == date(2027, 6, 2)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


def test_months_roll_back_over_a_weekend_and_a_bank_holiday() -> None:
    assert CALENDAR.add_months(date(2026, 9, 28), 3) == date(2026, 12, 24)  # Mon 28 Dec, Sun, Sat, Fri 25 Dec


def test_weeks_roll_back_from_a_bank_holiday() -> None:
    assert CALENDAR.add_weeks(date(2026, 11, 30), 4) == date(2026, 12, 24)


def test_leap_day_is_a_working_day() -> None:
    assert CALENDAR.add_working_days(date(2028, 2, 28), 1) == date(2028, 2, 29)


@pytest.mark.parametrize("start", [date(2026, 12, day) for day in (24, 25, 26, 27, 28)])
def test_one_working_day_from_anywhere_in_christmas_is_the_29th(start: date) -> None:
    assert CALENDAR.add_working_days(start, 1) == date(2026, 12, 29)


def test_saturday_start_counts_monday_as_day_one() -> None:
    assert CALENDAR.add_working_days(date(2027, 3, 13), 1) == date(2027, 3, 15)


def test_a_proclaimed_holiday_moves_a_clock_by_a_day() -> None:
    proclaimed = Calendar(extra_holidays=frozenset({date(2027, 1, 4)}))
    assert CALENDAR.add_working_days(date(2026, 12, 24), 15) == date(2027, 1, 19)
    assert proclaimed.add_working_days(date(2026, 12, 24), 15) == date(2027, 1, 20)


def test_a_removed_holiday_is_worked() -> None:
    moved = Calendar(removed=frozenset({date(2027, 5, 3)}))
    assert moved.is_working_day(date(2027, 5, 3))
    assert not CALENDAR.is_working_day(date(2027, 5, 3))


@pytest.mark.parametrize("day", [date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)])
def test_past_one_off_holidays_are_known(day: date) -> None:
    assert CALENDAR.is_bank_holiday(day)


def test_scottish_holidays_are_not_english_ones() -> None:
    assert CALENDAR.is_working_day(date(2026, 11, 30)) and CALENDAR.is_working_day(date(2026, 8, 3))


def test_working_days_before_a_meeting_skip_the_weekend() -> None:
    assert CALENDAR.working_days_before(date(2027, 1, 19), 2) == date(2027, 1, 15)


def test_working_days_before_cross_the_new_year() -> None:
    assert CALENDAR.working_days_before(date(2027, 1, 4), 1) == date(2026, 12, 31)


def test_negative_working_days_are_refused() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2027, 1, 4), -1)


def test_days_past_the_published_holidays_are_marked() -> None:
    assert not CALENDAR.beyond_horizon(date(2027, 12, 31))
    assert CALENDAR.beyond_horizon(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-27T15:00+00:00", 4, "2026-11-30T11:00+00:00"),  # Friday afternoon into Monday
        ("2026-11-28T12:00+00:00", 1, "2026-11-30T10:00+00:00"),  # begun on Saturday
        ("2026-11-27T07:00+00:00", 8, "2026-11-27T17:00+00:00"),  # before opening, ends at closing
        ("2026-11-27T17:00+00:00", 1, "2026-11-30T10:00+00:00"),  # begun at closing
        ("2026-11-27T20:00+00:00", 1, "2026-11-30T10:00+00:00"),  # begun in the evening
        ("2026-12-24T16:00+00:00", 2, "2026-12-29T10:00+00:00"),  # over Christmas
        ("2027-03-25T16:00+00:00", 4, "2027-03-30T12:00+01:00"),  # over Easter and the clock change
        ("2026-11-30T09:00+00:00", 24, "2026-12-02T17:00+00:00"),  # three whole hub days
    ],
)
def test_working_hours_run_only_while_the_hub_is_open(start: str, hours: int, expected: str) -> None:
    assert CALENDAR.add_working_hours(at(start), hours) == at(expected)


def test_the_hub_is_open_from_opening_until_just_before_closing() -> None:
    assert CALENDAR.is_open(at("2026-11-27T09:00+00:00"))
    assert not CALENDAR.is_open(at("2026-11-27T17:00+00:00"))
    assert not CALENDAR.is_open(at("2026-11-28T12:00+00:00"))


def test_a_hub_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="open before"):
        Calendar(opens=time(17), closes=time(9))


def test_day_clocks_close_at_five_and_are_reported_at_the_last_second_of_london() -> None:
    summer = date(2027, 6, 1)
    assert CALENDAR.close_of_business(summer) == datetime(2027, 6, 1, 16, tzinfo=UTC)
    assert CALENDAR.last_second(summer) == datetime(2027, 6, 1, 22, 59, 59, tzinfo=UTC)


HALF_TERM_TO_6_JUNE = SchoolTerms(
    ((date(2027, 4, 12), date(2027, 5, 28)), (date(2027, 6, 7), date(2027, 7, 21))),
    session_starts=time(8, 50),
)
BACK_ON_1_JUNE = SchoolTerms(
    ((date(2027, 4, 12), date(2027, 5, 26)), (date(2027, 6, 1), date(2027, 7, 9))), session_starts=time(8, 40)
)
BANK_HOLIDAY_NIGHT = at("2027-05-31T02:05+01:00")


def test_child_of_the_independent_school_is_back_after_the_bank_holiday() -> None:
    session = BACK_ON_1_JUNE.next_school_session(BANK_HOLIDAY_NIGHT, CALENDAR)
    assert session == at("2027-06-01T08:40+01:00")


def test_child_of_the_state_school_is_back_after_half_term() -> None:
    session = HALF_TERM_TO_6_JUNE.next_school_session(BANK_HOLIDAY_NIGHT, CALENDAR)
    assert session == at("2027-06-07T08:50+01:00")


def test_inset_day_is_passed_over() -> None:
    with_inset = SchoolTerms(HALF_TERM_TO_6_JUNE.terms, frozenset({date(2027, 6, 7)}), time(8, 50))
    session = with_inset.next_school_session(BANK_HOLIDAY_NIGHT, CALENDAR)
    assert session == at("2027-06-08T08:50+01:00")


def test_incident_before_the_bell_is_due_the_same_morning_and_after_it_the_next() -> None:
    before, after = at("2027-06-09T03:00+01:00"), at("2027-06-09T08:50+01:00")
    assert HALF_TERM_TO_6_JUNE.next_school_session(before, CALENDAR) == at("2027-06-09T08:50+01:00")
    assert HALF_TERM_TO_6_JUNE.next_school_session(after, CALENDAR) == at("2027-06-10T08:50+01:00")


def test_terms_that_have_run_out_have_no_next_session() -> None:
    assert HALF_TERM_TO_6_JUNE.next_school_session(at("2027-07-21T12:00+01:00"), CALENDAR) is None


def test_where_terms_are_unknown_every_working_day_is_a_school_day() -> None:
    assert next_possible_session(BANK_HOLIDAY_NIGHT, CALENDAR) == at("2027-06-01T08:45+01:00")
    assert next_possible_session(at("2027-06-01T03:00+01:00"), CALENDAR) == at("2027-06-01T08:45+01:00")
    assert next_possible_session(at("2027-06-04T09:00+01:00"), CALENDAR) == at("2027-06-07T08:45+01:00")
