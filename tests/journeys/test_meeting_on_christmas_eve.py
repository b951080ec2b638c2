"""Christmas Eve, 17:10 (scenario A1 goes on): the strategy discussion with its clocks, Noor seen alone at 18:30, and
the minutes as the police, the school's lead and the scrutineer may read them."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from kith.frontdoor.tests.test_one_child_decided import ready
from kith.meetings.models import Enquiry
from kith.work.models import Deadline
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
EVE = date(2026, 12, 24)
IMPACT = "Noor is afraid to go home tonight and has a mark in the shape of a belt."
TONIGHT = "Noor and her mother sleep at her aunt's; Dad knows that he may not come."
CLOSED = "Intelligence on an uncle, for the three partners."
REASONS = "The mark, what she said and the call in October together are reasonable cause to suspect significant harm."
SEEN_WORDS = "I want to sleep at Auntie's."


def at(hour: int, minute: int, day: date = EVE) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def test_the_discussion_at_ten_past_five_and_noor_seen_at_half_past_six(world, visit):
    world.set_clock(at(15, 40))
    contact = world.contact(words="Daddy did it")
    ready(world, contact)
    child = world.child_of(contact)
    world.set_clock(at(17, 5))
    council, police, health, school = (visit(k) for k in ("manager", "hub_police", "hub_health", "dsl"))
    item = called(council, contact)
    world.set_clock(at(17, 10))
    opened(council, (police, health, school), item)
    told(council, police, item)
    for partner in (council, police, health):
        takes_position(partner, item, child)
    decided_with_her_words(council, item, child)
    clocks_run(child, seen=False)
    world.set_clock(at(18, 30))
    seen_alone(council)
    clocks_run(child, seen=True)
    council.go("/work/today/")
    assert "Children not yet seen (1)" not in council.text
    books_the_conference(council, child)
    minutes_are_each_readers_own(council, police, school, visit("scrutineer"), item)


def called(council: Visitor, contact) -> str:
    """One press from the concern: the children, what is known and whoever reported come along. Returns the item."""
    council.go(f"/contacts/{contact.pk}/")
    council.press("Call a strategy discussion")
    council.fill({"why": "A mark, and she said who.", "on": EVE, "time": "17:10"})
    council.page.locator("main form button[type=submit]").first.click()
    council.arrived()
    assert re.match("/meetings/items/", council.path), council.text
    return council.path


def opened(council: Visitor, others: tuple[Visitor, ...], item: str) -> None:
    """Quorate from the first minute: each partner in its own seat, the school's lead by name."""
    sitting = council.page.locator("nav[aria-label=Agenda] a").first.get_attribute("href") or ""
    council.go(f"{sitting}open/")
    council.press("Open the meeting")
    for other in others:
        other.go(sitting)
        other.press("I am here")
    council.go(item)
    council.press("Discuss this now")
    assert "Not quorate" not in council.text


def told(council: Visitor, police: Visitor, item: str) -> None:
    """On the board itself: the two texts that the forum asks for, and what the police tell the partners alone."""
    for name, words in (("impact", IMPACT), ("safe_tonight", TONIGHT)):
        council.page.locator(f"#w-{name}").fill(words)
        council.key("Control+Enter")
        expect(council.page.locator(f"#f-{name} .kit-source").first).to_contain_text("Morag Manager")
    police.go(item)
    expect(police.page.locator("#w-impact")).to_have_value(IMPACT)
    police.page.locator("#f-say [name=text]").fill(CLOSED)
    police.page.get_by_label("Council, police and health only").check()
    police.page.get_by_role("button", name="Tell the room").click()
    expect(police.page.locator("[data-live-part=told]")).to_contain_text(CLOSED)


def takes_position(partner: Visitor, item: str, child) -> None:
    partner.go(f"{item}children/{child}/position/")
    partner.fill({"view": "proposes", "q_threshold": "met", "q_how": "joint", "proposes": "enquiry_joint",
                  "reasons": "There is reasonable cause."})
    partner.press("Give this position")


def decided_with_her_words(council: Visitor, item: str, child) -> None:
    """First without her words: the gate refuses. Then with them."""
    council.go(f"{item}children/{child}/decide/")
    council.fill({"chosen": "enquiry_joint", "options_considered": "An assessment alone", "rationale": REASONS,
               "voice": "none"})
    council.press("Save the decision")
    assert "Use the child's own words, or say why there are none." in council.text
    council.page.locator("[name=voice]").first.check()
    council.fill({"influence": "changed", "difference": "She named who did it, so she is seen without him."})
    council.press("Save the decision")
    assert "Agreed by all three partners" in council.text and "the council's own function" in council.text
    council.picture("meeting-strategy")


def clocks_run(child, *, seen: bool) -> None:
    """The conference by 19 January 2027, over the holidays; the child seen only by being seen."""
    running = {d.duty: d for d in Deadline.objects.using("owner").filter(subject_id=child)}
    assert running["conference.initial"].due_on == date(2027, 1, 19)
    assert (running["enquiry.child_seen"].met_at is not None) == seen


def seen_alone(council: Visitor) -> None:
    council.go("/meetings/unseen/")
    council.press(re.compile("^Noor"))
    council.press("This child was seen")
    council.fill({"on": EVE, "time": "18:30", "place": "At school, in the library", "seen_by": "Morag Manager",
                  "alone": "yes", "interpreter": "Bengali", "words": SEEN_WORDS})
    council.page.locator("main form button[type=submit]").first.click()
    council.arrived()
    for words in ("Thursday 24 December", SEEN_WORDS, "interpreter: Bengali"):
        assert words in council.text
    assert "has not been seen yet" not in council.text


def books_the_conference(council: Visitor, child) -> None:
    """A Saturday is refused in words; the 19th stands, and the report is due two working days before."""
    enquiry = Enquiry.objects.using("owner").get(subject_id=child)
    council.go(f"/meetings/enquiries/{enquiry.pk}/conference/")
    council.fill({"on": date(2027, 1, 16), "time": "10:00"})
    council.page.locator("main form button[type=submit]").first.click()
    council.arrived()
    assert "16 January 2027 is a Saturday" in council.text
    council.fill({"on": date(2027, 1, 19)})
    council.page.locator("main form button[type=submit]").first.click()
    council.arrived()
    report = Deadline.objects.using("owner").get(duty="conference.report_initial")
    assert report.due_on == date(2027, 1, 15)


def minutes_are_each_readers_own(council: Visitor, police: Visitor, school: Visitor, scrutineer: Visitor,
                                 item: str) -> None:
    """Closed, and out at once: the police read what the partners heard, the school does not, the scrutineer counts."""
    council.go(item)
    sitting = council.page.locator("nav[aria-label=Agenda] a").first.get_attribute("href") or ""
    council.go(f"{sitting}close/")
    council.press("Close the meeting")
    for reader, hears_all in ((police, True), (school, False)):
        reader.go(f"{sitting}minutes/")
        assert IMPACT in reader.text and TONIGHT in reader.text
        assert (CLOSED in reader.text) == hears_all
    assert scrutineer.status_of(f"{sitting}minutes/") == 404
    scrutineer.go("/meetings/disagreements/pairs/")
    assert "Noor" not in scrutineer.text
