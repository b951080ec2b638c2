"""`kith worker`: one loop, one timetable, on one page. Each sweep has its own transactions; one that fails stops no
other. Above the rooms, because it names sweeps of several."""

from __future__ import annotations

import argparse
import logging
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event, Thread
from types import FrameType
from zoneinfo import ZoneInfo

from django.db import connections

from kith.desk import sweeps
from kith.desk.consistency import jobs as consistency
from kith.exchange import jobs
from kith.meetings import jobs as meetings
from kith.people.index import jobs as index
from kith.screening import jobs as screening

log = logging.getLogger("kith.worker")
REST = 0.2  # seconds between looks at the timetable


@dataclass(frozen=True)
class Sweep:
    """A line of the timetable."""

    name: str
    every: float  # seconds
    run: Callable[[], int]


TIMETABLE = (
    Sweep("seal the ledger", 1, sweeps.seal_ledger),
    Sweep("take in public reports", 2, sweeps.take_reports),
    Sweep("match waiting contacts", 5, sweeps.match_waiting),
    Sweep("work on imports", 5, jobs.work_on_imports),
    Sweep("match waiting incidents", 5, screening.match_waiting),
    Sweep("weigh screenings for the third green", 5, screening.weigh_waiting),
    Sweep("lay a force's own screenings beside its incidents", 60, screening.reconcile_waiting),
    Sweep("tell sergeants what never came", 30, screening.tell_sergeants),
    Sweep("hand red concerns to duty", 30, sweeps.hand_to_duty),
    Sweep("announce breaches", 30, sweeps.announce_breaches),
    Sweep("write down silent positions", 60, sweeps.lapse_positions),
    Sweep("move disagreements up a stage", 30, meetings.advance_disagreements),
    Sweep("write down positions owed after urgent decisions", 60, meetings.lapse_owed_positions),
    Sweep("call daily meetings and fill their agendas", 60, meetings.make_agendas),
    Sweep("chase minutes not read", 300, meetings.chase_unread_minutes),
    Sweep("draw last month's meetings for the scrutineer", 300, meetings.draw_meetings),
    Sweep("recompute clocks after a holiday", 60, sweeps.recompute_clocks),
    Sweep("draw last month's second looks", 300, screening.draw_samples),
    Sweep("keep how alike screenings are graded, before the first night", 300, consistency.keep_first),
    Sweep("tell that last month's screening figures can be printed", 300, consistency.tell_month),
    Sweep("chase unread outcomes", 300, sweeps.chase_unread),
    Sweep("escalate openings not reviewed", 300, sweeps.escalate_openings),
)


NIGHT = (
    Sweep("bring the index up to date", 0, index.rekey_all),
    Sweep("compare every record as if it came now", 0, index.check_all),
    Sweep("keep how alike screenings are graded", 0, consistency.keep_agreement),
    Sweep("learn from what people answered", 0, index.calibrate),
)
NIGHT_BEGINS = 2  # o'clock in London


def sweep_once(sweep: Sweep) -> bool:
    """Run one sweep; a fault is logged by name and kind, never with content. Returns whether it went well."""
    try:
        sweep.run()
        return True
    except Exception as fault:  # whatever it is, the other sweeps must go on
        log.error("sweep %r failed: %s", sweep.name, type(fault).__name__)
        connections.close_all()
        return False


def all_once(timetable: tuple[Sweep, ...] = TIMETABLE) -> int:
    """Every sweep once, sealing last so that what the others wrote is sealed too; returns how many failed."""
    return sum(not sweep_once(s) for s in (*timetable[1:], timetable[0]))


def loop(stop: Event, timetable: tuple[Sweep, ...] = TIMETABLE) -> None:
    """Run what is due until told to stop; the sweep in hand is always finished."""
    due = dict.fromkeys(timetable, 0.0)
    while not stop.is_set():
        for sweep in timetable:
            if not stop.is_set() and time.monotonic() >= due[sweep]:
                sweep_once(sweep)
                due[sweep] = time.monotonic() + sweep.every
        stop.wait(REST)


def nights(stop: Event) -> None:
    """Once a night, beside the loop, because it may take long: the other sweeps never wait for it."""
    last: date | None = None
    while not stop.wait(60):
        moment = datetime.now(ZoneInfo("Europe/London"))
        if moment.hour == NIGHT_BEGINS and moment.date() != last:
            last = moment.date()
            for sweep in NIGHT:
                sweep_once(sweep)


def run(argv: list[str]) -> int:
    """The command. `--once` and `--night` run what there is once and exit 1 where one failed; SIGTERM stops cleanly."""
    parser = argparse.ArgumentParser(prog="kith worker")
    parser.add_argument("--once", action="store_true", help="run every sweep once and stop")
    parser.add_argument("--night", action="store_true", help="run what runs at night now, and stop")
    given = parser.parse_args(argv)
    if given.once:
        return 1 if all_once() else 0
    if given.night:
        return 1 if sum(not sweep_once(s) for s in NIGHT) else 0
    stop = Event()

    def stopping(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, stopping)
    signal.signal(signal.SIGINT, stopping)
    Thread(target=nights, args=(stop,), daemon=True).start()
    loop(stop)
    return 0
