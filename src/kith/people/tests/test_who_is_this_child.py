"""Arriving people meet the person index: twins never merge, a link moves its items, undoing moves them back."""

from __future__ import annotations

import pytest
from django.db import connections

from kith.authority.acts import Refused
from kith.authority.models import Subject
from kith.people import acts as people
from kith.people import linkage, matching
from kith.people.arrivals import Arriving
from kith.people.models import (
    Person,
    PersonLink,
    Proposal,
    Quality,
    Relationship,
    RestrictedAddress,
    SourceRecord,
    Voice,
)

HOME = {"address": "12 Weir Street", "postcode": "TS9 4QT"}
AMARA = Arriving(given_name="Amara", family_name="Osei-Bonsu", dob="2019-09-04", sex="F", birth_order=1,
                 nhs_number="9990000018", **HOME)
AMIRA = Arriving(given_name="Amira", family_name="Osei-Bonsu", dob="2019-09-04", sex="F", birth_order=2, **HOME)


def record_of(world, contact) -> SourceRecord:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select source_record_id from frontdoor_contactperson where contact_id = %s and role = 'child'",
                       [contact.pk])
        return SourceRecord.objects.using("owner").get(pk=cursor.fetchone()[0])


def links(record) -> list:
    return list(PersonLink.objects.using("owner").filter(source_record=record).order_by("valid_from")
                .values_list("subject_id", "method"))


def test_twins_become_two_children_and_each_is_shown_beside_the_other(world):
    first, second = world.contact(child=AMARA), world.contact(child=AMIRA)
    assert world.child_of(first) != world.child_of(second)
    assert [m for _, m in links(record_of(world, second))] == ["arrived"]


def test_an_initial_and_a_birthday_attach_to_neither_twin(world):
    twins = {world.child_of(world.contact(child=AMARA)), world.child_of(world.contact(child=AMIRA))}
    unclear = world.contact(child=Arriving(given_name="A.", family_name="Osei-Bonsu", dob="2019-09-04", **HOME))
    record = record_of(world, unclear)
    with world.at_work("hub"):
        assert set(Proposal.objects.filter(source_record=record).values_list("subject_id", flat=True)) == twins
    assert [m for _, m in links(record)] == ["arrived"]


def test_nobody_can_say_that_twins_with_different_birth_orders_are_one(world):
    amara, amira = world.contact(child=AMARA), world.contact(child=AMIRA)
    with world.at_work("hub") as by, pytest.raises(Refused) as refused:
        matching.decide(by=by, at=by.now, source=record_of(world, amira), verdict="same", subject=world.child_of(amara))
    assert refused.value.reasons == ["Different people: birth order 2/1."]


def test_a_twins_nhs_number_is_refused_for_the_other(world):
    amara, amira = world.child_of(world.contact(child=AMARA)), world.child_of(world.contact(child=AMIRA))
    with world.at_work("hub") as by:
        people.number(by=by, at=by.now, subject=amara, scheme="nhs", value="999 000 0018")
        with pytest.raises(Refused) as refused:
            people.number(by=by, at=by.now, subject=amira, scheme="nhs", value="9990000018")
        assert "two children cannot share one number" in refused.value.reasons[0]
        people.raise_quality(by=by, at=by.now, subject=amira, what="One NHS number was given for two children")
        assert Quality.objects.filter(subject=amira, settled_at__isnull=True).count() == 1


def test_a_known_child_met_again_by_a_partner_is_linked_and_everything_follows(world):
    known = world.child_of(world.contact(child=AMARA))
    again = world.contact(child=Arriving(given_name="Amara", family_name="Osei Bonsu", dob="2019-09-04",
                                         nhs_number="9990000018", **HOME), words="I want to go to Nana's")
    record = record_of(world, again)
    if record.subject_id != known:
        with world.at_work("hub") as by:
            matching.decide(by=by, at=by.now, source=record, verdict="same", subject=known, reason="same number")
    with world.at_work("hub"):
        assert Voice.objects.get(words="I want to go to Nana's").subject_id == known
        placeholder = links(record)[0][0]
        assert Subject.objects.get(pk=placeholder).redirected_to_id == known


def test_undoing_a_wrong_link_gives_everything_back_and_is_remembered(world):
    known = world.child_of(world.contact(child=AMARA))
    other = world.contact(child=Arriving(given_name="Abena", family_name="Osei", dob="2019-10-04"), words="Not her")
    record = record_of(world, other)
    was = record.subject_id
    with world.at_work("hub") as by:
        matching.decide(by=by, at=by.now, source=record, verdict="same", subject=known)
    with world.at_work("hub") as by:
        record = SourceRecord.objects.get(pk=record.pk)
        matching.undo(by=by, at=by.now, source=record, reason="Another child: the school rang")
        assert Voice.objects.get(words="Not her").subject_id == was
        assert Subject.objects.get(pk=was).state == "unidentified"
        assert Person.objects.filter(subject_id=was).exists()


def test_a_mother_named_in_a_concern_fills_the_household(world):
    contact = world.contact(others=[("mother", Arriving(given_name="Leila", family_name="Karim"))])
    with world.at_work("hub"):
        assert Relationship.objects.get(other=world.child_of(contact)).kind == "mother"


def test_nothing_is_said_of_a_home_that_is_restricted_neither_for_nor_against(world):
    known = world.child_of(world.contact(child=AMARA))
    with world.at_work("hub") as by:
        place = RestrictedAddress(subject_id=known, sealed_text=b"9", created_by_id=by.worker_id, created_at=by.now)
    RestrictedAddress.objects.using("owner").bulk_create([place])
    same_home = Arriving(given_name="Amarah", family_name="Osei-Bonsu", dob="2019-09-01", sex="F", **HOME)
    unnamed = Arriving(given_name="Baby", family_name="Boateng", dob="2019-09-04", **HOME)
    for arriving in (same_home, unnamed):
        record = record_of(world, world.contact(child=arriving))
        proposal = Proposal.objects.using("owner").get(source_record=record, subject_id=known)
        told = " ".join([*proposal.reasons, *proposal.against, proposal.guard, *(name for name, _ in proposal.bars)])
        assert "home" not in told.lower() and "address" not in told.lower() and told


def test_a_child_of_whom_hundreds_of_reports_are_held_is_still_found(world, monkeypatch):
    monkeypatch.setattr(matching, "COMMON", 3)  # as if each of these were a hundred
    known = world.child_of(world.contact(child=AMARA))
    for _ in range(5):
        assert world.child_of(world.contact(child=AMARA)) == known
    with world.at_work("hub"):
        told = linkage.clean(linkage.Record(given_name="Amara", family_name="Osei-Bonsu", dob="2019-09-04", **HOME))
        assert {subject for _, subject, _ in matching.candidates(told)} == {known}
        namesake = linkage.clean(linkage.Record(given_name="Amara", family_name="Wexley", dob="2019-09-04"))
        assert not matching.candidates(namesake)  # one common key says nothing
