"""The ledger's price: appending against a bare insert, how soon it is sealed, how long a million entries verify.

Both inserts go through the same logins, roles and connections, one statement and one commit each, in alternating spells
of one run. The real one passes the trigger, the session look-up, the hash and four more indexes.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections
from psycopg import sql

from kith.authority import sealing, who
from kith.authority.ids import uuid7
from kith.measure import cast
from kith.measure.marks import Row, against, beside
from kith.measure.timing import Spent, quantile, spending

WRITERS = 32
PATIENCE = 20.0  # seconds to wait for the last entries to be sealed
FACTS = json.dumps({"page": "ChildPage", "results": 1})
LEAF = bytes(32)
TABLE = """
create table if not exists public.bench_plain (
  seq bigint generated always as identity primary key, id uuid not null,
  xid xid8 not null default pg_current_xact_id(), at timestamptz not null default clock_timestamp(),
  worker_id uuid not null, agency_id uuid not null, purpose text not null, verb text not null,
  subject_id uuid, record_id uuid, facts jsonb not null, leaf bytea not null)"""
APPEND = ("insert into public.authority_entry (id, purpose, verb, subject_id, record_id, facts) "
          "values (%s, %s, 'child.viewed', %s, null, %s)")
BARE = ("insert into public.bench_plain (id, purpose, verb, subject_id, record_id, facts, worker_id, agency_id, leaf) "
        "values (%s, %s, 'child.viewed', %s, null, %s, %s, %s, %s)")
LAG = """
select extract(epoch from h.at - e.at)::float8 from authority_entry e join authority_leaf l using (seq)
  cross join lateral (select at from authority_seal_head where size > l.position order by size limit 1) h
 where e.seq > %s"""


@dataclass
class Writer:
    """One session that writes, on a connection of its own."""

    worker: UUID
    link: psycopg.Connection[Any]
    subject: UUID = field(default_factory=uuid7)

    def append(self) -> None:
        self.link.execute(APPEND, [uuid7(), "work", self.subject, FACTS], prepare=True)

    def bare(self) -> None:
        self.link.execute(BARE, [uuid7(), "work", self.subject, FACTS, self.worker, self.worker, LEAF], prepare=True)


def run(full: bool = False, *, writers: int = WRITERS, rounds: int = 7, spell: float = 2.0, sealed_for: float = 12.0,
        entries: int = 0) -> tuple[list[Row], list[str]]:
    """All three measurements; rows for the table and notes below it."""
    entries = entries or (1_000_000 if full else 100_000)
    with crew(writers) as workers:
        rows = appending(workers, rounds, spell)
        rows += sealing_lag(workers, sealed_for)
    rows += verifying(entries)
    notes = [] if entries >= 1_000_000 else [
        f"Verification was measured on {entries:,} entries; the figure for a million is an extrapolation."]
    return rows, notes


@contextmanager
def crew(count: int) -> Iterator[list[Writer]]:
    """`count` writers with real sessions, in the database role their sessions have."""
    prepare_table()
    workers = [Writer(worker, cast.connect()) for worker in cast.hire("hub_screener", count)]
    try:
        for writer in workers:
            sit_down(writer)
        yield workers
    finally:
        for writer in workers:
            writer.link.close()


def prepare_table() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute(f'grant insert on public.bench_plain to "{who.role_name("wide")}"')


def sit_down(writer: Writer) -> None:
    """Hold the session's token and role on the connection, so that both inserts carry the same (no) frame."""
    token = cast.sign_in(writer.worker)
    writer.link.execute("select set_config('kith.token', %s, false)", [token])
    writer.link.execute(sql.SQL("set role {}").format(sql.Identifier(who.role_name("wide"))))


def appending(workers: list[Writer], rounds: int, spell: float) -> list[Row]:
    """Alternating spells of appends and bare inserts by all writers at once."""
    written(workers, Writer.append, spell / 4)
    written(workers, Writer.bare, spell / 4)
    rates: dict[str, list[float]] = {"append": [], "bare": []}
    cpu: dict[str, list[float]] = {"append": [], "bare": []}
    for turn in range(rounds):
        order = (("append", Writer.append), ("bare", Writer.bare))
        for name, do in order if turn % 2 else order[::-1]:
            count, spent = written(workers, do, spell)
            rates[name].append(count / spent.wall)
            if spent.database is not None and count:
                cpu[name].append(spent.database / count * 1e3)
    ratios = [a / b for a, b in zip(rates["append"], rates["bare"], strict=True)]
    spread = f"median of {rounds}, {min(ratios):.2f} to {max(ratios):.2f}"
    rows = [against("ledger.append", median(ratios), note=spread),
            beside("appends a second", median(rates["append"]), "", "wall", f"{len(workers)} writers"),
            beside("bare inserts a second", median(rates["bare"]), "", "wall", f"{len(workers)} writers")]
    if cpu["append"] and cpu["bare"]:
        rows += [beside("CPU of the database, an append", median(cpu["append"]), "ms", "cpu"),
                 beside("CPU of the database, a bare insert", median(cpu["bare"]), "ms", "cpu")]
    return rows


def written(workers: list[Writer], do: Callable[[Writer], None], seconds: float) -> tuple[int, Spent]:
    """How many were written by all writers in about `seconds`, and what it took."""
    pids = [w.link.info.backend_pid for w in workers]
    with ThreadPoolExecutor(len(workers)) as pool, spending(pids) as spent:
        until = time.monotonic() + seconds
        counts = list(pool.map(lambda writer: keep_writing(writer, do, until), workers))
    return sum(counts), spent


def keep_writing(writer: Writer, do: Callable[[Writer], None], until: float) -> int:
    count = 0
    while time.monotonic() < until:
        do(writer)
        count += 1
    return count


def sealing_lag(workers: list[Writer], seconds: float) -> list[Row]:
    """From written to sealed, while all write and one sealer runs each second."""
    after, done = newest(), threading.Event()
    took: list[float] = []
    sealer = threading.Thread(target=keep_sealing, args=(done, took))
    sealer.start()
    try:
        count, spent = written(workers, Writer.append, seconds)
    finally:
        done.set()
        sealer.join()
    with connections["owner"].cursor() as cursor:
        cursor.execute(LAG, [after])
        lags = [row[0] for row in cursor.fetchall()]
    return [beside("from written to sealed, p50", quantile(lags, 0.50), "s", "wall", f"{len(lags):,} entries"),
            beside("from written to sealed, p99", quantile(lags, 0.99), "s", "wall", "one seal a second"),
            beside("one seal, p50", quantile(took, 0.5) * 1e3, "ms", "wall"),
            beside("appends a second while sealing", count / spent.wall, "", "wall"),
            beside("entries left unsealed", count - len(lags), "", "count")]


def keep_sealing(done: threading.Event, took: list[float]) -> None:
    """Seal each second until told to stop, then what is left: any transaction open on the server holds it up."""
    try:
        while not done.wait(1.0):
            started = time.perf_counter()
            sealing.seal()
            took.append(time.perf_counter() - started)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and unsealed():
            if not sealing.seal():
                time.sleep(0.2)
    finally:
        connections.close_all()


def unsealed() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select sec.unsealed_age() is not null")
        return bool((cursor.fetchone() or (False,))[0])


def newest() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select coalesce(max(seq), 0) from authority_entry")
        return int((cursor.fetchone() or (0,))[0])


def verifying(entries: int, a_seal: int = 2_000) -> list[Row]:
    """Fill the ledger up to `entries`, sealed `a_seal` at a time, and verify it whole."""
    fill(entries, a_seal)
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        pid = (cursor.fetchone() or (0,))[0]
    with spending([pid]) as spent:
        verdict = sealing.verify()
    if verdict.faults:
        raise AssertionError(f"the ledger was found altered: {verdict.faults[:3]}")
    share = 1e6 / verdict.entries
    note = f"{verdict.entries:,} entries" + ("" if entries >= 1_000_000 else ", extrapolated")
    return [against("ledger.verify", (spent.cpu or spent.wall) * share, note=note),
            against("ledger.verify_wall", spent.wall * share, note=note)]


FILL = """
insert into authority_entry (seq, id, xid, at, worker_id, agency_id, purpose, verb, subject_id, record_id, facts, leaf)
overriding system value
select seq, id, xid, at, worker_id, agency_id, purpose, verb, subject_id, record_id, facts,
       sec.leaf(row(seq, id, xid, at, worker_id, agency_id, purpose, verb, subject_id, record_id, facts,
                    ''::bytea)::authority_entry)
  from (select nextval(pg_get_serial_sequence('authority_entry', 'seq')) as seq, gen_random_uuid() as id,
               pg_current_xact_id() as xid, clock_timestamp() as at, w.id as worker_id, w.agency_id,
               'work'::text as purpose, 'child.viewed'::text as verb, gen_random_uuid() as subject_id,
               null::uuid as record_id, jsonb_build_object('page', 'ChildPage', 'results', n) as facts
          from (select id, agency_id from authority_worker order by id limit 1) w, generate_series(1, %s) n
        offset 0) as made"""


def fill(entries: int, a_seal: int) -> None:
    """Entries with right leaves, as the owner with the stamp off: only a benchmark's own database is ever filled so."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table authority_entry disable trigger stamp")
        cursor.execute("select count(*) from authority_entry")
        there = (cursor.fetchone() or (0,))[0]
        while there < entries:
            cursor.execute(FILL, [min(a_seal, entries - there)])
            there += a_seal
            sealing.seal()
        cursor.execute("alter table authority_entry enable trigger stamp")
        cursor.execute("analyze authority_entry")
