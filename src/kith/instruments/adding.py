"""`kith instruments`: a county's own tools from files, without code. Checked by line, laid on the county's shelf,
in force from the day its file says; what was answered before keeps the version it was given under."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from kith.authority import county, who
from kith.instruments import shelf
from kith.instruments.checking import check_file
from kith.instruments.tool import Tool
from kith.statute.calendar import london_date
from kith.statute.profile_check import Fault

USAGE = """kith instruments list
kith instruments check FILE
kith instruments add FILE     checks it and lays it on the county's shelf, in force from the day it says"""


def instruments(argv: list[str]) -> int:
    """The command. 0 where it was done, 1 where the file may not be added, 2 on a fault of the file or a wrong word."""
    match argv:
        case ["list"]:
            return listed(london_date(who.now()))
        case ["check", file]:
            return checked(Path(file))[0]
        case ["add", file]:
            code, tool = checked(Path(file))
            return add(Path(file), tool, london_date(who.now())) if tool else code
    print(USAGE, file=sys.stderr)
    return 2


def listed(today: date) -> int:
    """Every version of every tool, with where it stands in time, and what keeps a file out of use."""
    for tool in shelf.everything():
        state = "to come" if tool.in_force_from > today else "in force" if tool in shelf.standing(today) else "not used"
        print(f"{tool.key:<10} version {tool.version:<4} from {tool.in_force_from}  {state:<8}  {tool.origin}: "
              f"{tool.name}")
    for fault in shelf.faults():
        print(fault, file=sys.stderr)
    return 0


def checked(file: Path) -> tuple[int, Tool | None]:
    """(exit code, the tool of a file without faults); each fault is printed by file and line."""
    faults, tool = check_file(file)
    for fault in faults:
        print(fault, file=sys.stderr)
    if tool is not None:
        asked = len(list(tool.questions()))
        print(f"No faults. {tool.name}, version {tool.version}: {asked} questions, {len(tool.rules)} rules.")
    return (2, None) if tool is None else (0, tool)


def reason_against(tool: Tool, file: Path) -> Fault | None:
    """A version that stands is never changed: somebody may have answered under it."""
    for other in shelf.versions(tool.key):
        if other.version == tool.version and other.digest != tool.digest:
            return Fault(str(file), 1, f'version {tool.version} of "{tool.key}" stands already with other words; '
                                       "a version is never changed. Give this one the next number")
    return None


def add(file: Path, tool: Tool, today: date) -> int:
    """Lay the file on the shelf under its key and version, whole or not at all."""
    if fault := reason_against(tool, file):
        print(fault, file=sys.stderr)
        return 1
    folder = county.folder() / shelf.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{tool.key}-{tool.version}.toml"
    meanwhile = place.with_suffix(".new")
    meanwhile.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    meanwhile.replace(place)
    begins = "in force now" if tool.in_force_from <= today else f"in force from {tool.in_force_from:%-d %B %Y}"
    print(f"Added as {place}: {begins}, for incidents from {tool.in_force_from:%-d %B %Y} on. "
          f"Look at it and try it: /tools/{tool.key}/{tool.version}/")
    return 0
