"""Rows about people and places: who lives where, with whom, at which school, and who recorded them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood of about 700 households. Deprivation 0 (none) to 1; weight = share of households;
    metres on an invented grid."""

    key: str
    name: str
    town: str
    district: str
    deprivation: float
    weight: float
    easting: int
    northing: int
    outcode: str


@dataclass(frozen=True, slots=True)
class Agency:
    """kind: council, police, health, school, voluntary, partnership, scrutiny, district, other_council,
    justice, host."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Team:
    key: str
    agency: str
    name: str


@dataclass(frozen=True, slots=True)
class Worker:
    """A person who signs in. `roles` are the role keys of the access rules; `handle` is a stable short
    name."""

    key: UUID
    handle: str
    name: str
    email: str
    phone: str
    agency: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """Half a term: children are taught first_on..last_on inclusive, save weekends, bank holidays and
    INSET days."""

    year: str
    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class School:
    """phase: nursery, primary, secondary, special, college. An agency of its own under `agency`; starts =
    bell, London time."""

    urn: str
    estab: str
    name: str
    phase: str
    agency: str
    town: str
    independent: bool
    starts: time
    terms: tuple[Term, ...]
    inset: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    code: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class Household:
    """kind: home, refuge, foster_home, childrens_home, out_of_area."""

    key: UUID
    unit: int
    kind: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a household lived, from-until. restricted: '' or the reason (refuge, protected) its place
    must be kept apart."""

    key: UUID
    household: UUID
    line: str
    town: str
    district: str
    postcode: str
    area: str
    from_on: date
    until_on: date | None
    restricted: str


@dataclass(frozen=True, slots=True)
class Person:
    """kind on the county's day: child, adult, unborn. Exactly one of born_on and expected_on. birth_order
    0 = single birth.

    handling: '', sealed (adoption: invisible), restricted (address protected). script_given/_family: own
    writing, or ''.
    """

    key: UUID
    unit: int
    kind: str
    given: str
    middle: str
    family: str
    born_on: date | None
    expected_on: date | None
    sex: str
    birth_order: int
    ethnicity: str
    language: str
    interpreter: bool
    script_given: str
    script_family: str
    handling: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """kind: legal, known_as, previous, transliterated, unborn. script: ISO 15924 (Latn, Arab, Cyrl, Hani)."""

    person: UUID
    kind: str
    given: str
    middle: str
    family: str
    script: str
    source: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Who lives in which household, from-until, as what: adult, partner, step_parent, child, adult_child,
    grandparent, foster_carer, looked_after."""

    person: UUID
    household: UUID
    relation: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Relationship:
    """`person` is the `kind` of `of`: mother, father, step_mother, step_father, sibling_full,
    sibling_half, sibling_step, twin,

    partner, ex_partner, grandparent, aunt_uncle, cousin, carer, adoptive_parent. source = agency;
    confidence: confirmed, stated, inferred.
    """

    person: UUID
    of: UUID
    kind: str
    source: str
    confidence: str
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Identifier:
    """kind: nhs_number (999 test range), upn, la_child_id, police_ref."""

    person: UUID
    kind: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """kind: on_roll, home_educated, missing_education. urn '' where there is no school."""

    child: UUID
    urn: str
    kind: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Registration:
    person: UUID
    practice: str
    from_on: date


@dataclass(frozen=True, slots=True)
class Involvement:
    """An agency works with a child in a named way. kind: health_visiting, early_help, assessment,
    child_in_need,

    protection_plan, looked_after, responsible_elsewhere, outreach. worker: a Worker.handle or ''.
    """

    key: UUID
    agency: str
    team: str
    worker: str
    child: UUID
    kind: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """A person as one agency typed them, errors and all. born_typed is dd/mm/yyyy or ''; fields may be
    empty."""

    key: UUID
    agency: str
    system: str
    source_ref: str
    subject: UUID | None
    given: str
    middle: str
    family: str
    born_typed: str
    sex: str
    address: str
    postcode: str
    nhs_number: str
    upn: str
    received_at: datetime
