"""What partners are asked about a contact, what they answer, and what they say of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from .kin import Rows
from .nouns import Answer, Position, Request
from .streams import uid
from .telling import reply
from .terms import in_hours


@dataclass(frozen=True, slots=True)
class Partner:
    """One team that is asked: its agency, team, pool of replies, and who answers."""

    agency: str
    team: str
    pool: str
    by: str


PARTNERS = (
    Partner("police", "hub_police", "police", "gareth"),
    Partner("health", "hub_health", "health", "bronwen"),
    Partner("council", "hub_education", "education", "yaw"),
    Partner("council", "hub_early_help", "early_help", "imogen"),
    Partner("harbour-house", "outreach", "voluntary", "harriet"),
)
VIEWS = (("council", "marcus"), ("police", "gareth"), ("health", "bronwen"))
GATEWAY = "Children Act 2004 s.10 and s.11"
BASIS = "UK GDPR Art 6(1)(e), public task; Art 9(2)(g) with DPA 2018 Sch 1 para 18"
NOTHING_KNOWN, DECLINED, INFORMED = 0.36, 0.02, 0.7
DISSENT, NO_POSITION = 0.05, 0.05
DISSENTS = "we would go further: the history weighs more with us"


@dataclass(slots=True)
class Asking:
    """A round of questions about one contact. silent = share of partners who have not answered by `now`."""

    seed: int
    rows: Rows
    chance: Random
    contact: UUID
    fill: Mapping[str, str]
    now: datetime
    urgent: bool
    silent: float

    def ask(self, partner: Partner, sent: datetime, by: str) -> datetime | None:
        """One question; when it was answered, or None."""
        key, chance = uid(self.seed, "request", self.contact, partner.team), self.chance
        informed = chance.random() < INFORMED
        why_not = "" if informed else "would put the child at greater risk"
        purpose, question = (reply(pool, self.fill, chance) for pool in ("purpose", "question"))
        self.rows.add(
            Request(key, self.contact, partner.agency, partner.team, purpose, question, BASIS, GATEWAY,
                    informed, why_not, sent, by)
        )  # fmt: skip
        at = self._answered_at(sent)
        if chance.random() < self.silent or at >= self.now:
            return None
        self.rows.add(self._answer(key, partner, at))
        return at

    def _answered_at(self, sent: datetime) -> datetime:
        at = sent + timedelta(hours=(1.0 if self.urgent else 3.5) * self.chance.lognormvariate(0, 0.5))
        return max(sent, (at if self.urgent else in_hours(at)).replace(microsecond=0))

    def _answer(self, request: UUID, partner: Partner, at: datetime) -> Answer:
        fill, chance, draw = self.fill, self.chance, self.chance.random()
        if draw < NOTHING_KNOWN:
            return Answer(request, "nothing_known", "", "", at, partner.by, "", None)
        if draw < NOTHING_KNOWN + DECLINED:
            reason, review = reply("declined", fill, chance), at.date() + timedelta(days=28)
            return Answer(request, "declined", "", "", at, partner.by, reason, review)
        text, meaning = reply(partner.pool, fill, chance), reply("meaning", fill, chance)
        return Answer(request, "answered", text, meaning, at, partner.by, "", None)

    def positions(self, child: UUID, at: datetime) -> bool:
        """What council, police and health say of the decision on this child; whether any dissents."""
        dissent = False
        for agency, by in VIEWS:
            draw = self.chance.random()
            view = "none" if draw < NO_POSITION else "agree"
            if agency != "council" and NO_POSITION <= draw < NO_POSITION + DISSENT:
                view, dissent = "dissent", True
            because = DISSENTS if view == "dissent" else ""
            by = "" if view == "none" else by
            self.rows.add(Position(self.contact, child, agency, view, because, at, by))
        return dissent
