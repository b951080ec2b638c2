"""What meetings do by themselves, each safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from kith.authority import who
from kith.authority.who import Session
from kith.meetings import acts, agenda, convening, deciding, disagreeing, distributing, terms
from kith.meetings.models import ItemChild, Minutes, Sitting
from kith.meetings.scrutiny import drawing
from kith.statute.calendar import london_date, london_instant
from kith.statute.forum import Forum
from kith.work import clocks

PATIENCE = timedelta(hours=4)  # after its end, until a meeting nobody opened counts as not held [L]
GIVEN_UP = 5  # meetings in a row that nobody opened [L]
AHEAD = timedelta(days=5)  # how long before it begins an agenda starts to fill: over Easter too [L]


def make_agendas() -> int:
    """Call the next sitting of every forum with a fixed hour on each working day, and keep its agenda filled."""
    with who.job("sweep") as by:
        for term in terms.on(by.now):
            call_next(term, by)
            give_up_missed(term, by)
        soon = Sitting.objects.filter(opened_at__isnull=True, closed_at__isnull=True, cancelled_at__isnull=True,
                                      starts_at__lte=by.now + AHEAD, starts_at__gte=by.now - AHEAD)
        return sum(agenda.gather(sitting, by=by, at=by.now) for sitting in soon)


def call_next(term: Forum, by: Session) -> None:
    if term.cadence != "every_working_day" or term.starts_at is None or given_up(term):
        return
    starts_at = next_at(term, by.now)
    if not Sitting.objects.filter(forum=term.key, starts_at=starts_at).exists():
        convening.convene(by=by, at=by.now, forum=term.key, starts_at=starts_at)


def given_up(term: Forum) -> bool:
    """Nobody opened the last ones: this county does not hold it. Calling one by hand begins it again."""
    last = list(Sitting.objects.filter(forum=term.key).order_by("-starts_at")[:GIVEN_UP])
    return len(last) == GIVEN_UP and all(s.cancelled_at for s in last)


def give_up_missed(term: Forum, by: Session) -> None:
    """A daily meeting that nobody opened was not held: whom it would have discussed stands on the next agenda."""
    if term.cadence != "every_working_day":
        return
    missed = Sitting.objects.filter(forum=term.key, opened_at__isnull=True, closed_at__isnull=True,
                                    cancelled_at__isnull=True, ends_at__lt=by.now - PATIENCE)
    for sitting in missed:
        convening.cancel(by=by, at=by.now, sitting=sitting, because="Nobody opened it")


def next_at(term: Forum, now: datetime) -> datetime:
    """The next moment at which a daily forum sits, over weekends and bank holidays."""
    assert term.starts_at is not None
    days, today = clocks.calendar(), london_date(now)
    day = days.this_or_next_working_day(today)
    at = london_instant(day, term.starts_at)
    return at if at > now else london_instant(days.add_working_days(today, 1), term.starts_at)


def chase_unread_minutes() -> int:
    """Minutes not read within the working days of their forum's terms: whoever owes it is reminded once."""
    with who.job("sweep") as by:
        newest = Minutes.objects.filter(chase__isnull=True).select_related("sitting").order_by("sitting_id", "-version")
        open_still = newest.filter(Q(sitting__reads_until__isnull=True) | Q(sitting__reads_until__gt=by.now))
        late = [m for m in open_still.distinct("sitting_id")[:200] if is_late(m, by.now)]
        for minutes in late:
            distributing.chase(by=by, at=by.now, minutes=minutes)
        return len(late)


def is_late(minutes: Minutes, now: datetime) -> bool:
    """Issued longer ago than the forum's working days, and not chased in a newer version."""
    days = terms.of(minutes.sitting).minutes_read_days
    return clocks.calendar().add_working_days(minutes.issued_at, days) < london_date(now)


def draw_meetings() -> int:
    """Last month's meetings for the scrutineer, where they have not been drawn."""
    return drawing.draw_last_month()


def advance_disagreements() -> int:
    """Disagreements whose stage has run out go up a stage."""
    with who.job("sweep") as by:
        return disagreeing.advance(by, by.now)


def lapse_owed_positions() -> int:
    """After an urgent decision: a partner that owes its position and is silent has it written down as silence."""
    with who.job("sweep") as by:
        late = ItemChild.objects.filter(revealed_at__isnull=True, owed_by__lt=by.now).select_related("item__sitting")
        return sum(lapse(child, by) for child in late[:200])


def lapse(child: ItemChild, by: Session) -> int:
    """Write the silent seats down, then show what was said to all."""
    given, silent = deciding.seats_given(child.item, child.subject_id), 0
    for seats in deciding.partner_seats(child.item).values():
        if not any(s.pk in given for s in seats):
            acts.lapse_position(by=by, at=by.now, subject=child.subject_id, about=child.item_id,
                                agency=seats[0].agency_id, item=child.item, seat=seats[0])
            silent += 1
    ItemChild.objects.filter(pk=child.pk).update(revealed_at=by.now)
    return silent
