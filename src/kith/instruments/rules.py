"""What is wrong with a set of answers, in sentences for the person who gave them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from kith.instruments import asking
from kith.instruments.tool import Answers, Named, Question, Tool, Value, WhyNot

CODED = ("yes_no", "choice", "grade")
TYPES: dict[str, type | tuple[type, ...]] = {
    "yes_no": str, "choice": str, "grade": str, "text": str, "voice": str, "number": int, "date": date, "time": time,
    "many": tuple, "people": tuple,
}


def faults(tool: Tool, answers: Answers) -> list[tuple[str, str]]:
    """(question, sentence) for everything that is missing or cannot be right, in page order; then unknown questions."""
    found = [(q.key, said) for q in asking.asked(tool, answers) for said in _question_faults(q, answers.get(q.key))]
    return found + [(key, f"This version of {tool.name} has no question “{key}”.")
                    for key in answers if key not in tool.by_key]


def reasons_against(tool: Tool, answers: Answers) -> list[str]:
    """The sentences of `faults` alone, for a rule of an act."""
    return [said for _, said in faults(tool, answers)]


def _question_faults(question: Question, value: Value | None) -> Iterator[str]:
    if not asking.is_given(value):
        if question.required:
            yield missing(question)
        return
    if isinstance(value, WhyNot):
        if value.code not in {c.code for c in question.reasons}:
            yield f"{short(question)}: choose one of the reasons shown."
        return
    if not _is_typed(question, value):
        yield f"{short(question)}: this is not the kind of answer that was asked for."
    else:
        yield from _value_faults(question, value)


def missing(question: Question) -> str:
    """What to do about a question without an answer."""
    reason = ", or say why not" if question.reasons else ""
    return f"Answer “{question.label}”{reason}"


def short(question: Question) -> str:
    """The question as the head of a sentence."""
    return f"“{question.label}”"


def _is_typed(question: Question, value: Value | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, TYPES[question.kind]):
        return False
    if question.kind == "people":
        return all(isinstance(each, Named) for each in value)  # type: ignore[union-attr]
    return question.kind != "many" or all(isinstance(each, str) for each in value)  # type: ignore[union-attr]


def _value_faults(question: Question, value: Value | None) -> Iterator[str]:
    codes = {c.code for c in question.choices}
    chosen = {value} if question.kind in CODED else set(value) if question.kind == "many" else set()  # type: ignore
    if chosen - codes:
        yield f"{short(question)}: choose from the answers shown."
    if isinstance(value, str) and question.longest and len(value) > question.longest:
        yield f"{short(question)}: write {question.longest:,} characters or fewer."
    if question.kind == "people" and any(not each.name.strip() for each in value):  # type: ignore[union-attr]
        yield f"{short(question)}: give each person a name, or write “not known”."
