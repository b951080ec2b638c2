"""A force that screens in a system of its own: what it sends is one contact of the front door, made once, and is also
the screening that its incident called for, whichever of the two came first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.authority.models import Notice
from kith.exchange import jobs
from kith.exchange.models import Arrival
from kith.exchange.tests.examples import partner, screening, send
from kith.exchange.tests.test_a_log_of_thousands import bring, owners
from kith.exchange.tests.test_command_and_control_sends_incidents import HEAD, LINES, incident
from kith.frontdoor.models import Contact
from kith.screening import jobs as screening_jobs
from kith.screening import rules, sent
from kith.screening.models import Expected, Screening, SentIn
from kith.work.models import Deadline

NUMBER = "TC-27-1180"
FINN = {"given_name": "Finn", "family_name": "HALE", "dob": "2021-03-01", "seen": True, "spoken_to_alone": True,
        "school": "Ashbrook Primary", "voice": {"words": "I hid.", "demeanour": "Quiet", "heard_by": "PC Ives"}}


def finished(**changes) -> dict:
    return screening(reference="NICHE-1", incident_number=NUMBER, received_at="2026-11-21T03:00:00+00:00",
                     supervisor="PS 12 Moira Tait", supervised_at="2026-11-21T02:40:00+00:00", children=[FINN],
                     **changes)


@pytest.mark.parametrize("first", ["incident", "screening"])
def test_it_meets_what_the_incident_called_for_whichever_came_first(world, first):
    control, niche = partner(world, "police", "Control"), partner(world, "police", "Niche")
    both = [lambda: send(control, "incidents", incident()), lambda: send(niche, "police-screenings", finished())]
    for one in both if first == "incident" else both[::-1]:
        assert one().status_code == 201
    made = owners(Screening).select_related("expected", "source_record", "incident").get()
    contact = owners(Contact).get()
    assert made.source_record.fields["given_name"] == "Finn" and made.incident.number == NUMBER
    assert (made.officer_grade, made.handled_as, made.domestic_abuse) == ("amber", "amber", True)
    assert (made.voice, made.demeanour, made.school, made.others) == (True, True, True, True)
    assert made.contact_id == contact.pk and made.shared_at and made.supervisor_name == "PS 12 Moira Tait"
    assert made.expected.begun_at == made.submitted_at
    clock = owners(Deadline).get(record_id=made.expected_id, duty="screening.submitted")
    assert clock.met_at is not None and made.weighed_at is not None
    assert owners(Deadline).filter(met_at__isnull=True, duty="screening.submitted").count() == 1  # Isla's
    assert not owners(Deadline).filter(duty="screening.supervised").exists()


def test_sent_again_it_is_one_contact_and_one_screening(world):
    niche = partner(world, "police", "Niche")
    send(partner(world, "police", "Control"), "incidents", incident())
    assert [send(niche, "police-screenings", finished()).status_code for _ in range(3)] == [201, 200, 200]
    send(niche, "police-screenings", finished() | {"reference": "NICHE-2"})
    assert (owners(Screening).count(), owners(Contact).count(), owners(SentIn).count()) == (1, 2, 2)


def test_its_acknowledgement_at_the_front_door_is_the_screenings(world):
    send(partner(world, "police", "Control"), "incidents", incident())
    send(partner(world, "police", "Niche"), "police-screenings", finished())
    contact = owners(Contact).get()
    answer = world.client("hub").post(f"/contacts/{contact.pk}/take/", {})
    assert answer.status_code == 302
    assert owners(Screening).get().acknowledged_at is not None


def test_the_sergeants_board_and_the_figures_count_it(world):
    send(partner(world, "police", "Control"), "incidents", incident())
    board = world.client("sergeant")
    assert "Finn" in board.get("/screenings/board/").content.decode()
    send(partner(world, "police", "Niche"), "police-screenings", finished())
    text = board.get("/screenings/board/").content.decode()
    assert "Finn" not in text and "Isla" in text
    with world.at_work("sergeant"):
        assert Screening.objects.get().contact_id
    page = world.client("constable").get("/screenings/").content.decode()
    assert "Shared with the front door" in page
    assert "/contacts/sent/" not in page.partition("Sent in the last four weeks")[2]
    own = world.client("constable").get(f"/screenings/{owners(Screening).get().pk}/").content.decode()
    assert "What comes of it is told to your force" in own
    opened = world.client("hub_police").get(f"/screenings/{owners(Screening).get().pk}/")
    assert opened.status_code == 200 and "PC 4411 Ives" in opened.content.decode()
    assert "Supervised in the force&#x27;s own system" in opened.content.decode()


def test_a_child_whom_the_log_does_not_name_is_asked_about_once_and_never_guessed(world):
    send(partner(world, "police", "Control"), "incidents", incident())
    send(partner(world, "police", "Niche"), "police-screenings",
         finished() | {"children": [FINN | {"given_name": "Fynn"}]})
    assert not owners(Screening).exists() and owners(Contact).count() == 1
    asked = owners(Notice).filter(text__contains=NUMBER, holder_id=world.worker("hub_police").pk)
    assert asked.count() == 1
    world.forward(timedelta(minutes=2))
    assert screening_jobs.reconcile_waiting() == 0 and asked.count() == 1


def test_an_officer_who_screened_here_already_is_not_counted_twice(world):
    send(partner(world, "police", "Control"), "incidents", incident())
    client = world.client("constable")
    expected = owners(Expected).get(source_record__fields__given_name="Finn")
    done = client.post(f"/screenings/expected/{expected.pk}/not-needed/", {"reason": "adult_now"})
    assert done.status_code == 302
    send(partner(world, "police", "Niche"), "police-screenings", finished())
    assert not owners(Screening).exists()
    assert owners(SentIn).get().expected_id == expected.pk


def test_a_grade_that_nobody_knows_is_no_grade(world):
    send(partner(world, "police", "Control"), "incidents", incident())
    send(partner(world, "police", "Niche"), "police-screenings", finished() | {"officer_grade": "7", "supervisor": ""})
    made = owners(Screening).get()
    assert (made.officer_grade, made.supervised_at, made.handled_as) == ("", None, "")
    assert "7" in owners(Arrival).get(layout="police_screening").questions[0]["say"]


def test_a_log_of_thousands_finds_again_what_the_force_had_sent(world):
    send(partner(world, "police", "Niche"), "police-screenings", finished() | {"incident_number": "TC-9"})
    bring(world, "\n".join([HEAD, *LINES]).encode(), "Control")
    made = owners(Screening).get()
    assert made.incident.number == "TC-9" and made.weighed_at is None  # the sweep asks the rule


def test_what_a_fault_left_is_reconciled_by_the_sweep(world, monkeypatch):
    send(partner(world, "police", "Niche"), "police-screenings", finished())
    with monkeypatch.context() as broken:
        broken.setattr(sent, "try_to_reconcile", lambda agency, numbers: 0)
        send(partner(world, "police", "Control"), "incidents", incident())
    assert not owners(Screening).exists()
    assert screening_jobs.reconcile_waiting() == 1
    assert owners(Screening).count() == 1


@pytest.mark.parametrize(("sent_as", "logged_as", "same"), [
    ({"nhs_number": "943 476 5919"}, {"nhs_number": "9434765919"}, True),
    ({"given_name": "Finn", "dob": "2021-03-01"}, {"given_name": "FINN", "dob": "2021-03-01"}, True),
    ({"given_name": "Finn", "dob": "2021-03-01"}, {"given_name": "Isla", "dob": "2021-03-01"}, False),
    ({"given_name": "Finn", "family_name": "Hale"}, {"given_name": "Finn", "family_name": "Hale", "dob": "2021-03-01"},
     True),
    ({"given_name": "Finn", "family_name": "Hale", "dob": "2020-03-01"},
     {"given_name": "Finn", "family_name": "Hale", "dob": "2021-03-01"}, False),
    ({"given_name": "Finn"}, {"given_name": "Finn"}, False), ({}, {}, False)])
def test_a_child_is_the_same_only_where_it_is_sure(sent_as, logged_as, same):
    assert rules.same_child(sent_as, logged_as) == same


def test_a_later_version_of_a_log_adds_whom_it_newly_names(world):
    bring(world, "\n".join([HEAD, LINES[0]]).encode(), "Control")
    bring(world, "\n".join([HEAD, *LINES]).encode(), "Control")
    apart = owners(Arrival).get(quarantined_at__isnull=False)
    answer = world.client("hub_police").post(f"/imports/rows/{apart.pk}/settle/",
                                             {"as_what": "new_version", "note": "The log was closed later."})
    assert answer.status_code == 302
    jobs.work_on_imports()
    assert sorted(owners(Expected).values_list("source_record__fields__given_name", flat=True)) == ["Finn", "Isla"]
