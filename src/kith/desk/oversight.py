"""The manager's page and the duty team's queue: red now, due today, breached, and whom everybody waits for."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from kith.authority.pages import ReadPage
from kith.desk import queue
from kith.desk.rows import in_order, with_people
from kith.frontdoor.models import ContactPerson
from kith.kit import words
from kith.work import clocks
from kith.work.models import Deadline

AGES = (
    (timedelta(hours=4), "under 4 hours"),
    (timedelta(days=1), "4 to 24 hours"),
    (timedelta(days=3), "1 to 3 days"),
    (timedelta(days=7), "3 to 7 days"),
    (timedelta(days=36500), "over a week"),
)
MOST = 25


class Today(ReadPage):
    """The hub today, for whoever answers for it."""

    verb, template, title = "manager.viewed", "desk/today.html", "The hub today"

    def context(self) -> dict[str, Any]:
        by, at = self.request.by, self.request.at
        assert by is not None
        timers = queue.running((*queue.OF_CONTACTS, *queue.OF_REPLIES))
        concerns = queue.concerns(timers)
        rows = in_order([queue.row_of(c, at) for c in concerns], at)
        red = [r for r in rows if r.grade == "red"][:MOST]
        due = [r for r in rows if r.due and at < r.due and same_day(r.due, at) and r.grade != "red"][:MOST]
        second = queue.seconds_wanted(by)
        dressed = with_people([*red, *due, *second], at)
        stuck, lag = watch()
        return {
            "red": dressed[: len(red)],
            "due": dressed[len(red) : len(red) + len(due)],
            "second": dressed[len(red) + len(due) :],
            "breached": breached(at),
            "waiting": waiting_on(timers, at),
            "waiting_head": [
                "Agency",
                {"text": "Waiting", "numeric": True},
                {"text": "Overdue", "numeric": True},
            ],
            "backlog_head": ["Since receipt", {"text": "Concerns", "numeric": True}],
            "backlog": backlog(concerns, at),
            "machine": machine(stuck, lag),
            "open": len(concerns),
            "stuck": stuck,
            "stuck_words": f"{words.plural(stuck, 'report')} from the public could not be taken in after five "
            "tries. Ring whoever looks after the site.",
            "nobodys": sum(c.first["owner_id"] is None for c in concerns),
        }


def same_day(one: datetime, other: datetime) -> bool:
    return words.local(one).date() == words.local(other).date()


def breached(at: datetime, most: int = MOST) -> dict[str, Any]:
    """Clocks that ran out and still run, those not explained first, each to be explained."""
    late = clocks.running().filter(due_at__lt=at)
    shown = list(
        late.filter(explained_at__isnull=True).select_related("agency", "subject").order_by("due_at")[:most]
    )
    names = named(shown)
    rows = [
        {
            "asks": clocks.words(d),
            "due": d.due_at,
            "explain": f"/work/clocks/{d.pk}/explain/",
            "url": place(d),
            "who": names.get(d.subject_id, "Open the record"),
            "owed_by": d.agency.name if d.agency else "",
        }
        for d in shown
    ]
    return {
        "rows": rows,
        "unexplained": late.filter(explained_at__isnull=True).count() if len(rows) == most else len(rows),
    }


def place(deadline: Deadline) -> str:
    return (
        f"/contacts/{deadline.subject_id}/"
        if deadline.subject.kind == "contact"
        else f"/work/children/{deadline.subject_id}/"
    )


def named(deadlines: list[Deadline]) -> dict[Any, str]:
    """The child behind each clock: its own subject, or the first child of its contact."""
    subjects = [d.subject_id for d in deadlines]
    people = (
        ContactPerson.objects.filter(Q(contact_id__in=subjects) | Q(subject_id__in=subjects), role="child")
        .select_related("subject__person")
        .order_by("-position")
    )
    out: dict[Any, str] = {}
    for person in people:
        name = person.subject.person.name
        out[person.contact_id] = name
        out[person.subject_id] = name
    return out


def waiting_on(timers: list[dict[str, Any]], at: datetime) -> list[list[Any]]:
    """For each agency asked: how many questions wait, how many are overdue, since when."""
    asked = [t for t in timers if t["duty"] in queue.OF_REPLIES]
    open_ = Counter(t["agency__name"] for t in asked)
    late = Counter(t["agency__name"] for t in asked if t["due_at"] <= at)
    return [[name or "not said", str(n), str(late[name])] for name, n in open_.most_common()]


def backlog(concerns: list[queue.Concern], at: datetime) -> list[list[str]]:
    """Undecided concerns by the time since their receipt."""
    found: Counter[str] = Counter()
    for concern in concerns:
        age = at - concern.first["received_at"]
        found[next(label for edge, label in AGES if age <= edge)] += 1
    return [[label, str(found[label])] for _, label in AGES]


def watch() -> tuple[int, str]:
    """(public reports that wait for a person, how far sealing lags behind, in words), in one query."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.reports_stuck(), sec.unsealed_age()")
        stuck, lag = cursor.fetchone() or (0, None)
    return int(stuck), words.span(lag) if lag and lag > timedelta(0) else "nothing waits"


def machine(stuck: int, lag: str) -> list[dict[str, str]]:
    return [
        {"key": "Ledger not yet sealed", "value": lag},
        {"key": "Public reports stuck", "value": str(stuck)},
    ]


class Duty(ReadPage):
    """What the duty team carries on: handed over, or red and not decided after the hub has closed."""

    verb, template, title = "manager.viewed", "desk/duty.html", "Duty"

    def context(self) -> dict[str, Any]:
        by, at = self.request.by, self.request.at
        assert by is not None
        concerns = queue.concerns(queue.running((*queue.OF_CONTACTS, *queue.OF_REPLIES)))
        closed = not clocks.calendar().is_open(at)
        rows = in_order([queue.row_of(c, at) for c in concerns if carried(c, closed)], at)
        return {
            "rows": with_people(rows[:100], at),
            "closed": closed,
            "second": with_people(queue.seconds_wanted(by), at),
        }


def carried(concern: queue.Concern, closed: bool) -> bool:
    return any(c["handed_to_duty_at"] for c in concern.contacts) or (closed and concern.grade in ("red", ""))
