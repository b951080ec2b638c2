"""How fresh and complete what we hold is. "No record" is not "not known": a partner never asked is shown as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.authority.models import Agency
from kith.authority.policy import PARTNERS_IN_HUB, ROLES
from kith.frontdoor.bench import statements as ask
from kith.frontdoor.bench.reads import reply_of
from kith.frontdoor.bench.rows import read
from kith.statute import codes
from kith.work.models import Answer, Deadline, Request


@dataclass(frozen=True)
class Reply:
    """One question and what came of it, in words."""

    request: Request
    answer: Answer | None
    due_at: datetime | None
    now: datetime

    @property
    def late(self) -> bool:
        return (self.answer is None and not self.request.withdrawn_at and self.due_at is not None
                and self.due_at <= self.now)

    @property
    def state(self) -> str:
        if self.answer is None and self.request.withdrawn_at:
            return "Decided without it"
        if self.answer is None:
            return "Overdue" if self.late else "Waiting"
        return self.answer.get_outcome_display()

    @property
    def colour(self) -> str:
        return {"Overdue": "red", "Waiting": "yellow", "Answered": "green", "Nothing known": "blue",
                "Not shared": "purple", "Decided without it": "grey"}[self.state]

    @property
    def decline_words(self) -> str:
        if self.answer is None or not self.answer.decline_reason:
            return ""
        return codes.label("request_declined_reason", self.answer.decline_reason)


@dataclass(frozen=True)
class Source:
    """One partner of the hub, whom to ask there, and the replies it gave for this referral."""

    agency: Agency
    desks: str
    replies: tuple[Reply, ...]


def replies(requests: Iterable[Request], clocks: Sequence[Deadline], now: datetime) -> list[Reply]:
    """Questions with their answers and when each is due."""
    due = {c.record_id: c.due_at for c in clocks if c.record_id}
    return [Reply(r, reply_of(r), due.get(r.pk), now) for r in requests]


def partners() -> list[tuple[Agency, str]]:
    """Agencies with somebody in the hub who can be asked, and which desks those are; one query."""
    return [(agency, ", ".join(sorted(ROLES[role].removesuffix(" in the hub") for role in roles)))
            for agency, roles in read(ask.PARTNERS, [list(PARTNERS_IN_HUB)], ask.AGENCY)]


def sources(answered: Sequence[Reply], asked: Sequence[tuple[Agency, str]]) -> list[Source]:
    """Every partner, also those never asked, and any other agency that was."""
    known = {a.pk for a, _ in asked}
    others = {r.request.agency_id: r.request.agency for r in answered if r.request.agency_id not in known}
    return [Source(agency, desks, tuple(r for r in answered if r.request.agency_id == agency.pk))
            for agency, desks in (*asked, *((a, "") for a in others.values()))]
