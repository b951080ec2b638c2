"""Two persons become one only by people, and become two again exactly as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from kith.authority.acts import NotYours, Refused
from kith.authority.models import Subject
from kith.frontdoor import acts as frontdoor
from kith.frontdoor import reliance as _registered
from kith.frontdoor.models import ContactPerson
from kith.meetings.models import Item, ItemChild, Sitting
from kith.people import acts as people
from kith.people import matching
from kith.people.index import acts, reliance
from kith.people.index.models import Consequence, Merge
from kith.people.index.tests.steps import AMARA, AMIRA, HOME, arrives, child, standing
from kith.people.models import SourceRecord, Voice
from kith.work import acts as work

assert _registered
LEO, LEONARD = child("Leo", "Marsh", "2014-03-02"), child("Lennie", "Quill", "2013-11-20", **HOME)


def proposed(world, one, two, by_key="hub") -> Merge:
    with world.at_work(by_key) as by:
        return acts.propose_merge(
            by=by, at=by.now, subject=one, other=two, reason="The school says he uses both names"
        )


def merged(world, merge, by_key="manager") -> Merge:
    with world.at_work(by_key) as by:
        acts.merge_persons(by=by, at=by.now, subject=merge.subject_id, merge=merge)
        return Merge.objects.get(pk=merge.pk)


def undone(world, merge) -> None:
    with world.at_work("hub") as by:
        acts.unmerge(
            by=by,
            at=by.now,
            subject=merge.subject_id,
            merge=Merge.objects.get(pk=merge.pk),
            reason="Two boys: seen together today",
        )


def test_the_older_id_stands_and_everything_moves_to_it(world):
    elder, _ = arrives(world, LEO, words="I want to go home")
    younger, record = arrives(world, LEONARD, words="It was me")
    merged(world, proposed(world, younger, elder))
    with world.at_work("hub"):
        other = Subject.objects.get(pk=younger)
        assert (other.state, other.redirected_to_id) == ("redirected", elder)
        assert Voice.objects.get(words="It was me").subject_id == elder
        assert SourceRecord.objects.get(pk=record.pk).subject_id == elder
        assert ContactPerson.objects.filter(subject_id=elder).count() == 2


def test_unmerging_gives_back_every_link_and_item_exactly(world):
    elder, _ = arrives(world, LEO, words="One")
    younger, _ = arrives(world, LEONARD, words="Two")
    with world.at_work("hub") as by:
        work.involve(by=by, at=by.now, subject=younger, agency=by.agency_id, kind="child in need")
        work.agree_action(by=by, at=by.now, subject=younger, agency=by.agency_id, what="Ring the aunt")
    before = standing()
    merge = merged(world, proposed(world, elder, younger))
    assert standing() != before
    undone(world, merge)
    after = standing()
    for table in before:
        if table not in ("people_consequence.subject_id",):
            assert after[table] == before[table], table


def test_a_merge_waits_for_a_second_person_where_either_has_a_history(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    with world.at_work("hub") as by:
        work.involve(by=by, at=by.now, subject=younger, agency=by.agency_id, kind="child protection plan")
    merge = proposed(world, elder, younger)
    assert merge.needs_second
    with world.at_work("hub") as by, pytest.raises(Refused) as refused:
        acts.merge_persons(by=by, at=by.now, subject=elder, merge=merge)
    assert "Somebody else must agree" in refused.value.reasons[0]
    assert merged(world, merge).merged_by_id == world.worker("manager").pk


def test_without_a_history_one_person_is_enough_unless_nobody_can_tell(world, monkeypatch):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    merge = proposed(world, elder, younger)
    assert not merge.needs_second
    monkeypatch.setattr(reliance, "HISTORIES", [])
    with world.at_work("hub") as by, pytest.raises(Refused, match="Somebody else must agree"):
        acts.merge_persons(by=by, at=by.now, subject=elder, merge=merge)


def test_twins_of_different_birth_order_are_different_people_whoever_asks(world):
    amara, _ = arrives(world, AMARA)
    amira, _ = arrives(world, AMIRA)
    for key in ("hub", "manager"):
        with world.at_work(key) as by, pytest.raises(Refused) as refused:
            acts.propose_merge(
                by=by, at=by.now, subject=amira, other=amara, reason="Same birthday, same home"
            )
        assert refused.value.reasons == ["Different people: birth order 1/2."]


def test_a_merge_proposed_before_the_birth_orders_were_known_fails_at_the_second_person(world):
    amara, _ = arrives(world, child("Amara", "Osei", "2019-09-04"))
    amira, _ = arrives(world, child("Mia", "Bonsu", "2018-04-09"))
    merge = proposed(world, amara, amira)
    with world.at_work("hub") as by:
        people.correct(by=by, at=by.now, subject=amara, birth_order=1)
        people.correct(by=by, at=by.now, subject=amira, birth_order=2)
    with world.at_work("manager") as by, pytest.raises(Refused) as refused:
        acts.merge_persons(by=by, at=by.now, subject=amara, merge=merge)
    assert refused.value.reasons == ["Different people: birth order 1/2."]


def test_two_valid_nhs_numbers_are_two_people(world):
    one, _ = arrives(world, child("Leo", "Marsh", "2014-03-02", nhs_number="9434765919"))
    two, _ = arrives(world, child("Lennie", "Quill", "2013-11-20"))
    with world.at_work("hub") as by:
        people.number(by=by, at=by.now, subject=two, scheme="nhs", value="9990000018")
        with pytest.raises(Refused, match="valid NHS number of their own"):
            acts.propose_merge(by=by, at=by.now, subject=one, other=two, reason="Same boy")


def test_a_later_merge_is_undone_first(world):
    a, _ = arrives(world, LEO)
    b, _ = arrives(world, LEONARD)
    c, _ = arrives(world, child("Len", "Tarn", "2012-01-05"))
    first = merged(world, proposed(world, b, c))
    later = merged(world, proposed(world, a, b))
    with pytest.raises(Refused, match="Undo the later merge first"):
        undone(world, first)
    undone(world, later)
    undone(world, first)
    with world.at_work("hub"):
        assert set(Subject.objects.filter(pk__in=[a, b, c]).values_list("state", flat=True)) == {
            "unidentified"
        }


def test_what_relied_on_the_merge_is_flagged_when_it_is_undone(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    merge = merged(world, proposed(world, elder, younger))
    contact = world.contact()
    with world.at_work("hub") as by:
        work.ask(
            by=by,
            at=by.now,
            subject=elder,
            about=contact.pk,
            agency=world.agency("health").pk,
            grade="red",
            question="Has Leo been seen with an injury?",
            purpose="To decide today",
            lawful_basis="public_task",
            gateway="ca1989_s47",
            family_told="unsafe_child",
        )
    assert world.client("manager").get(f"/work/children/{elder}/").status_code == 200
    undone(world, merge)
    with world.at_work("hub"):
        kinds = set(Consequence.objects.filter(cause_id=merge.pk).values_list("kind", flat=True))
    assert {"request", "look", "clock"} <= kinds


def test_a_word_that_two_are_never_the_same_stands_until_it_is_taken_back(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    merge = proposed(world, elder, younger)
    with world.at_work("manager") as by:
        acts.decline_merge(by=by, at=by.now, subject=elder, merge=merge, note="I know both boys", never=True)
    with world.at_work("hub") as by, pytest.raises(Refused, match="never the same"):
        acts.propose_merge(by=by, at=by.now, subject=elder, other=younger, reason="Again")


@pytest.mark.parametrize("key", ["charlie", "administrator", "hub_police", "alice", "dsl", "guardian"])
def test_nobody_outside_the_councils_hub_merges(world, key):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    with world.at_work(key) as by, pytest.raises(NotYours):
        acts.propose_merge(by=by, at=by.now, subject=elder, other=younger, reason="Mine")


def test_the_database_refuses_to_fold_for_the_police_in_the_hub_too(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    with pytest.raises(Exception, match="not yours to link"), world.at_work("hub_police") as by:
        acts.ground.fold(by.worker_id, younger, elder)


def test_a_worker_barred_from_one_is_barred_from_the_merged_record(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into authority_bar (id, worker_id, subject_id, reason, declared_at) values "
            "(gen_random_uuid(), %s, %s, 'aunt', now())",
            [world.worker("screener").pk, younger],
        )
    merge = merged(world, proposed(world, elder, younger))
    with world.at_work("screener") as by:
        assert not Voice.objects.filter(subject_id=elder).exists()
        with pytest.raises(NotYours):
            acts.unmerge(by=by, at=by.now, subject=elder, merge=merge, reason="x")


def test_linking_by_the_bench_after_an_undo_still_gives_back_what_hung_on_the_placeholder(world):
    known, _ = arrives(world, LEO)
    was, record = arrives(world, LEONARD)
    with world.at_work("hub") as by:
        work.agree_action(by=by, at=by.now, subject=was, agency=by.agency_id, what="Ring the aunt")
    before = standing()
    with world.at_work("hub") as by:
        matching.decide(by=by, at=by.now, source=record, verdict="same", subject=known, reason="One boy")
    with world.at_work("hub") as by:
        matching.undo(by=by, at=by.now, source=SourceRecord.objects.get(pk=record.pk), reason="Not him")
        person = ContactPerson.objects.get(source_record=record.pk)
        frontdoor.unsettle(by=by, at=by.now, subject=person.subject_id, person=person)
    after = standing()
    assert any(subject == was for _, subject in before["work_action.subject_id"])
    assert after["work_action.subject_id"] == before["work_action.subject_id"]
    assert {r[:2] for r in after["links"]} == {r[:2] for r in before["links"]}


def test_looks_before_a_merge_are_shown_with_those_after_it(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    for key, subject in (("screener", younger), ("manager2", elder)):
        assert world.client(key).get(f"/work/children/{subject}/").status_code == 200
    merge = merged(world, proposed(world, elder, younger))
    shown = world.client("hub").get(f"/work/children/{elder}/").content.decode()
    assert "Priya Screener" in shown and "Mina Manager" in shown
    undone(world, merge)
    shown = world.client("hub").get(f"/work/children/{elder}/").content.decode().split("Who has looked or acted")[1]
    assert "Mina Manager" in shown and "Priya Screener" not in shown


def test_an_item_of_a_meeting_that_relied_on_the_merge_is_flagged(world):
    elder, _ = arrives(world, LEO)
    younger, _ = arrives(world, LEONARD)
    merge = merged(world, proposed(world, elder, younger))
    with world.at_work("hub") as by:
        now, hub = by.now, {"created_by_id": by.worker_id}
    sitting = Sitting(forum="daily", version="1", starts_at=now, ends_at=now + timedelta(hours=1), since=now,
                      created_at=now, **hub)  # fmt: skip
    item = Item(sitting=sitting, subject_id=elder, created_at=now, **hub)
    for row in (sitting, item, ItemChild(item=item, subject_id=elder, **hub)):
        row.save(using="owner", force_insert=True)
    undone(world, merge)
    with world.at_work("hub"):
        flagged = Consequence.objects.get(cause_id=merge.pk, record_id=item.pk)
    assert (flagged.kind, flagged.path) == ("meeting", f"/meetings/items/{item.pk}/")
    assert flagged.action_id is not None
