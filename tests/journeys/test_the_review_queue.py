"""The queue of who is who by keyboard alone and on a phone: told apart, left, taken back; every page judged by axe."""

from __future__ import annotations

import pytest

from kith.frontdoor.models import ContactPerson
from kith.people.arrivals import Arriving
from kith.people.models import Proposal, SourceRecord
from tests.journeys.visitor import Visitor

HOME = {"address": "9 Quay Road", "postcode": "TS4 2BB", "sex": "F"}
LONG = "Wolfeschlegelsteinhausen-Featherstonehaugh-Cholmondeley-Bergerdorff"


def girl(given: str, **more) -> Arriving:
    return Arriving(given_name=given, family_name="Osei-Bonsu", **{"dob": "2019-09-04", **HOME, **more})


@pytest.fixture
def waiting(world) -> SourceRecord:
    """Twins are known, and a girl of a very long name; "A. Osei-Bonsu" and one who writes Arabic letters arrive."""
    twins = girl("Amara", birth_order=1), girl("Amira", birth_order=2)
    world.contact("constable", words="", child=twins[0], others=[("child", twins[1])])
    world.contact("constable", words="", child=Arriving(given_name="Mariam", family_name=LONG, age="12", **HOME))
    world.contact("constable", words="", child=Arriving(given_name="مريم", family_name=LONG, age="12", **HOME))
    vague = world.contact("constable", words="", child=girl("A."))
    return ContactPerson.objects.using("owner").get(contact=vague, role="child").source_record_id


def test_by_keyboard_alone_one_of_two_is_ruled_out_and_the_other_is_left_open(visit, waiting):
    hub = visit("hub")
    hub.go("/work/people/review/")
    assert "2 people:" in hub.text
    lines = hub.page.locator("main tbody th a").all_inner_texts()
    hub.key(*["j"] * (1 + next(n for n, line in enumerate(lines) if line.startswith("A. Osei-Bonsu"))))
    hub.key_to("Enter")
    first = hub.path
    assert "One of 2 who fit" in hub.text and "it can be only one of them" in hub.text
    assert "Who else A. Osei-Bonsu may be" in hub.text
    hub.key_to("x")
    assert hub.path != first and "One of 2 who fit" in hub.text
    hub.key_to("d")
    assert hub.path == first, "the same record first"
    hub.key_to("n")
    verdicts = Proposal.objects.using("owner").filter(source_record=waiting).values_list("verdict", flat=True)
    assert sorted(verdicts) == ["different", "unsure"]
    hub.go("/work/people/review/")
    assert "Somebody was not sure" in hub.text


def test_on_a_phone_every_page_of_who_is_who_fits_and_is_sound(visit, waiting):
    manager = visit("manager", width=375)
    for path in ("/work/people/review/", "/work/people/quality/"):
        fits(manager, path)
    manager.go("/work/people/review/")
    questions = [a.get_attribute("href") for a in manager.page.locator("main tbody th a").all()]
    assert questions
    for question in questions:
        fits(manager, str(question))
    person = Proposal.objects.using("owner").filter(source_record=waiting).first().subject_id
    where = f"/work/people/persons/{person}/"
    for step in ("", "merge/", "never/", "number/", "name/", "correct/"):
        fits(manager, where + step)
    manager.press("Not now")
    manager.press("The records behind this person")
    agency = SourceRecord.objects.using("owner").get(pk=waiting).agency_id
    fits(manager, f"/work/people/quality/without/{agency}/")


def fits(visitor: Visitor, path: str) -> None:
    """The page never scrolls sideways; axe and the console are asked by the visitor at each step."""
    visitor.go(path)
    wide, here = visitor.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= here, (path, wide)
