"""Rows about worries: incidents, contacts and all that follows a contact; and the truth, kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Incident:
    """A police incident. kind: domestic_abuse, missing_return, custody, warrant, child_victim,
    mental_health."""

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
    """The officer's screening of one child at an incident. Grades: green, amber, red. words: verbatim or
    ''; demeanour apart."""

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
    """A worry that arrived. agency: '' for the public. source = code of the national list (1A..9);
    channel: form, telephone, api, public.

    stage reached: received, matched, graded, asked, joined, decided, told. received_at is the partner's
    receipt.
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
    """A child as the referrer named them. match: confirmed, new, possible, unmatched. subject only where
    confirmed or new."""

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
    """method: spoke, drew, play, observed, written, interpreter, signs. verbatim and observation are
    never mixed with interpretation."""

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
    """One per child. outcome: nfa, info_advice, early_help, assessment, strategy_discussion,
    other_council. voice or voice_reason."""

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
    """What is really so; never loaded. kind: same_person (record -> person), same_child (contact child ->
    person), twins,

    duplicate, trap_*, transliterated, must_never_link, protected, sealed, true_grade, open_on_desk.
    """

    kind: str
    left: str
    right: str
    note: str
