"""From a concern to a strategy discussion in one press: children, answers and whoever reported come along."""

from __future__ import annotations

from kith.frontdoor import acts
from kith.kit import words
from kith.meetings.models import Item, ItemChild, Seat
from kith.work.models import Deadline


def graded(world):
    contact = world.contact()
    with world.at_work("hub") as by:
        acts.grade(by=by, at=by.now, subject=contact.pk, contact=contact, grade="red", reason="A mark and her words.")
        return contact, words.local(by.now)


def test_the_discussion_is_called_with_the_referrer_invited_and_its_clock_running(world):
    contact, now = graded(world)
    hub = world.client("hub")
    assert "Call a strategy discussion" in hub.get(f"/contacts/{contact.pk}/").content.decode()
    answer = hub.post(f"/contacts/{contact.pk}/discuss/", {
        "why": "A mark, and she said who.", "on_day": now.day, "on_month": now.month, "on_year": now.year,
        "time": f"{now:%H:%M}"})
    item = Item.objects.using("owner").get()
    assert answer.url == f"/meetings/items/{item.pk}/"
    assert ItemChild.objects.using("owner").get(item=item).subject_id == world.child_of(contact)
    assert Seat.objects.using("owner").get(sitting=item.sitting_id, key="referrer").worker.email == "dsl@example.org"
    assert Deadline.objects.using("owner").filter(duty="strategy.held_red", met_at=None).count() == 1
    assert world.client("dsl").get(answer.url).status_code == 200
    assert world.client("other_dsl").get(answer.url).status_code == 404


def test_only_those_who_may_call_it_find_the_page(world):
    contact, _ = graded(world)
    for key, status in (("hub", 200), ("manager", 200), ("screener", 404), ("hub_police", 404), ("charlie", 404)):
        assert world.client(key).get(f"/contacts/{contact.pk}/discuss/").status_code == status, key
