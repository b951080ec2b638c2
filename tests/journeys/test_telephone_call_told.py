"""A grandmother rings (P1, the telephone): typed while she speaks, two children decided, and told on the telephone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kith.frontdoor.models import Contact
from kith.meetings.models import Decision
from tests.journeys import steps
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
SAID = "Ava rang me: Mum has not come home since Saturday and there is nothing to eat."
OWN_WORDS = "I made Sam toast but now the bread is gone"
HELD = "Two calls about shouting at the address this year; no crime recorded."
PICTURE = ("Grandmother, who speaks with Ava daily, says the two have been alone since Saturday. Police know the "
           "address for shouting. Health knows nothing. Nobody has seen the children since Friday.")
REASONS = "Two young children alone since Saturday, said by their own grandmother, need an assessment now."
DECISION = {
    "chosen": "assessment", "level": "4", "indicator": "Neglect", "rationale": REASONS,
    "options_considered": "Early help would leave them alone for days."}
HEARD = {"influence": "changed", "difference": "Ava said there is no food, so somebody goes today."}
NOT_HEARD = {"voice": "none", "no_voice_reason": "not_yet_seen", "obtain_on": date(2026, 11, 24)}


def test_a_grandmothers_call_is_decided_child_by_child_and_told_by_telephone(world, visit):
    world.set_clock(datetime(2026, 11, 23, 9, 30, tzinfo=LONDON))
    screener = visit("screener")
    takes_the_call(screener)
    hub, police, health, manager = visit("hub"), visit("hub_police"), visit("hub_health"), visit("manager")
    contact = matched_and_graded(hub)
    steps.asks(hub, contact, "unsafe_child")
    world.forward(timedelta(minutes=20))
    steps.knows_nothing(health)
    steps.answers(police, HELD, "The children may have been there.")
    steps.puts_together(hub, contact, HELD, PICTURE)
    for partner in (manager, police, health):
        steps.gives_position(partner, contact, "assessment")
    hub.go(contact)
    assert "3 of 3 positions given" in hub.text
    decides_for_both(hub, contact)
    told_on_the_telephone(hub, contact, world)


def takes_the_call(screener: Visitor) -> None:
    steps.types_the_call(
        screener, {"relationship": "Grandmother", "caller_name": "Joan Frost", "caller_phone": "01632 960333"},
        {"child1_given_name": "Ava", "child1_family_name": "Frost", "child1_age": "9",
         "address": "3 Weir Close, Otterley", "postcode": "ts7 8qq"}, {}, source="family", save=False)
    screener.tab_to("Child 2")
    screener.key("Enter")
    steps.types(screener, {"child2_given_name": "Sam", "child2_family_name": "Frost", "child2_age": "4",
                           "what_happened": SAID, "words": OWN_WORDS})
    steps.chooses_and_saves(screener, {"safe_now": "no", "others_at_home": "no"})
    screener.measured("A grandmother's call about two children, by keyboard alone", at_most=3 * 60)


def matched_and_graded(hub: Visitor) -> str:
    """On the queue like any other concern; nobody like the two is known, and both clocks stand there."""
    contact = steps.opens_from_the_queue(hub, "Ava")
    for _ in ("Ava", "Sam"):
        hub.press("Somebody new")
    hub.go(contact)
    steps.takes_and_grades(hub, "amber", "Alone since Saturday, and no food.")
    assert "By law Decide by 17:00 tomorrow" in hub.clocks, hub.clocks
    assert "Amber Decide by 09:30 Thursday 26 November" in hub.clocks, hub.clocks
    return contact


def decides_for_both(hub: Visitor, contact: str) -> None:
    """One decision for each child: Ava's own words change hers; Sam is to be seen tomorrow."""
    steps.decides(hub, DECISION, voice=HEARD)
    hub.go(contact)
    steps.decides(hub, DECISION | NOT_HEARD)
    assert hub.path == f"{contact}tell/"
    made = Decision.objects.using("owner").order_by("made_at")
    assert [(d.chosen, d.voice_id is not None) for d in made] == [("assessment", True), ("assessment", False)]


def told_on_the_telephone(hub: Visitor, contact: str, world) -> None:
    """First nobody answers, so she is still to be told; then she hears it, and the clock for telling stops."""
    assert "01632 960333" in hub.text and REASONS not in hub.page.locator("[name=text]").input_value()
    hub.fill({"how": "nobody"})
    hub.press("Save the call")
    assert "Tell whoever reported" in hub.text and "Not told the outcome yet" in hub.text
    world.forward(timedelta(minutes=30))
    hub.press("Tell whoever reported")
    assert "Nobody answered" in hub.text
    hub.fill({"how": "heard"})
    hub.press("Save the call")
    assert "Told the outcome" in hub.text and ", read " in hub.text
    assert "Outcome Done in time" in hub.clocks, hub.clocks
    assert Contact.objects.using("owner").get().told_at is not None
