"""The rows of the invented county. Plain frozen values: no rule lives here, no row knows the application's tables.

Times are aware UTC datetimes, days are dates, periods are `[from_on, until_on)` with None for "still". A `subject` is
the person a county has *confirmed* a row to be about, None where nobody has; what is true stands in `Truth` alone.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood of about 700 households. Deprivation 0 (none) to 1; weight = share of households; metres on an invented grid."""

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
    """kind: council, police, health, school, voluntary, partnership, scrutiny, district, other_council, host."""

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
    """A person who signs in. `roles` are the role keys of the access rules; `handle` is a stable short name."""

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
    """Half a term: children are taught first_on..last_on inclusive, save weekends, bank holidays and INSET days."""

    year: str
    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class School:
    """phase: nursery, primary, secondary, special, college. An agency of its own under `agency`; starts = bell, London time."""

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
    """Where a household lived, from-until. restricted: '' or the reason (refuge, protected) its place must be kept apart."""

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
    """kind on the county's day: child, adult, unborn. Exactly one of born_on and expected_on. birth_order 0 = single birth.

    handling: '', sealed (adoption: invisible), restricted (address protected). script_given/_family: own writing, or ''.
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
    """Who lives in which household, from-until, as what: adult, partner, step_parent, child, adult_child, grandparent, foster_carer, looked_after."""

    person: UUID
    household: UUID
    relation: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Relationship:
    """`person` is the `kind` of `of`: mother, father, step_mother, step_father, sibling_full, sibling_half, sibling_step, twin,

    partner, ex_partner, grandparent, aunt_uncle, cousin, carer, adoptive_parent. source = agency; confidence: confirmed, stated, inferred.
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
    """An agency works with a child in a named way. kind: health_visiting, early_help, assessment, child_in_need,

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
    """A person as one agency typed them, errors and all. born_typed is dd/mm/yyyy or ''; fields may be empty."""

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


@dataclass(frozen=True, slots=True)
class Incident:
    """A police incident. kind: domestic_abuse, missing_return, custody, warrant, child_victim, mental_health."""

    key: UUID
    reference: str
    kind: str
    began_at: datetime
    address: str
    postcode: str
    officer: str
    unit_name: str
    children_present: int


@dataclass(frozen=True, slots=True)
class Screening:
    """The officer's screening of one child at an incident. Grades: green, amber, red. words: verbatim or ''; demeanour apart."""

    key: UUID
    incident: UUID
    subject: UUID | None
    child_as_typed: str
    tool: str
    grade: str
    submitted_at: datetime
    supervisor: str
    reviewed_at: datetime | None
    grade_after: str
    narrative: str
    words: str
    demeanour: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A worry that arrived. source = code of the national list (1A..10); channel: form, telephone, api, public.

    stage reached: received, matched, graded, asked, joined, decided, told. received_at is the partner's receipt.
    """

    key: UUID
    reference: str
    agency: str
    source: str
    channel: str
    source_ref: str
    referrer_name: str
    referrer_role: str
    referrer_contact: str
    relationship: str
    anonymous: bool
    received_at: datetime
    occurred_at: datetime
    acknowledged_at: datetime | None
    concern: str
    primary_need: str
    narrative: str
    address: str
    postcode: str
    family_told: bool
    why_not_told: str
    proposed_level: int
    incident: UUID | None
    stage: str


@dataclass(frozen=True, slots=True)
class ContactChild:
    """A child as the referrer named them. match: confirmed, new, possible, unmatched. subject only where confirmed or new."""

    contact: UUID
    position: int
    subject: UUID | None
    given: str
    family: str
    born_typed: str
    expected_on: date | None
    age_typed: str
    sex: str
    school: str
    nhs_number: str
    match: str
    matched_by: str
    matched_at: datetime | None


@dataclass(frozen=True, slots=True)
class RagGrade:
    contact: UUID
    grade: str
    at: datetime
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class VoiceEntry:
    """method: spoke, drew, play, observed, written, interpreter, signs. verbatim and observation are never mixed with interpretation."""

    key: UUID
    subject: UUID
    contact: UUID | None
    heard_at: datetime
    method: str
    place: str
    alone: bool
    heard_by: str
    agency: str
    language: str
    verbatim: str
    observation: str
    interpretation: str
    wish: str
    told_back_on: date | None


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one agency about the children of a contact."""

    key: UUID
    contact: UUID
    agency: str
    team: str
    purpose: str
    question: str
    basis: str
    gateway: str
    family_informed: bool
    why_not_informed: str
    sent_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """status: answered, nothing_known, declined (then reason and review_on)."""

    request: UUID
    status: str
    text: str
    meaning: str
    at: datetime
    by: str
    reason: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class JointPicture:
    contact: UUID
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One per child. outcome: nfa, info_advice, early_help, assessment, strategy_discussion, other_council. voice or voice_reason."""

    key: UUID
    contact: UUID
    subject: UUID
    outcome: str
    level: int
    indicator: str
    options: str
    rationale: str
    voice: UUID | None
    voice_reason: str
    difference: str
    at: datetime
    by: str
    second_manager: str


@dataclass(frozen=True, slots=True)
class Position:
    """What a partner said of a decision: agree, dissent, none (no answer by the due time)."""

    contact: UUID
    subject: UUID
    agency: str
    view: str
    because: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The outcome in words safe for that referrer."""

    contact: UUID
    text: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Truth:
    """What is really so; never loaded. kind: same_person (record -> person), same_child (contact child -> person), twins,

    duplicate, trap_*, transliterated, must_never_link, protected, sealed, true_grade, open_on_desk.
    """

    kind: str
    left: str
    right: str
    note: str
