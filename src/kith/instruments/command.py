"""`kith county check`: the county's settings and its tools together. No web, no database."""

from __future__ import annotations

import sys
from pathlib import Path

from kith.instruments.checking import check_files
from kith.statute import command as statute
from kith.statute.profile import SHIPPED
from kith.statute.profile_check import Fault

FOLDER = "tools"


def county(argv: list[str]) -> int:
    """Runs `kith county …`. 0 when every file may be used; 2 with each fault by file and line."""
    settings = statute.county(argv)
    words = [word for word in argv if not word.startswith("-")]
    if words[:1] != ["check"]:
        return settings
    return max(settings, tools(Path(words[1]) if len(words) > 1 else SHIPPED))


def tools(folder: Path) -> int:
    """Checks the tools of a county's folder; a county without any of its own is in order."""
    faults = faults_of(folder)
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults and folder.is_dir():
        print(f"No faults in {folder / FOLDER}")
    return 2 if faults else 0


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the tools in a folder, by file and line."""
    return check_files(sorted((folder / FOLDER).glob("*.toml"))) if folder.is_dir() else ()
