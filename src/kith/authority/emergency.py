"""Emergency opening ("break glass"): one child, one hour, read only; reviewed by somebody else.

It makes up for a missing tie alone.
Never a relative's record and never a sealed one: for those another, unrelated emergency worker acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kith.authority import notices
from kith.authority.acts import Done, Refused, act
from kith.authority.county import profile
from kith.authority.ids import uuid7
from kith.authority.models import Opening, TeamMember
from kith.authority.who import Session

REASONS = (
    ("immediate_danger", "The child is in immediate danger"),
    ("legal_duty", "The law requires me to act now"),
    ("consent", "The child or a parent asks me to"),
    ("other", "Another reason"),
)
SHORTEST = 30  # characters of a reason somebody else can judge [L]
NOT_OPENED = "No record was opened."


def reasons_against_opening(code: str, reason: str) -> Iterator[str]:
    """A chosen reason, and a sentence long enough to be judged by the reviewer."""
    if code not in dict(REASONS):
        yield "Choose the reason why you must open this record now."
    if len(reason.strip()) < SHORTEST:
        yield f"Write why, in at least {SHORTEST} characters: somebody else will review it."


def reasons_against_reviewing(
    opener: UUID, reviewer: UUID, shared_team: bool, done: bool, outcome: str, note: str
) -> Iterator[str]:
    """Reviewed once, by somebody who neither opened it nor works in the same team."""
    if done:
        yield "This opening has been reviewed already."
    if opener == reviewer:
        yield "You opened this record yourself. Another guardian reviews it."
    elif shared_team:
        yield "Whoever opened this works in your team. A guardian outside it reviews it."
    if outcome not in dict(Opening.OUTCOMES):
        yield "Choose the outcome."
    if outcome in ("training", "misuse") and not note.strip():
        yield "Write what will be done about it."


@act("glass.broken", when=reasons_against_opening)
def break_glass(
    *,
    by: Session,
    at: datetime,
    subject: UUID,
    code: str,
    reason: str,
    review_due_at: datetime,
    owners: tuple[UUID, ...] = (),
) -> Done:
    """Open one child's record for an hour. `owners` are the agencies whose guardians hear of it at once."""
    closes_at = at + timedelta(minutes=profile().sessions.break_glass_minutes)
    with connection.cursor() as cursor:
        cursor.execute("select sec.break_glass(%s, %s, %s, null)", [uuid7(), subject, closes_at])
        problem = (cursor.fetchone() or (None,))[0]
    if problem:
        raise Refused(NOT_OPENED if problem == "closed" else problem)
    opening = Opening(
        worker_id=by.worker_id,
        subject_id=subject,
        reason_code=code,
        reason=reason.strip(),
        opened_at=at,
        closes_at=closes_at,
        review_due_at=review_due_at,
    )
    Opening.objects.bulk_create([opening])
    tell_guardians(by=by, at=at, owners=owners or (by.agency_id,))
    return Done(opening, subject, {"reason": code})


def tell_guardians(*, by: Session, at: datetime, owners: tuple[UUID, ...]) -> None:
    """The notice names who opened, never whom: identifiers wait behind the guardian's own sign-in."""
    guardians = [g for agency in owners for g in notices.holding("guardian", agency)] or notices.holding(
        "guardian"
    )
    notices.post(
        by=by,
        at=at,
        holders=[g for g in guardians if g != by.worker_id],
        path="/openings/",
        text=f"Emergency opening by {by.name}, {by.agency_name}. Review it within one working day.",
    )


@act("opening.reviewed")
def review(*, by: Session, at: datetime, opening: Opening, outcome: str, note: str) -> Done:
    """Say whether an emergency opening was justified, asks for training, or was misuse. Written once."""
    reasons = list(
        reasons_against_reviewing(
            opening.worker_id,
            by.worker_id,
            share_team(by.worker_id, opening.worker_id),
            opening.reviewed_at is not None,
            outcome,
            note,
        )
    )
    if reasons:
        raise Refused(*reasons)
    Opening.objects.filter(pk=opening.pk, reviewed_at__isnull=True).update(
        reviewed_at=at, reviewed_by=by.worker_id, outcome=outcome, review_note=note
    )
    return Done(opening, opening.subject_id, {"outcome": outcome})


def share_team(one: UUID, other: UUID) -> bool:
    return TeamMember.objects.filter(worker=one, team__members__worker=other).exists()
