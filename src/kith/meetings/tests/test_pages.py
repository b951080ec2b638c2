"""Every page of a meeting as those who sit in it, and as Charlie, for whom none of it exists."""

from __future__ import annotations

import html
import re

import pytest

from kith.authority.models import Draft
from kith.kit import words
from kith.meetings import convening
from kith.meetings.models import Contribution, Decision, Disagreement, Enquiry, Item, Position, SharedText, Sitting
from kith.meetings.tests import ground
from kith.work.models import Action


@pytest.fixture
def board(world):
    """A strategy discussion about Noor, open, and a daily meeting that waits."""
    child = world.child_of(world.contact())
    sitting, item = ground.strategy(world, [child])
    return child, f"/meetings/{sitting.pk}/", f"/meetings/items/{item.pk}/"


def reads(world, key: str, path: str) -> str:
    answer = world.client(key).get(path)
    assert answer.status_code == 200, (key, path, answer.status_code)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def posts(world, key: str, path: str, **answers) -> int:
    return world.client(key).post(path, answers).status_code


def test_the_list_the_agenda_the_pack_and_the_screen_open_for_who_sits_there(world, board):
    _, sitting, item = board
    assert "Strategy discussion" in reads(world, "hub_police", "/meetings/")
    for page in ("", "prepare/", "pack/", "attend/", "invite/", "nominate/", "close/"):
        shown = reads(world, "hub_police", sitting + page)
        assert "Noor" in shown or page not in ("", "prepare/", "pack/")
    screen = reads(world, "manager", sitting + "screen/")
    assert "Noor" not in screen and "Item 1 of 1" in screen


def test_charlie_finds_nothing_at_any_address_of_the_meeting(world, board):
    child, sitting, item = board
    pages = [sitting + p for p in ("", "prepare/", "pack/", "screen/", "nominate/", "here/", "close/", "invite/")]
    pages += [item + p for p in ("", "say/", "texts/impact/", f"children/{child}/position/",
                                 f"children/{child}/decide/", f"children/{child}/action/", "nothing-known/")]
    for path in pages:
        assert world.client("charlie").get(path).status_code == 404, path
        assert world.client("charlie").post(path, {}).status_code == 404, path


def test_who_works_in_the_hub_without_a_seat_sees_that_it_is_held_and_not_what_it_hears(world, board):
    _, sitting, item = board
    assert "Noor" not in reads(world, "screener", sitting)
    assert world.client("screener").get(item).status_code == 404
    assert world.client("screener").get(sitting + "pack/").status_code == 404


def test_a_meeting_by_ordinary_requests_from_words_to_the_decision(world, board):
    child, sitting, item = board
    assert posts(world, "hub_health", item + "nothing-known/") == 302
    assert posts(world, "hub_police", item + "say/", child=child, text="Two calls in May.", handling="room") == 302
    for key, chosen in (("manager", "enquiry_joint"), ("hub_police", "enquiry_joint"), ("hub_health", "need")):
        at = f"{item}children/{child}/position/"
        assert posts(world, key, at, view="proposes", proposes=chosen, q_threshold="met", q_how="joint",
                     reasons=f"{key} says so.") == 302
    page = reads(world, "hub_police", item)
    assert "Two calls in May." in page and "hub_health says so." in page and "Looked, and holds nothing." in page
    refused = world.client("manager").post(f"{item}children/{child}/decide/", {"chosen": "enquiry_joint"})
    assert refused.status_code == 422
    assert b"write the safer step" in refused.content
    voice = str(ground.answers(world, child, "need").voice_id)
    assert posts(world, "manager", f"{item}children/{child}/decide/", chosen="enquiry_joint", voice=voice,
                 options_considered="Need alone", rationale=ground.WHY, influence="changed", difference="She said who.",
                 interim_step="She stays with her aunt.", best_placed="Ms Ade", best_placed_because="Noor trusts her."
                 ) == 302
    made = Decision.objects.using("owner").get()
    assert (made.how, made.best_placed) == ("majority", "Ms Ade")
    assert "the council's own function" in reads(world, "hub_health", item)
    seen = f"/meetings/enquiries/{Enquiry.objects.using('owner').get().pk}/"
    assert "has not been seen yet" in reads(world, "hub_police", seen)
    assert "Noor" in reads(world, "manager", "/work/today/")
    raised = f"/meetings/disagreements/{Disagreement.objects.using('owner').get().pk}/"
    assert "She stays with her aunt." in reads(world, "hub_police", raised)
    assert world.client("manager").get(raised + "close/").status_code == 404
    assert world.client("hub_health").get(raised + "close/").status_code == 200


def test_two_who_save_one_text_at_once_see_both_and_lose_nothing(world, board):
    _, _, item = board
    first, second = world.client("manager"), world.client("hub_health")
    now = {"version": "1"}
    assert first.post(item + "texts/impact/", {"text": "Council's words.", **now}).status_code == 302
    clash = second.post(item + "texts/impact/", {"text": "Health's words.", **now})
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Council&#x27;s words." in page and "Health&#x27;s words." in page and 'name="version" value="2"' in page
    assert second.post(item + "texts/impact/", {"text": "Both.", "version": "2"}).status_code == 302
    stands = SharedText.objects.using("owner").filter(name="impact").order_by("-version").first()
    assert (stands.text, stands.version) == ("Both.", 3)


def test_a_sealed_position_is_told_by_no_page(world, board):
    child, sitting, item = board
    ground.position(world, "hub_police", Item.objects.using("owner").get(), child, "enquiry_joint",
                    reasons="CANARY of the police")
    for key in ("manager", "hub_health", "hub_education"):
        for path in (item, f"{item}children/{child}/position/", f"{item}children/{child}/decide/", sitting,
                     sitting + "pack/", sitting + "screen/", sitting + "prepare/"):
            answer = world.client(key).get(path)
            assert b"CANARY" not in answer.content, (key, path)
    assert "Given, sealed until all three stand" in reads(world, "manager", item)


def test_an_action_is_agreed_and_evidenced(world, board):
    child, _, item = board
    agency = str(world.agency("health").pk)
    assert posts(world, "manager", f"{item}children/{child}/action/", agency=agency, what="See Noor at home",
                 so_that="we know how she is") == 302
    page = reads(world, "hub_health", item)
    assert "See Noor at home" in page
    agreed = Action.objects.using("owner").get(what="See Noor at home").agreed_at
    assert posts(world, "hub_health", f"{item}actions/{agreed.pk}/done/", evidence="Visit of today",
                 difference="She slept.") == 302
    assert Action.objects.using("owner").get(pk=agreed.action_id).difference == "She slept."


def test_a_child_is_seen_by_the_page_and_an_attempt_leaves_the_clock(world, board):
    child, _, _ = board
    item = Item.objects.using("owner").get()
    ground.all_three(world, item, child, "enquiry_joint", "enquiry_joint", "enquiry_joint")
    ground.decide(world, item, child, "enquiry_joint")
    at = f"/meetings/enquiries/{Enquiry.objects.using('owner').get().pk}/"
    with world.at_work("hub") as by:
        now = words.local(by.now)
    when = {"on_day": now.day, "on_month": now.month, "on_year": now.year, "time": f"{now:%H:%M}"}
    world.forward(ground.hours(0.1))
    assert posts(world, "hub", at + "attempted/", **when, what_happened="Nobody opened.") == 302
    assert "has not been seen yet" in reads(world, "hub", at)
    assert posts(world, "hub", at + "seen/", **when, place="At home", seen_by="Hal", alone="no") == 422
    world.forward(ground.hours(0.1))
    later = {**when, "time": f"{now + ground.hours(0.1):%H:%M}"}
    assert posts(world, "hub", at + "seen/", **later, place="At school", seen_by="Hal", alone="yes",
                 words="I was frightened.") == 302
    assert "I was frightened." in reads(world, "hub", at)


def test_what_is_typed_on_a_refused_page_is_still_there(world, board):
    child, _, item = board
    answer = world.client("hub_police").post(f"{item}children/{child}/position/", {
        "view": "proposes", "proposes": "need", "reasons": "What I typed.", "q_threshold": "", "q_how": ""})
    assert answer.status_code == 422
    assert b"What I typed." in answer.content
    assert not Position.objects.using("owner").exists()
    assert not Draft.objects.using("owner").exists()


def test_calling_a_meeting_moving_and_cancelling_it(world):
    when = {"on_day": "1", "on_month": "3", "on_year": "2027", "time": "10:00"}
    assert posts(world, "manager", "/meetings/new/", forum="marac", **when) == 302
    sitting = Sitting.objects.using("owner").get()
    at = f"/meetings/{sitting.pk}/"
    assert posts(world, "manager", at + "invite/", seat="idva", worker=str(world.worker("nurse").pk)) == 302
    assert posts(world, "manager", at + "move/", **(when | {"on_day": "2"})) == 302
    assert "2 March 2027" in reads(world, "nurse", "/meetings/")
    assert posts(world, "manager", at + "cancel/", because="Nobody can come") == 302
    assert "Nobody can come" in reads(world, "nurse", at)


def test_the_daily_agenda_is_prepared_in_one_press(world):
    child = world.child_of(world.contact())
    with world.at_work("manager") as by:
        sitting = convening.convene(by=by, at=by.now, forum="daily", starts_at=by.now + ground.hours(2))
    at = f"/meetings/{sitting.pk}/"
    assert posts(world, "hub_police", at + "nominate/", child=str(child), reason="Calls to the address") == 302
    assert "Calls to the address" in reads(world, "hub_health", at + "prepare/")
    item = Item.objects.using("owner").get()
    assert posts(world, "hub_health", f"/meetings/items/{item.pk}/nothing-known/", back="prepare") == 302
    assert "You have prepared everything." in reads(world, "hub_health", at + "prepare/")
    assert "Waiting for Children's social care and Police" in reads(world, "manager", at)
    assert Contribution.objects.using("owner").get().outcome == "nothing_known"
