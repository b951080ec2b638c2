"""Whoever is invited hears of it, of every change and of the cancelling, with an entry for the calendar that replaces
the one before; whoever has not read the minutes is reminded once."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest

from kith.authority.models import Notice
from kith.meetings import convening, distributing, jobs
from kith.meetings.models import MinutesChase, Sitting
from kith.meetings.tests import ground

HOLDERS = ("hub_police", "hub_health", "dsl")   # two hold a seat by their role, one is invited by name


@pytest.fixture
def called(world):
    """A strategy discussion two days from now, the school's lead invited by name."""
    with world.at_work("manager") as by:
        starts = by.now + timedelta(days=2)
    sitting, item = ground.strategy(world, [world.child_of(world.contact())], opened=False, starts_at=starts)
    with world.at_work("manager") as by:
        convening.invite(by=by, at=by.now, sitting=sitting, seat="referrer", worker=world.worker("dsl").pk)
    return sitting


def notices(world, key: str) -> list[Notice]:
    return list(Notice.objects.using("owner").filter(holder_id=world.worker(key).pk, path__endswith="/invitation/")
                .order_by("created_at"))


def entry(world, key: str, notice: Notice):
    """From the notice to its page, and from there to the calendar."""
    client = world.client(key)
    page = client.get(notice.path).content.decode()
    assert 'href="../calendar/"' in page
    calendar = icalendar.Calendar.from_ical(client.get(notice.path.replace("invitation", "calendar")).content)
    return page, str(calendar["method"]), calendar.walk("VEVENT")[0]


def test_the_invited_get_an_entry_that_each_change_and_the_cancelling_replace(world, called):
    found = {}
    for key in HOLDERS:
        (first,) = notices(world, key)
        assert first.text.startswith("You are invited to a meeting: Strategy discussion")
        assert "Noor" not in first.text
        found[key] = [entry(world, key, first)]
    with world.at_work("manager") as by:
        sitting = Sitting.objects.get(pk=called.pk)
        convening.move(by=by, at=by.now, sitting=sitting, starts_at=sitting.starts_at + timedelta(hours=2))
    moved = {key: entry(world, key, notices(world, key)[-1]) for key in HOLDERS}
    with world.at_work("manager") as by:
        convening.cancel(by=by, at=by.now, sitting=Sitting.objects.get(pk=called.pk), because="The family is safe")
    for key in HOLDERS:
        words = [n.text.split(":")[0] for n in notices(world, key)]
        assert words == ["You are invited to a meeting", "A meeting has moved", "A meeting is cancelled"]
        page, method, last = entry(world, key, notices(world, key)[-1])
        events = [found[key][0][2], moved[key][2], last]
        assert [found[key][0][1], moved[key][1], method] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [int(e["sequence"]) for e in events] == [0, 1, 2] and len({e["uid"] for e in events}) == 1
        assert events[1]["dtstart"].dt - events[0]["dtstart"].dt == timedelta(hours=2)
        assert "Cancelled: Strategy discussion" in page and "Noor" not in page


@pytest.mark.parametrize("key", ["charlie", "administrator", "scrutineer", "other_dsl"])
def test_who_is_not_invited_finds_no_invitation(world, called, key):
    assert world.client(key).get(f"/meetings/{called.pk}/invitation/").status_code == 404


def test_unread_minutes_are_chased_once_after_the_terms_days(world):
    sitting, _ = ground.daily(world, world.child_of(world.contact()))
    with world.at_work("manager") as by:
        distributing.issue(by=by, at=by.now, sitting=Sitting.objects.get(pk=sitting.pk))
    assert world.client("manager").get(f"/meetings/{sitting.pk}/minutes/").status_code == 200
    assert jobs.chase_unread_minutes() == 0
    world.forward(timedelta(days=8))
    assert (jobs.chase_unread_minutes(), jobs.chase_unread_minutes()) == (1, 0)
    told = Notice.objects.using("owner").filter(text__startswith="Minutes you have not read yet")
    holders = {n.holder_id for n in told}
    assert world.agency("police").pk in holders and world.worker("manager").pk not in holders
    assert "Noor" not in "".join(n.text for n in told)
    assert MinutesChase.objects.using("owner").count() == 1
