"""One family: people, homes, names, numbers, schools, and what each agency wrote down about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from kith.authority import ledger
from kith.invented import nouns
from kith.invented.kin import Rows
from kith.invented.load import codes
from kith.invented.load.arrived import source, unidentified
from kith.invented.load.place import Place

HELD_BY = {"health": "health", "council": "council", "police": "police"}  # any other agency's record is a school's
RELATIVE = "A relative, declared"
NIECE_OF, NIECES = "sunniva", "Brannigan"  # scenario A12: relatives of a hub worker, declared by her


@dataclass
class Family:
    """One kin group's rows, with what its other rows are looked up by."""

    rows: Rows
    people: dict[UUID, nouns.Person] = field(default_factory=dict)
    records: dict[tuple[UUID, str], str] = field(default_factory=dict)   # (person, holder) -> source record
    homes: dict[UUID, list[nouns.Address]] = field(default_factory=dict)
    lives: dict[UUID, nouns.Membership] = field(default_factory=dict)    # where somebody lives now
    sealed: set[UUID] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Rows) -> Family:
        """Everything a writer of this kin group looks up, gathered once."""
        found = cls(rows, {p.key: p for p in rows.of(nouns.Person)})
        homes: dict[UUID, list[nouns.Address]] = defaultdict(list)
        for address in rows.of(nouns.Address):
            homes[address.household].append(address)
        found.homes = homes
        found.lives = {m.person: m for m in rows.of(nouns.Membership) if m.until_on is None}
        found.sealed = {p.key for p in found.people.values() if p.handling == "sealed"}
        for record in rows.of(nouns.AgencyRecord):
            if record.subject:
                found.records[record.subject, HELD_BY.get(record.agency, "school")] = record.key.hex
        return found

    def home_of(self, person: UUID) -> nouns.Address | None:
        """The address where somebody lives now."""
        stay = self.lives.get(person)
        return self.homes[stay.household][-1] if stay else None

    def record_of(self, person: UUID, *holders: str) -> str | None:
        """The person's source record at the first of these that holds one."""
        return next((self.records[person, h] for h in holders if (person, h) in self.records), None)


def write_family(place: Place, family: Family) -> None:
    """The people of one kin group and everything that is not a concern."""
    begun = datetime.combine(place.county.start, time(9), UTC)
    for person in family.people.values():
        _person(place, family, person, begun)
    _homes(place, family, begun)
    _names(place, family)
    _numbers(place, family)
    _ties_of_blood(place, family)
    _schools(place, family, begun)
    for registration in family.rows.of(nouns.Registration):
        _practice(place, registration)
    for record in family.rows.of(nouns.AgencyRecord):
        _record(place, family, record)


def _person(place: Place, family: Family, person: nouns.Person, begun: datetime) -> None:
    key, kind = person.key.hex, "adult" if person.kind == "adult" else "child"
    place.subject(key, kind, begun)
    home = family.home_of(person.key)
    place.sheets.add(
        "people_person", key, kind, "" if person.kind == "unborn" else person.given, person.family, "", person.born_on,
        "exact" if person.born_on else "unknown", person.expected_on, person.sex, person.birth_order or None,
        bool(person.birth_order), _area(place, home), family.record_of(person.key, "health", "council", "school"),
        place.writer)
    if person.handling == "sealed":
        place.sheets.add("authority_seal", place.id("seal", key), key, 2, begun)
    if person.family == NIECES and person.unit < 0:
        place.sheets.add("authority_bar", place.id("bar", key), place.worker(NIECE_OF), key, RELATIVE, begun)


def _area(place: Place, home: nouns.Address | None) -> str:
    return "" if home is None or home.restricted else home.district


def _homes(place: Place, family: Family, begun: datetime) -> None:
    for home in family.rows.of(nouns.Household):
        place.subject(home.key.hex, "household", begun)
    for stay in family.rows.of(nouns.Membership):
        person = stay.person.hex
        place.sheets.add("people_householdmember", place.id("stay", person, stay.household.hex, stay.from_on),
                         stay.household, person, stay.relation, stay.from_on, stay.until_on, place.writer)
        for address in family.homes[stay.household]:
            _address(place, family, stay, address, begun)


def _address(place: Place, family: Family, stay: nouns.Membership, address: nouns.Address, begun: datetime) -> None:
    """Where somebody lived while both they and their household were there; a restricted place only encrypted."""
    since, until = max(stay.from_on, address.from_on), _earlier(stay.until_on, address.until_on)
    if until is not None and until <= since:
        return
    person, lines = stay.person.hex, f"{address.line}, {address.town}"
    if address.restricted:
        if until is None:
            text = ledger.encrypt(f"{lines}, {address.postcode}".encode(), f"place/{stay.person}")
            place.sheets.add("people_restrictedaddress", place.id("restricted", person), person, text, place.writer,
                             begun)
        return
    place.sheets.add("people_address", place.id("address", person, address.key.hex), person,
                     family.record_of(stay.person, "council", "health"), lines, address.postcode, since, until,
                     place.writer)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _names(place: Place, family: Family) -> None:
    for number, name in enumerate(family.rows.of(nouns.PersonName)):
        kind = name.kind if name.kind in codes.NAME_TYPE else "alias"
        place.sheets.add("people_name", place.id("name", name.person.hex, number), name.person,
                         family.record_of(name.person, name.source), kind, name.given, name.family, name.script,
                         place.writer)


def _numbers(place: Place, family: Family) -> None:
    for number in family.rows.of(nouns.Identifier):
        place.sheets.add("people_identifier", place.id("number", number.kind, number.value), number.person,
                         family.record_of(number.person, number.source), codes.SCHEME[number.kind], number.value, True,
                         place.writer)


def _ties_of_blood(place: Place, family: Family) -> None:
    for number, tie in enumerate(family.rows.of(nouns.Relationship)):
        place.sheets.add("people_relationship", place.id("relation", tie.person.hex, tie.of.hex, number), tie.person,
                         tie.of, codes.RELATION.get(tie.kind, tie.kind), tie.confidence, tie.from_on, tie.until_on,
                         place.writer)


def _schools(place: Place, family: Family, begun: datetime) -> None:
    for at in family.rows.of(nouns.Enrolment):
        if at.kind != "on_roll":
            continue  # taught at home or missing education: no school holds a place
        school = place.agency(place.school_agency[at.urn])
        assert school
        child = at.child.hex
        place.sheets.add("people_schoolplace", place.id("place", child, at.urn, at.from_on), child,
                         family.record_of(at.child, "school"), school, at.from_on, at.until_on, place.writer)
        if at.until_on is None:
            place.tie(school, child, "on_school_roll", max(begun, datetime.combine(at.from_on, time(8), UTC)))


def _practice(place: Place, registration: nouns.Registration) -> None:
    place.sheets.add("people_practice", place.id("practice", registration.person.hex, registration.practice),
                     registration.person, place.practices[registration.practice], "01632 960400", place.writer)


def _record(place: Place, family: Family, record: nouns.AgencyRecord) -> None:
    """A source record; where nobody has said whose it is, it stands for an unidentified person of its own."""
    subject = record.subject.hex if record.subject else place.id("unconfirmed", record.key.hex)
    fields = {"given_name": record.given, "middle_name": record.middle, "family_name": record.family,
              "dob": codes.born_typed(record.born_typed), "sex": record.sex, "address": record.address,
              "postcode": record.postcode, "nhs_number": record.nhs_number, "upn": record.upn}
    kept = {name: value for name, value in fields.items() if value}
    if record.subject is None:
        unidentified(place, subject, _kind(place, record), kept, record.key.hex, record.received_at)
    source(place, record.key.hex, subject, record.agency, record.system, record.source_ref, record.received_at, kept,
           sealed=record.subject in family.sealed)
    place.sheets.add("people_personlink", place.id("link", record.key.hex), record.key, subject,
                     "arrived" if record.subject is None else "machine", "", place.writer, record.received_at, None)


def _kind(place: Place, record: nouns.AgencyRecord) -> str:
    """Whether a record nobody has confirmed is about a child, as far as it says."""
    year = codes.born_typed(record.born_typed)[:4]
    if year.isdigit():
        return "child" if place.now.year - int(year) < 18 else "adult"
    return "child" if record.upn or record.agency not in HELD_BY else "adult"
