"""What may be watched, that it has changed, and what a page needs to know to be told: all a room uses of this one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, models

PREFIX = "/live/"
CHANNEL = "kith_live"
WATCHED: dict[str, tuple[str, str]] = {}  # kind -> table and column of its key


@dataclass(frozen=True)
class Stream:
    """What a live page carries: where to listen, and the version of what it shows."""

    url: str
    version: int


def watch(kind: str, model: type[models.Model]) -> None:
    """Let rows of `model` be watched under the name `kind`: by whoever may read the row under row security."""
    WATCHED[kind] = (model._meta.db_table, str(model._meta.pk.column))


def moved(kind: str, topic: UUID) -> int:
    """The last line of an act that changes what people see of this thing; returns its new version.

    Everybody who watches it hears of it when the act's transaction commits, and never if it does not.
    """
    assert kind in WATCHED, f"{kind} is not watched"
    with connection.cursor() as cursor:
        cursor.execute("select sec.live_moved(%s, %s)", [kind, topic])
        return int((cursor.fetchone() or (0,))[0])


def stream(kind: str, topic: UUID) -> Stream:
    """For a page's context. Call it before reading what the page shows: a change in between is then fetched again,
    and never missed."""
    with connection.cursor() as cursor:
        cursor.execute("select version from sec.live_versions(%s)", [[topic]])
        row = cursor.fetchone()
    return Stream(f"{PREFIX}{kind}/{topic}/", int(row[0]) if row else 0)
