"""A full desk: about forty contacts left open at every stage, so that each queue of the demonstration has
something in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .kin import Kin
from .nouns import Person
from .rhythm import BY_KEY
from .stories import write
from .terms import CLOSES, LONDON, OPENS, at_london, is_working_day
from .worries import Telling, Worry, children_of, eligible, fits, make

FIRST_NUMBER = 10_000  # numbers of desk contacts within a kin group start here


@dataclass(frozen=True, slots=True)
class Brief:
    """One open contact: where it stands, who sent it, how it is graded, how long ago it came, how it was
    matched."""

    stop: str
    source: str
    grade: str
    outcome: str
    hours: float
    match: str = ""


def _briefs(stop: str, *rows: tuple[str, str, str, float], match: str = "") -> tuple[Brief, ...]:
    return tuple(Brief(stop, source, grade, outcome, hours, match) for source, grade, outcome, hours in rows)


BRIEFS = (
    *_briefs("graded", ("police", "red", "strategy_discussion", 1.2)),
    *_briefs("asked", ("school", "red", "strategy_discussion", 3.1)),
    *_briefs(
        "received",
        ("family", "green", "info_advice", 0.4),
        ("school", "amber", "assessment", 0.6),
        ("health", "green", "early_help", 1.5),
        ("police", "amber", "info_advice", 2),
        ("council", "green", "nfa", 4),
        ("other", "green", "info_advice", 6),
        ("family", "amber", "assessment", 27),
        ("police", "green", "nfa", 11),
    ),
    *_briefs(
        "matched",
        ("school", "green", "early_help", 2.5),
        ("health", "amber", "assessment", 3),
        ("police", "green", "info_advice", 7),
        ("other", "green", "nfa", 20),
    ),
    *_briefs(
        "matched",
        ("police", "amber", "assessment", 5),
        ("health", "green", "early_help", 8),
        ("family", "green", "info_advice", 22),
        match="possible",
    ),
    *_briefs(
        "graded",
        ("council", "green", "early_help", 9),
        ("school", "amber", "assessment", 4),
        ("health", "green", "info_advice", 26),
        ("council", "green", "nfa", 99),
        ("police", "amber", "assessment", 76),
    ),
    *_briefs(
        "asked",
        ("health", "amber", "assessment", 19),
        ("police", "amber", "strategy_discussion", 14),
        ("school", "amber", "assessment", 23),
        ("police", "amber", "assessment", 80),
        ("other", "green", "early_help", 30),
        ("school", "amber", "early_help", 28),
    ),
    *_briefs(
        "joined",
        ("police", "amber", "assessment", 21),
        ("school", "amber", "assessment", 25),
        ("health", "amber", "early_help", 29),
        ("council", "green", "info_advice", 33),
    ),
    *_briefs(
        "decided",
        ("school", "amber", "assessment", 49),
        ("health", "green", "early_help", 52),
        ("family", "green", "nfa", 60),
        ("police", "green", "info_advice", 70),
        ("other", "green", "info_advice", 90),
        ("school", "green", "early_help", 120),
    ),
)


class Desk:
    """Deals the briefs out to ordinary families as they come by, one each."""

    def __init__(self, wanted: bool) -> None:
        self._left = list(reversed(BRIEFS)) if wanted else []
        self._last = -3

    def deal(self, told: Telling) -> None:
        """Give this family the next brief if it fits, at most every second family."""
        kin = told.kin
        if not self._left or kin.unit < self._last + 2:
            return
        brief = self._left[-1]
        at = _moment(kin, brief)
        here = [child for child in eligible(kin, children_of(kin), at.date()) if child.kind != "adult"]
        if any(fits(brief.source, child, at.date(), told.schools) for child in here):
            self._left.pop()
            self._last = kin.unit
            write(told, _worry(told, brief, at, here))


def _worry(told: Telling, brief: Brief, at: datetime, here: list[Person]) -> Worry:
    worry = make(told, FIRST_NUMBER, BY_KEY[brief.source], at, here, outcome=brief.outcome, grade=brief.grade)
    worry.stop, worry.match = brief.stop, brief.match
    return worry


def _moment(kin: Kin, brief: Brief) -> datetime:
    """So many hours ago; for those who keep office hours, the last hour at which an office was open."""
    at = kin.frame.now - timedelta(hours=brief.hours)
    if brief.source in ("police", "family") or brief.grade == "red":
        return at
    local = at.astimezone(LONDON)
    if is_working_day(local.date()) and OPENS <= local.time() < CLOSES:
        return at
    day = local.date() if local.time() >= CLOSES else local.date() - timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return at_london(day, CLOSES) - timedelta(minutes=10 + 7 * (kin.unit % 20))
