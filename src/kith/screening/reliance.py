"""What in this room relied on who a child was taken to be: told to the index's room, so that a link undone is followed
to what was decided on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kith.people.index.reliance import Relied, relies
from kith.screening.models import Alert, Step

DECIDED = {"shared": "shared a police screening", "not_shared": "did not share a police screening",
           "regraded": "changed the grade of a police screening"}


@relies
def screenings(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    """Decisions on this child's screenings, and alerts that rested on them."""
    for s in Step.objects.filter(subject=subject, kind__in=DECIDED, at__range=(since, until)).select_related(
            "created_by"):
        yield Relied("decision", s.at, f"{s.created_by.name} {DECIDED[s.kind]}", s.pk, s.created_by.agency_id,
                     f"/screenings/{s.screening_id}/")
    for a in Alert.objects.filter(subject=subject, raised_at__range=(since, until)).select_related("created_by"):
        yield Relied("meeting", a.raised_at, f"A specialist was asked to look: {a.words}", a.pk,
                     None, f"/screenings/incidents/{a.incident_id}/")
