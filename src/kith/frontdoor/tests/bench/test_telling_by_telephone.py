"""A caller has no page: they are rung, told, or their words wait until they ring."""

from __future__ import annotations

import pytest

from kith.frontdoor import deciding
from kith.frontdoor.models import Contact, Message
from kith.frontdoor.tests.bench.steps import page_of, posted
from kith.frontdoor.tests.test_one_child_decided import answers, ready
from kith.people.models import Voice
from kith.work.models import Deadline


@pytest.fixture
def decided(world):
    """A call that is decided and not told yet: its address, and a function for what the caller left."""
    def make(**fields) -> str:
        contact = world.contact("screener", channel="telephone", source_code="3A", **fields)
        ready(world, contact)
        child = world.child_of(contact)
        with world.at_work("hub") as by:
            voice = Voice.objects.get(subject=child).pk
            deciding.decide(by=by, at=by.now, subject=child, contact=Contact.objects.get(pk=contact.pk),
                            answers=answers(voice_id=voice))
        return f"/contacts/{contact.pk}/"
    return make


def told(world) -> bool:
    return Contact.objects.using("owner").get().told_at is not None


def test_a_number_is_there_to_ring_and_what_was_heard_is_read(world, decided):
    at = decided(referrer_contact="01632 960333")
    hub = world.client("hub")
    assert "tel:01632960333" in page_of(hub, at + "tell/")
    posted(hub, at + "tell/", text="Thank you.", how="heard")
    assert told(world) and Message.objects.using("owner").get(kind="outcome").read_at is not None


def test_an_unanswered_call_leaves_the_clock_running(world, decided):
    at = decided(referrer_contact="01632 960333")
    hub = world.client("hub")
    posted(hub, at + "tell/", text="Thank you.", how="nobody")
    assert not told(world)
    with world.at_work("hub"):
        assert Deadline.objects.get(duty="contact.told").met_at is None
    assert "Nobody answered the telephone" in page_of(hub, at + "tell/")
    assert "Tell whoever reported" in page_of(hub, at)


def test_words_kept_for_a_caller_are_read_out_when_they_ring(world, decided):
    at = decided(stays_unnamed=True, reporter_name="Mrs Penrose")
    hub = world.client("hub")
    assert "their number is sealed" in page_of(hub, at + "tell/")
    posted(hub, at + "tell/", text="Thank you.", how="waits")
    assert told(world) and "They have rung?" in page_of(hub, at + "tell/")
    posted(hub, at + "tell/", said="1")
    assert Message.objects.using("owner").get(kind="outcome").read_at is not None
    assert "They have rung?" not in page_of(hub, at + "tell/")


def test_an_address_is_never_shown_as_a_number(world, decided):
    page = page_of(world.client("hub"), decided(referrer_contact="marta@school.example") + "tell/")
    assert "They left marta@school.example, no number." in page and "tel:marta" not in page


def test_what_came_of_the_call_must_be_said(world, decided):
    answer = world.client("hub").post(decided(referrer_contact="01632 960333") + "tell/", {"text": "Thank you."})
    assert answer.status_code == 422 and not told(world)


@pytest.mark.parametrize("key", ["charlie", "hub_police", "dsl", "administrator"])
def test_nobody_outside_the_councils_hub_tells_a_caller(world, decided, key):
    at = decided(referrer_contact="01632 960333")
    client = world.client(key)
    assert client.get(at + "tell/").status_code == 404 and client.post(at + "tell/", {"said": "1"}).status_code == 404
    assert not told(world)
