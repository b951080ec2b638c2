"""The Spark engine where Spark is missing, groups asked apart, and the marks made of them."""

import importlib
from collections import Counter

import pytest

from kith.people.linkage import Record, bench_table, clean, evaluate, load_model, match, pack, score
from kith.people.linkage.blocks import Pair
from kith.people.linkage.cluster import Link, cluster, cluster_twice
from kith.people.linkage.command import people
from kith.people.linkage.joining import pair_rows
from kith.people.linkage.populations import households, registers
from kith.people.linkage.populations.households import of_group
from kith.people.linkage.score import hopeless, kept


def test_without_spark_the_engine_says_what_to_install(tmp_path, monkeypatch, capsys):
    def missing(name: str):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    source = tmp_path / "in.csv"
    source.write_text("record_id\n1\n")
    files = ["--pairs", str(tmp_path / "p"), "--clusters", str(tmp_path / "c")]
    done = people(["link", str(source), *files, "--engine", "spark"])
    assert done == 1 and "extra `spark`" in capsys.readouterr().err


@pytest.mark.parametrize("population", [households, registers], ids=["households", "registers"])
def test_small_groups_are_asked_as_often_as_wanted_and_the_rows_stay_the_same(population):
    wanted = {"twin": 30, "Baby X": 20, "no date of birth": 10}
    made, plain = population.generate(1_500, 31, 50, wanted), population.generate(1_500, 31, 50)
    assert Counter(row["_group"] for row in made.special) == wanted
    assert made.rows == plain.rows and made.referrals == plain.referrals
    assert all(of_group(row["_group"], row, made.tags[row["_person"]]) for row in made.special)


def test_arrivals_asked_apart_count_in_their_group_alone():
    made = households.generate(1_500, 31, 0, {"twin": 30})
    counts = evaluate.live(load_model(), made.rows, made.truth, made.special, made.referral_truth, made.tags)["counts"]
    assert counts["twin: n"] == 30 and "all: n" not in counts and "referrals" not in counts


def test_the_gap_between_name_origins_needs_cases_enough():
    few = {"gb: n": 4000, "gb: top": 3990, "polish: n": 299, "polish: top": 200}
    assert bench_table._origins("households", few).verdict == bench_table.FEW
    enough = {**few, "polish: n": 400, "polish: top": 380}
    assert bench_table._origins("households", enough).verdict == bench_table.SHORT
    assert bench_table._origins("households", {**enough, "polish: top": 398}).verdict == bench_table.PASS


def test_certain_clusters_are_those_of_the_certain_links_alone():
    links = [Link(9.0, 0, 1), Link(3.0, 1, 2), Link(8.0, 3, 4), Link(2.0, 2, 3)]
    snapshot, joined = cluster_twice(links, lambda at: ("", ""), [(0, 4)], 7.0, 5.0)
    alone = cluster([k for k in links if k.weight >= 7.0], lambda at: ("", ""), [(0, 4)])
    assert [snapshot.get(n, n) for n in range(5)] == [alone.of(n) for n in range(5)]
    assert joined.of(0) == joined.of(2) and joined.of(0) != joined.of(4)


def test_pairs_of_any_engine_are_written_with_their_decision():
    pairs = [Pair(0, 1, 9.0, "", "same home"), Pair(1, 2, -5.0, "possible_twin", "twins"),
             Pair(0, 2, 2.0, "", "same home"), Pair(0, 2, -7.0, "", "")]  # fmt: skip
    judged, counts = zip(pairs, ("link", "apart", "review", "review"), strict=True), Counter()
    rows = list(pair_rows(judged, load_model(), "xyz".__getitem__, counts))
    assert counts == {"link": 1, "review": 1, "apart": 1}
    assert [(row[0], row[1], row[4]) for row in rows] == [("x", "y", "link"), ("y", "z", "apart"), ("x", "z", "review")]


@pytest.mark.parametrize("population", [households, registers], ids=["households", "registers"])
def test_no_pair_passed_over_at_first_sight_would_have_been_kept(population):
    made = population.generate(1_200, 33)
    cleaned = [clean(evaluate.record(row)) for row in made.rows]
    model, passed = load_model(), 0
    for a, b in evaluate.candidate_pairs(cleaned, evaluate.index(cleaned)):
        if hopeless(model, cleaned[a], cleaned[b]):
            passed += 1
            assert not any(kept(model, score(model, cleaned[a], cleaned[b], known)) for known in (False, True))
    assert passed > 1_000


def test_two_held_at_one_weight_stand_by_what_speaks_for_them():
    home = {"address": "7 Green Avenue", "postcode": "TH2 1AG", "dob": "2025-11-28"}
    baby = clean(Record(record_id="q", given_name="Baby", family_name="Shaw", sex="F", **home))
    girl = clean(Record(record_id="b", given_name="Harper", family_name="Shaw", sex="F", **home))
    boy = clean(Record(record_id="a", given_name="Oliver", family_name="Shaw", sex="M", **home))
    found = match(load_model(), baby, [("a", "a", pack(boy)), ("b", "b", pack(girl))])
    assert [one.subject_id for one in found] == ["b", "a"] and found.decision.kind == "possible"
