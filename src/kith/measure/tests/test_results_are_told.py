"""The table, the JSON and the page of docs say what was measured and whether a mark was reached."""

from __future__ import annotations

import json
import os

import pytest

from kith.measure import command, marks, report, timing
from kith.measure.marks import MARKS, against, beside


def result(rows, **changes):
    base = {"part": "ledger", "rows": rows, "at": "2026-11-22T10:00", "took": 3.2, "full": False,
            "machine": "2 cores", "busy": True, "notes": ["a note"]}
    return report.Result(**(base | changes))


@pytest.mark.parametrize(("key", "value", "verdict"), [
    ("ledger.append", 0.60, "reached"), ("ledger.append", 0.599, "falls short"), ("pages.queries", 12, "reached"),
    ("pages.queries", 13, "falls short"), ("pages.memory", 350, "falls short"), ("pages.hosts", 0, "reached")])
def test_a_mark_is_reached_or_not(key, value, verdict):
    assert against(key, value).verdict == verdict


def test_every_mark_has_words_a_source_and_a_known_sense_and_kind():
    for mark in MARKS.values():
        assert mark.words and mark.source
        assert mark.sense in marks.SENSES and mark.kind in marks.KINDS


def test_counts_come_before_wall_times_and_busy_machines_are_named():
    rows = [against("pages.work_wall", 90), against("pages.queries", 9, "my work"),
            beside("people", 12_345, "", "count")]
    text = report.printed(result(rows).as_json())
    assert text.index("queries") < text.index("wall")
    assert "12,345" in text and "a note" in text
    assert "reached, on a busy machine" in text


def test_results_are_kept_by_part_and_make_the_page_of_docs(tmp_path):
    report.keep(result([against("ledger.append", 0.72, note="median of 7")]), tmp_path)
    report.keep(result([against("ledger.append", 0.74)]), tmp_path)
    found = report.kept(tmp_path, ["ledger", "pages"])
    assert [f["rows"][0]["value"] for f in found] == [0.74]
    page = report.as_markdown(found)
    assert "| append against a bare insert, 32 writers | >= 0.6 | 0.740 | reached |" in page
    assert json.loads((tmp_path / "ledger.json").read_text())["rows"][0]["source"]


@pytest.mark.parametrize(("value", "text"), [
    (0.7224, "0.722"), (12, "12"), (1234.5, "1,234"), (99.96, "100"), (0.0003, "0.0003")])
def test_numbers_are_short(value, text):
    assert marks.number(value) == text


def test_quantiles_and_cpu():
    assert timing.quantile([4, 1, 3, 2], 0.5) == 2.5
    assert timing.quantile([], 0.5) == 0
    with timing.spending([os.getpid()]) as spent:
        sum(range(2_000_000))
    assert spent.own > 0 and spent.database is not None and spent.cpu is not None
    assert timing.cpu_of([0]) is None


def test_an_unknown_part_is_refused(capsys):
    assert command.bench(["speed"]) == 2
    assert "no part 'speed'" in capsys.readouterr().err
