"""Four people round a table, one of them in mid-sentence: what others do appears, what she types stays."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kith.kit import build
from tests.journeys.small_board import Board, Site, until

SENTENCE = "She said she cannot sleep because"
CARET = "document.activeElement.id + ':' + document.activeElement.selectionStart"


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def site(board: Board) -> Iterator[Site]:
    build.build()
    made = Site(board)
    made.start()
    yield made
    made.close()


@pytest.fixture
def page(site: Site, browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(site.address)
    expect(opened.locator("[data-live]")).to_have_text("Live")
    yield opened
    context.close()


def in_mid_sentence(page: Page) -> None:
    page.locator("#more summary").click()
    page.locator("#text").click()
    page.keyboard.type(SENTENCE)


def test_what_others_do_appears_and_the_sentence_stays(page: Page, board: Board):
    in_mid_sentence(page)
    begun = time.monotonic()
    board.change(rows=["Noor, 7", "Ellie, 13"])
    expect(page.locator("#row-1")).to_have_text("Ellie, 13")
    assert time.monotonic() - begun < 2
    board.somebody_writes("Noor has not eaten.")
    expect(page.locator("[data-live-clash]")).to_contain_text("Somebody else has changed this")
    assert page.evaluate(CARET) == f"text:{len(SENTENCE)}"
    assert page.locator("#text").input_value() == SENTENCE
    assert page.locator("#more").get_attribute("open") is not None
    page.keyboard.type(" of him.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("blockquote")).to_have_text("Noor has not eaten.")
    assert page.locator("#text").input_value() == f"{SENTENCE} of him."
    assert board.text == "Noor has not eaten."


def test_a_lost_connection_loses_no_word_and_mends_itself(page: Page, site: Site, board: Board):
    in_mid_sentence(page)
    until(lambda: board.drafts[-1:] == [SENTENCE], 5)
    site.stop()
    expect(page.locator("[data-live]")).to_contain_text("Connection lost: what you type is kept on this page")
    page.keyboard.type(" of him.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-live-unsent]")).to_contain_text("What you typed is still here")
    board.change(rows=["Said while she was away"])
    site.start()
    expect(page.locator("#row-0")).to_have_text("Said while she was away", timeout=20_000)
    expect(page.locator("[data-live]")).to_have_text("Back: this page is up to date.")
    assert page.locator("#text").input_value() == f"{SENTENCE} of him."
    page.get_by_role("button", name="Save").click()
    until(lambda: board.text == f"{SENTENCE} of him.")
    expect(page.locator("input[name=version]")).to_have_value("2")


def test_a_place_that_closes_gives_the_words_back_and_an_ended_session_says_so(page: Page, board: Board):
    in_mid_sentence(page)
    board.change(is_open=False)
    expect(page.locator(".kit-live-kept textarea")).to_have_value(SENTENCE)
    expect(page.locator("[data-live-part=impact]")).to_have_text("Decided.")
    board.change(signed_in=False)
    expect(page.locator("[data-live]")).to_contain_text("You have been signed out")


def test_a_screen_left_alone_is_not_activity(page: Page, board: Board):
    page.mouse.move(200, 200)
    board.change(rows=["one"])
    expect(page.locator("#row-0")).to_have_text("one")
    board.change(rows=["two"])
    expect(page.locator("#row-0")).to_have_text("two")
    assert board.polls[-1] == "1"
    assert board.polls[-2] == ""
