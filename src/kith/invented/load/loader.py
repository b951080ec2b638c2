"""The one pass: a county's rows from the generator into the tables, in one transaction, in bounded memory."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TextIO

from django.db import connections, transaction

from kith.authority.county import profile
from kith.invented import County, nouns
from kith.invented.kin import Rows
from kith.invented.load.asked import write_answers, write_decisions, write_involvements
from kith.invented.load.concerns import concerns_of, write_concern
from kith.invented.load.emergencies import write_emergency
from kith.invented.load.indexes import open_for_loading
from kith.invented.load.indexing import Indexer
from kith.invented.load.kinfolk import Family, write_family
from kith.invented.load.place import Place
from kith.invented.load.policing import write_policing
from kith.invented.load.sheets import Sheets
from kith.invented.load.staff import write_staff
from kith.invented.load.tables import COLUMNS
from kith.invented.shire import process_change, write_lines

MANY = 5_000        # households from which on further processes make the index lines
PROCESSES = 2
EVERY = 5.0         # seconds between two lines of progress
Say = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What a load did: rows by table, and seconds by stage."""

    rows: Counter[str]
    seconds: dict[str, float]


class Progress:
    """Says now and then how far the pass is and how long it will still take."""

    def __init__(self, households: int, say: Say) -> None:
        self.wanted, self.say, self.done = households, say, 0
        self.begun = self.last = time.monotonic()

    def more(self, households: int) -> None:
        """So many households more are written."""
        self.done += households
        now = time.monotonic()
        if now - self.last >= EVERY:
            self.last = now
            left = (now - self.begun) / self.done * max(0, self.wanted - self.done)
            self.say(f"  {self.done:,} of {self.wanted:,} households, about {timedelta(seconds=round(left))} left")


def load(county: County, *, truth: TextIO | None = None, say: Say = print) -> Loaded:
    """Write the whole county as the owner. The truth goes to its own file and never into the database."""
    clock = Stopwatch()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        sheets = Sheets(cursor)
        indexer = Indexer(sheets.add_line, PROCESSES if county.households >= MANY else 0)
        try:
            with open_for_loading(cursor, COLUMNS):
                write_all(Place(county, sheets, profile(), profile().calendar(), indexer), truth, say)
                clock.lap("rows")
        finally:
            indexer.close()
        clock.lap("indexes and checks")
    clock.lap("commit")
    tidy(list(COLUMNS))
    clock.lap("vacuum and statistics")
    return Loaded(sheets.counts, clock.laps)


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        """The stage that ends here."""
        now = time.monotonic()
        self.laps[name], self._last = now - self._last, now


def write_all(place: Place, truth: TextIO | None, say: Say) -> None:
    """Staff first, then one kin group after another."""
    write_staff(place)
    _tell_truth(place.county, truth)
    progress = Progress(place.county.households, say)
    for rows in place.county.kin_groups():
        write_kin(place, rows)
        if truth:
            write_lines(rows.of(nouns.Truth), truth.write)
        progress.more(len(rows.of(nouns.Household)))
    write_policing(place, truth)
    place.indexer.flush()
    place.sheets.flush()


def write_kin(place: Place, rows: Rows) -> None:
    """One kin group: people, work with them, and every contact about them in the order received."""
    place.ties.clear()
    family, earlier = Family.of(rows), Counter[Any]()
    write_family(place, family)
    write_involvements(place, rows)
    write_emergency(place, family)
    for concern in concerns_of(family):
        write_concern(place, family, concern)
        write_answers(place, rows, concern)
        write_decisions(place, concern, earlier)
        earlier.update(child.subject for child in concern.children)


def _tell_truth(county: County, truth: TextIO | None) -> None:
    """What is so of the county as a whole; what is so of a family comes with the family."""
    if truth:
        write_lines([process_change(county.start)], truth.write)


def tidy(tables: list[str]) -> None:
    """VACUUM ANALYZE, so that the first page is planned well."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"vacuum analyze {', '.join(tables)}")


def open_truth(path: Path) -> TextIO:
    """The truth's own file, beside nothing the application reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("w", encoding="utf-8")
