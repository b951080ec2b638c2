"""The coefficients side by side with intervals, drawn again and again by item from a seed.

Why side by side: where nearly everything has one grade, kappa falls although people agree, and AC1 does not. Resampling
takes a second or so: it belongs in a nightly job, the page shows what the job kept.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from kith.insight import agreement
from kith.insight.agreement import Tally

REPLICATES = 1_000
TAILS = (0.025, 0.975)
KEPT = 0.5                # of the replicates must have a value, else there is no interval

Coefficient = Callable[[Tally, int], float | None]
ORDERED: dict[str, Coefficient] = {
    "Per cent agreement": agreement.observed,
    "Weighted kappa (linear)": lambda given, q: agreement.kappa(given, q, agreement.linear),
    "Weighted kappa (quadratic)": lambda given, q: agreement.kappa(given, q, agreement.quadratic),
    "Krippendorff's alpha (ordinal)": lambda given, q: agreement.krippendorff(given, q, agreement.ordinal),
    "Gwet's AC1": agreement.gwet,
    "Gwet's AC2 (quadratic)": lambda given, q: agreement.gwet(given, q, agreement.quadratic),
}
UNORDERED: dict[str, Coefficient] = {
    "Per cent agreement": agreement.observed,
    "Kappa": agreement.kappa,
    "Krippendorff's alpha (nominal)": agreement.krippendorff,
    "Gwet's AC1": agreement.gwet,
}


class Measured(NamedTuple):
    """A coefficient with its 95 % interval; None where it does not exist. Agreement and AC1 as shares of 1."""

    name: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Consistency:
    """What was compared, and every coefficient in the order of its table."""

    items: int               # all items
    twice: int               # of them graded at least twice
    measured: tuple[Measured, ...]

    def __getitem__(self, name: str) -> Measured:
        return next(one for one in self.measured if one.name == name)


def side_by_side(
    given: Tally, q: int, *, seed: int | str, replicates: int = REPLICATES,
    chosen: dict[str, Coefficient] | None = None,
) -> Consistency:  # fmt: skip
    """All of `chosen` (by default for ordered grades) with percentile intervals; same tally and seed, same answer."""
    coefficients = chosen or ORDERED
    drawn = list(resampled(given, replicates, seed))
    measured = (_measured(name, of, given, q, drawn) for name, of in coefficients.items())
    twice = sum(times for pattern, times in given.items() if len(pattern) - pattern.count(None) > 1)
    return Consistency(sum(given.values()), twice, tuple(measured))


def resampled(given: Tally, replicates: int, seed: int | str) -> Sequence[Counter[agreement.Pattern]]:
    """As many tallies of the same size, items drawn with replacement."""
    patterns = sorted(given, key=repr)
    times, items, draw = [given[p] for p in patterns], sum(given.values()), Random(f"{seed}")
    return [Counter(draw.choices(patterns, times, k=items)) for _ in range(replicates if items else 0)]


def _measured(name: str, of: Coefficient, given: Tally, q: int, drawn: Sequence[Tally]) -> Measured:
    found = sorted(value for one in drawn if (value := of(one, q)) is not None)
    value = of(given, q)
    if value is None or len(found) < KEPT * len(drawn) or not found:
        return Measured(name, value, None, None)
    low, high = (found[min(int(tail * len(found)), len(found) - 1)] for tail in TAILS)
    return Measured(name, value, low, high)
