"""A guardian seals a record by its exact name and lifts the seal again; nobody else finds the page or the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from kith.authority.models import Seal
from kith.people.arrivals import Arriving
from kith.people.models import Person

PAGE, LIFT = "/work/sealing/", "/work/sealing/lift/"
OLD = {"given_name": "Noor", "family_name": "Karim", "born_on_day": "2", "born_on_month": "5", "born_on_year": "2019",
       "order": "Elmcaster Family Court, 3 November 2026"}
NADIA = Arriving(given_name="Nadia", family_name="Fell", dob="2019-05-02", address="9 Quay Street", sex="F")


def entries(verb: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from authority_entry where verb = %s", [verb])
        return cursor.fetchone()[0]


def test_a_sealed_child_is_found_by_nobody_until_the_seal_is_lifted(world):
    child = world.child_of(world.contact())
    guardian = world.client("guardian")
    assert guardian.post(PAGE, OLD | {"level": "2"}).status_code == 302
    assert Seal.objects.using("owner").get().subject_id == child
    for key in ("hub", "manager", "guardian", "alice"):
        with world.at_work(key):
            assert not Person.objects.filter(pk=child).exists()
    assert world.client("hub").get(f"/work/children/{child}/").status_code == 404
    assert guardian.post(LIFT, OLD).status_code == 302
    with world.at_work("hub"):
        assert Person.objects.filter(pk=child).exists()
    assert entries("person.sealed") == 1 and entries("person.unsealed") == 1 and entries("sealing.tried") == 2


def test_the_new_identity_is_never_proposed_as_the_old_one(world):
    world.contact()
    world.contact("other_dsl", child=NADIA)
    answer = world.client("guardian").post(PAGE, OLD | {"level": "2", "new_given_name": "Nadia",
                                                       "new_family_name": "Fell"})
    assert answer.status_code == 302
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from people_override where cause = 'seal' and verdict = 'never'")
        assert cursor.fetchone()[0] == 1


@pytest.mark.parametrize("change", [{"given_name": "Nora"}, {"born_on_day": "3"}])
def test_what_is_not_exactly_there_is_not_sealed_and_the_try_is_written_down(world, change):
    world.contact()
    answer = world.client("guardian").post(PAGE, OLD | {"level": "2"} | change)
    assert answer.status_code == 422 and "No one record stands under exactly" in answer.content.decode()
    assert not Seal.objects.using("owner").exists()


def test_an_open_record_cannot_be_unsealed_and_shows_nothing(world):
    world.contact()
    assert world.client("guardian_health").post(LIFT, OLD).status_code == 422


@pytest.mark.parametrize("key", ["charlie", "hub", "manager", "administrator", "leader", "dsl"])
def test_nobody_but_a_guardian_seals(world, key):
    world.contact()
    for page in (PAGE, LIFT):
        assert world.client(key).get(page).status_code == 404
        assert world.client(key).post(page, OLD | {"level": "2"}).status_code == 404
    assert not Seal.objects.using("owner").exists()


def test_the_relative_of_a_child_cannot_find_it_to_seal(world):
    child = world.child_of(world.contact())
    with connections["owner"].cursor() as cursor:
        cursor.execute("insert into authority_bar (id, worker_id, subject_id, reason, declared_at) "
                       "values (gen_random_uuid(), %s, %s, 'Her uncle', now())", [world.worker("guardian").pk, child])
    assert world.client("guardian").post(PAGE, OLD | {"level": "2"}).status_code == 422
    world.forward(timedelta(seconds=1))
    assert world.client("guardian_health").post(PAGE, OLD | {"level": "2"}).status_code == 302
