"""Questions between agencies, as their pages ask for them: what my agency owes, what is late and whose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from kith.authority.models import Draft
from kith.authority.who import Session
from kith.kit.words import local
from kith.people import reads as people
from kith.people.reads import Line
from kith.statute import codes
from kith.work.models import Answer, Deadline, Request

FILTERS = (("", "All"), ("overdue", "Overdue"), ("red", "Red"), ("amber", "Amber"), ("green", "Green"))


@dataclass
class Question:
    """One question as a row: the child in words, when it is due, and what this agency said last time."""

    request: Request
    child: Line
    due_at: datetime | None
    last: Answer | None = None
    draft: Mapping[str, list[str]] | None = None

    @property
    def text(self) -> str:
        """What stands in the answer's field: the draft, else the last answer to build on."""
        if self.draft and self.draft.get("text"):
            return self.draft["text"][0]
        return self.last.text if self.last and self.last.outcome == "answered" else ""

    @property
    def means(self) -> str:
        if self.draft and self.draft.get("means"):
            return self.draft["means"][0]
        return self.last.means if self.last and self.last.outcome == "answered" else ""


def due_at() -> Subquery:
    """When the answer to a request is due, from its running clock."""
    clocks = Deadline.objects.filter(
        subject=OuterRef("subject"), record_id=OuterRef("pk"), met_at__isnull=True, superseded_at__isnull=True
    )
    return Subquery(clocks.values("due_at")[:1])


def open_questions(agency: UUID | None = None) -> QuerySet[Any]:
    """Questions nobody has answered yet, the most pressing first; of one agency, or of all."""
    found = Request.objects.filter(answer__isnull=True, withdrawn_at__isnull=True).annotate(due_at=due_at())
    if agency:
        found = found.filter(agency=agency)
    return found.select_related("created_by", "agency").order_by("due_at", "sent_at")


def overdue(now: datetime, agency: UUID | None = None) -> QuerySet[Any]:
    """Questions whose answer is late, the latest first: visible to the hub and to the agency's own people."""
    return open_questions(agency).filter(due_at__lt=now)


def filtered(found: QuerySet[Any], show: str, now: datetime) -> QuerySet[Any]:
    """The rows of one filter; an unknown filter shows all."""
    if show == "overdue":
        return found.filter(due_at__lt=now)
    return found.filter(grade=show) if show in ("red", "amber", "green") else found


def counts(agency: UUID, now: datetime) -> dict[str, int]:
    """How many rows each filter would show, in one query."""
    grades = {g: Count("pk", filter=Q(grade=g)) for g in ("red", "amber", "green")}
    found: dict[str, int] = (
        open_questions(agency)
        .order_by()
        .aggregate(all=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now)), **grades)
    )
    return {"": found.pop("all"), **found}


def as_questions(requests: Iterable[Any], by: Session, now: datetime) -> list[Question]:
    """Rows for the page, with the child, the agency's own last answer and my drafts, in a few queries."""
    rows = list(requests)
    children = lines_of([r.subject_id for r in rows], now)
    last = last_answers(by.agency_id, [r.subject_id for r in rows])
    kept = dict(
        Draft.objects.filter(
            worker_id=by.worker_id, page="AnswerQuestion", about__in=[str(r.pk) for r in rows]
        ).values_list("about", "answers")
    )
    return [
        Question(r, children[r.subject_id], r.due_at, last.get(r.subject_id), kept.get(str(r.pk)))
        for r in rows
    ]


def lines_of(subjects: list[UUID], now: datetime) -> dict[UUID, Line]:
    """Each child as name, age and whom they live with; every subject asked for is there."""
    found = people.lines(subjects, local(now).date())
    return {s: found.get(s) or Line(s, "child", "Name not known", "", "", "") for s in subjects}


def last_answers(agency: UUID, subjects: Iterable[UUID]) -> dict[UUID, Answer]:
    """This agency's newest answer about each child."""
    found = Answer.objects.filter(agency=agency, subject__in=list(subjects)).exclude(outcome="declined")
    return {a.subject_id: a for a in found.order_by("subject_id", "-answered_at").distinct("subject_id")}


@dataclass(frozen=True)
class Given:
    """An answer already given, as a row."""

    answer: Answer
    child: Line
    reason: str = ""


def answered_since(agency: UUID, since: datetime) -> QuerySet[Answer]:
    return (
        Answer.objects.filter(agency=agency, answered_at__gte=since)
        .select_related("request", "created_by", "agency")
        .order_by("-answered_at")
    )


def not_shared(agency: UUID | None) -> QuerySet[Answer]:
    """The register of what was not shared, the earliest day of review first (Children Act 2004 s.16LA)."""
    found = Answer.objects.filter(outcome="declined")
    if agency:
        found = found.filter(agency=agency)
    return found.select_related("request", "created_by", "agency").order_by("review_on", "answered_at")


def as_given(answers: Iterable[Answer], now: datetime) -> list[Given]:
    """Answers with the child in words and the coded reason in its label."""
    rows = list(answers)
    children = lines_of([a.subject_id for a in rows], now)
    return [Given(a, children[a.subject_id], reason_words(a.decline_reason)) for a in rows]


def reason_words(code: str) -> str:
    return codes.label("request_declined_reason", code) if code else ""
