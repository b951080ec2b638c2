"""Funnels: is a unit's share further from the others' than chance and their usual spread explain? Never a ranking.

Sources: Spiegelhalter, Funnel plots for comparing institutional performance (Statistics in Medicine 24, 2005) for the
winsorised z and the additive random effects; Benjamini and Hochberg (1995) for the false discovery rate, which keeps
the number of honest units named in check however many units are looked at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb, exp, fsum, lgamma, log, sqrt
from statistics import NormalDist

LEAST = 10                       # smaller units are drawn, but neither judged nor used for the spread
WINSOR = 0.1                     # the outer tenths are pulled in, so that the units sought do not hide themselves
FALSE_DISCOVERY = 0.1            # expected share of honest units among those named
SIGMAS = (2.0, 3.0)              # limits drawn
FAR = 10.0                       # standard deviations beyond which a binomial holds nothing that counts
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Unit:
    """A team or shift: `done` of `of` (counts; 0 <= done <= of, else ValueError)."""

    name: str
    done: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.of:
            raise ValueError(f"{self.name}: {self.done} of {self.of} is no share")


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit on the funnel: its share (0 to 1; None of nothing), z in standard deviations, flag "low", "high" or ""."""

    unit: Unit
    share: float | None
    z: float | None
    flag: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """The pooled share, the spread between honest units, and every unit in the order given.

    target: pooled share, 0 to 1. phi: mean squared winsorised z (1: chance alone). tau2: variance between units.
    """

    target: float
    phi: float
    tau2: float
    placed: tuple[Placed, ...]

    @property
    def low(self) -> list[Placed]:
        """Units named as low, in the order given."""
        return [one for one in self.placed if one.flag == "low"]

    def limits(self, of: int, sigmas: float) -> tuple[float, float]:
        """(lower, upper) share for a unit of this size; exact binomial where the units differ by chance alone."""
        if not self.tau2:
            return exact_limits(self.target, of, NORMAL.cdf(-sigmas))
        reach = sigmas * sqrt(chance(self.target, of) + self.tau2)
        return max(0.0, self.target - reach), min(1.0, self.target + reach)


def funnel(units: Iterable[Unit], *, least: int = LEAST, rate: float = FALSE_DISCOVERY) -> Funnel:
    """Place units against their pooled share, adjusted for overdispersion; each side judged at false discovery `rate`.

    Raises ValueError when no unit has any case.
    """
    given = list(units)
    cases = sum(unit.of for unit in given)
    if not cases:
        raise ValueError("a funnel needs at least one case")
    target = sum(unit.done for unit in given) / cases
    judged = [unit for unit in given if unit.of >= least]
    phi, tau2 = spread(judged, target)
    scores = {id(unit): score(unit, target, tau2) for unit in judged}
    flags = _flags(scores, rate)
    placed = (Placed(u, u.done / u.of if u.of else None, scores.get(id(u)), flags.get(id(u), "")) for u in given)
    return Funnel(target, phi, tau2, tuple(placed))


def chance(share: float, of: int) -> float:
    """Variance that chance alone gives a share of `of` cases."""
    return share * (1 - share) / of


def score(unit: Unit, target: float, tau2: float = 0.0) -> float:
    """z of a unit: its distance from the target in standard deviations, chance and spread together; 0 if neither."""
    width = sqrt(chance(target, unit.of) + tau2)
    return (unit.done / unit.of - target) / width if width else 0.0


def spread(units: Sequence[Unit], target: float) -> tuple[float, float]:
    """(phi, tau2): winsorised overdispersion, and the additive variance between units by the method of moments."""
    variances = [chance(target, unit.of) for unit in units]
    if len(units) < 2 or not target * (1 - target):
        return 1.0, 0.0
    phi = fsum(z * z for z in winsorised([score(unit, target) for unit in units])) / len(units)
    weights = [1 / variance for variance in variances]
    total = fsum(weights)
    room = total - fsum(weight * weight for weight in weights) / total
    return phi, max(0.0, (len(units) * phi - (len(units) - 1)) / room)


def winsorised(values: Sequence[float], tail: float = WINSOR) -> list[float]:
    """The values with the outer `tail` of each end pulled in to its quantile (linear between values)."""
    ordered = sorted(values)
    low, high = _quantile(ordered, tail), _quantile(ordered, 1 - tail)
    return [min(max(value, low), high) for value in values]


def _quantile(ordered: Sequence[float], share: float) -> float:
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def _flags(scores: dict[int, float], rate: float) -> dict[int, str]:
    keys = list(scores)
    low = discoveries([NORMAL.cdf(scores[key]) for key in keys], rate)
    high = discoveries([NORMAL.cdf(-scores[key]) for key in keys], rate)
    return {**{keys[at]: "low" for at in low}, **{keys[at]: "high" for at in high}}


def discoveries(chances: Sequence[float], rate: float = FALSE_DISCOVERY) -> set[int]:
    """Positions of the p-values kept by Benjamini and Hochberg's step-up rule at this false discovery rate."""
    ordered = sorted(range(len(chances)), key=chances.__getitem__)
    kept = [rank for rank, at in enumerate(ordered, 1) if chances[at] <= rate * rank / len(chances)]
    return set(ordered[: max(kept, default=0)])


def exact_limits(share: float, of: int, tail: float) -> tuple[float, float]:
    """Exact binomial limits as shares: the smallest counts at which the cumulative chance passes `tail`, 1 - `tail`."""
    if of <= 0 or not 0 < share < 1:
        return share, share
    total, low = 0.0, None
    middle, reach = of * share, FAR * sqrt(of * share * (1 - share))
    for count in range(max(0, int(middle - reach)), min(of, int(middle + reach) + 1) + 1):
        total += _binomial(count, of, share)
        if low is None and total > tail:
            low = count
        if total >= 1 - tail:
            break
    return (low or 0) / of, count / of


def _binomial(count: int, of: int, share: float) -> float:
    if of < 60:
        return comb(of, count) * share**count * (1 - share) ** (of - count)
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return exp(ways + count * log(share) + (of - count) * log(1 - share))
