"""What the bench shows of a referral: the concern as it came, who it is about, what has been done and what is owed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.models import Subject
from kith.authority.who import Session
from kith.frontdoor import rules
from kith.frontdoor.bench import statements as ask
from kith.frontdoor.bench.rows import know, read
from kith.frontdoor.deciding import KIND
from kith.frontdoor.models import Contact, ContactPerson
from kith.frontdoor.rules import Facts
from kith.kit import words
from kith.people.models import Person, Proposal, SourceRecord, Voice
from kith.statute import codes
from kith.work.models import Answer, Deadline, Request

Annotated = Any  # a Contact or ContactPerson with what the page asked for beside it
CHILDREN = ("child", "other_child")
GRADE_COLOURS = {"red": "red", "amber": "orange", "green": "green"}


@dataclass(frozen=True)
class ReplyOfReferrer:
    """What whoever reported wrote after sending: read or not by the hub yet."""

    pk: UUID
    text: str
    sent_at: datetime
    read_at: datetime | None
    by: str


@dataclass(frozen=True)
class Decided:
    """The decision that stands about one child of the referral."""

    chosen: str
    level: int | None
    made_at: datetime
    by: str
    voice: UUID | None
    influence: str
    difference: str
    no_voice_reason: str
    obtain_on: date | None

    @property
    def outcome(self) -> str:
        return codes.label("contact_decision", self.chosen)

    @property
    def influence_words(self) -> str:
        return codes.label("voice_influence", self.influence) if self.influence else ""

    @property
    def why_no_voice(self) -> str:
        return codes.label("no_voice_reason", self.no_voice_reason) if self.no_voice_reason else ""


def contacts_of(contact: UUID) -> list[Contact]:
    """Every contact of the referral this one belongs to, the asked one first. Raises Http404 where it is hidden."""
    found = [contact_row(*row) for row in read(ask.CONTACTS, [contact], ask.CONTACT, ask.AGENCY, ask.REFERRER,
                                               ask.OWNER)]
    if not any(c.pk == contact for c in found):
        raise Http404
    return sorted(found, key=lambda c: c.pk != contact)


def contact_row(contact: Any, agency: Any, referrer: Any, owner: Any, outcome_read_at: datetime | None, reason: str,
                picture: str, picture_at: datetime | None, replies: str | None) -> Contact:
    """A contact with its agency, people and newest grading, picture and replies beside it."""
    know(contact, "agency", agency)
    know(contact, "referrer", referrer)
    know(contact, "owner", owner)
    contact.outcome_read_at, contact.grade_reason = outcome_read_at, reason
    contact.picture, contact.picture_at = picture, picture_at
    contact.replies = [reply_row(*row) for row in json.loads(replies or "[]")]
    return contact


def reply_row(pk: str, text: str, sent_at: str, read_at: str | None, by: str | None) -> ReplyOfReferrer:
    """A reply out of the database's own JSON, in which times are ISO text."""
    read = datetime.fromisoformat(read_at) if read_at else None
    return ReplyOfReferrer(UUID(pk), text, datetime.fromisoformat(sent_at), read, by or "The referrer")


def people_of(referral: UUID, by: Session) -> list[ContactPerson]:
    """Everybody named, with how far each child is: decided, history read, a second manager's view, positions given."""
    given = {"referral": referral, "worker": by.worker_id, "kind": KIND}
    return [person_row(*row) for row in read(ask.PEOPLE, given, ask.NAMED, ask.ARRIVED, ask.PERSON)]


def person_row(named: Any, arrived: Any, person: Any, *rest: Any) -> ContactPerson:
    """A naming with the source record, the person found, and the state of the work about them."""
    *decision, second, agrees, shown, positions = rest
    know(named, "source_record", arrived)
    know(named, "subject", subject_of(named.subject_id, person))
    chosen, level, made_at, maker, *reasons = decision
    named.decided = Decided(chosen, level, made_at, maker or "a worker", *reasons) if chosen else None
    named.second_id, named.second_agrees = second, agrees
    named.history_shown, named.positions = shown, positions
    return named


def subject_of(pk: UUID, person: Person | None) -> Subject:
    """The subject of a row that knows its person (None: row security hides them) without another query."""
    subject = Subject.from_db("default", ("id",), (pk,))
    know(subject, "person", person)
    return subject


def person_of(named: ContactPerson) -> Person | None:
    """The current line of a named person, None where row security hides it."""
    return getattr(named.subject, "person", None)


def age_words(person: Person | None, on: date) -> str:
    """Age as staff say it: "7", "8 months", "not yet born"; empty where it is not known."""
    if person is None:
        return ""
    if person.is_unborn:
        return "not yet born"
    return words.age(person.born_on, on) if person.born_on else ""


def called(named: ContactPerson) -> str:
    """The name held now, else the name as typed."""
    person = person_of(named)
    return person.name if person else typed_name(named.source_record)


def name_of(person: Person | None, given: str | None, family: str | None) -> str:
    """The name held now, else the two parts as typed."""
    return person.name if person else f"{given or ''} {family or ''}".strip() or "Name not known"


def typed_name(source: SourceRecord) -> str:
    typed = f"{source.fields.get('given_name', '')} {source.fields.get('family_name', '')}".strip()
    return typed or "Name not known"


def written_otherwise(rows: Iterable[ContactPerson]) -> list[str]:
    """How contacts wrote the name, where it is not the name at the head of the record: the reader holds the letter."""
    typed = ((typed_name(r.source_record), called(r)) for r in rows)
    return list(dict.fromkeys(name for name, head in typed if name not in ("Name not known", head)))


@dataclass
class Child:
    """One child of the referral and how far the work about them is."""

    subject: UUID
    name: str
    age: str
    rows: list[Annotated]
    facts: Facts

    @property
    def first(self) -> Annotated:
        return self.rows[0]

    @property
    def written(self) -> list[str]:
        """The spellings of this referral, where the record is headed by another."""
        return written_otherwise(self.rows)

    @property
    def decided(self) -> bool:
        return self.facts.already_decided

    @property
    def decision(self) -> Decided | None:
        """The decision that stands, or None."""
        return self.first.decided

    @property
    def not_heard(self) -> list[str]:
        """Why whoever reported could not give the child's words, in their words; each once."""
        return list(dict.fromkeys(why for r in self.rows if (why := why_not_heard(r))))

    @property
    def unsettled(self) -> list[ContactPerson]:
        return [r for r in self.rows if r.settled_at is None]


@dataclass
class Bench:
    """A referral as the bench shows it; the asked contact stands first in `contacts`."""

    contact: Annotated
    contacts: list[Annotated]
    people: list[Annotated]
    at: datetime
    children: list[Child] = field(default_factory=list)

    @property
    def referral(self) -> UUID:
        return self.contact.referral_id

    @property
    def grade(self) -> str:
        """The highest grade given to any contact of the referral."""
        return max((c.grade for c in self.contacts if c.grade), key=lambda g: rules.ORDER[g], default="")

    @property
    def around(self) -> list[ContactPerson]:
        """Everybody named who is not a child the concern is about, each once."""
        return once([p for p in self.people if p.role != "child"])

    @property
    def subjects(self) -> list[UUID]:
        return [c.subject for c in self.children]

    @property
    def undecided(self) -> list[Child]:
        return [c for c in self.children if not c.decided]

    def child(self, subject: UUID) -> Child:
        """One child of this referral. Raises Http404 for anybody else."""
        found = next((c for c in self.children if c.subject == subject), None)
        if found is None:
            raise Http404
        return found

    def named(self, person: UUID) -> ContactPerson:
        """One named person by the identifier of the naming. Raises Http404."""
        found = next((p for p in self.people if p.pk == person), None)
        if found is None:
            raise Http404
        return found


def once(rows: Iterable[ContactPerson]) -> list[ContactPerson]:
    """Each person once, the first naming standing for the rest."""
    seen: dict[UUID, ContactPerson] = {}
    for row in rows:
        seen.setdefault(row.subject_id, row)
    return list(seen.values())


def bench(contact: UUID, by: Session, at: datetime) -> Bench:
    """Two queries: the referral's contacts, and everybody they name. Raises Http404 where it is hidden."""
    contacts = contacts_of(contact)
    by_key = {c.pk: c for c in contacts}
    people = people_of(contacts[0].referral_id, by)
    for each in people:
        know(each, "contact", by_key[each.contact_id])
    found = Bench(contacts[0], contacts, people, at)
    found.children = [child_line(found, rows) for rows in grouped(found.people)]
    return found


def grouped(people: Sequence[ContactPerson]) -> list[list[ContactPerson]]:
    """The namings of each child the referral is about, in the order they were named."""
    rows: dict[UUID, list[ContactPerson]] = {}
    for row in people:
        if row.role == "child":
            rows.setdefault(row.subject_id, []).append(row)
    return list(rows.values())


def child_line(found: Bench, rows: list[Annotated]) -> Child:
    first, person = rows[0], person_of(rows[0])
    facts = Facts(
        grade=found.grade, settled=all(r.settled_at for r in rows), history_shown=first.history_shown,
        others_answered=all(c.others_at_home for c in found.contacts), picture_written=bool(found.contact.picture),
        dissents=0, contacts_in_window=0, source_codes=tuple(c.source_code for c in found.contacts),
        born_on=person.born_on if person else None, unborn=bool(person and person.is_unborn),
        second_agrees=first.second_agrees, already_decided=first.decided is not None)
    return Child(first.subject_id, called(first), age_words(person, words.local(found.at).date()), rows, facts)


def why_not_heard(named: ContactPerson) -> str:
    """The reason kept with the contact for this place among its people; "" where the child was heard."""
    kept = named.contact.provenance.get("not_heard")
    return str(kept.get(str(named.position), "")) if isinstance(kept, dict) else ""


def proposals_for(people: Iterable[ContactPerson]) -> dict[UUID, list[Proposal]]:
    """By source record: everybody the index thinks it may be, likeliest first."""
    found: dict[UUID, list[Proposal]] = {}
    for proposal, person in read(ask.PROPOSALS, [[p.source_record_id for p in people]], ask.PROPOSAL, ask.SIDE):
        know(proposal, "subject", subject_of(proposal.subject_id, person))
        found.setdefault(proposal.source_record_id, []).append(proposal)
    return found


def voices_of(children: Iterable[UUID]) -> list[Voice]:
    """What the children said or showed, newest first; `when` is the bare day where nobody said the time."""
    found = [voice for (voice,) in read(ask.VOICES, [list(children)], ask.VOICE)]
    for voice in found:
        voice.when = heard_when(voice.heard_at)
    return found


def heard_when(heard_at: datetime) -> datetime | date:
    """The moment, or the day alone: a form without a time keeps midnight (doors.form_parts.moment)."""
    here = words.local(heard_at)
    return here.date() if here.time() == time(0) else heard_at


def clocks_of(found: Bench) -> list[Deadline]:
    """Every clock of the referral's contacts and of the questions asked about its children, met ones too."""
    ids = [*(c.pk for c in found.contacts), *found.subjects]
    return [clock for (clock,) in read(ask.CLOCKS, [ids], ask.DEADLINE)]


def requests_of(referral: UUID) -> list[Request]:
    """Every question put to an agency for this referral, with its answer where there is one."""
    found = []
    for request, agency, answer, person, asker in read(ask.REQUESTS, [referral], ask.REQUEST, ask.AGENCY, ask.ANSWER,
                                                       ask.PERSON):
        know(request, "agency", agency)
        know(request, "answer", answer)
        know(request, "subject", subject_of(request.subject_id, person))
        request.asker = asker or "a worker"
        found.append(request)
    return found


def reply_of(request: Request) -> Answer | None:
    """The answer to a question, or None."""
    return getattr(request, "answer", None)
