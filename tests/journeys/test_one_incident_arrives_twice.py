"""One incident, two doors (scenario A2): the police system at night, a health visitor's phone call after the holiday.

The call is typed by keyboard alone, as a screener types while listening; how long that takes is worked out from the
keys pressed.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client

from kith.exchange import command
from kith.frontdoor.models import Contact, Message
from tests.journeys import steps
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
INCIDENT = {
    "reference": "TC-27-1180", "incident_number": "TC-27-1180", "received_at": "2027-05-31T02:05:00+01:00",
    "happened_at": "2027-05-30T23:10:00+01:00", "officer": "PC 4411 Ives", "tool": "VIST", "tool_version": "7",
    "what_happened": "Shouting heard by neighbours; the parents had argued.", "officer_grade": "amber",
    "address": "9 Quay Street, Saltmere", "postcode": "TS4 2BB",
    "children": [{"given_name": "Finn", "family_name": "Hale", "dob": "2021-03-01", "sex": "M",
                  "not_heard_because": "Child asleep, not spoken to"}],
    "adults": [{"role": "mother", "given_name": "Jo", "family_name": "Hale"}]}
SAID = "Mum rang me in tears: they fought again on Sunday night and Finn hid under his bed."
MINUTES = 3  # the mark: a call is saved within three minutes of typing


def test_the_police_and_a_phone_call_become_one_referral_with_two_contacts(world, visit):
    world.set_clock(datetime(2027, 5, 31, 2, 5, tzinfo=LONDON))
    police_send(world)
    world.set_clock(datetime(2027, 6, 1, 9, 20, tzinfo=LONDON))
    screener = visit("screener")
    takes_the_call(screener)
    screener.measured("A telephone call, by keyboard alone", at_most=MINUTES * 60)
    called = screener.path
    joins(screener)
    assert re.search("By law Decide by 17:00 today", screener.clocks), screener.clocks
    both_kept_and_acknowledged(world)
    screener.go("/work/")
    assert screener.page.locator("tbody tr").count() == 1
    assert "2 contacts, one incident" in screener.text
    screener.go(f"{called}tell/")
    assert screener.page.get_by_role("navigation", name="Referrers of this referral").get_by_role("link").count() == 2


def police_send(world) -> None:
    key = command.make_key(world.agency("police"), "Control")
    system = Client(headers={"authorization": f"Bearer {key}"})
    answer = system.post("/api/v1/police-screenings", INCIDENT, content_type="application/json")
    assert answer.status_code == 201, answer.content


def takes_the_call(screener: Visitor) -> None:
    """By keyboard alone; the mouse is never touched."""
    steps.types_the_call(
        screener, {"caller_name": "Hetty Visitor", "caller_phone": "01632 960222"},
        {"child1_given_name": "Fin", "child1_family_name": "Hayle", "child1_dob_day": "1", "child1_dob_month": "3",
         "child1_dob_year": "2021", "address": "9 Quay Street, Saltmere", "postcode": "ts4 2bb",
         "what_happened": SAID}, {"safe_now": "nk", "others_at_home": "no"}, source="health v", agency="nhs")


def joins(screener: Visitor) -> None:
    """The bench proposes the same incident with its reasons; a person joins."""
    assert "Possibly the same incident." in screener.text
    assert re.search("Thornshire Constabulary, yesterday 02:05: .*names Finn? Hay?le too", screener.text)
    screener.press(re.compile("Look and join"))
    assert SAID not in screener.text  # distressing words stand behind a line
    assert "The clock by law runs from the first receipt" in screener.text
    screener.press("Join them")
    assert "One referral now. Both contacts are kept." in screener.text


def both_kept_and_acknowledged(world) -> None:
    contacts = list(Contact.objects.using("owner").order_by("received_at"))
    assert [c.channel for c in contacts] == ["system", "telephone"]
    assert len({c.referral_id for c in contacts}) == 1
    assert [c.received_at.astimezone(LONDON).isoformat() for c in contacts] == [
        "2027-05-31T02:05:00+01:00", "2027-06-01T09:20:00+01:00"]
    kept = Message.objects.using("owner").filter(kind="acknowledgement").values_list("subject_id", flat=True)
    assert sorted(kept) == sorted(c.pk for c in contacts)
