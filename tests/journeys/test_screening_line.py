"""A domestic incident at 23:10 with three children: screened on a telephone, with the signal lost half-way, reviewed,
sent back, regraded, and at the front door before the morning. And one that never came."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kith.frontdoor.models import Contact
from kith.people import matching
from kith.people.models import SourceRecord
from kith.screening import jobs
from kith.screening.models import Expected, Screening
from kith.screening.tests import steps
from kith.screening.tests.test_three_greens import say_same, seen_three_times
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
NIGHT = datetime(2027, 5, 30, 23, 55, tzinfo=LONDON)
WHY = "The child heard it all, and officers were here four times since March."


def owners(model):
    return model.objects.using("owner")


def test_from_an_incident_at_night_to_the_front_door_before_the_morning(world, visit):
    world.set_clock(NIGHT)
    incident = steps.incident_of(world, began_at=NIGHT - timedelta(minutes=45))
    officer = visit("constable", width=375)
    screens_three_children(officer)
    assert owners(Screening).filter(incident=incident).count() == 3
    finn = owners(Screening).get(source_record__fields__given_name="Finn")
    sergeant = visit("sergeant")
    sends_it_back(sergeant, finn)
    improves(officer, finn)
    regrades(sergeant, finn)
    shares(visit("hub_police"), finn)
    contact = owners(Contact).get(pk=owners(Screening).get(pk=finn.pk).contact_id)
    assert contact.received_at < datetime(2027, 5, 31, 6, tzinfo=LONDON)
    screener = visit("screener")
    screener.go(f"/contacts/{contact.pk}/")
    assert "Finn" in screener.text and "From the police screening VIST" in screener.page.content()
    officer.go("/screenings/")
    assert "Shared with the front door" in officer.text


def screens_three_children(officer: Visitor) -> None:
    """One thumb, 375 pixels: what command and control knows stands there already."""
    officer.go("/screenings/")
    assert "Finn Hale, 6" in officer.text
    officer.page.get_by_role("button", name="Screen now").click()
    officer.look()
    page = officer.page
    assert "command and control" in officer.text
    page.context.set_offline(True)
    page.fill('[name="what_happened"]', "Shouting, a plate thrown. Calm when we left.")
    page.context.set_offline(False)
    for name, value in (("weapon", "no"), ("home", "fine"), ("adult_worry", "nothing"), ("other_children__why", "none"),
                        ("told", "yes")):
        press(officer, name, value)
    for key in children_of(officer):
        answer_about(officer, key)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(re.compile("/screenings/incidents/[^/]+/$"))
    page.wait_for_load_state()
    assert "with your sergeant" in officer.text


def children_of(officer: Visitor) -> list[str]:
    found = officer.page.locator('[name$="-grade_why"]').evaluate_all("all => all.map(n => n.name)")
    return [name.removesuffix("-grade_why") for name in found]


def press(officer: Visitor, name: str, value: str) -> None:
    officer.page.locator(f'[name="{name}"][value="{value}"]').check()


def answer_about(officer: Visitor, key: str) -> None:
    page = officer.page
    for name, value in (("seen", "yes"), ("spoken", "alone"), ("demeanour", "withdrawn"), ("hurt", "no"),
                        ("safe_now", "yes"), ("grade", "green")):
        press(officer, f"{key}-{name}", value)
    page.fill(f'[name="{key}-words"]', "I put my hands on my ears.")
    page.fill(f'[name="{key}-school"]', "Ashbrook Primary")
    page.fill(f'[name="{key}-grade_why"]', "Both parents calm.")


def sends_it_back(sergeant: Visitor, screening: Screening) -> None:
    sergeant.go("/screenings/board/")
    assert "Waiting for you (3)" in sergeant.text
    sergeant.page.get_by_role("link", name="Finn Hale").first.click()
    sergeant.look()
    sergeant.page.get_by_role("link", name="Send it back").click()
    sergeant.page.locator('[name="reasons"][value="grade"]').check()
    sergeant.page.get_by_role("button", name="Send it back").click()
    sergeant.page.wait_for_url("**/board/*")
    assert "Back with the officer (1)" in sergeant.text


def improves(officer: Visitor, screening: Screening) -> None:
    officer.go("/screenings/")
    officer.page.get_by_role("link", name="Improve it for Finn Hale").click()
    officer.look()
    assert "The grade is not explained" in officer.text
    key = children_of(officer)[0]
    assert officer.page.input_value(f'[name="{key}-words"]') == "I put my hands on my ears."
    officer.page.fill(f'[name="{key}-grade_why"]', "Calm when we left, but he would not look up and held his ears.")
    officer.page.get_by_role("button", name="Send", exact=True).click()
    officer.page.wait_for_url(re.compile("/screenings/incidents/[^/]+/$"))


def regrades(sergeant: Visitor, screening: Screening) -> None:
    sergeant.go(f"/screenings/{screening.pk}/supervise/")
    sergeant.page.locator('[name="grade"][value="amber"]').check()
    sergeant.page.fill('[name="reason"]', WHY)
    sergeant.page.get_by_role("button", name="Send it to the hub").click()
    sergeant.page.wait_for_url("**/board/*")


def shares(police: Visitor, screening: Screening) -> None:
    police.go("/screenings/queue/")
    police.page.get_by_role("link", name="Finn Hale").first.click()
    police.look()
    page = police.page
    page.get_by_role("link", name="Take it on").or_(page.get_by_role("button", name="Take it on")).click()
    page.get_by_role("button", name="Take it on").click()
    for way, field, text in (("Write the research", "text", "Four calls here since March; nothing on either parent."),
                             ("Share it", "reason", WHY)):
        page.get_by_role("link", name=way, exact=True).or_(page.get_by_role("button", name=way, exact=True)).click()
        page.fill(f'[name="{field}"]', text)
        page.get_by_role("button", name={"Share it": "Share it"}.get(way, "Save the research")).click()
        page.wait_for_url(f"**/screenings/{screening.pk}/")
    assert "Shared with the front door" in police.text


def test_a_screening_that_never_came_reaches_the_sergeant(world, visit):
    world.set_clock(NIGHT)
    steps.incident_of(world, began_at=NIGHT - timedelta(hours=1))
    world.forward(timedelta(hours=24))
    assert jobs.tell_sergeants() == 3
    sergeant = visit("sergeant", width=375)
    sergeant.go("/screenings/board/")
    assert "Never came (3)" in sergeant.text and "PC 4411 Colin Constable" in sergeant.text
    sergeant.go("/work/notices/")
    assert "Sara Sergeant: no screening came from PC 4411 Colin Constable" in sergeant.text
    assert owners(Expected).filter(missed_to=world.worker("sergeant")).count() == 3


def test_the_third_green_stands_with_what_caused_it_and_goes_when_the_link_is_undone(world, visit):
    """A6: three spellings, three addresses, one child, once a person has said so."""
    three = seen_three_times(world)
    police = visit("hub_police")
    police.go("/screenings/queue/")
    assert "third green" not in police.text
    for later in three[1:]:
        say_same(world, later, three[0])
    police.go("/screenings/queue/")
    assert "third green within 3 months, this child" in police.text
    assert all(day in police.text for day in ("3 December 2026", "22 January 2027", "12 February 2027"))
    with world.at_work("hub") as by:
        matching.undo(by=by, at=by.now, source=SourceRecord.objects.get(pk=three[1].source_record_id),
                      reason="Another boy of the same school.")
    police.go("/screenings/queue/")
    assert "third green" not in police.text
    police.go(f"/screenings/{three[2].pk}/")
    assert "Withdrawn" in police.text and "a link was undone" in police.text
