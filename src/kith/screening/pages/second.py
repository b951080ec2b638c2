"""The second look and the month's story."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.pages import ActPage, ReadPage
from kith.instruments import reads as instruments
from kith.instruments.wording import shown
from kith.kit.forms import KithForm
from kith.kit.words import local
from kith.screening import forms, reads, sampling
from kith.screening.models import Sample, Sampled, VignetteGrade
from kith.screening.pages.base import Looked
from kith.statute import codes


class SecondLooks(ReadPage):
    """What waits for a second look, and what each month's sample was drawn from."""

    verb, template, title = "second_look.viewed", "screening/second_looks.html", "Second looks"

    def context(self) -> dict[str, Any]:
        waiting = (Sampled.objects.filter(given_at__isnull=True)
                   .select_related("sample", "screening", "not_needed").order_by("sample__month", "pk"))
        by = self.request.by
        assert by is not None
        return {"waiting": [s for s in waiting[:100] if not sampling.had_a_part(by, s)][:25],
                "samples": Sample.objects.order_by("-month", "kind")[:12]}


class SecondLook(Looked, ActPage):
    """One screening without its grade, or one reason for none."""

    verb, template, title = "second_look.given", "screening/second_look.html", "A second look"
    look = "screening.viewed"
    done = "Saved. The first grade is not shown to you, so that the next one is blind as well."

    @cached_property
    def item(self) -> Sampled:
        found = (Sampled.objects.select_related("sample", "screening__response__edition", "screening__incident",
                                                "screening__source_record", "not_needed__source_record",
                                                "not_needed__expected__incident")
                 .filter(pk=self.kwargs["sampled"], given_at__isnull=True).first())
        if found is None or (self.request.by and sampling.had_a_part(self.request.by, found)):
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.item.incident_id

    @property
    def form(self) -> type[KithForm]:  # type: ignore[override]
        return forms.SecondGrade if self.item.screening_id else forms.Check

    def draft_key(self) -> tuple[str, str]:
        return ("SecondLook", str(self.item.pk))

    def context(self) -> dict[str, Any]:
        words: dict[str, Any] = {"item": self.item, "button": "Save", "home": "/screenings/second/"}
        if self.item.not_needed:
            said = self.item.not_needed
            return words | {"reason": codes.label("screening_not_needed", said.reason), "note": said.note,
                            "child": reads.child_of(said.source_record, said.expected.incident.began_at)}
        assert self.item.screening is not None
        return words | {"answered": without_grade(self.item.screening),
                        "child": reads.child_of(self.item.screening.source_record,
                                                self.item.screening.incident.began_at)}

    def act(self, answers: dict[str, Any]) -> Any:
        agrees = {"yes": True, "no": False}.get(answers.get("agrees", ""))
        return sampling.give(**self.who(), item=self.item, note=answers["note"], grade=answers.get("grade", ""),
                             agrees=agrees)

    def next(self, outcome: Any) -> str:
        return "/screenings/second/"


def without_grade(screening: Any) -> Any:
    """The officer's answers but for the grade and why."""
    if screening.response is None:
        return ()
    tool, answers = instruments.tool_of(screening.response), instruments.answers_of(screening.response)
    questions = list(tool.questions())
    grade = tool.grade_question()
    at = questions.index(grade) if grade in questions else len(questions)
    hidden = questions[at:at + 2]
    keys, labels = {q.key for q in hidden}, {q.label for q in hidden}
    sections = shown(tool, {key: value for key, value in answers.items() if key not in keys})
    return [replace(s, lines=tuple(each for each in s.lines if each.label not in labels)) for s in sections]


class StoryPage(ActPage):
    """The month's story, graded alone."""

    verb, template, title, form = "vignette.graded", "screening/story.html", "This month's story", forms.SecondGrade
    done = "Thank you. How everybody graded it stands in the figures at the end of the month."

    def context(self) -> dict[str, Any]:
        month = local(self.request.at).date().replace(day=1)
        return {"story": sampling.story_of(month), "button": "Save my grade", "home": "/work/",
                "given": VignetteGrade.objects.filter(month=month).first()}

    def act(self, answers: dict[str, Any]) -> Any:
        return sampling.grade_story(by=self.request.by, at=self.request.at,
                                    month=local(self.request.at).date().replace(day=1), **answers)

    def next(self, outcome: Any) -> str:
        return "/screenings/story/"
