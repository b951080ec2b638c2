"""Notices: one line for a worker, a team or an agency that something happened, and where to go. Never case content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kith.authority.acts import Done, Refused, act
from kith.authority.models import Notice, WorkerRole
from kith.authority.who import Session


def post(*, by: Session, at: datetime, holders: Iterable[UUID], text: str, path: str = "") -> int:
    """Leave one line for each holder (a worker, team or agency), as part of an act; returns how many.

    `text` holds no name of a child and no words of a record: it may stand on a screen that others can see.
    """
    made = [
        Notice(holder_id=holder, text=text[:200], path=path[:200], created_by_id=by.worker_id, created_at=at)
        for holder in dict.fromkeys(holders)
    ]
    Notice.objects.bulk_create(made)
    return len(made)


def holding(role: str, agency: UUID | None = None) -> list[UUID]:
    """The workers who hold a role, in one agency or in all."""
    found = WorkerRole.objects.filter(role=role, worker__left_at__isnull=True)
    if agency is not None:
        found = found.filter(worker__agency_id=agency)
    return list(found.values_list("worker_id", flat=True))


def waiting(most: int = 50) -> list[Notice]:
    """Notices of this session's worker, teams and agency (row security says which), newest first."""
    return list(Notice.objects.order_by("-created_at")[:most])


@act("notice.read")
def mark_read(*, by: Session, at: datetime, notice: Notice | None) -> Done:
    """The notice has been seen by somebody it was left for."""
    if notice is None:
        raise Refused("This notice is no longer there.")
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
    return Done(notice)
