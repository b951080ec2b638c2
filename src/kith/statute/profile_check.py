"""Faults in a county's file, each named by file and line, with a suggestion for a mistyped word."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from .duty import Duty
from .register import REGISTER
from .toml_lines import Path as TomlPath
from .toml_lines import lines_of
from .units import Unit

LENGTH_KEYS = {"duty": str, "within": int, "unit": str, "starts": str, "in_force_from": date, "source": str}
CHOICES = {
    ("transfer", "counts_from"): ("notified", "accepted"),
    ("front_door", "grades"): ("red", "amber", "green", "blue"),
    ("escalation", "at_once"): ("red", "amber", "green", "blue"),
    ("escalation", "domestic_abuse_green_counts_as"): ("red", "amber", "green"),
    ("screening", "triggers"): (
        "domestic_present",
        "domestic_linked",
        "missing_return",
        "custody",
        "warrant",
        "mental_health",
        "child_victim",
        "child_suspect",
    ),
}
_PLAIN = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2026-04-01",
    time: "a time such as 09:00:00",
    tuple[str, ...]: "a list of words",
    tuple[int, ...]: "a list of whole numbers",
}
_DUTIES = {duty.key: duty for duty in REGISTER}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in which file, on which line (0 where there is none), and what, in plain words."""

    file: str
    line: int
    said: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.said}" if self.line else f"{self.file}: {self.said}"


def nearest(word: str, known: Iterable[str]) -> str:
    """ " Did you mean …?" for a mistyped word, or nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def check_file(file: Path, sections: dict[str, type]) -> Iterator[Fault]:
    """Faults of one file; `sections` are the frozen dataclasses its tables are read into."""
    try:
        text = file.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        yield _syntax_fault(file, text, fault)
        return
    except (OSError, UnicodeDecodeError) as fault:
        yield Fault(str(file), 0, f"cannot be read: {fault}")
        return
    where = lines_of(text)
    for path, said in _faults(table, sections):
        yield Fault(str(file), _line(where, path), said)


def _syntax_fault(file: Path, text: str, fault: tomllib.TOMLDecodeError) -> Fault:
    said, _, place = str(fault).partition(" (at ")
    digits = place.removeprefix("line ").partition(",")[0]
    return Fault(str(file), int(digits) if digits.isdigit() else len(text.splitlines()), f"not TOML: {said}")


def _line(where: dict[TomlPath, int], path: TomlPath) -> int:
    while path and path not in where:
        path = path[:-1]
    return where.get(path, 1)


Said = tuple[TomlPath, str]


def _faults(table: dict[str, Any], sections: dict[str, type]) -> Iterator[Said]:
    if not _is_a(table.get("in_force_from"), date):
        yield ("in_force_from",), "the file must say from which day it stands: in_force_from = 2026-04-01"
    for name, value in table.items():
        if name == "length":
            yield from _length_list_faults(value)
        elif name in sections:
            yield from _section_faults(name, value, get_type_hints(sections[name]))
        elif name != "in_force_from":
            known = (*sections, "length", "in_force_from")
            yield (name,), f'there is no setting "{name}".{nearest(name, known)}'


def _section_faults(name: str, value: Any, kinds: dict[str, Any]) -> Iterator[Said]:
    if not isinstance(value, dict):
        yield (name,), f'"{name}" must be a table: [{name}]'
        return
    yield from _key_faults((name,), value, kinds)
    for key, entry in value.items():
        known = CHOICES.get((name, key))
        for word in entry if isinstance(entry, list) else [entry]:
            if known and word not in known:
                yield (name, key), f'"{word}" is not one of {", ".join(known)}.{nearest(str(word), known)}'


def _key_faults(path: TomlPath, table: dict[str, Any], kinds: dict[str, Any]) -> Iterator[Said]:
    for key, value in table.items():
        if key not in kinds:
            yield (*path, key), f'there is no setting "{key}" here.{nearest(key, kinds)}'
        elif not _is_a(value, kinds[key]):
            yield (*path, key), f'"{key}" must be {_PLAIN[kinds[key]]}'
        elif any(number < 0 for number in _numbers(value)):
            yield (*path, key), f'"{key}" may not be below 0'
        elif value in ("", []):
            yield (*path, key), f'"{key}" may not be empty'


def _numbers(value: Any) -> list[int]:
    return [number for number in (value if isinstance(value, list) else [value]) if _is_a(number, int)]


def _is_a(value: Any, kind: Any) -> bool:
    """Whether a TOML value is of the wanted kind; true is no number and a datetime is no date."""
    if kind in (tuple[str, ...], tuple[int, ...]):
        return isinstance(value, list) and all(_is_a(item, kind.__args__[0]) for item in value)
    if isinstance(value, bool | datetime) and kind is not bool:
        return False
    return isinstance(value, kind)


def _length_list_faults(rows: Any) -> Iterator[Said]:
    if not isinstance(rows, list):
        yield ("length",), "each length is its own block, headed [[length]]"
        return
    seen: set[tuple[Any, ...]] = set()
    for number, row in enumerate(rows):
        path = ("length", number)
        faults = list(_length_faults(path, row))
        yield from faults
        mark = (row.get("duty"), row.get("starts"), row.get("in_force_from"))
        if not faults and mark in seen:
            yield path, f"{row['duty']} is given twice from the same day"
        seen.add(mark)


def _length_faults(path: TomlPath, row: dict[str, Any]) -> Iterator[Said]:
    wrong = list(_key_faults(path, row, LENGTH_KEYS))
    wrong += [(path, f'the length needs "{key}"') for key in ("duty", "unit", "source") if key not in row]
    yield from wrong
    if wrong:
        return
    duty = _DUTIES.get(row["duty"])
    if duty is None:
        yield (*path, "duty"), f'there is no duty "{row["duty"]}".{nearest(row["duty"], _DUTIES)}'
    else:
        yield from _duty_faults(path, row, duty)
    yield from _unit_faults(path, row)


def _duty_faults(path: TomlPath, row: dict[str, Any], duty: Duty) -> Iterator[Said]:
    if not duty.local:
        yield (*path, "duty"), f"{duty.key} is set by national guidance; a county may not change it"
    later = [turn.starts for turn in duty.later]
    if "starts" in row and row["starts"] not in later:
        known = f"has only: {', '.join(later)}" if later else "has none"
        yield (*path, "starts"), f'"{row["starts"]}" starts no later turn of {duty.key}, which {known}'
    if duty.counts == "before" and row["unit"] != Unit.WORKING_DAYS:
        yield (*path, "unit"), f"{duty.key} counts back from a meeting, in working_days only"


def _unit_faults(path: TomlPath, row: dict[str, Any]) -> Iterator[Said]:
    units = [unit.value for unit in Unit]
    if row["unit"] not in units:
        yield (*path, "unit"), f'there is no unit "{row["unit"]}".{nearest(row["unit"], units)}'
    elif Unit(row["unit"]).takes_no_number:
        if row.get("within", 0):
            yield (*path, "within"), f"{row['unit']} takes no number"
    elif "within" not in row:
        yield path, 'the length needs "within"'
    elif row["within"] == 0 and row["unit"] != Unit.CALENDAR_DAYS:
        yield (*path, "within"), f"0 {row['unit']} is no time at all; for the same day say 0 calendar_days"
