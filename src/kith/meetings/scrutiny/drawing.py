"""The draw: by chance, once a forum and month, by the timetable alone. Nobody chooses, and anybody can draw again."""

from __future__ import annotations

import random
import secrets
from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import QuerySet

from kith.authority import who
from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.kit.words import local
from kith.meetings.models import Sitting
from kith.meetings.scrutiny.models import Draw, Drawn
from kith.statute.calendar import london_date, london_instant

MOST = 3  # meetings of one forum and month [L]


@act("minutes.drawn")
def draw(*, by: Session, at: datetime, forum: str, month: date, seed: str = "") -> Done:
    """Draw a forum's closed meetings of a month that is over. A restricted meeting is counted and never drawn."""
    if after(month) > london_date(at):
        raise Refused("This month is not over: what closes in it is not known yet.")
    if Draw.objects.filter(forum=forum, month=month).exists():
        raise Refused("This month's meetings have been drawn already.")
    closed = {str(s.pk): s for s in closed_in(month).filter(forum=forum)}
    frame = [key for key, sitting in closed.items() if not sitting.restricted]
    seed = seed or f"{forum}/{month}/{secrets.token_hex(8)}"
    chosen = pick(frame, MOST, seed)
    made = Draw(forum=forum, month=month, seed=seed, frame=len(frame), restricted=len(closed) - len(frame), drawn_at=at,
                created_by_id=by.worker_id)
    Draw.objects.bulk_create([made])
    Drawn.objects.bulk_create([Drawn(draw=made, sitting=closed[key], held_on=local(closed[key].starts_at).date())
                               for key in chosen])
    return Done(made, None, {"forum": forum, "month": month, "seed": seed, "frame": made.frame, "drawn": len(chosen)})


def pick(frame: Collection[str], wanted: int, seed: str) -> list[str]:
    """So many of the frame by chance. Equal seeds pick alike, whatever the order in which the rows came."""
    return random.Random(seed).sample(sorted(frame), min(wanted, len(frame)))


def closed_in(month: date) -> QuerySet[Sitting]:
    """Meetings that were held and closed within a month. One closed late falls into the month of its closing: none
    escapes the draw."""
    begins, ends = (london_instant(day, time.min) for day in (month, after(month)))
    return Sitting.objects.filter(opened_at__isnull=False, cancelled_at__isnull=True, closed_at__gte=begins,
                                  closed_at__lt=ends)


def after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def draw_last_month() -> int:
    """Draw last month's meetings of every forum that closed one, where they have not been drawn (a sweep's work)."""
    with who.job("sweep") as by:
        today = london_date(by.now)
        month = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
        drawn = Draw.objects.filter(month=month).values_list("forum", flat=True)
        missing = sorted(set(closed_in(month).values_list("forum", flat=True)) - set(drawn))
        for forum in missing:
            draw(by=by, at=by.now, forum=forum, month=month)
        return len(missing)
