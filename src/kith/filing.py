"""How a screening that the hub shares becomes a contact of the front door: the same people by the same records, the
child's own words, and where everything came from. Called by handovers.py alone."""

from __future__ import annotations

from datetime import datetime

from kith.authority.acts import open_tie
from kith.authority.who import Session
from kith.frontdoor import intake
from kith.frontdoor.acts import Said
from kith.frontdoor.models import Contact
from kith.people.models import SourceRecord
from kith.screening import line, telling
from kith.screening.models import IncidentPerson, Screening
from kith.screening.telling import Told

POLICE = "6"  # the national code of the source
SYSTEM = "screening"
FAMILY = ("mother", "father", "carer", "risk")


def file_contact(screening: Screening, by: Session, at: datetime) -> None:
    """One contact for each child shared; those of one incident are one referral while nobody has decided it."""
    told, incident = telling.told(screening), screening.incident
    heard = told.words or told.observed
    voices = [Said(position=0, words=told.words, observed=told.observed, heard_by=incident.officer_name,
                   heard_at=screening.submitted_at, alone=told.alone,
                   method="spoke" if told.words else "observed")] if heard else []
    people = people_of(screening)
    contact = intake.take_in(
        by=by, at=at, received_at=at, happened_at=incident.began_at, channel="system", source_code=POLICE,
        agency=incident.agency_id, system=SYSTEM, system_ref=f"{incident.number}/{screening.pk}",
        what_happened=told.what_happened, people=people, voices=voices, referral_id=referral_of(screening),
        referrer_id=incident.officer_id, referrer_name=incident.officer_name, referrer_role="Attending officer",
        address=incident.address, postcode=incident.postcode, carried_fields=told.carried,
        others_at_home="yes" if any(role == "other_child" for role, _ in people) else "no",
        provenance=provenance_of(told))
    if incident.officer_id:
        open_tie(holder=incident.officer_id, subject=contact.pk, kind="referred")
    line.note_contact(by=by, at=at, screening=screening, contact=contact.pk)


def people_of(screening: Screening) -> list[tuple[str, SourceRecord]]:
    """The child first, then the other children of the incident, then the adults, each by the record that arrived."""
    named = list(IncidentPerson.objects.filter(incident=screening.incident_id).select_related("source_record")
                 .order_by("position"))
    child = [("child", p.source_record) for p in named if p.source_record_id == screening.source_record_id]
    others = [("other_child", p.source_record) for p in named
              if p.kind == "child" and p.source_record_id != screening.source_record_id]
    adults = [(p.role if p.role in FAMILY else "adult", p.source_record) for p in named if p.kind == "adult"]
    return [*child, *others, *adults]


def referral_of(screening: Screening) -> object:
    """The undecided referral that another child of the same incident was shared into; None for the first."""
    siblings = Screening.objects.filter(incident=screening.incident_id, contact_id__isnull=False)
    return (Contact.objects.filter(pk__in=siblings.values("contact_id"), decided_at__isnull=True)
            .order_by("received_at").values_list("referral_id", flat=True).first())


def provenance_of(told: Told) -> dict[str, object]:
    return {**told.provenance, "not_heard": {"0": told.not_heard}} if told.not_heard else dict(told.provenance)


def acknowledge(contact: object, by: Session, at: datetime) -> None:
    """Somebody at the front door has taken on what a screening became."""
    for screening in line.unacknowledged(contact):  # type: ignore[arg-type]
        line.acknowledge(by=by, at=at, screening=screening)
