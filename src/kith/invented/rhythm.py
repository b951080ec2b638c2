"""When worries arrive: by weekday, hour, school term and season, for each kind of source, with a dated
change of practice."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from .streams import Weighted
from .terms import LONDON, bank_holidays, county_terms, is_taught

CHANGE_AFTER_DAYS = 730  # after two years police send more and the hub decides sooner
POLICE_RISE, QUICKER = 1.15, 0.75


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of referrer: its share of contacts, agency, national source codes by weight, and its week
    and day."""

    key: str
    share: float
    agency: str
    codes: tuple[tuple[str, float], ...]
    week: tuple[float, ...]  # Monday to Sunday
    off_term: float  # weight of a day without school
    hours: tuple[tuple[int, float], ...]  # from this hour on, this weight
    delay_hours: float  # median hours from event to report


OFFICE = ((0, 0.02), (8, 0.8), (9, 1.4), (11, 1.2), (12, 0.9), (14, 1.2), (16, 1.5), (17, 0.3), (19, 0.05))
SOURCES = (
    Source(
        "police",
        0.34,
        "police",
        (("6", 1),),
        (1.15, 0.9, 0.85, 0.9, 1.05, 1.2, 1.25),
        1.05,
        ((0, 1.5), (3, 0.6), (7, 0.6), (12, 0.8), (17, 1.4), (20, 1.9)),
        4,
    ),
    Source(
        "school",
        0.20,
        "school",
        (("2A", 9), ("2B", 1)),
        (1.25, 1.05, 1.0, 1.0, 1.2, 0, 0),
        0.03,
        ((0, 0), (8, 0.9), (9, 1.2), (12, 1.0), (14, 1.8), (16, 1.2), (17, 0.15), (19, 0.02)),
        5,
    ),
    Source(
        "health",
        0.16,
        "health",
        (("3A", 2), ("3B", 4), ("3C", 2), ("3D", 1), ("3E", 3), ("3F", 2)),
        (1.1, 1.1, 1.0, 1.05, 1.0, 0.25, 0.25),
        0.95,
        OFFICE,
        10,
    ),
    Source(
        "council",
        0.12,
        "council",
        (("4", 3), ("5A", 3), ("5B", 3), ("5D", 4)),
        (1.1, 1.1, 1.0, 1.0, 0.9, 0.03, 0.03),
        0.95,
        OFFICE,
        20,
    ),
    Source(
        "family",
        0.10,
        "",
        (("1A", 5), ("1B", 2), ("1C", 1), ("1D", 1), ("9", 3)),
        (1.1, 1, 1, 1, 1, 0.9, 1.0),
        1.0,
        ((0, 0.1), (7, 0.5), (9, 1.0), (17, 1.5), (21, 0.8)),
        40,
    ),
    Source(
        "other",
        0.08,
        "harbour-house",
        (("8", 5), ("7", 3), ("5C", 2)),
        (1.1, 1, 1, 1, 1, 0.1, 0.05),
        0.95,
        OFFICE,
        24,
    ),
)
BY_KEY = {source.key: source for source in SOURCES}
DRAW: Weighted[Source] = Weighted(SOURCES, (source.share for source in SOURCES))


class Rhythm:
    """Draws arrival times over the days start..today (exclusive of today's future)."""

    def __init__(self, start: date, now: datetime) -> None:
        self._start, self._now = start, now
        days = (now.astimezone(LONDON).date() - start).days + 1
        self._days = {
            source.key: list(accumulate(self._weight(source, start + timedelta(days=n)) for n in range(days)))
            for source in SOURCES
        }

    def _weight(self, source: Source, day: date) -> float:
        weight = source.week[6 if day in bank_holidays(day.year) else day.weekday()]
        if day.weekday() < 5 and not _taught(day):
            weight *= source.off_term
        if source.key == "police" and (day - self._start).days >= CHANGE_AFTER_DAYS:
            weight *= POLICE_RISE
        return weight * (1.08 if day.month in (1, 3, 5, 6, 11) else 0.97)

    def arrival(self, source: Source, chance: Random) -> datetime:
        """A moment of the three years at which this kind of source writes; before now."""
        days = self._days[source.key]
        while True:
            day = self._start + timedelta(days=bisect_right(days, chance.random() * days[-1]))
            at = self.clock(source, day, chance)
            if at < self._now:
                return at

    def clock(self, source: Source, day: date, chance: Random) -> datetime:
        """A moment of this day that fits the source, in UTC."""
        hour = _hours(source).draw(chance)
        local = datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), LONDON)
        return local.astimezone(UTC)


@cache
def _hours(source: Source) -> Weighted[int]:
    steps = dict(source.hours)
    weights, weight = [], 0.0
    for hour in range(24):
        weight = steps.get(hour, weight)
        weights.append(weight)
    return Weighted(range(24), weights)


@cache
def _taught(day: date) -> bool:
    return is_taught(day, county_terms(day.year - 1, 2))
