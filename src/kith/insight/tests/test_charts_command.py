"""`kith charts spc`: the whole answer or none, and a faulty line is named."""

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.insight import command
from kith.measure import obvious

NOTHING = "(no file)"
SOURCE = Path(__file__).resolve().parents[3]
HEAD = "series,i,y,rebase,fix_after_n,screen_outliers,improvement_direction"
YS = [50, 52, 49, 51, 50, 53, 48, 51, 50, 52, 49, 51, 70, 55, 56, 57, 58, 59, 60, 61]
Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `charts spc` on a text; gives the exit code and the answer, NOTHING where no file was written."""

    def spc(text: str | bytes) -> tuple[int, str]:
        given, out = tmp_path / "in.csv", tmp_path / "out.csv"
        given.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = command.charts(["spc", "--csv", str(given), "--out", str(out)])
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
        return code, out.read_text(encoding="utf-8") if out.exists() else NOTHING

    return spc


def rows(answer: str) -> list[list[str]]:
    return list(csv.reader(answer.splitlines()))


def test_the_answer_equals_the_obvious_engine(run: Run):
    lines = [f"a,{at},{y},{int(at == 14)},12,1,-1" for at, y in enumerate(YS, 1)]
    code, answer = run("\n".join([HEAD, *lines]))
    slow = obvious.charted(YS, [13], 12, True, -1)
    assert code == 0
    assert rows(answer)[0] == ["series", "i", "mean", "lpl", "upl", "label", "point_type"]
    for found, wanted in zip(rows(answer)[1:], slow, strict=True):
        assert [float(cell) for cell in found[2:5]] == pytest.approx(wanted[:3], abs=1e-9)
        assert tuple(found[5:]) == wanted[3:]


def test_the_last_four_columns_may_be_left_out_and_series_may_be_mixed(run: Run):
    _, answer = run("y,i,series\n4,2,b\n1,1,a\n2,1,b\n")
    assert [row[:3] for row in rows(answer)[1:]] == [["b", "2", "3"], ["a", "1", "1"], ["b", "1", "3"]]


def test_points_are_taken_in_the_order_of_i_and_answered_in_the_order_of_the_file(run: Run):
    forward = [f"a,{at},{y}" for at, y in enumerate(YS, 1)]
    _, answer = run("\n".join(["series,i,y", *forward]))
    _, turned = run("\n".join(["series,i,y", *reversed(forward)]))
    assert rows(turned)[1:] == rows(answer)[:0:-1]


def test_what_a_spreadsheet_writes_is_read(run: Run):
    assert run(b"\xef\xbb\xbfseries,i,y,fix_after_n\r\na,1.0,5,2.0\r\na,2.0,6,2.0\r\n")[0] == 0


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,2,,0,,0,1", 'y "" is not a number'),
        ("a,2,nan,0,,0,1", 'y "nan" is not a number'),
        ("a,2,1e999,0,,0,1", "is not a number"),
        ("a,2,many,0,,0,1", 'y "many" is not a number'),
        ("a,two,5,0,,0,1", 'i "two" is not a whole number'),
        ("a,2.5,5,0,,0,1", 'i "2.5" is not a whole number'),
        (",2,5,0,,0,1", "no name"),
        ("a,1,5,0,,0,1", "has i 1 already, in line 2"),
        ("a,2,5,yes,,0,1", 'rebase is 0 or 1, not "yes"'),
        ("a,2,5,0,1,0,1", "at least 2 points"),
        ("a,2,5,0,x,0,1", 'fix_after_n "x" is not a whole number'),
        ("a,2,5,0,,2,1", 'screen_outliers is 0 or 1, not "2"'),
        ("a,2,5,0,,0,up", "improvement_direction is -1 or 0 or 1"),
        ("a,2,5,0,,0,-1", "series a has others in line 2"),
        ("a,2,5", "3 values, but the heading has 7"),
    ],
)
def test_a_faulty_row_names_its_line_and_nothing_is_written(
    run: Run, capsys: pytest.CaptureFixture[str], row: str, words: str
):
    code, answer = run(f"{HEAD}\na,1,4,0,,0,1\n\n{row}\n")
    said = capsys.readouterr().err
    assert (code, answer) == (2, NOTHING)
    assert "line 4" in said and words in said and "in.csv" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "empty"), ("series,i\n", "no column y"), ("series,i,y,y\n", "twice"), ('series,i,y\n"open', "not a CSV"),
     (b"series,i,y\n\xff\n", "utf-8")],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused(run: Run, capsys: pytest.CaptureFixture[str], text, words: str):
    assert run(text) == (2, NOTHING)
    assert words in capsys.readouterr().err


def test_the_answer_of_an_earlier_run_stands_when_this_one_fails(run: Run):
    _, first = run("series,i,y\na,1,5\n")
    assert run("series,i,y\na,1,five\n") == (2, first)


def test_a_missing_file_and_wrong_words_end_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert command.charts(["spc", "--csv", str(tmp_path / "none.csv"), "--out", str(tmp_path / "o.csv")]) == 2
    assert command.charts(["xmr"]) == 2
    said = capsys.readouterr().err
    assert "none.csv" in said and "usage" in said


def test_the_command_runs_without_django(tmp_path: Path):
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text("series,i,y\na,1,5\n")
    asked = f"import sys; from kith.__main__ import main; print(main(['charts', 'spc', '--csv', {str(given)!r}, "\
            f"'--out', {str(out)!r}]), 'django' in sys.modules)"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": str(SOURCE)})  # fmt: skip
    assert done.stdout.strip() == "0 False" and out.exists()
