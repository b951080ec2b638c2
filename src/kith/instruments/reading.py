"""From the text of a tool's file to the frozen tool. Only text that `checking.faults` accepts may be read."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from kith.instruments.tool import YES_NO_WORDS, Choice, Condition, Question, Rule, Section, Tool

Table = Mapping[str, Any]


@lru_cache(maxsize=256)
def read(text: str, origin: str = "shipped") -> Tool:
    """The tool in a TOML text. Raises tomllib.TOMLDecodeError or KeyError for text that was not checked."""
    table = tomllib.loads(text)
    grades = _choices(table.get("grades", ()))
    return Tool(
        **{name: table[name] for name in ("key", "version", "name", "purpose", "source", "evidence", "in_force_from")},
        in_force_to=table.get("in_force_to"),
        grades=grades,
        otherwise=table.get("otherwise", ""),
        sections=tuple(_section(each, grades) for each in table["section"]),
        rules=tuple(_rule(each, table) for each in table.get("rule", ())),
        origin=origin,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def _section(table: Table, grades: tuple[Choice, ...]) -> Section:
    each = table.get("each", False)
    questions = tuple(_question(q, each, grades) for q in table["question"])
    return Section(table["key"], table["title"], questions, table.get("hint", ""), each)


def _question(table: Table, each: bool, grades: tuple[Choice, ...]) -> Question:
    plain = ("hint", "required", "counts_as", "longest", "evidence")
    return Question(
        key=table["key"], kind=table["kind"], label=table["label"], each=each,
        choices=_offered(table, grades), reasons=_choices(table.get("reasons", ())),
        asked_if=conditions(table.get("asked_if", ())), **{k: table[k] for k in plain if k in table},
    )


def _offered(table: Table, grades: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """What can be chosen: the tool's grades, yes and no, or the question's own list."""
    if table["kind"] == "grade":
        return grades
    given = _choices(table.get("choices", ()))
    return given or (_choices(YES_NO_WORDS) if table["kind"] == "yes_no" else ())


def _choices(rows: Iterable[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in rows)


def conditions(given: Any) -> tuple[Condition, ...]:
    """One condition or a list of them: `{ question = "seen", is = "no" }`."""
    rows = [given] if isinstance(given, Mapping) else given
    return tuple(
        Condition(row["question"], _codes(row.get("is", ())), _codes(row.get("is_not", ())),
                  row.get("at_least"), row.get("at_most"))
        for row in rows
    )


def _codes(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _rule(table: Table, whole: Table) -> Rule:
    return Rule(
        grade=table["grade"], because=table["because"],
        source=table.get("source", whole["source"]), evidence=table.get("evidence", whole["evidence"]),
        when=conditions(table.get("when", ())), yes_to=tuple(table.get("yes_to", ())),
        at_least=table.get("at_least", 0),
    )
