"""The agenda makes itself: rooms above say what belongs before a sitting, each by one function it registers here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kith.authority.who import Session
from kith.kit import words
from kith.meetings import room, terms
from kith.meetings.models import Item, ItemAction, ItemReason, Sitting
from kith.meetings.room import Reason
from kith.statute.forum import SOURCES


@dataclass(frozen=True)
class Nomination:
    """Somebody who belongs on the agenda, and why in one sentence. `source_id` keeps it from being listed twice."""

    subject: UUID
    text: str
    source_id: UUID | None = None


@dataclass(frozen=True)
class Window:
    """What an agenda gathers: from the last sitting until this one begins, for which forum."""

    since: datetime
    until: datetime
    forum: str


Gather = Callable[[Window], Iterable[Nomination]]
GATHERERS: dict[str, Gather] = {}


def source(key: str, gather: Gather) -> Gather:
    """A room says how one of the sources of `statute.forum.SOURCES` is asked. Raises KeyError for another."""
    GATHERERS[SOURCES[key] and key] = gather
    return gather


def gather(sitting: Sitting, *, by: Session, at: datetime) -> int:
    """List whom the forum's sources name and who is not listed yet; returns how many reasons were added."""
    window = Window(sitting.since, min(at, sitting.starts_at), sitting.forum)
    listed = set(ItemReason.objects.filter(item__sitting=sitting).values_list("subject_id", "source", "source_id"))
    added = 0
    for key in terms.of(sitting).agenda:
        for each in GATHERERS.get(key, no_one)(window):
            if (each.subject, key, each.source_id) not in listed:
                room.nominate(by=by, at=at, subject=each.subject, sitting=sitting, carried_from=carried(key, each),
                              reason=Reason(key, each.text, each.source_id))
                added += 1
    return added


def no_one(window: Window) -> Iterable[Nomination]:
    return ()


def not_connected(sitting: Sitting) -> list[str]:
    """Sources of the forum that nothing feeds yet, in words: the page says so rather than keep silent."""
    return [SOURCES[key] for key in terms.of(sitting).agenda if key not in GATHERERS]


def carried(key: str, each: Nomination) -> Item | None:
    """The item that a carried one continues, where nobody continued it yet."""
    if key != "item.carried" or each.source_id is None:
        return None
    return Item.objects.filter(pk=each.source_id, carried_to__isnull=True).first()


def carried_items(window: Window) -> Iterable[Nomination]:
    """Every child of an item that the last sitting carried over."""
    found = Item.objects.filter(sitting__forum=window.forum, ended_as="carried", ended_at__gte=window.since,
                                ended_at__lt=window.until, carried_to__isnull=True)
    for item in found.prefetch_related("children"):
        times = words.plural(item.carries + 1, "time")
        for child in item.children.all():
            yield Nomination(child.subject_id, f"Carried over ({times}): {item.ended_note or 'not decided'}", item.pk)


def overdue_actions(window: Window) -> Iterable[Nomination]:
    """Actions agreed in this forum that are late."""
    late = ItemAction.objects.filter(item__sitting__forum=window.forum, action__done_at__isnull=True,
                                     action__due_at__lt=window.until).select_related("action__agency")
    for each in late:
        owner = each.action.agency.name
        yield Nomination(each.subject_id, f"Overdue action of {owner}: {each.action.what}", each.action_id)


def prepared(items: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Which seats have told each item something: that they have, never what. Hidden words do not count as silence."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("select item, seat from sec.prepared(%s)", [list(items)])
        for item, seat in cursor.fetchall():
            found[item].add(seat)
    return found


source("item.carried", carried_items)
source("action.overdue", overdue_actions)
