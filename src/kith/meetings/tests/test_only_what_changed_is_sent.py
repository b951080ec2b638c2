"""A live page asked again sends the parts that changed since, as one look; where nothing of it changed, nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from kith.live import topics
from kith.meetings.tests import ground

PARTS = re.compile(r'data-live-part="([^"]+)"')
MOST, FOR_A_TEXT = 18, 11  # statements of one fetch after a change, the frame's and the ledger's eight among them


@pytest.fixture
def sat(world):
    return ground.strategy(world, ground.family(world, ("Leo", "2015-01-05")))


def version(sitting) -> int:
    return topics.stream("sitting", sitting.pk).version


def looks() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from authority_entry where verb = 'item.viewed'")
        return cursor.fetchone()[0]


def asked_again(world, sitting, path: str, change, most: int = MOST):
    """What the health worker's open page gets after `change`."""
    client, before = world.client("hub_health"), version(sitting)
    change()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, headers={"X-Kith-Live": str(before)})
    assert len(asked) <= most
    assert int(answer.headers["X-Kith-Version"]) == version(sitting) > before
    return answer


def test_a_written_text_comes_alone_and_is_one_look(world, sat):
    sitting, item = sat
    seen = looks()
    answer = asked_again(world, sitting, f"/meetings/items/{item.pk}/",
                         lambda: ground.write(world, item, "impact", "She hides food.", base=1), FOR_A_TEXT)
    assert PARTS.findall(answer.content.decode()) == ["text-impact"]
    assert "She hides food." in answer.content.decode() and "<header" not in answer.content.decode()
    assert looks() == seen + 1


def test_what_changed_elsewhere_is_no_look_and_no_content(world, sat):
    sitting, item = sat
    seen = looks()
    answer = asked_again(world, sitting, f"/meetings/{sitting.pk}/",
                         lambda: ground.write(world, item, "impact", "She hides food.", base=1))
    assert (answer.status_code, answer.content) == (204, b"")
    assert looks() == seen


def test_a_position_renews_the_children_alone_and_stays_sealed(world, sat):
    sitting, item = sat
    answer = asked_again(world, sitting, f"/meetings/items/{item.pk}/",
                         lambda: ground.position(world, "hub_police", item, item.subject_id, "enquiry_joint"))
    page = answer.content.decode()
    assert PARTS.findall(page) == ["children"]
    assert "Given, sealed until all three stand" in page and "hub_police thinks so." not in page


def test_everything_shown_again_is_what_the_whole_page_shows(world, sat):
    _, item = sat
    client, path = world.client("hub_health"), f"/meetings/items/{item.pk}/"
    whole = client.get(path).content.decode()
    renewed = client.get(path, headers={"X-Kith-Live": "0"}).content.decode()
    assert set(PARTS.findall(renewed)) == set(PARTS.findall(whole))


def test_whoever_may_not_see_the_item_learns_nothing_by_asking_again(world, sat):
    _, item = sat
    for key in ("charlie", "administrator"):
        answer = world.client(key).get(f"/meetings/items/{item.pk}/", headers={"X-Kith-Live": "0"})
        assert answer.status_code == 404 and "X-Kith-Version" not in answer.headers
