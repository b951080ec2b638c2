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
