"""Answers as words: for pages, print, explanations. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from kith.instruments import asking
from kith.instruments.tool import Answers, Named, Question, Tool, Value, WhyNot


@dataclass(frozen=True)
class Line:
    """One question with its answer in words. `kind` "voice" is somebody's own words and shown as such; `missing` says
    that nothing was answered."""

    question: str
    label: str
    words: str
    kind: str
    source: str = ""
    missing: bool = False


@dataclass(frozen=True)
class ShownSection:
    title: str
    lines: tuple[Line, ...]


def said(question: Question, value: Value | None) -> str:
    """One answer in words; "no answer" where there is none."""
    if not asking.is_given(value):
        return "no answer"
    if isinstance(value, WhyNot):
        return f"not answered: {question.words_for(value.code)}"
    if isinstance(value, tuple):
        return ", ".join(_person(v) if isinstance(v, Named) else question.words_for(v) for v in value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return question.words_for(value) if isinstance(value, str) else str(value)


def _person(person: Named) -> str:
    more = ", ".join(part for part in (person.age, person.relation) if part)
    return f"{person.name} ({more})" if more else person.name


CLOSED = "Written down; not open to you"


def shown(tool: Tool, answers: Answers, sources: Mapping[str, str] | None = None,
          closed: Collection[str] = ()) -> tuple[ShownSection, ...]:
    """Every question that was asked, with its answer, by section; sections in which nothing was asked are left out.
    `closed`: questions answered in words that this reader may not open."""
    there = {q.key for q in asking.asked(tool, answers)}
    found = []
    for section in tool.sections:
        lines = tuple(_closed(q) if q.key in closed else _line(q, answers.get(q.key), sources or {})
                      for q in section.questions if q.key in there)
        if lines:
            found.append(ShownSection(section.title, lines))
    return tuple(found)


def _line(question: Question, value: Value | None, sources: Mapping[str, str]) -> Line:
    kind = "plain" if isinstance(value, WhyNot) else question.kind
    return Line(question.key, question.label, said(question, value), kind, sources.get(question.key, ""),
                not asking.is_given(value))


def _closed(question: Question) -> Line:
    return Line(question.key, question.label, CLOSED, "plain")
