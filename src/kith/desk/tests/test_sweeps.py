"""Each sweep does its one thing, once, and a failing one stops no other."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import date, datetime, timedelta
from threading import Event, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from kith import timetable as worker
from kith.authority.models import Notice
from kith.desk import sweeps
from kith.frontdoor import acts, deciding
from kith.frontdoor.models import Contact, ContactPerson, Message, Reporter
from kith.frontdoor.reports import split_names
from kith.frontdoor.tests.test_one_child_decided import answers, grade_and_settle, ready
from kith.meetings.models import Position
from kith.people.models import Person, Voice
from kith.timetable import Sweep
from kith.work import acts as work
from kith.work.models import Deadline, Holiday

LONDON = ZoneInfo("Europe/London")
TOLD_US = {
    "what_happened": "They shout at night and the little one cries.",
    "child_names": "Ellie and Tom Marsh",
    "child_age": "about 4",
    "words": "I hide under the bed",
    "who_heard": "next door",
    "source_code": "1B",
    "address": "9 Kiln Row",
    "postcode": "TS4 2BB",
    "others_at_home": "nk",
    "relation": "neighbour",
}


def report(**changes) -> bytes:
    receipt = hashlib.sha256(json.dumps(changes).encode()).digest()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into frontdoor_publicreport (id, receipt_hash, answers, received_at, tries, fault) "
            "values (gen_random_uuid(), %s, %s, now(), 0, '')",
            [receipt, json.dumps(TOLD_US | changes)],
        )
    return receipt


def notices_of(world, key: str) -> list[str]:
    with world.at_work(key):
        return list(Notice.objects.values_list("text", flat=True))


def test_a_public_report_becomes_a_matched_contact_with_both_its_clocks_and_its_receipt(world):
    receipt = report()
    assert sweeps.take_reports() == 1
    assert sweeps.take_reports() == 0
    with world.at_work("manager"):
        contact = Contact.objects.get(channel="public")
        assert bytes(contact.receipt_hash) == receipt
        assert contact.matched_at is not None
        assert {p.name for p in Person.objects.filter(kind="child")} == {"Ellie Marsh", "Tom Marsh"}
        assert Voice.objects.get().words == "I hide under the bed"
        assert Deadline.objects.get(subject=contact.pk, duty="contact.decision").met_at is None
        assert Deadline.objects.get(subject=contact.pk, duty="contact.acknowledged").met_at is not None


def test_the_name_of_somebody_who_wants_no_name_never_stands_in_the_contact(world):
    report(name="Nan Next", contact="01632 960111", stay_unnamed=True)
    sweeps.take_reports()
    with world.at_work("manager"):
        contact = Contact.objects.get(channel="public")
        assert (contact.stays_unnamed, contact.referrer_name, contact.referrer_contact) == (True, "", "")
    assert Reporter.objects.using("owner").filter(subject_id=contact.pk).exists()


def test_a_report_that_cannot_be_taken_in_waits_for_a_person_after_five_tries(world):
    report(what_happened=" ")
    for _ in range(6):
        sweeps.take_reports()
    with connections["owner"].cursor() as cursor:
        cursor.execute("select tries, taken_at from frontdoor_publicreport")
        assert cursor.fetchone() == (5, None)
    assert "1 report" in world.client("manager").get("/work/today/").content.decode()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ellie and Tom Marsh", [("Ellie", "Marsh"), ("Tom", "Marsh")]),
        ("Ellie Marsh, Tom Lee", [("Ellie", "Marsh"), ("Tom", "Lee")]),
        ("Ellie", [("Ellie", "")]),
        ("", []),
        ("Mary Jane Marsh", [("Mary Jane", "Marsh")]),
    ],
)
def test_names_are_split_as_people_write_them(text, names):
    assert list(split_names(text)) == names


def test_a_breach_is_announced_once_to_the_managers_without_a_name(world):
    world.contact()
    assert sweeps.announce_breaches() == 0
    world.forward(timedelta(days=8))
    assert sweeps.announce_breaches() >= 1
    assert sweeps.announce_breaches() == 0
    told = notices_of(world, "manager")
    assert any("Decide the type of response" in text for text in told)
    assert not any("Noor" in text for text in told)


def test_red_concerns_go_to_duty_when_the_hub_closes_and_only_then(world):
    contact = world.contact()
    grade_and_settle(world, contact)
    world.set_clock(datetime(2026, 12, 24, 15, 40, tzinfo=LONDON))
    assert sweeps.hand_to_duty() == 0
    world.set_clock(datetime(2026, 12, 24, 17, 5, tzinfo=LONDON))
    assert sweeps.hand_to_duty() == 1
    assert sweeps.hand_to_duty() == 0
    with world.at_work("manager"):
        assert Contact.objects.get(pk=contact.pk).handed_to_duty_at is not None


def test_an_unread_outcome_is_chased_once_and_the_hub_told_to_ring(world):
    contact = world.contact()
    ready(world, contact)
    child = world.child_of(contact)
    with world.at_work("hub") as by:
        deciding.decide(
            by=by,
            at=by.now,
            subject=child,
            contact=Contact.objects.get(pk=contact.pk),
            answers=answers(voice_id=Voice.objects.get(subject=child).pk),
        )
    with world.at_work("hub") as by:
        acts.tell(
            by=by,
            at=by.now,
            subject=contact.pk,
            contact=Contact.objects.get(pk=contact.pk),
            text="Thank you.",
        )
    assert sweeps.chase_unread() == 0
    world.forward(timedelta(days=8))
    assert sweeps.chase_unread() == 1
    assert sweeps.chase_unread() == 0
    with world.at_work("hub"):
        assert Message.objects.get(kind="outcome").chased_at is not None
    assert any("waiting to be read" in text for text in notices_of(world, "dsl"))
    assert any("ring whoever reported" in text for text in notices_of(world, "hub"))


def test_silence_by_the_due_time_becomes_no_position_for_each_silent_partner(world):
    contact = world.contact()
    grade_and_settle(world, contact)
    assert sweeps.lapse_positions() == 0
    world.forward(timedelta(hours=5))
    assert sweeps.lapse_positions() == 3
    assert sweeps.lapse_positions() == 0
    with world.at_work("manager"):
        assert set(Position.objects.values_list("view", flat=True)) == {"none"}


def test_a_proclaimed_holiday_moves_running_clocks_and_the_administrator_learns_only_how_many(world):
    world.set_clock(datetime(2026, 11, 19, 10, 0, tzinfo=LONDON))
    contact = world.contact()
    with world.at_work("administrator") as by:
        work.proclaim(by=by, at=by.now, on=date(2026, 11, 20), name="Day of thanks")
    assert sweeps.recompute_clocks() == 1
    assert sweeps.recompute_clocks() == 0
    with world.at_work("manager"):
        assert Deadline.objects.get(subject=contact.pk, duty="contact.decision").due_on == date(2026, 11, 23)
        assert Holiday.objects.get().applied_at is not None
    told = notices_of(world, "administrator")
    assert told == ["1 running clock moved after Day of thanks."]
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts from authority_entry where verb = 'clock.moved'")
        facts = cursor.fetchone()[0]
    facts = json.loads(facts) if isinstance(facts, str) else facts
    assert facts["before"] < facts["after"]


def test_contacts_the_index_missed_are_matched_by_the_sweep(world):
    contact = world.contact()
    with connections["owner"].cursor() as cursor:
        cursor.execute("update frontdoor_contact set matched_at = null")
    assert sweeps.match_waiting() == 1
    with world.at_work("manager"):
        assert Contact.objects.get(pk=contact.pk).matched_at is not None
        assert ContactPerson.objects.filter(contact=contact.pk).count() == 1


def test_a_failing_sweep_stops_no_other():
    ran = []

    def fails() -> int:
        raise RuntimeError("broken on purpose")

    def works() -> int:
        ran.append(1)
        return 1

    assert worker.all_once((Sweep("one", 1, works), Sweep("two", 1, fails), Sweep("three", 1, works))) == 1
    assert ran == [1, 1]


def test_the_loop_stops_when_told_and_finishes_the_sweep_in_hand():
    stop, ran = Event(), []

    def works() -> int:
        ran.append(1)
        stop.set()
        return 1

    thread = Thread(target=worker.loop, args=(stop, (Sweep("one", 0, works),)))
    thread.start()
    thread.join(5)
    assert ran == [1] and not thread.is_alive()


def test_once_runs_everything_and_seals_what_was_done(world):
    report()
    assert worker.run(["--once"]) == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from frontdoor_contact where channel = 'public'")
        assert cursor.fetchone()[0] == 1
    assert sealed_in_the_end()


def sealed_in_the_end() -> bool:
    """Sealing waits for every transaction of the cluster that began earlier, also those of other tests."""
    for _ in range(100):
        with connections["owner"].cursor() as cursor:
            cursor.execute("select count(*) from authority_seal_head")
            if cursor.fetchone()[0]:
                return True
        worker.all_once()
        time.sleep(0.1)
    return False
