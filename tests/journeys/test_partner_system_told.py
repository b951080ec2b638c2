"""Two partners' systems: a concern sent by the JSON API, and one brought in as a file, each carried to told."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.test import Client

from kith.exchange.tests.examples import concern, partner, send
from kith.frontdoor.models import Message
from tests.journeys import steps
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
REASONS = "The mark and her own words, with what health holds, need an assessment before she goes home."
PICTURE = "School's system reports a mark and Noor's words; health treated an arm in March; police hold nothing."
HELD = "Seen in March with a sore arm; the explanation fitted."
DECISION = {
    "chosen": "assessment", "level": "4", "indicator": "Physical harm", "rationale": REASONS,
    "options_considered": "Advice alone would leave her with whoever did it."}
VOICE = {"influence": "changed", "difference": "She named who did it, so she is seen alone first."}
HEAD = "reference,received_at,what_happened,child_given_name,child_family_name,child_dob,others_at_home,reporter_name"
ROW = "H-77,23/11/2026 08:55,Missed three appointments; mother says she is unwell,Jonah,Pike,14/02/2023,no,Bea Ross"
ADVICE = {
    "chosen": "early_help_2", "level": "2", "indicator": "Family stress", "voice": "none",
    "rationale": "Missed appointments and a mother who is unwell: the family is offered help early.",
    "options_considered": "Advice alone would leave the appointments missed.", "no_voice_reason": "not_yet_seen",
    "obtain_on": date(2026, 11, 26)}


def test_a_concern_from_a_partners_system_is_decided_and_its_outcome_fetched(world, visit):
    world.set_clock(datetime(2026, 11, 23, 9, 15, tzinfo=LONDON))
    system = partner(world, "police", "Niche")
    ours = send(system, "contacts", concern(received_at="2026-11-23T09:12:00+00:00")).json()["reference"]
    assert fetched(system, ours)["state"] == "received"
    hub, police, health = visit("hub"), visit("hub_police"), visit("hub_health")
    contact = steps.opens_from_the_queue(hub, "Noor")
    hub.press("Somebody new")
    steps.takes_and_grades(hub, "amber", "A mark, and her own words.")
    assert "By law Decide by 17:00 tomorrow" in hub.clocks and "Amber Decide by" in hub.clocks
    steps.asks(hub, contact, "unsafe_child")
    steps.knows_nothing(police)
    steps.answers(health, HELD, "Two injuries to an arm within a year.")
    steps.puts_together(hub, contact, HELD, PICTURE)
    steps.decides(hub, DECISION, voice=VOICE)
    assert "Their system fetches it" in hub.text
    hub.press("Send the outcome")
    safe_words_come_back(system, ours, hub, contact)


def fetched(system: Client, ours: str) -> dict:
    return system.get(f"/api/v1/contacts/{ours}").json()


def safe_words_come_back(system: Client, ours: str, hub: Visitor, contact: str) -> None:
    """The outcome in words written for the sender; once fetched, nobody is chased. Another's key learns nothing."""
    assert Message.objects.using("owner").get(kind="outcome").read_at is None
    told = fetched(system, ours)
    assert told["state"] == "told" and "Thank you for telling us" in told["outcome"] and told["told_at"]
    for hidden in (REASONS, PICTURE, HELD, "Physical harm"):
        assert hidden not in str(told)
    hub.go(contact)
    assert re.search("Told the outcome .*, read ", hub.text)


def test_a_row_of_a_file_is_decided_and_read_by_whoever_brought_it_in(world, visit):
    world.set_clock(datetime(2026, 11, 23, 9, 30, tzinfo=LONDON))
    health = visit("hub_health")
    brings_in(health)
    hub = visit("hub")
    contact = steps.opens_from_the_queue(hub, "Jonah")
    hub.press("Somebody new")
    steps.takes_and_grades(hub, "green", "Missed appointments; nothing else known.")
    assert "By law Decide by 17:00 tomorrow" in hub.clocks and "Green Decide by" in hub.clocks
    steps.decides(hub, ADVICE)
    hub.press("Send the outcome")
    health.go("/contacts/sent/")
    health.press(re.compile("Jonah"))
    assert "early help service" in health.text and "Missed appointments and a mother" not in health.text
    hub.go(contact)
    assert re.search("Told the outcome .*, read ", hub.text)


def brings_in(health: Visitor) -> None:
    health.go("/imports/")
    health.press("Bring a file in")
    health.fill({"layout": "contact", "system": "SystmOne"})
    file = {"name": "monday.csv", "mimeType": "text/csv", "buffer": f"{HEAD}\n{ROW}".encode()}
    health.page.set_input_files("[name=file]", file)
    health.press("Bring it in")
    assert "1 of 1 row" in health.text, health.text
