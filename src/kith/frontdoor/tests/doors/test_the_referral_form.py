"""The professional's form: kept, checked, sent once, answered; nothing held is asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from kith.authority.ids import uuid7
from kith.authority.models import Draft
from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import SourceRecord, Voice

HERE = "/contacts/new/"


def typed(**changes) -> dict[str, str]:
    """A form as a careful school lead fills it in."""
    answers = {
        "token": str(uuid4()),
        "started": "",
        "spent": "0",
        "children_shown": "1",
        "people_shown": "1",
        "child1_given_name": "Noor",
        "child1_family_name": "Karim",
        "child1_dob_day": "2",
        "child1_dob_month": "5",
        "child1_dob_year": "2019",
        "child1_sex": "F",
        "child1_heard": "yes",
        "child1_words": "Daddy did it",
        "child1_method": "spoke",
        "child1_heard_by": "Dee Lead",
        "child1_heard_on_day": "2",
        "child1_heard_on_month": "3",
        "child1_heard_on_year": "2026",
        "child1_alone": "yes",
        "address": "4 Mill Lane",
        "postcode": "TS9 1AA",
        "others_at_home": "no",
        "what_happened": "A bruise on the arm in the shape of a belt.",
        "safe_now": "yes",
        "where_now": "In school",
        "seen_today": "yes",
        "seen_by": "Dee Lead",
        "family_told": "no",
        "not_told": "unsafe_child",
        "service_consent": "not_asked",
    }
    return answers | changes


def owner_sql(statement: str, values: list) -> list:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def on_roll(world, contact: Contact, school: str = "ashbrook") -> UUID:
    """The child of a contact is on a school's roll."""
    child = world.child_of(contact)
    owner_sql(
        "insert into authority_tie (id, holder_id, subject_id, kind, from_at) "
        "values (%s, %s, %s, 'on_school_roll', now() - interval '1 day')",
        [uuid7(), world.agency(school).pk, child],
    )
    return child


def test_a_sent_form_becomes_a_contact_with_the_childs_words_and_a_receipt(world):
    client = world.client("dsl")
    answer = client.post(HERE, typed())
    assert answer.status_code == 302 and answer["Location"].startswith("/contacts/sent/")
    page = client.get(answer["Location"]).content.decode()
    with world.at_work("hub") as by:
        contact = Contact.objects.get()
        assert contact.reference in page
        assert "We have your concern" in page
        assert contact.source_code == "2A"
        assert contact.family_told == "unsafe_child"
        assert by.now - contact.received_at < timedelta(minutes=1)
        child = ContactPerson.objects.get(contact=contact, role="child").subject_id
        voice = Voice.objects.get(subject=child)
        assert (voice.words, voice.alone, voice.heard_by) == ("Daddy did it", True, "Dee Lead")


def test_a_second_press_gives_the_same_receipt(world):
    client, answers = world.client("dsl"), typed()
    first, second = client.post(HERE, answers), client.post(HERE, answers)
    assert first["Location"] == second["Location"]
    with world.at_work("hub"):
        assert Contact.objects.count() == 1


@pytest.mark.parametrize("key", ["dsl", "constable", "nurse", "alice", "charlie", "screener", "hub_police"])
def test_every_professional_may_report(world, key):
    assert world.client(key).get(HERE).status_code == 200
    assert world.client(key).post(HERE, typed()).status_code == 302


@pytest.mark.parametrize("key", ["administrator", "leader", "scrutineer", "guardian"])
def test_those_without_children_in_their_work_find_no_form(world, key):
    assert world.client(key).get(HERE).status_code == 404
    assert world.client(key).post(HERE, typed()).status_code == 404


def test_what_is_typed_survives_in_the_draft(world):
    client = world.client("dsl")
    page = client.get(HERE)
    client.post(
        page.context["draft_url"], {"what_happened": "She would not sit down.", "child1_dob_day": "2"}
    )
    again = world.client("dsl").get(HERE).content.decode()
    assert "She would not sit down." in again
    assert "From your draft" in again


def test_a_draft_can_be_thrown_away(world):
    client = world.client("dsl")
    client.post(client.get(HERE).context["draft_url"], {"what_happened": "She would not sit down."})
    assert client.post(HERE, {"keep": "nothing"})["Location"] == HERE
    assert "She would not sit down." not in client.get(HERE).content.decode()


def test_a_sent_form_leaves_no_draft(world):
    client = world.client("dsl")
    client.post(client.get(HERE).context["draft_url"], {"what_happened": "She would not sit down."})
    client.post(HERE, typed())
    with world.at_work("dsl"):
        assert Draft.objects.count() == 0


def test_another_child_is_added_without_scripts_and_nothing_is_lost(world):
    client = world.client("dsl")
    answer = client.post(HERE, typed(keep="children"))
    assert answer["Location"].endswith("#child-2")
    page = client.get(HERE).content.decode()
    assert "Child 2" in page and "Daddy did it" in page and 'value="Karim"' in page


def test_two_children_each_keep_their_own_words(world):
    second = {
        f"child2_{k}": v
        for k, v in {
            "given_name": "Sami",
            "family_name": "Karim",
            "dob_year": "2021",
            "heard": "no",
            "not_heard": "preverbal",
            "observed": "Clings to his sister.",
        }.items()
    }
    assert world.client("dsl").post(HERE, typed(children_shown="2", **second)).status_code == 302
    with world.at_work("hub"):
        children = list(ContactPerson.objects.filter(role="child").order_by("position"))
        assert Voice.objects.get(subject=children[0].subject_id).words == "Daddy did it"
        seen = Voice.objects.get(subject=children[1].subject_id)
        assert (seen.words, seen.observed, seen.method) == ("", "Clings to his sister.", "observed")
        assert Contact.objects.get().provenance["not_heard"] == {"1": "Too young to speak: observed instead"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"others_at_home": ""}, "Choose an answer to “Do other children live there?”"),
        ({"child1_heard": ""}, "Say whether the child has said or shown anything"),
        ({"child1_words": ""}, "Write what the child said, or what you saw"),
        ({"child1_heard": "no"}, "Choose why the child has not been heard"),
        (
            {"child1_heard": "no", "child1_not_heard": "not_yet_seen"},
            "Enter the day somebody will see the child",
        ),
        ({"not_told": ""}, "Choose why the family has not been told"),
        ({"what_happened": ""}, "Enter what happened, or what worries you"),
        (
            {"happened_on_day": "1", "happened_on_month": "1", "happened_on_year": "2090"},
            "cannot be in the future",
        ),
        ({"person1_given_name": "Omar"}, "Choose who this is"),
        ({"proposed_level": "4"}, "Say what makes you think of this level"),
    ],
)
def test_what_is_missing_is_said_in_plain_words_and_kept(world, changes, words):
    answer = world.client("dsl").post(HERE, typed(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "TS9 1AA" in page


def test_a_pupil_on_the_roll_is_carried_over_and_counted(world):
    child = on_roll(world, world.contact())
    client = world.client("dsl")
    client.post(HERE, {"keep": "find1", "child1_find": "noo", "children_shown": "1"})
    found = client.get(HERE).content.decode()
    assert f'value="1:{child}"' in found
    client.post(HERE, {"use": f"1:{child}", "children_shown": "1"})
    page = client.get(HERE).content.decode()
    assert 'value="Karim"' in page and "Ashbrook Primary’s roll" in page
    client.post(HERE, typed(child1_pupil=str(child)))
    with world.at_work("hub"):
        contact = Contact.objects.order_by("-received_at").first()
        assert contact.provenance["child1_given_name"] == "the school's roll"
        assert contact.carried_fields >= 4 + 2
        assert contact.typed_fields > 5
        assert SourceRecord.objects.filter(contactperson__contact=contact).count() == 1


def test_another_schools_pupil_is_neither_found_nor_filled_in(world):
    child = on_roll(world, world.contact())
    client = world.client("other_dsl")
    client.post(HERE, {"keep": "find1", "child1_find": "noo", "children_shown": "1"})
    assert "Nobody on your roll" in client.get(HERE).content.decode()
    client.post(HERE, {"use": f"1:{child}", "children_shown": "1"})
    assert "Karim" not in client.get(HERE).content.decode()


def test_time_at_the_form_is_measured_and_a_page_left_open_counts_an_hour(world):
    with world.at_work("dsl") as by:
        now = by.now
    world.client("dsl").post(HERE, typed(started=(now - timedelta(minutes=6)).isoformat(), spent="60"))
    world.client("dsl").post(HERE, typed(started=(now - timedelta(days=2)).isoformat()))
    with world.at_work("hub"):
        first, second = Contact.objects.order_by("received_at").values_list("typed_seconds", flat=True)
        assert 400 <= first <= 480
        assert second == 3600


def test_the_form_says_that_files_cannot_be_attached_and_that_sharing_needs_no_consent(world):
    page = world.client("dsl").get(HERE).content.decode()
    assert "You cannot attach files yet" in page
    assert "never waits for consent" in page
