"""Noor or Nour: what somebody corrected stands, else what came with a number, else the newest whole name; any letters
find the child."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.authority.acts import Refused
from kith.people import acts as people
from kith.people import matching, names
from kith.people.index.tests.steps import arrives, child
from kith.people.models import Name, Person, Proposal, SourceRecord
from kith.people.names import Written

DAY = datetime(2026, 10, 8, tzinfo=UTC)
HOME = {"address": "11 Tanner Row", "postcode": "TS3 4DD"}
NOUR = child("Nour", "Kareem", "2019-05-02", sex="F", **HOME)
NOOR = child("Noor", "Karim", "2019-05-02", sex="F", **HOME)


def written(given: str, days: int, **more) -> Written:
    return Written(given, "Karim", DAY + timedelta(days=days), **more)


def test_what_somebody_corrected_stands_before_a_number_and_a_number_before_the_newest():
    old, newest, school = written("Nour", 0), written("Noor", 9), written("Noor", 5, registered=True)
    numbered, corrected = written("Nur", 3, numbered=True), written("Nora", 1, corrected=True)
    for found, best in (([old, newest], newest), ([school, newest], school), ([numbered, newest], numbered),
                        ([corrected, numbered], corrected)):
        assert names.at_the_head(found) is best


def test_another_name_never_takes_the_head_however_new():
    first = written("Maryam", 0)
    assert names.at_the_head([first, written("Marwa", 9, registered=True)]) is first


@pytest.mark.parametrize("given", ["A.", "Baby", "Mhmd", "Twin 1", ""])
def test_no_whole_first_name(given):
    assert not names.is_whole(given, "Karim")


def test_an_initial_or_nothing_never_takes_the_head():
    assert names.at_the_head([written("N.", 9, whole=False), written("Nour", 0)]).given == "Nour"
    assert names.at_the_head([written("N.", 9, whole=False)]) is None


@given(st.permutations([written("Nour", 0), written("نور", 4), written("Noor", 2, numbered=True), written("N", 7)]))
def test_the_order_in_which_records_are_read_changes_nothing(found):
    assert names.at_the_head(found).given == "Noor"


@pytest.mark.parametrize(("text", "script"), [("Noor", "Latn"), ("محمد", "Arab"), ("Олена", "Cyrl"), ("שרה", "Hebr"),
                                              ("12", "Zyyy"), ("", "Zyyy"), ("Đặng", "Latn")])
def test_a_script_is_told_by_its_letters(text, script):
    assert names.script_of(text) == script


def headed(world, subject) -> str:
    with world.at_work("hub"):
        return Person.objects.get(pk=subject).name


def test_a_link_puts_the_newest_whole_name_at_the_head_and_undoing_takes_it_away(world):
    known, _ = arrives(world, NOUR)
    was, record = arrives(world, NOOR)
    with world.at_work("hub") as by:
        source = SourceRecord.objects.get(pk=record.pk)
        if source.subject_id != known:
            matching.decide(by=by, at=by.now, source=source, verdict="same", subject=known)
    assert headed(world, known) == "Noor Karim"
    with world.at_work("hub") as by:
        matching.undo(by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), reason="Her cousin")
    assert headed(world, known) == "Nour Kareem"


def test_a_vague_record_never_renames_anybody(world):
    known, _ = arrives(world, NOUR)
    _, record = arrives(world, child("N.", "Karim", "2019-05-02", **HOME))
    with world.at_work("hub") as by:
        matching.decide(by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), verdict="same", subject=known)
    assert headed(world, known) == "Nour Kareem"


def test_what_was_corrected_by_hand_stays_whatever_arrives_later(world):
    known, _ = arrives(world, NOUR)
    with world.at_work("hub") as by:
        people.correct(by=by, at=by.now, subject=known, given_name="Noura")
    _, record = arrives(world, NOOR)
    with world.at_work("hub") as by:
        source = SourceRecord.objects.get(pk=record.pk)
        if source.subject_id != known:
            matching.decide(by=by, at=by.now, source=source, verdict="same", subject=known)
    assert headed(world, known) == "Noura Kareem"


FOUND_BY = [
    (NOOR, ("نور", "كريم"), "نور كريم"),
    (child("Olena", "Shevchenko", "2015-03-04", **HOME), ("Олена", "Шевченко"), "Олена Шевченко"),
]


@pytest.mark.parametrize(("person", "name", "words"), FOUND_BY)
def test_a_name_in_other_letters_finds_the_child(world, person, name, words):
    known, _ = arrives(world, person)
    with world.at_work("hub") as by:
        kept = people.name_also(by=by, at=by.now, subject=known, given_name=name[0], family_name=name[1], type="alias")
        assert kept.script in ("Arab", "Cyrl")
        with pytest.raises(Refused, match="held already"):
            people.name_also(by=by, at=by.now, subject=known, given_name=name[0], family_name=name[1], type="alias")
    assert f"/work/children/{known}/" in world.client("hub").post("/work/search/", {"q": words}).content.decode()
    assert headed(world, known) == f"{person.given_name} {person.family_name}"


def test_a_nickname_kept_as_an_alias_is_met_by_the_next_referral(world):
    known, _ = arrives(world, child("Aleksandra", "Wysocka", "2016-01-09", **HOME))
    with world.at_work("hub") as by:
        people.name_also(by=by, at=by.now, subject=known, given_name="Bunny", family_name="Marsh", type="alias")
        record = SourceRecord.objects.filter(subject_id=known, system=names.HUB).get()
        assert matching.record_for(record).aliases == ("Bunny Marsh",)
    _, arriving = arrives(world, child("Bunny", "Marsh", "2016-01-09"))
    with world.at_work("hub"):
        now = SourceRecord.objects.get(pk=arriving.pk).subject_id
        assert now == known or known in {c for _, c, _ in matching.candidates(matching.index(arriving))}


def born(given: str, family: str):
    return child(given, family, "2014-04-03", **HOME)


@pytest.mark.parametrize(("held", "typed"), [
    (born("محمد", "الحسين"), born("Mohammed", "Al Hussein")), (born("Олена", "Шевченко"), born("Olena", "Shevchenko"))])
def test_a_referral_in_latin_letters_meets_a_child_held_in_others_and_heads_the_record(world, held, typed):
    known, _ = arrives(world, held)
    _, record = arrives(world, typed)
    with world.at_work("hub") as by:
        source = SourceRecord.objects.get(pk=record.pk)
        assert Proposal.objects.filter(source_record=source, subject=known, weight__gt=5).exists()
        if source.subject_id != known:
            matching.decide(by=by, at=by.now, source=source, verdict="same", subject=known)
        assert Name.objects.filter(subject=known).count() == 2
    assert headed(world, known) == f"{typed.given_name} {typed.family_name}"
