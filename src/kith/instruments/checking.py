"""Faults of a tool's file, each by line and in plain words, before anybody is asked anything by it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kith.instruments.meaning import meaning_faults
from kith.instruments.reading import read
from kith.instruments.tool import EVIDENCE, KINDS, Tool
from kith.statute.profile_check import Fault, nearest
from kith.statute.toml_lines import lines_of

Said = tuple[tuple[str | int, ...], str]
PAIRS, CONDITIONS, CODES = "pairs", "conditions", "codes"
PLAIN = {
    str: "text in quotes", int: "a whole number", bool: "true or false", date: "a day such as 2026-04-01",
    PAIRS: 'a list of pairs such as [["yes", "Yes"], ["no", "No"]]', CODES: "a list of words",
    CONDITIONS: 'a condition such as { question = "seen", is = "no" }, or a list of them',
}
TOP: dict[str, Any] = {
    "key": str, "version": str, "name": str, "purpose": str, "source": str, "evidence": str, "in_force_from": date,
    "in_force_to": date, "grades": PAIRS, "otherwise": str,
}
SECTION: dict[str, Any] = {"key": str, "title": str, "hint": str, "each": bool}
QUESTION: dict[str, Any] = {
    "key": str, "kind": str, "label": str, "hint": str, "required": bool, "choices": PAIRS, "reasons": PAIRS,
    "asked_if": CONDITIONS, "counts_as": str, "longest": int, "evidence": str,
}
RULE: dict[str, Any] = {"grade": str, "because": str, "source": str, "evidence": str, "when": CONDITIONS,
                        "yes_to": CODES, "at_least": int}
NEEDED = {
    "tool": ("key", "version", "name", "purpose", "source", "evidence", "in_force_from"),
    "section": ("key", "title"), "question": ("key", "kind", "label"), "rule": ("grade", "because"),
}
CONDITION_KEYS = {"question", "is", "is_not", "at_least", "at_most"}
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def check_text(text: str, file: str) -> tuple[Fault, ...]:
    """Every fault of one file; empty when it may be used. Shape first: meaning is judged only where shape is right."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return (_syntax_fault(text, file, fault),)
    where = lines_of(text)
    said = list(_shape_faults(table)) or list(meaning_faults(read(text)))
    return tuple(Fault(file, _line(where, path), words) for path, words in said)


def check_files(files: list[Path]) -> tuple[Fault, ...]:
    """Faults of several files together: each of its own, and versions given twice."""
    found: list[Fault] = []
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        faults, tool = check_file(file)
        found += faults
        if tool is None:
            continue
        mark = (tool.key, tool.version)
        if mark in seen:
            found.append(Fault(str(file), 1, f'version {tool.version} of "{tool.key}" is already in {seen[mark]}'))
        seen[mark] = file.name
    return tuple(found)


def check_file(file: Path, origin: str = "county") -> tuple[tuple[Fault, ...], Tool | None]:
    """The faults of one file, or the tool in it."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        return (Fault(str(file), 0, f"cannot be read: {fault}"),), None
    faults = check_text(text, str(file))
    return faults, None if faults else read(text, origin)


def _syntax_fault(text: str, file: str, fault: tomllib.TOMLDecodeError) -> Fault:
    said, _, place = str(fault).partition(" (at ")
    digits = place.removeprefix("line ").partition(",")[0]
    return Fault(file, int(digits) if digits.isdigit() else len(text.splitlines()), f"not TOML: {said}")


def _line(where: Mapping[tuple[str | int, ...], int], path: tuple[str | int, ...]) -> int:
    while path and path not in where:
        path = path[:-1]
    return where.get(path, 1)


def _shape_faults(table: Mapping[str, Any]) -> Iterator[Said]:
    lists = ("section", "rule")
    yield from _table_faults((), {k: v for k, v in table.items() if k not in lists}, TOP, "tool", lists)
    at = 0
    for number, section in enumerate(_tables(table.get("section"))):
        own = {k: v for k, v in section.items() if k != "question"}
        yield from _table_faults(("section", number), own, SECTION, "section", ("question",))
        questions = _tables(section.get("question"))
        if not questions:
            yield ("section", number), "this section asks nothing: give it a [[section.question]]"
        for question in questions:
            yield from _question_faults(("section", "question", at), question)
            at += 1
    if not _tables(table.get("section")):
        yield (), "a tool needs at least one [[section]]"
    for number, rule in enumerate(_tables(table.get("rule"))):
        yield from _table_faults(("rule", number), rule, RULE, "rule", ())


def _tables(given: Any) -> list[Mapping[str, Any]]:
    return [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []


def _question_faults(path: tuple[str | int, ...], table: Mapping[str, Any]) -> Iterator[Said]:
    yield from _table_faults(path, table, QUESTION, "question", ())
    kind = table.get("kind")
    if isinstance(kind, str) and kind not in KINDS:
        yield (*path, "kind"), f'there is no kind of question "{kind}".{nearest(kind, KINDS)}'
    if kind in ("choice", "many") and not table.get("choices"):
        yield path, 'say what can be chosen: choices = [["home", "At home"], ["away", "Elsewhere"]]'


def _table_faults(path: tuple[str | int, ...], table: Mapping[str, Any], kinds: Mapping[str, Any], what: str,
                  others: tuple[str, ...]) -> Iterator[Said]:
    for key, value in table.items():
        if key not in kinds:
            yield (*path, key), f'there is no setting "{key}" for a {what}.{nearest(key, [*kinds, *others])}'
        elif not _is_a(value, kinds[key]):
            yield (*path, key), f'"{key}" must be {PLAIN[kinds[key]]}'
        elif value in ("", [], {}):
            yield (*path, key), f'"{key}" may not be empty'
    yield from ((path, f'the {what} needs "{key}"') for key in NEEDED[what] if key not in table)
    yield from _word_faults(path, table)


def _word_faults(path: tuple[str | int, ...], table: Mapping[str, Any]) -> Iterator[Said]:
    key, evidence = table.get("key"), table.get("evidence")
    if isinstance(key, str) and key and not KEY.fullmatch(key):
        yield (*path, "key"), f'"{key}" must be small letters, digits and _ only, at most 40 of them'
    if isinstance(evidence, str) and evidence and evidence not in EVIDENCE:
        said = ", ".join(f"{code} ({words})" for code, words in EVIDENCE.items())
        yield (*path, "evidence"), f'"evidence" must be one of {said}'


def _is_a(value: Any, kind: Any) -> bool:
    """Whether a TOML value is of the wanted kind; true is no number and a moment is no day."""
    if kind == PAIRS:
        return isinstance(value, list) and all(_is_pair(row) for row in value)
    if kind == CODES:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    if kind == CONDITIONS:
        rows = [value] if isinstance(value, dict) else value
        return isinstance(rows, list) and all(_is_condition(row) for row in rows)
    if isinstance(value, bool | datetime) and kind is not bool:
        return False
    return isinstance(value, kind)


def _is_pair(row: Any) -> bool:
    return (isinstance(row, list) and len(row) in (2, 3) and all(isinstance(word, str) and word for word in row)
            and bool(KEY.fullmatch(row[0])))


def _is_condition(row: Any) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("question"), str) or set(row) - CONDITION_KEYS:
        return False
    words = [row[k] for k in ("is", "is_not") if k in row]
    numbers = [row[k] for k in ("at_least", "at_most") if k in row]
    return (all(isinstance(w, str) or _is_a(w, CODES) for w in words)
            and all(_is_a(n, int) for n in numbers))
