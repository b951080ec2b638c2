"""A county's own version of a tool, added from a file by the real command: in force from its day, while a screening
made before is still shown under the words that were on the screen then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kith import __main__
from kith.instruments import shelf
from kith.screening.models import Screening
from kith.screening.tests import steps
from kith.statute.profile import SHIPPED

OLD, NEW = "What happened, and what worries you?", "What happened, in the order you saw it?"


@pytest.fixture
def county(tmp_path, settings) -> Path:
    settings.COUNTY_FOLDER, settings.STATE = "", tmp_path
    return tmp_path


def a_file(place: Path, world, days: int = 10, **changes: str) -> Path:
    """The newest shipped version with one question worded anew, in force in so many days."""
    with world.at_work("hub") as by:
        begins = by.now.date() + timedelta(days=days)
    text = (SHIPPED / "tools" / "vist-2.toml").read_text(encoding="utf-8")
    since = next(line for line in text.splitlines() if line.startswith("in_force_from"))
    for old, new in {'version = "2"': 'version = "3"', since: f"in_force_from = {begins}", OLD: NEW, **changes}.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    file = place / "our-vist.toml"
    file.write_text(text, encoding="utf-8")
    return file


def kith(*words: object) -> int:
    return __main__.main(["instruments", *map(str, words)])


def page(world, key: str, path: str) -> str:
    answer = world.client(key).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_an_earlier_answer_is_still_shown_under_its_version(world, county, capsys):
    before = steps.screened(world)
    assert kith("add", a_file(county, world)) == 0
    assert "in force from" in capsys.readouterr().out
    assert "To come" in page(world, "manager", "/tools/")
    tonight = steps.incident_of(world, number="TC-tonight")
    assert NEW not in page(world, "constable", f"/screenings/incidents/{tonight.pk}/screen/")
    world.forward(timedelta(days=11))
    later = steps.incident_of(world, number="TC-later")
    form = page(world, "constable", f"/screenings/incidents/{later.pk}/screen/")
    assert NEW in form
    after = sent_by_its_page(world, later)
    assert (before.tool_version, after.tool_version) == ("2", "3")
    old, new = (page(world, "sergeant", f"/screenings/{s.pk}/") for s in (before, after))
    assert OLD in old and NEW not in old
    assert NEW in new
    steps.taken(world, steps.supervised(world, before))
    answers = page(world, "hub_police", f"/responses/{before.response_id}/")
    assert "under version 2" in answers and OLD in answers
    assert "Version 3, from" in answers


def sent_by_its_page(world, incident) -> Screening:
    with world.at_work("constable") as by:
        tool = shelf.in_force("vist", by.now.date())
        assert tool.origin == "county"
        made = steps.line.submit(by=by, at=by.now, subject=incident.pk, expected=steps.expected_of(incident), tool=tool,
                                 answers=steps.answers())
    return steps.fresh(world, made)


def test_a_file_with_a_fault_is_refused_by_its_line_and_stays_off_the_shelf(world, county, capsys):
    file = a_file(county, world, **{'kind = "voice"': 'kind = "voices"'})
    assert kith("check", file) == kith("add", file) == 2
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if '"voices"' in text)
    assert f"our-vist.toml:{line}" in capsys.readouterr().err
    assert [t.version for t in shelf.versions("vist")] == ["1", "2"]


def test_a_version_that_stands_is_never_changed(world, county, capsys):
    assert kith("add", a_file(county, world)) == 0
    assert kith("add", a_file(county, world)) == 0  # the same once more is no change
    assert kith("add", a_file(county, world, days=20)) == 1
    assert "a version is never changed" in capsys.readouterr().err


def test_the_list_says_what_stands_and_what_is_to_come(world, county, capsys):
    kith("add", a_file(county, world))
    capsys.readouterr()
    assert kith("list") == 0
    said = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("vist ")]
    assert [(words[2], *words[5:6]) for words in said] == [("1", "not"), ("2", "in"), ("3", "to")]
    assert kith("nonsense") == kith() == 2
