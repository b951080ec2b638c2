"""What the page asks of the database: lines by team, shift and month. Definer functions decide whose they may be."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kith.insight import agreement
from kith.insight.agreement import Tally
from kith.people.reads import rows as ask

SCALE = ("green", "amber", "red")
STAGES = ("eligible", "begun", "completed", "supervised", "shared", "acknowledged")
PARTS = ("voice", "demeanour", "school", "others")
MEASURED = (*STAGES, "not_needed", "reached", *PARTS, "returned")

Counted = Mapping[str, int]


class Span(NamedTuple):
    """The time asked about: figures from `since`, charts over time from `earliest`, both before `until`."""

    since: datetime
    until: datetime
    earliest: datetime


def teams() -> dict[UUID, str]:
    """The teams whose figures this reader may have, by name."""
    return {row[0]: row[1] for row in ask("select team, name from sec.screening_team_names()", [])}


@dataclass(frozen=True)
class Counts:
    """How far what was called for got: counts by the name of the team, by shift, and by month (ISO)."""

    team: Mapping[str, Counted] = field(default_factory=dict)
    shift: Mapping[str, Counted] = field(default_factory=dict)
    month: Mapping[str, Counted] = field(default_factory=dict)

    def total(self) -> dict[str, int]:
        """All teams together."""
        return {name: sum(each[name] for each in self.team.values()) for name in MEASURED}


def counts(span: Span, team: UUID | None = None) -> Counts:
    """One query for the whole page."""
    found: dict[str, dict[str, Counted]] = {"team": {}, "shift": {}, "month": {}}
    for what, name, *numbers in ask("select * from sec.screening_reached(%s, %s, %s, %s)", [*span, team]):
        found[what][name] = dict(zip(MEASURED, numbers, strict=True))
    return Counts(**found)


Move = tuple[str, str | None, str | None, int]  # officer, sergeant, hub, how many
Low = tuple[int, int]                           # graded too low by the officer, of those that ended above green


@dataclass(frozen=True)
class Grades:
    """How grades moved along the line, and where the officer's was too low: by team and by month (ISO)."""

    moves: Sequence[Move] = ()
    team: Mapping[str, Low] = field(default_factory=dict)
    month: Mapping[str, Low] = field(default_factory=dict)

    @property
    def low(self) -> Low:
        """All teams together."""
        return sum(low for low, _ in self.team.values()), sum(of for _, of in self.team.values())


def grades(span: Span, team: UUID | None = None) -> Grades:
    """One query: the moves of the period, and the grades that were too low by team and by month."""
    moves: list[Move] = []
    found: dict[str, dict[str, Low]] = {"team": {}, "month": {}}
    for what, name, officer, sergeant, hub, n, above, low in ask(
            "select * from sec.screening_grades(%s, %s, %s, %s)", [*span, team]):
        if what == "grades":
            moves.append((officer, sergeant, hub, n))
        else:
            found[what][name] = (low, above)
    return Grades(moves, **found)


def pairs(moves: Iterable[Move], first: int, later: int) -> Counter[tuple[str, str]]:
    """Counts of (grade at one place of the line, grade at a later one), where both were given."""
    found: Counter[tuple[str, str]] = Counter()
    for move in moves:
        if move[first] and move[later]:
            found[str(move[first]), str(move[later])] += move[3]
    return found


class Kind(NamedTuple):
    """A group of children: `what` is ethnicity (its first letter), sex or age (whole years)."""

    what: str
    name: str | None
    eligible: int
    completed: int
    voice: int


def equality(span: Span) -> list[Kind]:
    """Counts by who the child is, as the log had it."""
    return [Kind(*row) for row in ask("select * from sec.screening_kinds(%s, %s)", [span.since, span.until])]


@dataclass(frozen=True)
class Looks:
    """The officer's grade beside the blind second one: all, by team, and how many were given each month (ISO)."""

    together: Tally = field(default_factory=Counter)
    team: Mapping[str, Tally] = field(default_factory=dict)
    month: Mapping[str, int] = field(default_factory=dict)


def second_looks(since: date, until: date) -> Looks:
    """The blind second grading of samples of the months in [since, until)."""
    together: list[tuple[str, str]] = []
    team: dict[str, list[tuple[str, str]]] = defaultdict(list)
    month: dict[str, int] = {}
    for what, name, first, second, n in ask("select * from sec.screening_second_looks(%s, %s)", [since, until]):
        if what == "month":
            month[name] = n
        else:
            (together if what == "all" else team[name]).extend([(first, second)] * n)
    by_team = {name: agreement.tally(found, SCALE) for name, found in team.items()}
    return Looks(agreement.tally(together, SCALE), by_team, month)


def stories() -> Tally:
    """How everybody graded the shared stories: one item a story, one rater a worker."""
    graded: dict[tuple[str, date], dict[int, str]] = defaultdict(dict)
    for key, month, worker, grade in ask("select * from sec.vignette_grades()", []):
        graded[key, month][worker] = grade
    raters = sorted({w for each in graded.values() for w in each})
    return agreement.tally(([each.get(w) for w in raters] for each in graded.values()), SCALE)


class Officer(NamedTuple):
    period: int
    name: str
    incidents: int
    done: int
    of: int


def officers(until: datetime) -> list[Officer]:
    """For a sergeant: own officers by name where there are enough incidents, all others without one."""
    return [Officer(*row) for row in ask("select * from sec.screening_officers(%s)", [until])]


class Listed(NamedTuple):
    """One line of a list without anybody in it."""

    team: str
    month: date
    trigger: str
    age: str
    stage: str
    officer: str | None
    later: str | None


def without_names(span: Span, team: UUID | None, wanted: Mapping[str, str], most: int) -> list[Listed]:
    """The list behind a figure without anybody in it, for leaders and the scrutineer."""
    return [Listed(*row) for row in ask("select * from sec.screening_behind(%s, %s, %s, %s, %s)",
                                        [span.since, span.until, team, json.dumps(dict(wanted)), most])]
