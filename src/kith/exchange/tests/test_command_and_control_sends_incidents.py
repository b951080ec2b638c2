"""Incidents of command and control: once under the force's own number, by the API or by a file, mended where they
cannot be read. What is to be screened follows from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kith.exchange import bringing
from kith.exchange.models import Arrival
from kith.exchange.tests.examples import partner, send
from kith.screening.models import Expected, Incident

HEAD = ("reference,received_at,began_at,kind,officer,child_given_name,child_family_name,child_dob,child_role,"
        "child_present,mother_given_name,mother_family_name,address,postcode")
LINES = [f"TC-9,21/11/2026 01:30,20/11/2026 23:10,domestic_abuse,PC 4411 Colin Constable,{name},Hale,{dob},at_home,yes,"
         "Jo,Hale,9 Quay Street,TS4 2BB" for name, dob in (("Finn", "01/03/2021"), ("Isla", "14/09/2018"))]


def owners(model):
    return model.objects.using("owner")


def incident(**changes) -> dict:
    return {
        "reference": "TC-27-1180", "received_at": "2026-11-21T01:30:00+00:00", "began_at": "2026-11-20T23:10:00+00:00",
        "kind": "domestic_abuse", "officer": "PC 4411 Colin Constable", "address": "9 Quay Street, Saltmere",
        "postcode": "TS4 2BB", "summary": "Shouting heard by neighbours.",
        "children": [{"given_name": "Finn", "family_name": "Hale", "dob": "2021-03-01", "sex": "M", "ethnicity": "W1"},
                     {"given_name": "Isla", "family_name": "Hale", "dob": "2018-09-14", "present": False}],
        "adults": [{"role": "mother", "given_name": "Jo", "family_name": "Hale"}], **changes}


def test_an_incident_arrives_by_the_api_and_calls_for_a_screening_of_each_child(world):
    answer = send(partner(world, "police", "Control"), "incidents", incident())
    assert answer.status_code == 201, answer.content
    held = owners(Incident).get()
    assert (held.number, held.officer_id, held.shift) == ("TC-27-1180", world.worker("constable").pk, "night")
    assert held.began_at == datetime(2026, 11, 20, 23, 10, tzinfo=UTC)
    found = owners(Expected).order_by("age").values_list("triggers", "age", "ethnicity")
    assert list(found) == [(["domestic_present"], 5, "W1"), (["domestic_linked"], 8, "")]
    assert held.matched_at is not None


def test_the_same_number_is_answered_alike_and_another_body_is_set_apart(world):
    system = partner(world, "police", "Control")
    first, again = send(system, "incidents", incident()), send(system, "incidents", incident())
    assert (first.status_code, again.status_code, owners(Incident).count()) == (201, 200, 1)
    assert first.json() == again.json()
    assert send(system, "incidents", incident(kind="custody")).status_code == 409
    assert owners(Incident).get().kind == "domestic_abuse"
    assert owners(Arrival).filter(quarantined_at__isnull=False).count() == 1


@pytest.mark.parametrize(("change", "field"), [
    ({"began_at": "2126-11-20T23:10:00+00:00"}, "began_at"), ({"officer": None}, "officer"),
    ({"began_at": "2036-11-20T23:10:00+00:00"}, "began_at")])
def test_an_incident_that_cannot_be_read_is_kept_with_the_reason(world, change, field):
    answer = send(partner(world, "police", "Control"), "incidents", incident(**change))
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == [field]
    assert owners(Arrival).get().refused_at is not None
    assert not owners(Incident).exists()


def test_a_kind_that_nobody_knows_is_a_question_and_never_a_guess(world):
    send(partner(world, "police", "Control"), "incidents", incident(kind="DV-7"))
    assert owners(Incident).get().kind == "other"
    assert "DV-7" in owners(Arrival).get().questions[0]["say"]


def test_a_file_of_incidents_has_a_row_a_child_and_is_brought_in_twice_without_harm(world):
    for count in (1, 1):
        with world.at_work("hub_police") as by:
            if owners(Incident).exists():
                with pytest.raises(Exception, match="already"):
                    bringing.bring_in(by=by, at=by.now, layout="incident", system="Control",
                                      raw="\n".join([HEAD, *LINES]).encode())
            else:
                bringing.bring_in(by=by, at=by.now, layout="incident", system="Control",
                                  raw="\n".join([HEAD, *LINES]).encode())
        assert owners(Incident).count() == count
    assert owners(Expected).count() == 2


def test_a_refused_row_of_a_file_is_mended_on_its_page(world):
    with world.at_work("hub_police") as by:
        bringing.bring_in(by=by, at=by.now, layout="incident", system="Control",
                          raw="\n".join([HEAD, LINES[0].replace("20/11/2026 23:10", "yesterday")]).encode())
    row = owners(Arrival).get()
    police = world.client("hub_police")
    page = police.get(f"/imports/rows/{row.pk}/mend/")
    assert page.status_code == 200
    given = {name: field.initial or "" for name, field in page.context["form"].fields.items()}
    answer = police.post(f"/imports/rows/{row.pk}/mend/", given | {"began_at": "20/11/2026 23:10"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert owners(Incident).get().number == "TC-9"
