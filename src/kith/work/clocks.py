"""Clocks that run themselves: they watch the ledger and know no duty by name.

A deadline stores when it is due and the duty's version, so new guidance never rewrites a running clock. There is no
pause. The calendar is not frozen: a proclaimed holiday recomputes running clocks, each change one ledger line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.authority.acts import Done, act, follow
from kith.authority.county import profile
from kith.authority.ledger import Entry
from kith.authority.who import Session
from kith.statute import duties
from kith.statute.calendar import Calendar, london_date
from kith.statute.duty import Duty
from kith.work.models import Deadline, Holiday


@lru_cache(maxsize=8)
def calendar_with(extra: frozenset, removed: frozenset) -> Calendar:
    return profile().calendar(extra, removed)


def calendar() -> Calendar:
    """The county's calendar with the holidays that were proclaimed or withdrawn here."""
    rows = list(Holiday.objects.values_list("on", "withdrawn"))
    return calendar_with(frozenset(d for d, gone in rows if not gone), frozenset(d for d, gone in rows if gone))


def running(subject: UUID | None = None) -> QuerySet[Deadline]:
    """Clocks neither met nor superseded."""
    found = Deadline.objects.filter(met_at__isnull=True, superseded_at__isnull=True)
    return found if subject is None else found.filter(subject_id=subject)


def start_moment(duty: Duty, entry: Entry, moments: Mapping[str, datetime]) -> datetime:
    """Where the count begins: the entry, or the earlier moment the act tells of (its `moments`)."""
    return moments.get(duty.runs_from, entry.at)


@follow
def react(entry: Entry, *, by: Session, outcome: Done) -> None:
    """On one entry: first what it supersedes, then what it meets, then what it starts."""
    if entry.subject_id is None:
        return
    on = london_date(entry.at)
    hangs_on = outcome.hangs_on
    ended = {d.key for d in duties.superseded_by(entry.verb, profile(), on)}
    met = {d.key for d in duties.met_by(entry.verb, profile(), on)}
    mine = Q(record_id=hangs_on) if hangs_on else Q()
    if ended:
        running(entry.subject_id).filter(mine, duty__in=ended).update(superseded_at=entry.at)
    if met:
        running(entry.subject_id).filter(mine, duty__in=met).update(met_at=entry.at)
    if started := duties.started_by(entry.verb, profile(), on):
        begin(started, entry, by, outcome)


def begin(started: tuple[Duty, ...], entry: Entry, by: Session, outcome: Done) -> None:
    days = calendar()
    assert entry.subject_id is not None
    rows = []
    for duty in started:
        start = start_moment(duty, entry, outcome.moments)
        due = duty.due(start, days)
        rows.append(Deadline(
            subject_id=entry.subject_id, duty=duty.key, duty_version=duty.version, record_id=outcome.hangs_on,
            agency_id=outcome.owed_by, started_at=start, due_at=due.at, reported_at=due.reported_at, due_on=due.on,
            created_by_id=by.worker_id))
    Deadline.objects.bulk_create(rows, ignore_conflicts=True)


@act("clock.explained")
def explain(*, by: Session, at: datetime, subject: UUID, deadline: Deadline, code: str, reason: str) -> Done:
    """Say why a clock was breached. It stays breached; nothing is paused or restarted."""
    Deadline.objects.filter(pk=deadline.pk).update(explained_at=at, explained_by=by.worker_id, reason_code=code,
                                                   reason=reason)
    return Done(deadline, subject, {"duty": deadline.duty, "code": code})


@act("clock.breached")
def announce(*, by: Session, at: datetime, deadline: Deadline) -> Done:
    """Announce a breach, once. Found by a sweep of stored deadlines, so that a lost job is not a lost child."""
    Deadline.objects.filter(pk=deadline.pk, announced_at__isnull=True).update(announced_at=at)
    return Done(deadline, deadline.subject_id, {"duty": deadline.duty})


@act("clock.moved")
def recompute(*, by: Session, at: datetime, deadline: Deadline) -> Done:
    """A holiday was proclaimed or withdrawn: the running clock's due day follows the calendar, both values kept."""
    duty = duties.get(deadline.duty, profile=profile()).at_version(deadline.duty_version)
    due = duty.due(deadline.started_at, calendar())
    before = deadline.due_at
    if due.at != before:
        Deadline.objects.filter(pk=deadline.pk).update(due_at=due.at, due_on=due.on, reported_at=due.reported_at)
    return Done(deadline, deadline.subject_id,
                {"duty": deadline.duty, "before": before.isoformat(), "after": due.at.isoformat()})


def words(deadline: Deadline) -> str:
    """What the clock asks for, in the register's words."""
    return duties.get(deadline.duty, profile=profile()).name


def register(key: str) -> Any:
    return duties.get(key, profile=profile())
