"""The line, through the acts: sent, returned, improved, supervised, graded both ways, researched, shared or not; a
shared screening is a contact of the front door without retyping, every child separately."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.authority.acts import NotYours, Refused
from kith.authority.models import Notice
from kith.frontdoor import acts as frontdoor
from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import SourceRecord, Voice
from kith.screening import line
from kith.screening.models import Screening, Step
from kith.screening.tests import steps
from kith.work.models import Deadline

WHY = "Officers were called to this home four times since May; the child has heard it all."


def running(world, screening: Screening) -> set[str]:
    with world.at_work("hub"):
        return set(Deadline.objects.filter(record_id__in=[screening.pk, screening.expected_id], met_at=None,
                                           superseded_at=None).values_list("duty", flat=True))


def test_the_officers_screening_stops_their_clock_and_starts_the_sergeants(world):
    screening = steps.screened(world)
    assert (screening.officer_grade, screening.grade, screening.handled_as) == ("green", "green", "amber")
    assert (screening.voice, screening.demeanour, screening.school, screening.others) == (True, True, True, True)
    assert screening.officer_reason == "Both parents calm now."
    assert running(world, screening) == {"screening.supervised"}
    assert screening.reached_at is None


def test_a_red_screening_is_on_the_hubs_queue_at_once(world):
    screening = steps.screened(world, grade="red")
    assert screening.reached_at is not None
    assert running(world, screening) == {"screening.supervised", "screening.triage_red"}


def test_it_comes_back_with_reasons_and_is_improved_beside_the_first_answers(world):
    screening = steps.screened(world)
    with world.at_work("sergeant") as by, pytest.raises(Refused, match="missing"):
        line.return_to_officer(by=by, at=by.now, subject=screening.incident_id, screening=screening, reasons=[])
    steps.returned(world, screening)
    assert running(world, screening) == {"screening.improved"}
    told = Notice.objects.using("owner").filter(holder_id=world.worker("constable").pk).latest("created_at")
    assert "sent a screening back to you" in told.text
    better = steps.screened(world, incident=screening.incident, expected=screening.expected, grade="amber")
    assert (better.pk, better.grade, better.returned_at) == (screening.pk, "amber", None)
    assert better.response.replaces_id == screening.response_id
    assert running(world, better) == {"screening.supervised"}


def test_the_sergeant_changes_the_grade_only_with_a_reason_and_it_reaches_the_hub(world):
    screening = steps.screened(world)
    with world.at_work("sergeant") as by, pytest.raises(Refused, match="why you change"):
        line.supervise(by=by, at=by.now, subject=screening.incident_id, screening=screening, grade="amber")
    steps.supervised(world, screening, grade="amber", reason=WHY)
    screening = steps.fresh(world, screening)
    assert (screening.officer_grade, screening.grade) == ("green", "amber")
    assert running(world, screening) == {"screening.triage_amber"}


def test_the_hubs_clock_runs_from_when_it_got_there_whatever_the_grade_becomes(world):
    screening = steps.supervised(world, steps.screened(world, grade="amber"))
    world.forward(timedelta(hours=1))
    with world.at_work("hub_police") as by:
        line.regrade(by=by, at=by.now, subject=screening.incident_id, screening=steps.fresh(world, screening),
                     after="red", reason=WHY)
    with world.at_work("hub"):
        clocks = {d.duty: d for d in Deadline.objects.filter(record_id=screening.pk)}
    assert clocks["screening.triage_amber"].superseded_at is not None
    assert clocks["screening.triage_red"].started_at == steps.fresh(world, screening).reached_at


def test_nobody_in_the_hub_reads_the_childs_words_until_somebody_takes_it_on(world):
    screening = steps.supervised(world, steps.screened(world))
    assert steps.words(world, "hub_police", screening) == []
    steps.taken(world, screening)
    assert steps.words(world, "hub_police", screening) == [steps.WORDS]


def test_nothing_is_shared_or_kept_back_without_research_and_a_reason(world):
    screening = steps.taken(world, steps.supervised(world, steps.screened(world)))
    with world.at_work("hub_police") as by, pytest.raises(Refused, match="research"):
        line.share(by=by, at=by.now, subject=screening.incident_id, screening=screening, reason=WHY)
    with world.at_work("hub_police") as by, pytest.raises(Refused, match="Choose why"):
        line.not_share(by=by, at=by.now, subject=screening.incident_id, screening=screening, code="", reason=WHY)


def test_red_is_always_shared(world):
    screening = steps.researched(world, steps.supervised(world, steps.screened(world, grade="red")))
    with world.at_work("hub_police") as by, pytest.raises(Refused, match="always shared"):
        line.not_share(by=by, at=by.now, subject=screening.incident_id, screening=screening, code="no_concern",
                       reason=WHY)


def test_not_sharing_is_coded_and_stops_the_clock(world):
    screening = steps.researched(world, steps.supervised(world, steps.screened(world)))
    with world.at_work("hub_police") as by:
        line.not_share(by=by, at=by.now, subject=screening.incident_id, screening=screening, code="held_already",
                       reason=WHY)
    assert running(world, screening) == set()
    with world.at_work("hub"):
        assert Step.objects.get(screening=screening, kind="not_shared").codes == ["held_already"]


def test_the_officer_learns_what_became_of_it_and_of_a_changed_grade_but_not_what_the_hub_found(world):
    screening = steps.taken(world, steps.supervised(world, steps.screened(world)))
    with world.at_work("hub_police") as by:
        line.regrade(by=by, at=by.now, subject=screening.incident_id, screening=screening, after="amber", reason=WHY)
    screening = steps.fresh(world, screening)
    with world.at_work("hub_police") as by:
        line.research(by=by, at=by.now, subject=screening.incident_id, screening=screening,
                      text="The father is named in an investigation nobody else knows of.")
        line.share(by=by, at=by.now, subject=screening.incident_id,
                   screening=Screening.objects.select_related("incident", "response").get(pk=screening.pk), reason=WHY)
    for key in ("constable", "sergeant"):
        page = world.client(key).get(f"/screenings/{screening.pk}/").content.decode()
        assert "Shared with the front door" in page and "Grade changed from green to amber" in page
        assert "investigation" not in page
    assert "investigation" in world.client("hub_police").get(f"/screenings/{screening.pk}/").content.decode()


def test_a_shared_screening_is_a_contact_with_the_same_people_and_the_childs_words(world):
    screening = steps.shared(world, steps.screened(world))
    with world.at_work("hub"):
        contact = Contact.objects.get(pk=screening.contact_id)
        people = {p.role: p for p in ContactPerson.objects.filter(contact=contact)}
        assert people["child"].source_record_id == screening.source_record_id
        assert (contact.source_code, contact.others_at_home, contact.typed_fields) == ("6", "yes", 0)
        assert contact.carried_fields > 5
        assert "The officer's grade (not ours): green" in contact.what_happened
        assert contact.provenance["screening"] == str(screening.pk)
        assert SourceRecord.objects.filter(fields__given_name="Finn").count() == 1
        voice = Voice.objects.get(subject=screening.subject_id)
    assert (voice.words, voice.heard_by) == (steps.WORDS, "PC 4411 Colin Constable")
    assert running(world, screening) == set()


def test_each_child_is_its_own_contact_and_one_incident_one_referral(world):
    first = steps.shared(world, steps.screened(world))
    second = steps.shared(world, steps.screened(world, incident=first.incident, child="Isla"))
    with world.at_work("hub"):
        found = Contact.objects.filter(pk__in=[first.contact_id, second.contact_id])
        assert {c.referral_id for c in found} == {first.contact_id}
        assert len(found) == 2


def test_it_is_acknowledged_when_somebody_at_the_front_door_takes_it_on(world):
    screening = steps.shared(world, steps.screened(world))
    assert screening.acknowledged_at is None
    with world.at_work("screener") as by:
        frontdoor.take(by=by, at=by.now, subject=screening.contact_id,
                       contact=Contact.objects.get(pk=screening.contact_id))
    assert steps.fresh(world, screening).acknowledged_at is not None


@pytest.mark.parametrize(("key", "sees"), [("constable", True), ("sergeant", True), ("hub_police", True),
                                           ("screener", True), ("charlie", False), ("alice", False), ("dsl", False),
                                           ("leader", False), ("scrutineer", False)])
def test_who_sees_a_screening(world, key, sees):
    screening = steps.screened(world)
    with world.at_work(key):
        assert Screening.objects.filter(pk=screening.pk).exists() == sees


def test_another_officer_can_neither_send_nor_supervise(world):
    screening = steps.screened(world)
    with world.at_work("alice") as by, pytest.raises(NotYours):
        line.supervise(by=by, at=by.now, subject=screening.incident_id, screening=screening)
    with world.at_work("constable") as by, pytest.raises(NotYours):
        line.supervise(by=by, at=by.now, subject=screening.incident_id, screening=screening)
