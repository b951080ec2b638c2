"""A form made from a tool: a field for each question, once or for each person; what is known is not asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.forms import BoundField

from kith.instruments import asking, rules, wording
from kith.instruments.comparing import when
from kith.instruments.inputs import PeopleField
from kith.instruments.tool import Answers, Condition, Question, Section, Tool, Value, WhyNot, as_plain
from kith.kit.forms import Checkboxes, Choice, DateParts, KithForm, LongText, Radios, Text, TimeText, Whole

WHY = "__why"
SHORT = 200      # a text no longer than this is asked for on one line
FEW = 9          # so many choices are shown at once; more stand in a list


@dataclass(frozen=True)
class About:
    """One person (or place, or record) that the form asks about: `key` names its fields, `line` says who it is."""

    key: str
    name: str
    line: str = ""


@dataclass(frozen=True)
class Fact:
    """What is held already: the typed value and where it came from ("command and control, today 23:12")."""

    value: Value
    source: str


ONE = (About("", ""),)  # a form about nobody in particular
Known = Mapping[str | tuple[str, str], Fact]  # by question, or by (about, question) for one of several


@dataclass(frozen=True)
class Row:
    """One question on the page. `said` is the known fact in words; `asked_if` and `fact` are for the script,
    `when` for those who have none."""

    question: Question
    bound: BoundField
    why: BoundField | None
    said: str
    source: str
    asked_if: str
    when: str
    fact: str


@dataclass(frozen=True)
class Block:
    """A stretch of the page: a section, once or for one person; `opens` where the next person begins."""

    title: str
    hint: str
    about: About | None
    opens: bool
    facts: tuple[Row, ...]
    rows: tuple[Row, ...]
    rules: str = ""


def field_name(question: Question, about: About) -> str:
    """How a question's field is called: with the person's key before it where it is asked of each."""
    return f"{about.key}-{question.key}" if question.each and about.key else question.key


def form_class(tool: Tool, about: tuple[About, ...] = ONE, known: Known | None = None) -> type[ToolForm]:
    """A form class for this tool, these people and these known facts. Its cleaned data holds `given` (answers by the
    person's key) and `sources` (where known facts came from, by the person's key)."""
    fields: dict[str, Any] = {}
    for each, question in _asked_of(tool, about):
        name = field_name(question, each)
        fields[name] = _field(question)
        if question.reasons:
            fields[name + WHY] = Radios(label="Or say why there is no answer", noun="a reason",
                                        choices=[(r.code, r.words) for r in question.reasons])
    return type("AskedForm", (ToolForm,), {**fields, "tool": tool, "about": about, "known": dict(known or {})})


def page_order(tool: Tool, about: tuple[About, ...]) -> Iterator[tuple[Section, About, bool]]:
    """Sections once, and each run of sections "for each" person after person; True where the next person begins."""
    for each, run in groupby(tool.sections, key=lambda section: section.each):
        sections = list(run)
        for one in about if each else ONE:
            yield from ((section, one, number == 0) for number, section in enumerate(sections))


def _asked_of(tool: Tool, about: tuple[About, ...]) -> Iterator[tuple[About, Question]]:
    for section, each, _ in page_order(tool, about):
        yield from ((each, question) for question in section.questions)


def as_initial(tool: Tool, given: Mapping[str, Answers]) -> dict[str, Any]:
    """What the form begins with where answers are to be improved: by the person's key, as `cleaned_data["given"]`."""
    found: dict[str, Any] = {}
    for key, answers in given.items():
        for question_key, value in answers.items():
            question = tool.by_key.get(question_key)
            if question is not None:
                name = field_name(question, About(key, ""))
                found |= {name + WHY: value.code} if isinstance(value, WhyNot) else {name: value}
    return found


def _field(question: Question) -> forms.Field:
    """The kit's field for a kind of question."""
    named: dict[str, Any] = {"label": question.label, "hint": question.hint, "required": question.required}
    choices = [(c.code, c.words) for c in question.choices]
    hints = {c.code: c.hint for c in question.choices if c.hint}
    if question.kind in ("yes_no", "choice", "grade"):
        if len(choices) > FEW:
            return Choice(choices=[("", "Choose"), *choices], **named)
        return Radios(choices=choices, hints=hints, inline=question.kind == "yes_no", **named)
    if question.kind == "many":
        return Checkboxes(choices=choices, hints=hints, **named)
    return _typed_field(question, named)


def _typed_field(question: Question, named: dict[str, Any]) -> forms.Field:
    if question.kind == "number":
        return Whole(width=4, min_value=0, max_value=1_000_000, **named)
    if question.kind == "date":
        return DateParts(**named)
    if question.kind == "time":
        return TimeText(**named)
    if question.kind == "people":
        return PeopleField(**named)
    if question.kind == "text" and question.longest and question.longest <= SHORT:
        return Text(max_length=question.longest, **named)
    return LongText(rows=3, max_length=question.longest or 8000, **named)


class ToolForm(KithForm):
    """The base of the classes that `form_class` makes; never used on its own."""

    dense = True
    tool: Tool
    about: tuple[About, ...]
    known: Known

    def full_clean(self) -> None:
        """What is required hangs on the other answers: the tool's own rules judge it, not each field alone."""
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def clean(self) -> dict[str, Any]:
        """Answers by person, typed, with the known facts in them; the tool's sentences at the fields they are about."""
        found = super().clean() or {}
        given = {each.key: self.answers(each, found) for each in self.about}
        for number, each in enumerate(self.about):
            for key, said in rules.faults(self.tool, given[each.key]):
                question = self.tool.question(key)
                if question.each or number == 0:
                    self._complain(field_name(question, each), said, each if question.each else None)
        kept = {key: asking.kept(self.tool, answers) for key, answers in given.items()}
        return {**found, "given": kept, "sources": {each.key: self._sources(each, found) for each in self.about}}

    def _complain(self, name: str, said: str, about: About | None) -> None:
        if name not in self.errors:
            self.add_error(name, f"{about.name}: {said}" if about and len(self.about) > 1 else said)

    def answers(self, about: About, cleaned: Mapping[str, Any]) -> dict[str, Value]:
        """What was said about one person: typed answers first, then reasons for none, then what was known already."""
        found: dict[str, Value] = {}
        for question in self.tool.questions():
            value = self._answer(question, field_name(question, about), cleaned)
            fact = self.fact(question, about)
            if value is None and fact:
                value = fact.value
            if value is not None:
                found[question.key] = value
        return found

    def _answer(self, question: Question, name: str, cleaned: Mapping[str, Any]) -> Value | None:
        value = cleaned.get(name)
        value = tuple(value or ()) if question.kind == "many" else value
        if asking.is_given(value):
            return value
        return WhyNot(why) if (why := cleaned.get(name + WHY)) else None

    def fact(self, question: Question, about: About) -> Fact | None:
        """What is held about this question already, for this person or for all."""
        return self.known.get((about.key, question.key)) or self.known.get(question.key)

    def _sources(self, about: About, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """Where the answers came from that nobody typed."""
        return {question.key: fact.source for question in self.tool.questions()
                if (fact := self.fact(question, about))
                and self._answer(question, field_name(question, about), cleaned) is None}

    def blocks(self) -> list[Block]:
        """The page in order: sections once, and runs of sections for each person one after another."""
        return [self._block(section, about, opens) for section, about, opens in page_order(self.tool, self.about)]

    def _block(self, section: Section, about: About, opens: bool) -> Block:
        rows = [self._row(question, about) for question in section.questions]
        facts, asked = (tuple(r for r in rows if bool(r.said) is known) for known in (True, False))
        graded = any(question.kind == "grade" for question in section.questions)
        return Block(section.title, section.hint, about if section.each and about.key else None,
                     opens, facts, asked, self._rules(about) if graded else "")

    def _row(self, question: Question, about: About) -> Row:
        name, fact = field_name(question, about), self.fact(question, about)
        why = self[name + WHY] if question.reasons else None
        script, words = self._script(question.asked_if, about), when(question.asked_if, self.tool)
        if not fact:
            return Row(question, self[name], why, "", "", script, words, "")
        said, plain = wording.said(question, fact.value), json.dumps(_plain_list(fact.value))
        return Row(question, self[name], why, said, fact.source, script, words, plain)

    def _script(self, conditions: tuple[Condition, ...], about: About) -> str:
        """Conditions for the script, by the names of the fields; empty where the question is always asked."""
        return json.dumps([self._condition(each, about) for each in conditions]) if conditions else ""

    def _condition(self, condition: Condition, about: About) -> dict[str, Any]:
        name = field_name(self.tool.question(condition.question), about)
        whole = {"name": name, "any": condition.any_of, "none": condition.none_of, "least": condition.at_least,
                 "most": condition.at_most}
        return {key: value for key, value in whole.items() if value not in ((), None)}

    def _rules(self, about: About) -> str:
        """The grading rules for the script, the worst first, so that the page can say what the answers reach."""
        ordered = sorted(self.tool.rules, key=lambda rule: -self.tool.severity(rule.grade))
        return json.dumps([
            {"grade": self.tool.grade_words(rule.grade), "because": rule.because,
             "when": [self._condition(each, about) for each in rule.when], "least": rule.at_least,
             "yes": [field_name(self.tool.question(key), about) for key in rule.yes_to]}
            for rule in ordered
        ]) if ordered else ""


def _plain_list(value: Value) -> list[Any]:
    plain = as_plain(value)
    if isinstance(value, WhyNot):
        return []
    return plain if isinstance(plain, list) else [plain]


