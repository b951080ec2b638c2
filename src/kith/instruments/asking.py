"""Which questions are asked, given the answers so far. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from kith.instruments.tool import Answers, Condition, Question, Tool, Value, WhyNot


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether a condition is true of the answers. Without an answer, or with a reason for none, it is not."""
    value = answers.get(condition.question)
    if value is None or isinstance(value, WhyNot) or value in ("", ()):
        return False
    codes = set(value) if isinstance(value, tuple) else {value}
    if condition.any_of and not codes & set(condition.any_of):
        return False
    if codes & set(condition.none_of):
        return False
    return _fits(_size(value), condition)


def _size(value: Value) -> int:
    if isinstance(value, tuple):
        return len(value)
    return value if isinstance(value, int) else 0


def _fits(size: int, condition: Condition) -> bool:
    low, high = condition.at_least, condition.at_most
    return (low is None or size >= low) and (high is None or size <= high)


def all_hold(conditions: Iterable[Condition], answers: Answers) -> bool:
    """Whether every condition is true; of none at all, it is."""
    return all(holds(condition, answers) for condition in conditions)


def asked(tool: Tool, answers: Answers) -> tuple[Question, ...]:
    """The questions whose conditions hold, in page order. An answer to a question that is not asked counts for nothing,
    so a chain of conditions falls together."""
    counted: dict[str, Value] = {}
    found = []
    for question in tool.questions():
        if all_hold(question.asked_if, counted):
            found.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return tuple(found)


def kept(tool: Tool, answers: Answers) -> dict[str, Value]:
    """The answers to questions that are asked, in page order: what is stored, graded and shown."""
    return {q.key: answers[q.key] for q in asked(tool, answers) if is_given(answers.get(q.key))}


def is_given(value: Value | None) -> bool:
    """Whether anything was said, a reason for no answer included."""
    return value is not None and value not in ("", ())


def is_answered(value: Value | None) -> bool:
    """Whether the question itself was answered."""
    return is_given(value) and not isinstance(value, WhyNot)


def completeness(tool: Tool, answers: Answers) -> dict[str, str]:
    """For each thing the tool's questions count as ("voice", "school" …): "answered", "explained" (a reason for none),
    "missing", or "not_asked". Several questions for one thing: the best of them."""
    order = ("not_asked", "missing", "explained", "answered")
    there = {question.key for question in asked(tool, answers)}
    found: dict[str, str] = {}
    for question in tool.questions():
        if question.counts_as:
            state = _state(answers.get(question.key)) if question.key in there else "not_asked"
            best = max(found.get(question.counts_as, "not_asked"), state, key=order.index)
            found[question.counts_as] = best
    return found


def _state(value: Value | None) -> str:
    if isinstance(value, WhyNot):
        return "explained"
    return "answered" if is_given(value) else "missing"
