"""`kith clocks` and `kith county`: whole answers or none, and a faulty line is named."""

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.statute import command

NOTHING = "(no file)"
ROOT = Path(__file__).resolve().parents[4]
RunDue = Callable[..., tuple[int, str]]


@pytest.fixture
def run_due(tmp_path: Path) -> RunDue:
    """Runs `clocks due` on a text; gives the exit code and the answer, NOTHING where no file was written."""

    def run(text: str | bytes, *more: str) -> tuple[int, str]:
        given, out = tmp_path / "in.csv", tmp_path / "out.csv"
        given.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = command.clocks(["due", "--csv", str(given), "--out", str(out), *more])
        assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
        return code, out.read_text(encoding="utf-8") if out.exists() else NOTHING

    return run


def test_day_clock_gives_a_date_and_hour_clock_a_london_time(run_due: RunDue) -> None:
    code, answer = run_due(
        "duty,start\ncontact.decision,2026-12-24\nmissing.return_interview,2027-03-28T00:30:00+00:00\n"
    )
    assert code == 0
    rows = list(csv.reader(answer.splitlines()))
    assert rows[0] == ["duty", "start", "due", "unit", "source"]
    assert rows[1][2:4] == ["2026-12-29", "working_days"]
    assert rows[2][2:4] == ["2027-03-31T01:30:00+01:00", "elapsed_hours"]
    assert all(row[4] for row in rows)


def test_further_columns_pass_through_in_their_places(run_due: RunDue) -> None:
    _, answer = run_due('note,duty,start,who\n"a, b",contact.decision,2026-12-24,Noor\n')
    rows = list(csv.reader(answer.splitlines()))
    assert rows[0] == ["note", "duty", "start", "who", "due", "unit", "source"]
    assert rows[1][:5] == ["a, b", "contact.decision", "2026-12-24", "Noor", "2026-12-29"]


def test_day_clock_given_a_time_uses_its_london_date(run_due: RunDue) -> None:
    _, answer = run_due("duty,start\ncontact.decision,2027-06-01T23:30:00Z\n")
    assert answer.splitlines()[1].split(",")[2] == "2027-06-03"


def test_byte_order_mark_and_windows_line_ends_are_read(run_due: RunDue) -> None:
    code, answer = run_due(b"\xef\xbb\xbfduty,start\r\ncontact.decision,2026-12-24\r\n")
    assert code == 0 and "2026-12-29" in answer


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("contact.decison,2026-12-24", 'Did you mean "contact.decision"'),
        ("contact.decision,yesterday", "yesterday"),
        ("contact.decision,2026-02-30", "cannot be read"),
        ("contact.decision,24/12/2026", "neither a date"),
        ("contact.decision,", "neither a date"),
        ("contact.decision,2026-12-24T10:00:00", "no offset"),
        ("contact.red,2026-12-24T10:00:00", "no offset"),
        ("contact.red,2026-12-24", "time of day"),
        ("contact.decision", "1 values"),
        ("contact.decision,2026-12-24,more", "3 values"),
        ("school.notice,2020-01-06T10:00:00Z", "in force"),
    ],
)
def test_faulty_row_names_its_line_and_nothing_is_written(
    run_due: RunDue, capsys: pytest.CaptureFixture[str], row: str, words: str
) -> None:
    code, answer = run_due(f"duty,start\ncontact.decision,2026-12-24\n\n{row}\n")
    told = capsys.readouterr().err
    assert (code, answer) == (2, NOTHING)
    assert "line 4" in told and words in told and "in.csv" in told


def test_every_faulty_line_is_named(run_due: RunDue, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_due("duty,start\nx.y,2026-12-24\ncontact.decision,2026-12-24\nx.z,2026-12-24\n")[0] == 2
    told = capsys.readouterr().err
    assert "line 2" in told and "line 4" in told and "line 3" not in told


def test_line_is_counted_where_the_row_begins_though_a_value_runs_over_several(
    run_due: RunDue, capsys: pytest.CaptureFixture[str]
) -> None:
    run_due('duty,start,note\ncontact.decision,2026-12-24,"one\ntwo"\nx.y,2026-12-24,"three\nfour"\n')
    assert "line 4" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("duty,began\n", "start"),
        ('duty,start\n"open', "not a CSV"),
        (b"duty,start\n\xff\n", "utf-8"),
    ],
)
def test_file_that_cannot_be_read_is_refused(
    run_due: RunDue, capsys: pytest.CaptureFixture[str], text: str | bytes, words: str
) -> None:
    assert run_due(text) == (2, NOTHING)
    assert words in capsys.readouterr().err


def test_answer_of_an_earlier_run_stands_when_this_one_fails(run_due: RunDue) -> None:
    _, first = run_due("duty,start\ncontact.decision,2026-12-24\n")
    code, kept = run_due("duty,start\nx.y,2026-12-24\n")
    assert (code, kept) == (2, first)


def test_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = tmp_path / "none.csv"
    assert command.clocks(["due", "--csv", str(wanted), "--out", str(tmp_path / "out.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_countys_own_lengths_are_used_when_its_folder_is_given(run_due: RunDue) -> None:
    brag = ROOT / "src" / "kith" / "config" / "county" / "brag.toml"
    _, answer = run_due("duty,start\ncontact.red,2026-11-27T15:00:00Z\n", "--county", str(brag))
    assert answer.splitlines()[1].split(",")[2:4] == ["2026-11-30T11:00:00+00:00", "working_hours"]


def test_unknown_words_on_the_command_line_end_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.clocks(["late"]) == 2
    assert command.county([]) == 2
    assert "usage" in capsys.readouterr().err


def test_printed_page_of_the_clocks_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.clocks(["table"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "clocks.md").read_text(encoding="utf-8")


def test_shipped_counties_pass_their_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.county(["check"]) == 0
    assert "No faults" in capsys.readouterr().out


def test_faulty_county_ends_with_two_and_names_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elmcaster.toml").write_text("in_force_from = 2026-04-01\n[sesions]\n", encoding="utf-8")
    assert command.county(["check", str(tmp_path)]) == 2
    assert "elmcaster.toml:2: " in capsys.readouterr().err


def test_room_loads_without_django_or_the_holidays_package() -> None:
    asked = (
        "import sys; from kith.statute import codes, command, duties, retention; duties.all(); "
        "print(sorted({'django', 'holidays'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    assert done.stdout.strip() == "[]"
