"""At night: the coefficients of the blind second grading with their intervals, which take too long for a page."""

from __future__ import annotations

from kith.authority import who
from kith.desk.consistency import alike, asking
from kith.desk.consistency.pages import PERIODS, kept_key, month_before
from kith.kit.words import local
from kith.screening import sampling


def keep_agreement() -> int:
    """Work out and keep the agreement of each period, together and by team; returns how many were kept."""
    with who.job("sweep") as by:
        today = local(by.now).date()
        for months, _ in PERIODS:
            looks = asking.second_looks(month_before(today, int(months)), today)
            body = alike.kept_body(looks.together, looks.team, f"{months}/{by.now:%Y-%m-%d}")
            sampling.keep_figure(by=by, at=by.now, key=kept_key(months), body=body)
        return len(PERIODS)
