"""Never the same, always the same, sealed, taken apart: what people said holds whatever the index thinks later."""

from __future__ import annotations

import pytest
from django.db import connections

from kith.authority import who
from kith.authority.acts import NotYours, Refused
from kith.people import acts as people
from kith.people import matching
from kith.people.arrivals import Arriving
from kith.people.index import acts, ground, jobs
from kith.people.index.models import Consequence
from kith.people.index.tests.steps import AMARA, HOME, arrives, child
from kith.people.models import Person, PersonLink, Proposal, Quality, Relationship, SourceRecord, Voice

NOOR = child("Noor", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F")


def proposed_again(record) -> None:
    with who.job("linkage") as by:
        matching.propose(by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk))


def current(record):
    return PersonLink.objects.using("owner").get(source_record=record.pk, valid_to=None)


def taken_apart(world) -> tuple:
    """Noor is known; the index links a second record; a person undoes it. (known, record)."""
    known, _ = arrives(world, NOOR)
    _, record = arrives(world, NOOR)
    assert current(record).method == "machine"
    with world.at_work("hub") as by:
        matching.undo(by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), reason="A cousin")
    return known, record


def test_a_cannot_link_survives_every_new_proposal(world):
    known, record = taken_apart(world)
    proposed_again(record)
    assert current(record).subject_id != known


def test_a_cannot_link_follows_the_person_into_a_merge(world):
    known, record = taken_apart(world)
    elder, _ = arrives(world, child("Wren", "Tarn", "2015-01-02"))
    with world.at_work("hub") as by:
        merge = acts.propose_merge(by=by, at=by.now, subject=elder, other=known, reason="Called Wren before")
    with world.at_work("manager") as by:
        acts.merge_persons(by=by, at=by.now, subject=merge.subject_id, merge=merge)
    proposed_again(record)
    assert current(record).subject_id not in (known, elder)


def test_a_cannot_link_holds_for_the_next_version_of_the_same_record(world):
    known, record = taken_apart(world)
    with world.at_work("hub") as by:
        old = SourceRecord.objects.get(pk=record.pk)
        newer = SourceRecord(
            subject_id=old.subject_id,
            agency_id=old.agency_id,
            system=old.system,
            version=2,
            source_ref=old.source_ref,
            received_at=by.now,
            fields=old.fields,
            created_by_id=by.worker_id,
        )
        SourceRecord.objects.bulk_create([newer])
        PersonLink.objects.bulk_create(
            [
                PersonLink(
                    source_record=newer,
                    subject_id=old.subject_id,
                    method="arrived",
                    decided_by_id=by.worker_id,
                    valid_from=by.now,
                )
            ]
        )
    proposed_again(newer)
    assert current(newer).subject_id == old.subject_id != known


def test_the_machine_does_not_add_a_record_to_a_person_with_another_valid_number(world):
    known, _ = arrives(world, NOOR)
    with world.at_work("hub") as by:
        people.number(by=by, at=by.now, subject=known, scheme="nhs", value="9990000018")
    _, record = arrives(
        world,
        Arriving(
            given_name="Noor",
            family_name="Karim",
            dob="2019-05-02",
            sex="F",
            address="4 Mill Lane",
            postcode="TS9 1AA",
            nhs_number="9434765919",
        ),
    )
    assert current(record).method == "arrived"
    with world.at_work("hub"):
        assert Proposal.objects.filter(source_record=record.pk, subject_id=known).exists()


def test_answering_different_to_a_possible_twin_keeps_the_twin(world):
    amara, _ = arrives(world, AMARA)
    _, record = arrives(world, child("Zainab", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    with world.at_work("hub") as by:
        record = SourceRecord.objects.get(pk=record.pk)
        assert Proposal.objects.get(source_record=record, subject_id=amara).guard_code == "possible_twin"
        matching.decide(by=by, at=by.now, source=record, verdict="different", subject=amara)
        kept = Relationship.objects.filter(subject_id=record.subject_id, other_id=amara).get()
    assert (kept.kind, kept.confidence, kept.source) == ("twin", "possible", "index")


def test_records_of_somebody_else_become_a_new_person_who_stays_apart(world):
    known, _ = arrives(world, NOOR)
    _, record = arrives(world, NOOR, words="I like school")
    assert current(record).subject_id == known
    assert world.client("manager").get(f"/work/children/{known}/").status_code == 200
    with world.at_work("hub") as by:
        fresh = acts.split(
            by=by, at=by.now, subject=known, records=[record.pk], reason="Her cousin of the same name"
        ).pk
    with world.at_work("hub"):
        assert Voice.objects.get(words="I like school").subject_id == fresh
        assert Person.objects.get(pk=fresh).name == "Noor Karim"
        assert Consequence.objects.filter(cause_id=fresh, kind="look").exists()
    proposed_again(record)
    assert current(record).subject_id == fresh
    with world.at_work("hub") as by, pytest.raises(Refused, match="never the same"):
        acts.propose_merge(by=by, at=by.now, subject=known, other=fresh, reason="Same name")


def test_a_person_keeps_at_least_one_record(world):
    known, record = arrives(world, NOOR)
    with world.at_work("hub") as by, pytest.raises(Refused, match="Leave at least one record"):
        acts.split(by=by, at=by.now, subject=known, records=[record.pk], reason="x")


def sealed(world) -> tuple:
    old, record = arrives(world, NOOR)
    new, _ = arrives(world, child("Nadia", "Fell", "2019-05-02"))
    with world.at_work("guardian") as by:
        acts.seal(by=by, at=by.now, subject=old, becomes=new)
    return old, new, record


def keys_of(record) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from people_indexkey where source_record_id = %s", [record.pk])
        return cursor.fetchone()[0]


def test_a_sealed_identity_leaves_the_index_and_is_never_proposed(world):
    old, new, record = sealed(world)
    assert keys_of(record) == 0
    _, again = arrives(world, NOOR)
    with world.at_work("hub"):
        assert not Proposal.objects.filter(subject_id=old).exists()
        assert not Person.objects.filter(pk=old).exists()
    assert current(again).method == "arrived"
    with world.at_work("hub") as by:
        assert ground.words_between(old, new) == []
        with pytest.raises(NotYours):
            acts.propose_merge(by=by, at=by.now, subject=old, other=new, reason="The same girl")
        with pytest.raises(Refused, match="cannot be merged"):
            acts.propose_merge(by=by, at=by.now, subject=new, other=old, reason="The same girl")


def test_only_a_guardian_seals_and_unseals(world):
    old, _, record = sealed(world)
    for key in ("hub", "manager", "charlie", "administrator", "hub_police"):
        with world.at_work(key) as by, pytest.raises(NotYours):
            acts.unseal(by=by, at=by.now, sealed=old, reason="By order")
    with world.at_work("guardian_health") as by:
        acts.unseal(by=by, at=by.now, sealed=old, reason="By order of the court")
    assert keys_of(record) == 0
    assert jobs.rekey_all() == 1
    assert keys_of(record) > 0
    with world.at_work("hub"):
        assert Person.objects.filter(pk=old).exists()


def test_always_the_same_is_said_of_linked_records_and_taken_back(world):
    known, first = arrives(world, NOOR)
    _, second = arrives(world, NOOR)
    with world.at_work("hub") as by:
        two = SourceRecord.objects.get(pk=second.pk)
        acts.say_always(
            by=by, at=by.now, subject=known, records=[first.pk, second.pk], reason="Her mother confirmed"
        )
        with pytest.raises(Refused, match="always the same"):
            matching.undo(by=by, at=by.now, source=two, reason="Not her")
        word = ground.words_about(two.pk, [known])[0]
        acts.end_word(by=by, at=by.now, subject=known, word=word.id)
        matching.undo(by=by, at=by.now, source=two, reason="Not her")
    assert current(second).subject_id != known


def test_the_nightly_job_finds_two_valid_numbers_in_one_person_once(world):
    known, first = arrives(world, child("Noor", "Karim", "2019-05-02", nhs_number="9434765919"))
    _, record = arrives(world, child("Noora", "Karimi", "2018-05-02", nhs_number="9990000018"))
    with world.at_work("hub") as by:
        matching.decide(
            by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), verdict="same", subject=known
        )
    assert jobs.check_all() == 1
    assert jobs.check_all(most=1) == 0
    with world.at_work("hub"):
        assert Quality.objects.get().kind == "broken"
