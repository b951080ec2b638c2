"""A child who comes before the meetings again and again is reviewed together (P3: drift)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.meetings import convening, repeating, room, terms
from kith.meetings.models import Item, ItemReason
from kith.meetings.room import Reason
from kith.meetings.tests import ground
from kith.meetings.tests.test_pages import reads
from kith.work.models import Action


def listed(world, child, days: int, by_key: str = "manager", forum: str = "daily") -> Item:
    """The child on the agenda of one more meeting, so many days from now."""
    with world.at_work(by_key) as by:
        sitting = convening.convene(by=by, at=by.now, forum=forum, starts_at=by.now + timedelta(days=days))
        return room.nominate(by=by, at=by.now, subject=child, sitting=sitting, reason=Reason("nominated", "Again."))


def started(world, item: Item) -> None:
    with world.at_work("manager") as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        convening.open_sitting(by=by, at=by.now, sitting=mine.sitting)
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.start(by=by, at=by.now, subject=mine.subject_id, item=mine)


def reviews(child) -> list[Action]:
    return list(Action.objects.using("owner").filter(subject_id=child, what=repeating.REVIEW))


def test_the_third_item_in_the_window_owes_a_review_once(world):
    child = world.child_of(world.contact())
    first, second = listed(world, child, 1), listed(world, child, 8, forum="daily_outside_home")
    assert not ItemReason.objects.using("owner").filter(source=repeating.SOURCE).exists()
    third = listed(world, child, 15)
    assert "Item 3 about this child in 28 days" in reads(world, "manager", f"/meetings/items/{third.pk}/")
    for item in (first, second):
        started(world, item)
    assert reviews(child) == []
    started(world, third)
    owed, = reviews(child)
    assert owed.agency.key == "council" and owed.due_at
    assert repeating.REVIEW in reads(world, "hub_police", f"/meetings/items/{third.pk}/")
    assert "keeps coming back" in reads(world, "manager", "/work/notices/")
    assert world.client("charlie").get(f"/meetings/items/{third.pk}/").status_code == 404
    started(world, listed(world, child, 16))
    assert len(reviews(child)) == 1


@pytest.mark.parametrize("days", [(1, 8, 40), (1, 30, 31)])
def test_items_further_apart_owe_nothing(world, days):
    child = world.child_of(world.contact())
    started(world, [listed(world, child, d) for d in days][-1])
    assert reviews(child) == []


def test_what_is_carried_or_withdrawn_is_not_another_item(world):
    child = world.child_of(world.contact())
    first = listed(world, child, 1)
    gone = listed(world, child, 2)
    with world.at_work("manager") as by:
        mine = Item.objects.select_related("sitting").get(pk=gone.pk)
        room.withdraw(by=by, at=by.now, subject=child, item=mine, because="Twice on the list")
        mine = Item.objects.select_related("sitting").get(pk=first.pk)
        convening.carry(by=by, at=by.now, subject=child, item=mine, because="No time")
        sitting = convening.convene(by=by, at=by.now, forum="daily", starts_at=by.now + timedelta(days=3))
        room.nominate(by=by, at=by.now, subject=child, sitting=sitting, reason=Reason("item.carried", "Carried"),
                      carried_from=Item.objects.get(pk=first.pk))
    assert not ItemReason.objects.using("owner").filter(source=repeating.SOURCE).exists()


def test_the_rule_is_dated_data_with_its_source():
    for key in ("daily", "daily_outside_home"):
        term = terms.get(key, ground.MONDAY)
        assert term.repeat and (term.repeat.items, term.repeat.days) == (3, 28)
        assert any("28 days" in s.text and s.tag == "L" for s in term.source)
