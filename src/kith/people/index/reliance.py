"""What relied on a person's record between two moments. Rooms above register what they know; this room adds the looks.

A link or a merge that is undone has consequences: each is listed before the undoing, and kept as a flagged row after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.authority.who import Session
from kith.kit import words
from kith.people.index import ground
from kith.people.index.models import Consequence


@dataclass(frozen=True)
class Relied:
    """One thing done on the strength of a link: what, when, by whom, where to look."""

    kind: str
    at: datetime
    sentence: str
    record: UUID | None = None
    agency: UUID | None = None
    path: str = ""


Reliance = Callable[[UUID, datetime, datetime], Iterable[Relied]]
History = Callable[[Sequence[UUID]], Mapping[UUID, Sequence[str]]]
Risk = Callable[[Sequence[UUID]], Mapping[UUID, tuple[int, str]]]
RELIANCES: list[Reliance] = []
HISTORIES: list[History] = []
RISKS: list[Risk] = []


def relies(ask: Reliance) -> Reliance:
    """Register: what in a room above relied on a subject between two moments?"""
    RELIANCES.append(ask)
    return ask


def remembers(ask: History) -> History:
    """Register: which of these persons has a history that asks for a second person before a merge, in words?"""
    HISTORIES.append(ask)
    return ask


def risks(ask: Risk) -> Risk:
    """Register: how pressing is a question about each of these persons (0 first), in words?"""
    RISKS.append(ask)
    return ask


def histories(subjects: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Why each of these persons needs a second person, in words; absent where nothing is known."""
    found: dict[UUID, list[str]] = {}
    for ask in HISTORIES:
        for subject, why in ask(subjects).items():
            found.setdefault(subject, []).extend(why)
    return {subject: tuple(dict.fromkeys(why)) for subject, why in found.items()}


def risk_of(subjects: Sequence[UUID]) -> dict[UUID, tuple[int, str]]:
    """The most pressing thing that any room says of each person."""
    found: dict[UUID, tuple[int, str]] = {}
    for ask in RISKS:
        for subject, risk in ask(subjects).items():
            found[subject] = min(risk, found.get(subject, risk))
    return found


def consequences(subject: UUID, since: datetime, until: datetime) -> list[Relied]:
    """Everything that relied on this person's record between two moments, newest first."""
    found = [r for ask in RELIANCES for r in ask(subject, since, until)]
    return sorted([*found, *looks(subject, since, until)], key=lambda r: r.at, reverse=True)


def looks(subject: UUID, since: datetime, until: datetime) -> list[Relied]:
    """Who looked at the record meanwhile, one line a worker."""
    return [
        Relied(
            "look",
            last,
            f"{worker}, {agency}, looked at the record {'once' if n == 1 else words.plural(n, 'time')}",
            agency=agency_id,
        )
        for worker, agency_id, agency, n, _, last in ground.looks_while(subject, since, until)
    ]


def flag(cause: UUID, subject: UUID, since: datetime, *, by: Session, at: datetime) -> list[Consequence]:
    """Keep what relied on the undone link or merge as flagged rows. Part of the act that undoes it."""
    rows = [
        Consequence(
            cause_id=cause,
            subject_id=subject,
            kind=r.kind,
            record_id=r.record,
            agency_id=r.agency,
            happened_at=r.at,
            sentence=r.sentence[:300],
            path=r.path[:120],
            flagged_at=at,
            created_by_id=by.worker_id,
        )
        for r in consequences(subject, since, at)
    ]
    return Consequence.objects.bulk_create(rows)
