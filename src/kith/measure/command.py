"""`kith bench [ledger] [intake] [pages] [linkage] [screening] [--full] [--json FILE] [--write] [--keep]`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections

from kith.config import env
from kith.measure import ground, intake, ledger, linkage, meetings, pages, report, screening
from kith.measure.marks import Row

PARTS: dict[str, Callable[[argparse.Namespace], tuple[list[Row], list[str]]]] = {
    "ledger": lambda given: ledger.run(given.full),
    "intake": lambda given: intake.run(given.full),
    "pages": lambda given: pages.run(given.full),
    "linkage": lambda given: linkage.run(given.full),
    "meetings": lambda given: meetings.run(given.full),
    "screening": lambda given: screening.run(given.full, spc=given.spc),
}
DOCS = env.ROOT / "docs" / "measured.md"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="kith bench", description="Measure Kith against its marks.")
    made.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all by default")
    made.add_argument("--full", action="store_true", help="county size: a million entries and rows; takes long")
    made.add_argument("--json", type=Path, metavar="FILE", help="also write all results to this file")
    made.add_argument("--write", action="store_true", help="write docs/measured.md from the newest results")
    made.add_argument("--spc", type=Path, metavar="FOLDER",
                      help="screening: also measure the control chart against the reference files of this folder")
    made.add_argument("--keep", action="store_true", help="keep each part's database")
    made.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # measure in the database given
    made.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    return made


def bench(argv: list[str]) -> int:
    """Run the parts, each in a database of its own; 0 when all ran, whatever the marks say, 2 on a wrong word."""
    given = parser().parse_args(argv)
    if unknown := [part for part in given.parts if part not in PARTS]:
        print(f"kith bench: no part {unknown[0]!r}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    folder = given.into or Path(settings.STATE) / "bench"
    if given.here:
        return measure(given.parts[0], given, folder)
    code = max(apart(part, given, folder) for part in given.parts or PARTS)
    found = report.kept(folder, list(PARTS))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if given.write and not code:
        DOCS.write_text(report.as_markdown(found), encoding="utf-8")
        print(f"Written: {DOCS.relative_to(env.ROOT)}")
    return code


def apart(part: str, given: argparse.Namespace, folder: Path) -> int:
    """One part in a process and a database of its own, so that none lives off what another left warm."""
    command = [sys.executable, "-m", "kith", "bench", part, "--here", "--into", str(folder)]
    command += ["--spc", str(given.spc.resolve())] if given.spc else []
    try:
        with ground.own_database(given.keep) as environment:
            return subprocess.run(command + ["--full"] * given.full, env=environment, check=False).returncode
    except ground.Unready as error:
        print(f"kith bench {part}: {error}", file=sys.stderr)
        return 1


def measure(part: str, given: argparse.Namespace, folder: Path) -> int:
    """Measure one part in this database, print its table and keep its JSON."""
    machine, busy = report.machine_line()
    started = time.monotonic()
    try:
        rows, notes = PARTS[part](given)
    except ground.Unready as error:
        print(f"kith bench {part}: {error}", file=sys.stderr)
        return 1
    result = report.Result(part, rows, report.now(), time.monotonic() - started, given.full, machine, busy, notes)
    report.keep(result, folder)
    print(report.printed(result.as_json()), flush=True)
    connections.close_all()
    return 0
