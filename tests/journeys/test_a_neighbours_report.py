"""A neighbour without an account (P17): from the phone to the hub's queue, and back in words that are safe."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from kith import timetable
from tests.journeys import steps
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
HEARD = "I hear shouting and a small child crying at night, two doors down."
CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
ELSEWHERE = re.compile("^https://")
REASONS = "Crying at night and shouting, reported once; a worker will visit and offer the family help."
DECISION = {
    "chosen": "early_help_2", "level": "2", "indicator": "Family conflict", "rationale": REASONS,
    "options_considered": "Advice alone would leave the child unseen.", "voice": "none",
    "no_voice_reason": "not_yet_seen", "obtain_on": date(2026, 11, 26)}


def test_a_report_is_matched_decided_and_answered_under_its_code(world, visit):
    world.set_clock(datetime(2026, 11, 23, 10, 0, tzinfo=LONDON))
    neighbour = visit(width=375)
    code = tells_us(neighbour, world)
    assert "A worker has not opened it yet" in answer_to(neighbour, code)
    assert timetable.all_once() == 0
    assert "with the workers in the hub" in answer_to(neighbour, code)
    hub_decides(visit("hub"))
    said = answer_to(neighbour, code)
    assert "have an answer for you" in said
    assert REASONS not in said and "Robin" not in said


def tells_us(neighbour: Visitor, world) -> str:
    neighbour.go("/worried/")
    neighbour.go("/worried/tell-us/")
    neighbour.fill({"what_happened": HEARD, "danger_now": "no"})
    neighbour.picture("public")
    neighbour.press("Continue")
    neighbour.fill({"child_names": "Robin Marsh", "child_age": "about 4", "address": "9 Flint Road, Saltmere",
                    "others_at_home": "no"})
    neighbour.press("Continue")
    neighbour.fill({"relation": "neighbour"})
    neighbour.press("Continue")
    assert HEARD in neighbour.text
    world.forward(timedelta(minutes=3))
    neighbour.press("Send")
    neighbour.measured("A neighbour's report on a phone", at_most=4 * 60)
    return CODE.search(neighbour.text).group(0)


def answer_to(neighbour: Visitor, code: str) -> str:
    neighbour.go("/worried/receipt/")
    neighbour.fill({"code": code})
    neighbour.press("Check")
    return neighbour.text


def hub_decides(hub: Visitor) -> None:
    """Seen on the queue, matched (nobody like this is known), graded, its history read, decided and told."""
    steps.opens_from_the_queue(hub, "Robin")
    hub.press("Somebody new")
    steps.takes_and_grades(hub, "green", "Crying and shouting; nothing else known.")
    assert "By law Decide by 17:00 tomorrow" in hub.clocks
    assert "Green Decide by" in hub.clocks
    steps.decides(hub, DECISION)
    hub.press("Send the outcome")
    assert "Told the outcome" in hub.text


@pytest.mark.parametrize("width", [1280, 375])
def test_escape_leaves_mid_form_within_a_second_and_takes_the_words_along(visit, width):
    neighbour = visit(width=width)
    neighbour.page.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Elsewhere</title>"))
    neighbour.go("/worried/tell-us/")
    neighbour.page.locator("[name=what_happened]").click()
    neighbour.type(HEARD)
    begun = perf_counter()
    neighbour.page.keyboard.press("Escape")
    neighbour.page.wait_for_url(ELSEWHERE, timeout=1000, wait_until="commit")
    assert perf_counter() - begun < 1
    neighbour.page.goto(f"{neighbour.base}/worried/tell-us/")
    assert neighbour.page.locator("[name=what_happened]").input_value() == ""
    assert neighbour.page.evaluate("sessionStorage.length + localStorage.length") == 0
