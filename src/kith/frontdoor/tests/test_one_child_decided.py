"""The main job, through the acts: a school's concern becomes one decision that used the child's words, and is told."""

from __future__ import annotations

import pytest

from kith.authority.acts import NotYours, Refused
from kith.frontdoor import acts, deciding
from kith.frontdoor.deciding import Answers
from kith.frontdoor.models import Contact, ContactPerson, Message
from kith.meetings.models import Decision
from kith.people import matching
from kith.people.models import Event, Voice
from kith.work import acts as work
from kith.work.models import Action, Deadline, Request

LONG = "The bruise, what Noor said and the earlier contacts together need a strategy discussion today."


def grade_and_settle(world, contact: Contact, grade: str = "red") -> None:
    with world.at_work("hub") as by:
        contact = Contact.objects.get(pk=contact.pk)
        acts.take(by=by, at=by.now, subject=contact.pk, contact=contact)
        acts.grade(by=by, at=by.now, subject=contact.pk, contact=contact, grade=grade, reason="A mark and her words.")
        for person in ContactPerson.objects.filter(contact=contact, settled_at__isnull=True):
            acts.settle(by=by, at=by.now, subject=person.subject_id, person=person, as_what="new")
            matching.decide(by=by, at=by.now, source=person.source_record, verdict="different")


def ready(world, contact: Contact, grade: str = "red") -> None:
    grade_and_settle(world, contact, grade)
    child = world.child_of(contact)
    with world.at_work("hub") as by:
        acts.show_history(by=by, at=by.now, subject=child, referral=contact.referral_id, count=1)
        acts.write_picture(
            by=by,
            at=by.now,
            subject=child,
            referral=contact.referral_id,
            text="School saw a mark, police hold nothing, health knows of no earlier injury.",
        )


def answers(**changes) -> Answers:
    base = {
        "chosen": "strategy",
        "level": 4,
        "indicator": "Physical harm",
        "options_considered": "An assessment alone",
        "rationale": LONG,
        "influence": "changed",
        "difference": "She named who did it.",
    }
    return Answers(**(base | changes))


def test_a_concern_starts_its_clocks_from_receipt_and_is_acknowledged_at_once(world):
    contact = world.contact()
    with world.at_work("hub"):
        duties = set(Deadline.objects.filter(subject=contact.pk).values_list("duty", flat=True))
        assert {"contact.decision", "contact.acknowledged"} <= duties
        assert Deadline.objects.get(subject=contact.pk, duty="contact.acknowledged").met_at is not None
        assert Message.objects.filter(subject=contact.pk, kind="acknowledgement").count() == 1


def test_the_arriving_child_is_matched_right_after_the_commit(world):
    contact = world.contact()
    with world.at_work("hub"):
        assert Contact.objects.get(pk=contact.pk).matched_at is not None


def test_one_child_is_decided_with_her_words_and_the_referrer_is_told(world):
    contact = world.contact()
    ready(world, contact)
    child = world.child_of(contact)
    with world.at_work("hub") as by:
        contact = Contact.objects.get(pk=contact.pk)
        voice = Voice.objects.get(subject=child)
        deciding.decide(by=by, at=by.now, subject=child, contact=contact, answers=answers(voice_id=voice.pk))
    with world.at_work("hub") as by:
        contact = Contact.objects.get(pk=contact.pk)
        assert contact.decided_at is not None
        assert Deadline.objects.get(subject=contact.pk, duty="contact.decision").met_at is not None
        assert Deadline.objects.get(subject=contact.pk, duty="contact.told").met_at is None
        assert Decision.objects.get(subject=child).voice == voice
        assert Action.objects.filter(subject=child, what__startswith="Hold a strategy").exists()
        acts.tell(by=by, at=by.now, subject=contact.pk, contact=contact, text="Thank you. We are looking into it.")
        assert Deadline.objects.get(subject=contact.pk, duty="contact.told").met_at is not None
        assert Event.objects.filter(subject=child, verb="child.decided").exists()
    with world.at_work("dsl") as by:
        assert Message.objects.filter(subject=contact.pk, kind="outcome").count() == 1
        assert Decision.objects.count() == 0


def test_a_concern_for_an_open_case_asks_the_worker_who_knows_the_child(world):
    contact = world.contact()
    ready(world, contact, "green")
    child = world.child_of(contact)
    with world.at_work("hub") as by:
        deciding.decide(by=by, at=by.now, subject=child, contact=Contact.objects.get(pk=contact.pk),
                        answers=answers(chosen="open_case", level=3, voice_id=Voice.objects.get(subject=child).pk))
        assert Action.objects.get(subject=child, what__startswith="Take this concern on").done_at is None


def test_nothing_can_be_decided_without_the_childs_voice_or_a_reason(world):
    contact = world.contact(words="")
    ready(world, contact)
    with world.at_work("hub") as by, pytest.raises(Refused) as refused:
        deciding.decide(
            by=by,
            at=by.now,
            subject=world.child_of(contact),
            contact=Contact.objects.get(pk=contact.pk),
            answers=answers(influence="", difference=""),
        )
    assert any("child's own words" in reason for reason in refused.value.reasons)


def test_a_partner_is_asked_and_its_silence_is_visible(world):
    contact = world.contact()
    grade_and_settle(world, contact)
    child, health = world.child_of(contact), world.agency("health").pk
    with world.at_work("hub") as by:
        work.ask(
            by=by,
            at=by.now,
            subject=child,
            about=contact.pk,
            agency=health,
            grade="red",
            question="Has Noor been seen with an injury before?",
            purpose="To decide today",
            lawful_basis="public_task",
            gateway="ca1989_s47",
            family_told="unsafe_child",
        )
        assert Deadline.objects.get(duty="partner.reply_red").agency_id == health
    with world.at_work("hub_health") as by:
        request = Request.objects.get(agency=health)
        work.nothing_known(by=by, at=by.now, subject=child, request=request)
    with world.at_work("hub"):
        assert Deadline.objects.get(duty="partner.reply_red").met_at is not None


def test_charlie_and_the_administrator_see_nothing(world):
    contact = world.contact()
    child = world.child_of(contact)
    for key in ("charlie", "administrator", "leader", "scrutineer", "other_dsl"):
        with world.at_work(key) as by:
            assert Contact.objects.count() == 0
            assert Voice.objects.count() == 0
            assert Event.objects.count() == 0
            with pytest.raises(NotYours):
                acts.take(by=by, at=by.now, subject=contact.pk, contact=contact)
    with world.at_work("dsl"):
        assert Contact.objects.count() == 1
        assert Event.objects.filter(subject=child).count() == 0
