"""What every row needs to know while the county is written: who works where, the moment, and where rows go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from kith.authority.models import Agency
from kith.invented import County
from kith.invented.load.indexing import Indexer
from kith.invented.load.sheets import Sheets
from kith.invented.load.text import row_id
from kith.invented.nouns import Worker
from kith.statute.calendar import Calendar, london_instant
from kith.statute.profile import Profile

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
WRITER = "first-records"   # the one who wrote what was there before anybody worked here; cannot sign in
MOST_CASES = 20            # open cases that carry one worker's own name; the rest are their team's
FOLLOWED = timedelta(days=365)  # how long a referrer can look up what became of a concern


@dataclass
class Place:
    """The county as it is being written: identifiers by the generator's keys, and the sheets."""

    county: County
    sheets: Sheets
    profile: Profile
    calendar: Calendar
    indexer: Indexer
    names: dict[str, str] = field(default_factory=dict)        # agency key -> name
    school_agency: dict[str, str] = field(default_factory=dict)  # URN -> agency key
    practices: dict[str, str] = field(default_factory=dict)    # code -> name
    people: dict[str, Worker] = field(default_factory=dict)    # handle -> worker
    by_name: dict[str, Worker] = field(default_factory=dict)   # full name -> worker
    references: set[str] = field(default_factory=set)
    cases: Counter[str] = field(default_factory=Counter)
    ties: set[tuple[str, str, str]] = field(default_factory=set)  # open ones of the family being written

    def __post_init__(self) -> None:
        self.people = {w.handle: w for w in self.county.workers}
        self.by_name = {w.name: w for w in self.county.workers}
        self.names = {a.key: a.name for a in self.county.agencies}
        self.school_agency = {s.urn: s.agency for s in self.county.schools}
        self.practices = {p.code: p.name for p in self.county.practices}
        self.writer = self.id("worker", WRITER)
        self.hub = self.id("team", "hub")

    @property
    def now(self) -> datetime:
        return self.county.now

    def id(self, *path: object) -> str:
        """A row's identifier in this county."""
        return row_id(self.county.seed, *path)

    def agency(self, key: str) -> str | None:
        """An agency's identifier, None for the public."""
        return self.id("agency", key) if key else None

    def team(self, key: str) -> str | None:
        return self.id("team", key) if key else None

    def worker(self, handle: str) -> str:
        """A worker's identifier by handle; whoever wrote the first records where no handle is given."""
        found = self.people.get(handle)
        return found.key.hex if found else self.writer

    def name_of(self, handle: str) -> str:
        found = self.people.get(handle)
        return found.name if found else "Kith"

    def reference(self, key: UUID) -> str:
        """A contact's reference, short and readable over a telephone, no two alike."""
        number = key.int
        while (text := self._readable(number)) in self.references:
            number = number * 0x5DEECE66D + 11
        self.references.add(text)
        return text

    @staticmethod
    def _readable(number: int) -> str:
        letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(6))
        return f"K-{letters[:3]}-{letters[3:]}"

    def tie(self, holder: str, subject: str, kind: str, since: datetime, until: datetime | None = None) -> None:
        """Why a worker, a team or an agency may reach a subject; the same open tie is written once."""
        if until is None:
            if (holder, subject, kind) in self.ties:
                return
            self.ties.add((holder, subject, kind))
        key = self.id("tie", holder, subject, kind, since)
        self.sheets.add("authority_tie", key, holder, subject, kind, since, until)

    def morning(self, day: date) -> datetime:
        """When the hub opens on a day, or now where that is still to come today."""
        return min(london_instant(day, self.profile.hours.hub_opens), self.now)

    def subject(self, key: str, kind: str, at: datetime, state: str = "active", to: str | None = None) -> None:
        """The one noun that rows point at."""
        self.sheets.add("authority_subject", key, kind, state, to, self.writer, at)


def has_a_county() -> bool:
    """Whether agencies other than Kith's own stand in the database already."""
    return Agency.objects.using("owner").exclude(kind="machine").exists()
