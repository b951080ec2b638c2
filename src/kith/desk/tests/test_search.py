"""Search: any spelling, only whom the reader reaches, words never in an address and never in the ledger's open half."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connections

from kith.desk import child, search_pages
from kith.desk.searching import understand
from kith.people.arrivals import Arriving
from kith.people.models import RestrictedAddress


def searched(world, key: str, words: str) -> str:
    response = world.client(key).post("/work/search/", {"q": words})
    assert response.status_code == 200, (key, words, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Noor Karim 2.5.2019", {"names": ("Noor", "Karim"), "dob": "02/05/2019"}),
        ("2 May 2019 karim", {"names": ("karim",), "dob": "2 May 2019"}),
        ("2nd May 2019", {"dob": "2 May 2019"}),
        ("2019-5-2", {"dob": "2019-05-02"}),
        ("ts9 1aa", {"postcode": "TS9 1AA"}),
        ("4 Mill Lane, TS9 1AA", {"address": "4 Mill Lane", "postcode": "TS9 1AA"}),
        ("943 476 5919", {"nhs": "9434765919"}),
        ("k-7qx-4mp", {"reference": "K-7QX-4MP"}),
        ("نور كريم", {"names": ("نور", "كريم")}),
    ],
)
def test_the_box_reads_what_people_type(text, expected):
    sought = understand(text)
    for name, value in expected.items():
        assert getattr(sought, name) == value


@pytest.mark.parametrize(
    "words",
    [
        "Noor Karim",
        "karim noor",
        "Nour Kareem",
        "noor 02/05/2019",
        "Karim 2 May 2019",
        "TS9 1AA Noor",
        "NOOR KARIM, 4 Mill Lane, TS9 1AA",
    ],
)
def test_a_child_is_found_in_many_spellings(world, words):
    world.contact()
    assert "Noor Karim" in searched(world, "hub", words)


def test_a_concern_is_found_by_its_reference(world):
    contact = world.contact()
    assert f"/contacts/{contact.pk}/" in searched(world, "hub", contact.reference.lower())


@pytest.mark.parametrize("key", ["charlie", "alice", "nurse", "constable", "other_dsl", "guardian"])
def test_without_a_tie_nothing_is_found_and_the_hub_is_named(world, key):
    world.contact()
    page = searched(world, key, "Noor Karim 2.5.2019")
    assert "/work/children/" not in page
    assert "ring the hub" in page


@pytest.mark.parametrize("key", ["administrator", "leader", "scrutineer"])
def test_some_roles_have_no_search_at_all(world, key):
    assert world.client(key).get("/work/search/").status_code == 404
    assert world.client(key).post("/work/search/", {"q": "Noor Karim"}).status_code == 404


def test_the_words_stand_in_the_erasable_half_alone(world):
    world.contact()
    searched(world, "hub", "Noor Karim")
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts::text from authority_entry where verb = 'search.made'")
        facts = cursor.fetchone()[0]
        cursor.execute("select count(*) from authority_entrypersonal")
        assert cursor.fetchone()[0] == 1
    assert "Karim" not in facts and "commitment" in facts


def test_words_in_an_address_search_nothing(world):
    world.contact()
    assert "Noor" not in world.client("hub").get("/work/search/?q=Noor+Karim").content.decode()


def test_opening_from_search_asks_why_and_keeps_the_answer_with_the_look(world):
    child = world.child_of(world.contact())
    client = world.client("hub")
    assert client.post(f"/work/children/{child}/why/", {}).status_code == 422
    response = client.post(f"/work/children/{child}/why/", {"purpose": "new_concern"})
    assert response.status_code == 302
    client.get(response.headers["Location"])
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select purpose from authority_entry where verb = 'child.viewed' order by seq desc limit 1"
        )
        assert cursor.fetchone()[0] == "search: new_concern"


def test_after_four_hundred_children_in_a_day_no_more_open(world, monkeypatch):
    found = world.child_of(world.contact())
    monkeypatch.setattr(child, "HARD_CAP", -1)
    monkeypatch.setattr(search_pages, "HARD_CAP", -1)
    client = world.client("hub")
    page = client.get(f"/work/children/{found}/")
    assert page.status_code == 403 and b"Noor" not in page.content
    assert client.post("/work/search/", {"q": "Noor Karim"}).status_code == 403


def test_a_twin_is_found_beside_her_sister(world):
    for given in ("Asha", "Anika"):
        world.contact(
            child=Arriving(
                given_name=given,
                family_name="Rao",
                dob="2018-01-09",
                address="9 Kiln Row",
                postcode="TS4 2BB",
            )
        )
    page = searched(world, "hub", "Rao 9/1/2018")
    assert "Asha Rao" in page and "Anika Rao" in page


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_each_result_says_when_born_with_whom_how_else_written_and_why_it_was_found(world):
    world.contact(child=Arriving(given_name="Noor", family_name="Karim", dob="2019-05-02", aliases=["نور كريم"]))
    page = plain(searched(world, "hub", "Nour Karim"))
    assert "2 May 2019" in page and "also written نور كريم" in page
    assert "First name spelled two ways, same surname" in page or "Same surname, first name spelled two ways" in page
    assert page.count("you work in the hub, where concerns arrive") == 1


def test_a_restricted_place_is_no_reason(world):
    child_of = world.child_of(world.contact(child=Arriving(
        given_name="Noor", family_name="Karim", dob="2019-05-02", address="4 Mill Lane", postcode="TS9 1AA")))
    assert "ame home" in searched(world, "hub", "Noor Karim, 4 Mill Lane, TS9 1AA")
    with world.at_work("hub") as by:
        place = RestrictedAddress(subject_id=child_of, sealed_text=b"9", created_by_id=by.worker_id, created_at=by.now)
    RestrictedAddress.objects.using("owner").bulk_create([place])
    page = searched(world, "hub", "Noor Karim, 4 Mill Lane, TS9 1AA")
    assert "Noor Karim" in page and "ame home" not in page and "ame first name" in page


def test_a_place_alone_is_not_enough_and_the_page_says_what_is(world):
    world.contact()
    page = searched(world, "hub", "4 Mill Lane, TS9 1AA")
    assert "A place alone is not enough" in page and "Add a name or a date of birth" in page
    assert "One name is not enough" in searched(world, "hub", "Noor")


def test_a_child_of_whom_only_an_age_was_told_is_shown_with_it(world):
    child_of = world.child_of(world.contact(child=Arriving(given_name="Nell", family_name="Ashdown", age="11")))
    world.forward(timedelta(days=400))
    assert "Nell Ashdown , about 12" in plain(searched(world, "hub", "Nell Ashdown"))
    shown = plain(world.client("manager").get(f"/work/children/{child_of}/").content.decode())
    assert "Nell Ashdown, about 12" in shown.replace(" ,", ",") and "age not known" not in shown
