"""What a decision begins: early help, an assessment, a plan, with its end where that has come."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .families import work
from .kin import Kin
from .nouns import Involvement, Person

ASSESSMENT_DAYS, EARLY_HELP_DAYS, PLAN_DAYS, PROTECTION_DAYS = 47, 130, 210, 290  # means, calendar days
TO_PLAN, TO_PROTECTION = 0.45, 0.4


def follow(kin: Kin, chance: Random, child: Person, outcome: str, since: date) -> None:
    """Write the work that this outcome began, unless the same work is already open."""
    if outcome == "early_help":
        _open(
            kin, child, ("council", "early_help", "jo", "early_help"), since, _days(chance, EARLY_HELP_DAYS)
        )
    elif outcome in ("assessment", "strategy_discussion"):
        team, worker = ("assessment_north", "alice") if kin.unit % 2 else ("assessment_south", "bob")
        ended = _open(
            kin, child, ("council", team, worker, "assessment"), since, _days(chance, ASSESSMENT_DAYS)
        )
        if ended:
            _plan(kin, chance, child, outcome, ended)


def _plan(kin: Kin, chance: Random, child: Person, outcome: str, since: date) -> None:
    if outcome == "strategy_discussion" and chance.random() < TO_PROTECTION:
        _open(
            kin,
            child,
            ("council", "protection", "femi", "protection_plan"),
            since,
            _days(chance, PROTECTION_DAYS),
        )
    elif chance.random() < TO_PLAN:
        _open(kin, child, ("council", "protection", "femi", "child_in_need"), since, _days(chance, PLAN_DAYS))


def _days(chance: Random, mean: float) -> int:
    return max(3, int(chance.gammavariate(4, mean / 4)))


def _open(kin: Kin, child: Person, what: tuple[str, str, str, str], since: date, days: int) -> date | None:
    """Open the work; its last day, or None while it runs (or ran already)."""
    running = any(
        row.child == child.key and row.kind == what[3] and (row.until_on is None or row.until_on > since)
        for row in kin.rows.of(Involvement)
    )
    if running:
        return None
    until = since + timedelta(days=days)
    ended = until if until <= kin.frame.today else None
    work(kin, *what[:3], child, what[3], since, ended)
    return ended
