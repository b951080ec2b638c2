"""What calls for a screening, and what screenings together call for: the dated rules, case by case."""

from datetime import UTC, date, datetime

import pytest

from kith.statute import profile
from kith.statute.screening import TRIGGERS, Graded, called_for, escalations

LOCAL = profile.england().screening
RULE = profile.england().escalation
DAY = date(2027, 5, 30)


def seen(key: str, day: tuple[int, int, int], grade: str = "green", incident: str = "", abuse: bool = False) -> Graded:
    return Graded(key, incident or key, datetime(*day, 23, 10, tzinfo=UTC), grade, abuse)


@pytest.mark.parametrize(("kind", "role", "present", "expected"), [
    ("domestic_abuse", "at_home", True, ("domestic_present",)),
    ("domestic_abuse", "at_home", False, ("domestic_linked",)),
    ("domestic_abuse", "victim", True, ("domestic_present", "child_victim")),
    ("missing_return", "missing", True, ("missing_return",)),
    ("other", "suspect", False, ("child_suspect",)),
    ("other", "witness", True, ()),
])
def test_a_child_at_an_incident_calls_for_a_screening_by_its_trigger(kind, role, present, expected) -> None:
    assert called_for(kind, role, present, DAY, LOCAL) == expected


def test_before_the_rule_was_in_force_nothing_is_called_for() -> None:
    assert called_for("domestic_abuse", "at_home", True, date(2013, 4, 14), LOCAL) == ()


def test_every_shipped_trigger_is_one_a_county_may_choose() -> None:
    assert set(LOCAL.triggers) == {t.key for t in TRIGGERS}


def test_the_third_green_within_three_months_is_shown_with_the_three_that_caused_it() -> None:
    three = [seen("a", (2026, 12, 3)), seen("b", (2027, 1, 22)), seen("c", (2027, 2, 12))]
    assert [(e.reason, e.caused_by) for e in escalations(three, RULE)] == [("third_green", ("a", "b", "c"))]
    assert escalations(three[:2], RULE) == ()


def test_three_greens_of_one_incident_are_one_green_for_the_household() -> None:
    assert escalations([seen(k, (2026, 12, 3), incident="i") for k in "abc"], RULE) == ()


def test_three_greens_over_more_than_three_months_do_not_count() -> None:
    assert escalations([seen("a", (2026, 12, 3)), seen("b", (2027, 1, 22)), seen("c", (2027, 3, 4))], RULE) == ()
    assert len(escalations([seen("a", (2026, 12, 3)), seen("b", (2027, 1, 22)), seen("c", (2027, 3, 3))], RULE)) == 1


@pytest.mark.parametrize(("grade", "abuse", "reason"), [
    ("red", False, "red"), ("amber", False, "amber"), ("green", True, "domestic_green")])
def test_one_red_one_amber_or_one_green_with_domestic_abuse_is_enough(grade, abuse, reason) -> None:
    found = escalations([seen("a", (2027, 2, 12), grade, abuse=abuse)], RULE)
    assert [(e.reason, e.caused_by) for e in found] == [(reason, ("a",))]


def test_a_second_county_counts_red_and_amber_in_its_own_hours() -> None:
    brag = {row.duty: row for row in profile.shipped("brag").lengths if not row.shipped}
    assert str(brag["screening.triage_red"].length) == "4 working hours"
    assert str(brag["screening.triage_amber"].length) == "24 working hours"
