"""A file from a partner: twins in two rows become two children; a row that cannot be read is mended by a person."""

from __future__ import annotations

from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import Person
from tests.journeys.visitor import Visitor

HEAD = ("reference,incident_number,received_at,happened_at,officer,tool,what_happened,child_given_name,"
        "child_family_name,child_dob,child_birth_order,child_not_heard_because,officer_grade")
ROW = "{0},{0},{1},20/11/2026 23:10,PC 4411 Ives,VIST,Shouting,{2},Osei-Bonsu,04/09/2019,{3},Asleep,amber"
FILE = "\n".join([HEAD, ROW.format("T-9", "21/11/2026 02:05", "Amara", 1),
                  ROW.format("T-9", "21/11/2026 02:05", "Amira", 2),
                  ROW.format("T-10", "last week", "Kofi", 1)])


def test_twins_become_two_children_and_the_refused_row_is_mended(world, visit):
    police = visit("hub_police")
    brings_in(police)
    twins = Person.objects.using("owner").filter(kind="child").order_by("birth_order")
    assert [(t.given_name, t.birth_order) for t in twins] == [("Amara", 1), ("Amira", 2)]
    assert ContactPerson.objects.using("owner").filter(role="child").values("subject").distinct().count() == 2
    mends(police)
    assert Contact.objects.using("owner").count() == 2
    assert Person.objects.using("owner").filter(given_name="Kofi").count() == 1


def brings_in(police: Visitor) -> None:
    police.go("/imports/")
    police.press("Bring a file in")
    police.fill({"layout": "police_screening", "system": "Niche"})
    police.page.set_input_files("[name=file]", {
        "name": "night.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    police.press("Bring it in")
    assert "1 of 2 rows" in police.text and "3 lines in the file" in police.text


def mends(police: Visitor) -> None:
    police.press("Mend T-10")
    assert "last week" in police.page.locator("[name=received_at]").input_value()
    police.fill({"received_at": "21/11/2026 02:40"})
    police.press("Mend and try again")
    police.go("/imports/")
    assert "Waiting for a person (0)" in police.text
