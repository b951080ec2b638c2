"""A6: three greens within three months become one alert once a person says that the three records are one child; it is
withdrawn, and says so, when the link behind it is undone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kith.authority.acts import Refused
from kith.people import matching
from kith.people.index.models import Consequence
from kith.people.models import SourceRecord
from kith.screening import escalation, line
from kith.screening.models import Alert, Screening
from kith.screening.tests import steps
from kith.work.models import Deadline

LONDON = ZoneInfo("Europe/London")
NAMES = ((2026, 12, 3, "Mohammed", "Al Hussein", "03/04/2014", "1 Dock Road"),
         (2027, 1, 22, "Muhammad", "Alhussain", "04/03/2014", "14 Weir Close"),
         (2027, 2, 12, "Mhmd", "Hussain", "03/04/2014", "7 Mill Lane"))


def seen_three_times(world) -> list[Screening]:
    """Three incidents at three addresses, each screened green, none with domestic abuse, each with the hub."""
    found = []
    for n, (*day, given, family, dob, address) in enumerate(NAMES):
        world.set_clock(datetime(*day, 23, 10, tzinfo=LONDON))
        child = steps.child(given, family, dob, "M", role="victim", address=address, postcode=f"TS9 {n + 1}AA")
        incident = steps.incident_of(world, number=f"TC-{n}", kind="concern_for_safety", people=[child],
                                     home={"address": address, "postcode": f"TS9 {n + 1}AA"})
        found.append(steps.supervised(world, steps.screened(world, incident=incident, child=given, nature="other")))
    return found


def say_same(world, screening: Screening, as_whom: Screening) -> None:
    with world.at_work("hub") as by:
        matching.decide(by=by, at=by.now, source=SourceRecord.objects.get(pk=screening.source_record_id),
                        verdict="same", subject=as_whom.subject_id, reason="One child, three spellings.")


def owners(model):
    return model.objects.using("owner")


@pytest.fixture
def three(world) -> list[Screening]:
    screenings = seen_three_times(world)
    assert len({s.subject_id for s in screenings}) == 3
    assert not owners(Alert).exists()
    for later in screenings[1:]:
        say_same(world, later, screenings[0])
    return [steps.fresh(world, s) for s in screenings]


def test_the_third_green_stands_with_the_three_that_caused_it_and_is_handled_as_amber(world, three):
    alert = owners(Alert).get()
    assert (alert.scope, alert.reason, alert.words) == ("child", "third_green", "third green within 3 months")
    assert [c.screening_id for c in alert.causes.using("owner").order_by("position")] == [s.pk for s in three]
    assert [s.handled_as for s in three] == ["green", "green", "amber"]
    running = owners(Deadline).filter(record_id=three[2].pk, met_at=None, superseded_at=None)
    assert [d.duty for d in running] == ["screening.triage_amber"]
    page = world.client("hub_police").get("/screenings/queue/").content.decode()
    assert "third green within 3 months, this child" in page and "3 December 2026" in page


def test_undoing_a_link_withdraws_it_and_says_so(world, three):
    with world.at_work("hub") as by:
        matching.undo(by=by, at=by.now, source=SourceRecord.objects.get(pk=three[1].source_record_id),
                      reason="Another boy of the same school.")
    alert = owners(Alert).get()
    assert alert.withdrawn_at is not None and "link was undone" in alert.withdrawn_because
    assert steps.fresh(world, three[2]).handled_as == "green"
    assert len({steps.fresh(world, s).subject_id for s in three}) == 2
    assert owners(Consequence).filter(sentence__contains="third green").count() == 1


def test_a_specialist_looks_and_says_what_follows(world, three):
    alert = owners(Alert).get()
    police, url = world.client("hub_police"), f"/screenings/alerts/{alert.pk}/"
    assert police.post(url, {"note": "ok"}).status_code == 422
    assert police.post(url, {"note": "Three calls in ten weeks; school and health asked today."}).status_code == 302
    assert "third green" not in police.get("/screenings/queue/").content.decode()
    with world.at_work("hub_police") as by, pytest.raises(Refused, match="already"):
        escalation.look(by=by, at=by.now, subject=alert.incident_id, alert=Alert.objects.get(pk=alert.pk),
                        note="Once more, with as many words as it takes.")


def test_three_incidents_at_one_address_count_for_the_household(world):
    for n, (given, family, dob, sex) in enumerate(steps.CHILDREN):
        incident = steps.incident_of(world, number=f"TC-{n}", kind="concern_for_safety",
                                     people=[steps.child(given, family, dob, sex, role="victim")])
        steps.screened(world, incident=incident, child=given, nature="other")
    alert = owners(Alert).get()
    assert (alert.scope, alert.reason) == ("household", "third_green")
    again = steps.incident_of(world, number="TC-9", people=[steps.child("Kit", "Hale", "2022-02-02")])
    steps.screened(world, incident=again, child="Kit", grade="amber")
    escalation.weigh_these(owners(Screening).values_list("pk", flat=True))
    assert owners(Alert).filter(reason="third_green").count() == 1


def test_a_green_with_domestic_abuse_is_an_alert_by_itself(world):
    screening = steps.screened(world)
    alert = owners(Alert).get()
    assert (alert.reason, alert.words) == ("domestic_green", "green with domestic abuse, treated as amber")
    steps.supervised(world, screening)
    with world.at_work("hub_police") as by:
        line.regrade(by=by, at=by.now, subject=screening.incident_id, screening=steps.fresh(world, screening),
                     after="amber", reason=steps.WHY)
    steps.weighed(world, screening)
    assert {(a.reason, a.withdrawn_at is None) for a in owners(Alert)} == {("domestic_green", False), ("amber", True)}
