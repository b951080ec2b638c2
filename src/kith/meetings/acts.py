"""Deciding: the record of a decision (part of the act of the forum that decides) and the partners' positions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.meetings.disagreeing import open_disagreement
from kith.meetings.models import Decision, Position
from kith.meetings.rules import VoiceUsed
from kith.people.chronology import chronicle
from kith.people.models import Voice

__all__ = ["give_position", "lapse_position", "latest_positions", "obtain_by", "open_disagreement", "voice_used",
           "write_decision"]


def write_decision(
    *,
    by: Session,
    at: datetime,
    subject: UUID,
    kind: str,
    about: UUID,
    chosen: str,
    options_considered: str,
    rationale: str,
    maker_role: str,
    evidence: Sequence[UUID] = (),
    **more: Any,
) -> Decision:
    """The append-only record of one decision about one child; its rules belong to the act that calls this."""
    made = Decision(
        subject_id=subject,
        kind=kind,
        about_id=about,
        chosen=chosen,
        rationale=rationale,
        options_considered=options_considered,
        evidence=list(evidence),
        maker_role=maker_role,
        made_at=at,
        created_by_id=by.worker_id,
        **more,
    )
    Decision.objects.bulk_create([made])
    return made


@act("position.given")
def give_position(
    *, by: Session, at: datetime, subject: UUID, about: UUID, view: str, proposes: str = "", reasons: str = ""
) -> Done:
    """One of the three partners says whether it agrees. Dissent needs reasons, and is kept for ever."""
    if view == "dissent" and not reasons.strip():
        raise Refused("Say why your agency does not agree, and what it would do instead.")
    given = Position(
        subject_id=subject,
        about_id=about,
        agency_id=by.agency_id,
        view=view,
        proposes=proposes,
        reasons=reasons,
        given_at=at,
        created_by_id=by.worker_id,
    )
    Position.objects.bulk_create([given])
    return Done(given, subject, {"view": view})


@act("position.lapsed")
def lapse_position(*, by: Session, at: datetime, subject: UUID, about: UUID, agency: UUID, **more: Any) -> Done:
    """Silence by the due time is written down as "no position"; it never holds up the decision."""
    silent = Position(
        subject_id=subject,
        about_id=about,
        agency_id=agency,
        view="none",
        given_at=at,
        created_by_id=by.worker_id,
        **more,
    )
    Position.objects.bulk_create([silent])
    return Done(silent, subject)


def latest_positions(about: UUID, subject: UUID) -> dict[UUID, Position]:
    """The newest position of each agency on one child's decision at the front door."""
    found: dict[UUID, Position] = {}
    for position in (
        Position.objects.filter(about_id=about, subject_id=subject).select_related("agency").order_by("given_at")
    ):
        found[position.agency_id] = position
    return found


class UsesVoice(Protocol):
    """Answers that say how the child's voice was used: an entry with its influence, or a coded reason for none."""

    @property
    def voice_id(self) -> UUID | None: ...
    @property
    def influence(self) -> str: ...
    @property
    def difference(self) -> str: ...
    @property
    def no_voice_reason(self) -> str: ...
    @property
    def obtain_on(self) -> date | None: ...


def voice_used(answers: UsesVoice, child: UUID) -> VoiceUsed:
    """The child's voice as a decision uses it, whatever decides. Another child's words are refused."""
    heard = Voice.objects.filter(pk=answers.voice_id, subject_id=child).first() if answers.voice_id else None
    if answers.voice_id and heard is None:
        raise Refused("That voice entry belongs to another child. Choose one of this child's.")
    return VoiceUsed(heard_at=heard.heard_at if heard else None, influence=answers.influence,
                     is_observation=bool(heard and not heard.words), difference=answers.difference,
                     no_voice_reason=answers.no_voice_reason, obtain_on=answers.obtain_on)


def obtain_by(day: date | None) -> str:
    return f"Hear the child by {day:%-d %B %Y}" if day else ""


chronicle("position.given", lambda p, by: f"{by.agency_name}: {p.get_view_display().lower()}", significant=True)
