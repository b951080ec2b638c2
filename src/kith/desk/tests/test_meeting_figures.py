"""Figures of the meetings: who may ask, what they say, and what is hidden from those without the rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kith.desk.meeting_figures import asking, judging
from kith.desk.meeting_figures.asking import Count, Everything, Made, Seat, Unused, Week
from kith.measure.calling import Caller, counting
from kith.meetings import convening, room
from kith.meetings.models import Item
from kith.meetings.tests import ground
from kith.meetings.tests.test_pages import posts, reads

PAGE = "/work/meetings/"
MONDAY = date(2027, 3, 1)


def week(n: int, items: int = 20, **more: int) -> Week:
    given = {"sittings": 5, "items": items, "discussed": items, "seconds": items * 300, "owed": items * 3,
             "prepared": items * 2, "converted": 0, "repeats": 0} | more
    return Week(MONDAY + timedelta(weeks=n), **given)


@pytest.fixture
def held(world):
    """A strategy discussion called from the daily meeting, held, decided and closed, with an action not done."""
    child = world.child_of(world.contact())
    sitting, item = ground.daily(world, child)
    ground.write(world, item, "impact")
    assert posts(world, "hub_police", f"/meetings/items/{item.pk}/nothing-known/") == 302
    with world.at_work("manager") as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.start(by=by, at=by.now, subject=child, item=mine)
    world.forward(timedelta(minutes=6))
    for key in ("manager", "hub_police", "hub_health"):
        ground.position(world, key, item, child, "assessment")
    ground.decide(world, item, child, "assessment", best_placed="Nia", best_placed_because="Noor trusts her.",
                  best_placed_agency=world.agency("health").pk)
    with world.at_work("manager") as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.end(by=by, at=by.now, subject=child, item=mine)
        mine.sitting.refresh_from_db()
        convening.close(by=by, at=by.now, sitting=mine.sitting)
    return child


@pytest.mark.parametrize("key", ["manager", "leader", "scrutineer"])
def test_who_answers_for_the_meetings_sees_how_they_go(world, held, key):
    shown = reads(world, key, PAGE)
    assert "Meetings held 1" in shown and "Minutes an item 6.0" in shown and "Noor" not in shown
    assert ("Items 1 " in shown) == (key == "manager")
    assert ("Items fewer than 5" in shown) == (key != "manager")


def test_the_manager_reads_each_measure(world, held):
    shown = reads(world, "manager", PAGE)
    assert "Best placed to work with the child: not the council 100%" in shown
    assert "Decisions with the child's voice 100%" in shown
    assert "Thornshire Constabulary 1 0 0%" in shown


@pytest.mark.parametrize("key", ["charlie", "screener", "hub_police", "dsl", "administrator"])
def test_for_everybody_else_the_page_does_not_exist(world, key):
    assert world.client(key).get(PAGE).status_code == 404


def test_the_functions_give_nothing_to_who_may_not_ask(world, held):
    with world.at_work("charlie") as by:
        nothing = asking.everything(by.now - timedelta(weeks=4), by.now, by.now)
    assert nothing == Everything([], [], [], [], [])


def test_words_nobody_used_are_counted_by_agency_and_named_to_the_manager_only(world):
    world.child_of(world.contact())
    world.forward(timedelta(days=21))
    manager, leader = reads(world, "manager", PAGE), reads(world, "leader", PAGE)
    assert "Whose words nobody used" in manager and "Noor" in manager
    assert "Noor" not in leader and "Whose words nobody used" not in leader


def test_words_that_may_still_be_cited_are_not_unused(world):
    world.child_of(world.contact())
    world.forward(timedelta(days=7))
    assert "Whose words nobody used" not in reads(world, "manager", PAGE)


def test_the_page_costs_twelve_statements(world, held):
    caller = Caller(world.token("manager"))
    with counting() as counted:
        assert caller.get(PAGE).status == 200
    assert len(counted.own) <= 12, counted.own


FOUND = Everything(
    [week(n, 20 + n % 3) for n in range(8)], [Seat("Health", 40, 39, 0), Seat("Police", 40, 30, 5)],
    [Count(MONDAY, "Health", 12, 11), Count(MONDAY, "Police", 30, 20)],
    [Made(MONDAY + timedelta(weeks=n), "Council", 20, 15, 10, 3) for n in range(8)], [Unused("Health", 30, 2)])


def test_small_numbers_are_hidden_from_those_without_the_rows():
    named, other = (judging.tables(FOUND, hide=hide) for hide in (False, True))
    assert ["Health", "12", "11", "92%"] in named[1]["rows"]
    hidden = [judging.HIDDEN, judging.HIDDEN]
    assert [row[2:] for row in other[1]["rows"]] == [hidden, hidden]   # the second, or it would follow from the first
    assert other[3]["rows"][0][2:] == hidden
    assert other[0] == named[0]   # who comes is about agencies


def test_charts_stand_week_by_week_and_leave_out_what_would_give_somebody_away():
    drawn = judging.charts(FOUND, hide=False)
    assert [d.title.split(".")[0] for d in drawn] == [
        "Items a week", "Minutes an item", "Prepared before the meeting", "Decisions with the child's voice"]
    few = Everything([week(0), week(1), week(2, 2), week(3)], [], [], [], [])
    hidden = judging.counted(few.weeks, hide=True)
    assert hidden and "15 Mar 2027" not in str(hidden)
    shown = judging.counted(few.weeks, hide=False)
    assert shown and "15 Mar 2027" in str(shown)


def test_without_any_meeting_the_page_says_what_will_stand_here(world):
    assert "As soon as the first meeting is held" in reads(world, "scrutineer", PAGE)


def test_an_item_from_which_a_strategy_discussion_was_called_is_counted_in_its_week(world, held):
    item = Item.objects.using("owner").get()
    now = item.created_at
    when = {"on_day": now.day, "on_month": now.month, "on_year": now.year, "time": "23:30"}
    assert posts(world, "manager", f"/meetings/items/{item.pk}/call/strategy/", why="Hurt again", **when) == 302
    assert "Items that led to a strategy discussion 1 (100%)" in reads(world, "manager", PAGE)
    assert "Items that led to a strategy discussion hidden" in reads(world, "leader", PAGE)
