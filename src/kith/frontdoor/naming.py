"""The name of somebody who asked not to be named (C16): two people at most may read it, each named by two guardians of
information, for a time. The database keeps the count and the second pair of eyes; this module gives them words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kith.authority import ledger, notices
from kith.authority.acts import Done, Refused, act
from kith.authority.ids import uuid7
from kith.authority.models import Worker
from kith.authority.who import Session
from kith.frontdoor.models import Naming, Reporter

LONGEST = timedelta(days=183)  # security.md 2.3: every grant ends; half a year unless it is given again
MOST = 2
SHORTEST = 20                  # characters of a reason somebody else can judge [L]


@dataclass(frozen=True)
class Withheld:
    """A concern whose reporter asked not to be named, as a guardian knows it: no child, no word of it."""

    contact: UUID
    reference: str
    received_at: datetime
    channel: str


def withheld() -> list[Withheld]:
    """Concerns with a sealed name, newest first; nothing for anybody but a guardian."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.withheld()")
        return [Withheld(*row) for row in cursor.fetchall()]


def may_be_named(contact: UUID) -> list[Worker]:
    """Workers of the council's hub who may be named, in order of their names."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.may_be_named(%s)", [contact])
        found = [row[0] for row in cursor.fetchall()]
    return list(Worker.objects.filter(pk__in=found).order_by("name"))


def standing(contact: UUID, at: datetime) -> list[Naming]:
    """Who is named or about to be, in the order proposed: neither ended nor run out."""
    found = Naming.objects.filter(subject=contact, ended_at__isnull=True, until_at__gt=at)
    return list(found.select_related("worker", "created_by", "agreed_by").order_by("proposed_at"))


def reasons_against_naming(reason: str, until_at: datetime, at: datetime) -> Iterator[str]:
    """A reason that the second guardian can judge, and an end within half a year."""
    if len(reason.strip()) < SHORTEST:
        yield f"Say why this person must know the name, in at least {SHORTEST} characters."
    if not at < until_at <= at + LONGEST:
        yield "Choose a last day that is still to come and within half a year. It can be given again."


@act("reporter.name_proposed", when=reasons_against_naming)
def propose(*, by: Session, at: datetime, subject: UUID, worker: UUID, reason: str, until_at: datetime) -> Done:
    """A guardian proposes who may read a withheld name. It opens when another guardian agrees."""
    if worker not in {w.pk for w in may_be_named(subject)}:
        raise Refused("Choose somebody of the hub who is not barred from this child.")
    if any(n.worker_id == worker for n in standing(subject, at)):
        raise Refused("This person is named already, or waits for the second guardian.")
    naming = Naming(subject_id=subject, worker_id=worker, reason=reason.strip(), until_at=until_at, proposed_at=at,
                    created_by_id=by.worker_id)
    Naming.objects.bulk_create([naming])
    others = [g for g in notices.holding("guardian") if g != by.worker_id]
    notices.post(by=by, at=at, holders=others, path=f"/contacts/withheld/{subject}/",
                 text="A guardian proposes who may read a withheld name. It needs a second guardian.")
    return Done(naming, subject, {"worker": str(worker)})


@act("reporter.name_opened")
def agree(*, by: Session, at: datetime, subject: UUID, naming: Naming) -> Done:
    """The second guardian agrees: from now until its last day this one worker may read the name."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.agree_naming(%s, %s)", [naming.pk, uuid7()])
        problem = (cursor.fetchone() or ("absent",))[0]
    if problem:
        raise Refused("This proposal is no longer there." if problem == "absent" else problem)
    notices.post(by=by, at=at, holders=[naming.worker_id], path=f"/contacts/{subject}/reporter/",
                 text="You may now read a name that was withheld. Every look is written down.")
    return Done(naming, subject, {"worker": str(naming.worker_id)})


@act("reporter.name_closed")
def end(*, by: Session, at: datetime, subject: UUID, naming: Naming) -> Done:
    """A guardian ends it, or takes a proposal back: the next look finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.end_naming(%s)", [naming.pk])
        if not (cursor.fetchone() or (False,))[0]:
            raise Refused("This has ended already.")
    return Done(naming, subject, {"worker": str(naming.worker_id)})


def name_of(contact: UUID) -> str | None:
    """The name and the number as they were given, for somebody named; None for everybody else."""
    kept = Reporter.objects.filter(subject=contact).first()
    return ledger.decrypt(bytes(kept.sealed_text), f"reporter/{contact}").decode() if kept else None
