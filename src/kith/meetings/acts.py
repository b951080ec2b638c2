"""Deciding: the record of a decision (part of the act of the forum that decides), positions and disagreements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.meetings.models import Decision, Disagreement, Position
from kith.people.chronology import chronicle


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
def lapse_position(*, by: Session, at: datetime, subject: UUID, about: UUID, agency: UUID) -> Done:
    """Silence by the due time is written down as "no position"; it never holds up the decision."""
    silent = Position(
        subject_id=subject, about_id=about, agency_id=agency, view="none", given_at=at, created_by_id=by.worker_id
    )
    Position.objects.bulk_create([silent])
    return Done(silent, subject)


@act("disagreement.opened")
def open_disagreement(
    *, by: Session, at: datetime, subject: UUID, decision: Decision, agency: UUID, about: str, interim_step: str = ""
) -> Done:
    """A partner's dissent from a decision becomes a disagreement with stages of its own; the decision stands."""
    opened = Disagreement(
        subject_id=subject,
        decision=decision,
        agency_id=agency,
        about=about,
        interim_step=interim_step,
        opened_at=at,
        created_by_id=by.worker_id,
    )
    Disagreement.objects.bulk_create([opened])
    return Done(opened, subject, {"agency": str(agency)}, hangs_on=opened.pk)


@act("disagreement.closed")
def close_disagreement(*, by: Session, at: datetime, subject: UUID, disagreement: Disagreement, outcome: str) -> Done:
    """Only the agency that raised it closes it."""
    if disagreement.agency_id != by.agency_id:
        raise Refused("Only the agency that raised a disagreement can close it.")
    Disagreement.objects.filter(pk=disagreement.pk).update(closed_at=at, closed_by=by.worker_id, outcome=outcome)
    return Done(disagreement, subject, hangs_on=disagreement.pk)


def latest_positions(about: UUID, subject: UUID) -> dict[UUID, Position]:
    """The newest position of each agency on one child's decision."""
    found: dict[UUID, Position] = {}
    for position in (
        Position.objects.filter(about_id=about, subject_id=subject).select_related("agency").order_by("given_at")
    ):
        found[position.agency_id] = position
    return found


def obtain_by(day: date | None) -> str:
    return f"Hear the child by {day:%-d %B %Y}" if day else ""


chronicle("position.given", lambda p, by: f"{by.agency_name}: {p.get_view_display().lower()}", significant=True)
chronicle("disagreement.opened", lambda d, by: "Partners disagree: a disagreement was opened", significant=True)
