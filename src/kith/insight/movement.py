"""Where grades move between one grader and the next, and how far a team is from the auditor.

A scale is given from lowest to highest. "Lowered" means graded lower first than later: the direction that leaves a
child without help, and the one that is outlined.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, fsum

from kith.insight.suppression import LEAST, hidden


@dataclass(frozen=True, slots=True)
class Movement:
    """Counts of first grade (row) against later grade (column), both in the order of `scale`."""

    scale: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def same(self) -> int:
        return sum(row[at] for at, row in enumerate(self.counts))

    @property
    def under(self) -> int:
        """Graded lower first than later."""
        return sum(sum(row[at + 1 :]) for at, row in enumerate(self.counts))

    @property
    def over(self) -> int:
        """Graded higher first than later."""
        return sum(sum(row[:at]) for at, row in enumerate(self.counts))

    @property
    def under_share(self) -> float | None:
        """Share of all that were graded lower first than later, 0 to 1; None of nothing."""
        return self.under / self.total if self.total else None


def movement(pairs: Iterable[tuple[str, str]], scale: Sequence[str]) -> Movement:
    """Count (first, later) grades. Raises ValueError for a grade that is not on the scale."""
    return counted(Counter(pairs), scale)


def counted(counts: Mapping[tuple[str, str], int], scale: Sequence[str]) -> Movement:
    """The same from counts by (first, later), as a database gives them."""
    if unknown := {grade for pair in counts for grade in pair} - set(scale):
        raise ValueError(f"not on the scale: {', '.join(sorted(unknown))}")
    rows = (tuple(counts.get((first, later), 0) for later in scale) for first in scale)
    return Movement(tuple(scale), tuple(rows))


def along(chains: Iterable[Sequence[str | None]], scale: Sequence[str], steps: Sequence[str]) -> dict[str, Movement]:
    """The movement of each step of a line of review and of the whole, by name ("officer to supervisor", …).

    chains: one grade for each of `steps`, None where that step gave none; a step counts only where both ends graded.
    """
    graded = [tuple(chain) for chain in chains]
    ends = [*zip(range(len(steps)), range(1, len(steps)), strict=False)] + [(0, len(steps) - 1)] * (len(steps) > 2)
    found = {}
    for first, later in ends:
        pairs = ((a, b) for chain in graded if (a := chain[first]) is not None and (b := chain[later]) is not None)
        found[f"{steps[first]} to {steps[later]}"] = movement(pairs, scale)
    return found


@dataclass(frozen=True, slots=True)
class Veiled:
    """A movement for readers without case access: None where a number is small or would give a small one away."""

    scale: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    total: int | None
    same: int | None
    under: int | None
    over: int | None


def veiled(found: Movement, least: int = LEAST) -> Veiled:
    """Hide small numbers so that the sums of the three directions and of all do not give them away.

    Sums of rows or columns are not to be shown beside it: they would.
    """
    places = [(a, b) for a in range(len(found.scale)) for b in range(len(found.scale))]
    cells: dict[Hashable, int] = {place: found.counts[place[0]][place[1]] for place in places}
    parts: dict[Hashable, list[tuple[int, int]]] = {
        "same": [(a, b) for a, b in places if a == b],
        "under": [(a, b) for a, b in places if a < b],
        "over": [(a, b) for a, b in places if a > b],
        "total": places,
    }
    cells |= {name: sum(cells[place] for place in inside) for name, inside in parts.items()}
    gone = hidden(cells, [(inside, name) for name, inside in parts.items()], least)
    seen = {key: None if key in gone else count for key, count in cells.items()}
    counts = tuple(tuple(seen[a, b] for b in range(len(found.scale))) for a in range(len(found.scale)))
    return Veiled(found.scale, counts, seen["total"], seen["same"], seen["under"], seen["over"])


@dataclass(frozen=True, slots=True)
class Difference:
    """A group's distance from the auditor: `mean` in grades (below 0: graded lower), two-sided sign test `p`."""

    group: Hashable
    items: int
    lower: int
    higher: int
    mean: float
    p: float


def differences(rows: Iterable[tuple[Hashable, str, str]], scale: Sequence[str]) -> list[Difference]:
    """(group, grade given, auditor's grade) -> one Difference for each group, in the order they first appear.

    With months as groups, the means are what a control chart of drift is drawn from.
    """
    rank = {grade: at for at, grade in enumerate(scale)}
    found: dict[Hashable, list[int]] = defaultdict(list)
    for group, given, audited in rows:
        found[group].append(rank[given] - rank[audited])
    return [_difference(group, apart) for group, apart in found.items()]


def _difference(group: Hashable, apart: Sequence[int]) -> Difference:
    lower, higher = sum(step < 0 for step in apart), sum(step > 0 for step in apart)
    return Difference(group, len(apart), lower, higher, fsum(apart) / len(apart), sign_test(lower, higher))


def sign_test(lower: int, higher: int) -> float:
    """Two-sided exact p that chance alone splits `lower` and `higher` so unevenly (ties left out); 1 of nothing."""
    moved = lower + higher
    tail = sum(comb(moved, count) for count in range(min(lower, higher) + 1))
    return min(1.0, 2 * tail / 2**moved)
