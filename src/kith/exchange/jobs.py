"""The background's part: waiting rows are worked on in small transactions, oldest first, so that an import
can be left and come back to, and what failed for a technical reason is tried again."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from kith.authority import who
from kith.authority.acts import Refused
from kith.authority.who import Session
from kith.exchange import acts, inbox, reads, rules, together
from kith.exchange.models import Arrival

log = logging.getLogger("kith.exchange")
AT_ONCE = 5_000  # rows worked on before the page answers
SECONDS = 8.0  # … or this long
IN_ONE = 20  # rows in one transaction
TOGETHER = 2_000  # incidents of a log in one transaction


def work_on_imports(most: int = 5_000, *, batch: UUID | None = None, seconds: float = 20.0) -> int:
    """Work on waiting rows, of one import or of all; returns how many were worked on.

    Called by the background worker's sweep, and once right after a file was brought in. Rows that another
    worker holds are left to it. Incidents are worked on together (together.py), everything else one by one.
    """
    begun, done = time.monotonic(), 0
    while done < most and time.monotonic() - begun < seconds:
        worked = work_on_incidents(batch) or work_on_some(min(IN_ONE, most - done), batch)
        done += worked
        if worked == 0:
            break
    return done


def waiting_rows(by: Session, batch: UUID | None) -> QuerySet[Arrival]:
    """Rows whose turn it is, the oldest first; those that another worker holds are passed over."""
    found = Arrival.objects.filter(reads.WAITS).filter(Q(next_try_at__isnull=True) | Q(next_try_at__lte=by.now))
    return (found.filter(batch=batch) if batch else found).order_by("kept_at", "line").select_for_update(
        skip_locked=True)


def work_on_incidents(batch: UUID | None = None, most: int = TOGETHER) -> int:
    """One transaction of the intake job: waiting incidents as a set; one by one where the set as a whole fails."""
    with who.job("intake") as by:
        rows = list(waiting_rows(by, batch).filter(layout="incident")[:most])
        alone = partial(work_on, by=by, at=by.now)
        try:
            with transaction.atomic():
                together.work_on(rows, alone, by=by, at=by.now)
        except Exception as fault:  # whatever it is, each row is then heard by itself
            log.error("a set of %s incidents could not be taken in together: %s", len(rows), type(fault).__name__)
            for arrival in rows:
                inbox.unwork(arrival)
                alone(arrival)
        return len(rows)


def work_on_some(most: int, batch: UUID | None) -> int:
    """One transaction of the intake job."""
    with who.job("intake") as by:
        rows = list(waiting_rows(by, batch)[:most])
        for arrival in rows:
            work_on(arrival, by=by, at=by.now)
        return len(rows)


def work_on(arrival: Arrival, *, by: Session, at: datetime) -> None:
    """Take one waiting row in, refuse it with reasons, or note the fault; whatever it is, the row says so."""
    if reasons := rules.reasons_against(arrival.layout, json.loads(arrival.body)):
        return refuse(arrival, reasons, by=by, at=at)
    try:
        with transaction.atomic():
            inbox.take(arrival, by=by, at=at)
            acts.work(by=by, at=at, arrival=arrival)
    except Refused as refused:
        refuse(arrival, inbox.reasons_of(refused), by=by, at=at)
    except IntegrityError:
        fail(arrival, "IntegrityError", by=by, at=at)
    except Exception as fault:  # one row's fault never stops the rows behind it
        fail(arrival, type(fault).__name__, by=by, at=at)


def refuse(arrival: Arrival, reasons: list[rules.Problem], *, by: Session, at: datetime) -> None:
    inbox.unwork(arrival)
    arrival.refused_at, arrival.reasons = at, reasons
    acts.work(by=by, at=at, arrival=arrival)


def fail(arrival: Arrival, fault: str, *, by: Session, at: datetime) -> None:
    log.error("row %s could not be taken in: %s", arrival.pk, fault)
    inbox.unwork(arrival)
    acts.waiting_again(arrival, at=at, fault=fault)
    acts.work(by=by, at=at, arrival=arrival)


def after_commit(batch: UUID) -> None:
    """Begin an import as soon as it is safely kept."""
    transaction.on_commit(lambda: start(batch), robust=True)


def start(batch: UUID) -> int:
    return work_on_imports(AT_ONCE, batch=batch, seconds=SECONDS)


def until_done(batch: UUID) -> int:
    """Work on one import until nothing of it waits that no other hand holds; returns how many rows were worked on.

    Interrupted, it goes on at the next call, or by the background worker.
    """
    done = 0
    while worked := work_on_incidents(batch) or work_on_some(IN_ONE, batch):
        done += worked
    return done


def waiting() -> Iterable[UUID]:
    """Rows that wait for a person past their clock (the sweep's alarm)."""
    with who.job("intake") as by:
        return list(reads.for_a_person().filter(look_by__lt=by.now).values_list("id", flat=True))
