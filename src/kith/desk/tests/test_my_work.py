"""My work shows each role what is theirs, in the order in which it runs out, and nobody else anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kith.desk.rows import Row, grouped, in_order
from kith.frontdoor import deciding
from kith.frontdoor.models import Contact
from kith.frontdoor.tests.test_one_child_decided import answers, ready
from kith.kit import words
from kith.measure.calling import Caller, counting
from kith.people.arrivals import Arriving
from kith.people.models import Voice
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


NOON = datetime(2026, 11, 24, 12, 0, tzinfo=words.LONDON)


def line(**fields) -> Row:
    return Row(kind="contact", url="/contacts/", step="Write the decision", **fields)


@pytest.mark.parametrize(
    ("row", "section"),
    [
        (line(due=NOON - timedelta(minutes=1)), "Now"),
        (line(due=NOON + timedelta(hours=4)), "Now"),
        (line(grade="red", due=NOON + timedelta(days=1)), "Now"),
        (line(now=True, due=NOON + timedelta(days=1)), "Now"),
        (line(grade="red", waits=True, waiting="NHS Thornshire"), "Now"),
        (line(due=NOON + timedelta(hours=5)), "Today"),
        (line(waits=True, due=NOON + timedelta(hours=5)), "Waiting on others"),
        (line(waiting="NHS Thornshire", due=NOON + timedelta(hours=5)), "Today"),
        (line(due=NOON + timedelta(days=1)), "Next"),
        (line(), "Next"),
        (Row(kind="child", url="/work/", step="Open the record"), "Nothing due"),
    ],
)
def test_a_line_stands_where_its_clock_and_its_next_step_put_it(row, section):
    assert row.section(NOON) == section


def test_headings_count_the_lines_of_every_page_and_say_what_an_earlier_page_began():
    rows = in_order([line(due=NOON + timedelta(days=n), who=str(n)) for n in range(4)], NOON)
    rows = [replace(r, url=f"/contacts/{n}/") for n, r in enumerate(rows)]
    first, second = grouped(rows[:2], rows, NOON), grouped(rows[2:], rows, NOON)
    assert [(g.name, g.total, g.begun) for g in first] == [("Now", 1, False), ("Next", 3, False)]
    assert [(g.name, g.total, g.begun) for g in second] == [("Next", 3, True)]


def test_whoever_reported_waits_under_to_tell_with_the_running_clock(world):
    contact = world.contact()
    ready(world, contact)
    with world.at_work("hub") as by:
        child, found = world.child_of(contact), Contact.objects.get(pk=contact.pk)
        said = Voice.objects.get(subject=child).pk
        deciding.decide(by=by, at=by.now, subject=child, contact=found, answers=answers(voice_id=said))
    page = work(world, "hub")
    assert "To tell (1)" in page
    assert "Tell by" in page.split("To tell (1)")[1]
    assert f'/contacts/{contact.pk}/tell/' in page


def test_my_work_costs_the_hub_six_statements_however_many_concerns_there_are(world):
    for given in ("Noor", "Tom", "Ada"):
        world.contact(child=Arriving(given_name=given, family_name="Karim", dob="2019-05-02"))
    caller = Caller(world.token("hub"))
    caller.get("/work/")
    with counting() as counted:
        assert caller.get("/work/").status == 200
    assert len(counted.own) == 6
