"""Where chance comes from: one stream for each (seed, table, place), so that a new table never shifts an
old one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T")
_VERSION_5 = (5 << 76, ~(0xF << 76))
_VARIANT = (2 << 62, ~(3 << 62))


def _digest(size: int, path: tuple[object, ...]) -> int:
    text = "/".join(map(str, path))
    return int.from_bytes(blake2b(text.encode(), digest_size=size).digest(), "big")


def stream(seed: int, *path: object) -> Random:
    """A source of chance of its own for this seed and path. Stable across machines and Python versions >=
    3.2."""
    return Random(_digest(8, (seed, *path)))


def uid(seed: int, *path: object) -> UUID:
    """A name-based identifier (shape of version 5) for this seed and path; equal paths give equal
    identifiers."""
    number = _digest(16, (seed, *path))
    number = number & _VERSION_5[1] | _VERSION_5[0]
    return UUID(int=number & _VARIANT[1] | _VARIANT[0])


class Weighted(Generic[T]):
    """Draws one of a few things, each by its weight (any positive scale)."""

    __slots__ = ("_items", "_cum", "_total")

    def __init__(self, items: Iterable[T], weights: Iterable[float]) -> None:
        self._items: Sequence[T] = tuple(items)
        self._cum = list(accumulate(weights))
        self._total = self._cum[-1]

    def draw(self, chance: Random) -> T:
        """One item, by weight."""
        return self._items[bisect_right(self._cum, chance.random() * self._total)]


def zipf(items: Sequence[T], slope: float = 0.8) -> Weighted[T]:
    """Earlier items commoner: weight 1 / rank ** slope."""
    return Weighted(items, (1 / (rank + 1) ** slope for rank in range(len(items))))


def poisson(chance: Random, mean: float) -> int:
    """A Poisson count by Knuth's product for small means, by the normal law above 60."""
    if mean > 60:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
