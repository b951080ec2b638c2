"""Scenarios A5, A6 and A7: a birth keeps the record one; three spellings are one boy and Mahmud is not; a child who
moved is found when another council writes."""

from __future__ import annotations

from datetime import date

import pytest

from kith.people import acts as people
from kith.people import matching
from kith.people.arrivals import Arriving
from kith.people.index import jobs
from kith.people.index.tests.steps import arrives, child
from kith.people.models import Identifier, Name, Person, PersonLink, Proposal, SourceRecord
from kith.work import acts as work

ADDRESS = {"address": "8 Tannery Row", "postcode": "TS3 7LL"}
SPELLINGS = [
    child("Mohammed", "Al Hussein", "2014-04-03", sex="M", **ADDRESS),
    child("Muhammad", "Alhussain", "2014-03-04", sex="M", **ADDRESS),
    child("محمد", "الحسين", "2014-04-03", sex="M", known_as="Mhmd Hussain", **ADDRESS),
]
MAHMUD = child("Mahmud", "Hussain", "2014-04-03", sex="M", address="40 Station Parade", postcode="TS3 8QQ")


def weights(world, record) -> dict:
    with world.at_work("hub"):
        return dict(Proposal.objects.filter(source_record=record.pk).values_list("subject_id", "weight"))


def linked_to(record) -> PersonLink:
    return PersonLink.objects.using("owner").get(source_record=record.pk, valid_to=None)


def test_three_spellings_of_one_boy_are_offered_as_one_and_mahmud_is_not(world):
    boy, _ = arrives(world, SPELLINGS[0])
    for spelling in SPELLINGS[1:]:
        subject, record = arrives(world, spelling)
        assert boy in weights(world, record)
        if linked_to(record).subject_id != boy:
            world_decides(world, record, boy)
    _, other = arrives(world, MAHMUD)
    assert linked_to(other).method == "arrived"
    offered = weights(world, other).get(boy)
    assert offered is None or offered < 8


def world_decides(world, record, boy) -> None:
    with world.at_work("hub") as by:
        matching.decide(
            by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), verdict="same", subject=boy
        )


def test_every_spelling_is_kept_and_found_by_any_of_them(world):
    boy, _ = arrives(world, SPELLINGS[0])
    for spelling in SPELLINGS[1:]:
        _, record = arrives(world, spelling)
        if linked_to(record).subject_id != boy:
            world_decides(world, record, boy)
    with world.at_work("hub"):
        kept = set(Name.objects.filter(subject=boy).values_list("given_name", flat=True))
        scripts = dict(Name.objects.filter(subject=boy).values_list("given_name", "script"))
    assert kept == {"Mohammed", "Muhammad", "محمد", "Mhmd"}
    assert (scripts["محمد"], scripts["Mohammed"]) == ("Arab", "Latn")
    for words in ("محمد الحسين", "Mohamed Hussein", "Muhammad Al-Hussain 03/04/2014"):
        found = world.client("hub").post("/work/search/", {"q": words}).content.decode()
        assert f"/work/children/{boy}/" in found, words


UNBORN = Arriving(
    family_name="Frost",
    expected_dob="2027-06-11",
    sex="U",
    address="2 Bell Yard",
    postcode="TS6 5AB",
    parent_names=["Kayleigh Frost"],
)


def test_a_birth_keeps_the_record_one_and_the_hospitals_record_finds_it(world):
    mother, _ = arrives(
        world, child("Kayleigh", "Frost", "2010-08-01", sex="F", address="2 Bell Yard", postcode="TS6 5AB")
    )
    baby, _ = arrives(world, UNBORN)
    assert baby != mother
    with world.at_work("hub") as by:
        people.born(by=by, at=by.now, subject=baby, born_on=date(2027, 6, 2), given_name="Oliver", sex="M")
        people.number(by=by, at=by.now, subject=baby, scheme="nhs", value="9434765919")
    with world.at_work("hub"):
        now = Person.objects.get(pk=baby)
        assert (now.name, now.born_on, now.expected_on) == (
            "Oliver Frost",
            date(2027, 6, 2),
            date(2027, 6, 11),
        )
        assert Identifier.objects.get(value="9434765919").subject_id == baby
        assert Person.objects.filter(family_name="Frost").count() == 2
    _, record = arrives(
        world,
        child(
            "Oliver",
            "Frost",
            "2027-06-02",
            sex="M",
            nhs_number="9434765919",
            address="Ward 4, Saltmere Hospital",
            postcode="TS1 1AA",
        ),
        by_key="nurse",
    )
    assert linked_to(record).subject_id == baby or baby in weights(world, record)


def test_a_birth_written_down_by_a_social_worker_is_indexed_by_the_nightly_check(world):
    baby, _ = arrives(world, UNBORN)
    alice = world.worker("alice")
    with world.at_work("hub") as by:
        work.involve(
            by=by, at=by.now, subject=baby, agency=by.agency_id, kind="child in need", worker=alice.pk
        )
    with world.at_work("alice") as by:
        people.born(by=by, at=by.now, subject=baby, born_on=date(2027, 6, 2), given_name="Oliver", sex="M")
    assert jobs.rekey_all() == 1
    assert jobs.rekey_all() == 0


@pytest.mark.parametrize("number", ["", "9434765919"])
def test_a_child_who_moved_is_found_when_another_council_writes(world, number):
    ruby, _ = arrives(
        world,
        child(
            "Ruby",
            "Ashdown",
            "2016-10-05",
            sex="F",
            address="3 Chandler Street",
            postcode="TS5 2RT",
            **({"nhs_number": number} if number else {}),
        ),
    )
    there = child(
        "Ruby",
        "Ashdown",
        "2016-10-05",
        sex="F",
        address="71 Harbour View",
        postcode="BS9 8ZZ",
        **({"nhs_number": number} if number else {}),
    )
    _, record = arrives(world, there, by_key="hub", source_code="5C", channel="telephone")
    assert ruby in weights(world, record)
    if number:
        assert linked_to(record).subject_id == ruby
