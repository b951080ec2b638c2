"""Three people at one item of a real sitting, each at their own screen: what one does the others see, as they may."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from kith.live import command
from kith.live.application import Application
from kith.live.front import Front
from kith.machine import processes
from kith.meetings.models import SharedText
from kith.meetings.tests import ground
from tests.journeys.conftest import sign_in
from tests.journeys.small_board import until
from tests.journeys.visitor import Visitor

SECRET = "Named in an open inquiry."


@pytest.fixture
def live_site(world, site_server) -> Iterator[str]:
    """The site with the live process in front of it, on this test's own database."""
    port = processes.free_port("127.0.0.1", None)
    server = command.server(Application(front=Front("127.0.0.1", urlsplit(site_server).port or 0)), "127.0.0.1", port)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    until(lambda: server.started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join(10)


@pytest.fixture
def sits(world, live_site, browser) -> Iterator[Callable[[str], Visitor]]:
    contexts = []

    def make(key: str) -> Visitor:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.set_default_timeout(15_000)
        contexts.append(context)
        visitor = Visitor(context, live_site)
        sign_in(visitor, world, key)
        return visitor

    yield make
    for context in contexts:
        context.close()


def test_what_one_does_the_others_see_without_a_press_and_only_as_they_may(world, sits):
    child = world.child_of(world.contact())
    sitting, item = ground.daily(world, child)
    address = f"/meetings/items/{item.pk}/"
    council, teacher = sits("manager"), sits("hub_education")
    for person in (council, teacher):
        person.go(address)
        expect(person.page.locator("[data-live]")).to_have_text("Live")
    ground.write(world, item, "impact", "She sleeps in her coat.")
    begun = time.monotonic()
    for person in (council, teacher):
        expect(person.page.locator("main")).to_contain_text("She sleeps in her coat.")
    assert time.monotonic() - begun < 5
    police = sits("hub_police")
    police.go(f"{address}say/")
    police.page.get_by_label("Council, police and health only").check()
    police.page.locator("textarea[name=text]").fill(SECRET)
    police.page.get_by_role("button", name="What we hold").click()
    expect(council.page.locator("main")).to_contain_text(SECRET)
    ground.write(world, item, "risks", "Nobody knows where the father is.")
    expect(teacher.page.locator("main")).to_contain_text("Nobody knows where the father is.")
    assert SECRET not in teacher.page.content()
    assert council.trouble == teacher.trouble == []


def box(person: Visitor):
    return person.page.locator("#w-impact")


def types(person: Visitor, words: str) -> None:
    """At the end of what stands in the box, letter by letter."""
    box(person).click()
    person.key("Control+End")
    person.type(words)


def test_two_write_in_one_box_and_each_sees_both_texts(world, sits):
    sitting, item = ground.daily(world, world.child_of(world.contact()))
    council, health = sits("manager"), sits("hub_health")
    for person in (council, health):
        person.go(f"/meetings/items/{item.pk}/")
        expect(person.page.locator("[data-live]")).to_have_text("Live")
    types(council, "She sleeps in her coat.")
    expect(box(health)).to_have_value("She sleeps in her coat.")   # nothing was pressed
    types(health, " Two attendances this month. ")
    expect(box(council)).to_have_value("She sleeps in her coat. Two attendances this month.")
    assert council.page.evaluate("document.activeElement.id") == "w-impact"
    types(council, " Council goes on.")
    types(health, "Health goes on.")
    loser, winner = (health, council) if loses(health, council) else (council, health)
    mine, theirs = box(loser).input_value(), box(winner).input_value()
    expect(loser.page.locator(".kit-theirs:visible")).to_contain_text(theirs)
    expect(winner.page.locator("[data-live-part=text-impact]")).to_contain_text(mine)
    box(loser).fill("Council goes on. Health goes on.")
    loser.page.get_by_role("button", name="Save the two put together").first.click()
    expect(box(winner)).to_have_value("Council goes on. Health goes on.")
    expect(winner.page.locator("main")).not_to_contain_text("not yet joined")
    kept = set(SharedText.objects.using("owner").filter(item=item, name="impact").values_list("text", flat=True))
    assert {mine.strip(), theirs.strip()} <= kept
    assert council.trouble == health.trouble == []


def loses(one: Visitor, other: Visitor) -> bool:
    """Which of the two wrote on a text that was no longer the newest: their page asks them to join the two."""
    asked = "button:has-text('Save the two put together')"
    until(lambda: one.page.locator(asked).count() + other.page.locator(asked).count() == 1)
    return one.page.locator(asked).count() == 1


def test_who_loses_the_connection_in_mid_sentence_loses_no_word(world, sits):
    sitting, item = ground.daily(world, world.child_of(world.contact()))
    council, health = sits("manager"), sits("hub_health")
    for person in (council, health):
        person.go(f"/meetings/items/{item.pk}/")
        expect(person.page.locator("[data-live]")).to_have_text("Live")
    types(council, "She sleeps in her coat so that")
    council.context.set_offline(True)
    council.type(" she can leave quickly.")
    expect(council.page.locator("[data-live]")).to_contain_text("Connection lost")
    ground.write(world, item, "risks", "Said while she was away.", by_key="hub_health")
    council.context.set_offline(False)
    expect(box(health)).to_have_value("She sleeps in her coat so that she can leave quickly.")
    expect(council.page.locator("#w-risks")).to_have_value("Said while she was away.")


def test_an_agency_tells_the_room_on_the_board_itself_and_only_whom_it_chooses(world, sits):
    sitting, item = ground.daily(world, world.child_of(world.contact()))
    police, teacher, council = sits("hub_police"), sits("hub_education"), sits("manager")
    for person in (police, teacher, council):
        person.go(f"/meetings/items/{item.pk}/")
    police.page.get_by_role("button", name="Tell the room").click()
    expect(police.page.locator(".govuk-error-summary")).to_contain_text("Write what you tell the room")
    police.page.locator("#f-say [name=text]").fill(SECRET)
    police.page.locator("#f-say").get_by_label("Council, police and health only").check()
    police.page.get_by_role("button", name="Tell the room").click()
    expect(council.page.locator("[data-live-part=told]")).to_contain_text(SECRET)
    expect(police.page.locator("#f-say [name=text]")).to_have_value("")
    told = "waiting for Children's social care and Health"      # and no longer for the police
    expect(teacher.page.locator("[data-live-part=state]")).to_contain_text(told)
    assert SECRET not in teacher.page.content()
