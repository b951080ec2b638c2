"""What the bench shows of a referral: the concern as it came, who it is about, what has been done and what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404

from kith.authority.who import Session
from kith.frontdoor import rules
from kith.frontdoor.deciding import KIND
from kith.frontdoor.models import Contact, ContactPerson, Grading, HistoryShown, JointPicture, Message, SecondView
from kith.frontdoor.rules import Facts
from kith.kit import words
from kith.meetings.models import Decision, Position
from kith.people.models import Person, Proposal, SourceRecord, Voice
from kith.work.models import Answer, Deadline, Request

Annotated = Any  # a Contact or ContactPerson with what the page asked for beside it (its `annotate`)
CHILDREN = ("child", "other_child")
PERSON = tuple(f"subject__person__{name}" for name in (  # columns a name and an age are made of, and no more
    "given_name", "family_name", "born_on", "expected_on", "died_on"))
ASIDE = ("receipt_hash", "system", "system_ref", "typed_fields", "carried_fields", "typed_seconds", "matched_at",
         "created_by", "created_at",  # columns of a contact the bench has no use for
         *(f"{who}__{name}" for who in ("referrer", "owner") for name in (
             "email", "phone", "job_title", "agency", "left_at")))
ASKED = ("agency__name", "agency__phone", "agency__kind", "about_id", "question", "grade", "sent_at", "seen_at",
         "subject", *(f"answer__{name}" for name in (
             "outcome", "text", "means", "records_to", "decline_reason", "review_on", "answered_at")))
GRADE_COLOURS = {"red": "red", "amber": "orange", "green": "green"}


def contacts_of(contact: UUID) -> list[Contact]:
    """Every contact of the referral this one belongs to, the asked one first. Raises Http404 where it is hidden."""
    latest = Message.objects.filter(subject_id=OuterRef("pk"), kind="outcome").order_by("-sent_at")
    grading = Grading.objects.filter(subject_id=OuterRef("pk")).order_by("-graded_at")
    picture = JointPicture.objects.filter(subject_id=OuterRef("referral_id")).order_by("-written_at")
    referral = Contact.objects.filter(pk=contact).values("referral_id")[:1]
    found = list(Contact.objects.filter(referral_id=Subquery(referral)).select_related("agency", "referrer", "owner")
                 .defer(*ASIDE).annotate(outcome_read_at=Subquery(latest.values("read_at")[:1]),
                                         grade_reason=Subquery(grading.values("reason")[:1]),
                                         picture=Subquery(picture.values("text")[:1]),
                                         picture_at=Subquery(picture.values("written_at")[:1]))
                 .order_by("received_at"))
    if not any(c.pk == contact for c in found):
        raise Http404
    return sorted(found, key=lambda c: c.pk != contact)


def people_of(referral: UUID, by: Session) -> QuerySet[ContactPerson]:
    """Everybody named, with how far each child is: decided, history read, a second manager's view, positions given."""
    about = {"subject_id": OuterRef("subject_id"), "about_id": referral}
    decided = Decision.objects.filter(**about, kind=KIND).order_by("-made_at")
    second = SecondView.objects.filter(**about).order_by("-asked_at")
    given = Position.objects.filter(**about).order_by().values("subject_id").annotate(n=Count("agency", distinct=True))
    return (ContactPerson.objects.filter(contact__referral_id=referral)
            .select_related("source_record", "subject__person")
            .only("contact", "subject", "role", "position", "settled_at", "settled_as", "source_record__fields",
                  "source_record__subject", "source_record__system", "source_record__received_at", *PERSON)
            .annotate(chosen=Subquery(decided.values("chosen")[:1]),
                      history_shown=Exists(HistoryShown.objects.filter(**about, created_by=by.worker_id)),
                      second_id=Subquery(second.values("id")[:1]), second_agrees=Subquery(second.values("agrees")[:1]),
                      positions=Subquery(given.values("n")[:1])).order_by("contact__received_at", "position"))


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


def typed_name(source: SourceRecord) -> str:
    typed = f"{source.fields.get('given_name', '')} {source.fields.get('family_name', '')}".strip()
    return typed or "Name not known"


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
    def decided(self) -> bool:
        return self.facts.already_decided

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
    found = Bench(contacts[0], contacts, list(people_of(contacts[0].referral_id, by)), at)
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
        second_agrees=first.second_agrees, already_decided=first.chosen is not None)
    return Child(first.subject_id, called(first), age_words(person, words.local(found.at).date()), rows, facts)


def proposals_for(people: Iterable[ContactPerson]) -> dict[UUID, list[Proposal]]:
    """By source record: everybody the index thinks it may be, likeliest first."""
    found: dict[UUID, list[Proposal]] = {}
    for each in (Proposal.objects.filter(source_record_id__in=[p.source_record_id for p in people])
                 .select_related("subject__person")
                 .only("source_record", "subject", "weight", "probability", "reasons", "against", "bars", "verdict",
                       "verdict_reason", "guard", "subject__person__known_as", "subject__person__sex",
                       "subject__person__birth_order", *PERSON).order_by("-weight")):
        found.setdefault(each.source_record_id, []).append(each)
    return found


def voices_of(children: Iterable[UUID]) -> list[Voice]:
    """What the children said or showed, newest first."""
    return list(Voice.objects.filter(subject_id__in=list(children)).order_by("-heard_at"))


def clocks_of(found: Bench) -> list[Deadline]:
    """Every clock of the referral's contacts and of the questions asked about its children, met ones too."""
    ids = [*(c.pk for c in found.contacts), *found.subjects]
    return list(Deadline.objects.filter(subject_id__in=ids, superseded_at__isnull=True).order_by("due_at"))


def requests_of(referral: UUID) -> list[Request]:
    """Every question put to an agency for this referral, with its answer where there is one."""
    return list(Request.objects.filter(about_id=referral).select_related("agency", "answer", "subject__person")
                .only(*ASKED, *PERSON).annotate(asker=F("created_by__name")).order_by("agency__name", "sent_at"))


def reply_of(request: Request) -> Answer | None:
    """The answer to a question, or None."""
    return getattr(request, "answer", None)
