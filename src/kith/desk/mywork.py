"""My work for every role: which lines, which counts, which filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from kith.authority.models import Draft, Opening
from kith.authority.policy import COUNCIL_HUB, PARTNERS_IN_HUB
from kith.authority.who import Session
from kith.desk import queue
from kith.desk.rows import Row, in_order
from kith.frontdoor.doors import reads as doors
from kith.frontdoor.models import Contact, Message
from kith.kit import words
from kith.people.policy import FIELD
from kith.work import clocks
from kith.work.models import Involvement

FILTERS = (
    ("team", "Everybody's"),
    ("mine", "Mine"),
    ("red", "Red"),
    ("unassigned", "Nobody's yet"),
    ("waiting", "Waiting on others"),
)
NARROW_FILTERS = (("mine", "Mine"), ("team", "My service's"))
DONE = """
select 'decided', count(*) from meetings_decision where created_by_id = %(me)s and made_at >= %(from)s
union all select 'told', count(*) from frontdoor_message
  where created_by_id = %(me)s and kind = 'outcome' and sent_at >= %(from)s
union all select 'answered', count(*) from work_answer where created_by_id = %(me)s and answered_at >= %(from)s
union all select 'actions done', count(*) from work_action where done_by_id = %(me)s and done_at >= %(from)s
union all select 'children heard', count(*) from people_voice where created_by_id = %(me)s and created_at >= %(from)s
union all select 'notices', count(*) from authority_notice where read_at is null
"""


@dataclass
class Desk:
    """What My work shows one worker."""

    rows: list[Row] = field(default_factory=list)
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
        return guardian(at)
    if by.has("school_lead", "referrer"):
        return school(by, at)
    if by.has(*FIELD):
        return field_worker(by, at, show)
    return Desk(empty="This page lists what is waiting for you. Nothing is given to your role here yet.")


def hub(by: Session, at: datetime, show: str) -> Desk:
    everything = [
        queue.row_of(c, at) for c in queue.concerns(queue.running((*queue.OF_CONTACTS, *queue.OF_REPLIES)))
    ]
    counts = [
        (len(everything), "open"),
        (sum(r.grade == "red" for r in everything), "red"),
        (sum(bool(r.due and r.due <= at) for r in everything), "breached"),
    ]
    everything += [*queue.seconds_wanted(by), *queue.actions(by), *queue.chased(by)]
    shown = show if show in dict(FILTERS) else "team"
    return Desk(
        in_order(filtered(everything, by, shown), at),
        queue.to_tell(),
        counts,
        FILTERS,
        shown,
        "No concern is waiting here. New ones appear by themselves as they arrive.",
        "Take a phone call",
        "/contacts/phone/",
    )


def filtered(rows: list[Row], by: Session, show: str) -> list[Row]:
    keep = {
        "mine": lambda r: r.owner_id == by.worker_id or r.kind == "second",
        "red": lambda r: r.grade == "red",
        "unassigned": lambda r: r.kind == "contact" and r.owner_id is None,
        "waiting": lambda r: bool(r.waiting),
    }.get(show, lambda r: True)
    return [r for r in rows if keep(r)]


def partner(by: Session, at: datetime) -> Desk:
    asked = queue.questions(by)
    late = sum(bool(r.due and r.due <= at) for r in asked)
    rows = in_order([*asked, *queue.actions(by)], at)
    return Desk(
        rows,
        [],
        [(len(asked), "to answer"), (late, "overdue")],
        (),
        "",
        "No question is waiting for your agency. When the hub asks one, it stands here with when it is due.",
        "Open the questions to your agency",
        "/questions/",
    )


def field_worker(by: Session, at: datetime, show: str) -> Desk:
    """Children this worker's service works with: what is due for each, then what was agreed."""
    shown = show if show in dict(NARROW_FILTERS) else "team" if by.has("team_manager", "sergeant") else "mine"
    with_us = (
        Involvement.objects.filter(until_at__isnull=True)
        .select_related("agency", "worker")
        .order_by("-from_at")
    )
    if shown == "mine":
        with_us = with_us.filter(worker_id=by.worker_id)
    involved = {i.subject_id: i for i in with_us[:400]}
    due = next_clock(list(involved))
    rows = [
        Row(
            kind="child",
            url=f"/work/children/{child}/",
            step="Open",
            subject=child,
            due=due.get(child, (None, ""))[0],
            owner=i.worker.name if i.worker else "",
            owner_id=i.worker_id,
            note="; ".join(p for p in (i.kind.replace("_", " "), due.get(child, (None, ""))[1]) if p),
        )
        for child, i in involved.items()
    ]
    agreed = queue.actions(by)
    counts = [
        (len(rows), "child" if len(rows) == 1 else "children"),
        (len(agreed), "action" if len(agreed) == 1 else "actions"),
        (sum(bool(r.due and r.due <= at) for r in (*rows, *agreed)), "overdue"),
    ]
    return Desk(
        in_order([*agreed, *rows], at),
        [],
        counts,
        NARROW_FILTERS,
        shown,
        "No child is allocated to you. Once your service works with a child, the child stands here.",
        "Look at what you have sent",
        "/contacts/sent/",
    )


def next_clock(children: list[Any]) -> dict[Any, tuple[datetime, str]]:
    found: dict[Any, tuple[datetime, str]] = {}
    if not children:
        return found
    for timer in clocks.running().filter(subject_id__in=children).order_by("due_at"):
        found.setdefault(timer.subject_id, (timer.due_at, clocks.words(timer)))
    return found


def school(by: Session, at: datetime) -> Desk:
    """What they sent and what came of it; actions agreed for the school about its own pupils."""
    sent = list(Contact.objects.order_by("-received_at")[:50])
    told: dict[Any, list[Message]] = {c.pk: [] for c in sent}
    for message in Message.objects.filter(subject_id__in=list(told)).exclude(kind="acknowledgement"):
        told[message.subject_id].append(message)
    names = doors.named(list(told))
    rows = [sent_row(c, told[c.pk], words.join_and(names[c.pk])) for c in sent]
    unread = sum(r.step == "Read the outcome" for r in rows)
    return Desk(
        in_order([*queue.actions(by), *rows], at),
        [],
        [(len(rows), "sent"), (unread, "to read")],
        (),
        "",
        "You have not sent a concern yet. What you send stands here, with what came of it.",
        "Report a concern about a child",
        "/contacts/new/",
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


def guardian(at: datetime) -> Desk:
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
        [],
        [(len(rows), "to review")],
        (),
        "",
        "No emergency opening waits for review. Each one is announced here at once.",
        "See those reviewed",
        "/openings/?show=reviewed",
    )


def done_today(by: Session, at: datetime) -> tuple[list[tuple[int, str]], int]:
    """(how many of what this worker finished today, unread notices), in one query."""
    local = words.local(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(DONE, {"me": by.worker_id, "from": midnight})
        found = dict(cursor.fetchall())
    unread = found.pop("notices", 0)
    return [(n, what) for what, n in found.items() if n], unread


def drafts(by: Session) -> list[Draft]:
    return list(Draft.objects.filter(worker_id=by.worker_id).order_by("-saved_at")[:10])


def figures() -> dict[str, int]:
    """Counts for those who may not see a child, from one definer function."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.hub_figures()")
        return dict(cursor.fetchall())
