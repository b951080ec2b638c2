# ruff: noqa: E501  (tables read better on one line)
"""`kith people link`: the two files, bad rows, interruption, and equality with the live path."""

import csv
from pathlib import Path

import pytest

from kith.people.linkage import bulk, clean, load_model, score
from kith.people.linkage.command import people
from kith.people.linkage.evaluate import record
from kith.people.linkage.model import load_model as load
from kith.people.linkage.populations import registers
from kith.people.linkage.populations.households import COLUMNS


@pytest.fixture(scope="module")
def population():
    return registers.generate(900, 5)


@pytest.fixture
def source(population, tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(population.rows)
    return path


def run(source: Path, *more: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    pairs, clusters = source.with_name("pairs.csv"), source.with_name("clusters.csv")
    assert (
        people(["link", str(source), "--pairs", str(pairs), "--clusters", str(clusters), "--slice", "400", *more]) == 0
    )
    return rows_of(pairs), rows_of(clusters)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_record_stands_once_in_the_clusters(source, population):
    pairs, clusters = run(source)
    assert sorted(row["record_id"] for row in clusters) == sorted(row["record_id"] for row in population.rows)
    assert list(pairs[0]) == ["record_id_a", "record_id_b", "weight", "probability", "decision", "reason"]
    assert {row["decision"] for row in pairs} == {"link", "review", "apart"}
    assert all(float(row["weight"]) >= load_model().floor and row["reason"] for row in pairs)


def test_a_link_is_in_one_cluster_and_an_apart_pair_is_not(source):
    pairs, clusters = run(source)
    person = {row["record_id"]: row["person_id"] for row in clusters}
    for row in pairs:
        together = person[row["record_id_a"]] == person[row["record_id_b"]]
        assert together or row["decision"] != "link"
        assert not together or row["decision"] != "apart"


def test_bulk_weights_are_the_live_weights(source, population):
    model_out = source.with_name("model.json")
    pairs, _ = run(source, "--model-out", str(model_out))
    model = load(str(model_out))
    rows = {row["record_id"]: clean(record(row)) for row in population.rows}
    for row in pairs:
        if "unnamed" in row["reason"] or "no first name" in row["reason"] or "twins" in row["reason"]:
            continue  # a known multiple birth is told to the scorer by its caller
        live = score(model, rows[row["record_id_a"]], rows[row["record_id_b"]]).weight
        assert abs(live - float(row["weight"])) < 1e-9


def test_bad_rows_are_told_by_line_and_the_rest_is_done(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_bytes(b"record_id,given_name,family_name,dob\n1,Ruby,Fairbrook,2016-05-04\n2,Ruby\n1,Ruby,Fairbrook,2016-05-04\n"
                     b",Ann,Hill,2016-05-04\n3,Ru\xffby,Fairbrook,2016-05-04\n4,Ruby,Fairbrook,04/05/2016\n")  # fmt: skip
    pairs, clusters = run(path)
    told = capsys.readouterr().err
    assert [row["record_id"] for row in clusters] == ["1", "4"] and pairs[0]["decision"] == "link"
    for line in ("line 3: left out: 2 values", "line 4: left out: record_id seen", "line 5: left out: no record_id",
                 "line 6: left out: a character", "4 rows left out"):  # fmt: skip
        assert line in told


def test_an_interrupted_run_goes_on_where_it_stopped(source, monkeypatch):
    def stop(*anything: object) -> None:
        raise KeyboardInterrupt

    whole = run(source)
    with monkeypatch.context() as patched:
        patched.setattr(bulk, "score_pairs", stop)
        files = ["--pairs", str(source.with_name("pairs.csv")), "--clusters", str(source.with_name("clusters.csv"))]
        assert people(["link", str(source), *files, "--slice", "400"]) == 130
    folder = source.with_name("pairs.csv.work")
    done = {path: path.stat().st_mtime_ns for path in folder.glob("records-*")}
    assert done
    assert run(source, "--keep-work") == whole
    assert {path: path.stat().st_mtime_ns for path in folder.glob("records-*")} == done


def test_another_file_under_the_same_name_starts_afresh(source):
    run(source, "--keep-work")
    rows = source.read_text(encoding="utf-8").splitlines()[:50]
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert len(run(source)[1]) == 49


def test_nothing_is_left_behind(source):
    run(source)
    assert not source.with_name("pairs.csv.work").exists()


def test_weights_can_be_learned_from_the_file(source):
    model_out = source.with_name("model.json")
    run(source, "--train", "--model-out", str(model_out))
    assert load(str(model_out)).fixed["dob"] != load_model().fixed["dob"]


def test_a_file_without_record_ids_is_refused(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text("name\nRuby\n", encoding="utf-8")
    assert people(["link", str(path), "--pairs", str(tmp_path / "p"), "--clusters", str(tmp_path / "c")]) == 1
    assert "record_id" in capsys.readouterr().err


def test_an_empty_file_gives_empty_files(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("record_id,given_name\n", encoding="utf-8")
    assert run(path) == ([], [])


def test_ids_come_back_as_they_were_told_and_those_that_cannot_are_refused_by_line(tmp_path, capsys):
    path = tmp_path / "in.csv"
    path.write_text('record_id,given_name\na;b,Ann\na|b,Bea\na b,Cleo\n"a\tb",Dee\n', encoding="utf-8")
    assert [row["record_id"] for row in run(path)[1]] == ["a;b", "a|b", "a b"]
    assert "line 5: left out: record_id holds a tab or a line break" in capsys.readouterr().err
