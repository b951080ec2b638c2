"""Intake through the API and the live match, on an index of a few hundred: every figure is there and sane."""

from __future__ import annotations

from django.conf import settings

from kith.measure import filling, intake, linkage
from kith.people.models import IndexKey, IndexRecord, Person


def test_an_index_is_filled_as_arrivals_leave_it(world):
    found = filling.population(200, 5)
    subjects = filling.fill_index(found)
    assert IndexRecord.objects.using("owner").count() == len(found.rows)
    assert IndexKey.objects.using("owner").count() > 5 * len(found.rows)
    assert Person.objects.using("owner").count() == len(subjects)


def test_concerns_are_sent_through_the_api_and_all_are_matched(world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    monkeypatch.setattr(intake, "COUNTED", 2)
    rows, notes = intake.run(indexed=200, sent=6)
    found = {row.words: row.value for row in rows}
    assert found["concerns a second through the API, matched"] > 0.2
    assert 20 < found["statements for a concern, with matching"] < 1_000
    assert found["concerns taken in"] == 2 + 6 + 1
    assert found["of them left unmatched"] == 0


def test_planted_people_are_found_under_row_security(world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    monkeypatch.setattr(linkage, "WARM_UP", 2)
    monkeypatch.setenv("KITH_LINKAGE_PYTHON", "")
    rows, _ = linkage.run(indexed=400, asked=40, clients=4, in_memory=False, sent=2)
    found = {row.words: row.value for row in rows}
    assert found["planted person among the candidates"] > 0.8
    assert found["planted person first"] > 0.8
    assert 0 < found["live match p50, wall"] < 5_000
    assert found["matches a second, twenty clients at once"] > 1
    assert found["one concern, p50"] > 1
    assert found["live match p95 on twice the records against p95 before"] > 0.1


def test_a_record_goes_to_splink_as_text_with_frequencies():
    row = linkage.columns(linkage.unpack("1\tnhs\tnoor\t\tkarim\t2019-05-02\te\tF\t\t\t\t\t\t\t0\t00000"))
    assert row["given"] == "noor" and row["postcode"] == ""
    assert row["tf_family"] == linkage.FREQUENCY
    assert "IS NULL" not in str(linkage.model_settings())
