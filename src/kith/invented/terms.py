"""School years and working time of the county, computed: terms with half-terms, INSET days, bank holidays
of England.

The invented county has its own small calendar on purpose: it must not lean on the rooms it is used to
test.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from .nouns import Term

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(9), time(17)
DAY = timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (the anonymous algorithm printed in Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def on_or_after(day: date, weekday: int) -> date:
    """The first such weekday (Monday 0) on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The eight usual bank holidays of England with their substitutes (Banking and Financial Dealings Act
    1971)."""
    good_friday = easter(year)
    late_may = on_or_after(date(year, 5, 25), 0)
    found = {
        good_friday - 2 * DAY,
        good_friday + DAY,
        on_or_after(date(year, 5, 1), 0),
        late_may,
        on_or_after(date(year, 8, 25), 0),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() > 4 or fixed in found:
            fixed += DAY
        found.add(fixed)
    return frozenset(found)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """The first working day on or after this one."""
    while not is_working_day(day):
        day += DAY
    return day


def in_hours(at: datetime) -> datetime:
    """The same moment if the hub is open then, else the next opening (09:00 London). Aware in, UTC out."""
    local = at.astimezone(LONDON)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return at
    day = local.date() if local.time() < OPENS else local.date() + DAY
    return datetime.combine(next_working_day(day), OPENS, LONDON).astimezone(UTC)


def at_london(day: date, clock: time) -> datetime:
    """This London wall-clock time as UTC."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def _spring_break(year: int) -> date:
    """The Monday on which the two Easter weeks begin."""
    sunday = easter(year)
    return sunday - timedelta(days=6 if sunday <= date(year, 4, 10) else 13)


@cache
def county_terms(first_year: int, years: int) -> tuple[Term, ...]:
    """The maintained schools' half-terms for school years first_year/.. onwards."""
    return tuple(
        term for year in range(first_year, first_year + years) for term in _school_year(year, early=False)
    )


@cache
def independent_terms(first_year: int, years: int) -> tuple[Term, ...]:
    """Independent schools start later, stop sooner, and take half-term the week before."""
    return tuple(
        term for year in range(first_year, first_year + years) for term in _school_year(year, early=True)
    )


def _school_year(year: int, *, early: bool) -> list[Term]:
    shift = timedelta(days=7 if early else 0)
    autumn_half = on_or_after(date(year, 10, 23), 0) - shift
    christmas = on_or_after(date(year, 12, 16), 4) - shift
    spring_half = on_or_after(date(year + 1, 2, 12), 0) - shift
    easter_break = _spring_break(year + 1)
    summer_half = on_or_after(date(year + 1, 5, 25), 0) - shift
    end = on_or_after(date(year + 1, 7, 19), 2) - 2 * shift
    after_summer_half = summer_half + timedelta(days=8 if early else 7)
    starts = (
        on_or_after(date(year, 9, 2), 2),
        autumn_half + timedelta(days=7),
        next_working_day(on_or_after(date(year + 1, 1, 4), 0)),
        spring_half + timedelta(days=7),
        next_working_day(easter_break + timedelta(days=14)),
        after_summer_half,
    )
    ends = (
        autumn_half - 3 * DAY,
        christmas,
        spring_half - 3 * DAY,
        easter_break - 3 * DAY,
        summer_half - 3 * DAY,
        end,
    )
    names = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
    label = f"{year}/{(year + 1) % 100:02d}"
    return [Term(label, name, a, b) for name, a, b in zip(names, starts, ends, strict=True)]


def inset_days(terms: tuple[Term, ...], chance: Random) -> tuple[date, ...]:
    """Five INSET days a school year: the first day of the year, and the edge of four half-terms."""
    days: list[date] = []
    for at in range(0, len(terms), 6):
        days.append(terms[at].first_on)
        days += [_edge(term, chance) for term in chance.sample(terms[at + 1 : at + 6], 4)]
    return tuple(sorted(days))


def _edge(term: Term, chance: Random) -> date:
    return next_working_day(term.first_on) if chance.random() < 0.7 else term.last_on


def is_taught(day: date, terms: tuple[Term, ...], inset: tuple[date, ...] = ()) -> bool:
    """Whether children are in school on this day."""
    return (
        is_working_day(day)
        and day not in inset
        and any(term.first_on <= day <= term.last_on for term in terms)
    )
