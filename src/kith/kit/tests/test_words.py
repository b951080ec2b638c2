"""Times, ages, lists and names read as people say them, on a London wall clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import words

NOW = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=80), "Due by 16:00 today (1 h 20 min left)"),
        (timedelta(hours=20), "Due by 10:40 tomorrow (20 h left)"),
        (timedelta(days=3), "Due by 14:40 Monday 23 November (3 days left)"),
        (timedelta(days=3, hours=2), "Due by 16:40 Monday 23 November (3 days 2 h left)"),
        (timedelta(days=40), "Due by 14:40 30 December (40 days left)"),
        (timedelta(hours=-2), "Overdue by 2 h"),
        (timedelta(0), "Overdue by 0 s"),
    ],
)
def test_a_due_time_is_said_in_words(ahead: timedelta, said: str) -> None:
    assert words.until(NOW + ahead, NOW) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 20), "Visit by the end of today"),
        (date(2026, 11, 21), "Visit by tomorrow (1 day left)"),
        (date(2026, 11, 26), "Visit by Thursday 26 November (6 days left)"),
        (date(2027, 1, 4), "Visit by 4 January 2027 (45 days left)"),
        (date(2026, 11, 18), "Overdue by 2 days"),
    ],
)
def test_a_due_day_counts_whole_days(day: date, said: str) -> None:
    assert words.until(day, NOW, "Visit") == said


def test_summer_time_is_shown_as_london_has_it() -> None:
    assert words.clock_time(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)) == "10:00"
    assert words.machine(datetime(2026, 7, 1, 9, 0, tzinfo=UTC)) == "2026-07-01T10:00:00+01:00"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        words.clock_time(datetime(2026, 7, 1, 9, 0))


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=5), "today 09:40"),
        (timedelta(days=1), "yesterday 14:40"),
        (timedelta(days=17), "3 November 14:40"),
        (timedelta(days=400), "16 October 2025 15:40"),
        (timedelta(hours=-1), "at 15:40 today"),
    ],
)
def test_past_times_are_said_in_words(back: timedelta, said: str) -> None:
    assert words.ago(NOW - back, NOW) == said


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2026, 11, 8), "12 days"),
        (date(2026, 11, 20), "0 days"),
        (date(2026, 3, 20), "8 months"),
        (date(2026, 3, 21), "7 months"),
        (date(2024, 11, 21), "23 months"),
        (date(2024, 11, 20), "2"),
        (date(2019, 11, 21), "6"),
        (date(2026, 12, 1), "not yet born"),
    ],
)
def test_ages_are_told_as_a_person_would(born: date, said: str) -> None:
    assert words.age(born, date(2026, 11, 20)) == said


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(2, 90))
def test_age_in_years_turns_on_the_birthday(born: date, years: int) -> None:
    anniversary = born.replace(year=born.year + years, day=min(born.day, 28))
    day_before = anniversary - timedelta(days=1)
    later = anniversary + timedelta(days=3)
    assert words.age(born, later) == str(years)
    assert int(words.age(born, day_before).split()[0]) <= max(years - 1, 23)


@given(MOMENTS, MOMENTS)
def test_a_clock_is_overdue_exactly_when_its_time_has_come(due: datetime, now: datetime) -> None:
    assert (words.urgency(due, now) == "overdue") == (due <= now)
    assert words.until(due, now).startswith("Overdue") == (due <= now)


def test_urgency_has_four_steps() -> None:
    steps = [timedelta(-1), timedelta(hours=1), timedelta(hours=5), timedelta(days=2)]
    assert [words.urgency(NOW + step, NOW) for step in steps] == ["overdue", "soon", "today", "later"]
    assert words.urgency(date(2026, 11, 20), NOW) == "today"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("PRIYA NAIR", "Priya Nair"),
        ("anne-marie o'hara", "Anne-Marie O'Hara"),
        ("MCDONALD", "McDonald"),
        ("LUDWIG VAN DER BERG", "Ludwig van der Berg"),
        ("De La Cruz", "De La Cruz"),
        ("  Noor   Khan ", "Noor Khan"),
        ("", ""),
    ],
)
def test_names_in_one_case_are_tidied_and_others_left(typed: str, shown: str) -> None:
    assert words.name_case(typed) == shown


def test_lists_counts_and_ordinals() -> None:
    assert [words.join_and(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.plural(1, "answer") == "1 answer"
    assert words.plural(1204, "entry", "entries") == "1,204 entries"
    assert [words.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
    assert words.days(date(2026, 1, 1), date(2026, 1, 2)) == "1 day"
