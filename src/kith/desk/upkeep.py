"""What the administrator does for the site: end sessions, keep the duty rota, proclaim holidays. No case content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority.acts import Done, Refused, act
from kith.authority.models import Rota, Worker
from kith.authority.who import Session
from kith.work.models import Holiday


@dataclass(frozen=True)
class SignedIn:
    """Somebody at work now: how often signed in, since when, last seen when."""

    worker_id: UUID
    name: str
    agency: str
    sessions: int
    opened_at: datetime
    active_at: datetime


def signed_in() -> list[SignedIn]:
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.sessions_open()")
        return [SignedIn(*row) for row in cursor.fetchall()]


@act("session.revoked")
def end_sessions(*, by: Session, at: datetime, worker: Worker) -> Done:
    """End every session of one worker but the one that asks: the next request of theirs is refused."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.revoke_sessions(%s)", [worker.pk])
        ended = (cursor.fetchone() or (0,))[0]
    return Done(worker, None, {"worker": str(worker.pk), "ended": ended})


@act("rota.set")
def set_rota(*, by: Session, at: datetime, worker: UUID, from_at: datetime, until_at: datetime) -> Done:
    """Put somebody on emergency duty for a spell: while it lasts, the duty role holds what the hub holds."""
    if until_at <= at:
        raise Refused("That spell is over already. Check the days.")
    spell = Rota(worker_id=worker, from_at=from_at, until_at=until_at)
    Rota.objects.bulk_create([spell])
    return Done(spell, None, {"worker": str(worker)})


@act("holiday.withdrawn")
def withdraw_holiday(*, by: Session, at: datetime, holiday: Holiday) -> Done:
    """A day added by mistake is a working day again; the sweep recomputes the running clocks it touched."""
    if holiday.withdrawn:
        raise Refused("This day is withdrawn already.")
    Holiday.objects.filter(pk=holiday.pk).update(withdrawn=True, applied_at=None)
    return Done(holiday, None, {"on": holiday.on.isoformat()})


def spells(at: datetime) -> list[Rota]:
    return list(Rota.objects.filter(until_at__gt=at).select_related("worker").order_by("from_at")[:50])


def duty_workers() -> list[tuple[str, str]]:
    found = Worker.objects.filter(held_roles__role="duty", left_at__isnull=True).order_by("name")
    return [(str(w.pk), w.name) for w in found]


def people() -> list[dict[str, Any]]:
    """Who works here, in which roles."""
    found = (
        Worker.objects.exclude(agency__kind="machine").select_related("agency").prefetch_related("held_roles")
    )
    return [
        {"worker": w, "roles": [r.role for r in w.held_roles.all()]} for w in found.order_by("name")[:500]
    ]
