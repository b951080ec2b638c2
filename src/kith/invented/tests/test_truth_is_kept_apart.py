"""What is really so goes to one file; the rows an application loads do not hold it, and a null world has no
traps."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from kith.invented.shire import County

from .conftest import Tables


def planted(tables: Tables) -> Counter:
    ordinary = {"same_person", "same_child", "twins", "true_grade", "protected"}
    return Counter(row.kind for row in tables["Truth"] if row.kind not in ordinary)


def test_truth_goes_to_a_file_of_its_own_and_names_every_record(
    demo: Tables, demo_county: County, tmp_path: Path
):
    path = tmp_path / "truth.jsonl"
    count = demo_county.write_truth(path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == count == len(demo["Truth"]) + 1
    told = {line["left"] for line in lines if line["kind"] == "same_person"}
    assert told == {str(row.key) for row in demo["AgencyRecord"]}


def test_repeats_and_the_badly_typed_are_left_for_the_matcher(demo: Tables):
    repeats = {row.left for row in demo["Truth"] if row.kind == "same_person" and row.note == "repeat"}
    unlinked = {str(row.key) for row in demo["AgencyRecord"] if row.subject is None}
    assert repeats and repeats < unlinked


def test_confirmed_records_are_truly_of_that_person(demo: Tables):
    truth = {row.left: row.right for row in demo["Truth"] if row.kind == "same_person"}
    assert all(truth[str(row.key)] == str(row.subject) for row in demo["AgencyRecord"] if row.subject)


def test_every_kind_of_trap_is_planted_and_points_at_people_who_exist(demo: Tables):
    kinds, people = planted(demo), {str(row.key) for row in demo["Person"]}
    assert {
        "trap_same_name_parent",
        "trap_cousins",
        "trap_same_name_and_birthday",
        "trap_twins_of_like_name",
        "must_never_link",
        "sealed",
        "transliterated",
        "trap_same_birthday_and_school",
    } <= set(kinds)
    pairs = [row for row in demo["Truth"] if row.kind.startswith("trap_") or row.kind == "must_never_link"]
    assert all({row.left, row.right} <= people for row in pairs)


def test_strangers_share_name_and_birthday_but_no_family(demo: Tables):
    people = {str(row.key): row for row in demo["Person"]}
    tied = {(str(row.person), str(row.of)) for row in demo["Relationship"]}
    found = [row for row in demo["Truth"] if row.kind == "trap_same_name_and_birthday"]
    for row in found:
        one, other = people[row.left], people[row.right]
        assert (one.given, one.family, one.born_on) == (other.given, other.family, other.born_on)
        assert (row.left, row.right) not in tied
    assert found


def test_a_sealed_identity_and_the_new_one_share_no_name_number_or_contact(demo: Tables):
    people = {str(row.key): row for row in demo["Person"]}
    named = {str(row.subject) for row in demo["ContactChild"]}
    for row in demo["Truth"]:
        if row.kind == "must_never_link":
            before, after = people[row.left], people[row.right]
            assert before.handling == "sealed" and before.born_on == after.born_on
            assert before.family != after.family and row.left not in named


def test_a_null_world_has_no_traps_no_repeats_and_no_full_desk(null_world: Tables):
    assert not planted(null_world)
    assert not any(row.note == "repeat" for row in null_world["Truth"])
    assert sum(row.stage not in ("told", "decided") for row in null_world["Contact"]) < 8
