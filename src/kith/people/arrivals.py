"""People as they arrive with a concern. Each begins as an unidentified subject of their own: that is how reality works.

These are parts of an act (contact.received, person.imported), never acts: the act that calls them writes the entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.authority.ids import uuid7
from kith.authority.models import Subject
from kith.authority.who import Session
from kith.people import linkage
from kith.people.models import Address, Name, Person, PersonLink, SourceRecord
from kith.people.names import script_of


@dataclass(frozen=True)
class Arriving:
    """A person as typed by whoever told us; every field may be empty. Dates are ISO text or what was said."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    dob: str = ""
    expected_dob: str = ""
    age: str = ""
    sex: str = "U"
    address: str = ""
    postcode: str = ""
    nhs_number: str = ""
    upn: str = ""
    phone: str = ""
    school: str = ""
    birth_order: int | None = None
    source_ref: str = ""
    parent_names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)  # whole names in other spellings or scripts
    previous_addresses: list[str] = field(default_factory=list)  # "3 Chandler Street, TS5 2RT"


def born_on(text: str, as_at: date | None = None) -> date | None:
    """The whole date in a text as people write it ("04/09/19"), read as the matcher reads it; else None, and the text
    itself is kept on the source record. `as_at` (the day it was written) settles years of two digits."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        read = linkage.clean(linkage.Record(dob=text, as_at=as_at.isoformat() if as_at else ""))
        return date.fromisoformat(read.dob) if read.dob_kind in ("e", "j") else None


def tidy_postcode(text: str) -> str:
    """Capitals, and one space before the last three characters: what the post office prints."""
    packed = "".join(text.upper().split())
    return f"{packed[:-3]} {packed[-3:]}" if len(packed) > 4 else packed


def take_in(person: Arriving, *, kind: str, by: Session, at: datetime, agency: UUID, system: str) -> SourceRecord:
    """Keep the person as typed, under a subject of their own, ready for the matcher. Returns the source record."""
    subject = Subject(kind=kind, state="unidentified", created_by_id=by.worker_id, created_at=at)
    Subject.objects.bulk_create([subject])
    record_id = uuid7()
    record = SourceRecord(id=record_id, subject=subject, agency_id=agency, system=system,
                          source_ref=person.source_ref or str(record_id), received_at=at,
                          fields={k: v for k, v in asdict(person).items() if v}, created_by_id=by.worker_id)
    SourceRecord.objects.bulk_create([record])
    PersonLink.objects.bulk_create([PersonLink(source_record=record, subject=subject, method="arrived",
                                               decided_by_id=by.worker_id, valid_from=at)])
    write_person(person, record, kind=kind, by=by)
    return record


def names_of(person: Arriving, common: dict[str, Any]) -> Iterator[Name]:
    """Every name typed, each in its own script: as typed, known as, and others."""
    others = [("alias", *split_name(alias)) for alias in person.aliases]
    called = [("known_as", *split_name(person.known_as))] if person.known_as else []
    for type_, given, family in [("as_typed", person.given_name, person.family_name), *called, *others]:
        yield Name(**common, type=type_, given_name=given, family_name=family, script=script_of(given + family))


def split_name(text: str) -> tuple[str, str]:
    """ "Mhmd Hussain" as first and last name; one word is a first name."""
    first, _, last = text.strip().rpartition(" ")
    return (first, last) if first else (last, "")


def write_person(person: Arriving, record: SourceRecord, *, kind: str, by: Session) -> None:
    """The current line (Person), the name as typed, and the address, each pointing at the source record."""
    born = born_on(person.dob, record.received_at.date())
    common: dict[str, Any] = {"subject_id": record.subject_id, "source_record": record, "created_by_id": by.worker_id}
    Person.objects.bulk_create([Person(
        **common, kind=kind, given_name=person.given_name, family_name=person.family_name, known_as=person.known_as,
        born_on=born, expected_on=born_on(person.expected_dob), precision="exact" if born else "unknown",
        sex=person.sex or "U", birth_order=person.birth_order)])
    Name.objects.bulk_create(list(names_of(person, common)))
    if person.address or person.postcode:
        Address.objects.bulk_create([Address(**common, lines=person.address,
                                             postcode=tidy_postcode(person.postcode))])
