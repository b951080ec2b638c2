"""What a meeting built on a link between records: asked when somebody finds that the link was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kith.meetings.models import Decision, Enquiry, Position
from kith.people.index.reliance import Relied, relies


@relies
def decided(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    """Decisions of meetings about this child in the time, and what the agencies had said to them."""
    span = (since, until)
    made = Decision.objects.filter(subject_id=subject, made_at__range=span).exclude(how="").select_related("created_by")
    for d in made:
        yield Relied("decision", d.made_at, f"A meeting decided ({d.get_how_display().lower()})", d.pk,
                     d.created_by.agency_id, f"/meetings/items/{d.about_id}/")
    given = Position.objects.filter(subject_id=subject, item__isnull=False, given_at__range=span)
    for p in given.select_related("agency"):
        yield Relied("meeting", p.given_at, f"{p.agency.name} gave its position in a meeting", p.pk, p.agency_id,
                     f"/meetings/items/{p.about_id}/")


@relies
def enquiries(subject: UUID, since: datetime, until: datetime) -> Iterable[Relied]:
    """Enquiries begun about this child in the time."""
    for e in Enquiry.objects.filter(subject_id=subject, began_at__range=(since, until)).select_related("created_by"):
        yield Relied("meeting", e.began_at, "A section 47 enquiry began", e.pk, e.created_by.agency_id,
                     f"/meetings/enquiries/{e.pk}/")
