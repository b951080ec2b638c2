"""A meeting that nobody programmed: the example of the how-to, put into the county's folder and checked by the real
command, is called, prepared, decided and minuted like every other."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kith import __main__
from kith.config import env
from kith.meetings.models import Decision, Item
from kith.meetings.tests import ground
from kith.statute.profile import SHIPPED

GUIDE = env.ROOT / "docs" / "how-to-add-a-forum.md"
NAME = "School transition meeting"
APRIL = datetime(2027, 4, 12, 9, 30, tzinfo=UTC)
PARTNERS = (("police", "Police", "hub_police"), ("health", "Health", "hub_health"))


def example() -> str:
    """The blocks that the how-to asks its reader to copy, with the two other partners seated in the same way."""
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    plain = "\n".join(re.sub(r"^ {3}", "", line) for block in blocks for line in block.splitlines())
    plain = plain.replace("starts_at = 09:30:00 ", "# starts_at = 09:30:00 ")     # with every_working_day only
    seats = [f'[[forum.seat]]\nkey = "{key}"\nname = "{name}"\nagency = "{key}"\nroles = ["{role}"]\npartner = true\n'
             for key, name, role in PARTNERS]
    return plain + "\n" + "\n".join(seats)


@pytest.fixture
def county(tmp_path, settings) -> Path:
    """The invented county's own folder, as `KITH_COUNTY` names it, with one file more."""
    shutil.copy(SHIPPED / "thornshire.toml", tmp_path)
    (tmp_path / "forums").mkdir()
    (tmp_path / "forums" / "school-transition.toml").write_text(example(), encoding="utf-8")
    settings.COUNTY_FOLDER = str(tmp_path)
    return tmp_path


def checked(county: Path) -> int:
    return __main__.main(["county", "check", str(county)])


def test_a_meeting_added_by_a_file_alone_is_called_decided_and_minuted(world, county, capsys):
    assert checked(county) == 0, capsys.readouterr()
    world.set_clock(APRIL)
    child = world.child_of(world.contact())
    manager = world.client("manager")
    assert NAME in manager.get("/meetings/new/").content.decode()
    when = {"on_day": "12", "on_month": "4", "on_year": "2027", "time": "11:00", "place": "Room 3"}
    sitting = manager.post("/meetings/new/", {"forum": "transition", **when}).url
    manager.post(f"{sitting}nominate/", {"child": str(child), "reason": "Moves to a new school in September."})
    assert manager.post(f"{sitting}open/").status_code == 302
    item = Item.objects.using("owner").select_related("sitting").get()
    for key in ("manager", "hub_police", "hub_health"):
        ground.position(world, key, item, child, "hold", answers={})
    ground.decide(world, item, child, "hold")
    assert Decision.objects.using("owner").get().kind == "transition"
    assert manager.post(f"{sitting}close/").status_code == 302
    minutes = manager.get(f"{sitting}minutes/").content.decode()
    assert f"Minutes: {NAME}" in minutes and "A named worker holds the child through the change" in minutes


def test_a_mistyped_word_is_named_by_file_and_line_and_nothing_is_added(world, county, capsys):
    file = county / "forums" / "school-transition.toml"
    lines = file.read_text(encoding="utf-8").replace("cadence =", "cadense =").splitlines()
    file.write_text("\n".join(lines), encoding="utf-8")
    assert checked(county) == 2
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("cadense"))
    said = "".join(capsys.readouterr())
    assert f"school-transition.toml:{line}" in said and "cadense" in said


def test_without_the_file_the_county_has_no_such_meeting(world):
    world.set_clock(APRIL)
    assert NAME not in world.client("manager").get("/meetings/new/").content.decode()
