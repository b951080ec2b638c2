"""What happens by itself when an incident arrives: everybody it names is compared with those known, after it is safely
kept. What fails is found again by the sweep (`matched_at` is empty)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kith.authority import who
from kith.authority.who import Session
from kith.people import matching
from kith.screening import acts, sent
from kith.screening.many import Logged
from kith.screening.models import Incident, IncidentPerson

MOST = 50


def take_in(*, by: Session, at: datetime, **incident: Any) -> Incident:
    """Receive an incident (see acts.receive) and compare its people as soon as it is safely stored."""
    made: Incident = acts.receive(by=by, at=at, **incident)
    transaction.on_commit(lambda: try_to_match(made.pk), robust=True)
    sent.reconcile_soon(made.agency_id, [made.number])
    return made


def add_to(incident: Incident, told: Logged, *, by: Session, at: datetime) -> Incident:
    """A later version of a known incident: whom it newly names is added, and compared as soon as that is stored."""
    acts.amend(by=by, at=at, incident=incident, people=told.people)
    transaction.on_commit(lambda: try_to_match(incident.pk), robust=True)
    sent.reconcile_soon(incident.agency_id, [incident.number])
    return incident


def try_to_match(incident: UUID) -> bool:
    """Match one incident by itself; False where it must be tried again."""
    return matching.soon("incident", incident, lambda one, by: match(Incident.objects.get(pk=one), by=by, at=by.now))


def match(incident: Incident, *, by: Session, at: datetime) -> None:
    """Compare everybody named with everybody known; a clear single match is linked and marked as the machine's."""
    named = list(IncidentPerson.objects.filter(incident=incident).select_related("source_record"))
    placeholders = {p.subject_id for p in named}
    for person in named:
        matching.propose(by=by, at=at, source=person.source_record, apart_from=placeholders)
    acts.mark_matched(by=by, at=at, incident=incident)


def unmatched() -> list[UUID]:
    """Incidents the index has not looked at yet, oldest first."""
    with who.job("linkage"):
        waiting = Incident.objects.filter(matched_at__isnull=True).order_by("created_at")
        return list(waiting.values_list("pk", flat=True)[:MOST])
