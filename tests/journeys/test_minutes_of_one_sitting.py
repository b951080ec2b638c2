"""Minutes of one sitting as the police, the school's lead and the independent scrutineer read them: different where
they must be. The scrutineer's are drawn by chance, in codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kith.meetings import convening, distributing, jobs, room
from kith.meetings.models import Item, Sitting
from kith.meetings.tests import ground
from tests.journeys.visitor import Visitor

FOR_ALL, FOR_PARTNERS = "Seen with a bruise on the arm.", "Her uncle is named in an open inquiry."
INTERIM = "A visit today by two workers."
IMPACT = "Noor is afraid to go home and sleeps badly."


@pytest.fixture
def held(world) -> tuple[Sitting, Item, UUID]:
    """On 22 March: health tells the room, the police the partners; two agree, health would go further; closed."""
    world.set_clock(datetime(2027, 3, 22, 9, 30, tzinfo=UTC))
    child = world.child_of(world.contact())
    sitting, item = ground.daily(world, child)
    with world.at_work("manager") as by:
        convening.invite(by=by, at=by.now, sitting=sitting, seat="referrer", worker=world.worker("dsl").pk)
    for key in ("manager", "hub_police", "hub_health"):
        with world.at_work(key) as by:
            convening.arrive(by=by, at=by.now, sitting=sitting, seat=room.seat_for(by, sitting), worker=by.worker_id)
    tell(world, "hub_health", item, FOR_ALL, "room")
    tell(world, "hub_police", item, FOR_PARTNERS, "partners")
    ground.write(world, item, "impact", IMPACT)
    for key, proposes in (("manager", "assessment"), ("hub_police", "assessment"), ("hub_health", "strategy")):
        ground.position(world, key, item, child, proposes, answers={})
    ground.decide(world, item, child, "assessment", interim_step=INTERIM)
    world.forward(timedelta(minutes=20))
    with world.at_work("manager") as by:
        mine = Sitting.objects.get(pk=sitting.pk)
        convening.close(by=by, at=by.now, sitting=mine)
        if distributing.latest(mine) is None:
            distributing.issue(by=by, at=by.now, sitting=mine)
    return sitting, item, child


def tell(world, key: str, item: Item, text: str, handling: str) -> None:
    with world.at_work(key) as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        room.contribute(by=by, at=by.now, subject=mine.subject_id, item=mine, text=text, handling=handling)


def test_each_of_three_readers_has_minutes_of_their_own(world, held, visit):
    sitting, _, child = held
    world.set_clock(datetime(2027, 4, 1, 8, tzinfo=UTC))
    jobs.draw_meetings()
    police, school, scrutineer = visit("hub_police"), visit("dsl"), visit("scrutineer", width=375)
    for reader, heard in ((police, True), (school, False)):
        reader.go(f"/meetings/{sitting.pk}/minutes/")
        assert "Noor" in reader.text and IMPACT in reader.text and FOR_ALL in reader.text
        assert "Decided: Assessment of need." in reader.text
        assert (FOR_PARTNERS in reader.text) == heard
        assert (INTERIM in reader.text) == heard    # the disagreement is the partners' own
        assert reader.status_of("/meetings/drawn/") == 404
    police.picture("minutes-police"), school.picture("minutes-school")
    reads_redacted(scrutineer)
    for path in (f"{sitting.pk}/minutes/", f"{sitting.pk}/"):
        assert scrutineer.status_of(f"/meetings/{path}") == 404
    assert scrutineer.status_of(f"/work/children/{child}/") == 404
    for other in (police, school):
        assert other.status_of(scrutineer.path) == 404


def reads_redacted(scrutineer: Visitor) -> None:
    """From the figures to the draw, and from the draw to how it was decided; nobody is named, nothing is repeated."""
    scrutineer.go("/work/meetings/")
    scrutineer.press("Redacted minutes of meetings drawn by chance")
    assert "1 drawn from 1. Seed: daily/2027-03-01/" in scrutineer.text
    scrutineer.press("Meeting of 22 March 2027")
    for words in ("Item 1: 1 child", "Child A", "Decided: Assessment of need.",
                  "By two of the three partners. Quorate.", "The child's voice: used.",
                  "Dissent: Health, from a decision of Council.", "Other view"):
        assert words in scrutineer.text, words
    for words in ("Noor", "Karim", IMPACT, FOR_ALL, FOR_PARTNERS, INTERIM, "Morag", "Ashbrook"):
        assert words not in scrutineer.text, words
    scrutineer.picture("minutes-scrutineer")
    for kind in ("pdf", "word"):
        assert scrutineer.status_of(f"{scrutineer.path}{kind}/") == 200
