"""A child who comes before the meetings again and again: the third time the agencies review together (P3: drift).

How many items in how many days stands in the forum's terms (`repeat`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kith.authority import notices
from kith.authority.who import Session
from kith.kit import words
from kith.meetings import terms
from kith.meetings.models import Item, ItemReason, Sitting
from kith.statute.forum import Repeat
from kith.work import clocks
from kith.work.models import Action

SOURCE = "item.repeated"
REVIEW = "Review together why this child keeps coming back, with every agency that knows them"
SO_THAT = "the plan changes rather than being repeated"


def times(child: UUID, sitting: Sitting, rule: Repeat) -> int:
    """Items about a child at this forum and the others with such a rule, up to this sitting; carried ones once."""
    forums = [f.key for f in terms.on(sitting.starts_at) if f.repeat]
    since = sitting.starts_at - timedelta(days=rule.days)
    with connection.cursor() as cursor:
        cursor.execute("select sec.times_listed(%s, %s, %s, %s)", [child, forums, since, sitting.starts_at])
        return int((cursor.fetchone() or (0,))[0])


def reason(by: Session, at: datetime, item: Item, child: UUID) -> ItemReason | None:
    """Why a review is owed, for the agenda; None where the child does not come back that often."""
    rule = terms.of(item.sitting).repeat
    if rule is None or (found := times(child, item.sitting, rule)) < rule.items:
        return None
    said = f"Item {found} about this child in {words.plural(rule.days, 'day')}: review together, not only again"
    return ItemReason(item=item, subject_id=child, source=SOURCE, source_id=item.pk, text=said,
                      created_by_id=by.worker_id, created_at=at)


def owed(item: Item, at: datetime) -> list[UUID]:
    """Children of the item who came back so often that a review is owed, and none was agreed in that time."""
    rule = terms.of(item.sitting).repeat
    if rule is None:
        return []
    again = ItemReason.objects.filter(item=item, source=SOURCE).values_list("subject_id", flat=True)
    lately = Action.objects.filter(subject_id__in=list(again), what=REVIEW,
                                   created_at__gte=at - timedelta(days=rule.days))
    done = set(lately.values_list("subject_id", flat=True))
    return [child for child in dict.fromkeys(again) if child not in done]


def due(item: Item, at: datetime) -> datetime:
    """By when the review is owed. Only for forums with a rule."""
    rule = terms.of(item.sitting).repeat
    assert rule is not None
    days = clocks.calendar()
    return days.close_of_business(days.add_working_days(at, rule.review_working_days))


def tell_manager(by: Session, at: datetime, item: Item) -> None:
    notices.post(by=by, at=at, holders=notices.holding("hub_manager"), path=f"/meetings/items/{item.pk}/",
                 text="A child keeps coming back to the meetings: a review together is owed.")
