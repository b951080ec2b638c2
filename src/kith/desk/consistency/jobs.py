"""At night: the coefficients of the blind second grading with their intervals, which take too long for a page."""

from __future__ import annotations

from datetime import datetime

from kith.authority import who
from kith.desk.consistency import asking, judging
from kith.desk.consistency.pages import PERIODS, month_before
from kith.kit.words import LONDON, local
from kith.screening import sampling


def keep_agreement() -> int:
    """Work out and keep the agreement of each period; returns how many were kept."""
    with who.job("sweep") as by:
        for months, _ in PERIODS:
            day = month_before(local(by.now).date(), int(months))
            since = datetime(day.year, day.month, 1, tzinfo=LONDON)
            given = asking.second_grades(since, by.now)
            found = judging.coefficients(given, f"{months}/{by.now:%Y-%m-%d}", judging.REPLICATES)
            sampling.keep_figure(by=by, at=by.now, key=f"agreement/{months}",
                                 body={"items": found.twice, "rows": judging.as_rows(found)})
        return len(PERIODS)
