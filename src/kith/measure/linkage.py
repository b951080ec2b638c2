"""The person index: its own benchmark over memory, then the live path over PostgreSQL with row security on.

Live: clean, keys, `sec.candidates` under a hub worker's session, score, decide, explain. Between the queries Splink's
realtime compare works on the same candidates, where a Python with the extra `linkage` is at hand.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from kith.authority import who
from kith.measure import cast, filling
from kith.measure.marks import Row, against, beside
from kith.measure.timing import quantile
from kith.people import linkage, matching
from kith.people.linkage import bench, splink_settings
from kith.people.linkage.evaluate import record
from kith.people.linkage.record import Cleaned, unpack

INDEXED, MILLION = 50_000, 1_000_000
ASKED, BESIDE, WARM_UP = 1_000, 60, 30
FREQUENCY = 0.001  # Splink wants a name's share beside each record; its value changes no time
SCRIPT = Path(__file__).with_name("beside_splink.py")


@dataclass
class Found:
    """What the live path said to all queries."""

    took: list[float] = field(default_factory=list)    # milliseconds
    cpu: list[float] = field(default_factory=list)
    splink: list[float] = field(default_factory=list)
    planted: int = 0
    among: int = 0
    first: int = 0


def run(full: bool = False, *, indexed: int = 0, asked: int = ASKED,
        memory: bool = True) -> tuple[list[Row], list[str]]:
    """The index's own table first (printed and kept there), then the live path."""
    indexed = indexed or (MILLION if full else INDEXED)
    notes = in_memory(indexed, full) if memory else []
    population = filling.population(indexed, asked)
    subjects = filling.fill_index(population)
    with yardstick() as splink:
        found = live(population.referrals, population.referral_truth, subjects, splink)
        notes += [] if splink else [
            "Splink was not at hand: install the extra `linkage`, or name a Python that has it in KITH_LINKAGE_PYTHON."]
    return [beside("records in the index", len(population.rows), "", "count"), *table(found)], notes


def in_memory(indexed: int, full: bool) -> list[str]:
    """The index's own benchmark, which prints its table; its JSON stands beside ours."""
    out = Path(settings.STATE).parent / "linkage-in-memory.json"
    found = bench.run(size=indexed, full=full, out=out)
    short = [mark.what for mark in found["marks"] if mark.verdict == "falls short"]  # type: ignore[attr-defined]
    return [f"Over memory: {len(found['marks'])} marks, "  # type: ignore[arg-type]
            + (f"short of {len(short)}: {'; '.join(short)}." if short else "all reached or too few cases.")]


def table(found: Found) -> list[Row]:
    """Rows of the live path."""
    n = len(found.took)
    p50, p95 = quantile(found.took, 0.5), quantile(found.took, 0.95)
    rows = [against("linkage.recall", found.among / max(1, found.planted), note=f"of {found.planted}"),
            against("linkage.top", found.first / max(1, found.planted), note=f"of {found.planted}"),
            beside("CPU in the web process, p50", quantile(found.cpu, 0.5), "ms", "cpu", f"of {n} queries"),
            beside("live match p50, wall", p50, "ms", "wall"), against("linkage.wall", p95)]
    if found.splink:
        theirs = quantile(found.splink, 0.5)
        rows += [against("linkage.splink_p50", p50 / theirs, note=f"1/{theirs / p50:.0f}"),
                 against("linkage.splink_p95", p95 / theirs, note=f"1/{theirs / p95:.1f}"),
                 beside("Splink's realtime compare p50, wall", theirs, "ms", "wall", f"of {len(found.splink)}")]
    return rows


def live(referrals: Sequence[Mapping[str, str]], truth: Mapping[str, str], subjects: Mapping[str, UUID],
         splink: Yardstick | None) -> Found:
    """Ask for every referral under a hub session; the first few only warm up."""
    token, found = cast.sign_in(cast.hire("hub_screener", 1)[0]), Found()
    for turn, row in enumerate(referrals[:WARM_UP]):
        cleaned, rows, _ = ask(token, row, Found())
        if splink and rows and turn < 3:
            splink.compare(cleaned, [unpack(packed) for _, _, packed in rows])
    every = max(1, len(referrals) // BESIDE)
    for turn, row in enumerate(referrals):
        cleaned, rows, matches = ask(token, row, found)
        judge(found, subjects.get(truth[row["record_id"]]), rows, matches)
        if splink and rows and turn % every == 0:
            found.splink.append(splink.compare(cleaned, [unpack(packed) for _, _, packed in rows]))
    return found


def ask(token: str, row: Mapping[str, str], found: Found) -> tuple[Cleaned, list[Any], linkage.Matches]:
    """One arriving person, timed from raw text to the explained decision; the request frame is not in the time."""
    with who.working_as(token):
        started, cpu = time.perf_counter(), time.process_time()
        cleaned = linkage.clean(record(row))
        rows = matching.candidates(cleaned)
        matches = linkage.match(linkage.load_model(), cleaned, rows)
        found.took.append((time.perf_counter() - started) * 1e3)
        found.cpu.append((time.process_time() - cpu) * 1e3)
    return cleaned, rows, matches


def judge(found: Found, planted: UUID | None, rows: Sequence[Any], matches: linkage.Matches) -> None:
    """Was the planted person among the candidates, and first?"""
    if planted is None:
        return
    found.planted += 1
    found.among += any(subject == planted for _, subject, _ in rows)
    found.first += bool(matches) and matches[0].subject_id == planted


@dataclass
class Yardstick:
    """Splink at the other end of a pipe."""

    process: subprocess.Popen[str]

    def compare(self, one: Cleaned, many: Sequence[Cleaned]) -> float:
        """Milliseconds it took there, without the pipe."""
        return float(self.ask(json.dumps({"one": columns(one), "many": [columns(c) for c in many]}))["ms"])

    def ask(self, line: str) -> dict[str, float]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("Splink stopped; its words are in splink.log in the state folder")
        found: dict[str, float] = json.loads(answer)
        return found


def columns(cleaned: Cleaned) -> dict[str, Any]:
    """A record as the settings compare it: empty text for nothing, so that every column is text."""
    row: dict[str, Any] = {k: v or "" for k, v in splink_settings.columns(cleaned).items()}
    frequent = {f"tf_{name}": FREQUENCY for name in frequency_columns()}
    return {**row, **frequent}


@cache
def frequency_columns() -> frozenset[str]:
    return frozenset(level["tf_adjustment_column"] for comparison in model_settings()["comparisons"]
                     for level in comparison["comparison_levels"] if "tf_adjustment_column" in level)


def model_settings() -> dict[str, Any]:
    """Our model as Splink's settings, with empty text as its missing value."""
    text = json.dumps(splink_settings.settings(linkage.load_model()))
    return dict(json.loads(text.replace(" IS NULL", " = ''")))


@contextmanager
def yardstick() -> Iterator[Yardstick | None]:
    """Splink in a process of its own, warmed up; None where there is none."""
    python = os.environ.get("KITH_LINKAGE_PYTHON") or (sys.executable if importlib.util.find_spec("splink") else "")
    if not python:
        yield None
        return
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen([python, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words,
                                   text=True)
        try:
            assert process.stdin
            process.stdin.write(json.dumps(model_settings()) + "\n")
            yield Yardstick(process)
        finally:
            with suppress(BrokenPipeError):
                process.communicate(timeout=20)
