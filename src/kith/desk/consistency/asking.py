"""What the page asks of the database: counts by team, shift and month. Definer functions decide whose they may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


class Cell(NamedTuple):
    """Counts of one team, shift and month."""

    team: UUID
    team_name: str
    shift: str
    month: date
    counts: tuple[int, ...]  # in the order of MEASURED


@dataclass(frozen=True)
class Counts:
    """All cells of a period, added up as asked."""

    cells: tuple[Cell, ...]

    def total(self, *names: str) -> dict[str, int]:
        whole = added(cell.counts for cell in self.cells)
        return {name: whole[MEASURED.index(name)] for name in names or MEASURED}

    def by(self, what: str) -> dict[str, dict[str, int]]:
        """Counts by `team_name`, `shift` or `month`, in the order of the name."""
        at, found = Cell._fields.index(what), defaultdict(list)
        for cell in self.cells:
            found[str(cell[at])].append(cell.counts)
        return {name: dict(zip(MEASURED, added(found[name]), strict=True)) for name in sorted(found)}

    def team_ids(self) -> dict[str, UUID]:
        return {cell.team_name: cell.team for cell in self.cells}

    def of_team(self, team: UUID | None) -> Counts:
        return Counts(tuple(c for c in self.cells if team in (None, c.team)))


def counts(since: datetime, until: datetime) -> Counts:
    """One query for the whole page."""
    found = ask("select * from sec.screening_counts(%s, %s)", [since, until])
    return Counts(tuple(Cell(r[0], r[1], r[2], r[3], tuple(r[4:])) for r in found))


def added(rows: Iterable[Sequence[int]]) -> list[int]:
    """Rows of counts added up column by column."""
    return [sum(column) for column in zip(*rows, strict=True)] or [0] * len(MEASURED)


Move = tuple[str, str | None, str | None, int]  # officer, sergeant, hub, how many


def movements(since: datetime, until: datetime, team: UUID | None = None) -> list[Move]:
    """How grades moved along the line, counted."""
    found = ask("select team, officer, sergeant, hub, n from sec.screening_movement(%s, %s)", [since, until])
    return [(officer, sergeant, hub, n) for of, officer, sergeant, hub, n in found if team in (None, of)]


def pairs(moves: Iterable[Move], first: int, later: int) -> Counter[tuple[str, str]]:
    """Counts of (grade at one place of the line, grade at a later one), where both were given."""
    found: Counter[tuple[str, str]] = Counter()
    for move in moves:
        if move[first] and move[later]:
            found[str(move[first]), str(move[later])] += move[3]
    return found


class Kind(NamedTuple):
    ethnicity: str
    sex: str
    age: int | None
    eligible: int
    completed: int
    voice: int


def equality(since: datetime, until: datetime) -> list[Kind]:
    """Counts by who the child is, as the log had it."""
    return [Kind(*row) for row in ask("select * from sec.screening_equality(%s, %s)", [since, until])]


def second_grades(since: datetime, until: datetime) -> Tally:
    """The officer's grade beside the blind second one."""
    found = ask("select first, second, n from sec.screening_second_grades(%s, %s)", [since, until])
    return agreement.tally((pair for first, second, n in found for pair in [(first, second)] * n), SCALE)


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


def pseudonyms(since: datetime, until: datetime, team: UUID | None, stage: str, most: int) -> Sequence[tuple]:
    """The list behind a figure without anybody in it, for leaders and the scrutineer."""
    return ask("select * from sec.screening_pseudonyms(%s, %s, %s, %s, %s)", [since, until, team, stage, most])
