"""A neighbour who asked not to be named: two guardians open the name to one worker, who reads it; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from kith.authority.acts import Refused
from kith.authority.models import Bar
from kith.frontdoor import naming
from kith.frontdoor.models import Contact, Naming, Reporter

NAME = "Mrs Penrose, 01632 960555"
LIST = "/contacts/withheld/"
REASON = "The social worker must ring the neighbour back tonight."


@pytest.fixture
def contact(world) -> Contact:
    return world.contact("screener", stays_unnamed=True, reporter_name=NAME, channel="telephone", source_code="1B")


def proposed(world, contact: Contact, key: str = "hub", by_key: str = "guardian") -> Naming:
    with world.at_work(by_key) as by:
        return naming.propose(by=by, at=by.now, subject=contact.pk, worker=world.worker(key).pk, reason=REASON,
                              until_at=by.now + timedelta(days=7))


def opened(world, contact: Contact, key: str = "hub") -> Naming:
    one = proposed(world, contact, key)
    with world.at_work("guardian_health") as by:
        return naming.agree(by=by, at=by.now, subject=contact.pk, naming=one)


def looks(world, contact: Contact, verb: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from authority_entry where verb = %s and subject_id = %s", [verb, contact.pk])
        return cursor.fetchone()[0]


def test_by_pages_two_guardians_open_a_name_to_one_worker(world, contact):
    first, second, hub = (world.client(k) for k in ("guardian", "guardian_health", "hub"))
    page, name = f"{LIST}{contact.pk}/", f"/contacts/{contact.pk}/reporter/"
    assert contact.reference in first.get(LIST).content.decode()
    with world.at_work("guardian") as by:
        last = (by.now + timedelta(days=7)).date()
    typed = {"worker": str(world.worker("hub").pk), "reason": REASON, "until_on_day": last.day,
             "until_on_month": last.month, "until_on_year": last.year}
    assert first.post(page, typed).status_code == 302
    assert hub.get(name).status_code == 404
    which = str(Naming.objects.using("owner").get().pk)
    assert "Agree: " not in first.get(page).content.decode()
    assert "Another guardian of information agrees" in first.post(page, {"agree": which}).content.decode()
    assert second.post(page, {"agree": which}).status_code == 302
    assert "Read it: a guardian has named you" in hub.get(f"/contacts/{contact.pk}/").content.decode()
    assert NAME in hub.get(name).content.decode()
    assert looks(world, contact, "reporter.read") == 1 and looks(world, contact, "reporter.name_opened") == 1


@pytest.mark.parametrize("key", ["charlie", "manager", "screener", "administrator", "guardian", "guardian_health",
                                 "leader", "dsl", "hub_police"])
def test_nobody_else_reads_it(world, contact, key):
    opened(world, contact)
    answer = world.client(key).get(f"/contacts/{contact.pk}/reporter/")
    assert answer.status_code == 404 and b"Penrose" not in answer.content
    with world.at_work(key):
        assert Reporter.objects.count() == 0


def test_guardians_see_no_child_and_no_word_of_the_concern(world, contact):
    opened(world, contact)
    page = world.client("guardian").get(f"{LIST}{contact.pk}/").content.decode()
    for hidden in ("Noor", "Karim", "bruise", "Penrose", "Daddy"):
        assert hidden not in page


def test_an_ended_naming_closes_the_name_at_once(world, contact):
    one = opened(world, contact)
    assert world.client("guardian").post(f"{LIST}{contact.pk}/", {"end": str(one.pk)}).status_code == 302
    assert world.client("hub").get(f"/contacts/{contact.pk}/reporter/").status_code == 404


def test_a_naming_runs_out_on_its_last_day(world, contact):
    opened(world, contact)
    world.forward(timedelta(days=8))
    assert world.client("hub").get(f"/contacts/{contact.pk}/reporter/").status_code == 404


def test_a_third_person_is_never_named(world, contact):
    opened(world, contact, "hub")
    opened(world, contact, "manager")
    third = proposed(world, contact, "manager2")
    with world.at_work("guardian_health") as by, pytest.raises(Refused, match="Two people may read"):
        naming.agree(by=by, at=by.now, subject=contact.pk, naming=third)


def test_nobody_barred_from_the_child_or_outside_the_hub_can_be_named(world, contact):
    Bar.objects.using("owner").create(worker=world.worker("hub"), subject_id=world.child_of(contact),
                                      reason="Her niece", declared_at=contact.created_at)
    for key in ("hub", "charlie", "leader"):
        with pytest.raises(Refused, match="somebody of the hub"):
            proposed(world, contact, key)


def test_a_reason_and_an_end_within_half_a_year_are_asked_for(world, contact):
    with world.at_work("guardian") as by, pytest.raises(Refused) as refused:
        naming.propose(by=by, at=by.now, subject=contact.pk, worker=world.worker("hub").pk, reason="Needed",
                       until_at=by.now + timedelta(days=400))
    assert len(refused.value.reasons) == 2
