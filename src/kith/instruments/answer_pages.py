"""One completed tool on a page, for print and as a file: under the version it was given under, how it was graded and
by which answers, and what every other version would have made of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.pages import ReadPage
from kith.authority.policy import may
from kith.instruments import reads, shelf
from kith.instruments.comparing import regraded
from kith.instruments.grading import graded, sentences
from kith.instruments.models import Response
from kith.instruments.tool import Tool, Value


class OneResponse(ReadPage):
    """Base: finds the response through row security; hidden is absent."""

    @cached_property
    def response(self) -> Response:
        found = (Response.objects.select_related("edition", "agency", "created_by")
                 .prefetch_related("answers", "words").filter(pk=self.kwargs["response"]).first())
        if found is None:
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.response.subject_id

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "response": str(self.response.pk)}


class ResponsePage(OneResponse):
    """Every answer with its question; the grading explained; the same answers under the other versions."""

    verb, template = "response.viewed", "instruments/response.html"

    def context(self) -> dict[str, Any]:
        response, tool = self.response, reads.tool_of(self.response)
        answers = reads.answers_of(response)
        by, reference = self.request.by, str(response.pk)[-8:]
        assert by is not None
        return {
            "title": tool.name, "response": response, "tool": tool, "sections": reads.sheet(response),
            "grading": sentences(tool, graded(tool, answers), answers) if tool.grades else [],
            "others": others(tool, answers), "may_export": may(by, "response.exported"),
            "sheet": {"name": tool.name, "reference": reference, "reader": by.name,
                      "printed_at": f"{self.request.at:%-d %B %Y}"},
        }


def others(tool: Tool, answers: dict[str, Value]) -> list[dict[str, Any]]:
    """What every other version of the tool would have graded these answers, and how sure that is."""
    out = []
    for other in shelf.versions(tool.key):
        if other.digest == tool.digest or not other.grades:
            continue
        found = regraded(answers, given_under=tool, under=other)
        labels = [other.question(key).label for key in found.missing]
        out.append({"tool": other, "grade": other.grade_words(found.graded.reached) or "no grade",
                    "missing": labels, "lost": [tool.question(key).label for key in found.lost]})
    return out


class ResponseFile(OneResponse):
    """One response as a file: every answer that this reader may open, with its question. A disclosure, so logged."""

    verb = "response.exported"
    makers = {"json": (reads.as_json, "application/json"), "csv": (lambda r: reads.as_csv([r]), "text/csv")}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["kind"] not in self.makers:
            raise Http404
        make, mime = self.makers[kwargs["kind"]]
        answer = HttpResponse(make(self.response), content_type=f"{mime}; charset=utf-8")
        name = f"{self.response.tool}-{str(self.response.pk)[-8:]}.{kwargs['kind']}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
