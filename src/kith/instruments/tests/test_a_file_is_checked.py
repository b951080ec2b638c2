"""A county's file: every fault by its line, in words that say what to do; nothing faulty is ever asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kith.instruments import command, shelf
from kith.instruments.checking import check_files, check_text
from kith.instruments.tests.tools import SMALL
from kith.statute.profile import SHIPPED


def line_of(text: str, piece: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if piece in line)


def test_the_small_form_is_in_order():
    assert check_text(SMALL, "small.toml") == ()


def test_every_shipped_tool_is_in_order():
    files = sorted((SHIPPED / "tools").glob("*.toml"))
    assert len(files) >= 6
    assert check_files(files) == ()


@pytest.mark.parametrize(("old", "new", "said"), [
    ('kind = "voice"', 'kind = "vioce"', 'there is no kind of question "vioce". Did you mean "voice"?'),
    ('question = "seen", is = "yes"', 'question = "sene", is = "yes"', 'not an earlier question. Did you mean "seen"?'),
    ('question = "seen", is = "yes"', 'question = "seen", is = "maybe"', '"maybe" is no answer to "seen"'),
    ('question = "times", at_least', 'question = "words", at_least', '"words" is not a number'),
    ('question = "signs", is = "hurt"', 'question = "sign", is = "hurt"', "a question of this tool"),
    ('grade = "red"', 'grade = "purple"', '"purple" is not one of the grades'),
    ('otherwise = "green"', 'otherwise = "gren"', 'Did you mean "green"?'),
    ("longest = 40", "longst = 40", 'no setting "longst" for a question. Did you mean "longest"?'),
    ("longest = 40", 'longest = "40"', '"longest" must be a whole number'),
    ('key = "signs"', 'key = "Signs!"', "small letters"),
    ('key = "signs"', 'key = "inside"  # again', '"inside" is used twice'),
    ('evidence = "M"', 'evidence = "Q"', '"evidence" must be one of'),
    ("in_force_from = 2026-01-01", 'in_force_from = "2026"', "a day such as"),
    ("in_force_from = 2026-01-01", "in_force_from = 2026-01-01\nin_force_to = 2025-01-01", "before the first"),
    ('choices = [["hurt", "Hurt"], ["hungry", "Hungry"]]', 'choices = ["hurt"]', "a list of pairs"),
    ('label = "On which day?"', 'label = "On which day?"\nreasons = [["x", "X"]]', "only a required question"),
])
def test_a_fault_is_named_by_its_line(old, new, said):
    text = SMALL.replace(old, new)
    found = check_text(text, "small.toml")
    assert [f for f in found if said in f.said], found
    assert any(f.line == line_of(text, new.splitlines()[-1]) for f in found if said in f.said), found


def test_a_file_that_is_no_toml_says_where():
    assert check_text(SMALL + "\n[[section\n", "x.toml")[0].line == len(SMALL.splitlines()) + 2


def test_a_section_without_questions_and_a_tool_without_sections_are_refused():
    head = SMALL.partition("[[section]]")[0]
    assert "at least one [[section]]" in check_text(head, "x.toml")[0].said
    empty = head + '[[section]]\nkey = "a"\ntitle = "A"\n'
    assert "asks nothing" in check_text(empty, "x.toml")[0].said


def test_the_same_version_in_two_files_is_refused(tmp_path: Path):
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(SMALL)
    assert "already in a.toml" in check_files(sorted(tmp_path.glob("*.toml")))[0].said


def test_the_command_checks_settings_and_tools_together(tmp_path: Path, capsys):
    (tmp_path / "county.toml").write_text("in_force_from = 2026-01-01\n")
    assert command.county(["check", str(tmp_path)]) == 0
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "small.toml").write_text(SMALL.replace('kind = "voice"', 'kind = "vioce"'))
    assert command.county(["check", str(tmp_path)]) == 2
    line = line_of(SMALL, 'kind = "voice"')
    assert f"small.toml:{line}: " in capsys.readouterr().err


@pytest.fixture
def county(tmp_path: Path, settings) -> Path:
    """A county's folder with a tools folder in it, in use."""
    (tmp_path / "tools").mkdir()
    settings.COUNTY_FOLDER = str(tmp_path)
    return tmp_path / "tools"


def test_a_countys_file_stands_from_its_day_without_a_restart(county: Path):
    with pytest.raises(shelf.NoTool):
        shelf.in_force("small", date(2026, 6, 1))
    (county / "small-1.toml").write_text(SMALL)
    (county / "small-2.toml").write_text(
        SMALL.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2026-09-01"))
    assert shelf.in_force("small", date(2026, 8, 31)).version == "1"
    assert shelf.in_force("small", date(2026, 9, 1)).version == "2"
    with pytest.raises(shelf.NoTool):
        shelf.in_force("small", date(2025, 12, 31))


def test_the_countys_own_comes_before_the_shipped_of_the_same_key(county: Path):
    assert shelf.in_force("vist", date(2026, 6, 1)).origin == "shipped"
    (county / "vist.toml").write_text(SMALL.replace('key = "small"', 'key = "vist"'))
    assert shelf.in_force("vist", date(2026, 6, 1)).origin == "county"
    assert shelf.in_force("vist", date(2025, 6, 1)).version == "2"


def test_a_faulty_file_is_listed_and_the_others_stand(county: Path):
    (county / "bad.toml").write_text(SMALL.replace('kind = "voice"', 'kind = "vioce"'))
    assert [f.line for f in shelf.faults()] == [line_of(SMALL, 'kind = "voice"')]
    assert {tool.key for tool in shelf.everything()} == {"vist", "dash", "dara", "ppn", "thrive"}
