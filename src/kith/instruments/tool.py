"""What a tool is: sections of typed questions, conditions, grading rules. Frozen values; no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import Any

KINDS: dict[str, str] = {
    "yes_no": "yes, no or not known",
    "choice": "one of several",
    "many": "any of several",
    "number": "a whole number",
    "date": "a day",
    "time": "a time of day",
    "text": "words",
    "voice": "somebody's own words, verbatim",
    "grade": "a grade of the tool",
    "people": "a list of people",
}
YES_NO_WORDS = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
EVIDENCE = {
    "S": "from the source named",
    "R": "read in a published account",
    "M": "from memory, not checked against the source",
    "L": "a local choice",
}


@dataclass(frozen=True)
class Named:
    """One person of a people answer, as far as known: `age` and `relation` as typed."""

    name: str
    age: str = ""
    relation: str = ""


@dataclass(frozen=True)
class WhyNot:
    """Instead of an answer: the code of the reason why there is none."""

    code: str


Value = str | int | Decimal | date | time | tuple[str, ...] | tuple[Named, ...] | WhyNot
Answers = Mapping[str, Value]


@dataclass(frozen=True)
class Choice:
    """One thing to choose: the code that is kept, the words that are shown, a hint under them."""

    code: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class Condition:
    """True of answers when the question was asked, answered, and the answer fits every part that is given.

    `any_of` and `none_of` are codes; `at_least` and `at_most` a number (or how many people or choices); `given` asks
    only that there is an answer.
    """

    question: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Question:
    """One question. `each`: asked for each person the form is about; `counts_as`: what an answer to it shows when
    completeness is measured ("voice", "demeanour", "school", "others")."""

    key: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    each: bool = False
    choices: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()      # why there is no answer: the question may be left with one of these
    asked_if: tuple[Condition, ...] = ()  # all must hold
    counts_as: str = ""
    longest: int | None = None
    evidence: str = ""

    def words_for(self, code: str) -> str:
        """The words of a code, or the code itself where this version does not know it."""
        return next((c.words for c in (*self.choices, *self.reasons) if c.code == code), code)


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    questions: tuple[Question, ...]
    hint: str = ""
    each: bool = False


@dataclass(frozen=True)
class Rule:
    """A grade the answers reach: every condition of `when` holds, or `at_least` of `yes_to` are answered yes."""

    grade: str
    because: str
    source: str
    evidence: str
    when: tuple[Condition, ...] = ()
    yes_to: tuple[str, ...] = ()
    at_least: int = 0


@dataclass(frozen=True)
class Tool:
    """One version of one tool. `grades` stand worst first; `digest` is the SHA-256 of the file's text, in hex."""

    key: str
    version: str
    name: str
    purpose: str
    source: str
    evidence: str
    in_force_from: date
    in_force_to: date | None  # the last day on which it stands; None: until further notice
    sections: tuple[Section, ...]
    grades: tuple[Choice, ...] = ()
    otherwise: str = ""       # the grade where no rule is met
    rules: tuple[Rule, ...] = ()
    origin: str = "shipped"   # or "county"
    text: str = ""
    digest: str = ""

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {q.key: q for q in self.questions()}

    def questions(self) -> Iterator[Question]:
        """Every question in page order."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question:
        """Raises KeyError for a question this version does not have."""
        return self.by_key[key]

    def grade_question(self) -> Question | None:
        """Where the person who answers gives their own grade, if the tool asks for one."""
        return next((q for q in self.questions() if q.kind == "grade"), None)

    def severity(self, grade: str) -> int:
        """Higher is worse; -1 for a grade the tool does not have."""
        codes = [g.code for g in self.grades]
        return len(codes) - codes.index(grade) if grade in codes else -1

    def grade_words(self, grade: str) -> str:
        return next((g.words for g in self.grades if g.code == grade), grade)

    def in_force(self, on: date) -> bool:
        """Whether this version stands on a day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def from_memory(self) -> tuple[str, ...]:
        """What of this tool nobody has checked against its source: its own wording, questions, rules. For the page."""
        whole = (self.name,) if self.evidence == "M" else ()
        asked = tuple(q.label for q in self.questions() if q.evidence == "M")
        return whole + asked + tuple(r.because for r in self.rules if r.evidence == "M")


def as_plain(value: Any) -> Any:
    """A value of an answer as JSON knows it: dates as ISO text, people as objects, a missing answer with its reason."""
    if isinstance(value, WhyNot):
        return {"why_not": value.code}
    if isinstance(value, Named):
        return {k: v for k, v in vars(value).items() if v}
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value
