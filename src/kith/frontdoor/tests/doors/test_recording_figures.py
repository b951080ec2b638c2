"""The first figures of recording: what is typed, what was held already, and how long it takes."""

from __future__ import annotations

from datetime import timedelta

from kith.frontdoor.doors import reads
from kith.frontdoor.doors.reads import Recording


def test_figures_stand_by_agency_and_form(world):
    for seconds in (60, 240, 600):
        world.contact(typed_fields=12, carried_fields=4, typed_seconds=seconds)
    world.contact("nurse", typed_fields=10, carried_fields=0)
    with world.at_work("manager") as by:
        rows = reads.recording_by_agency(by.now - timedelta(days=1))
    assert rows == [
        Recording("Ashbrook Primary", "Referral form", 3, 36, 12, 4.0),
        Recording("NHS Thornshire", "Referral form", 1, 10, 0, None),
    ]
    assert rows[0].share_carried == 0.25
    assert rows[1].share_carried == 0


def test_what_came_before_the_moment_does_not_count(world):
    world.contact(typed_fields=12)
    with world.at_work("manager") as by:
        assert reads.recording_by_agency(by.now + timedelta(hours=1)) == []


def test_nothing_given_has_no_share(world):
    assert Recording("Ashbrook Primary", "Referral form", 0, 0, 0, None).share_carried is None


def test_another_schools_lead_counts_only_what_they_may_see(world):
    world.contact(typed_fields=12)
    with world.at_work("other_dsl") as by:
        assert reads.recording_by_agency(by.now - timedelta(days=1)) == []
