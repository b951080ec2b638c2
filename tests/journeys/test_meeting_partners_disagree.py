"""Two meetings in several browsers: the partners disagree (A9), and four siblings get four outcomes (A3)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kith.meetings import jobs
from kith.meetings.models import Decision, Disagreement, Item
from kith.meetings.tests import ground
from kith.people.arrivals import Arriving
from kith.work.models import Deadline
from tests.journeys.visitor import Visitor

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2027, 3, 1)
IMPACT = "Ellie is frightened of being alone with him and has hurt herself twice."
STEP = "A social worker visits Ellie at home today."
REASONS = "Seen in school every day; the plan of early help has not been given its time yet, and Ellie agrees."


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=LONDON)


def test_partners_disagree_and_the_first_decision_stands_beside_its_successor(world, visit):
    world.set_clock(at(1, 9))
    child = world.child_of(world.contact(words="I don't want to be there with him", child=Arriving(
        given_name="Ellie", family_name="Marsh", dob="2013-09-09", sex="F")))
    manager, police, health, education = (visit(k) for k in ("manager", "hub_police", "hub_health", "hub_education"))
    item = daily_is_called(manager, health, child)
    prepared(police, health, item)
    world.set_clock(at(1, 11, 5))
    discussed(manager, item)
    for partner, chosen in ((health, "strategy"), (education, "strategy"), (police, ""), (manager, "no_more")):
        gives_position(partner, item, child, chosen)
    decides_alone(manager, item, child)
    raised = health_finds_it(health)
    stages_go_up(world, health, raised)
    settled_by_a_strategy_discussion(world, manager, police, health, item, child)
    closes(manager, health, raised)
    counted(visit("scrutineer"))


def daily_is_called(manager: Visitor, health: Visitor, child) -> str:
    manager.go("/meetings/new/")
    manager.fill({"forum": "daily", "on": MONDAY, "time": "09:30", "place": "Room 2 and the video call"})
    manager.press("Call a meeting")
    sitting = manager.path
    health.go(sitting + "nominate/")
    health.fill({"child": str(child), "reason": "Cut herself again on Sunday"})
    health.press("Put a child on the agenda")
    assert "NHS Thornshire: Cut herself again on Sunday" in health.text
    health.press(re.compile("^Ellie Marsh"))
    return health.path


def prepared(police: Visitor, health: Visitor, item: str) -> None:
    health.go(item + "say/")
    health.fill({"text": "Two attendances for self-harm this month.", "means": "It is getting worse."})
    health.press("What we hold")
    sitting = health.page.locator("nav[aria-label=Agenda] a").first.get_attribute("href")
    police.go(f"{sitting}prepare/")
    police.press("Nothing known")
    assert "You have prepared everything." in police.text


def discussed(manager: Visitor, item: str) -> None:
    manager.press("Open the meeting")
    manager.press("Open the meeting")
    manager.go(item)
    manager.press("Discuss this now")
    manager.page.locator("#w-impact").fill(IMPACT)
    manager.press("Save Impact on the child now")
    manager.page.locator("#f-impact .kit-source", has_text="Morag Manager").wait_for()   # kept, and by whom
    assert "Missing now: Police and Health." in manager.text
    manager.picture("meeting-item")


def gives_position(partner: Visitor, item: str, child, chosen: str) -> None:
    partner.go(f"{item}children/{child}/position/")
    assert "sealed until" in partner.text
    view = {"view": "proposes", "proposes": chosen} if chosen else {"view": "abstain"}
    partner.fill(view | {"reasons": f"We say so: {chosen or 'not enough before us'}."})
    partner.press("Give this position")


def decides_alone(manager: Visitor, item: str, child) -> None:
    manager.go(f"{item}children/{child}/decide/")
    manager.fill({"chosen": "no_more", "options_considered": "A strategy discussion", "rationale": REASONS})
    manager.press("Save the decision")
    assert "write the safer step that stands in the meantime" in manager.text
    assert "Use the child's own words" in manager.text
    voice = manager.page.locator("input[name=voice]").first.get_attribute("value")
    manager.fill({"voice": voice, "influence": "considered_not_followed", "difference": "She wants to stay with Mum.",
                  "interim_step": STEP})
    manager.press("Save the decision")
    assert "Without a majority: escalated" in manager.text and "does not agree" in manager.text


def health_finds_it(health: Visitor) -> str:
    health.go("/meetings/disagreements/")
    health.press(re.compile("^Ellie Marsh"))
    assert STEP in health.text and "With: line managers" in health.text
    raised = Disagreement.objects.using("owner").get(agency__key="health")
    assert f"/meetings/disagreements/{raised.pk}/" == health.path or "disagreements" in health.path
    return f"/meetings/disagreements/{raised.pk}/"


def stages_go_up(world, health: Visitor, raised: str) -> None:
    """Due 2, 4 and 8 March, whenever the sweep comes by."""
    for day, stage, due in ((2, "senior managers or named professionals", 4), (4, "heads of service", 8)):
        world.set_clock(at(day, 21))
        assert jobs.advance_disagreements() == 2
        health.go(raised)
        assert f"With: {stage}" in health.text
        assert f"{due} March 2027" in health.clocks
    health.picture("disagreement")


def settled_by_a_strategy_discussion(world, manager: Visitor, police: Visitor, health: Visitor, item: str,
                                     child) -> None:
    world.set_clock(at(5, 10))
    manager.go(f"{item}call/strategy/")
    manager.fill({"why": "Health and school ask for it: self-harm and what she said."})
    manager.press("Call: Strategy discussion")
    later = manager.path
    assert "Two attendances for self-harm this month." in manager.text
    strategy = Item.objects.using("owner").order_by("-created_at").first()
    manager.go(f"/meetings/{strategy.sitting_id}/open/")
    manager.press("Open the meeting")
    for name in ("impact", "safe_tonight"):
        manager.go(f"{later}texts/{name}/")
        manager.fill({"text": IMPACT})
        manager.press("Save")
    for partner in (manager, police, health):
        partner.go(f"{later}children/{child}/position/")
        partner.fill({"view": "proposes", "q_threshold": "met", "q_how": "joint", "proposes": "enquiry_joint",
                      "reasons": "The threshold is met."})
        partner.press("Give this position")
    manager.go(f"{later}children/{child}/decide/")
    voice = manager.page.locator("input[name=voice]").first.get_attribute("value")
    manager.fill({"chosen": "enquiry_joint", "options_considered": "No enquiry", "rationale": REASONS, "voice": voice,
                  "influence": "changed", "difference": "She said with whom she is afraid."})
    manager.press("Save the decision")
    assert "Agreed by all three partners" in manager.text and "the council's own function" in manager.text
    conference = Deadline.objects.using("owner").get(subject_id=child, duty="conference.initial")
    assert conference.due_on == date(2027, 3, 30)
    manager.go("/work/today/")
    assert "Children not yet seen (1)" in manager.text


def closes(manager: Visitor, health: Visitor, raised: str) -> None:
    manager.go(raised)
    assert "Only NHS Thornshire can close it." in manager.text
    health.go(raised + "close/")
    successor = Decision.objects.using("owner").get(chosen="enquiry_joint")
    health.fill({"closed_as": "changed", "successor": str(successor.pk), "outcome": "The enquiry has begun."})
    health.press("Close the disagreement")
    assert "The decision, unaltered" in health.text and "Its successor" in health.text and REASONS in health.text


def counted(scrutineer: Visitor) -> None:
    scrutineer.go("/meetings/disagreements/pairs/")
    assert "NHS Thornshire" in scrutineer.text and "The decision was changed" in scrutineer.text
    assert "Ellie" not in scrutineer.text


def test_four_siblings_get_four_outcomes_and_two_writers_keep_both_texts(world, visit):
    world.set_clock(at(15, 10, month=2))
    leo, mia, sam, ava = ground.family(world, ("Leo", "2013-01-05"), ("Mia", "2018-02-06"), ("Sam", "2023-01-01"),
                                       ("Ava", "2026-06-10"))
    _, item = ground.strategy(world, [leo, mia, sam, ava])
    path = f"/meetings/items/{item.pk}/"
    manager, health = visit("manager"), visit("hub_health", width=375)
    two_write_at_once(manager, health, path)
    outcomes = {leo: "need", mia: "enquiry_joint", sam: "enquiry_single", ava: "monitor"}
    for child, chosen in outcomes.items():
        ground.all_three(world, item, child, chosen, "enquiry_joint" if child == leo else chosen, chosen)
    manager.go(f"{path}children/{mia}/decide/")
    voice_gate(manager)
    for child in (leo, sam, ava):
        more = {"interim_step": "Leo sleeps at his aunt's."} if child == leo else {
            "voice_id": None, "no_voice_reason": "refused", "influence": "", "difference": ""}
        ground.decide(world, item, child, outcomes[child], **more)
    manager.go(path)
    for words in ("Section 47 enquiry, joint with police", "Section 47 enquiry by the council alone",
                  "No enquiry: assessment or plan of need", "another agency goes on"):
        assert words in manager.text
    assert manager.text.count("does not agree") == 1
    health.go(path)
    dissent = Disagreement.objects.using("owner").get()
    assert dissent.subject_id == leo
    assert Decision.objects.using("owner").count() == 4
    world.forward(timedelta(minutes=5))


def two_write_at_once(manager: Visitor, health: Visitor, path: str) -> None:
    for writer in (manager, health):
        writer.go(path + "texts/contingency/")
    manager.fill({"text": "The council's words."})
    manager.press("Save")
    health.fill({"text": "What health typed meanwhile."})
    health.trouble.clear()
    health.page.get_by_role("button", name="Save").click()
    health.page.get_by_text("Both texts are kept").wait_for()
    assert "The council's words." in health.text
    assert health.page.locator("textarea[name=text]").input_value() == "What health typed meanwhile."
    health.trouble.clear()
    health.fill({"text": "The council's words. What health typed meanwhile."})
    health.press("Save")


def voice_gate(manager: Visitor) -> None:
    manager.fill({"chosen": "enquiry_joint", "options_considered": "No enquiry", "rationale": REASONS, "voice": "none"})
    manager.press("Save the decision")
    assert "Use the child's own words, or say why there are none." in manager.text
    manager.fill({"no_voice_reason": "not_yet_seen", "obtain_on": date(2027, 2, 16)})
    manager.press("Save the decision")
    assert "Section 47 enquiry, joint with police" in manager.text
