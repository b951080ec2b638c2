"""The person index: its own benchmark over memory, then the live path over PostgreSQL with row security on.

Live: clean, keys, `sec.candidates` under a hub worker's session, score, decide, explain. Between the queries Splink's
realtime compare works on the same candidates, where a Python with the extra `linkage` is at hand. Then twenty clients
at once in two processes, as the application's two web workers would serve them; then all again on twice the records.
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
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from kith.authority import who
from kith.authority.models import Agency
from kith.config import memory
from kith.exchange.command import make_key
from kith.measure import cast, filling, intake
from kith.measure.marks import Row, against, beside
from kith.measure.timing import quantile
from kith.people import linkage, matching
from kith.people.linkage import bench, splink_settings
from kith.people.linkage.evaluate import record
from kith.people.linkage.populations import households
from kith.people.linkage.record import Cleaned, unpack

INDEXED, MILLION = 50_000, 1_000_000
ASKED, BESIDE, WARM_UP = 1_000, 60, 500
CLIENTS, WEB_WORKERS, SENT = 20, 2, 100
GROWN_SEED = 908
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


def run(full: bool = False, *, indexed: int = 0, asked: int = ASKED, clients: int = CLIENTS,
        in_memory: bool = True, sent: int = SENT) -> tuple[list[Row], list[str]]:
    """The index's own table first (printed and kept there), then the live path: alone, at once, on twice as many."""
    indexed = indexed or (MILLION if full else INDEXED)
    notes = over_memory(indexed, full) if in_memory else []
    population = filling.population(indexed, WARM_UP + asked)
    subjects = filling.fill_index(population)
    memory.settle()  # as in the web server
    with yardstick() as splink:
        found = live(population.referrals, population.referral_truth, subjects, splink)
        notes += [] if splink else [
            "Splink was not at hand: install the extra `linkage`, or name a Python that has it in KITH_LINKAGE_PYTHON."]
    rows = [beside("records in the index", len(population.rows), "", "count"), *table(found)]
    rows += at_once(population.referrals, clients) if clients else []
    rows += over_http(population.referrals[:sent]) if sent else []
    return rows + twice(indexed, population.referrals, found), notes


def over_memory(indexed: int, full: bool) -> list[str]:
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


def at_once(referrals: Sequence[Mapping[str, str]], clients: int) -> list[Row]:
    """Many clients, each asking one referral after another: matches a second over all of them."""
    tokens = [cast.sign_in(worker) for worker in cast.hire("hub_screener", clients)]
    for connection in connections.all():
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # a forked process must not share its sockets
    groups = [tokens[at::WEB_WORKERS] for at in range(WEB_WORKERS)]
    with ProcessPoolExecutor(WEB_WORKERS, mp_context=get_context("fork")) as pool:
        spells = list(pool.map(serve, groups, [list(referrals)] * WEB_WORKERS))
    wall = max(ended for _, ended, _ in spells) - min(started for started, _, _ in spells)
    asked = sum(count for _, _, count in spells)
    return [against("linkage.clients", asked / wall, note=f"{asked} matches of {clients} clients in {wall:.1f} s")]


def serve(tokens: Sequence[str], referrals: Sequence[Mapping[str, str]]) -> tuple[float, float, int]:
    """One web worker: a thread for each client. When it began and ended, and how many matches it made."""
    with ThreadPoolExecutor(len(tokens)) as threads:
        list(threads.map(client, tokens, [referrals[:5]] * len(tokens)))
        shares = [referrals[at::len(tokens)] for at in range(len(tokens))]
        started = time.time()
        asked = sum(threads.map(client, tokens, shares))
        return started, time.time(), asked


def over_http(referrals: Sequence[Mapping[str, str]]) -> list[Row]:
    """The whole road without a mark: a concern through the JSON API, matched and committed, by one sender."""
    key = make_key(Agency.objects.using("owner").get(key=cast.AGENCY), "Bench of the index")
    return intake.sending(key, [intake.body(n, dict(row)) for n, row in enumerate(referrals)], senders=1)


def client(token: str, referrals: Sequence[Mapping[str, str]]) -> int:
    """Ask for every referral under one session."""
    found = Found()
    for row in referrals:
        ask(token, row, found)
    connections.close_all()
    return len(found.took)


def twice(indexed: int, referrals: Sequence[Mapping[str, str]], before: Found) -> list[Row]:
    """The same referrals on twice the records: p95 against p95 before."""
    grown = households.generate(int(indexed * filling.PEOPLE_A_RECORD), GROWN_SEED, 0)
    rows = [{**row, "record_id": "g" + row["record_id"]} for row in grown.rows]
    filling.fill_index(replace(grown, rows=rows, truth={"g" + one: "g" + of for one, of in grown.truth.items()}))
    found = live(referrals, {row["record_id"]: "" for row in referrals}, {}, None)
    ratio = quantile(found.took, 0.95) / quantile(before.took, 0.95)
    return [against("linkage.twice", ratio, note=f"on {2 * indexed:,} records")]


def live(referrals: Sequence[Mapping[str, str]], truth: Mapping[str, str], subjects: Mapping[str, UUID],
         splink: Yardstick | None) -> Found:
    """Ask for every referral under a hub session. The first only warm up, as the yardstick's SQL is cached: a process
    that serves has compared most names before."""
    token, found = cast.sign_in(cast.hire("hub_screener", 1)[0]), Found()
    for turn, row in enumerate(referrals[:WARM_UP]):
        cleaned, rows, _ = ask(token, row, Found())
        if splink and rows and turn < 3:
            splink.compare(cleaned, [unpack(packed) for _, _, packed in rows])
    every = max(1, (len(referrals) - WARM_UP) // BESIDE)
    for turn, row in enumerate(referrals[WARM_UP:]):
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
