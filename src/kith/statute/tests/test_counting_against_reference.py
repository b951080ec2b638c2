"""The fast counting agrees with a slow, obvious engine that walks one day, or one minute, at a time."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.statute.calendar import Calendar, add_months

DAYS = st.dates(date(2022, 1, 1), date(2029, 12, 31))
ONE_OFFS = st.frozensets(st.dates(date(2026, 12, 1), date(2027, 2, 28)), max_size=4)
CALENDARS = st.builds(Calendar, extra_holidays=ONE_OFFS, removed=ONE_OFFS)
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)


def walked_forward(calendar: Calendar, start: date, days: int) -> date:
    day = start
    while days:
        day += ONE_DAY
        if calendar.is_working_day(day):
            days -= 1
    return day


def walked_back(calendar: Calendar, end: date, days: int) -> date:
    day = end
    while days:
        day -= ONE_DAY
        if calendar.is_working_day(day):
            days -= 1
    return day


@given(CALENDARS, DAYS, st.integers(0, 300))
@settings(deadline=None)
def test_working_days_after(calendar: Calendar, start: date, days: int) -> None:
    assert calendar.add_working_days(start, days) == walked_forward(calendar, start, days)


@given(CALENDARS, DAYS, st.integers(0, 300))
@settings(deadline=None)
def test_working_days_before(calendar: Calendar, end: date, days: int) -> None:
    assert calendar.working_days_before(end, days) == walked_back(calendar, end, days)


@given(DAYS, st.integers(1, 300))
@settings(deadline=None)
def test_counting_between_undoes_counting_on(start: date, days: int) -> None:
    calendar = Calendar()
    assert calendar.working_days_between(start, calendar.add_working_days(start, days)) == days


@given(st.datetimes(datetime(2027, 3, 1), datetime(2027, 6, 30)), st.integers(1, 30))
@settings(deadline=None, max_examples=25)
def test_working_hours(start: datetime, hours: int) -> None:
    calendar, moment = Calendar(), start.replace(second=0, microsecond=0, tzinfo=UTC)
    expected, minutes = moment, hours * 60
    while minutes:
        minutes -= calendar.is_open(expected)
        expected += ONE_MINUTE
    assert calendar.add_working_hours(moment, hours) == expected


@given(DAYS, st.integers(1, 24))
def test_months_never_end_later_than_the_same_day_of_the_month(start: date, months: int) -> None:
    end = Calendar().add_months(start, months)
    assert end <= add_months(start, months) and Calendar().is_working_day(end)
    assert add_months(start, months) - end <= timedelta(days=5)
