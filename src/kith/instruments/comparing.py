"""Two versions side by side, and what a set of answers would have been graded under another version. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kith.instruments import asking
from kith.instruments.grading import Graded, graded
from kith.instruments.rules import TYPES
from kith.instruments.tool import KINDS, Answers, Condition, Question, Rule, Tool, Value, WhyNot


@dataclass(frozen=True)
class Difference:
    """One change from the older to the newer version: of what, and in which words before and after ("" for none)."""

    what: str
    name: str
    before: str
    after: str


def differences(old: Tool, new: Tool) -> tuple[Difference, ...]:
    """Everything that somebody answering or reading would notice, in the order of the newer version."""
    return (*_questions(old, new), *_gone(old, new), *_rules(old, new), *_grades(old, new))


def _questions(old: Tool, new: Tool) -> Iterator[Difference]:
    for question in new.questions():
        before = old.by_key.get(question.key)
        if before is None:
            yield Difference("New question", question.label, "", KINDS[question.kind])
            continue
        for what, was, now in _parts(before, question, old, new):
            if was != now:
                yield Difference(what, question.label, was, now)


def _parts(old: Question, new: Question, was: Tool, now: Tool) -> Iterator[tuple[str, str, str]]:
    yield "Words of the question", old.label, new.label
    yield "Hint", old.hint, new.hint
    yield "Kind of answer", KINDS[old.kind], KINDS[new.kind]
    yield "Answers to choose from", _choices(old), _choices(new)
    yield "Must be answered", _must(old), _must(new)
    yield "Asked when", when(old.asked_if, was), when(new.asked_if, now)


def _choices(question: Question) -> str:
    return ", ".join(choice.words for choice in question.choices)


def _must(question: Question) -> str:
    if not question.required:
        return "no"
    return f"yes, or a reason: {', '.join(r.words for r in question.reasons)}" if question.reasons else "yes"


def when(conditions: tuple[Condition, ...], tool: Tool) -> str:
    """Conditions in words: "“Seen?” is No"; "always" for none."""
    return " and ".join(_condition(each, tool) for each in conditions) or "always"


def _condition(each: Condition, tool: Tool) -> str:
    question = tool.question(each.question)
    parts = [f"is {_or(question, each.any_of)}"] if each.any_of else []
    parts += [f"is not {_or(question, each.none_of)}"] if each.none_of else []
    parts += [f"is {each.at_least} or more"] if each.at_least is not None else []
    parts += [f"is {each.at_most} or fewer"] if each.at_most is not None else []
    return f"“{question.label}” {' and '.join(parts) or 'is answered'}"


def _or(question: Question, codes: tuple[str, ...]) -> str:
    return " or ".join(question.words_for(code) for code in codes)


def _gone(old: Tool, new: Tool) -> Iterator[Difference]:
    for question in old.questions():
        if question.key not in new.by_key:
            yield Difference("Question taken out", question.label, KINDS[question.kind], "")


def rule_words(rule: Rule, tool: Tool) -> str:
    """A rule as a sentence: the grade, then what it takes."""
    parts = [when(rule.when, tool)] if rule.when else []
    if rule.yes_to:
        parts.append(f"{rule.at_least} or more of {len(rule.yes_to)} questions are answered yes")
    return f"{tool.grade_words(rule.grade)} when {' and '.join(parts)}"


def _rules(old: Tool, new: Tool) -> Iterator[Difference]:
    was, now = ([rule_words(rule, tool) for rule in tool.rules] for tool in (old, new))
    yield from (Difference("New rule", "Grading", "", words) for words in now if words not in was)
    yield from (Difference("Rule taken out", "Grading", words, "") for words in was if words not in now)


def _grades(old: Tool, new: Tool) -> Iterator[Difference]:
    was, now = (", ".join(g.words for g in tool.grades) for tool in (old, new))
    if was != now:
        yield Difference("Grades, the worst first", new.name, was, now)


@dataclass(frozen=True)
class Regraded:
    """Answers under another version: how they are graded there, which of its required questions nobody answered, and
    which answers it could not take over."""

    graded: Graded
    missing: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether nothing that the version asks for was missing or lost."""
        return not self.missing and not self.lost


def regraded(answers: Answers, *, given_under: Tool, under: Tool) -> Regraded:
    """What these answers would have been graded under another version. Only answers that the other version understands
    in the same way are taken over: same question, same kind, a choice it still offers."""
    counted = asking.kept(given_under, answers)
    carried = {key: value for key, value in counted.items() if _carries(given_under, under, key, value)}
    missing = tuple(q.key for q in asking.asked(under, carried)
                    if q.required and not asking.is_given(carried.get(q.key)))
    return Regraded(graded(under, carried), missing, tuple(key for key in counted if key not in carried))


def _carries(old: Tool, new: Tool, key: str, value: Value) -> bool:
    question = new.by_key.get(key)
    if question is None or question.kind != old.question(key).kind:
        return False
    codes = {c.code for c in question.choices}
    if isinstance(value, WhyNot):
        return value.code in {c.code for c in question.reasons}
    if question.kind == "many" and isinstance(value, tuple):
        return set(value) <= codes
    return isinstance(value, TYPES[question.kind]) and (not codes or value in codes)
