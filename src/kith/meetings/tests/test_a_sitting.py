"""From the agenda that makes itself to the close: attendance, contributions, texts two people write, carried items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kith.authority.acts import NotYours, Refused
from kith.authority.models import Notice
from kith.frontdoor import acts as frontdoor
from kith.meetings import agenda, convening, deciding, jobs, room
from kith.meetings.models import Contribution, Item, ItemChild, ItemReason, Seat, SharedText, Sitting
from kith.meetings.room import Reason
from kith.meetings.tests import ground

FRIDAY = datetime(2027, 2, 26, 9, 30, tzinfo=UTC)
MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def graded(world, grade: str, **more):
    contact = world.contact(**more)
    with world.at_work("hub") as by:
        frontdoor.grade(by=by, at=by.now, subject=contact.pk, contact=contact, grade=grade, reason="A mark.")
    return contact


def own(item: Item) -> Item:
    return Item.objects.select_related("sitting").get(pk=item.pk)


def test_the_job_calls_the_next_daily_meetings_over_a_weekend_and_lists_what_came_since(world):
    world.set_clock(FRIDAY + timedelta(hours=1))
    jobs.make_agendas()
    red = graded(world, "red")
    graded(world, "green", by_key="other_dsl")
    world.set_clock(MONDAY - timedelta(hours=2))
    jobs.make_agendas()
    daily = Sitting.objects.using("owner").get(forum="daily", starts_at=MONDAY)
    assert daily.since == FRIDAY
    reasons = list(ItemReason.objects.using("owner").filter(item__sitting=daily))
    assert [r.source for r in reasons] == ["contact.red_amber"]
    assert reasons[0].text.startswith("Red concern from School, 26 February 2027")
    assert ItemChild.objects.using("owner").filter(item__sitting=daily).count() == 1
    assert reasons[0].subject_id == world.child_of(red)
    assert jobs.make_agendas() == 0   # a second run lists nobody twice


def test_brothers_and_sisters_of_one_household_are_one_item(world):
    leo, mia = ground.family(world, ("Leo", "2013-01-05"), ("Mia", "2018-02-06"))
    _, item = ground.daily(world, leo)
    with world.at_work("hub_police") as by:
        sitting = Sitting.objects.get(pk=item.sitting_id)
        late = Reason("nominated", "Seen out late.")
        same = room.nominate(by=by, at=by.now, subject=mia, sitting=sitting, reason=late)
    assert same.pk == item.pk
    assert ItemChild.objects.using("owner").filter(item=item).count() == 2


def test_a_forum_is_called_only_by_those_its_terms_name(world):
    with world.at_work("hub_police") as by, pytest.raises(Refused, match="not called by your role"):
        convening.convene(by=by, at=by.now, forum="daily", starts_at=by.now)
    with world.at_work("charlie") as by, pytest.raises(Refused):
        convening.convene(by=by, at=by.now, forum="strategy", starts_at=by.now)


def test_a_conference_is_refused_on_a_saturday_and_on_a_bank_holiday(world):
    world.set_clock(datetime(2026, 12, 24, 17, 10, tzinfo=UTC))
    for day, what in ((datetime(2027, 1, 16, 10, tzinfo=UTC), "a Saturday"),
                      (datetime(2027, 3, 26, 10, tzinfo=UTC), "a bank holiday")):
        with world.at_work("manager") as by, pytest.raises(Refused, match=what):
            convening.convene(by=by, at=by.now, forum="conference_initial", starts_at=day)


def test_quorum_is_counted_by_who_sits_and_the_missing_are_named(world):
    sitting, item = ground.daily(world, world.child_of(world.contact()))
    with world.at_work("hub_police") as by:
        assert deciding.missing_now(own(item)) == ["Police", "Health"]
        mine = room.seat_for(by, own(item).sitting)
        convening.arrive(by=by, at=by.now, sitting=sitting, seat=mine, worker=by.worker_id)
        assert deciding.missing_now(own(item)) == ["Health"]
        convening.leave(by=by, at=by.now, sitting=sitting, seat=mine, worker=by.worker_id)
        assert deciding.missing_now(own(item)) == ["Police", "Health"]


def test_nothing_known_is_one_act_and_overdue_preparation_is_visible_without_its_words(world):
    child = world.child_of(world.contact())
    _, item = ground.daily(world, child)
    with world.at_work("hub_health") as by:
        room.nothing_known(by=by, at=by.now, subject=child, item=own(item))
    with world.at_work("hub_police") as by:
        room.contribute(by=by, at=by.now, subject=child, item=own(item), text="A source says so.", handling="own")
    with world.at_work("manager"):
        prepared = agenda.prepared([item.pk])
        assert {s.key for s in Seat.objects.filter(pk__in=prepared[item.pk])} == {"health", "police"}
        assert [c.outcome for c in Contribution.objects.all()] == ["nothing_known"]


def test_two_who_write_one_text_both_keep_theirs(world):
    _, item = ground.daily(world, world.child_of(world.contact()))
    ground.write(world, item, "impact", "Frightened of home.", "manager", base=0)
    late = ground.write(world, item, "impact", "Sleeps badly.", "hub_health", base=0)
    assert late.aside
    stands = SharedText.objects.using("owner").filter(item=item, name="impact", aside=False)
    assert [t.text for t in stands] == ["Frightened of home."]
    joined = ground.write(world, item, "impact", "Frightened of home; sleeps badly.", "hub_health", base=1)
    assert (joined.version, joined.aside) == (2, False)
    assert not SharedText.objects.using("owner").filter(item=item, aside=True, joined_at__isnull=True).exists()


def test_a_guest_reads_the_items_they_sit_for_and_nothing_else_of_the_day(world):
    first, second = world.child_of(world.contact()), world.child_of(world.contact(by_key="other_dsl"))
    sitting, item = ground.strategy(world, [first])
    _, other = ground.strategy(world, [second])
    with world.at_work("manager") as by:
        convening.invite(by=by, at=by.now, sitting=sitting, seat="referrer", worker=world.worker("dsl").pk)
    with world.at_work("dsl"):
        assert [i.pk for i in Item.objects.all()] == [item.pk]
        assert ItemReason.objects.count() == 1
    for key in ("charlie", "alice", "other_dsl"):
        with world.at_work(key):
            assert not Item.objects.exists() and not Sitting.objects.exists(), key


def test_charlie_may_say_nothing_in_a_room_he_does_not_sit_in(world):
    child = world.child_of(world.contact())
    _, item = ground.daily(world, child)
    with world.at_work("charlie") as by, pytest.raises(NotYours):
        room.contribute(by=by, at=by.now, subject=child, item=item, text="Hm.")


def test_an_item_carried_twice_goes_to_the_manager_and_says_so_on_the_next_agenda(world):
    world.set_clock(FRIDAY)
    child = world.child_of(world.contact(received_at=FRIDAY - timedelta(days=9)))
    sitting, item = ground.daily(world, child, starts_at=FRIDAY)
    told = Notice.objects.using("owner").filter(text__contains="carried").count
    for n, day in enumerate((FRIDAY, MONDAY)):
        world.set_clock(day + timedelta(minutes=50))
        with world.at_work("manager") as by:
            sitting = Sitting.objects.get(pk=item.sitting_id)
            if not sitting.opened_at:
                convening.open_sitting(by=by, at=by.now, sitting=sitting)
            convening.close(by=by, at=by.now, sitting=Sitting.objects.get(pk=sitting.pk))
        assert (told() > 0) == (n == 1)
        world.set_clock(day + timedelta(hours=2))
        jobs.make_agendas()
        jobs_item = Item.objects.using("owner").get(carried_from=item)
        assert jobs_item.carries == n + 1
        item = jobs_item
    assert ItemReason.objects.using("owner").get(item=item, source="item.carried").text.startswith(
        "Carried over (2 times)")


def test_a_daily_meeting_that_nobody_opened_hands_its_agenda_on(world):
    world.set_clock(FRIDAY - timedelta(hours=2))
    jobs.make_agendas()
    child = world.child_of(world.contact())
    with world.at_work("manager") as by:
        friday = Sitting.objects.get(forum="daily")
        room.nominate(by=by, at=by.now, subject=child, sitting=friday, reason=Reason("nominated", "Hurt again."))
    for hours in (1, 7, 8):
        world.set_clock(FRIDAY + timedelta(hours=hours))
        jobs.make_agendas()
    assert Sitting.objects.using("owner").get(pk=friday.pk).cancelled_because == "Nobody opened it"
    monday = Sitting.objects.using("owner").get(forum="daily", cancelled_at=None)
    assert (monday.starts_at, monday.since) == (MONDAY, friday.since)
    said = ItemReason.objects.using("owner").get(item__sitting=monday, source="item.carried")
    assert (said.subject_id, said.text) == (child, "Carried over (1 time): Cancelled: Nobody opened it")


def test_after_the_closing_the_room_reads_on_for_its_days_and_then_no_more(world):
    child = world.child_of(world.contact())
    sitting, item = ground.daily(world, child)
    with world.at_work("manager") as by:
        convening.close(by=by, at=by.now, sitting=Sitting.objects.get(pk=sitting.pk))
    world.forward(timedelta(days=27))
    with world.at_work("hub_police"):
        assert Item.objects.filter(pk=item.pk).exists()
    world.forward(timedelta(days=2))
    with world.at_work("hub_police"):
        assert not Item.objects.filter(pk=item.pk).exists()
