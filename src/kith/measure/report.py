"""How results are shown and kept: a table on the screen, JSON in the state folder, one page of docs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections

from kith.measure.marks import KINDS, Row, number

PAGE = """# Measured

Written by `python3 run.py bench --write`; every figure comes from one run on the machine named above its table.
Ratios, counts, sizes and CPU time decide whether a mark is reached. Wall times stand last: they hold for a quiet
machine, and the load average says how quiet it was.
"""


@dataclass
class Result:
    """One part's rows with the machine they were measured on."""

    part: str
    rows: list[Row]
    at: str
    took: float
    full: bool
    machine: str
    busy: bool
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        rows = [{**{k: v for k, v in asdict(r).items() if k != "mark"}, "verdict": r.verdict,
                 "mark": r.mark.asked() if r.mark else "", "source": r.mark.source if r.mark else ""}
                for r in in_order(self.rows)]
        return {**asdict(self), "rows": rows}


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Ratios and counts first, wall times last."""
    return sorted(rows, key=lambda row: KINDS.index(row.kind))


def machine_line() -> tuple[str, bool]:
    """Cores, memory, versions and the load now; and whether others were at work on it."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connections["owner"].cursor() as cursor:
        cursor.execute("select current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone() or ("", "")
    words = (f"{cores} cores, {memory:.0f} GiB, Python {platform.python_version()}, PostgreSQL {version.split()[0]} "
             f"(fsync {fsync}), load average {load:.1f}")
    return words, load > cores / 2


def now() -> str:
    return datetime.now().astimezone().isoformat(timespec="minutes")


def lines(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """(what, mark, measured, verdict) of every row of a kept result."""
    busy = ", on a busy machine" if found["busy"] else ""
    return [(r["words"], r["mark"], value_of(r),
             r["verdict"] + (busy if r["verdict"] and r["kind"] == "wall" else "")) for r in found["rows"]]


def value_of(row: dict[str, Any]) -> str:
    """The measured value with its unit and note; a share of one keeps its decimals."""
    value = f"{row['value']:.3f}" if row["kind"] == "ratio" and row["value"] > 0.1 else number(row["value"])
    return f"{value} {row['unit']}".strip() + (f" ({row['note']})" if row["note"] else "")


def printed(found: dict[str, Any]) -> str:
    """A kept result as text for the screen."""
    table = [("measured", "mark", "found", ""), *lines(found)]
    widths = [max(len(row[at]) for row in table) for at in range(3)]
    body = ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]).rstrip()
            for row in table]
    return "\n".join([f"\n== {found['part']}: {found['machine']}; took {found['took']:.0f} s", *body, *found["notes"]])


def keep(result: Result, folder: Path) -> Path:
    """Write a result as JSON; the newest of each part replaces the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{result.part}.json"
    file.write_text(json.dumps(result.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def kept(folder: Path, parts: Sequence[str]) -> list[dict[str, Any]]:
    """The newest result of each part that has one."""
    files = [folder / f"{part}.json" for part in parts]
    return [json.loads(file.read_text(encoding="utf-8")) for file in files if file.exists()]


def as_markdown(results: Iterable[dict[str, Any]]) -> str:
    """The page docs/measured.md."""
    parts = [PAGE]
    for found in results:
        size = "full size" if found["full"] else "small size"
        parts.append(f"## {found['part']}\n{found['machine']}; {size}; {found['at']}.\n")
        parts.append("| measured | mark | found | |\n|---|---|---|---|")
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in lines(found)))
        parts.append("\n".join(f"\n{note}" for note in found["notes"]))
    return "\n".join(parts).rstrip() + "\n"
