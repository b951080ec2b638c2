"""What is owed, done: involvements begun and ended, actions agreed and finished, questions asked and answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.authority.acts import Done, Refused, act, close_tie, open_tie
from kith.authority.models import Agency
from kith.authority.who import Session
from kith.people.chronology import chronicle
from kith.work.models import Action, AgencyNote, Answer, HealthDetail, Holiday, Involvement, Request


@act("involvement.began")
def involve(*, by: Session, at: datetime, subject: UUID, agency: UUID, kind: str, team: UUID | None = None,
            worker: UUID | None = None) -> Done:
    """An agency begins to work with a subject. Opens the tie `agency_involved` to its team (or the whole agency)
    and `involved` to the named worker."""
    open_tie(holder=team or agency, subject=subject, kind="agency_involved")
    if worker:
        open_tie(holder=worker, subject=subject, kind="involved")
    begun = Involvement(subject_id=subject, agency_id=agency, team_id=team, worker_id=worker, kind=kind, from_at=at,
                        created_by_id=by.worker_id)
    Involvement.objects.bulk_create([begun])
    return Done(begun, subject, {"kind": kind})


@act("involvement.ended")
def end_involvement(*, by: Session, at: datetime, subject: UUID, involvement: Involvement) -> Done:
    """An agency's work with a subject ends, and its ties with it."""
    Involvement.objects.filter(pk=involvement.pk).update(until_at=at)
    close_tie(holder=involvement.team_id or involvement.agency_id, subject=subject, kind="agency_involved",
              at=at)
    if involvement.worker_id:
        close_tie(holder=involvement.worker_id, subject=subject, kind="involved", at=at)
    return Done(involvement, subject, {"kind": involvement.kind})


@act("action.agreed")
def agree_action(*, by: Session, at: datetime, subject: UUID, agency: UUID, what: str, so_that: str = "",
                 due_at: datetime | None = None, team: UUID | None = None, worker: UUID | None = None,
                 cause: UUID | None = None) -> Done:
    """Somebody will do something for a subject, so that something changes, by a day."""
    agreed = Action(subject_id=subject, agency_id=agency, team_id=team, worker_id=worker, what=what, so_that=so_that,
                    due_at=due_at, cause_id=cause, created_by_id=by.worker_id, created_at=at)
    Action.objects.bulk_create([agreed])
    return Done(agreed, subject)


@act("action.done")
def finish_action(*, by: Session, at: datetime, subject: UUID, action: Action, difference: str) -> Done:
    """It was done; what difference it made stands beside it."""
    if action.done_at:
        raise Refused("This action is already done.")
    Action.objects.filter(pk=action.pk).update(done_at=at, done_by=by.worker_id, difference=difference)
    return Done(action, subject)


def open_actions(subject: UUID, what: str) -> list[Action]:
    """Actions of these words about a subject that nobody has finished."""
    return list(Action.objects.filter(subject_id=subject, what=what, done_at__isnull=True))


def reasons_against_asking(question: str, purpose: str, lawful_basis: str, family_told: str) -> Iterator[str]:
    """P2: specific, with a purpose and a lawful basis, and the family told or a reason why not."""
    if len(question.strip()) < 10:
        yield "Ask one specific question: what do you need to know?"
    if not purpose.strip():
        yield "Say what the answer is for."
    if lawful_basis == "consent":
        yield "Consent is not the basis for sharing a safeguarding concern. Choose the public task."
    if not family_told:
        yield "Say whether the family has been told, or why not."


@act("request.sent", when=reasons_against_asking, also=("request.sent_red", "request.sent_amber", "request.sent_green"))
def ask(*, by: Session, at: datetime, subject: UUID, about: UUID, agency: UUID, question: str, purpose: str,
        lawful_basis: str, gateway: str, family_told: str, grade: str, necessity: str = "") -> Done:
    """Ask one agency one question about a child. The reply is due by the contact's grade."""
    asked = Request(subject_id=subject, about_id=about, agency_id=agency, question=question.strip(), purpose=purpose,
                    lawful_basis=lawful_basis, gateway=gateway, necessity=necessity, family_told=family_told,
                    grade=grade, sent_at=at, created_by_id=by.worker_id)
    same = Request.objects.filter(subject_id=subject, about_id=about, agency_id=agency, question=asked.question)
    if same.exists():
        raise Refused("This agency has been asked that already. Ask something else, or wait for the answer.")
    Request.objects.bulk_create([asked])
    return Done(asked, subject, {"agency": str(agency)}, verb=f"request.sent_{grade}", hangs_on=asked.pk,
                owed_by=agency)


def belongs_to(by: Session, request: Request) -> None:
    if request.agency_id != by.agency_id and not by.has("hub_manager"):
        raise Refused("This question was put to another agency.")
    if Answer.objects.filter(request=request).exists():
        raise Refused("This question has been answered already.")


def new_answer(by: Session, at: datetime, request: Request, outcome: str, **more: Any) -> Answer:
    given = Answer(request=request, subject_id=request.subject_id, agency_id=request.agency_id, outcome=outcome,
                   answered_at=at, created_by_id=by.worker_id, **more)
    Answer.objects.bulk_create([given])
    return given


@act("request.answered")
def answer(*, by: Session, at: datetime, subject: UUID, request: Request, text: str, means: str = "",
           records_to: datetime | None = None, carried_from: UUID | None = None, health_only: str = "",
           agency_only: str = "") -> Done:
    """Answer with what the agency holds and what it means for the child; what it keeps to itself stands apart."""
    belongs_to(by, request)
    if not text.strip():
        raise Refused("Write what you hold, or choose “Nothing known”.")
    given = new_answer(by, at, request, "answered", text=text, means=means, records_to=records_to,
                       carried_from_id=carried_from)
    apart = {"subject_id": subject, "agency_id": request.agency_id, "record_id": given.pk,
             "created_by_id": by.worker_id, "created_at": at}
    if health_only.strip():
        HealthDetail.objects.bulk_create([HealthDetail(text=health_only, **apart)])
    if agency_only.strip():
        AgencyNote.objects.bulk_create([AgencyNote(text=agency_only, **apart)])
    return Done(given, subject, hangs_on=request.pk)


@act("request.nothing_known")
def nothing_known(*, by: Session, at: datetime, subject: UUID, request: Request,
                  records_to: datetime | None = None) -> Done:
    """The agency looked and holds nothing: an explicit answer, one press."""
    belongs_to(by, request)
    return Done(new_answer(by, at, request, "nothing_known", records_to=records_to), subject, hangs_on=request.pk)


@act("request.declined")
def decline(*, by: Session, at: datetime, subject: UUID, request: Request, reason: str, review_on: date,
            note: str = "") -> Done:
    """Not shared: why, and when that will be looked at again. Kept as the not-shared register (s.16LA)."""
    belongs_to(by, request)
    given = new_answer(by, at, request, "declined", decline_reason=reason, review_on=review_on, text=note)
    return Done(given, subject, {"reason": reason}, hangs_on=request.pk)


@act("request.seen")
def mark_seen(*, by: Session, at: datetime, subject: UUID, request: Request) -> Done:
    """The asked agency has opened the question."""
    Request.objects.filter(pk=request.pk, seen_at__isnull=True).update(seen_at=at)
    return Done(request, subject)


@act("request.withdrawn")
def withdraw(*, by: Session, at: datetime, request: Request) -> Done:
    """The decision was made without this answer: the question is no longer open, its silence stays on the record."""
    Request.objects.filter(pk=request.pk).update(withdrawn_at=at)
    return Done(request, request.subject_id, hangs_on=request.pk)


def unanswered(about: UUID) -> list[Request]:
    """Questions about a referral that nobody has answered or withdrawn."""
    return list(Request.objects.filter(about_id=about, answer__isnull=True, withdrawn_at__isnull=True))


@act("holiday.proclaimed")
def proclaim(*, by: Session, at: datetime, on: date, name: str) -> Done:
    """Add a one-off bank holiday. The sweep recomputes the running clocks it touches."""
    Holiday.objects.update_or_create(on=on, defaults={"name": name, "withdrawn": False, "applied_at": None})
    return Done(Holiday.objects.get(on=on), None, {"on": on.isoformat()})


def agency_of(key: str) -> Agency:
    return Agency.objects.get(key=key)


chronicle("involvement.began", lambda i, by: f"{i.agency.name} began work: {i.kind}", significant=True)
chronicle("involvement.ended", lambda i, by: f"{i.agency.name} ended work: {i.kind}", significant=True)
chronicle("action.agreed", lambda a, by: f"Agreed for {a.agency.name}: {a.what}")
chronicle("action.done", lambda a, by: f"Done: {a.what}")
chronicle("request.answered", lambda a, by: f"{by.agency_name} answered the hub's question")
chronicle("request.nothing_known", lambda a, by: f"{by.agency_name} looked and held nothing")
chronicle("request.declined", lambda a, by: f"{by.agency_name} did not share, with a reason")
