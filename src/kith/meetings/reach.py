"""Whom a session may name, call and seat: the small questions that the meetings' forms ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kith.authority.models import Worker, WorkerRole
from kith.authority.who import Session
from kith.kit import words
from kith.meetings import terms
from kith.meetings.models import Seat, Sitting
from kith.people import reads as people
from kith.people.models import Event
from kith.statute.forum import Forum

LATELY = timedelta(days=7)


def seated(by: Session) -> set[UUID]:
    """The sittings this session sits in or called."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.my_sittings()")
        return set((cursor.fetchone() or ([],))[0])


def takes_part(by: Session | None, sitting: Sitting) -> bool:
    return by is not None and sitting.pk in seated(by)


def may_call(by: Session, at: datetime) -> list[Forum]:
    """The forums whose terms let this session's role call them."""
    return [f for f in terms.on(at) if not f.convened_by or set(f.convened_by) & by.roles]


def children_to_name(by: Session, at: datetime) -> list[tuple[str, str]]:
    """Children something happened to in the last week whom this session may see: nobody is searched for here."""
    lately = Event.objects.filter(at__gte=at - LATELY, subject__kind="child").order_by("-at")
    ids = list(dict.fromkeys(lately.values_list("subject_id", flat=True)[:400]))[:100]
    known = people.lines(ids, words.local(at).date())
    return sorted(((str(k), line.said) for k, line in known.items()), key=lambda pair: pair[1])


def workers_for(seats: Iterable[Seat]) -> list[tuple[str, str]]:
    """Who may take one of these seats: the invited, and the holders of their roles."""
    terms_of = Q(pk__in=[s.worker_id for s in seats if s.worker_id])
    for seat in seats:
        if seat.roles:
            holding = WorkerRole.objects.filter(role__in=seat.roles).values("worker_id")
            terms_of |= Q(agency_id=seat.agency_id, pk__in=holding)
    found = Worker.objects.filter(terms_of, left_at__isnull=True).select_related("agency").order_by("name")
    return [(str(w.pk), f"{w.name}, {w.agency.name}") for w in found]
