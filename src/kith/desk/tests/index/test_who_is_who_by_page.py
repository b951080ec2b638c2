"""The review queue, two records side by side, merging and undoing by page; and who must not see any of it."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from kith.frontdoor.acts import grade as grade_contact
from kith.frontdoor.models import Contact, ContactPerson
from kith.people import acts as people
from kith.people import matching
from kith.people.index import acts, ground, quality, queue
from kith.people.index.models import Consequence, Merge
from kith.people.index.tests.steps import AMARA, AMIRA, HOME, arrives, child
from kith.people.models import PersonLink, Proposal, Quality, Relationship, SourceRecord
from kith.work import acts as work
from kith.work.models import Action

NOOR = child("Noor", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA", sex="F")
AUTUMN = child("A.", "Osei-Bonsu", "2019-09-04", **HOME)
OUTSIDERS = (
    "charlie",
    "administrator",
    "hub_police",
    "hub_health",
    "constable",
    "alice",
    "dsl",
    "guardian",
    "leader",
)


def page(world, key: str, path: str) -> str:
    response = world.client(key).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')


def sent(world, key: str, path: str, **answers) -> str:
    response = world.client(key).post(path, answers)
    assert response.status_code == 302, response.content.decode()[:4000]
    return response["Location"]


def refused(world, key: str, path: str, **answers) -> str:
    response = world.client(key).post(path, answers)
    assert response.status_code == 422
    return response.content.decode().replace("&#x27;", "'")


def proposal_of(world, record, subject=None) -> Proposal:
    with world.at_work("hub"):
        found = Proposal.objects.filter(source_record=record.pk)
        return found.get(subject_id=subject) if subject else found.order_by("-weight")[0]


def merge_of(world, one: UUID, two: UUID) -> Merge:
    sent(
        world,
        "hub",
        f"/work/people/persons/{one}/merge/",
        elsewhere=f"https://kith.example/work/children/{two}/",
        reason="The school says so",
    )
    with world.at_work("hub"):
        return Merge.objects.get()


def test_the_queue_shows_who_may_be_whom_most_pressing_first(world):
    arrives(world, AMARA)
    _, first = arrives(world, AUTUMN)
    arrives(world, NOOR)
    _, red = arrives(world, child("Zainab", "Karim", "2019-05-02", address="4 Mill Lane", postcode="TS9 1AA"))
    with world.at_work("hub") as by:
        assert Proposal.objects.filter(source_record=red.pk).exists()
        contact = Contact.objects.get(pk=ContactPerson.objects.get(source_record=red.pk).contact_id)
        grade_contact(by=by, at=by.now, subject=contact.pk, contact=contact, grade="red", reason="A mark.")
    shown = page(world, "screener", "/work/people/review/")
    assert "2 questions waiting" in shown and "1 with an open red or amber concern" in shown
    assert shown.index("Zainab Karim") < shown.index("A. Osei-Bonsu")


def test_a_question_shows_why_why_not_and_how_it_came_about_and_is_answered_by_key(world):
    amara, _ = arrives(world, AMARA)
    _, record = arrives(world, AUTUMN)
    where = f"/work/people/review/{proposal_of(world, record, amara).pk}/"
    shown = page(world, "screener", where)
    assert "Is A. Osei-Bonsu the same person as Amara Osei-Bonsu?" in shown
    assert all(f'data-key="{k}"' in shown for k in "sdn")
    assert "Same date of birth" in shown and "<svg" in shown and "arrived and stood for itself" in shown
    assert (
        sent(world, "screener", where, verdict="different", reason="The other twin") == "/work/people/review/"
    )
    with world.at_work("hub"):
        assert ContactPerson.objects.get(source_record=record.pk).settled_as == "new"
        assert proposal_of(world, record, amara).verdict == "different"


def test_same_links_the_record_and_settles_the_contact(world):
    amara, _ = arrives(world, AMARA)
    _, record = arrives(world, AUTUMN)
    sent(world, "hub", f"/work/people/review/{proposal_of(world, record, amara).pk}/", verdict="same")
    with world.at_work("hub"):
        person = ContactPerson.objects.get(source_record=record.pk)
        assert (person.subject_id, person.settled_as) == (amara, "same")


def test_same_against_a_guard_waits_for_a_second_reader(world):
    amara, _ = arrives(world, child("Amara", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    _, record = arrives(world, child("Zainab", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    where = f"/work/people/review/{proposal_of(world, record, amara).pk}/"
    sent(world, "hub", where, verdict="same", reason="Both her names: I rang the school")
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=record.pk).subject_id != amara
    assert "A second reader is needed" in page(world, "screener", "/work/people/review/")
    assert "You have read this one" in refused(world, "hub", where, verdict="same")
    sent(world, "manager", where, verdict="same")
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=record.pk).subject_id == amara


def test_two_readers_who_do_not_agree_leave_it_unsure(world):
    amara, _ = arrives(world, child("Amara", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    _, record = arrives(world, child("Zainab", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    where = f"/work/people/review/{proposal_of(world, record, amara).pk}/"
    sent(world, "hub", where, verdict="same")
    sent(world, "manager", where, verdict="different")
    assert proposal_of(world, record, amara).verdict == "unsure"


def test_a_question_taken_by_one_is_not_given_to_another_for_half_an_hour(world):
    arrives(world, AMARA)
    _, record = arrives(world, AUTUMN)
    where = f"/work/people/review/{proposal_of(world, record).pk}/"
    assert sent(world, "hub", where, verdict="claim") == where
    assert "Hal Hubworker has taken this already." in refused(world, "screener", where, verdict="claim")
    assert "Hal Hubworker" in page(world, "screener", "/work/people/review/")
    sent(world, "hub", where, verdict="release")
    sent(world, "screener", where, verdict="claim")


def test_a_merge_is_proposed_by_one_and_agreed_by_another_then_undone_whole(world):
    one, _ = arrives(world, child("Leo", "Marsh", "2014-03-02"))
    two, record = arrives(world, child("Lennie", "Quill", "2013-11-20", **HOME))
    with world.at_work("hub") as by:
        work.involve(by=by, at=by.now, subject=one, agency=by.agency_id, kind="child protection plan")
    merge = merge_of(world, two, one)
    where = f"/work/people/merges/{merge.pk}/"
    shown = page(world, "hub", where)
    assert "child protection plan" in shown and "Somebody else must agree" in shown
    assert "(opened first): 12, household not known; 1 record, from Thornshire Constabulary" in " ".join(
        re.sub("<[^>]+>", " ", shown).replace(" :", ":").split())
    assert f'href="/work/children/{one}/"' in shown and "makes them two again" in shown
    assert "A merge was proposed" in page(world, "manager", "/work/people/review/")
    assert "Somebody else must agree" in refused(world, "hub", where, answer="merge")
    assert sent(world, "manager", where, answer="merge") == f"/work/people/persons/{one}/"
    assert page(world, "manager", f"/work/children/{one}/")
    undo = where + "undo/"
    shown = page(world, "hub", undo)
    assert "Who looked" in shown and "Morag Manager" in shown
    sent(world, "hub", undo, reason="Two boys: seen together")
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=record.pk).subject_id == two
        assert Consequence.objects.filter(cause_id=merge.pk, action_id__isnull=True).count() == 0
        assert Action.objects.filter(cause_id=merge.pk, what__startswith="Tell whoever looked").count() == 1
    assert "Undone by Hal Hubworker" in page(world, "hub", f"/work/people/persons/{one}/")


def test_twins_are_not_merged_whoever_asks(world):
    amara, _ = arrives(world, AMARA)
    amira, _ = arrives(world, AMIRA)
    for key in ("hub", "manager"):
        shown = refused(
            world, key, f"/work/people/persons/{amira}/merge/", other=str(amara), reason="Same birthday"
        )
        assert "Different people: birth order 1/2." in shown


def test_before_a_link_is_undone_everything_that_relied_on_it_is_shown(world):
    known, _ = arrives(world, NOOR)
    _, record = arrives(world, NOOR)
    with world.at_work("hub") as by:
        assert PersonLink.objects.get(source_record=record.pk, valid_to=None).method == "machine"
        contact = ContactPerson.objects.get(source_record=record.pk).contact_id
        work.ask(
            by=by,
            at=by.now,
            subject=known,
            about=contact,
            agency=world.agency("health").pk,
            grade="red",
            question="Has Noor been seen with an injury?",
            purpose="To decide today",
            gateway="ca1989_s47",
            lawful_basis="public_task",
            family_told="unsafe_child",
        )
    where = f"/work/people/links/{record.pk}/undo/"
    shown = page(world, "hub", where)
    assert "NHS Thornshire was asked a question" in shown and "Undoing flags each of them" in shown
    refused(world, "hub", where, reason="")
    sent(world, "hub", where, reason="A cousin of the same name")
    with world.at_work("hub"):
        assert Action.objects.filter(what__startswith="Tell the partner that the question").exists()
        assert ContactPerson.objects.get(source_record=record.pk).settled_at is None
    assert world.client("hub").get(where).status_code == 404


def test_records_are_taken_apart_by_page(world):
    known, first = arrives(world, NOOR)
    _, record = arrives(world, NOOR)
    where = f"/work/people/persons/{known}/"
    assert page(world, "hub", where).count("/undo/") == 1
    assert "Leave at least one record" in refused(
        world, "hub", where + "split/", records=[str(first.pk), str(record.pk)], reason="All wrong"
    )
    sent(world, "hub", where + "split/", records=[str(record.pk)], reason="Her cousin")
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=record.pk).subject_id not in (known, record.subject_id)


def test_the_quality_page_shows_the_share_by_source_and_its_questions_are_settled(world):
    known, _ = arrives(world, NOOR)
    with world.at_work("hub") as by:
        asked = people.raise_quality(
            by=by, at=by.now, subject=known, what="One NHS number was given for two children"
        )
    shown = page(world, "manager", "/work/people/quality/")
    assert "Thornshire Constabulary" in shown and "Below 95%" in shown and "given for two children" in shown
    where = f"/work/people/questions/{asked.pk}/"
    refused(world, "hub", where, note="")
    sent(world, "hub", where, note="The practice corrected it")
    with world.at_work("hub"):
        assert Quality.objects.get(pk=asked.pk).settled_by_id == world.worker("hub").pk


def test_never_the_same_is_said_and_taken_back_by_page(world):
    one, _ = arrives(world, NOOR)
    two, _ = arrives(world, child("Leo", "Marsh", "2014-03-02"))
    where = f"/work/people/persons/{one}/"
    sent(world, "hub", where + "never/", elsewhere=f"/work/children/{two}/", reason="I know both children")
    assert "never the same" in refused(
        world, "manager", where + "merge/", elsewhere=f"/work/children/{two}/", reason="One child"
    )
    assert "I know both children" in page(world, "screener", where)
    with world.at_work("hub"):
        word = ground.words_of(one)[0]
    back = f"{where}words/{word.id}/"
    for key in OUTSIDERS:
        assert world.client(key).get(where + "never/").status_code == 404
        assert world.client(key).get(back).status_code == 404
    sent(world, "manager", back)
    assert "I know both children" not in page(world, "screener", where)
    assert world.client("manager").get(back).status_code == 404
    merge_of(world, one, two)


def test_always_the_same_is_said_and_taken_back_by_page(world):
    known, first = arrives(world, AMARA)
    _, second = arrives(world, AMARA)
    where = f"/work/people/persons/{known}/"
    assert "Choose two or more" in refused(
        world, "hub", where + "always/", records=[str(first.pk)], reason="Her mother confirmed"
    )
    sent(world, "hub", where + "always/", records=[str(first.pk), str(second.pk)], reason="Her mother confirmed")
    assert "always the same (Her mother confirmed)" in page(world, "screener", where)
    refused(world, "hub", f"/work/people/links/{second.pk}/undo/", reason="Not her")
    with world.at_work("hub"):
        word = ground.words_of(known)[0]
    for key in OUTSIDERS:
        assert world.client(key).get(where + "always/").status_code == 404
    sent(world, "manager", f"{where}words/{word.id}/")
    sent(world, "hub", f"/work/people/links/{second.pk}/undo/", reason="Not her")
    with world.at_work("hub"):
        assert SourceRecord.objects.get(pk=second.pk).subject_id != known


def test_nobody_outside_the_councils_hub_sees_or_does_any_of_it(world):
    known, first = arrives(world, AMARA)
    _, record = arrives(world, AUTUMN)
    _, linked = arrives(world, AMARA)
    other, _ = arrives(world, NOOR)
    with world.at_work("hub") as by:
        merge = acts.propose_merge(by=by, at=by.now, subject=known, other=other, reason="One girl")
        asked = people.raise_quality(by=by, at=by.now, subject=known, what="Which day was she born?")
    places = [
        "review/",
        f"review/{proposal_of(world, record, known).pk}/",
        f"persons/{known}/",
        f"persons/{known}/split/",
        f"persons/{known}/merge/",
        f"merges/{merge.pk}/",
        f"links/{linked.pk}/undo/",
        "quality/",
        f"questions/{asked.pk}/",
    ]
    for path in places:
        assert world.client("screener").get(f"/work/people/{path}").status_code == 200, path
        for key in OUTSIDERS:
            assert world.client(key).get(f"/work/people/{path}").status_code == 404, (key, path)
            assert world.client(key).post(f"/work/people/{path}", {"verdict": "same"}).status_code in (
                404,
                405,
            ), (key, path)


def test_answers_calibrate_the_weights_and_the_household_keeps_the_twin(world):
    amara, _ = arrives(world, child("Amara", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    _, record = arrives(world, child("Zainab", "Osei-Bonsu", "2019-09-04", sex="F", **HOME))
    sent(world, "hub", f"/work/people/review/{proposal_of(world, record, amara).pk}/", verdict="different")
    with world.at_work("hub"):
        assert Relationship.objects.filter(
            other_id=amara, kind="twin", confidence="possible", source="index"
        ).exists()
        assert [round(share) for _, share, _ in quality.calibration()] == [0]
    assert "From 1 answer." in page(world, "manager", "/work/people/quality/")


def test_the_nightly_check_asks_about_what_the_index_would_now_decide_otherwise(world):
    known, first = arrives(world, NOOR)
    _, record = arrives(world, child("Noor", "Karim", ""))
    with world.at_work("hub") as by:
        source = SourceRecord.objects.get(pk=record.pk)
        if source.subject_id == known:
            pytest.fail("The thin record was linked at once: nothing is left to drift")
        SourceRecord.objects.filter(pk=record.pk).update(fields=first.fields)
        source.refresh_from_db()
        matching.index(source)
        assert quality.check(by=by, at=by.now)["raised"] == 1
        assert quality.check(by=by, at=by.now)["raised"] == 0
        assert {t.kind for t in queue.tasks(by, by.now)} == {"drift"} | {t.kind for t in queue.proposals(by)}
    assert "The index would now decide otherwise" in page(world, "hub", "/work/people/review/")
