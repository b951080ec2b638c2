"""What is corrected on a person's page is a source record too: the council's own, so that the index finds a child by
the name and number of today as well as by those of the day they first arrived (scenario A5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Max

from kith.authority.acts import Done, follow
from kith.authority.ledger import Entry
from kith.authority.policy import may
from kith.authority.who import Session
from kith.people import matching, names
from kith.people.models import Identifier, Name, Person, PersonLink, SourceRecord

CHANGES = ("person.born", "person.corrected", "person.numbered", "person.also_named")
SYSTEM = names.HUB
NUMBERS = {"nhs": "nhs_number", "upn": "upn"}


@follow
def keep_as_record(entry: Entry, *, by: Session, outcome: Done) -> None:
    """One more version of the council's own record of this person. Whoever may not write the index leaves that to the
    nightly check, which indexes what is missing."""
    if entry.verb not in CHANGES or entry.subject_id is None:
        return
    person = Person.objects.filter(pk=entry.subject_id).first()
    if person is None:
        return
    ref = str(person.pk)
    last = SourceRecord.objects.filter(agency_id=by.agency_id, system=SYSTEM, source_ref=ref).aggregate(
        n=Max("version")
    )
    record = SourceRecord(
        subject_id=person.pk,
        agency_id=by.agency_id,
        system=SYSTEM,
        source_ref=ref,
        version=(last["n"] or 0) + 1,
        received_at=entry.at,
        fields=fields_now(person),
        created_by_id=by.worker_id,
    )
    SourceRecord.objects.bulk_create([record])
    PersonLink.objects.bulk_create(
        [
            PersonLink(
                source_record=record,
                subject_id=person.pk,
                method="arrived",
                decided_by_id=by.worker_id,
                valid_from=entry.at,
                reason="corrected on the person's page",
            )
        ]
    )
    keep_name(person, record, by)
    if may(by, "match.proposed"):
        matching.index(record)


def keep_name(person: Person, record: SourceRecord, by: Session) -> None:
    """A name nobody wrote before is kept among the person's names, on this record."""
    said = {"given_name": person.given_name, "family_name": person.family_name}
    if not any(said.values()) or Name.objects.filter(subject_id=person.pk, **said).exists():
        return
    new = Name(subject_id=person.pk, source_record=record, type="legal", created_by_id=by.worker_id, **said)
    new.script = names.script_of("".join(said.values()))
    Name.objects.bulk_create([new])


def fields_now(person: Person) -> dict[str, Any]:
    """The person as taken to be now, with the address and the telephone of the newest source."""
    newest = (
        SourceRecord.objects.filter(subject_id=person.pk)
        .order_by("-received_at", "-version")
        .values_list("fields", flat=True)
        .first()
        or {}
    )
    now = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "known_as": person.known_as,
        "dob": person.born_on.isoformat() if person.born_on else "",
        "sex": person.sex,
        "expected_dob": person.expected_on.isoformat() if person.expected_on and not person.born_on else "",
        "birth_order": person.birth_order,
        "aliases": aliases(person.pk),
    }
    return {k: v for k, v in {**carried(newest), **now, **numbers(person.pk)}.items() if v}


def carried(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        k: fields[k] for k in ("address", "postcode", "phone", "parent_names", "middle_name") if fields.get(k)
    }


def aliases(subject: UUID) -> list[str]:
    """Names people said this person goes by. What a source typed stays on its own record, and leaves with it."""
    said = Name.objects.filter(subject_id=subject, source_record=None).order_by("pk")
    return [f"{n.given_name} {n.family_name}".strip() for n in said]


def numbers(subject: UUID) -> dict[str, str]:
    held = Identifier.objects.filter(subject_id=subject, scheme__in=NUMBERS, ended_at=None)
    return {NUMBERS[scheme]: value for scheme, value in held.values_list("scheme", "value")}
