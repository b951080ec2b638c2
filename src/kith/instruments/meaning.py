"""Faults of meaning in a tool whose shape is right: names given twice, questions and codes that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kith.instruments.tool import Condition, Question, Rule, Tool
from kith.statute.profile_check import nearest

Said = tuple[tuple[str | int, ...], str]
CODED = ("yes_no", "choice", "many", "grade")


def meaning_faults(tool: Tool) -> Iterator[Said]:
    """Each fault with its place in the file, as `toml_lines.lines_of` names places."""
    yield from _tool_faults(tool)
    yield from _twice((("section", n, "key"), s.key) for n, s in enumerate(tool.sections))
    yield from _twice((("section", "question", n, "key"), q.key) for n, q in enumerate(tool.questions()))
    before: dict[str, Question] = {}
    for number, question in enumerate(tool.questions()):
        yield from _question_faults(("section", "question", number), question, before)
        before[question.key] = question
    for number, rule in enumerate(tool.rules):
        yield from _rule_faults(("rule", number), rule, tool)


def _tool_faults(tool: Tool) -> Iterator[Said]:
    codes = [g.code for g in tool.grades]
    if tool.in_force_to and tool.in_force_to < tool.in_force_from:
        yield ("in_force_to",), "the last day comes before the first"
    if tool.otherwise and tool.otherwise not in codes:
        yield ("otherwise",), f'"{tool.otherwise}" is not one of the grades.{nearest(tool.otherwise, codes)}'
    if tool.rules and not tool.otherwise:
        yield (), 'say which grade stands when no rule is met: otherwise = "green"'
    if any(q.kind == "grade" for q in tool.questions()) and not codes:
        yield (), 'a question asks for a grade: name the grades, the worst first: grades = [["red", "Red"], …]'
    if sum(q.kind == "grade" for q in tool.questions()) > 1:
        yield (), "only one question may ask for the grade"


def _twice(given: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[Said]:
    seen: set[str] = set()
    for path, key in given:
        if key in seen:
            yield path, f'"{key}" is used twice'
        seen.add(key)


def _question_faults(path: tuple[str | int, ...], question: Question, before: dict[str, Question]) -> Iterator[Said]:
    if question.longest is not None and question.longest < 1:
        yield (*path, "longest"), '"longest" must be 1 character or more'
    if question.reasons and not question.required:
        yield (*path, "reasons"), "only a required question can be left with a reason: required = true"
    codes = [c.code for c in question.choices]
    if question.kind == "yes_no" and set(codes) - {"yes", "no", "unknown"}:
        yield (*path, "choices"), 'a yes_no question offers "yes", "no" and "unknown" only; or use kind = "choice"'
    if len(codes) != len(set(codes)):
        yield (*path, "choices"), "a choice is given twice"
    for condition in question.asked_if:
        known = before.get(condition.question)
        yield from _condition_faults((*path, "asked_if"), condition, before, "an earlier question")
        if known and known.each and not question.each:
            yield (*path, "asked_if"), f'"{known.key}" is asked for each person, so this cannot hang on it'


def _condition_faults(path: tuple[str | int, ...], condition: Condition, known: dict[str, Question],
                      wanted: str) -> Iterator[Said]:
    question = known.get(condition.question)
    if question is None:
        yield path, f'"{condition.question}" is not {wanted}.{nearest(condition.question, known)}'
        return
    codes = [c.code for c in question.choices]
    for code in (*condition.any_of, *condition.none_of):
        if question.kind not in CODED:
            yield path, f'"{question.key}" has no choices, so it cannot be "{code}"'
        elif code not in codes:
            yield path, f'"{code}" is no answer to "{question.key}".{nearest(code, codes)}'
    numbers = condition.at_least is not None or condition.at_most is not None
    if numbers and question.kind not in ("number", "people", "many"):
        yield path, f'"{question.key}" is not a number, so it cannot be at least or at most one'


def _rule_faults(path: tuple[str | int, ...], rule: Rule, tool: Tool) -> Iterator[Said]:
    grades = [g.code for g in tool.grades]
    if rule.grade not in grades:
        yield (*path, "grade"), f'"{rule.grade}" is not one of the grades.{nearest(rule.grade, grades)}'
    if not rule.when and not rule.yes_to:
        yield path, "a rule needs conditions: when = [{ question = …, is = … }], or yes_to = […] with at_least"
    for condition in rule.when:
        yield from _condition_faults((*path, "when"), condition, tool.by_key, "a question of this tool")
    for key in rule.yes_to:
        if key not in tool.by_key or tool.by_key[key].kind != "yes_no":
            yield (*path, "yes_to"), f'"{key}" is not a yes-or-no question of this tool.{nearest(key, tool.by_key)}'
    if rule.yes_to and not 1 <= rule.at_least <= len(rule.yes_to):
        yield (*path, "at_least"), f'"at_least" must be between 1 and {len(rule.yes_to)}'
