"""The manager's page and the duty team's queue: red now, due today, breached, and whom everybody waits for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority.pages import ReadPage
from kith.desk import lines, queue
from kith.desk.rows import in_order, with_people
from kith.kit import words
from kith.meetings.care_pages import unseen_rows
from kith.people.reads import rows as ask
from kith.work import clocks

AGES = (
    (timedelta(hours=4), "under 4 hours"),
    (timedelta(days=1), "4 to 24 hours"),
    (timedelta(days=3), "1 to 3 days"),
    (timedelta(days=7), "3 to 7 days"),
    (timedelta(days=36500), "over a week"),
)
MOST = 25
RECORDS = {"contact": "/contacts/{}/", "child": "/work/children/{}/", "adult": "/work/children/{}/"}
OWN = ("hub", "council")  # owners of clocks that the hub keeps for the council
BREACHED = """
select d.id, d.subject_id, d.duty, d.due_at, coalesce(a.name, ''), s.kind, count(*) over ()
  from work_deadline d join authority_subject s on s.id = d.subject_id
  left join authority_agency a on a.id = d.agency_id
 where d.met_at is null and d.superseded_at is null and d.explained_at is null and d.due_at < %s
 order by d.due_at limit %s
"""
NAMES = """
select p.subject_id, btrim(p.given_name || ' ' || p.family_name)
  from people_person p where p.subject_id = any(%(subjects)s)
union all
select * from (select distinct on (n.contact_id) n.contact_id, btrim(p.given_name || ' ' || p.family_name)
  from frontdoor_contactperson n join people_person p on p.subject_id = n.subject_id
 where n.contact_id = any(%(subjects)s) and n.role = 'child' order by n.contact_id, n.position) c
"""


class Today(ReadPage):
    """The hub today, for whoever answers for it."""

    verb, template, title = "manager.viewed", "desk/today.html", "The hub today"

    def context(self) -> dict[str, Any]:
        by, at = self.request.by, self.request.at
        assert by is not None
        timers = queue.running()
        concerns = queue.concerns(timers)
        rows = in_order([queue.row_of(c, at) for c in concerns], at)
        red = [r for r in rows if r.grade == "red"][:MOST]
        due = [r for r in rows if r.due and at < r.due and same_day(r.due, at) and r.grade != "red"][:MOST]
        second = lines.seconds_wanted(lines.read(by, at, "second"))
        dressed = with_people([*red, *due, *second], at)
        stuck, lag = watch()
        return {
            "unseen": unseen_rows(at),
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
            "nobodys": sum(c.first.owner_id is None for c in concerns),
        }


def same_day(one: datetime, other: datetime) -> bool:
    return words.local(one).date() == words.local(other).date()


def breached(at: datetime, most: int = MOST) -> dict[str, Any]:
    """Clocks that ran out, still run and are not explained, the oldest first, each to be explained."""
    late = ask(BREACHED, [at, most])
    names = named([row[1] for row in late])
    rows = [
        {
            "asks": clocks.register(duty).name,
            "due": due,
            "explain": f"/work/clocks/{pk}/explain/",
            "url": RECORDS[kind].format(subject) if kind in RECORDS else "",
            "who": names.get(subject, "Open the record" if kind in RECORDS else "A police incident"),
            "owed_by": agency or owner_of(duty),
        }
        for pk, subject, duty, due, agency, kind, _ in late
    ]
    return {"rows": rows, "unexplained": late[0][-1] if late else 0}


def owner_of(duty: str) -> str:
    """Who owes it by law or local rule, where no agency is named on the clock itself."""
    owner = clocks.register(duty).owner
    return "the hub" if owner in OWN else owner


def named(subjects: Sequence[UUID]) -> dict[UUID, str]:
    """The child behind each clock: its own subject, or the first child of its contact."""
    return {subject: name for subject, name in ask(NAMES, {"subjects": list(subjects)}) if name} if subjects else {}


def waiting_on(timers: Sequence[queue.Timer], at: datetime) -> list[list[Any]]:
    """For each agency asked: how many questions wait, how many are overdue, since when."""
    asked = [t for t in timers if t.duty in queue.OF_REPLIES]
    open_ = Counter(t.agency for t in asked)
    late = Counter(t.agency for t in asked if t.due_at <= at)
    return [[name or "not said", str(n), str(late[name])] for name, n in open_.most_common()]


def backlog(concerns: list[queue.Concern], at: datetime) -> list[list[str]]:
    """Undecided concerns by the time since their receipt."""
    found: Counter[str] = Counter()
    for concern in concerns:
        age = at - concern.first.received_at
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
        concerns = queue.concerns(queue.running())
        closed = not clocks.calendar().is_open(at)
        rows = in_order([queue.row_of(c, at) for c in concerns if carried(c, closed)], at)
        return {
            "rows": with_people(rows[:100], at),
            "closed": closed,
            "second": with_people(lines.seconds_wanted(lines.read(by, at, "second")), at),
        }


def carried(concern: queue.Concern, closed: bool) -> bool:
    return concern.handed_to_duty or (closed and concern.grade in ("red", ""))
