"""The child page: one page across agencies for whoever has a tie, and the same nothing for everybody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connections

from kith.authority.models import Bar, Tie
from kith.authority.who import role_name
from kith.frontdoor.models import ContactPerson
from kith.measure.calling import Caller, counting
from kith.people import acts
from kith.people.arrivals import Arriving
from kith.people.models import Relationship, RestrictedAddress, SchoolPlace, Voice

NOBODY = [
    "charlie",
    "administrator",
    "leader",
    "scrutineer",
    "guardian",
    "dsl",
    "other_dsl",
    "alice",
    "nurse",
    "constable",
]


def page_of(world, child) -> str:
    return f"/work/children/{child}/"


def shown_to(world, key: str, child) -> str:
    response = world.client(key).get(page_of(world, child))
    assert response.status_code == 200
    return response.content.decode()


def test_the_hub_sees_who_the_child_is_what_is_due_and_the_childs_own_words(world):
    child = world.child_of(world.contact())
    page = world.client("manager").get(page_of(world, child)).content.decode()
    for words in (
        "Noor Karim",
        ", 7",
        "Daddy did it",
        "Decide the type of response",
        "Dee Lead",
        "What happened",
        "Concern received",
        "Why you can see this",
    ):
        assert words in page, words


@pytest.mark.parametrize("key", NOBODY)
def test_hidden_and_absent_are_the_same_bytes(world, key):
    child = world.child_of(world.contact())
    client = world.client(key)
    hidden, absent = client.get(page_of(world, child)), client.get(page_of(world, uuid4()))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    for action in ("hear/", f"voices/{uuid4()}/tell/"):
        assert client.get(page_of(world, child) + action).status_code == 404
        assert client.post(page_of(world, child) + action, {"words": "x"}).status_code == 404


def test_a_relative_is_barred_even_in_the_hub(world):
    child = world.child_of(world.contact())
    Bar(worker=world.worker("hub"), subject_id=child, reason="Niece", declared_at=datetime.now(UTC)).save(
        using="owner", force_insert=True
    )
    client = world.client("hub")
    assert client.get(page_of(world, child)).content == client.get(page_of(world, uuid4())).content


def test_looking_is_written_down_and_shown(world):
    child = world.child_of(world.contact())
    world.client("screener").get(page_of(world, child))
    page = world.client("manager").get(page_of(world, child)).content.decode()
    assert "Priya Screener" in page


def test_no_ledger_no_page(world):
    child = world.child_of(world.contact())
    client = world.client("manager")
    client.raise_request_exception = False
    with connections["owner"].cursor() as cursor:
        for role in (role_name("wide"), role_name("narrow")):
            cursor.execute(f'revoke all on authority_entry from "{role}"')
            cursor.execute(
                f'revoke insert (id, purpose, verb, subject_id, record_id, facts) on authority_entry from "{role}"'
            )
    response = client.get(page_of(world, child))
    assert response.status_code in (500, 503)
    assert b"Noor" not in response.content


HEARD = {
    "words": "I like the dog best",
    "observed": "",
    "wish": "To stay at Nan's",
    "method": "spoke",
    "heard_on_day": "2",
    "heard_on_month": "3",
    "heard_on_year": "2026",
    "heard_time": "14:10",
    "place": "school",
    "alone": "yes",
    "with_whom": "",
    "language": "English",
    "heard_by": "Hal Hubworker",
    "who_may_see": "Not my dad",
    "interpretation": "She feels safe at her grandmother's.",
}


def test_a_child_is_heard_and_told_back(world):
    child = world.child_of(world.contact())
    client = world.client("hub")
    assert client.get(page_of(world, child) + "hear/").status_code == 200
    assert client.post(page_of(world, child) + "hear/", HEARD).status_code == 302
    with world.at_work("manager"):
        voice = Voice.objects.get(words="I like the dog best")
    assert (voice.alone, voice.who_may_see, voice.place) == (True, "Not my dad", "school")
    tell = page_of(world, child) + f"voices/{voice.pk}/tell/"
    assert "I like the dog best" in world.client("manager").get(tell).content.decode()
    assert world.client("manager").post(tell, {"told": "We asked Nan, and you can stay."}).status_code == 302
    assert "you can stay" in world.client("manager").get(page_of(world, child)).content.decode()


def test_nothing_typed_is_lost_when_a_voice_cannot_be_kept(world):
    child = world.child_of(world.contact())
    response = world.client("hub").post(
        page_of(world, child) + "hear/", HEARD | {"words": "", "interpretation": "kept text"}
    )
    assert response.status_code == 422
    assert "Write what the child said" in response.content.decode()
    assert "kept text" in response.content.decode()


def test_a_reader_from_whom_something_is_kept_is_never_told_that_nothing_is_known(world):
    child = world.child_of(world.contact())
    assert "Whom the child lives with is not recorded" in shown_to(world, "hub", child)
    Tie(holder_id=world.worker("alice").pk, subject_id=child, kind="involved", from_at=datetime.now(UTC)).save(
        using="owner", force_insert=True
    )
    shown = shown_to(world, "alice", child)
    assert "Whom the child lives with: nothing you may see" in shown
    assert "as far as you may see" in shown and "is not recorded" not in shown


def test_looks_are_said_in_words_newest_first_and_once_for_each_worker(world):
    child = world.child_of(world.contact())
    for key in ("manager", "manager", "hub"):
        shown_to(world, key, child)
    foot = shown_to(world, "hub", child).split("Who has looked or acted")[1]
    assert "child.viewed" not in foot and "(looked " in foot
    assert foot.count("Morag Manager") == 1


def test_what_was_seen_is_never_quoted_as_the_childs_own_words(world):
    child = world.child_of(world.contact(words=""))
    with world.at_work("hub") as by:
        acts.hear(by=by, at=by.now, subject=child, heard_at=by.now, method="observed",
                  heard_by="Hal Hubworker", words="", observed="Held on to the key person's hand")
    page = shown_to(world, "manager", child)
    assert "was seen: Held on to" in page and "in their own words" not in page


def test_a_schools_lead_sees_that_a_pupil_is_on_her_roll_and_no_other_schools(world):
    child, began = world.child_of(world.contact("nurse", words="")), datetime.now(UTC)
    Tie(holder_id=world.agency("ashbrook").pk, subject_id=child, kind="on_school_roll", from_at=began).save(
        using="owner", force_insert=True
    )
    for school in ("ashbrook", "saltmere"):
        SchoolPlace(subject_id=child, school=world.agency(school), from_on=began.date(),
                    created_by=world.worker("hub")).save(using="owner", force_insert=True)
    page = shown_to(world, "dsl", child)
    assert "Ashbrook Primary" in page and "Saltmere Academy" not in page and "A bruise" not in page
    with world.at_work("other_dsl"):
        assert SchoolPlace.objects.count() == 0


def test_the_child_page_costs_ten_statements(world):
    child = world.child_of(world.contact())
    caller = Caller(world.token("hub"))
    with counting() as counted:
        assert caller.get(f"/work/children/{child}/").status == 200
    assert len(counted.own) <= 10, counted.own


def test_one_place_written_by_three_is_said_once_and_a_restricted_one_never(world):
    for lines in ("4 Mill Lane", "4, Mill  Lane", "4 Mill Lane,"):
        child = world.child_of(world.contact(child=Arriving(
            given_name="Noor", family_name="Karim", dob="2019-05-02", nhs_number="9434765919", address=lines,
            postcode="TS9 1AA")))
    page = shown_to(world, "manager", child)
    assert page.count("TS9 1AA") == 2  # at the head, and among names, numbers and places
    with world.at_work("hub") as by:
        place = RestrictedAddress(subject_id=child, sealed_text=b"4", created_by_id=by.worker_id, created_at=by.now)
    RestrictedAddress.objects.using("owner").bulk_create([place])
    page = shown_to(world, "manager", child)
    assert "TS9 1AA" not in page and page.count("restricted: ring duty") == 2


def test_each_of_the_family_is_named_with_who_told_us_and_one_press_away(world):
    contact = world.contact(others=[("mother", Arriving(given_name="Amina", family_name="Karim"))])
    child = world.child_of(contact)
    with world.at_work("hub"):
        mother = ContactPerson.objects.get(contact=contact, role="mother").subject_id
    page = shown_to(world, "manager", child)
    assert f'href="/work/children/{mother}/">Amina Karim</a>' in page
    assert re.search(r"not known whether at home; Ashbrook Primary, \d+ \w+ \d{4}", page)
    with world.at_work("hub") as by:
        Relationship.objects.bulk_create([
            Relationship(subject_id=mother, other_id=child, kind="mother", confidence=sure, source="index",
                         created_by_id=by.worker_id) for sure in ("confirmed", "possible")])
    page = shown_to(world, "manager", child)
    assert ", confirmed" in page and "noted when the two were told apart" in page and ", possible" not in page
