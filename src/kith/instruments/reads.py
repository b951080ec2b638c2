"""Questions about answers: under which version, what was said, as a page, as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kith.instruments import asking, storing
from kith.instruments.grading import graded
from kith.instruments.models import Edition, Response
from kith.instruments.reading import read
from kith.instruments.tool import Tool, Value, as_plain
from kith.instruments.wording import ShownSection, said, shown

COLUMNS = ("response", "subject", "about", "tool", "version", "given_at", "question", "label", "answer", "why_not",
           "source")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tool_of(response: Response) -> Tool:
    """The version it was given under, from the text that was kept: it outlives the file."""
    return read(response.edition.text)


def answers_of(response: Response) -> dict[str, Value]:
    """The typed answers that this reader may see: somebody's own words are left out where C11 is closed to them."""
    return storing.values(tool_of(response), response.answers.all(), response.words.all())


def answers_of_many(responses: Iterable[UUID]) -> dict[UUID, dict[str, Value]]:
    """Typed answers by response, in four queries for any number of them."""
    found = (Response.objects.filter(pk__in=list(responses)).select_related("edition")
             .prefetch_related("answers", "words"))
    return {each.pk: answers_of(each) for each in found}


def sheet(response: Response) -> tuple[ShownSection, ...]:
    """One response for a page or for print, under the version it was given under."""
    answers, words = response.answers.all(), response.words.all()
    return shown(tool_of(response), answers_of(response), storing.sources(answers), storing.closed(answers, words))


def newest(subject: UUID, tool: str = "") -> Response | None:
    """The subject's newest response that nothing has replaced."""
    found = Response.objects.filter(subject=subject, replaced_by__isnull=True).select_related("edition")
    return (found.filter(tool=tool) if tool else found).order_by("-given_at").first()


def as_json(response: Response) -> str:
    """One response as JSON: tool, version, both grades with the rules met, and every answer with its question."""
    tool, answers = tool_of(response), answers_of(response)
    found = graded(tool, answers)
    whole = {
        "id": str(response.pk), "subject": str(response.subject_id), "tool": tool.key, "version": tool.version,
        "given_at": response.given_at.isoformat(), "grade": response.grade, "rule_grade": response.rule_grade,
        "rules_met": [each.rule.because for each in found.reasons],
        "answers": {key: {"question": tool.question(key).label, "answer": as_plain(value)}
                    for key, value in answers.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_csv(responses: Iterable[Response]) -> str:
    """One line an answer. A cell that a spreadsheet would run as a formula is kept as text by a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for response in responses:
        tool, answers = tool_of(response), answers_of(response)
        sources = storing.sources(response.answers.all())
        for key, value in answers.items():
            writer.writerow(_safe(_row(response, tool, key, value, sources.get(key, ""))))
    return out.getvalue()


def _row(response: Response, tool: Tool, key: str, value: Value, source: str) -> list[Any]:
    question, missing = tool.question(key), not asking.is_answered(value)
    words = said(question, value)
    return [response.pk, response.subject_id, response.about_id or "", tool.key, tool.version,
            response.given_at.isoformat(), key, question.label, "" if missing else words, words if missing else "",
            source]


def _safe(row: list[Any]) -> list[str]:
    return [f"'{text}" if text.startswith(FORMULA) else text for text in map(str, row)]


def editions(key: str) -> list[Edition]:
    """The versions of a tool that somebody has answered under."""
    return list(Edition.objects.filter(key=key).order_by("kept_at"))


def changed_since(tool: Tool) -> bool:
    """Whether somebody answered under this version while its file said something else."""
    return Edition.objects.filter(key=tool.key, version=tool.version).exclude(digest=tool.digest).exists()


def kept_tools(key: str) -> list[Tool]:
    """Those versions, read."""
    return [read(edition.text) for edition in editions(key)]


