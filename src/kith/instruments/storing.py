"""Answers as rows and back again. A number in a row is a 32-bit whole number; a time has no zone (London's clock)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from kith.instruments.models import Answer, Response, Words
from kith.instruments.tool import Answers, Named, Question, Tool, Value, WhyNot

PERSON = ("name", "age", "relation")
IN_WORDS = "in_words"  # stands among the answers for words that are kept apart, so that nobody takes them for missing


def rows(response: Response, tool: Tool, answers: Answers,
         sources: Mapping[str, str] | None = None) -> tuple[list[Answer], list[Words]]:
    """Unsaved rows of one response, a child's or anybody's own words apart. `answers` are those that were kept."""
    plain: list[Answer] = []
    words: list[Words] = []
    whose = {"response": response, "subject_id": response.subject_id, "created_by_id": response.created_by_id}
    for key, value in answers.items():
        question, source = tool.question(key), (sources or {}).get(key, "")[:120]
        if question.kind == "voice" and isinstance(value, str):
            words.append(Words(question=key, text=value, **whose))
            plain.append(Answer(question=key, code=IN_WORDS, **whose))
            continue
        plain += [Answer(question=key, place=place, part=part, source=source, **column, **whose)
                  for place, part, column in _columns(question, value)]
    return plain, words


def _columns(question: Question, value: Value) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(place, part, column) of each row that an answer takes."""
    if not isinstance(value, tuple):
        yield 0, "", _column(question, value)
        return
    for place, item in enumerate(value):
        if isinstance(item, Named):
            yield from ((place, part, {"text": text}) for part in PERSON if (text := getattr(item, part)))
        else:
            yield place, "", {"code": item}


def _column(question: Question, value: Value) -> dict[str, Any]:
    if isinstance(value, WhyNot):
        return {"why_not": value.code}
    if isinstance(value, str):
        return {"text" if question.kind in ("text", "voice") else "code": value}
    if isinstance(value, date):
        return {"day": value}
    return {"time": value} if isinstance(value, time) else {"number": value}


def values(tool: Tool, answers: Iterable[Answer], words: Iterable[Words]) -> dict[str, Value]:
    """The typed answers of one response, in page order of the version it was given under."""
    found: dict[str, Value] = {row.question: row.text for row in words}
    rows_of: dict[str, list[Answer]] = {}
    for row in sorted(answers, key=lambda row: row.place):
        if row.code != IN_WORDS:
            rows_of.setdefault(row.question, []).append(row)
    for key, listed in rows_of.items():
        found[key] = _value(tool.question(key), listed)
    return {q.key: found[q.key] for q in tool.questions() if q.key in found}


def closed(answers: Iterable[Answer], words: Iterable[Words]) -> frozenset[str]:
    """Questions answered in words that this reader may not open."""
    return frozenset(row.question for row in answers if row.code == IN_WORDS) - {row.question for row in words}


def _value(question: Question, listed: list[Answer]) -> Value:
    first = listed[0]
    if first.why_not:
        return WhyNot(first.why_not)
    if question.kind == "many":
        return tuple(row.code for row in listed)
    if question.kind == "people":
        return _people(listed)
    single: list[Value | None] = [first.day, first.time, first.number, first.code or first.text]
    return next(value for value in single if value is not None)


def _people(listed: list[Answer]) -> tuple[Named, ...]:
    parts: dict[int, dict[str, str]] = {}
    for row in listed:
        parts.setdefault(row.place, {"name": ""})[row.part] = row.text
    return tuple(Named(**each) for each in parts.values())


def sources(answers: Iterable[Answer]) -> dict[str, str]:
    """Where the known facts among the answers came from, by question."""
    return {row.question: row.source for row in answers if row.source}
