"""The invented county as a whole: small tables at once, everything else one kin group at a time.

county = invented.county(households=600, seed=7)
for rows in county.kin_groups():         # one pass, bounded memory, every table
    for row in rows: ...
county.write_truth(path)                 # JSON lines; the application never reads this file
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from .agencies import TEAMS, agencies, workers
from .desk import Desk
from .families import PLANS
from .ground import Ground, ground
from .identifiers import Issuer
from .incidents import other_incidents
from .kin import Frame, Kin, Rows
from .nouns import Agency, Area, Household, Practice, School, Team, Truth, Worker
from .records import record_everyone
from .rhythm import CHANGE_AFTER_DAYS, Rhythm
from .roll import enrol
from .setpieces import SETPIECES, stories_of
from .stories import write
from .terms import LONDON, at_london
from .traps import trap_units
from .worries import telling, worries

Row = TypeVar("Row")
DEFAULT_START = date(2023, 12, 24)  # three years end on Christmas Eve 2026, ten minutes before scenario A1
DEFAULT_CLOCK = time(15, 30)
YEARS = 3


@dataclass(frozen=True, slots=True)
class County:
    """Three years of an invented county, [start, now). Equal arguments give equal rows, in the same order."""

    households: int
    seed: int
    start: date
    now: datetime
    planted: bool
    ground: Ground
    areas: tuple[Area, ...]
    agencies: tuple[Agency, ...]
    teams: tuple[Team, ...]
    workers: tuple[Worker, ...]
    schools: tuple[School, ...]
    practices: tuple[Practice, ...]

    def kin_groups(self) -> Iterator[Rows]:
        """Rows of one kin group after another until there are at least `households`: set pieces, traps,
        then ordinary lives."""
        frame = Frame(
            self.seed,
            self.start,
            self.now.astimezone(LONDON).date(),
            self.now,
            self.ground,
            Issuer(self.seed),
            self.planted,
        )
        rhythm, staff, desk = (
            Rhythm(self.start, self.now),
            {w.handle: w for w in self.workers},
            Desk(self.planted),
        )
        count = 0
        for unit, plan in self._plans():
            if count >= self.households:
                return
            rows = _live(frame, unit, plan, rhythm, staff, desk, self.households)
            count += len(rows.of(Household))
            yield rows

    def _plans(self) -> Iterator[tuple[int, Callable[[Kin], None] | None]]:
        if self.planted:
            yield from ((-n, plan) for n, plan in enumerate((*SETPIECES, *trap_units(self.households)), 1))
        unit = 0
        while True:
            yield unit, None
            unit += 1

    def small_tables(self) -> Iterator[object]:
        """Areas, agencies, teams, workers, schools and practices: load these first."""
        for table in (self.areas, self.agencies, self.teams, self.workers, self.schools, self.practices):
            yield from table

    def rows(self, noun: type[Row]) -> Iterator[Row]:
        """All rows of one noun; makes the county anew, so use kin_groups() for more than one."""
        for row in self.small_tables():
            if isinstance(row, noun):
                yield row
        for group in self.kin_groups():
            yield from group.of(noun)

    def truth(self) -> Iterator[Truth]:
        """What is so. For tests and benchmarks only."""
        yield process_change(self.start)
        yield from self.rows(Truth)

    def write_truth(self, path: Path) -> int:
        """Write the truth as JSON lines (kind, left, right, note) to a file of its own; returns the
        number of lines."""
        with path.open("w", encoding="utf-8") as file:
            return write_lines(self.truth(), file.write)

    def hashes(self) -> dict[str, str]:
        """Table name -> BLAKE2b of every row in order: equal seeds, equal hashes."""
        digests: dict[str, blake2b] = {}
        for row in _chain(self.small_tables(), self.kin_groups()):
            name = type(row).__name__
            digests.setdefault(name, blake2b(digest_size=16)).update(_line(row))
        return {name: digest.hexdigest() for name, digest in sorted(digests.items())}


def _live(
    frame: Frame,
    unit: int,
    plan: Callable[[Kin], None] | None,
    rhythm: Rhythm,
    staff: dict[str, Worker],
    desk: Desk,
    households: int,
) -> Rows:
    """Live one kin group: people, numbers, worries, incidents, records."""
    kin = Kin(frame, unit)
    (plan or PLANS.draw(kin.chance))(kin)
    schools = enrol(kin)
    told = telling(kin, rhythm, schools, staff, households)
    if plan:
        stories_of(plan, told)
    else:
        for worry in worries(told):
            write(told, worry)
        desk.deal(told)
        other_incidents(told)
    record_everyone(kin, told.contacted, schools)
    return kin.rows


def process_change(start: date) -> Truth:
    """The day on which police and hub changed their ways, for whoever charts the county."""
    day = start + timedelta(days=CHANGE_AFTER_DAYS)
    return Truth(
        "process_change", day.isoformat(), "", "police send 15 % more, the hub decides a quarter sooner"
    )


def write_lines(truth: Iterable[Truth], put: Callable[[str], object]) -> int:
    """Truth rows as JSON lines through `put`; returns how many. Use it in a loader's single pass."""
    count = 0
    for row in truth:
        put(json.dumps({f.name: getattr(row, f.name) for f in fields(row)}, ensure_ascii=False) + "\n")
        count += 1
    return count


def _chain(small: Iterable[object], groups: Iterable[Rows]) -> Iterator[object]:
    yield from small
    for group in groups:
        yield from group


def _line(row: object) -> bytes:
    return repr(row).encode()


def county(
    households: int, seed: int, start: date | None = None, now: datetime | None = None, planted: bool = True
) -> County:
    """An invented county of at least so many households, living through [start, now).

    `start` alone: now is three years on, 15:30 London. `now` alone: start is three years before. Neither:
    the default days. planted=False gives a null world: no traps, no repeats, no set pieces, no full desk.
    ValueError on households < 1.
    """
    if households < 1:
        raise ValueError("a county needs at least one household")
    begin = start or (_years_before(now.astimezone(LONDON).date()) if now else DEFAULT_START)
    end = now or at_london(
        begin.replace(year=begin.year + YEARS, day=min(begin.day, 28) if begin.month == 2 else begin.day),
        DEFAULT_CLOCK,
    )
    laid = ground(seed, households)
    return County(
        households,
        seed,
        begin,
        end.astimezone(UTC),
        planted,
        laid,
        laid.areas,
        agencies(laid),
        TEAMS,
        workers(seed, laid),
        laid.schools,
        laid.practices,
    )


def _years_before(day: date) -> date:
    return day.replace(year=day.year - YEARS, day=min(day.day, 28) if day.month == 2 else day.day)
