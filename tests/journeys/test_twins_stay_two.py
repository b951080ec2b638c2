"""Twins born on one day (scenario A4): a vague record makes a person choose; one number is never given twice."""

from __future__ import annotations

import re

import pytest

from kith.frontdoor.models import ContactPerson
from kith.people.arrivals import Arriving
from kith.people.models import Identifier, Quality
from tests.journeys.visitor import Visitor

HOME = {"address": "9 Quay Road", "postcode": "TS4 2BB"}
NUMBER = "943 476 5919"


def twin(name: str, order: int) -> Arriving:
    return Arriving(given_name=name, family_name="Osei-Bonsu", dob="2019-09-04", sex="F", birth_order=order, **HOME)


@pytest.fixture
def vague(world) -> str:
    """The path of a police contact about “A. Osei-Bonsu”, when Amara and Amira are known."""
    world.contact("constable", child=twin("Amara", 1), words="", others=[("child", twin("Amira", 2))])
    contact = world.contact("constable", words="", child=Arriving(
        given_name="A.", family_name="Osei-Bonsu", dob="04/09/19", **HOME))
    return f"/contacts/{contact.pk}/"


def test_a_vague_record_waits_for_a_person_and_may_stay_unclear(world, visit, vague):
    screener = visit("screener")
    screener.go(vague)
    assert "2 may match" in screener.text
    sees_both(screener, vague)
    screener.press("Unclear: both twins")
    screener.go(vague)
    assert "Unclear: both twins" in screener.text
    assert len(children(world)) == 3


def test_one_number_is_never_given_to_both(world, visit, vague):
    screener = visit("screener")
    first = f"/contacts/{ContactPerson.objects.using('owner').order_by('contact__received_at').first().contact_id}/"
    for name in ("Amara", "Amira"):
        screener.go(first)
        screener.press(re.compile(f"^{name}"))
        screener.press("Add an NHS number")
        screener.fill({"value": NUMBER})
        screener.press("Save the number")
    assert "two children cannot share one number" in screener.text
    assert screener.page.locator("[name=value]").input_value() == NUMBER
    assert Identifier.objects.using("owner").filter(scheme="nhs").count() == 1
    assert Quality.objects.using("owner").get().what == "NHS number ending 5919 was given for two people"


def test_by_key_one_twin_is_ruled_out_and_the_other_stays_open(world, visit, vague):
    screener = visit("screener")
    sees_both(screener, vague)
    screener.key("s")  # of two who may be the child, a key answers only for the one that is marked
    assert "/match/" in screener.path and screener.page.get_by_role("heading", name="Osei-Bonsu").count() == 2
    screener.key("j")
    screener.key_to("d")
    assert screener.page.get_by_role("heading", name="Osei-Bonsu").count() == 1
    screener.key_to("s")
    chosen = ContactPerson.objects.using("owner").get(contact_id=vague.split("/")[2], role="child")
    assert chosen.settled_as == "same"
    assert len(children(world)) == 2


def sees_both(screener: Visitor, contact: str) -> None:
    """The match page: both twins with what speaks for and against, side by side."""
    screener.go(contact)
    screener.press(re.compile(r"^A\. Osei-Bonsu"))
    assert "/match/" in screener.path
    assert "Amara Osei-Bonsu" in screener.text and "Amira Osei-Bonsu" in screener.text
    assert screener.text.count("Same date of birth") == 2
    assert screener.page.get_by_role("button", name="Unclear: both twins").is_visible()


def children(world) -> set:
    return set(ContactPerson.objects.using("owner").filter(role="child").values_list("subject_id", flat=True))
