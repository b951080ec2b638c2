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


Changes = tuple[tuple[UUID, str], ...]
EVERYTHING = "*"


def moved(kind: str, topic: UUID, parts: Changes = ()) -> int:
    """The last line of an act that changes what people see of this thing; returns its new version.

    `parts` names what changed: about which thing (the topic itself for the whole), and which part of its pages. Without
    parts, everything may have. Everybody who watches hears of it when the act's transaction commits, and never if it
    does not.
    """
    assert kind in WATCHED, f"{kind} is not watched"
    named = parts or ((topic, EVERYTHING),)
    with connection.cursor() as cursor:
        cursor.execute("select sec.live_moved(%s, %s, %s, %s)",
                       [kind, topic, [about for about, _ in named], [name for _, name in named]])
        return int((cursor.fetchone() or (0,))[0])


def stream(kind: str, topic: UUID) -> Stream:
    """For a page's context. Call it before reading what the page shows: a change in between is then fetched again,
    and never missed."""
    with connection.cursor() as cursor:
        cursor.execute("select version from sec.live_versions(%s)", [[topic]])
        row = cursor.fetchone()
    return Stream(f"{PREFIX}{kind}/{topic}/", int(row[0]) if row else 0)


@dataclass(frozen=True)
class News:
    """What changed since a page was shown: of the whole and of the thing it is about."""

    version: int
    whole: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether a part of the page is to be shown again."""
        return bool({name, EVERYTHING} & (self.whole | self.own))


def since(topic: UUID, about: UUID, version: int) -> News:
    """The news after `version`, in one question. Call it before reading what is to be shown."""
    with connection.cursor() as cursor:
        cursor.execute("select version, whole, own from sec.live_since(%s, %s, %s)", [topic, about, version])
        row = cursor.fetchone()
    return News(int(row[0]), frozenset(row[1]), frozenset(row[2])) if row else News(version)
