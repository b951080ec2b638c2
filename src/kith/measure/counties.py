"""Counties invented for the funnel: 60 teams of honest officers, who differ, and six teams that do too little.

Officers screen at rates drawn from beta(16, 3) and share their team's incidents very unevenly (Pareto), so that honest
teams differ by two to three times what chance explains. Python's own generator: the same seed, the same county.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from kith.insight.funnel import Unit, funnel

TEAMS, PLANTED, FACTOR = 60, 6, 0.7
INCIDENTS = (100, 600)
HONEST = (16, 3)               # beta: mean 0.84
OFFICERS, UNEVEN = 22, 1.2     # a county's 1,300 officers over 60 teams; the Pareto shape of their shares


@dataclass(frozen=True)
class County:
    """The teams, and the names of those planted."""

    units: tuple[Unit, ...]
    planted: frozenset[str]


@dataclass
class Judged:
    """What the funnel said over many counties."""

    named: int = 0
    rightly: int = 0
    planted: int = 0
    teams: int = 0
    phi: float = 0.0           # the mean over counties

    @property
    def recall(self) -> float:
        return self.rightly / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        return self.rightly / self.named if self.named else 1.0

    @property
    def named_share(self) -> float:
        return self.named / self.teams if self.teams else 0.0


def county(seed: int, planted: int = PLANTED, *, officers: int = OFFICERS) -> County:
    """One county; with one officer a team, whole teams differ as officers do."""
    draw = Random(f"county {seed} {planted} {officers}")
    low = frozenset(f"Team {at}" for at in draw.sample(range(TEAMS), planted))
    units = (_team(draw, f"Team {at}", FACTOR if f"Team {at}" in low else 1.0, officers) for at in range(TEAMS))
    return County(tuple(units), low)


def _team(draw: Random, name: str, factor: float, officers: int) -> Unit:
    incidents = draw.randint(*INCIDENTS)
    rates = [draw.betavariate(*HONEST) * factor for _ in range(officers)]
    shares = [draw.paretovariate(UNEVEN) for _ in range(officers)]
    done = sum(draw.random() < rate for rate in draw.choices(rates, shares, k=incidents))
    return Unit(name, done, incidents)


def judged(seeds: Iterable[int], planted: int = PLANTED, *, officers: int = OFFICERS) -> Judged:
    """The funnel's answers against the truth, over the counties of these seeds."""
    found, seen = Judged(), list(seeds)
    for seed in seen:
        made = county(seed, planted, officers=officers)
        answer = funnel(made.units)
        named = {placed.unit.name for placed in answer.low}
        found.named += len(named)
        found.rightly += len(named & made.planted)
        found.planted += len(made.planted)
        found.teams += len(made.units)
        found.phi += answer.phi / len(seen)
    return found


def best_precision(seeds: Iterable[int], recall: float, *, officers: int = OFFICERS) -> float:
    """The precision of the one cut through all shares, chosen with the truth in hand, that reaches this recall."""
    made = [county(seed, officers=officers) for seed in seeds]
    ordered = sorted((unit.done / unit.of, unit.name in one.planted) for one in made for unit in one.units)
    wanted = recall * sum(planted for _, planted in ordered)
    rightly = accumulate(planted for _, planted in ordered)
    return next((right / named for named, right in enumerate(rightly, 1) if right >= wanted), 1.0)
