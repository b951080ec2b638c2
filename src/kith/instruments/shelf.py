"""Which tools there are, and which version stands on a day: those shipped, and the county's own over them.

A file with faults is left on the shelf's list of faults and out of use: it never stops a form that is already asked.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from kith.authority import county
from kith.instruments.checking import check_file
from kith.instruments.tool import Tool
from kith.statute.profile import SHIPPED
from kith.statute.profile_check import Fault

FOLDER = "tools"
Stamp = tuple[tuple[str, str, int, int], ...]


class NoTool(LookupError):
    """No such tool, or no version of it stands on that day."""


def files_of(folder: Path) -> list[Path]:
    """The tools' files of a county's folder, in order of name."""
    return sorted((folder / FOLDER).glob("*.toml"))


def _stamp() -> Stamp:
    """What the shelf is made of just now: a changed or new file is noticed without a restart."""
    places = [("shipped", SHIPPED), ("county", county.folder())]
    found = [(origin, str(file), file.stat()) for origin, place in places for file in files_of(place)]
    return tuple((origin, name, stat.st_mtime_ns, stat.st_size) for origin, name, stat in found)


@lru_cache(maxsize=4)
def _read(stamp: Stamp) -> tuple[tuple[Tool, ...], tuple[Fault, ...]]:
    tools: dict[tuple[str, str, str], Tool] = {}
    faults: list[Fault] = []
    for origin, name, _, _ in stamp:
        wrong, tool = check_file(Path(name), origin)
        faults += wrong
        if tool is None:
            continue
        mark = (origin, tool.key, tool.version)
        if mark in tools:
            faults.append(Fault(name, 1, f'version {tool.version} of "{tool.key}" is given twice'))
        tools.setdefault(mark, tool)
    ordered = sorted(tools.values(), key=lambda t: (t.key, t.in_force_from, t.origin == "county", t.version))
    return tuple(ordered), tuple(faults)


def everything() -> tuple[Tool, ...]:
    """Every version of every tool, by key, oldest first; the county's after the shipped of the same day."""
    return _read(_stamp())[0]


def faults() -> tuple[Fault, ...]:
    """What keeps a file off the shelf, by file and line."""
    return _read(_stamp())[1]


def versions(key: str) -> tuple[Tool, ...]:
    """Every version of one tool, oldest first; empty for a tool that does not exist."""
    return tuple(tool for tool in everything() if tool.key == key)


def version(key: str, number: str) -> Tool:
    """One version; the county's own where both have it. Raises NoTool."""
    found = [tool for tool in versions(key) if tool.version == number]
    if not found:
        raise NoTool(f"There is no version {number} of {key}.")
    return max(found, key=lambda tool: tool.origin == "county")


def in_force(key: str, on: date) -> Tool:
    """The version that stands on a day: the county's before the shipped, then the newest. Raises NoTool."""
    found = [tool for tool in versions(key) if tool.in_force(on)]
    if not found:
        raise NoTool(f"No version of {key} stands on {on.day} {on:%B %Y}.")
    return max(found, key=lambda tool: (tool.origin == "county", tool.in_force_from))


def standing(on: date) -> tuple[Tool, ...]:
    """The version in force on a day of every tool that has one, by key."""
    keys = dict.fromkeys(tool.key for tool in everything() if tool.in_force(on))
    return tuple(in_force(key, on) for key in keys)
