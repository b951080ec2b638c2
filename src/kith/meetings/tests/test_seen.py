"""An enquiry's first clock is met only by this child being seen; an attempt never stops it (A1, C09)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kith.authority.acts import NotYours, Refused
from kith.meetings import converting, enquiries
from kith.meetings.converting import Wanted
from kith.meetings.models import Contribution, Enquiry, Item, Sight
from kith.meetings.tests import ground
from kith.people.arrivals import Arriving
from kith.people.models import Voice
from kith.work import acts as work
from kith.work.models import Deadline, Request

EVE = datetime(2026, 12, 24, 17, 10, tzinfo=UTC)
SEEN = {"place": "At school", "seen_by": "Hal Hubworker", "alone": True, "words": "Daddy did it."}


@pytest.fixture
def running(world):
    """Christmas Eve, 17:10: an enquiry began for Noor."""
    world.set_clock(EVE)
    child = world.child_of(world.contact(received_at=EVE - timedelta(minutes=90)))
    _, item = ground.strategy(world, [child])
    ground.all_three(world, item, child, "enquiry_joint", "enquiry_joint", "enquiry_joint")
    ground.decide(world, item, child, "enquiry_joint")
    return Enquiry.objects.using("owner").get()


def clock(enquiry: Enquiry) -> Deadline:
    return Deadline.objects.using("owner").get(subject_id=enquiry.subject_id, duty="enquiry.child_seen")


def see(world, enquiry: Enquiry, key: str = "hub", **more):
    with world.at_work(key) as by:
        given = {"seen_at": by.now} | SEEN | more
        return enquiries.see(by=by, at=by.now, subject=enquiry.subject_id, enquiry=enquiry, **given)


def test_the_clocks_of_christmas_eve_count_from_the_discussion(world, running):
    initial = Deadline.objects.using("owner").get(subject_id=running.subject_id, duty="conference.initial")
    assert initial.due_on.isoformat() == "2027-01-19"
    assert clock(running).met_at is None


def test_seen_alone_meets_the_clock_and_the_words_stand_as_the_childs_voice(world, running):
    world.set_clock(EVE + timedelta(minutes=80))
    seen = see(world, running, interpreter="Bengali", who_may_see="Not Dad")
    assert clock(running).met_at is not None
    voice = Voice.objects.using("owner").get(pk=seen.voice_id)
    assert (voice.words, voice.alone, voice.who_may_see) == ("Daddy did it.", True, "Not Dad")


def test_an_attempt_never_stops_the_clock(world, running):
    with world.at_work("hub") as by:
        enquiries.attempt(by=by, at=by.now, subject=running.subject_id, enquiry=running, tried_at=by.now,
                          what_happened="Nobody opened.")
        assert [e.pk for e in enquiries.not_yet_seen()] == [running.pk]
    assert clock(running).met_at is None


@pytest.mark.parametrize(("changes", "words"), [
    ({"words": ""}, "does not count as seen"),
    ({"alone": False}, "why the child was not seen alone"),
    ({"place": ""}, "where the child was seen"),
    ({"alone": None}, "whether the child was seen alone"),
    ({"seen_at": EVE - timedelta(hours=2)}, "before the enquiry began"),
])
def test_what_does_not_say_how_the_child_was_seen_does_not_meet_it(world, running, changes, words):
    with pytest.raises(Refused, match=words):
        see(world, running, **changes)
    assert not Sight.objects.using("owner").exists()
    assert clock(running).met_at is None


def test_another_childs_visit_does_not_meet_it(world, running):
    other = world.child_of(world.contact(by_key="other_dsl", child=Arriving(given_name="Tom", dob="2014-04-04")))
    with world.at_work("hub") as by, pytest.raises(Refused, match="another child"):
        enquiries.see(by=by, at=by.now, subject=other, enquiry=running, seen_at=by.now, **SEEN)


def test_an_enquiry_is_not_concluded_before_the_child_was_seen(world, running):
    with world.at_work("hub") as by, pytest.raises(Refused, match="has not been seen"):
        enquiries.conclude(by=by, at=by.now, subject=running.subject_id, enquiry=running, outcome="NFA",
                           reasons="None.")


def test_a_conference_is_booked_from_the_enquiry_on_a_working_day_only(world, running):
    at = f"/meetings/enquiries/{running.pk}/conference/"
    when = {"why": "Risk goes on.", "on_month": "1", "on_year": "2027", "time": "10:00"}
    refused = world.client("manager").post(at, when | {"on_day": "16"})
    assert refused.status_code == 422
    assert b"16 January 2027 is a Saturday" in refused.content
    assert world.client("manager").post(at, when | {"on_day": "19"}).status_code == 302
    report = Deadline.objects.using("owner").get(duty="conference.report_initial")
    assert report.due_on.isoformat() == "2027-01-15"
    assert world.client("charlie").get(at).status_code == 404


def test_charlie_records_nothing(world, running):
    with pytest.raises(NotYours):
        see(world, running, key="charlie")


def test_one_press_carries_the_partners_answers_into_the_discussion_and_starts_its_clock_once(world):
    contact = world.contact()
    child = world.child_of(contact)
    with world.at_work("hub") as by:
        asked = work.ask(by=by, at=by.now, subject=child, about=contact.pk, agency=world.agency("police").pk,
                         question="What is known of the address?", purpose="Safety", lawful_basis="public_task",
                         gateway="ca1989_s47", family_told="yes", grade="red")
    with world.at_work("hub_police") as by:
        work.answer(by=by, at=by.now, subject=child, request=Request.objects.get(pk=asked.pk), text="Two calls in May.")
    with world.at_work("hub") as by:
        wanted = Wanted("strategy", by.now, cause=contact.pk, children=(child,), why="A mark and her words", red=True)
        _, item = converting.from_referral(contact.pk, wanted, by=by, at=by.now)
        converting.from_item(Item.objects.select_related("sitting").get(pk=item.pk), wanted, by=by, at=by.now)
        told = Contribution.objects.filter(item=item).select_related("seat")
        assert [(c.seat.key, "Two calls in May." in c.text) for c in told] == [("police", True)]
    owed = Deadline.objects.using("owner").filter(subject_id=child, duty__startswith="strategy.")
    assert [d.duty for d in owed] == ["strategy.held_red"]
