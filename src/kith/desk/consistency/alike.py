"""How alike people grade: the blind second grading, all together and by team, and the shared stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kith.desk.consistency.asking import SCALE
from kith.insight import suppression
from kith.insight.agreement import Tally
from kith.insight.consistency import ORDERED, Consistency, side_by_side
from kith.kit import words

ALPHA, AC1, AGREED = "Krippendorff's alpha (ordinal)", "Gwet's AC1", "Per cent agreement"
REPLICATES = 400     # of the bootstrap, at night
LEAST_PAIRS = 30     # of a team's; below, the interval spans nearly everything [L]
SHORT = {AGREED: "Agreed", "Weighted kappa (linear)": "Kappa, linear", "Weighted kappa (quadratic)": "Kappa, quadratic",
         ALPHA: "Alpha", AC1: "AC1", "Gwet's AC2 (quadratic)": "AC2"}
ONE_SENTENCE = ("Per cent agreement alone looks high where most are green; kappa falls there although people agree, "
                "and AC1 does not: so they stand side by side.")


def coefficients(given: Tally, seed: str, replicates: int = 0) -> Consistency:
    """All coefficients side by side; with intervals where there is time for them."""
    return side_by_side(given, len(SCALE), seed=seed, replicates=replicates, chosen=dict(ORDERED))


def kept_body(together: Tally, team: Mapping[str, Tally], seed: str, replicates: int = REPLICATES) -> dict[str, Any]:
    """What the night keeps of one period: all together, and each team with enough pairs; the seed draws it again."""
    whole = coefficients(together, seed, replicates)
    judged = {name: coefficients(given, f"{seed}/{name}", replicates) for name, given in sorted(team.items())
              if sum(given.values()) >= LEAST_PAIRS}
    return {"items": whole.twice, "rows": as_rows(whole), "seed": seed, "replicates": replicates,
            "teams": [[name, f"{found.twice}", *map(with_interval, found.measured)] for name, found in judged.items()],
            "sentence": teams_sentence(whole, judged, len(team))}


def as_rows(found: Consistency) -> list[list[str]]:
    return [[one.name, two(one.value), f"{two(one.low)} to {two(one.high)}" if one.low is not None else "at night"]
            for one in found.measured]


def with_interval(one: Any) -> str:
    return two(one.value) + (f" ({two(one.low)} to {two(one.high)})" if one.low is not None else "")


def two(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def teams_sentence(whole: Consistency, judged: Mapping[str, Consistency], teams: int) -> str:
    """Which teams there are enough of, and whether one is surely less alike than all together."""
    if not judged:
        return (f"None of {words.plural(teams, 'team')} has {LEAST_PAIRS} graded twice in this time: fewer would say "
                "nothing about a team. A longer time has more.")
    below = [name for name, found in judged.items() if is_below(found, whole)]
    few = teams - len(judged)
    left = f" {few} with fewer than {LEAST_PAIRS} say nothing yet." if few else ""
    if not below:
        return f"Each of {words.plural(len(judged), 'team')} may well grade as alike as all together.{left}"
    lie = "lies" if len(below) == 1 else "lie"
    return (f"{words.join_and(below)} {lie} below all together even at the upper end of the interval; one team in "
            f"forty would by chance.{left}")


def is_below(found: Consistency, whole: Consistency) -> bool:
    """Whether a team's AC1 is below that of all even at the upper end of its interval."""
    value, high = whole[AC1].value, found[AC1].high
    return value is not None and high is not None and high < value


def told_alike(given: Tally) -> str:
    """How alike everybody graded the shared stories, in a sentence; nothing where fewer than five did."""
    graders = max((len(pattern) - pattern.count(None) for pattern in given), default=0)
    if graders < suppression.LEAST:
        return ""
    found = {one.name: two(one.value) for one in coefficients(given, "stories").measured}
    return (f"{graders} people graded the newest shared stories alone: agreement {found[AGREED]}, "
            f"Krippendorff's alpha {found[ALPHA]}, AC1 {found[AC1]}.")
