"""What came of it: the referrer's own list, the receipt, the hub's messages and the answer to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.frontdoor import acts, deciding
from kith.frontdoor.models import Contact, Message
from kith.frontdoor.tests.test_one_child_decided import answers, ready
from kith.people.arrivals import Arriving
from kith.people.models import Voice

HERE = "/contacts/sent/"


def told(world, contact: Contact, text: str = "Thank you. Social care is looking into it.") -> None:
    """The contact is decided by the hub and its referrer told."""
    ready(world, contact)
    child = world.child_of(contact)
    with world.at_work("hub") as by:
        voice = Voice.objects.get(subject=child)
        deciding.decide(
            by=by,
            at=by.now,
            subject=child,
            contact=Contact.objects.get(pk=contact.pk),
            answers=answers(voice_id=voice.pk),
        )
    with world.at_work("hub") as by:
        acts.tell(by=by, at=by.now, subject=contact.pk, contact=Contact.objects.get(pk=contact.pk), text=text)


def asked_for_more(world, contact: Contact) -> None:
    with world.at_work("hub") as by:
        acts.ask_for_more(by=by, at=by.now, subject=contact.pk, contact=contact, text="Which arm was it?")


def test_the_list_shows_what_i_sent_with_the_childs_name_and_when_it_is_decided(world):
    contact = world.contact()
    page = world.client("dsl").get(HERE).content.decode()
    assert "Noor Karim" in page and contact.reference in page and "We decide by" in page


def test_a_deputy_of_the_same_school_sees_it_and_another_school_does_not(world):
    contact = world.contact()
    other = world.client("other_dsl")
    assert contact.reference not in other.get(HERE).content.decode()
    assert other.get(f"{HERE}{contact.pk}/").status_code == 404
    owner_moves(world, "other_dsl", "ashbrook")
    deputy = world.client("other_dsl")
    page = deputy.get(HERE).content.decode()
    assert contact.reference in page and "by Dee Lead" in page and "Noor Karim" in page
    assert deputy.get(f"{HERE}{contact.pk}/").status_code == 200


def owner_moves(world, key: str, school: str) -> None:
    """A worker of one school becomes a deputy at another."""
    worker = world.worker(key)
    worker.agency = world.agency(school)
    worker.save(using="owner")


@pytest.mark.parametrize("key", ["charlie", "constable", "screener", "hub_police", "alice"])
def test_somebody_elses_contact_looks_like_none(world, key):
    contact = world.contact()
    client = world.client(key)
    assert contact.reference not in client.get(HERE).content.decode()
    assert client.get(f"{HERE}{contact.pk}/").status_code == 404
    assert client.post(f"{HERE}{contact.pk}/", {"text": "It was the left arm."}).status_code == 404


@pytest.mark.parametrize("key", ["administrator", "leader", "guardian"])
def test_those_who_send_nothing_have_no_list(world, key):
    assert world.client(key).get(HERE).status_code == 404


def test_opening_it_marks_the_messages_read(world):
    contact = world.contact()
    told(world, contact)
    assert "New" in world.client("dsl").get(HERE).content.decode()
    page = world.client("dsl").get(f"{HERE}{contact.pk}/").content.decode()
    assert "Social care is looking into it." in page
    with world.at_work("hub"):
        assert Message.objects.get(subject=contact.pk, kind="outcome").read_at is not None


def test_the_referrer_never_sees_grade_partners_or_decision(world):
    contact = world.contact()
    told(world, contact)
    page = world.client("dsl").get(f"{HERE}{contact.pk}/").content.decode()
    for word in ("Red", "Strategy discussion", "police hold nothing", "Hal Hubworker"):
        assert word not in page


def test_a_question_from_the_hub_is_answered_in_place(world):
    contact = world.contact()
    asked_for_more(world, contact)
    client = world.client("dsl")
    assert "Please tell us more" in client.get(HERE).content.decode()
    assert "Which arm was it?" in client.get(f"{HERE}{contact.pk}/").content.decode()
    assert client.post(f"{HERE}{contact.pk}/", {"text": "The left arm."}).status_code == 302
    assert "Please tell us more" not in client.get(HERE).content.decode()
    with world.at_work("hub"):
        reply = Message.objects.get(subject=contact.pk, kind="reply")
        assert (reply.text, reply.read_at) == ("The left arm.", None)


def test_an_empty_answer_says_what_to_do(world):
    contact = world.contact()
    answer = world.client("dsl").post(f"{HERE}{contact.pk}/", {"text": ""})
    assert answer.status_code == 422
    assert "Enter what you want to add" in answer.content.decode()


def test_a_decided_concern_takes_no_more_and_says_what_to_do(world):
    contact = world.contact()
    told(world, contact)
    client = world.client("dsl")
    assert "report it as a new concern" in client.get(f"{HERE}{contact.pk}/").content.decode()
    answer = client.post(f"{HERE}{contact.pk}/", {"text": "One more thing."})
    assert answer.status_code == 422
    assert "This concern is decided already" in answer.content.decode()


def test_an_answer_in_the_making_survives(world):
    contact = world.contact()
    client = world.client("dsl")
    url = client.get(f"{HERE}{contact.pk}/").context["draft_url"]
    client.post(url, {"text": "The left arm, I th"})
    assert "The left arm, I th" in client.get(f"{HERE}{contact.pk}/").content.decode()


def test_an_empty_list_teaches(world):
    page = world.client("dsl").get(HERE).content.decode()
    assert "Concerns that you send to the hub will stand here" in page and "/contacts/new/" in page


def test_newest_first_and_twenty_five_a_page(world):
    for n in range(27):
        world.contact(child=Arriving(given_name=f"Child{n}", family_name="Pryce"), words="")
        world.forward(timedelta(minutes=1))
    answer = world.client("dsl").get(HERE)
    assert answer.context["rows"][0].children == ["Child26 Pryce"]
    assert "Showing 1 to 25 of 27" in answer.content.decode()
