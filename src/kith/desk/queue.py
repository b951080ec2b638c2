"""The hub's queue: every concern not yet decided with both its clocks, whom we wait for, and the next step of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kith.authority.who import Session
from kith.desk.rows import GRADE_RANK, Row
from kith.frontdoor.models import Contact, ContactPerson, JointPicture, Message, SecondView
from kith.statute import codes
from kith.work import clocks
from kith.work.models import Action, Request

MOST = 600  # undecided concerns read at once; beyond that the oldest stand
MOST_CLOCKS = 3000
ROLE_WORDS = {key: text.lower() for key, text in ContactPerson.ROLES}
OF_CONTACTS = ("contact.decision", "contact.red", "contact.amber", "contact.green")
OF_REPLIES = ("partner.reply_red", "partner.reply_amber", "partner.reply_green")
CONTACT_FIELDS = (
    "pk",
    "reference",
    "referral_id",
    "received_at",
    "grade",
    "owner_id",
    "owner__name",
    "matched_at",
    "handed_to_duty_at",
    "agency__name",
    "source_code",
    "decided_at",
)


class Named(NamedTuple):
    """Somebody a contact names."""

    pk: UUID
    contact_id: UUID
    subject_id: UUID
    role: str
    settled_at: datetime | None
    given_name: str | None


@dataclass
class Concern:
    """One referral: the contacts that came about it, the people named, its clocks and what is still owed."""

    referral: UUID
    contacts: list[dict[str, Any]] = field(default_factory=list)
    children: list[Named] = field(default_factory=list)
    around: list[Named] = field(default_factory=list)
    clocks: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # agencies that have not answered
    picture: bool = False

    @property
    def first(self) -> dict[str, Any]:
        return self.contacts[0]

    @property
    def grade(self) -> str:
        return min(
            (c["grade"] for c in self.contacts), key=lambda g: GRADE_RANK.get(g, 1) if g else 9, default=""
        )

    @property
    def due(self) -> datetime | None:
        return min((c["due_at"] for c in self.clocks), default=None)


def running(duties: Sequence[str] | None = None, agency: UUID | None = None) -> list[dict[str, Any]]:
    """Running clocks, soonest first: one walk over the index of running deadlines."""
    found = clocks.running()
    if duties is not None:
        found = found.filter(duty__in=duties)
    if agency is not None:
        found = found.filter(agency_id=agency)
    fields = ("pk", "subject_id", "duty", "record_id", "due_at", "explained_at", "agency__name")
    return [dict(row) for row in found.order_by("due_at").values(*fields)[:MOST_CLOCKS]]


def concerns(timers: list[dict[str, Any]]) -> list[Concern]:
    """Undecided concerns, in three queries; `timers` as `running` gives them."""
    found: dict[UUID, Concern] = {}
    drawn = JointPicture.objects.filter(subject_id=OuterRef("referral_id"))
    undecided = (
        Contact.objects.filter(decided_at__isnull=True)
        .annotate(drawn=Exists(drawn))
        .order_by("received_at")
        .values(*CONTACT_FIELDS, "drawn")[:MOST]
    )
    for contact in undecided:
        concern = found.setdefault(contact["referral_id"], Concern(contact["referral_id"]))
        concern.contacts.append(contact)
        concern.picture = concern.picture or contact["drawn"]
    by_contact = {c["pk"]: concern for concern in found.values() for c in concern.contacts}
    put_people(by_contact)
    for timer in timers:
        if timer["duty"] in OF_CONTACTS and timer["subject_id"] in by_contact:
            by_contact[timer["subject_id"]].clocks.append(timer)
    put_questions(found, timers)
    return list(found.values())


def put_people(by_contact: dict[UUID, Concern]) -> None:
    for person in named_in(by_contact):
        concern = by_contact[person.contact_id]
        concern.children.append(person) if person.role == "child" else concern.around.append(person)


def named_in(contacts: Iterable[UUID]) -> list[Named]:
    """Everybody the contacts name, as plain values: a full desk names hundreds."""
    found = ContactPerson.objects.filter(contact_id__in=list(contacts)).order_by("position")
    return [
        Named(*row)
        for row in found.values_list(
            "pk", "contact_id", "subject_id", "role", "settled_at", "subject__person__given_name"
        )
    ]


def put_questions(found: dict[UUID, Concern], timers: list[dict[str, Any]]) -> None:
    """Which agencies have not answered: the running reply clocks name their questions."""
    asked = {t["record_id"]: t["agency__name"] for t in timers if t["duty"] in OF_REPLIES and t["record_id"]}
    for pk, about in Request.objects.filter(pk__in=list(asked)).values_list("pk", "about_id"):
        if about in found and asked[pk] not in found[about].asked:
            found[about].asked.append(asked[pk])


def next_step(concern: Concern, at: datetime) -> tuple[str, str, bool]:
    """(what to do, where, before anything else?) for one concern."""
    page = f"/contacts/{concern.referral}/"
    unsettled = next((p for p in concern.children if p.settled_at is None), None)
    if unsettled:
        return "Say who this child is", f"/contacts/{unsettled.contact_id}/people/{unsettled.pk}/match/", True
    if not concern.grade:
        return "Grade it", page + "grade/", True
    if concern.grade in ("red", "amber") and not concern.picture:
        if concern.asked:
            return "Wait for the answers, or ring", page, False
        return "Write the joint picture", page + "picture/", False
    child = next(iter(concern.children), None)
    return "Write the decision", f"{page}children/{child.subject_id}/decide/" if child else page, False


def row_of(concern: Concern, at: datetime) -> Row:
    step, url, first = next_step(concern, at)
    child = concern.children[0] if concern.children else None
    due = concern.due
    late = next((c for c in concern.clocks if c["due_at"] <= at and not c["explained_at"]), None)
    return Row(
        kind="contact",
        url=url,
        step=step,
        subject=child.subject_id if child else None,
        who="" if child else "No child named yet",
        line=family_line(concern),
        grade=concern.grade,
        due=due,
        verb="Decide",
        explain_url=f"/work/clocks/{late['pk']}/explain/" if late else "",
        now=first or bool(late),
        waiting=", ".join(concern.asked),
        owner=concern.first["owner__name"] or "",
        owner_id=concern.first["owner_id"],
        note=note_of(concern),
    )


def family_line(concern: Concern) -> str:
    """Until a household is known: the adults as whoever reported named them."""
    named = [f"{ROLE_WORDS.get(p.role, p.role)} {p.given_name}" for p in concern.around if p.given_name]
    return f"with {', '.join(named[:3])}, as reported" if named else "household not known"


def note_of(concern: Concern) -> str:
    parts = [codes.label("contact_source", concern.first["source_code"]).lower()]
    if len(concern.children) > 1:
        parts.append(f"{len(concern.children)} children")
    if len(concern.contacts) > 1:
        parts.append(f"{len(concern.contacts)} contacts, one incident")
    if concern.first["handed_to_duty_at"]:
        parts.append("handed to duty")
    return "; ".join(parts)


def questions(by: Session) -> list[Row]:
    """Questions put to this session's agency and not answered yet, soonest due first."""
    timers = {t["record_id"]: t for t in running(OF_REPLIES, by.agency_id)}
    return [
        Row(
            kind="question",
            url="/questions/",
            step="Answer",
            subject=q.subject_id,
            grade=q.grade,
            due=timers[q.pk]["due_at"],
            verb="Answer",
            note=q.question[:120],
        )
        for q in Request.objects.filter(pk__in=list(timers))
    ]


def to_tell(most: int = 100) -> list[Row]:
    """Decided, and whoever reported has not been told."""
    untold = (
        Contact.objects.filter(decided_at__isnull=False, told_at__isnull=True)
        .order_by("decided_at")
        .values("pk", "reference", "agency__name", "source_code", "decided_at", "owner_id")[:most]
    )
    rows = list(untold)
    child = {
        p.contact_id: p.subject_id
        for p in ContactPerson.objects.filter(contact_id__in=[r["pk"] for r in rows], role="child").order_by(
            "-position"
        )
    }
    return [
        Row(
            kind="tell",
            url=f"/contacts/{r['pk']}/tell/",
            step="Tell the referrer",
            subject=child.get(r["pk"]),
            who="" if r["pk"] in child else r["reference"],
            owner_id=r["owner_id"],
            due=None,
            note=r["agency__name"] or codes.label("contact_source", r["source_code"]).lower(),
        )
        for r in rows
    ]


def seconds_wanted(by: Session) -> list[Row]:
    """Second managers' views asked for by somebody else."""
    if not by.has("hub_manager", "duty"):
        return []
    asked = (
        SecondView.objects.filter(given_at__isnull=True).exclude(created_by=by.worker_id).order_by("asked_at")
    )
    return [
        Row(
            kind="second",
            url=f"/contacts/{s.about_id}/children/{s.subject_id}/second/{s.pk}/",
            step="Give your view",
            subject=s.subject_id,
            now=True,
            verb="",
            note=f"asked by {s.created_by.name}: {s.why[:100]}",
        )
        for s in asked.select_related("created_by")[:50]
    ]


def chased(by: Session, most: int = 25) -> list[Row]:
    """Outcomes nobody has opened although we asked again: ring."""
    unread = Message.objects.filter(read_at__isnull=True, chased_at__isnull=False, kind="outcome").order_by(
        "sent_at"
    )
    return [
        Row(
            kind="chase",
            url=f"/contacts/{m.subject_id}/",
            step="Ring whoever reported",
            who="Outcome not read",
            note=f"sent {m.sent_at:%-d %B}, asked again {m.chased_at:%-d %B}",
        )
        for m in unread[:most]
    ]


def actions(by: Session, most: int = 100) -> list[Row]:
    """Actions this worker, their teams, or (where nobody is named) their agency has agreed to."""
    mine = Q(worker_id=by.worker_id) | Q(team_id__in=by.holders)
    if by.wide or by.agency_kind == "school":
        mine |= Q(agency_id=by.agency_id, team__isnull=True, worker__isnull=True)
    found = (
        Action.objects.filter(mine, done_at__isnull=True).select_related("worker").order_by("due_at")[:most]
    )
    return [
        Row(
            kind="action",
            url=f"/work/actions/{a.pk}/done/",
            step="Say it is done",
            subject=a.subject_id,
            due=a.due_at,
            verb="Do",
            owner=a.worker.name if a.worker else "",
            owner_id=a.worker_id,
            note=a.what,
        )
        for a in found
    ]
