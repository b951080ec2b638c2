"""Drafts: what a referrer has typed outlives the session; and the forms that matter work without JavaScript."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kith.frontdoor.models import Contact
from kith.frontdoor.tests.bench.steps import brink
from kith.meetings.models import Decision
from tests.journeys.conftest import sign_in
from tests.journeys.test_a_concern_on_christmas_eve import BRUISE, DECISION, REFERRAL, VOICE, WORDS

SAVED = re.compile("Saved (just now|[0-9]+ s ago)")


def test_the_words_of_a_form_are_there_after_the_session_was_ended(world, visit):
    school = visit("dsl")
    school.go("/contacts/new/")
    school.fill({"child1_given_name": "Noor", "child1_words": WORDS, "what_happened": BRUISE})
    school.page.get_by_text(SAVED).first.wait_for()
    end_sessions_of(visit("administrator"), "Dee Lead")
    school.fill({"where_now": "In school with me"})
    school.page.get_by_text("You have been signed out. What you typed is kept").first.wait_for()
    school.look()
    sign_in(school, world, "dsl")
    school.go("/work/")
    assert "Drafts (1)" in school.text
    school.press("Report a concern about a child")
    kept = {name: school.page.locator(f"[name={name}]").input_value() for name in ("child1_words", "what_happened")}
    assert kept == {"child1_words": WORDS, "what_happened": BRUISE}
    assert school.page.locator("[name=child1_given_name]").input_value() == "Noor"


def end_sessions_of(administrator, name: str) -> None:
    administrator.go("/work/site/")
    administrator.press(f"End sessions of {name}")


def test_the_referral_form_works_without_scripts(world, visit):
    world.set_clock(datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London")))
    school = visit("dsl", java_script_enabled=False)
    school.go("/contacts/new/")
    school.fill({"child1_given_name": "Noor", "what_happened": BRUISE})
    school.press("Add another child")
    assert school.page.locator("[name=what_happened]").input_value() == BRUISE
    assert school.page.locator("[name=child2_given_name]").count() == 1
    school.fill(REFERRAL | {"child1_heard_on": date(2026, 11, 20)})
    school.press("Send to the hub")
    assert "We have your concern" in school.text
    assert Contact.objects.using("owner").get().what_happened == BRUISE


def test_a_decision_is_made_without_scripts(world, visit):
    _, at, of_child, voice = brink(world)
    hub = visit("hub", java_script_enabled=False)
    hub.go(f"{of_child}decide/")
    hub.fill({**DECISION, "voice": voice})
    hub.press("Save the decision")
    assert "There is a problem" in hub.text
    hub.fill(VOICE)
    hub.press("Save the decision")
    assert hub.path == f"{at}tell/"
    assert Decision.objects.using("owner").get().voice_difference == VOICE["difference"]
