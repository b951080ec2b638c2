"""The three safeguarding partners and their positions on one child: sealed until all three have given theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.authority.who import Session
from kith.meetings import acts as meetings
from kith.meetings.models import Position
from kith.statute import codes

THREE_PARTNERS = ("council", "police", "health")
NAMES = {"council": "Council", "police": "Police", "health": "Health"}


@dataclass(frozen=True)
class Seat:
    """One partner's seat: whether it has spoken, and what it said once everybody has."""

    kind: str
    name: str
    given: bool
    position: Position | None   # None while sealed, or where nothing was said

    @property
    def proposes(self) -> str:
        known = dict(codes.choices("contact_decision"))
        return known.get(self.position.proposes, "") if self.position else ""


def latest(about: UUID, child: UUID) -> dict[str, Position]:
    """The newest position of each of the three partners, by kind of agency."""
    return {p.agency.kind: p for p in meetings.latest_positions(about, child).values()
            if p.agency.kind in THREE_PARTNERS}


def seats(given: Mapping[str, Position], by: Session, opened: bool) -> list[Seat]:
    """What this worker may read: their own agency's position at once, the others' when all three stand."""
    return [Seat(kind, NAMES[kind], kind in given,
                 given.get(kind) if opened or kind == by.agency_kind else None) for kind in THREE_PARTNERS]


def is_open(given: Mapping[str, Position]) -> bool:
    return all(kind in given for kind in THREE_PARTNERS)


def dissents(given: Mapping[str, Position]) -> list[Position]:
    """Partners that do not agree: each must be answered by a safer step in the meantime."""
    return [p for p in given.values() if p.view == "dissent"]
