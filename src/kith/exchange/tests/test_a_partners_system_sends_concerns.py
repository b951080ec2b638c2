"""The API: kept, taken in, answered alike when repeated, set apart when it says something else."""

from __future__ import annotations

import pytest
from django.test import Client

from kith.authority.models import Worker
from kith.exchange import command, inbox
from kith.exchange.models import Arrival
from kith.exchange.tests.examples import concern, partner, screening, send
from kith.frontdoor.models import Contact, ContactPerson
from kith.people.models import Person, Quality, Voice
from kith.work.models import Deadline


def owners(model):
    return model.objects.using("owner")


def test_a_concern_becomes_a_contact_with_its_words_and_clocks_from_the_partners_receipt(world):
    answer = send(partner(world, "health", "SystmOne"), "contacts", concern())
    assert answer.status_code == 201, answer.content
    contact = owners(Contact).get(reference=answer.json()["reference"])
    assert (contact.channel, contact.system, contact.system_ref) == ("system", "SystmOne", "SYS-1001")
    assert (contact.source_code, contact.received_at.isoformat()) == ("3F", "2026-11-20T09:12:00+00:00")
    assert owners(Voice).get().words == "Daddy did it"
    assert owners(Deadline).get(subject=contact.pk, duty="contact.decision").started_at == contact.received_at
    assert "We have your concern" in answer.json()["say"]


def test_it_is_matched_after_the_answer(world):
    answer = send(partner(world), "contacts", concern())
    assert owners(Contact).get(reference=answer.json()["reference"]).matched_at is not None


def test_the_same_message_again_is_answered_alike_and_makes_nothing(world):
    system = partner(world)
    first, second = send(system, "contacts", concern()), send(system, "contacts", concern())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert (owners(Contact).count(), owners(Arrival).count()) == (1, 1)


def test_another_order_of_the_keys_is_the_same_message(world):
    system = partner(world)
    send(system, "contacts", concern())
    assert send(system, "contacts", dict(reversed(concern().items()))).status_code == 200


def test_the_same_reference_with_another_body_is_set_apart_and_overwrites_nothing(world):
    system = partner(world)
    send(system, "contacts", concern())
    answer = send(system, "contacts", concern(what_happened="A burn on the hand."))
    assert answer.status_code == 409
    assert "nothing was overwritten" in answer.json()["errors"][0]["say"]
    assert owners(Contact).get().what_happened == "A bruise on the arm."
    assert owners(Arrival).filter(quarantined_at__isnull=False).count() == 1
    send(system, "contacts", concern(what_happened="A burn on the hand."))
    assert owners(Arrival).filter(quarantined_at__isnull=False).count() == 1


def test_two_systems_and_two_agencies_may_use_one_reference(world):
    for agency, system in (("police", "Niche"), ("police", "Control"), ("health", "Niche")):
        assert send(partner(world, agency, system), "contacts", concern()).status_code == 201


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer nothing"}, {"authorization": "Basic x"}])
def test_an_unknown_key_is_told_what_to_do_and_nothing_is_kept(world, headers):
    answer = send(Client(headers=headers), "contacts", concern())
    assert answer.status_code == 401
    assert "Ask the partnership" in answer.json()["errors"][0]["say"]
    assert owners(Arrival).count() == 0


def test_a_person_who_is_signed_in_is_not_a_partners_system(world):
    assert send(world.client("hub"), "contacts", concern()).status_code == 401


def test_a_key_that_was_ended_opens_nothing_at_the_next_request(world):
    system = partner(world)
    command.revoke(owners(Worker).get(email="niche.police@systems.invalid").pk)
    assert send(system, "contacts", concern()).status_code == 401


def test_a_time_in_the_future_is_refused_in_words(world):
    answer = send(partner(world), "contacts", concern(received_at="2099-01-01T00:00:00+00:00"))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "received_at", "say": "This is in the future. Check the day, the time and the offset."}
    ]
    assert owners(Contact).count() == 0


def test_a_refused_message_is_kept_with_its_reasons_and_the_mended_one_is_taken(world):
    system = partner(world)
    answer = send(system, "contacts", concern(received_at="2026-11-20T09:12:00", note="x"))
    assert answer.status_code == 422
    assert {e["field"] for e in answer.json()["errors"]} == {"received_at", "note"}
    assert len(owners(Arrival).get().reasons) == 2
    assert send(system, "contacts", concern()).status_code == 201


@pytest.mark.parametrize("name", ["no\x00te", "no\ud813te", "n" * 5_000])
def test_a_name_of_the_senders_own_that_cannot_be_stored_loses_no_message(world, name):
    answer = send(partner(world), "contacts", concern(**{name: "x"}))
    assert answer.status_code == 422
    (kept,) = owners(Arrival).get().reasons
    assert kept["say"] and "\x00" not in kept["field"] and len(kept["field"]) <= 200


def test_an_unknown_code_is_asked_about_and_never_guessed(world):
    body = concern(source="77")
    body["children"][0]["sex"] = "X"
    answer = send(partner(world), "contacts", body)
    assert answer.status_code == 201
    assert {q["field"] for q in answer.json()["questions"]} == {"source", "children.0.sex"}
    assert owners(Contact).get().source_code == "10"
    assert owners(Quality).filter(subject=owners(Contact).get().pk).count() == 2


def test_a_screening_keeps_the_officers_grade_as_the_officers_and_why_the_child_was_not_heard(world):
    answer = send(partner(world), "police-screenings", screening())
    assert answer.status_code == 201, answer.content
    contact = owners(Contact).get()
    assert (contact.source_code, contact.channel, contact.grade) == ("6", "system", "")
    assert "The officer's grade (not ours): amber" in contact.what_happened
    assert "Asked: Were weapons used? Answered: No" in contact.what_happened
    assert contact.provenance["not_heard"] == {"0": "Child asleep, not spoken to"}
    assert "seen, not spoken to alone" in contact.seen_today
    assert owners(Voice).get().observed == "Asleep in a warm, tidy bed"
    assert owners(ContactPerson).filter(role="risk").count() == 1
    assert '"Were weapons used?":"No"' in owners(Arrival).get().body


def test_twins_of_one_screening_are_two_children(world):
    twins = [
        {
            "given_name": n,
            "family_name": "Osei-Bonsu",
            "dob": "2019-09-04",
            "birth_order": k,
            "not_heard_because": "Asleep",
        }
        for k, n in ((1, "Amara"), (2, "Amira"))
    ]
    assert send(partner(world), "police-screenings", screening(children=twins)).status_code == 201
    assert owners(Person).filter(kind="child", subject__state="unidentified").count() == 2


def test_a_sender_reads_what_became_of_its_own_concern_only(world):
    system, other = partner(world), partner(world, "health", "SystmOne")
    reference = send(system, "contacts", concern()).json()["reference"]
    mine = system.get(f"/api/v1/contacts/{reference}")
    assert (mine.status_code, mine.json()["state"], mine.json()["your_reference"]) == (
        200,
        "received",
        "SYS-1001",
    )
    foreign, absent = other.get(f"/api/v1/contacts/{reference}"), other.get("/api/v1/contacts/K-222-222")
    assert (foreign.status_code, foreign.content) == (404, absent.content)
    assert foreign.headers == absent.headers


def test_a_fault_of_ours_keeps_the_message_and_says_so(world, monkeypatch):
    def fault(**_):
        raise RuntimeError("a fault")

    monkeypatch.setattr(inbox.intake, "take_in", fault)
    answer = send(partner(world), "contacts", concern())
    assert (answer.status_code, answer.json()["state"]) == (202, "kept")
    assert (owners(Arrival).get().tries, owners(Arrival).get().fault) == (1, "RuntimeError")


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null", '{"reference": 1}', '{"reference": "a\\u0000b"}'])
def test_what_is_no_concern_is_refused_and_breaks_nothing(world, body):
    answer = partner(world).post("/api/v1/contacts", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert all(error["say"] for error in answer.json()["errors"])


def test_more_than_a_concern_needs_is_refused(world):
    answer = send(partner(world), "contacts", concern(harm="x" * 300_000))
    assert answer.status_code in (413, 422)
    assert owners(Arrival).count() == 0


def test_the_description_is_served_and_no_page_of_another_host(world):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert set(answer.json()["paths"]) == {
        "/api/v1/contacts",
        "/api/v1/incidents",
        "/api/v1/police-screenings",
        "/api/v1/contacts/{reference}",
    }
    assert Client().get("/api/v1/docs").status_code == 404
