"""Screenings that a force made and finished in its own system. Each is a contact of the front door as it comes; here it
also becomes the screening that its incident called for, so that what is counted from incidents counts it. Which child
it is must be sure: what is not is asked, and nothing is guessed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from kith.authority import notices, who
from kith.authority.acts import Done, act
from kith.authority.who import Session
from kith.screening import escalation, known, line, rules
from kith.screening.known import Logged
from kith.screening.models import GRADES, Expected, Incident, Screening, SentIn

log = logging.getLogger("kith.screening")
MOST = 500
KNOWN_GRADES = tuple(grade for grade, _ in GRADES)


@dataclass(frozen=True)
class Finished:
    """One child's screening as the force tells of it; names and dates as typed, `grade` may be anything."""

    given_name: str
    family_name: str
    dob: str
    nhs_number: str
    tool: str
    tool_version: str
    grade: str
    reason: str
    officer_name: str
    supervisor_name: str
    supervised_at: datetime | None
    voice: bool
    demeanour: bool
    school: bool
    others: bool
    sent_at: datetime


@act("screening.kept")
def keep(*, by: Session, at: datetime, agency: UUID, number: str, contact: UUID, children: Sequence[Finished]) -> Done:
    """A force's finished screening is kept, one row a child, until the incident it belongs to is here."""
    number = fitted("number", number)
    rows = [SentIn(agency_id=agency, number=number, contact_id=contact, position=position, kept_at=at,
                   created_by_id=by.worker_id, **as_kept(one)) for position, one in enumerate(children)]
    SentIn.objects.bulk_create(rows)
    reconcile_soon(agency, [number])
    return Done(rows, contact, {"children": len(rows)})


def as_kept(one: Finished) -> dict[str, object]:
    """Its columns: a grade that nobody knows is no grade, and a supervisor counts only with the time."""
    told = {name: fitted(name, value) for name, value in vars(one).items()}
    told |= {"grade": one.grade if one.grade in KNOWN_GRADES else "", "tool": fitted("tool", one.tool.lower())}
    named = bool(one.supervised_at and one.supervisor_name)
    return told if named else told | {"supervised_at": None, "supervisor_name": ""}


def fitted(name: str, value: Any) -> Any:
    """Text as long as its column holds: the whole of it stands in the front door's contact."""
    most = getattr(SentIn._meta.get_field(name), "max_length", None)
    return value[:most] if most and isinstance(value, str) else value


def reconcile_soon(agency: UUID, numbers: Iterable[str]) -> None:
    """After the commit, in the job's own session: the sender may read neither incident nor what it calls for."""
    wanted = list(numbers)
    transaction.on_commit(lambda: try_to_reconcile(agency, wanted), robust=True)


def try_to_reconcile(agency: UUID, numbers: Sequence[str]) -> int:
    """Reconcile in a transaction of its own; a fault is logged without content and the sweep comes back to it."""
    try:
        with who.job("intake") as by:
            made = reconcile(agency, numbers, by=by, at=by.now)
            escalation.after_commit(made)
            return len(made)
    except DatabaseError as fault:
        log.error("reconciling screenings failed (%s); the sweep will try again", type(fault).__name__)
        return 0


def reconcile(agency: UUID, numbers: Sequence[str], *, by: Session, at: datetime) -> list[UUID]:
    """Lay what a force has sent beside what these incidents call for; returns the screenings this made. The escalation
    rule has not been asked of them yet: the caller asks, or the sweep does."""
    waiting: dict[str, list[SentIn]] = defaultdict(list)
    for sent in (SentIn.objects.filter(agency=agency, number__in=numbers, met_at__isnull=True)
                 .order_by("sent_at", "position").select_for_update(skip_locked=True)):
        waiting[sent.number].append(sent)
    incidents = {i.pk: i for i in Incident.objects.filter(agency=agency, number__in=list(waiting))}
    children: dict[str, list[Logged]] = defaultdict(list)
    for one in known.people_of(list(incidents)) if incidents else ():
        if one.expected:
            children[incidents[one.incident].number].append(one)
    return [made for number, found in children.items()
            for made in lay_beside(waiting[number], found, incidents, by=by, at=at)]


def lay_beside(waiting: Sequence[SentIn], children: Sequence[Logged], incidents: dict[UUID, Incident], *, by: Session,
               at: datetime) -> Iterator[UUID]:
    """The screenings sent about one incident, each to the one child it is surely of; yields those this makes."""
    for sent in waiting:
        sure = [one for one in children if rules.same_child(vars(sent), one.fields)]
        if len(sure) == 1:
            made = meet(by=by, at=at, sent=sent, child=sure[0], incident=incidents[sure[0].incident])
            if isinstance(made, Screening):
                yield made.pk
        elif sent.asked_at is None:
            ask(by=by, at=at, sent=sent)


@act("screening.sent_in", also=("screening.sent_in_again",))
def meet(*, by: Session, at: datetime, sent: SentIn, child: Logged, incident: Incident) -> Done:
    """It is the screening that the incident called for. What stands already, or a reason for none, is not replaced."""
    assert child.expected is not None  # only those who are to be screened are asked about
    SentIn.objects.filter(pk=sent.pk).update(expected=child.expected, met_at=at)
    if child.met or Screening.objects.filter(expected=child.expected).exists():
        return Done(sent, incident.pk, verb="screening.sent_in_again", hangs_on=child.expected)
    made = screening_of(sent, child, incident, by=by)
    Screening.objects.bulk_create([made])
    Expected.objects.filter(pk=child.expected, begun_at__isnull=True).update(begun_at=sent.sent_at)
    return Done(made, incident.pk, {"grade": made.officer_grade, "tool": made.tool}, about=(made.subject_id,),
                hangs_on=child.expected)


def screening_of(sent: SentIn, child: Logged, incident: Incident, *, by: Session) -> Screening:
    """As the force finished it: with the hub and shared the moment it became a contact."""
    assert child.expected is not None
    made = Screening(expected_id=child.expected, incident=incident, subject_id=child.subject,
                     source_record_id=child.record, tool=sent.tool, tool_version=sent.tool_version,
                     domestic_abuse=incident.kind == "domestic_abuse", officer_grade=sent.grade, grade=sent.grade,
                     officer_reason=sent.reason, officer_name=sent.officer_name, voice=sent.voice,
                     demeanour=sent.demeanour, school=sent.school, others=sent.others, submitted_at=sent.sent_at,
                     supervised_at=sent.supervised_at, supervisor_name=sent.supervisor_name, reached_at=sent.kept_at,
                     shared_at=sent.kept_at, contact_id=sent.contact_id, created_by_id=by.worker_id)
    made.handled_as = line.handled_as(made)
    return made


@act("screening.sent_in_asked")
def ask(*, by: Session, at: datetime, sent: SentIn) -> Done:
    """The log of the incident names nobody, or several, who could be this child: a person of the hub is asked, once."""
    SentIn.objects.filter(pk=sent.pk).update(asked_at=at)
    notices.post(by=by, at=at, holders=notices.holding("hub_police"), path=f"/contacts/{sent.contact_id}/",
                 text=f"Which child of incident {sent.number} was screened? Its log names nobody who surely fits.")
    return Done(sent, sent.contact_id)


def waiting() -> list[tuple[UUID, str]]:
    """(force, number) of screenings that wait although their incident is here (a sweep's work)."""
    with who.job("intake"):
        here = Incident.objects.filter(agency=OuterRef("agency"), number=OuterRef("number"))
        return list(SentIn.objects.filter(Exists(here), met_at__isnull=True, asked_at__isnull=True)
                    .values_list("agency", "number").distinct()[:MOST])


def reconcile_waiting(lay: Callable[[UUID, Sequence[str]], int] = try_to_reconcile) -> int:
    """What was not reconciled when it came, because of a fault."""
    by_force: dict[UUID, list[str]] = defaultdict(list)
    for agency, number in waiting():
        by_force[agency].append(number)
    return sum(lay(agency, numbers) for agency, numbers in by_force.items())
