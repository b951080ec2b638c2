"""A call, typed while listening: few fields, a sealed name, and who may be known already."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from kith.authority.models import Draft
from kith.frontdoor.models import Contact, ContactPerson, Reporter
from kith.people.models import Voice
from kith.work.models import Deadline

HERE = "/contacts/phone/"
KNOWN = "/contacts/phone/known/"


def call(world, *, minutes_ago: int = 5, **changes) -> dict[str, str]:
    """A neighbour's call as a screener types it."""
    with world.at_work("screener") as by:
        rang = (by.now - timedelta(minutes=minutes_ago)).astimezone(ZoneInfo("Europe/London"))
    return {
        "token": str(uuid4()),
        "started": "",
        "source": "1B",
        "caller_name": "Mrs Penrose",
        "caller_phone": "01632 960555",
        "relationship": "Neighbour",
        "received_on_day": str(rang.day),
        "received_on_month": str(rang.month),
        "received_on_year": str(rang.year),
        "received_time": f"{rang:%H:%M}",
        "child1_given_name": "Noor",
        "child1_family_name": "Karim",
        "child1_dob_day": "2",
        "child1_dob_month": "5",
        "child1_dob_year": "2019",
        "address": "4 Mill Lane",
        "postcode": "TS9 1AA",
        "what_happened": "Shouting every night.",
        "safe_now": "nk",
        "others_at_home": "nk",
    } | changes


def only_contact(world) -> Contact:
    with world.at_work("hub"):
        return Contact.objects.get()


def test_a_call_saved_in_one_press_goes_to_its_contact(world):
    answer = world.client("screener").post(HERE, call(world))
    contact = only_contact(world)
    assert answer["Location"] == f"/contacts/{contact.pk}/"
    assert (contact.channel, contact.source_code, contact.referrer_name) == ("telephone", "1B", "Mrs Penrose")
    assert contact.agency_id is None and contact.typed_fields > 5


def test_the_clocks_run_from_the_call_and_not_from_the_typing(world):
    world.client("screener").post(HERE, call(world, minutes_ago=180))
    contact = only_contact(world)
    assert timedelta(minutes=179) <= contact.created_at - contact.received_at <= timedelta(minutes=181)
    with world.at_work("hub"):
        clock = Deadline.objects.get(subject=contact.pk, duty="contact.decision")
        assert clock.started_at == contact.received_at


def test_a_call_from_the_future_is_refused_in_words(world):
    answer = world.client("screener").post(HERE, call(world, minutes_ago=-90))
    assert answer.status_code == 422
    assert "The call cannot be in the future" in answer.content.decode()


def test_a_caller_who_stays_unnamed_stands_in_no_page_and_in_no_contact(world):
    client = world.client("screener")
    client.post(HERE, call(world, unnamed="on", words="Please don't tell", child1_age="7"))
    contact = only_contact(world)
    assert contact.stays_unnamed
    assert (contact.referrer_name, contact.referrer_contact) == ("", "")
    with world.at_work("hub"):
        assert Reporter.objects.count() == 0
        child = ContactPerson.objects.get(contact=contact, role="child").subject_id
        assert Voice.objects.get(subject=child).heard_by == "The caller"
    assert sealed(contact)


def sealed(contact: Contact) -> bool:
    """Whether the sealed table holds something for the contact, and not in plain text."""
    row = Reporter.objects.using("owner").filter(subject=contact.pk).first()
    return row is not None and b"Penrose" not in bytes(row.sealed_text)


def test_a_professional_cannot_stay_unnamed(world):
    agency = str(world.agency("health").pk)
    answer = world.client("screener").post(HERE, call(world, unnamed="on", agency=agency, source="3B"))
    assert answer.status_code == 422
    assert "Only a member of the public can stay unnamed" in answer.content.decode()


def test_what_a_parent_says_the_child_said_is_marked_as_told_by_a_parent(world):
    world.client("screener").post(HERE, call(world, source="1A", words="I want to stay with Nan"))
    contact = only_contact(world)
    with world.at_work("hub"):
        child = ContactPerson.objects.get(contact=contact, role="child").subject_id
        assert Voice.objects.get(subject=child).method == "parent_reported"


def test_a_second_press_makes_no_second_contact(world):
    client, typed = world.client("screener"), call(world)
    assert client.post(HERE, typed)["Location"] == client.post(HERE, typed)["Location"]
    only_contact(world)


@pytest.mark.parametrize(
    "key", ["hub_police", "hub_health", "dsl", "charlie", "administrator", "constable", "leader"]
)
def test_only_the_councils_hub_takes_calls_and_sees_candidates(world, key):
    world.contact()
    client = world.client(key)
    assert client.get(HERE).status_code == 404
    assert client.post(HERE, call(world)).status_code == 404
    fragment = client.post(KNOWN, call(world))
    assert fragment.status_code == 404
    assert b"Karim" not in fragment.content


@pytest.mark.parametrize("key", ["screener", "hub", "manager"])
def test_the_councils_hub_sees_who_may_be_known_with_reasons(world, key):
    world.contact()
    page = world.client(key).post(KNOWN, call(world)).content.decode()
    assert "Noor Karim" in page
    assert "For:" in page and "1 earlier contact" in page
    assert "<html" not in page


def test_nobody_known_is_said_in_words(world):
    page = world.client("screener").post(KNOWN, call(world)).content.decode()
    assert "Nobody known is like this child" in page


def test_without_enough_typed_it_says_what_is_needed(world):
    page = world.client("screener").post(KNOWN, {"child1_given_name": "Noor"}).content.decode()
    assert "Type a name and a date of birth" in page


def test_looking_without_scripts_keeps_everything_typed_and_saves_nothing(world):
    world.contact()
    answer = world.client("screener").post(HERE, call(world, look="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (
        "Shouting every night." in page and "1 earlier contact" in page and "There is a problem" not in page
    )
    only_contact(world)


def test_a_half_typed_date_breaks_nothing(world):
    typed = call(world, child1_dob_day="31", child1_dob_month="2", child1_dob_year="20")
    assert world.client("screener").post(KNOWN, typed).status_code == 200
    assert world.client("screener").post(HERE, typed | {"look": "1"}).status_code == 200


def test_a_call_broken_off_is_kept_as_a_draft(world):
    client = world.client("screener")
    client.post(client.get(HERE).context["draft_url"], {"what_happened": "Shouting every ni"})
    assert "Shouting every ni" in client.get(HERE).content.decode()
    client.post(HERE, call(world))
    with world.at_work("screener"):
        assert Draft.objects.count() == 0


def test_a_new_call_begins_empty_when_the_screener_says_so(world):
    client = world.client("screener")
    client.post(client.get(HERE).context["draft_url"], {"what_happened": "Shouting every ni"})
    assert client.post(HERE, {"keep": "nothing"})["Location"] == HERE
    assert "Shouting every ni" not in client.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": ""}, "Choose who is ringing"),
        ({"what_happened": ""}, "Enter what happened, or what worries the caller"),
        ({"others_at_home": ""}, "Choose an answer to “Do other children live there?”"),
        ({"adult1_given_name": "Omar"}, "Choose who this is"),
        (
            {
                "child1_given_name": "",
                "child1_family_name": "",
                "child1_dob_day": "",
                "child1_dob_month": "",
                "child1_dob_year": "",
            },
            "Enter the child’s name, or what the caller knows",
        ),
    ],
)
def test_what_is_missing_is_said_in_plain_words(world, changes, words):
    answer = world.client("screener").post(HERE, call(world, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
