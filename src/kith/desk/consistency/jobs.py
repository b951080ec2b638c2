"""In the background: the coefficients of the blind second grading with their intervals, which take too long for a page,
and word to its readers that a month can be printed."""

from __future__ import annotations

from datetime import date

from kith.authority import notices, who
from kith.authority.who import Session
from kith.desk.consistency import alike, asking, monthly
from kith.desk.consistency.monthly import month_before
from kith.desk.consistency.pages import PERIODS, kept_key
from kith.kit.words import local
from kith.screening import sampling
from kith.work import clocks

READERS = ("senior_leader", "scrutineer", "hub_manager", "hub_police")


def keep_agreement() -> int:
    """Work out and keep the agreement of each period, together and by team; returns how many were kept."""
    with who.job("sweep") as by:
        today = local(by.now).date()
        for months, _ in PERIODS:
            keep(by, kept_key(months), month_before(today, int(months)), today, f"{months}/{by.now:%Y-%m-%d}")
        return len(PERIODS)


def keep_first() -> int:
    """The same before the first night, so that a new county's page has its intervals."""
    with who.job("sweep"):
        there = sampling.kept_figure(kept_key(PERIODS[0][0]))
    return 0 if there else keep_agreement()


def keep(by: Session, key: str, since: date, until: date, seed: str) -> None:
    """The agreement of the samples of the months in [since, until)."""
    looks = asking.second_looks(since, until)
    sampling.keep_figure(by=by, at=by.now, key=key, body=alike.kept_body(looks.together, looks.team, seed))


def tell_month() -> int:
    """From the first working day of a month: the month before is kept for its paper and its readers are told, once.
    Returns how many were told."""
    with who.job("sweep") as by:
        today = local(by.now).date()
        first, month = today.replace(day=1), month_before(today, 1)
        key = monthly.kept_key(month)
        if today < clocks.calendar().this_or_next_working_day(first) or sampling.kept_figure(key):
            return 0
        keep(by, key, month_before(first, monthly.SAMPLED), first, key)
        readers = [worker for role in READERS for worker in notices.holding(role)]
        return notices.post(by=by, at=by.now, holders=readers, path=f"/work/screening/month/{month:%Y-%m}/",
                            text=f"The figures on police screening in {month:%B %Y} can be printed.")
