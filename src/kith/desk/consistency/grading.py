"""Where grades move along the line, and whose were too low at first: by team on a funnel, by month on a control chart.

Too low: graded lower by the officer than it stood after the sergeant or the hub. Counted of those that ended amber or
red, because a green can never have been too low: so a month with more greens does not look better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kith.desk.consistency import judging
from kith.desk.consistency.asking import SCALE, Grades, Low, Move, pairs
from kith.insight import movement, pictures, suppression
from kith.insight.funnel import Funnel, Unit, funnel
from kith.kit.svg import Drawing

TOO_LOW = "grade too low at first"


def matrix(moves: Sequence[Move], later: int, who: str, *, hide: bool) -> Drawing:
    """The officer's grade against the sergeant's (`later` 1) or the hub's (2), what was raised later outlined; small
    numbers hidden from those who may not open the rows behind it."""
    found = movement.counted(pairs(moves, 0, later), SCALE)
    shown = movement.veiled(found) if hide else found
    return pictures.movement(shown, title=f"From the officer's grade to the {who}'s", first="officer", later=who)


def low_sentence(low: Low, *, hide: bool) -> str:
    """How many children who needed more were graded lower at first."""
    few, of = low
    if not of:
        return "No screening of this time has ended amber or red yet."
    if hide and suppression.share(few, of) is None:
        return "Some screenings ended amber or red. Too few of them to show how many had been graded lower at first."
    return (f"Of {of:,} children whose screening ended amber or red, {few:,} ({judging.share_words(few, of)}) had been "
            "graded lower by the officer.")


def placed(found: Grades) -> Funnel:
    """Teams by the share they graded too low, of those that ended above green."""
    return funnel([Unit(name, low, of) for name, (low, of) in found.team.items() if of])


def by_team(found: Grades, teams: str = "by team", *, hide: bool) -> Drawing | None:
    """Teams that grade too low more often than chance and the usual spread explain."""
    if sum(1 for _, of in found.team.values() if of) < judging.FEWEST:
        return None
    return judging.funnel_of(placed(found), TOO_LOW, title=f"Graded too low at first, {teams}",
                             across="ended amber or red", hide=hide, worse="high")


def by_month(months: Mapping[str, Low]) -> Drawing | None:
    """The drift of grading: the share graded too low, month by month."""
    return judging.by_month(months, "Graded too low at first", title="Graded too low at first, month by month",
                            better=-1)
