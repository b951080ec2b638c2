"""Faults in a forum's file, each named by file and line, with a suggestion for a mistyped word."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from .forum import ASKED, BOOKED, HELD, PARTNERS, SOURCES, STARTS, TABLES, Forum, is_choice, optional, required, shape
from .profile_check import Fault, nearest
from .toml_lines import Path as TomlPath
from .toml_lines import lines_of

Said = tuple[TomlPath, str]


def check(path: Path) -> tuple[Fault, ...]:
    """Every fault in one file of forums or in a folder of them; empty when it may be used."""
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return tuple(fault for file in files for fault in _file_faults(file))


def _file_faults(file: Path) -> Iterator[Fault]:
    try:
        text = file.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        yield Fault(str(file), 0, f"cannot be read as TOML: {fault}")
        return
    where = _lines(text)
    for path, said in _faults(table):
        yield Fault(str(file), _line(where, path), said)


def _lines(text: str) -> dict[TomlPath, int]:
    """Lines by path, where `[[forum.seat]]` belongs to the forum above it."""
    found: dict[TomlPath, int] = {}
    forum = -1
    first: dict[Any, int] = {}
    for path, line in sorted(lines_of(text).items(), key=lambda pair: pair[1]):
        if len(path) == 2 and isinstance(path[1], int):
            forum, first = path[1], {}
        elif len(path) > 2 and path[0] == "forum" and isinstance(path[2], int):
            number = path[2] - first.setdefault(path[1], path[2])
            path = ("forum", forum, path[1], number, *path[3:])
        elif len(path) > 1 and not isinstance(path[1], int):
            path = ("forum", forum, *path[1:])
        found[path] = line
    return found


def _line(where: dict[TomlPath, int], path: TomlPath) -> int:
    while path and path not in where:
        path = path[:-1]
    return where.get(path, 1)


def _faults(table: dict[str, Any]) -> Iterator[Said]:
    for name in table:
        if name != "forum":
            yield (name,), f'there is no setting "{name}" here; each forum is a block headed [[forum]]'
    rows = table.get("forum")
    if not isinstance(rows, list) or not rows:
        yield ("forum",), "the file must hold at least one block headed [[forum]]"
        return
    for number, row in enumerate(rows):
        path: TomlPath = ("forum", number)
        faults = list(_table_faults(path, row, Forum))
        yield from faults
        if not faults:
            yield from _sense_faults(path, row)


def _table_faults(path: TomlPath, row: Any, kind: type) -> Iterator[Said]:
    """What is missing, unknown or of the wrong kind in one table."""
    if not isinstance(row, dict):
        yield path, "this must be a table"
        return
    kinds = shape(kind)
    for name in required(kind):
        if name not in row:
            yield path, f'"{name}" is missing'
    for name, value in row.items():
        if name not in kinds:
            yield (*path, name), f'there is no setting "{name}" here.{nearest(name, kinds)}'
        elif kind is Forum and name in TABLES:
            yield from _inner_faults((*path, name), value, TABLES[name])
        elif said := _wrong(value, kinds[name]):
            yield (*path, name), f'"{name}" {said}'


def _inner_faults(path: TomlPath, value: Any, kind: type) -> Iterator[Said]:
    rows = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows):
        yield from _table_faults((*path, number) if isinstance(value, list) else path, row, kind)


def _wrong(value: Any, kind: Any) -> str:
    """What is wrong with one value, or nothing."""
    kind = optional(kind)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            return "must be a list"
        return next((said for item in value if (said := _wrong(item, get_args(kind)[0]))), "")
    if get_origin(kind) is dict:
        fine = isinstance(value, dict) and value and all(isinstance(v, str) for v in value.values())
        return "" if fine else "must be a table of words"
    if words := is_choice(kind):
        return "" if value in words else f'may not be "{value}".{nearest(str(value), words)}'
    if isinstance(value, bool) != (kind is bool) or not isinstance(value, kind):
        return f"must be {_PLAIN.get(kind, kind.__name__)}"
    if kind is int and value < 0:
        return "may not be below 0"
    return "may not be empty" if value == "" else ""


_PLAIN = {str: "text in quotes", int: "a whole number", bool: "true or false"}


def _sense_faults(path: TomlPath, row: dict[str, Any]) -> Iterator[Said]:
    """Words that must name something: seats, sources, verbs, forums."""
    yield from _named(path, row, "agenda", SOURCES)
    for name, known in (("booked_as", BOOKED), ("held_as", HELD), ("asked_as", ASKED), ("asked_as_red", ASKED)):
        if name in row and row[name] not in known:
            yield (*path, name), f'no clock knows "{row[name]}".{nearest(row[name], known)}'
    seats = [s["key"] for s in row["seat"]]
    for number, key in enumerate(seats):
        if key in seats[:number]:
            yield (*path, "seat", number, "key"), f'there are two seats "{key}"'
    for key in row["quorum"]["seats"]:
        if key not in seats:
            yield (*path, "quorum", "seats"), f'there is no seat "{key}".{nearest(key, seats)}'
    partners = [s["agency"] for s in row["seat"] if s.get("partner")]
    if sorted(partners) != sorted(PARTNERS):
        yield (*path, "seat"), "council, police and health each hold one partner seat: no more, no fewer"
    if "repeat" in row and row["repeat"]["items"] < 2:
        yield (*path, "repeat", "items"), "one item is no repeat: this must be 2 or more"
    yield from _outcome_faults(path, row)


def _outcome_faults(path: TomlPath, row: dict[str, Any]) -> Iterator[Said]:
    for number, outcome in enumerate(row["outcome"]):
        at = (*path, "outcome", number)
        if outcome.get("starts") and outcome["starts"] not in STARTS:
            yield (*at, "starts"), f'nothing starts by "{outcome["starts"]}".{nearest(outcome["starts"], STARTS)}'
        if outcome.get("function_of", "meeting") != "meeting" and not outcome.get("under"):
            yield at, f'"{outcome["key"]}" is the function of one body: say under which law (under = "…")'


def _named(path: TomlPath, row: dict[str, Any], name: str, known: Any) -> Iterator[Said]:
    for word in row.get(name, ()):
        if word not in known:
            yield (*path, name), f'there is no agenda source "{word}".{nearest(word, known)}'
