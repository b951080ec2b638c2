"""The hub's queue: every concern not yet decided with both its clocks, whom we wait for, and the next step of each.

Read in three statements of plain SQL under row security: a full desk names hundreds of people, and an object for each
would cost more than the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from kith.desk.rows import GRADE_RANK, Row
from kith.frontdoor.models import ContactPerson
from kith.people.reads import rows as ask
from kith.statute import codes
from kith.work import clocks

MOST = 600  # undecided concerns read at once; beyond that the oldest stand
MOST_CLOCKS = 3000
ROLE_WORDS = {key: text.lower() for key, text in ContactPerson.ROLES}
SOURCE_WORDS = {key: text.lower() for key, text in codes.choices("contact_source")}
OF_CONTACTS = ("contact.decision", "contact.red", "contact.amber", "contact.green")
OF_REPLIES = ("partner.reply_red", "partner.reply_amber", "partner.reply_green")
WAIT = "Wait for the answers, or ring"
RUNNING = """
select d.id, d.subject_id, d.duty, d.record_id, d.due_at, d.explained_at is not null, coalesce(a.name, ''),
       (select q.about_id from work_request q where q.id = d.record_id)
  from work_deadline d left join authority_agency a on a.id = d.agency_id
 where d.met_at is null and d.superseded_at is null and d.duty = any(%s)
 order by d.due_at limit %s
"""
UNDECIDED = """
select c.subject_id, c.referral_id, c.received_at, c.grade, c.owner_id, coalesce(w.name, ''), c.source_code,
       c.handed_to_duty_at is not null,
       exists (select from frontdoor_jointpicture j where j.subject_id = c.referral_id)
  from frontdoor_contact c left join authority_worker w on w.id = c.owner_id
 where c.decided_at is null order by c.received_at limit %s
"""
NAMED = """
select n.id, n.contact_id, n.subject_id, n.role, n.settled_at is not null, coalesce(p.given_name, '')
  from frontdoor_contactperson n left join people_person p on p.subject_id = n.subject_id
 where n.contact_id = any(%s) order by n.position
"""


class Timer(NamedTuple):
    """A running clock; `about` is the referral whose question it waits for, where it waits for one."""

    pk: UUID
    subject_id: UUID
    duty: str
    record_id: UUID | None
    due_at: datetime
    explained: bool
    agency: str
    about: UUID | None


class Undecided(NamedTuple):
    """One contact on which nothing is decided yet."""

    pk: UUID
    referral_id: UUID
    received_at: datetime
    grade: str
    owner_id: UUID | None
    owner: str
    source_code: str
    handed_to_duty: bool
    drawn: bool


class Named(NamedTuple):
    """Somebody a contact names."""

    pk: UUID
    contact_id: UUID
    subject_id: UUID
    role: str
    settled: bool
    given_name: str


@dataclass
class Concern:
    """One referral: the contacts that came about it, the people named, its clocks and what is still owed."""

    referral: UUID
    contacts: list[Undecided] = field(default_factory=list)
    children: list[Named] = field(default_factory=list)
    around: list[Named] = field(default_factory=list)
    clocks: list[Timer] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # agencies that have not answered
    picture: bool = False

    @property
    def first(self) -> Undecided:
        return self.contacts[0]

    @property
    def grade(self) -> str:
        return min((c.grade for c in self.contacts), key=lambda g: GRADE_RANK.get(g, 1) if g else 9, default="")

    @property
    def due(self) -> datetime | None:
        return min((c.due_at for c in self.clocks), default=None)

    @property
    def handed_to_duty(self) -> bool:
        return any(c.handed_to_duty for c in self.contacts)


def running(duties: Sequence[str] = (*OF_CONTACTS, *OF_REPLIES)) -> list[Timer]:
    """Running clocks, soonest first: one walk over the index of running deadlines."""
    return [Timer(*row) for row in ask(RUNNING, [list(duties), MOST_CLOCKS])]


def concerns(timers: Sequence[Timer]) -> list[Concern]:
    """Undecided concerns, in two statements; `timers` as `running` gives them."""
    found: dict[UUID, Concern] = {}
    for row in ask(UNDECIDED, [MOST]):
        contact = Undecided(*row)
        concern = found.setdefault(contact.referral_id, Concern(contact.referral_id))
        concern.contacts.append(contact)
        concern.picture = concern.picture or contact.drawn
    by_contact = {c.pk: concern for concern in found.values() for c in concern.contacts}
    put_people(by_contact)
    put_clocks(found, by_contact, timers)
    return list(found.values())


def put_people(by_contact: dict[UUID, Concern]) -> None:
    for person in named_in(by_contact):
        concern = by_contact[person.contact_id]
        (concern.children if person.role == "child" else concern.around).append(person)


def named_in(contacts: Iterable[UUID]) -> list[Named]:
    """Everybody the contacts name."""
    wanted = list(contacts)
    return [Named(*row) for row in ask(NAMED, [wanted])] if wanted else []


def put_clocks(found: dict[UUID, Concern], by_contact: dict[UUID, Concern], timers: Sequence[Timer]) -> None:
    """Each concern's own clocks, and which agencies have not answered: the running reply clocks know."""
    for timer in timers:
        if timer.duty in OF_CONTACTS and timer.subject_id in by_contact:
            by_contact[timer.subject_id].clocks.append(timer)
        elif timer.about in found and timer.agency not in found[timer.about].asked:
            found[timer.about].asked.append(timer.agency)


def next_step(concern: Concern) -> tuple[str, str, bool]:
    """(what to do, where, before anything else?) for one concern."""
    page = f"/contacts/{concern.referral}/"
    unsettled = next((p for p in concern.children if not p.settled), None)
    if unsettled:
        return "Say who this child is", f"/contacts/{unsettled.contact_id}/people/{unsettled.pk}/match/", True
    if not concern.grade:
        return "Grade it", page + "grade/", False
    if concern.grade in ("red", "amber") and not concern.picture:
        if concern.asked:
            return WAIT, page, False
        return "Write the joint picture", page + "picture/", False
    child = next(iter(concern.children), None)
    return "Write the decision", f"{page}children/{child.subject_id}/decide/" if child else page, False


def row_of(concern: Concern, at: datetime) -> Row:
    """The line of one concern."""
    step, url, first = next_step(concern)
    child = concern.children[0] if concern.children else None
    late = next((c for c in concern.clocks if c.due_at <= at and not c.explained), None)
    return Row(
        kind="contact",
        url=url,
        step=step,
        subject=child.subject_id if child else None,
        who="" if child else "No child named yet",
        line=family_line(concern),
        grade=concern.grade,
        due=concern.due,
        treat_as_due=None if concern.grade else concern.first.received_at + red_length(),
        verb="Decide",
        explain_url=f"/work/clocks/{late.pk}/explain/" if late else "",
        now=first,
        waits=step == WAIT,
        waiting=", ".join(concern.asked),
        owner=concern.first.owner,
        owner_id=concern.first.owner_id,
        note=note_of(concern),
    )


def red_length() -> timedelta:
    """What the county gives a red concern: until somebody has graded it, a concern is treated as if it were red."""
    return timedelta(hours=clocks.register("contact.red").within)


def family_line(concern: Concern) -> str:
    """Until a household is known: the adults as whoever reported named them."""
    named = [f"{ROLE_WORDS.get(p.role, p.role)} {p.given_name}" for p in concern.around if p.given_name]
    return f"with {', '.join(named[:3])}, as reported" if named else "household not known"


def note_of(concern: Concern) -> str:
    """Who told us, and what makes it more than one child or one contact."""
    parts = [source_words(concern.first.source_code)]
    if len(concern.children) > 1:
        parts.append(f"{len(concern.children)} children")
    if len(concern.contacts) > 1:
        parts.append(f"{len(concern.contacts)} contacts, one incident")
    if concern.handed_to_duty:
        parts.append("handed to duty")
    return "; ".join(parts)


def source_words(code: str) -> str:
    return SOURCE_WORDS.get(code) or codes.label("contact_source", code).lower()
