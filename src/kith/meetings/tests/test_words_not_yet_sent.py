"""Words typed on the board and not yet sent come back in their box; begun on an older text, they replace no newer."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from kith.meetings.models import SharedText
from kith.meetings.tests import ground

MINE = "Two attendances this month"


@pytest.fixture
def item(world):
    """A strategy discussion whose impact text stands in its first version."""
    return ground.strategy(world, [world.child_of(world.contact())])[1]


def form(world, item, key: str = "hub_health") -> tuple[str, str]:
    """The form of the impact text as one reader's board shows it, and where its autosave goes."""
    page = world.client(key).get(f"/meetings/items/{item.pk}/").content.decode()
    found = re.search(r'<form[^>]* id="f-impact".*?</form>.*?</div>', page, re.DOTALL)
    assert found
    return found[0], unquote(re.search(r'data-draft="([^"]+)"', found[0])[1]).replace("&amp;", "&")


def types(world, item, text: str, key: str = "hub_health") -> None:
    _, kept_at = form(world, item, key)
    assert world.client(key).post(kept_at, {"text": text}).status_code == 200


def version(shown: str) -> str:
    return re.search(r'name="version" value="(\d+)"', shown)[1]


def test_what_was_typed_comes_back_and_is_still_sent_by_itself(world, item):
    types(world, item, MINE)
    shown, _ = form(world, item)
    assert MINE in shown and "data-live-auto" in shown and version(shown) == "1"
    others, _ = form(world, item, "manager")
    assert MINE not in others


def test_words_begun_on_an_older_text_are_shown_beside_the_newer_and_sent_by_a_press(world, item):
    types(world, item, MINE)
    ground.write(world, item, "impact", "The council wrote meanwhile.", base=1)
    shown, _ = form(world, item)
    assert MINE in shown and "The council wrote meanwhile." in shown
    assert "data-live-auto" not in shown and "Save the two put together" in shown and version(shown) == "2"
    page = world.client("hub_health").get(f"/meetings/items/{item.pk}/texts/impact/").content.decode()
    assert MINE in page and "Both texts are kept" in page


def test_once_sent_the_draft_is_gone_and_a_second_text_beside_takes_the_place_of_the_first(world, item):
    types(world, item, MINE)
    ground.write(world, item, "impact", "The council wrote meanwhile.", base=1)
    health, path = world.client("hub_health"), f"/meetings/items/{item.pk}/texts/impact/"
    live = {"X-Kith-Live": "0"}
    assert health.post(path, {"text": MINE, "version": "1"}, headers=live).status_code == 302
    assert health.post(path, {"text": f"{MINE}, and one today", "version": "1"}, headers=live).status_code == 302
    beside = SharedText.objects.using("owner").filter(item=item, name="impact", aside=True)
    assert {t.text for t in beside} == {MINE, f"{MINE}, and one today"}
    assert [t.text for t in beside if t.joined_at is None] == [f"{MINE}, and one today"]
    assert health.post(path, {"text": "Both.", "version": "2"}, headers=live).status_code == 302
    shown, _ = form(world, item)
    assert "Both." in shown and MINE not in shown and "data-live-auto" in shown
