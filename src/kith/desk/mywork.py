"""My work for every role: which lines, which counts, which filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority.models import Opening
from kith.authority.policy import COUNCIL_HUB, PARTNERS_IN_HUB
from kith.authority.who import Session
from kith.desk import lines, queue
from kith.desk.rows import Row, in_order
from kith.frontdoor.doors import reads as doors
from kith.frontdoor.models import Contact, Message
from kith.kit import words
from kith.people.policy import FIELD
from kith.people.reads import rows as ask
from kith.work import clocks

FILTERS = (
    ("team", "Everybody's"),
    ("mine", "Mine"),
    ("red", "Red"),
    ("unassigned", "Nobody's yet"),
    ("waiting", "Waiting on others"),
)
NARROW_FILTERS = (("mine", "Mine"), ("team", "My service's"))
INVOLVED = """
select i.subject_id, i.kind, coalesce(w.name, ''), i.worker_id
  from work_involvement i left join authority_worker w on w.id = i.worker_id
 where i.until_at is null and (%(all)s or i.worker_id = %(me)s) order by i.from_at desc limit 400
"""
NEXT_CLOCK = """
select distinct on (d.subject_id) d.subject_id, d.due_at, d.duty
  from work_deadline d
 where d.subject_id = any(%s) and d.met_at is null and d.superseded_at is null order by d.subject_id, d.due_at
"""


@dataclass
class Desk:
    """What My work shows one worker."""

    rows: list[Row] = field(default_factory=list)
    found: lines.Found = field(default_factory=dict)
    tell: list[Row] = field(default_factory=list)
    counts: list[tuple[int, str]] = field(default_factory=list)
    filters: tuple[tuple[str, str], ...] = ()
    show: str = ""
    empty: str = "Nothing is waiting for you."
    first: str = ""
    first_url: str = ""


def desk_for(by: Session, at: datetime, show: str) -> Desk:
    """The desk of this session's roles; `show` is the filter asked for."""
    if by.has(*COUNCIL_HUB):
        return hub(by, at, show)
    if by.has(*PARTNERS_IN_HUB):
        return partner(by, at)
    if by.has("guardian"):
        return guardian(by, at)
    if by.has("school_lead", "referrer"):
        return school(by, at)
    if by.has(*FIELD):
        return field_worker(by, at, show)
    nothing = "This page lists what is waiting for you. Nothing is given to your role here yet."
    return Desk(found=lines.read(by, at, *lines.ALWAYS), empty=nothing)


def hub(by: Session, at: datetime, show: str) -> Desk:
    """Every undecided concern, then what else waits for this worker."""
    rows = [queue.row_of(c, at) for c in queue.concerns(queue.running())]
    counts = hub_counts(rows, at)
    seconds = ("second",) if by.has("hub_manager", "duty") else ()
    found = lines.read(by, at, "tell", "chase", "action", *seconds, *lines.ALWAYS)
    rows += [*lines.seconds_wanted(found), *lines.actions(found), *lines.chased(found)]
    shown = show if show in dict(FILTERS) else "team"
    return Desk(
        in_order(filtered(rows, by, shown), at),
        found,
        lines.to_tell(found),
        counts,
        FILTERS,
        shown,
        "No concern is waiting here. New ones appear by themselves as they arrive.",
        "Take a phone call",
        "/contacts/phone/",
    )


def hub_counts(rows: list[Row], at: datetime) -> list[tuple[int, str]]:
    """How much is open; what nobody has graded yet may be red, so it is said beside the red ones."""
    return [
        (len(rows), "open"),
        (sum(r.grade == "red" for r in rows), "red"),
        (sum(bool(r.due and r.due <= at) for r in rows), "breached"),
        (sum(not r.grade for r in rows), "not graded yet"),
    ]


def filtered(rows: list[Row], by: Session, show: str) -> list[Row]:
    keep = {
        "mine": lambda r: r.owner_id == by.worker_id or r.kind == "second",
        "red": lambda r: r.grade == "red",
        "unassigned": lambda r: r.kind == "contact" and r.owner_id is None,
        "waiting": lambda r: bool(r.waiting),
    }.get(show, lambda r: True)
    return [r for r in rows if keep(r)]


def partner(by: Session, at: datetime) -> Desk:
    """Questions to this agency, then what it has agreed to do."""
    found = lines.read(by, at, "question", "action", *lines.ALWAYS)
    asked = lines.questions(found)
    late = sum(bool(r.due and r.due <= at) for r in asked)
    return Desk(
        in_order([*asked, *lines.actions(found)], at),
        found,
        counts=[(len(asked), "to answer"), (late, "overdue")],
        empty="No question is waiting for your agency. When the hub asks one, it stands here with when it is due.",
        first="Open the questions to your agency",
        first_url="/questions/",
    )


def field_worker(by: Session, at: datetime, show: str) -> Desk:
    """Children this worker's service works with: what is due for each, then what was agreed."""
    shown = show if show in dict(NARROW_FILTERS) else "team" if by.has("team_manager", "sergeant") else "mine"
    found = lines.read(by, at, "action", *lines.ALWAYS)
    rows, agreed = with_us(by, shown), lines.actions(found)
    late = sum(bool(r.due and r.due <= at) for r in (*rows, *agreed))
    return Desk(
        in_order([*agreed, *rows], at),
        found,
        counts=[
            (len(rows), "child" if len(rows) == 1 else "children"),
            (len(agreed), "action" if len(agreed) == 1 else "actions"),
            (late, "overdue"),
        ],
        filters=NARROW_FILTERS,
        show=shown,
        empty="No child is allocated to you. Once your service works with a child, the child stands here.",
        first="Look at what you have sent",
        first_url="/contacts/sent/",
    )


def with_us(by: Session, shown: str) -> list[Row]:
    """The children this worker (or this worker's service) works with now, each once, with the next clock."""
    found: dict[UUID, tuple[str, str, UUID | None]] = {}
    for child, kind, owner, owner_id in ask(INVOLVED, {"all": shown != "mine", "me": by.worker_id}):
        found[child] = (kind.replace("_", " "), owner, owner_id)
    due = next_clock(list(found))
    return [
        Row(
            kind="child",
            url=f"/work/children/{child}/",
            step="Open the record",
            subject=child,
            due=due[child][0] if child in due else None,
            owner=owner,
            owner_id=owner_id,
            note="; ".join(p for p in (kind, due[child][1] if child in due else "") if p),
        )
        for child, (kind, owner, owner_id) in found.items()
    ]


def next_clock(children: list[UUID]) -> dict[UUID, tuple[datetime, str]]:
    """What runs out first for each child, in the register's words."""
    return {s: (due, clocks.register(duty).name) for s, due, duty in ask(NEXT_CLOCK, [children])} if children else {}


def school(by: Session, at: datetime) -> Desk:
    """What they sent and what came of it; actions agreed for the school about its own pupils."""
    found = lines.read(by, at, "action", *lines.ALWAYS)
    sent = list(Contact.objects.order_by("-received_at")[:50])
    told: dict[Any, list[Message]] = {c.pk: [] for c in sent}
    for message in Message.objects.filter(subject_id__in=list(told)).exclude(kind="acknowledgement"):
        told[message.subject_id].append(message)
    names = doors.named(list(told))
    rows = [sent_row(c, told[c.pk], words.join_and(names[c.pk])) for c in sent]
    unread = sum(r.step == "Read the outcome" for r in rows)
    return Desk(
        in_order([*lines.actions(found), *rows], at),
        found,
        counts=[(len(rows), "sent"), (unread, "to read")],
        empty="You have not sent a concern yet. What you send stands here, with what came of it.",
        first="Report a concern about a child",
        first_url="/contacts/new/",
    )


def sent_row(contact: Contact, told: list[Message], names: str) -> Row:
    unread = [m for m in told if m.read_at is None]
    step = "Read the outcome" if unread else "See what came of it" if told else "See how far it is"
    state = (
        "an outcome is here" if unread else "outcome read" if told else "received; a decision is being made"
    )
    return Row(
        kind="sent",
        url=f"/contacts/sent/{contact.pk}/",
        step=step,
        who=names or f"Your concern {contact.reference}",
        line=f"{contact.reference}, received {words.long_date(words.local(contact.received_at).date())}",
        now=bool(unread),
        note=state,
    )


def guardian(by: Session, at: datetime) -> Desk:
    waiting = list(
        Opening.objects.filter(reviewed_at__isnull=True)
        .select_related("worker__agency")
        .order_by("review_due_at")[:100]
    )
    rows = [
        Row(
            kind="opening",
            url=f"/openings/{o.pk}/",
            step="Review",
            who="Emergency opening",
            line=f"by {o.worker.name}, {o.worker.agency.name}",
            due=o.review_due_at,
            verb="Review",
        )
        for o in waiting
    ]
    return Desk(
        in_order(rows, at),
        lines.read(by, at, *lines.ALWAYS),
        counts=[(len(rows), "to review")],
        empty="No emergency opening waits for review. Each one is announced here at once.",
        first="See those reviewed",
        first_url="/openings/?show=reviewed",
    )


def figures() -> dict[str, int]:
    """Counts for those who may not see a child, from one definer function."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.hub_figures()")
        return dict(cursor.fetchall())
