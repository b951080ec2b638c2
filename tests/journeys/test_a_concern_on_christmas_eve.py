"""Christmas Eve, 15:40 (scenario A1): one child from the school's form to the outcome, across closing time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kith import timetable
from kith.frontdoor import acts, deciding
from kith.frontdoor.models import Contact
from kith.frontdoor.tests.test_one_child_decided import answers, ready
from kith.people.arrivals import Arriving
from tests.journeys import steps
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
EVE = date(2026, 12, 24)
WORDS = "Daddy did it"
BRUISE = "A bruise in the shape of a belt on her upper arm, seen while she changed for PE."
REFERRAL = {
    "child1_given_name": "Noor", "child1_family_name": "Karim", "child1_dob": date(2019, 5, 2), "child1_sex": "F",
    "child1_heard": "yes", "child1_words": WORDS, "child1_heard_on": EVE, "child1_heard_time": "14:10",
    "child1_alone": "yes", "address": "4 Mill Lane, Elmcaster", "postcode": "TS9 1AA", "others_at_home": "no",
    "what_happened": BRUISE, "safe_now": "no", "where_now": "In school with me until 16:30", "seen_today": "yes",
    "family_told": "no", "not_told": "unsafe_child"}
HELD = "One call to the address in October: shouting, no crime recorded."
PICTURE = ("School saw a mark in the shape of a belt and Noor said who made it. Health knows nothing. "
           "Police were called in October. Her own account is new and weighs most.")
REASONS = "The mark, what Noor said and the call in October together need a strategy discussion tonight."
DECISION = {
    "chosen": "strategy", "level": "4", "indicator": "Physical harm", "rationale": REASONS,
    "options_considered": "An assessment alone would leave her at home tonight with whoever did it."}
VOICE = {"influence": "changed", "difference": "She named who did it, so nobody speaks to her father first."}


def test_noor_is_decided_and_told_across_the_hubs_closing(world, visit):
    known_before(world)
    world.set_clock(datetime(2026, 12, 24, 15, 40, tzinfo=LONDON))
    school = visit("dsl")
    school_reports(school)
    put_on_duty(visit("manager"))
    hub = visit("hub")
    contact = hub_takes_it_in(hub)
    steps.asks(hub, contact, "unsafe_child", picture="ask")
    world.forward(timedelta(minutes=85))  # 17:05: the hub has closed
    assert timetable.all_once() == 0
    duty = visit("duty")
    on_the_duty_queue(duty, contact)
    health, police = visit("hub_health"), visit("hub_police")
    steps.knows_nothing(health, picture="questions")
    health.measured("Nothing known, by its key", at_most=2)
    steps.answers(police, HELD, "Noor may have been there.")
    put_together(duty, contact)
    manager = visit("manager")
    manager.go("/work/today/")
    assert "Red now (1)" in manager.text
    manager.picture("today")
    for partner in (manager, police, health):
        steps.gives_position(partner, contact, "strategy")
    decides(duty, contact)
    tells(duty, contact)
    school_reads(visit("dsl"), contact)


def known_before(world) -> None:
    """In October the police wrote of Nour Kareem, at her old address; on Christmas Eve two others are open already."""
    world.set_clock(datetime(2026, 10, 8, 21, 30, tzinfo=LONDON))
    october = world.contact("constable", words="", others_at_home="no", source_code="6", child=Arriving(
        given_name="Nour", family_name="Kareem", dob="2019-05-02", sex="F", address="11 Tanner Row",
        postcode="TS3 4DD"), what_happened="Shouting heard by neighbours. No crime recorded.")
    ready(world, october, "green")
    with world.at_work("hub") as by:
        october = Contact.objects.get(pk=october.pk)
        deciding.decide(by=by, at=by.now, subject=world.child_of(october), contact=october, answers=answers(
            chosen="information_advice", level=2, influence="", difference="", no_voice_reason="refused"))
        acts.tell(by=by, at=by.now, subject=october.pk, contact=Contact.objects.get(pk=october.pk), text="Thank you.")
    for grade, hour, name, born, words in (("amber", 11, "Ellie", "2013-03-09", "I don't want to go home"),
                                           ("green", 9, "Tom", "2016-06-20", "")):
        world.set_clock(datetime(2026, 12, 24, hour, 5, tzinfo=LONDON))
        contact = world.contact("other_dsl", words=words, what_happened="Quiet and tearful since Monday.",
                                child=Arriving(given_name=name, family_name="Marsh", dob=born, address="2 Weir Close"))
        with world.at_work("screener") as by:
            acts.take(by=by, at=by.now, subject=contact.pk, contact=contact)
            acts.grade(by=by, at=by.now, subject=contact.pk, contact=contact, grade=grade, reason="As the school says.")


def school_reports(school: Visitor) -> None:
    school.go("/contacts/new/")
    school.fill(REFERRAL)
    school.press("Send to the hub")
    school.measured("A school's referral", at_most=6 * 60)
    assert "We have your concern" in school.text
    assert re.search(r"K-[A-Z2-9]{3}-[A-Z2-9]{3}", school.text)
    assert "Tuesday 29 December 2026" in school.clocks
    school.go("/contacts/sent/")
    assert "Noor" in school.text


def put_on_duty(manager: Visitor) -> None:
    manager.go("/work/today/")
    manager.press("Duty rota")
    manager.page.locator("[name=worker]").select_option(label="Dov Duty")
    manager.fill({"from_on": EVE, "from_time": "17:00", "until_on": date(2026, 12, 25), "until_time": "09:00"})
    manager.press(re.compile("Save|Put|Keep"))


def hub_takes_it_in(hub: Visitor) -> str:
    """From My work to red, matched and with both clocks; returns the contact's path."""
    hub.go("/work/")
    hub.picture("my-work")
    hub.press(re.compile("^Noor"))
    contact = re.match(r"/contacts/[0-9a-f-]+/", hub.path).group(0)
    assert "/match/" in hub.path and "Nour Kareem" in hub.text
    hub.picture("match")
    hub.effort.clear()
    hub.key_to("s")
    hub.measured("Same person, by its key", at_most=10)
    hub.go(contact)
    steps.takes_and_grades(hub, "red", "A mark, and her own words.")
    assert re.search("By law Decide by .*Tuesday.* = Tuesday 29 December 2026", hub.clocks), hub.clocks
    assert "Red Decide by 19:40 today" in hub.clocks
    hub.picture("contact")
    return contact


def on_the_duty_queue(duty: Visitor, contact: str) -> None:
    duty.go("/work/duty/")
    assert "handed to duty" in duty.text and "19:40 today" in duty.text
    assert duty.page.locator("tbody tr").count() == 1
    duty.go(contact)
    assert "With duty" in duty.text and WORDS in duty.text
    duty.press(re.compile("Take"))
    duty.press("Take it")


def put_together(duty: Visitor, contact: str) -> None:
    steps.puts_together(duty, contact, HELD, PICTURE)
    duty.press(re.compile("Read the history of"))
    assert "All 1 earlier contact" in duty.text
    duty.picture("history")


def decides(duty: Visitor, contact: str) -> None:
    """First without her voice: refused in words, with everything still typed. Then with it."""
    duty.effort.clear()
    duty.press("Go on to decide")
    duty.fill({**DECISION, "voice": "none"})
    duty.press("Save the decision")
    assert "There is a problem" in duty.text
    assert duty.page.locator("[name=rationale]").input_value() == REASONS
    assert duty.page.locator("[name=chosen][value=strategy]").is_checked()
    duty.page.locator("[name=voice]").first.check()
    duty.fill(VOICE)
    duty.picture("decide", scroll_to="h2:has-text('voice')")
    duty.press("Save the decision")
    assert duty.path == f"{contact}tell/"
    duty.measured("A decision from a ready picture, refused once", at_most=4 * 60)


def tells(duty: Visitor, contact: str) -> None:
    """The school in safe words; Noor in words a child understands, kept on her page."""
    assert REASONS not in duty.page.locator("[name=text]").input_value()
    duty.press("Send the outcome")
    duty.press(re.compile("Hear the child"))
    child = duty.path.split("/")[4]
    duty.press("Not told back yet: tell the child")
    duty.fill({"told": "Noor, people will talk with you and Mummy tonight so that you are safe."})
    duty.press("Save")
    assert "the child knows what came of their words" in duty.text
    duty.go(f"/work/children/{child}/")
    assert "people will talk with you" in duty.text
    duty.picture("child")


def school_reads(school: Visitor, contact: str) -> None:
    school.go("/work/")
    school.press(re.compile("^Noor"))
    assert "Thank you for telling us" in school.text
    for hidden in (REASONS, PICTURE, HELD, "Physical harm"):
        assert hidden not in school.text
    assert school.status_of(contact) == 404
