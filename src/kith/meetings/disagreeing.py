"""Professional disagreement (P12): opened by dissent, moved up by the clock, closed only by whoever raised it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority import notices
from kith.authority.acts import Done, Refused, act
from kith.authority.models import Agency
from kith.authority.who import Session
from kith.meetings.models import Decision, Disagreement, DisagreementStep
from kith.people.chronology import chronicle
from kith.work import acts as work
from kith.work import clocks
from kith.work.models import Deadline

STAGES = {
    "talk": "Talk it through",
    "line_managers": "Line managers",
    "senior_managers": "Senior managers or named professionals",
    "heads": "Heads of service or designated professionals",
    "partners": "The delegated safeguarding partners",
}
VERBS = {"talk": "disagreement.raised", **{s: f"disagreement.moved_to_{s}" for s in list(STAGES)[1:]}}
AT_ONCE = "disagreement.raised_as_imminent"
FIRST_IN_A_ROOM = "line_managers"   # whoever dissents in a meeting has talked already
FIRST_IF_IMMINENT = "senior_managers"


@act("disagreement.opened")
def open_disagreement(*, by: Session, at: datetime, subject: UUID, decision: Decision, agency: UUID, about: str,
                      interim_step: str, against: UUID | None = None, wants: str = "", imminent: bool = False,
                      stage: str = FIRST_IN_A_ROOM) -> Done:
    """A partner's dissent from a decision becomes a disagreement with stages of its own. The decision stands, and the
    interim step is in force from now on, whatever comes of it."""
    if not interim_step.strip():
        raise Refused("Write the safer step that stands in the meantime. Without it nobody may leave the table.")
    whose = against or by.agency_id
    opened = Disagreement(
        subject_id=subject, decision=decision, agency_id=agency, against_id=whose, about=about, wants=wants,
        interim_step=interim_step.strip(), imminent=imminent, stage=FIRST_IF_IMMINENT if imminent else stage,
        stage_from=at, opened_at=at, created_by_id=by.worker_id)
    Disagreement.objects.bulk_create([opened])
    work.agree_action(by=by, at=at, subject=subject, agency=whose, what=opened.interim_step[:300], cause=opened.pk,
                      due_at=same_day(at), so_that="the child is safe while the partners do not agree")
    reach(by=by, at=at, subject=subject, disagreement=opened, stage=opened.stage, counts_from=at, told=about)
    return Done(opened, subject, {"agency": str(agency)}, hangs_on=opened.pk)


def same_day(at: datetime) -> datetime:
    """Close of business today, or of the next working day where it is over."""
    days = clocks.calendar()
    due = days.close_of_business(days.this_or_next_working_day(at.date()))
    return due if due > at else days.close_of_business(days.add_working_days(at, 1))


@act("disagreement.moved", also=(*VERBS.values(), AT_ONCE))
def reach(*, by: Session, at: datetime, subject: UUID, disagreement: Disagreement, stage: str, counts_from: datetime,
          told: str) -> Done:
    """The disagreement stands at a stage. Its clock counts from when it was owed, not from when that was noticed."""
    verb = AT_ONCE if disagreement.imminent and stage == FIRST_IF_IMMINENT else VERBS[stage]
    Disagreement.objects.filter(pk=disagreement.pk).update(stage=stage, stage_from=counts_from)
    first = disagreement.opened_at == counts_from   # the opening is the raiser's, whoever's hand recorded it
    step(by, at, disagreement, stage, disagreement.agency_id if first else by.agency_id, told)
    holders = [disagreement.agency_id, *([disagreement.against_id] if disagreement.against_id else [])]
    notices.post(by=by, at=at, holders=holders, path=f"/meetings/disagreements/{disagreement.pk}/",
                 text=f"A disagreement between agencies stands with: {STAGES[stage].lower()}.")
    return Done(disagreement, subject, {"stage": stage}, verb=verb, hangs_on=disagreement.pk,
                moments={"entry": counts_from})


def step(by: Session, at: datetime, disagreement: Disagreement, stage: str, agency: UUID, text: str) -> None:
    DisagreementStep.objects.bulk_create([DisagreementStep(
        disagreement=disagreement, subject_id=disagreement.subject_id, stage=stage, agency_id=agency, text=text, at=at,
        created_by_id=by.worker_id)])


@act("disagreement.answered")
def answer(*, by: Session, at: datetime, subject: UUID, disagreement: Disagreement, text: str) -> Done:
    """What an agency says at this stage; it closes nothing."""
    open_or_refused(disagreement)
    if not text.strip():
        raise Refused("Write what your agency says.")
    step(by, at, disagreement, disagreement.stage, by.agency_id, text.strip())
    return Done(disagreement, subject)


@act("disagreement.resolved", also=("disagreement.withdrawn",))
def close_disagreement(*, by: Session, at: datetime, subject: UUID, disagreement: Disagreement, outcome: str,
                       closed_as: str = "kept", successor: Decision | None = None) -> Done:
    """Only the agency that raised it closes it. The first decision stands unaltered beside its successor."""
    open_or_refused(disagreement)
    if disagreement.agency_id != by.agency_id:
        raise Refused("Only the agency that raised a disagreement can close it.")
    if not outcome.strip():
        raise Refused("Write what came of it.")
    if closed_as == "changed" and successor is None:
        raise Refused("A changed decision is a new decision: record it first, then close this with it.")
    Disagreement.objects.filter(pk=disagreement.pk).update(
        closed_at=at, closed_by=by.worker_id, outcome=outcome.strip(), closed_as=closed_as, successor=successor)
    verb = "disagreement.withdrawn" if closed_as == "withdrawn" else "disagreement.resolved"
    return Done(disagreement, subject, {"closed_as": closed_as}, verb=verb, hangs_on=disagreement.pk)


def open_or_refused(disagreement: Disagreement) -> None:
    if disagreement.closed_at:
        raise Refused("This disagreement is closed.")


def next_stage(stage: str) -> str | None:
    """The stage after this one; None where nobody stands above."""
    order = list(STAGES)
    after = order.index(stage) + 1
    return order[after] if after < len(order) else None


def overdue(now: datetime, most: int = 200) -> Sequence[tuple[Disagreement, Deadline]]:
    """Disagreements whose stage has run out of time, with the clock that says so."""
    late = clocks.running().filter(duty__startswith="disagreement.", due_at__lte=now).order_by("due_at")[:most]
    by_record = {d.record_id: d for d in late}
    found = Disagreement.objects.filter(pk__in=list(by_record), closed_at__isnull=True)
    return [(d, by_record[d.pk]) for d in found]


def advance(by: Session, at: datetime) -> int:
    """Move up every disagreement whose stage has run out; returns how many moved. A late run resets no clock."""
    moved = 0
    for disagreement, deadline in overdue(at):
        if after := next_stage(disagreement.stage):
            reach(by=by, at=at, subject=disagreement.subject_id, disagreement=disagreement, stage=after,
                  counts_from=deadline.due_at, told="Not settled in time: it moved up by itself.")
            moved += 1
    return moved


def by_pair() -> list[tuple[Any, ...]]:
    """(raiser, respondent, stage, closed as, how many, days on average): counts for the scrutineer, no child."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.disagreements_by_pair()")
        return list(cursor.fetchall())


def agencies_of(disagreement: Disagreement) -> tuple[Agency, Agency | None]:
    return disagreement.agency, disagreement.against


chronicle("disagreement.opened", lambda d, by: "Partners disagree: a disagreement was opened", significant=True,
          path=lambda d: f"/meetings/disagreements/{d.pk}/")
chronicle("disagreement.resolved", lambda d, by: f"Disagreement closed by {by.agency_name}", significant=True,
          path=lambda d: f"/meetings/disagreements/{d.pk}/")
for _stage in list(STAGES)[2:]:
    chronicle(VERBS[_stage], lambda d, by: "The partners' disagreement moved up a stage", significant=True,
              path=lambda d: f"/meetings/disagreements/{d.pk}/")
