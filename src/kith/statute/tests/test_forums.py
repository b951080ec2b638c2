"""Forums are data: shipped ones hold together, a county adds one without code, and faults are named by line."""

from datetime import date
from pathlib import Path

import pytest

from kith.statute import command, forums, forums_check
from kith.statute.calendar import Calendar
from kith.statute.profile import ProfileError

SHIPPED = {"daily", "daily_outside_home", "strategy", "conference_initial", "conference_review", "core_group",
           "exploitation_child", "exploitation_context", "marac", "rapid_review", "scrutiny"}
DAY = date(2027, 3, 1)


def county(tmp_path: Path, change=lambda text: text) -> Path:
    """A county's folder with its own version of the daily meeting."""
    folder = tmp_path / "forums"
    folder.mkdir(exist_ok=True)
    text = (forums.SHIPPED / "marac.toml").read_text(encoding="utf-8")
    (folder / "own.toml").write_text(change(text), encoding="utf-8")
    return folder


def said(tmp_path: Path, change) -> list[tuple[int, str]]:
    return [(f.line, f.said) for f in forums_check.check(county(tmp_path, change))]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_shipped_forums_are_those_of_the_partnership():
    assert {f.key for f in forums.load().on(DAY)} == SHIPPED


def test_every_shipped_forum_gives_the_three_partners_one_key_each_and_names_its_sources():
    for forum in forums.load().versions:
        assert sorted(s.agency for s in forum.seat if s.partner) == ["council", "health", "police"]
        assert forum.source and forum.lawful_basis
        assert {o.convenes for o in forum.outcome} - {""} <= SHIPPED


def test_a_function_of_one_body_says_under_which_law():
    for forum in forums.load().versions:
        assert [o.key for o in forum.outcome if o.function_of != "meeting" and not o.under] == []


def test_a_county_adds_a_forum_and_replaces_one_from_a_day_on(tmp_path):
    later = county(tmp_path, lambda t: t.replace('key = "marac"', 'key = "marac"', 1)
                   .replace("in_force_from = 2026-01-01", "in_force_from = 2027-02-01")
                   .replace("minutes = 180", "minutes = 90"))
    found = forums.load(later)
    assert found.get("marac", date(2027, 1, 31)).minutes == 180
    assert found.get("marac", date(2027, 2, 1)).minutes == 90
    assert found.at_version("marac", "2026-01-01").minutes == 180


def test_a_forum_that_is_not_in_force_is_refused_in_plain_words():
    with pytest.raises(LookupError, match='no forum "tea"'):
        forums.load().get("tea", DAY)


@pytest.mark.parametrize(("words", "instead", "complaint"), [
    ('cadence = "fortnightly"', 'cadence = "fortnihgtly"', 'Did you mean "fortnightly"'),
    ("minutes = 180", 'minutes = "long"', "must be a whole number"),
    ("restricted = true", "restrictd = true", 'Did you mean "restricted"'),
    ('agenda = ["action.overdue"', 'agenda = ["action.overdu"', 'Did you mean "action.overdue"'),
    ('under = "Children Act 1989 s.17 and s.47"', "", "say under which law"),
    ('tag = "M"', 'tag = "Z"', 'may not be "Z"'),
    ('seats = ["council", "police", "health"]', 'seats = ["council", "polise"]', 'no seat "polise"'),
])
def test_a_fault_is_named_by_its_line(tmp_path, words, instead, complaint):
    text = (forums.SHIPPED / "marac.toml").read_text(encoding="utf-8")
    found = said(tmp_path, lambda t: t.replace(words, instead, 1))
    assert len(found) == 1
    line, what = found[0]
    assert complaint in what
    assert abs(line - line_of(text, words)) <= 4   # a missing word is told at the head of its block


def test_two_partners_cannot_hold_all_three_keys(tmp_path):
    found = said(tmp_path, lambda t: t.replace("partner = true\n", "", 1))
    assert [w for _, w in found] == ["council, police and health each hold one partner seat: no more, no fewer"]


def test_county_check_reads_the_forums_too(tmp_path, capsys):
    county(tmp_path, lambda t: t.replace("minutes = 180", "minutes = -1"))
    (tmp_path / "place.toml").write_text("in_force_from = 2026-04-01\n", encoding="utf-8")
    assert command.county(["check", str(tmp_path)]) == 2
    assert 'own.toml:11: "minutes" may not be below 0' in capsys.readouterr().err


def test_a_faulty_county_stops_the_loading(tmp_path):
    with pytest.raises(ProfileError):
        forums.load(county(tmp_path, lambda t: t.replace("minutes = 180", "minutes = -1")))


def test_the_last_sitting_of_a_daily_forum_before_a_monday_is_friday_and_skips_bank_holidays():
    daily = forums.load().get("daily", DAY)
    assert daily.last_before(date(2027, 3, 1), Calendar()) == date(2027, 2, 26)
    assert daily.last_before(date(2027, 3, 30), Calendar()) == date(2027, 3, 25)   # over Easter


def test_the_printed_page_shows_whose_function_each_decision_is():
    page = forums.page(forums.load().on(DAY))
    assert "| Section 47 enquiry, joint with police | council | Children Act 1989 s.47(1)" in page
