"""How good the data are, and the questions about them that wait for an answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from kith.authority.models import Agency
from kith.authority.pages import ActPage, ReadPage
from kith.desk.index_pages import forms
from kith.desk.index_pages.base import IndexLook, called
from kith.kit import pagination, words
from kith.people import linkage
from kith.people.index import calibration, quality
from kith.people.linkage.calibrate import AT_LEAST
from kith.people.models import Identifier, Person, Quality, SourceRecord
from kith.work.models import Involvement


class DataQuality(IndexLook, ReadPage):
    """NHS numbers by source, duplicates found, machine links undone, open questions, and answers by weight."""

    verb, look = "matching_quality.viewed", "matching_quality.viewed"
    template, title = "desk/index/quality.html", "Quality of the data"

    def subject(self, **kwargs: Any) -> None:
        return None

    def context(self) -> dict[str, Any]:
        questions = quality.open_questions()
        names = self.names({q.subject_id for q in questions})
        return {
            "shares": quality.numbers_by_source(),
            "whole": quality.numbers_of_all(),
            "figures": quality.figures(self.request.at),
            "goal": quality.CP_IS,
            "questions": [(q, called(names, q.subject_id)) for q in questions],
            "steps": [(f"from {low:+.1f}", round(share * 100)) for low, share, _ in quality.calibration()],
            "answers": sum(n for _, _, n in quality.calibration()),
            "calibrated": calibration.newest(linkage.load_model().version),
            "wanted": AT_LEAST,
        }


class WithoutNumber(IndexLook, ReadPage):
    """The children of one source without a verified NHS number: those known to be protected or looked after first."""

    verb, look = "matching_quality.viewed", "matching_quality.viewed"
    template, title = "desk/index/without_number.html", "Without a verified NHS number"

    def subject(self, **kwargs: Any) -> None:
        found = Agency.objects.filter(pk=kwargs["agency"]).first()
        if found is None:
            raise Http404
        self.agency = found

    def context(self) -> dict[str, Any]:
        page = pagination.take(without_number(self.agency), self.request.GET.get("page"))
        names = self.names(p.subject_id for p in page.rows)
        rows = [(names[p.subject_id], p.held, p.known) for p in page.rows if p.subject_id in names]
        return {"agency": self.agency, "page": page, "rows": rows, "back_url": "/work/people/quality/"}


def without_number(agency: Agency) -> QuerySet[Person]:
    """Children of whom this agency wrote and whose NHS number nobody has verified, each with the number `held` (if any)
    and whether somebody works with them (`known`): Child Protection - Information Sharing is about those first."""
    numbers = Identifier.objects.filter(subject_id=OuterRef("subject_id"), scheme="nhs", ended_at=None)
    wrote = SourceRecord.objects.filter(subject_id=OuterRef("subject_id"), agency=agency)
    working = Involvement.objects.filter(subject_id=OuterRef("subject_id"), until_at=None)
    return (Person.objects.filter(Exists(wrote), ~Exists(numbers.filter(verified=True)), kind="child")
            .exclude(subject__state="redirected")
            .annotate(held=Subquery(numbers.values("value")[:1]), known=Exists(working))
            .order_by("-known", "family_name", "given_name", "pk"))


class Settle(IndexLook, ActPage):
    """One question about data: what was found, and what was done."""

    verb, template, title, form = (
        "quality.settled",
        "desk/index/settle.html",
        "A question about data",
        forms.SettleForm,
    )
    done = "Answered, and kept with who found it."

    def subject(self, **kwargs: Any) -> UUID:
        found = Quality.objects.filter(pk=kwargs["question"]).select_related("created_by").first()
        if found is None:
            raise Http404
        self.question = found
        return self.question.subject_id

    def draft_key(self) -> tuple[str, str]:
        return ("Settle", str(self.kwargs["question"]))

    def context(self) -> dict[str, Any]:
        pair = [s for s in (self.question.subject_id, self.question.other_id) if s]
        names = self.names(pair)
        return {
            "question": self.question,
            "people": [(called(names, s), f"/work/people/persons/{s}/") for s in pair],
            "asked": f"{self.question.created_by.name}, {words.long_date(self.question.raised_at.date())}",
            "back_url": "/work/people/quality/",
        }

    def act(self, answers: dict[str, Any]) -> Any:
        return quality.settle(
            by=self.request.by,
            at=self.request.at,
            subject=self.whom,
            question=self.question,
            note=answers["note"],
        )

    def next(self, outcome: Any) -> str:
        return "/work/people/quality/"
