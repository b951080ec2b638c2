"""Which grade the answers reach by the tool's rules, by which rule and which answers; beside it the grade given. Pure.
The rules never overrule a person: both grades are kept, and the difference is shown."""

from __future__ import annotations

from dataclasses import dataclass

from kith.instruments import asking
from kith.instruments.tool import EVIDENCE, Answers, Question, Rule, Tool, Value, WhyNot
from kith.instruments.wording import said


@dataclass(frozen=True)
class Reached:
    """A rule that was met, and the questions whose answers met it."""

    rule: Rule
    by: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """`given` by whoever answered ("" where the tool does not ask), `reached` by the rules ("" where it has none);
    every rule that was met, worst first; the questions of the rules that have no answer or are not known."""

    given: str
    reached: str
    reasons: tuple[Reached, ...]
    open: tuple[str, ...]
    under: bool   # given is milder than the rules reach

    @property
    def grade(self) -> str:
        """The grade that stands: the person's, else the rules'."""
        return self.given or self.reached


def graded(tool: Tool, answers: Answers) -> Graded:
    """Grade one set of answers under one version. Answers to questions that were not asked count for nothing."""
    counted = asking.kept(tool, answers)
    met = [Reached(rule, by) for rule in tool.rules if (by := _met(rule, counted))]
    met.sort(key=lambda each: -tool.severity(each.rule.grade))
    reached = met[0].rule.grade if met else tool.otherwise
    given = _given(tool, counted)
    under = bool(given and reached) and tool.severity(given) < tool.severity(reached)
    return Graded(given, reached, tuple(met), _open(tool, counted), under)


def _given(tool: Tool, answers: Answers) -> str:
    question = tool.grade_question()
    value = answers.get(question.key) if question else None
    return value if isinstance(value, str) else ""


def _met(rule: Rule, answers: Answers) -> tuple[str, ...]:
    """The questions that meet the rule; empty where it is not met."""
    if not asking.all_hold(rule.when, answers):
        return ()
    counted = tuple(key for key in rule.yes_to if answers.get(key) == "yes")
    if rule.yes_to and len(counted) < rule.at_least:
        return ()
    return tuple(dict.fromkeys((*(c.question for c in rule.when), *counted)))


def _open(tool: Tool, answers: Answers) -> tuple[str, ...]:
    asked = {q.key for q in asking.asked(tool, answers)}
    wanted = dict.fromkeys(key for rule in tool.rules for key in (*(c.question for c in rule.when), *rule.yes_to))
    return tuple(key for key in wanted if key in asked and _not_known(answers.get(key)))


def _not_known(value: Value | None) -> bool:
    return value is None or isinstance(value, WhyNot) or value == "unknown"


def sentences(tool: Tool, found: Graded, answers: Answers) -> list[str]:
    """The grading in words: what the rules reach and by which answers, what was given, what is still open."""
    out = []
    if found.reached:
        out.append(f"By the rules of {tool.name}, version {tool.version}: {tool.grade_words(found.reached)}.")
    out += [f"{_because(tool, each, answers)} ({_grounds(each.rule)})" for each in found.reasons]
    if tool.rules and not found.reasons:
        out.append("No rule of the tool is met by these answers.")
    if found.given:
        milder = ", which is lower than the rules reach" if found.under else ""
        out.append(f"Grade given: {tool.grade_words(found.given)}{milder}.")
    if found.open:
        asked = "; ".join(tool.question(key).label for key in found.open)
        out.append(f"Not known, so not counted: {asked}")
    return out


def _because(tool: Tool, each: Reached, answers: Answers) -> str:
    by = "; ".join(f"{tool.question(key).label} {said(tool.question(key), answers[key])}" for key in each.by)
    return f"{tool.grade_words(each.rule.grade)}: {each.rule.because} {by}."


def _grounds(rule: Rule) -> str:
    return rule.source if rule.evidence == "S" else f"{rule.source}; {EVIDENCE[rule.evidence]}"


def explains(question: Question, tool: Tool) -> list[Rule]:
    """The rules that hang on a question, for the hint beside it."""
    return [rule for rule in tool.rules if question.key in {*(c.question for c in rule.when), *rule.yes_to}]
