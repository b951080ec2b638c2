"""My work shows each role what is theirs, in the order in which it runs out, and nobody else anything."""

from __future__ import annotations

import pytest

from tests.world import WORKERS

ALL = [key for key, *_ in WORKERS if key != "partner"]
NAMELESS = [
    "charlie",
    "administrator",
    "leader",
    "scrutineer",
    "guardian",
    "other_dsl",
    "alice",
    "nurse",
    "constable",
]


def work(world, key: str, query: str = "") -> str:
    response = world.client(key).get(f"/work/{query}", follow=True)
    assert response.status_code == 200, (key, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("key", ALL)
def test_every_role_has_a_first_page(world, key):
    world.contact()
    assert "Good " in work(world, key) or "site" in work(world, key).lower()


def test_the_hub_sees_the_child_by_name_age_and_home_with_the_clock_and_the_next_step(world):
    world.contact()
    page = work(world, "hub")
    assert "Noor Karim, 7" in page
    assert "Say who this child is" in page
    assert "1 open" in page
    assert "Decide by" in page


@pytest.mark.parametrize("key", NAMELESS)
def test_nobody_without_a_tie_sees_a_child(world, key):
    world.contact()
    assert "Noor" not in work(world, key)


def test_the_school_sees_what_it_sent_and_what_came_of_it(world):
    contact = world.contact()
    assert contact.reference in work(world, "dsl")


def test_a_filter_stands_in_the_address_and_is_remembered(world):
    client = world.client("hub")
    assert client.get("/work/?show=mine").cookies["kith_queue"].value == "mine"
    assert "(chosen)" in client.get("/work/").content.decode().split("Mine")[1][:60]
