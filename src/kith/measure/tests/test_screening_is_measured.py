"""The figures of screening are measured, and the reference files are read as anybody's would be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.insight import spc_csv
from kith.measure import command, counties, ground, logged, screening

HEAD = "series,i,y,rebase,fix_after_n,screen_outliers,improvement_direction\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of reference files; the answers are our own."""
    text = HEAD + "".join(f"7,{at},{50 + at * at % 7},{int(at == 9)},,1,1\n" for at in range(1, 20))
    (tmp_path / "series_1.csv").write_text(text, encoding="utf-8")
    (tmp_path / "expected_1.csv").write_text(spc_csv.answered(text), encoding="utf-8")
    return tmp_path


def test_every_mark_of_the_figures_is_measured_and_reached(folder: Path):
    rows, notes = screening.run(spc=folder, many=12, log=0)
    marked = [row for row in rows if row.mark]
    assert len(marked) == 8 and {row.verdict for row in marked} == {"reached"} and notes == []


def test_a_wrong_label_in_the_reference_is_noticed(folder: Path):
    wanted = folder / "expected_1.csv"
    wanted.write_text(wanted.read_text().replace("Common Cause", "Above UCL", 1))
    assert [row.verdict for row in screening.reference(folder)] == ["falls short", "reached", ""]


def test_without_a_folder_it_says_how_to_name_one():
    rows, notes = screening.run(many=2, log=0)
    assert "--spc FOLDER" in notes[0]
    assert not [row for row in rows if "reference files" in row.words]


def test_a_folder_without_reference_files_is_refused(tmp_path: Path):
    with pytest.raises(ground.Unready, match="series"):
        list(screening.reference(tmp_path))


def test_the_command_takes_the_folder():
    assert command.parser().parse_args(["screening", "--spc", "there"]).spc == Path("there")
    assert "screening" in command.PARTS


def test_the_best_cut_is_found_with_the_truth_in_hand():
    assert 0.9 < counties.best_precision(range(4), 0.9) <= 1.0
    assert counties.best_precision([], 0.9) == 1.0


def test_a_log_is_brought_in_by_the_command_and_counted(world):
    rows = {row.words: row for row in logged.run(40, hands=1)}
    assert rows["incidents taken in"].value == 40 and rows["rows left waiting"].value == 0
    assert rows["screenings expected"].value > 20
    assert [row.mark.value for row in rows.values() if row.mark] == [60, 120]
