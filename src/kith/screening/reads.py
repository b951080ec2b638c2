"""Questions that this room's pages ask: what is expected of me, of my team, of the hub; one screening with its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.authority.models import Draft
from kith.authority.who import Session
from kith.kit import words
from kith.people import arrivals
from kith.people.models import SourceRecord
from kith.screening.models import Alert, Expected, Incident, IncidentPerson, Screening, Step
from kith.statute import codes
from kith.work import clocks

RECENT = timedelta(days=28)
SHOWN = 200
RANK = {"red": 0, "amber": 1, "green": 2}
COLOURS = {"red": "red", "amber": "orange", "green": "green"}
FORM = "ScreenPage"  # whose drafts are screenings begun


@dataclass(frozen=True)
class Child:
    """A child as the log names them: name, age at a day, which of several."""

    subject: UUID
    name: str
    age: str

    @property
    def said(self) -> str:
        return f"{self.name}, {self.age}" if self.age else self.name


@dataclass(frozen=True)
class Row:
    """One expected screening with where it stands."""

    expected: Expected
    child: Child
    due_at: datetime | None
    draft: bool = False

    @property
    def incident(self) -> Incident:
        return self.expected.incident

    @property
    def screening(self) -> Screening | None:
        return getattr(self.expected, "screening", None)

    @property
    def kind(self) -> str:
        return codes.label("incident_kind", self.incident.kind)

    @property
    def state(self) -> str:
        return state_of(self.expected)


def child_of(record: SourceRecord, on: datetime) -> Child:
    """The name as logged and the age on the day of the incident."""
    f = record.fields
    name = f"{f.get('given_name', '')} {f.get('family_name', '')}".strip() or "Name not known"
    day = words.local(on).date()
    born = arrivals.born_on(f.get("dob", ""), day)
    return Child(record.subject_id, name, words.age(born, day) if born else str(f.get("age", "")))


def state_of(expected: Expected) -> str:
    """Where one expected screening stands, in words that are safe for whoever attended."""
    screening = getattr(expected, "screening", None)
    if screening is None:
        reason = getattr(expected, "not_needed", None)
        if reason:
            return f"Not needed: {codes.label('screening_not_needed', reason.reason)}"
        return "Begun" if expected.begun_at else "To be screened"
    return state_of_screening(screening)


def state_of_screening(screening: Screening) -> str:
    if screening.returned_at:
        return "Sent back: please improve it"
    if screening.shared_at:
        return "Shared with the front door"
    if screening.not_shared_at:
        return "Looked into by the hub, and not shared"
    if screening.owner_id:
        return "With the hub: being looked into"
    if screening.supervised_at:
        return "With the hub"
    return "Sent: with the hub and your sergeant" if screening.reached_at else "Sent: with your sergeant"


def expected() -> QuerySet[Expected]:
    return Expected.objects.select_related("incident__team", "incident__officer", "source_record", "screening",
                                           "not_needed", "missed_to")


OPEN = Q(screening__isnull=True, not_needed__isnull=True)


def rows_of(found: Iterable[Expected], by: Session, *, hub: bool = False) -> list[Row]:
    """Rows with the running clock of each (the force's, or the hub's) and whether a draft stands, in two queries."""
    listed = list(found)
    keys = [e.pk for e in listed] + [e.screening.pk for e in listed if hasattr(e, "screening")]
    due: dict[UUID | None, datetime] = dict(
        clocks.running().filter(record_id__in=keys).values_list("record_id", "due_at"))
    drafts = set(Draft.objects.filter(worker_id=by.worker_id, page=FORM).values_list("about", flat=True))
    return [Row(e, child_of(e.source_record, e.expected_at), due.get(screening_of(e) if hub else e.pk),
                str(e.incident_id) in drafts) for e in listed]


def screening_of(expected: Expected) -> UUID | None:
    return expected.screening.pk if hasattr(expected, "screening") else None


@dataclass(frozen=True)
class Mine:
    """A constable's list, by what is to be done: one group an incident where children are still to be screened."""

    to_do: list[tuple[Incident, list[Row]]]
    returned: list[Row]
    sent: list[Row]
    older: int = 0  # never screened, before the last four weeks: the sergeant's to settle


def mine(by: Session, at: datetime) -> Mine:
    """What is expected of this officer, what came back, what they sent in the last weeks."""
    own = expected().filter(incident__officer=by.worker_id)
    undone, since = own.filter(OPEN), at - RECENT
    todo = rows_of(undone.filter(expected_at__gte=since).order_by("expected_at", "incident_id")[:SHOWN], by)
    returned = rows_of(own.filter(screening__returned_at__isnull=False).order_by("expected_at")[:SHOWN], by)
    sent = own.filter(Q(screening__returned_at__isnull=True, screening__submitted_at__gte=since)
                      | Q(not_needed__said_at__gte=since)).order_by("-expected_at")
    return Mine(by_incident(todo), returned, rows_of(sent[:SHOWN], by), undone.filter(expected_at__lt=since).count())


def by_incident(rows: Sequence[Row]) -> list[tuple[Incident, list[Row]]]:
    found: dict[UUID, tuple[Incident, list[Row]]] = {}
    for row in rows:
        found.setdefault(row.incident.pk, (row.incident, []))[1].append(row)
    return list(found.values())


@dataclass(frozen=True)
class Board:
    """A sergeant's board: what never came, what waits for them, what is back with an officer, what is still in time."""

    missing: list[Row]
    waiting: list[Row]
    returned: list[Row]
    due: list[Row]
    older: int = 0


def board(by: Session, at: datetime) -> Board:
    """What the sergeant's team owes and what waits for the sergeant, the oldest first."""
    team = expected().filter(incident__team__in=by.holders)
    undone = team.filter(OPEN).order_by("expected_at")
    recent = rows_of(undone.filter(expected_at__gte=at - RECENT)[:SHOWN], by)
    missing = [row for row in recent if never_came(row, at)]
    waiting = team.filter(screening__supervised_at__isnull=True, screening__returned_at__isnull=True,
                          screening__isnull=False, screening__shared_at__isnull=True,
                          screening__not_shared_at__isnull=True)
    found = rows_of(waiting.order_by("screening__submitted_at")[:SHOWN], by)
    return Board(
        missing=missing,
        older=undone.filter(expected_at__lt=at - RECENT).count(),
        waiting=sorted(found, key=lambda r: (RANK[grade_of(r)], r.due_at or at)),
        returned=rows_of(team.filter(screening__returned_at__isnull=False).order_by("expected_at")[:SHOWN], by),
        due=[row for row in recent if not never_came(row, at)])


def never_came(row: Row, at: datetime) -> bool:
    """Its time is over, whether or not the sweep has told the sergeant yet."""
    return row.expected.missed_at is not None or (row.due_at is not None and row.due_at < at)


def grade_of(row: Row) -> str:
    return row.screening.handled_as if row.screening else "green"


def queue(by: Session, at: datetime, show: str = "") -> list[Row]:
    """The hub's queue: what has got there and is not finished, red first, then what runs out first."""
    waiting = expected().filter(screening__reached_at__isnull=False, screening__shared_at__isnull=True,
                                screening__not_shared_at__isnull=True, screening__returned_at__isnull=True)
    if show in RANK:
        waiting = waiting.filter(screening__handled_as=show)
    if show == "mine":
        waiting = waiting.filter(screening__owner=by.worker_id)
    found = rows_of(waiting.order_by("screening__reached_at")[:SHOWN], by, hub=True)
    return sorted(found, key=lambda r: (RANK[grade_of(r)], r.due_at or at))


@dataclass(frozen=True)
class AlertRow:
    """An alert with the screenings that caused it, each with its child, day and grade."""

    alert: Alert
    causes: list[tuple[Screening, Child]]

    @property
    def about(self) -> str:
        names = list(dict.fromkeys(child.said for _, child in self.causes))
        return words.join_and(names)


def alerts(found: Iterable[Alert]) -> list[AlertRow]:
    """Alerts as rows; a cause that the reader may not see is left out."""
    listed = list(found)
    causes = (Screening.objects.filter(pk__in=[c.screening_id for a in listed for c in a.causes.all()])
              .select_related("incident", "source_record"))
    by_key = {s.pk: (s, child_of(s.source_record, s.incident.began_at)) for s in causes}
    return [AlertRow(a, [by_key[c.screening_id] for c in sorted(a.causes.all(), key=lambda c: c.position)
                         if c.screening_id in by_key]) for a in listed]


def standing_alerts() -> QuerySet[Alert]:
    """Runs of greens that nobody has looked at and nothing has withdrawn, the oldest first. A red, an amber or a green
    with domestic abuse stands on the queue by itself, handled as what it is."""
    return (Alert.objects.filter(reason="third_green", withdrawn_at__isnull=True, looked_at__isnull=True)
            .prefetch_related("causes").order_by("raised_at"))


def alerts_of(screening: Screening) -> list[AlertRow]:
    """Every alert that rests on this screening, those withdrawn too."""
    found = Alert.objects.filter(causes__screening=screening).select_related("looked_by").prefetch_related("causes")
    return alerts(found.distinct().order_by("raised_at"))


def steps_of(screening: Screening) -> list[dict[str, Any]]:
    """The line of one screening for the timeline, newest first."""
    found = Step.objects.filter(screening=screening).select_related("created_by__agency").order_by("-at")
    lines = [{"at": s.at, "title": step_title(s), "by": f"{s.created_by.name}, {s.created_by.agency.name}",
              "text": step_text(s), "strong": s.kind in ("returned", "regraded", "shared", "not_shared")}
             for s in found]
    first = f"Sent, graded {screening.officer_grade}" if screening.officer_grade else "Sent without a grade"
    if screening.supervisor_name:
        lines.append({"at": screening.supervised_at, "title": "Supervised in the force's own system",
                      "by": screening.supervisor_name, "text": ""})
    return [*lines, {"at": screening.submitted_at, "title": first,
                     "by": screening.officer_name or screening.created_by.name, "text": ""}]


def step_title(step: Step) -> str:
    if step.kind == "regraded":
        return f"Grade changed from {step.before} to {step.after}"
    return str(step.get_kind_display())


def step_text(step: Step) -> str:
    name = {"returned": "screening_returned_for", "not_shared": "screening_not_shared"}.get(step.kind, "")
    listed = [codes.label(name, c) for c in step.codes] if name else []
    return " ".join([*(f"{text}." for text in listed), step.text]).strip()


def people_of(incident: Incident) -> list[dict[str, Any]]:
    """Everybody the log names, children first."""
    found = IncidentPerson.objects.filter(incident=incident).select_related("source_record").order_by("position")
    return [{"child": child_of(p.source_record, incident.began_at), "role": p.get_role_display(), "kind": p.kind,
             "present": p.present} for p in sorted(found, key=lambda p: (p.kind != "child", p.position))]
