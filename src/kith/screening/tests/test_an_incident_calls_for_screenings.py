"""The denominator comes from incidents: each child who is to be screened is expected, and missed by name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.authority.acts import Refused
from kith.authority.models import Bar, Notice
from kith.people.models import PersonLink
from kith.screening import acts, jobs
from kith.screening.models import Expected, Incident, IncidentPerson, NotNeeded
from kith.screening.tests import steps
from kith.work.models import Deadline


def bar(world, key: str, subject) -> None:
    Bar.objects.using("owner").bulk_create(
        [Bar(worker=world.worker(key), subject_id=subject, reason="relative", declared_at=timezone.now())])


def expected_of(world, incident: Incident, key: str = "hub") -> list[Expected]:
    with world.at_work(key):
        return list(Expected.objects.filter(incident=incident).order_by("source_record__fields__given_name"))


def test_each_child_of_the_household_is_expected_separately_with_the_time_running_from_the_incident(world):
    incident = steps.incident_of(world)
    found = expected_of(world, incident)
    assert [e.triggers for e in found] == [["domestic_present"]] * 3
    with world.at_work("hub"):
        due = {d.record_id: d for d in Deadline.objects.filter(subject=incident.pk, duty="screening.submitted")}
    assert set(due) == {e.pk for e in found}
    assert {d.due_at - incident.began_at for d in due.values()} == {timedelta(hours=24)}


def test_a_child_elsewhere_and_an_adult_victim_are_told_apart(world):
    away = steps.child("Kai", "Hale", "2010-02-02", present=False)
    incident = steps.incident_of(world, people=[away, steps.mother()])
    assert [e.triggers for e in expected_of(world, incident)] == [["domestic_linked"]]


def test_an_incident_that_no_trigger_names_expects_nothing(world):
    incident = steps.incident_of(world, kind="other", people=[steps.child(*steps.CHILDREN[0], role="witness")])
    assert expected_of(world, incident) == []


def test_people_at_the_incident_are_compared_with_those_known(world):
    first = steps.incident_of(world, people=[steps.child(*steps.CHILDREN[0], nhs_number="943 476 5919")])
    again = steps.incident_of(world, number="TC-2", people=[steps.child(*steps.CHILDREN[0], nhs_number="943 476 5919")])
    with world.at_work("hub"):
        one, two = (IncidentPerson.objects.get(incident=i) for i in (first, again))
        assert one.subject_id == two.subject_id
        assert PersonLink.objects.get(source_record=two.source_record, valid_to=None).method == "machine"
        assert Expected.objects.get(incident=again).subject_id == one.subject_id
        assert Incident.objects.get(pk=again.pk).matched_at is not None


def test_a_screening_that_never_came_reaches_the_sergeant_by_name_and_once(world):
    incident = steps.incident_of(world)
    assert jobs.tell_sergeants() == 0
    world.forward(timedelta(hours=25))
    assert jobs.tell_sergeants() == 3
    assert jobs.tell_sergeants() == 0
    sergeant = world.worker("sergeant")
    texts = Notice.objects.using("owner").filter(holder_id=sergeant.pk).values_list("text", flat=True)
    assert set(texts) == {"Sara Sergeant: no screening came from PC 4411 Colin Constable for incident TC-1."}
    assert {e.missed_to_id for e in expected_of(world, incident)} == {sergeant.pk}


def test_what_never_came_years_ago_is_marked_and_rings_nobody(world):
    with world.at_work("hub_police") as by:
        long_ago = by.now - timedelta(days=400)
    incident = steps.incident_of(world, began_at=long_ago)
    assert jobs.tell_sergeants() == 3
    assert not Notice.objects.using("owner").exists()
    assert {e.missed_to_id for e in expected_of(world, incident)} == {world.worker("sergeant").pk}
    mine = world.client("constable").get("/screenings/").content.decode()
    assert "3 screenings of incidents before the last four weeks never came" in mine and "Screen now" not in mine


def test_what_is_late_stands_under_never_came_before_the_sweep_has_said_so(world):
    steps.incident_of(world)
    world.forward(timedelta(hours=25))
    board = world.client("sergeant").get("/screenings/board/").content.decode()
    assert "Never came (3)" in board and "still in time" not in board


def test_where_no_team_is_known_the_hubs_police_are_told(world):
    steps.incident_of(world, officer="")
    world.forward(timedelta(hours=25))
    jobs.tell_sergeants()
    told = Notice.objects.using("owner").filter(holder_id=world.worker("hub_police").pk)
    assert told.count() == 3
    assert "No sergeant is known" in told[0].text


def test_not_needed_has_a_coded_reason_and_stops_the_clock(world):
    incident = steps.incident_of(world)
    expected = expected_of(world, incident, "constable")[0]
    with world.at_work("constable") as by, pytest.raises(Refused, match="sentence"):
        acts.not_needed(by=by, at=by.now, subject=incident.pk, expected=expected, reason="screened_elsewhere")
    with world.at_work("constable") as by:
        acts.not_needed(by=by, at=by.now, subject=incident.pk, expected=expected, reason="adult_now")
    with world.at_work("sergeant"):
        assert NotNeeded.objects.get(expected=expected).reason == "adult_now"
        assert Deadline.objects.get(record_id=expected.pk).met_at is not None


@pytest.mark.parametrize(("key", "sees"), [("constable", True), ("sergeant", True), ("hub", True), ("charlie", False),
                                           ("alice", False), ("nurse", False), ("dsl", False), ("leader", False)])
def test_an_incident_is_its_officers_its_sergeants_and_the_hubs(world, key, sees):
    incident = steps.incident_of(world)
    with world.at_work(key):
        assert Incident.objects.filter(pk=incident.pk).exists() == sees
        assert Expected.objects.filter(incident=incident).exists() == sees


def test_an_incident_with_a_relative_is_closed_to_that_worker(world):
    incident = steps.incident_of(world)
    child = expected_of(world, incident)[0].subject_id
    bar(world, "hub", child)
    with world.at_work("hub"):
        assert not Incident.objects.filter(pk=incident.pk).exists()
        assert Expected.objects.filter(incident=incident).count() == 2
