"""A county is data: files are checked by line, lengths are dated, and national law stays out of reach."""

from datetime import date, time
from pathlib import Path

import pytest

from kith.statute import duties, profile
from kith.statute.register import REGISTER
from kith.statute.toml_lines import lines_of
from kith.statute.units import Unit

HEAD = "in_force_from = 2026-04-01\n"


def county(tmp_path: Path, text: str, name: str = "elmcaster.toml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def said(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """(line, words) of each fault in a county file with this text."""
    return [(fault.line, fault.said) for fault in profile.check(county(tmp_path, text))]


def length(duty: str, within: int, unit: str, more: str = "") -> str:
    return f'[[length]]\nduty = "{duty}"\nwithin = {within}\nunit = "{unit}"\nsource = "Elmcaster"\n{more}\n'


@pytest.mark.parametrize("name", ["england", "thornshire", "brag"])
def test_shipped_files_have_no_faults(name: str) -> None:
    assert profile.check(profile.SHIPPED / f"{name}.toml") == ()


def test_england_gives_every_local_duty_a_length() -> None:
    given = {row.duty for row in profile.england().lengths}
    assert given == {duty.key for duty in REGISTER if duty.local}


def test_defaults_for_the_front_door_and_sessions() -> None:
    england = profile.england()
    assert england.front_door.voice_max_age_working_days == 10
    assert england.front_door.cumulative_months == (3, 12)
    assert (england.sessions.idle_minutes, england.sessions.absolute_hours) == (15, 8)
    assert england.sessions.break_glass_minutes == 60


def test_thornshire_names_three_partners_and_only_drama_numbers() -> None:
    thornshire = profile.shipped("thornshire")
    assert thornshire.county.police == "Thornshire Constabulary"
    assert thornshire.county.nhs == "NHS Thornshire"
    for name in ("england", "thornshire"):
        phones = vars(profile.shipped(name).phones).values()
        assert all(phone.startswith(("01632 960", "0808 157 0")) for phone in phones)


def test_second_county_has_its_own_grades_and_lengths_without_code() -> None:
    brag = profile.shipped("brag")
    red, amber = duties.get("contact.red", profile=brag), duties.get("contact.amber", profile=brag)
    assert (red.within, red.unit) == (4, Unit.WORKING_HOURS)
    assert (amber.within, amber.unit) == (24, Unit.WORKING_HOURS)
    assert "blue" in brag.front_door.grades
    assert duties.started_by("contact.graded_blue", brag) == ()


def test_length_holds_from_its_day_and_not_before() -> None:
    thornshire = profile.shipped("thornshire")
    assert str(duties.get("core_group.next", date(2026, 3, 31), thornshire).length) == "6 weeks"
    assert str(duties.get("core_group.next", date(2026, 4, 1), thornshire).length) == "4 weeks"


def test_later_file_of_a_folder_overrides_the_earlier_from_its_day(tmp_path: Path) -> None:
    county(tmp_path, HEAD + "[sessions]\nidle_minutes = 10\n", "a.toml")
    county(tmp_path, "in_force_from = 2027-01-01\n[sessions]\nidle_minutes = 5\n", "0-newer.toml")
    assert profile.load(tmp_path, on=date(2026, 12, 31)).sessions.idle_minutes == 10
    assert profile.load(tmp_path, on=date(2027, 1, 1)).sessions.idle_minutes == 5
    assert profile.load(tmp_path).sessions.absolute_hours == 8


def test_length_of_a_later_file_is_known_before_its_day_and_used_from_it(tmp_path: Path) -> None:
    county(tmp_path, "in_force_from = 2027-01-01\n" + length("contact.told", 1, "working_days"))
    chosen = profile.load(tmp_path, on=date(2026, 12, 1))
    assert duties.get("contact.told", date(2026, 12, 31), chosen).within == 3
    assert duties.get("contact.told", date(2027, 1, 1), chosen).within == 1


def test_unconfirmed_law_is_live_only_from_the_day_the_partnership_sets(tmp_path: Path) -> None:
    chosen = profile.load(county(tmp_path, HEAD + "[new_law]\nduty_to_share = 2027-09-01\n"))
    assert not profile.england().new_law.is_live("duty_to_share", date(2030, 1, 1))
    assert not chosen.new_law.is_live("duty_to_share", date(2027, 8, 31))
    assert chosen.new_law.is_live("duty_to_share", date(2027, 9, 1))
    assert not chosen.new_law.is_live("family_group_offer", date(2027, 9, 1))


def test_transfer_conference_counts_from_acceptance_where_the_county_says_so(tmp_path: Path) -> None:
    chosen = profile.load(county(tmp_path, HEAD + '[transfer]\ncounts_from = "accepted"\n'))
    assert duties.get("conference.transfer_in", profile=chosen).starts == "transfer.accepted"
    assert duties.get("conference.transfer_in").starts == "transfer.notified"


def test_later_turn_may_have_its_own_length(tmp_path: Path) -> None:
    text = HEAD + length("need_plan.review", 2, "months", 'starts = "need_plan.reviewed"')
    chosen = profile.load(county(tmp_path, text))
    (later,) = duties.started_by("need_plan.reviewed", chosen)
    (first,) = (d for d in duties.started_by("need_plan.started", chosen) if d.key == "need_plan.review")
    assert (str(later.length), str(first.length)) == ("2 months", "6 weeks")


def test_hub_hours_make_the_calendar(tmp_path: Path) -> None:
    chosen = profile.load(county(tmp_path, HEAD + "[hours]\nhub_opens = 08:00:00\n"))
    calendar = chosen.calendar(extra_holidays=[date(2027, 1, 4)])
    assert (calendar.opens, calendar.closes) == (time(8), time(17))
    assert not calendar.is_working_day(date(2027, 1, 4))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + "\n[sessions]\nidle_minuts = 10\n", 4, 'Did you mean "idle_minutes"'),
        (HEAD + "[sesions]\nidle_minutes = 10\n", 2, 'Did you mean "sessions"'),
        (HEAD + '[sessions]\n# a note\nidle_minutes = "ten"\n', 4, "whole number"),
        (HEAD + "[sessions]\nidle_minutes = true\n", 3, "whole number"),
        (HEAD + "[sessions]\nidle_minutes = -1\n", 3, "below 0"),
        (HEAD + '[county]\nname = ""\n', 3, "empty"),
        (HEAD + "sessions = 4\n", 2, "must be a table"),
        (HEAD + '[front_door]\ngrades = ["red", "ambr"]\n', 3, 'Did you mean "amber"'),
        (HEAD + '[transfer]\ncounts_from = "acepted"\n', 3, 'Did you mean "accepted"'),
        (HEAD + "[hours]\nhub_opens = 18:00:00\n", 2, "open before it closes"),
        (HEAD + '[hours]\nhub_opens = "9am"\n', 3, "a time such as"),
        ("[county]\nname = 'Elmcaster'\n", 1, "from which day"),
        (HEAD + length("contact.reed", 4, "working_hours"), 3, 'Did you mean "contact.red"'),
        (HEAD + length("assessment.complete", 60, "working_days"), 3, "national guidance"),
        (HEAD + length("contact.red", 4, "workin_hours"), 5, 'Did you mean "working_hours"'),
        (HEAD + length("contact.red", 0, "working_hours"), 4, "no time at all"),
        (HEAD + length("strategy.held_red", 2, "same_working_day"), 4, "takes no number"),
        (HEAD + length("conference.report_initial", 2, "weeks"), 5, "working_days only"),
        (HEAD + length("contact.red", 4, "working_hours", 'starts = "contact.received"'), 7, "no later turn"),
        (HEAD + length("contact.red", 4, "working_hours", "hours = 3"), 7, 'no setting "hours"'),
        (HEAD + '[[length]]\nduty = "contact.red"\nunit = "working_hours"\n', 2, 'needs "source"'),
        (
            HEAD + '[[length]]\nduty = "contact.red"\nunit = "working_hours"\nsource = "E"\n',
            2,
            'needs "within"',
        ),
        (HEAD + "length = 3\n", 2, "[[length]]"),
        (HEAD + "\n\n[county\n", 4, "not TOML"),
        (HEAD + length("contact.red", 4, "working_hours") * 2, 8, "given twice"),
    ],
)
def test_fault_is_named_by_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    faults = said(tmp_path, text)
    assert [found for found, _ in faults] == [line], faults
    assert words in faults[0][1]


def test_every_fault_is_told_not_only_the_first(tmp_path: Path) -> None:
    faults = said(tmp_path, HEAD + "[sessions]\nidle = 1\n[publishing]\nsmallest = 2\n")
    assert [line for line, _ in faults] == [3, 5]


def test_empty_folder_is_a_fault(tmp_path: Path) -> None:
    (fault,) = profile.check(tmp_path)
    assert "no county file" in str(fault)


def test_file_that_is_not_text_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    (fault,) = profile.check(tmp_path)
    assert "cannot be read" in fault.said


def test_faulty_county_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(profile.ProfileError, match=r"elmcaster\.toml:2: .*sesions"):
        profile.load(county(tmp_path, HEAD + "[sesions]\n"))


def test_lines_are_found_past_strings_and_arrays_that_run_over_several() -> None:
    text = 'a = """\nb = 1\n"""\nc = [\n  [1],\n  [2]\n]\n[d]\n"e f" = "[" # ]\ng.h = 1\n'
    text += "[[i]]\nj = 1\n[[i]]\nj = 2\n"
    assert lines_of(text) == {
        ("a",): 1,
        ("c",): 4,
        ("d",): 8,
        ("d", "e f"): 9,
        ("d", "g", "h"): 10,
        ("i", 0): 11,
        ("i", 0, "j"): 12,
        ("i", 1): 13,
        ("i", 1, "j"): 14,
    }
