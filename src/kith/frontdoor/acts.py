"""Verbs of the front door: a concern is received, matched, graded, asked about, decided and told."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.authority.acts import Done, Refused, act, open_tie
from kith.authority.models import Subject, Team
from kith.authority.who import Session
from kith.frontdoor import rules
from kith.frontdoor.models import (
    Contact,
    ContactPerson,
    Grading,
    HistoryShown,
    JointPicture,
    Message,
    Reporter,
    SecondView,
)
from kith.people import acts as people
from kith.people import arrivals
from kith.people.arrivals import Arriving
from kith.people.models import Relationship, SourceRecord

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
HUB_TEAM = "hub"
NOBODY_ANSWERED = "Nobody answered the telephone"


@dataclass(frozen=True)
class Said:
    """What a child in a contact said or showed; `position` is the place of the child in the contact's people."""

    position: int
    words: str = ""
    observed: str = ""
    method: str = "spoke"
    heard_by: str = ""
    heard_at: datetime | None = None
    alone: bool | None = None
    language: str = ""
    wish: str = ""


def new_reference() -> str:
    """Short, readable over a telephone, and no count of anything: K-7QX-4MP."""
    text = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"K-{text[:3]}-{text[3:]}"


@act("contact.received", when=rules.reasons_against_receiving)
def receive(*, by: Session, at: datetime, received_at: datetime, channel: str, source_code: str, what_happened: str,
            people: Sequence[tuple[str, Arriving | SourceRecord]], voices: Sequence[Said] = (), reporter_name: str = "",
            agency: UUID | None = None, **fields: Any) -> Done:
    """A concern arrives once, by whatever door, and starts its clocks from the partner's receipt."""
    contact = open_contact(by=by, at=at, received_at=received_at, channel=channel, source_code=source_code,
                           what_happened=what_happened, agency=agency, **fields)
    linked = [name_person(contact, n, role, person, by=by, at=at) for n, (role, person) in enumerate(people)]
    keep_family(linked, by=by)
    for said in voices:
        keep_voice(said, linked[said.position], contact, by=by, at=at)
    if reporter_name:
        keep_reporter(contact, reporter_name, by=by)
    children = tuple(p.subject_id for p in linked if p.role == "child")
    return Done(contact, contact.pk, {"channel": channel, "source": source_code, "children": len(children)},
                about=children, moments={"received": received_at, "happened": received_at})


def open_contact(*, by: Session, at: datetime, agency: UUID | None, **fields: Any) -> Contact:
    fields["postcode"] = arrivals.tidy_postcode(fields.get("postcode", ""))
    subject = Subject(kind="contact", created_by_id=by.worker_id, created_at=at)
    referral = fields.pop("referral_id", None) or subject.pk  # of the same incident, else its own
    Subject.objects.bulk_create([subject])
    for holder in referring_holders(by, agency):
        open_tie(holder=holder, subject=subject.pk, kind="referred")
    contact = Contact(subject=subject, referral_id=referral, reference=new_reference(), agency_id=agency,
                      created_by_id=by.worker_id, created_at=at, **fields)
    Contact.objects.bulk_create([contact])
    return contact


def referring_holders(by: Session, agency: UUID | None) -> list[UUID]:
    """Who may follow what became of it: the writer, and the deputies of the same school."""
    if by.kind == "job":
        return []
    shared = [agency] if agency and by.agency_kind == "school" else []
    return [by.worker_id, *shared]


def name_person(contact: Contact, position: int, role: str, person: Arriving | SourceRecord, *, by: Session,
                at: datetime) -> ContactPerson:
    """`person` as typed, or a record that arrived earlier (with a police incident) and stands for the same person."""
    kind = "child" if role in ("child", "other_child") else "adult"
    record = person if isinstance(person, SourceRecord) else arrivals.take_in(
        person, kind=kind, by=by, at=at, agency=contact.agency_id or by.agency_id,
        system=contact.system or contact.channel)
    if kind == "child":
        open_tie(holder=hub_team(), subject=record.subject_id, kind="at_the_hub")
    linked = ContactPerson(contact=contact, subject_id=record.subject_id, source_record=record, role=role,
                           position=position, created_by_id=by.worker_id)
    ContactPerson.objects.bulk_create([linked])
    return linked


FAMILY = ("mother", "father", "carer")


def keep_family(linked: Sequence[ContactPerson], *, by: Session) -> None:
    """Who is whose mother, father or carer, as the referrer said it: it fills the household panel."""
    children = [p for p in linked if p.role in ("child", "other_child")]
    Relationship.objects.bulk_create([
        Relationship(subject_id=adult.subject_id, other_id=child.subject_id, kind=adult.role, confidence="stated",
                     source_record_id=adult.source_record_id, created_by_id=by.worker_id)
        for adult in linked if adult.role in FAMILY for child in children])


def hub_team() -> UUID:
    found = Team.objects.filter(key=HUB_TEAM).values_list("id", flat=True).first()
    if found is None:
        raise Refused("This site has no hub team yet. Ask the administrator to set one up.")
    return found


def keep_voice(said: Said, child: ContactPerson, contact: Contact, *, by: Session, at: datetime) -> None:
    people.new_voice(by=by, at=at, subject=child.subject_id, source_record=child.source_record_id,
                     agency=contact.agency_id or by.agency_id, heard_at=said.heard_at or contact.received_at,
                     method=said.method, heard_by=said.heard_by,
                     words=said.words, observed=said.observed, alone=said.alone, language=said.language, wish=said.wish)


def keep_reporter(contact: Contact, name: str, *, by: Session) -> None:
    """The name of somebody who asked not to be named never stands in the contact itself."""
    sealed = people.ledger.encrypt(name.encode(), f"reporter/{contact.pk}")
    Reporter.objects.bulk_create([Reporter(subject_id=contact.pk, sealed_text=sealed, created_by_id=by.worker_id)])


@act("contact.acknowledged")
def acknowledge(*, by: Session, at: datetime, contact: Contact) -> Done:
    """Whoever told us hears back at once, with a reference and what will happen by when."""
    message = new_message(contact, "acknowledgement", by=by, at=at, text=(
        f"We have your concern. Its reference is {contact.reference}. A decision will be made within one working day, "
        "sooner if a child may be in danger. We will tell you what comes of it."))
    return Done(message, contact.pk)


def new_message(contact: Contact, kind: str, *, by: Session, at: datetime, text: str) -> Message:
    channel = {"public": "receipt", "telephone": "telephone", "system": "system", "import": "system"}
    message = Message(subject_id=contact.pk, kind=kind, text=text, sent_at=at, created_by_id=by.worker_id,
                      channel=channel.get(contact.channel, "page"))
    Message.objects.bulk_create([message])
    return message


@act("contact.taken")
def take(*, by: Session, at: datetime, subject: UUID, contact: Contact) -> Done:
    """A hub worker takes a contact on; the queue says whose it is."""
    Contact.objects.filter(referral_id=contact.referral_id).update(owner=by.worker_id)
    return Done(contact, subject)


@act("contact.graded", also=("contact.graded_red", "contact.graded_amber", "contact.graded_green"))
def grade(*, by: Session, at: datetime, subject: UUID, contact: Contact, grade: str, reason: str) -> Done:
    """Red, amber or green, with a reason. Both clocks show: the statutory one and the county's for this grade."""
    if reasons := list(rules.reasons_against_grading(grade, contact.grade, reason, by.has("hub_manager", "duty"))):
        raise Refused(*reasons)
    given = Grading(subject_id=subject, grade=grade, before=contact.grade, reason=reason, graded_at=at,
                    created_by_id=by.worker_id)
    Grading.objects.bulk_create([given])
    Contact.objects.filter(pk=contact.pk).update(grade=grade)
    contact.grade = grade
    return Done(given, subject, {"grade": grade, "before": given.before}, verb=f"contact.graded_{grade}",
                about=children_of(contact), moments={"received": contact.received_at})


def children_of(contact: Contact) -> tuple[UUID, ...]:
    return tuple(ContactPerson.objects.filter(contact__referral_id=contact.referral_id, role="child")
                 .values_list("subject_id", flat=True).distinct())


@act("contact.joined")
def join(*, by: Session, at: datetime, subject: UUID, contact: Contact, other: Contact) -> Done:
    """Two contacts about the same incident become one referral; both are kept, the clock runs from the first."""
    reasons = list(rules.reasons_against_joining(contact.received_at, contact.decided_at is not None,
                                                 other.decided_at is not None,
                                                 contact.referral_id == other.referral_id))
    if reasons:
        raise Refused(*reasons)
    first, later = sorted((contact, other), key=lambda c: c.received_at)
    Contact.objects.filter(referral_id=later.referral_id).update(referral_id=first.referral_id,
                                                                 owner=first.owner_id or later.owner_id)
    later.referral_id = first.referral_id
    return Done(later, later.pk, {"first": str(first.referral_id)}, about=children_of(first))


@act("person.settled")
def settle(*, by: Session, at: datetime, subject: UUID, person: ContactPerson, as_what: str) -> Done:
    """Who this person is has been said: the same as a known one, new, unidentified, or both twins unclear."""
    ContactPerson.objects.filter(pk=person.pk).update(settled_at=at, settled_as=as_what)
    if as_what == "new":
        Subject.objects.filter(pk=subject, state="unidentified").update(state="active")
    return Done(person, subject, {"as": as_what})


@act("person.unsettled")
def unsettle(*, by: Session, at: datetime, subject: UUID, person: ContactPerson) -> Done:
    """A link was undone: who this is must be said again, and the hub keeps its reach to the record that came back."""
    open_tie(holder=hub_team(), subject=subject, kind="at_the_hub")
    ContactPerson.objects.filter(pk=person.pk).update(settled_at=None, settled_as="")
    return Done(person, subject)


@act("contact.others_answered")
def answer_others(*, by: Session, at: datetime, subject: UUID, contact: Contact, answer: str) -> Done:
    """Whether other children live there: yes, no, or asked and not known. Never left open by us (P1)."""
    if answer not in ("yes", "no", "nk"):
        raise Refused("Say whether other children live there: yes, no, or not known.")
    Contact.objects.filter(referral_id=contact.referral_id).update(others_at_home=answer)
    return Done(contact, subject, {"answer": answer})


@act("person.named")
def name_another(*, by: Session, at: datetime, subject: UUID, contact: Contact, role: str, person: Arriving) -> Done:
    """Somebody at home whom the contact did not name is added to it, ready to be matched."""
    if not person.given_name.strip() and not person.family_name.strip():
        raise Refused("Give at least one name, or say what you know: “a baby”, “a boy of about six”.")
    last = ContactPerson.objects.filter(contact=contact).count()
    linked = name_person(contact, last, role, person, by=by, at=at)
    return Done(linked, subject, {"role": role})


@act("contact.matched")
def mark_matched(*, by: Session, at: datetime, contact: Contact) -> Done:
    """The index has looked at everybody named; what is not clear waits for a person."""
    Contact.objects.filter(pk=contact.pk).update(matched_at=at)
    return Done(contact, contact.pk)


@act("contact.viewed_history")
def show_history(*, by: Session, at: datetime, subject: UUID, referral: UUID, count: int) -> Done:
    """The history was on the screen of whoever decides: child, brothers and sisters, adults."""
    shown = HistoryShown(subject_id=subject, about_id=referral, contacts_shown=count, shown_at=at,
                         created_by_id=by.worker_id)
    HistoryShown.objects.bulk_create([shown], ignore_conflicts=True)
    return Done(shown, subject, {"contacts": count})


@act("contact.viewed_no_history")
def show_no_history(*, by: Session, at: datetime, referral: UUID, children: Sequence[UUID]) -> Done:
    """The page said that nothing earlier is held about these children: an empty history is read where it is shown."""
    shown = [HistoryShown(subject_id=child, about_id=referral, contacts_shown=0, shown_at=at,
                          created_by_id=by.worker_id) for child in children]
    HistoryShown.objects.bulk_create(shown, ignore_conflicts=True)
    return Done(shown, referral, {"children": [str(child) for child in children]})


@act("picture.written")
def write_picture(*, by: Session, at: datetime, subject: UUID, referral: UUID, text: str) -> Done:
    """One hub worker says in their own words what the answers mean together."""
    if len(text.strip()) < 40:
        raise Refused("Write what the answers mean together for this child, in a few sentences.")
    picture = JointPicture(subject_id=referral, text=text, written_at=at, created_by_id=by.worker_id)
    JointPicture.objects.bulk_create([picture])
    return Done(picture, referral)


@act("second.asked")
def ask_second(*, by: Session, at: datetime, subject: UUID, referral: UUID, chosen: str, why: str) -> Done:
    """Ask a second manager to look before a concern is closed."""
    asked = SecondView(subject_id=subject, about_id=referral, chosen=chosen, why=why, asked_at=at,
                       created_by_id=by.worker_id)
    SecondView.objects.bulk_create([asked])
    return Done(asked, subject)


@act("second.given")
def give_second(*, by: Session, at: datetime, subject: UUID, view: SecondView, agrees: bool, note: str) -> Done:
    """A second manager, not the one who asked, agrees or does not, with a note."""
    if view.created_by_id == by.worker_id:
        raise Refused("A second manager is somebody else than the one who asks.")
    SecondView.objects.filter(pk=view.pk, given_at__isnull=True).update(agrees=agrees, note=note, given_at=at,
                                                                        given_by=by.worker_id)
    return Done(view, subject, {"agrees": agrees})


@act("contact.told")
def tell(*, by: Session, at: datetime, subject: UUID, contact: Contact, text: str, heard: bool = False) -> Done:
    """Tell whoever reported what came of it, in words that are safe for them. `heard`: said to them by telephone."""
    message = outcome(contact, by=by, at=at, text=text)
    if heard:
        Message.objects.filter(pk=message.pk).update(read_at=at)
    Contact.objects.filter(pk=contact.pk).update(told_at=at)
    return Done(message, subject, {"heard": heard}, about=children_of(contact))


def outcome(contact: Contact, *, by: Session, at: datetime, text: str) -> Message:
    if contact.decided_at is None:
        raise Refused("There is nothing to tell yet: decide first.")
    if not text.strip():
        raise Refused("Write what the referrer may know.")
    return new_message(contact, "outcome", by=by, at=at, text=text)


@act("contact.not_reached")
def note_unanswered(*, by: Session, at: datetime, subject: UUID, contact: Contact, text: str) -> Done:
    """Whoever reported was rung and nobody answered: they are still to be told, and the clock for it runs on."""
    message = outcome(contact, by=by, at=at, text=text)
    Message.objects.filter(pk=message.pk).update(failed=NOBODY_ANSWERED)
    return Done(message, subject)


@act("message.said")
def say_when_they_ring(*, by: Session, at: datetime, subject: UUID, message: Message) -> Done:
    """Whoever reported has rung us, and the words kept for them were read out to them."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)
    return Done(message, subject)


@act("contact.asked_for_more")
def ask_for_more(*, by: Session, at: datetime, subject: UUID, contact: Contact, text: str) -> Done:
    """Ask the referrer for more. The clock runs on: this is not a decision."""
    if not text.strip():
        raise Refused("Write what you need to know from the referrer.")
    return Done(new_message(contact, "more", by=by, at=at, text=text), subject)


@act("message.read")
def read_message(*, by: Session, at: datetime, subject: UUID, message: Message) -> Done:
    """The referrer has opened it."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)
    return Done(message, subject)


@act("contact.handed_to_duty")
def hand_to_duty(*, by: Session, at: datetime, subject: UUID, contact: Contact) -> Done:
    """The hub closes and this is not decided: it stays the same contact, on the duty team's queue, clocks running."""
    Contact.objects.filter(pk=contact.pk).update(handed_to_duty_at=at)
    return Done(contact, subject)
