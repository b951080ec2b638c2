"""Apologies and leaving by the pages, as those who sit there and as Charlie."""

from __future__ import annotations

import pytest

from kith.meetings import deciding
from kith.meetings.models import Attendance, Item
from kith.meetings.tests import ground
from kith.meetings.tests.test_pages import posts, reads


@pytest.fixture
def sitting(world):
    """The daily meeting, open, with Noor before it."""
    return ground.daily(world, world.child_of(world.contact()))


def test_who_leaves_is_missing_from_the_next_item(world, sitting):
    held, item = sitting
    at = f"/meetings/{held.pk}/"
    assert posts(world, "hub_health", at + "here/") == 302
    shown = reads(world, "hub_health", at + "leave/")
    assert "Nia Nurse" in shown and "Morag Manager" in shown
    mine = Attendance.objects.using("owner").get(worker_id=world.worker("hub_health").pk)
    assert posts(world, "hub_health", at + "leave/", who=str(mine.pk)) == 302
    with world.at_work("manager"):
        assert "Health" in " ".join(deciding.missing_now(Item.objects.select_related("sitting").get(pk=item.pk)))
    assert "Nia Nurse left at" in reads(world, "manager", at)
    assert posts(world, "hub_health", at + "leave/", who=str(mine.pk)) == 422


def test_apologies_stand_on_the_board_and_nothing_owed_is_forgiven(world, sitting):
    held, item = sitting
    at, seat = f"/meetings/{held.pk}/", str(ground.seat(held, "health").pk)
    assert posts(world, "hub_health", at + "apologies/", seat=seat, said="On leave") == 302
    page = reads(world, "manager", at)
    assert "apologies (On leave)" in page and "Waiting for" in page and "Health" in page.split("Waiting for")[1]
    assert posts(world, "manager", at + "apologies/", seat=str(ground.seat(held, "council").pk)) == 422


def test_apologies_and_leaving_do_not_exist_for_charlie(world, sitting):
    for page in ("leave/", "apologies/"):
        path = f"/meetings/{sitting[0].pk}/{page}"
        assert world.client("charlie").get(path).status_code == 404
        assert world.client("charlie").post(path, {"said": "x"}).status_code == 404
        assert world.client("alice").post(path, {"said": "x"}).status_code == 404
