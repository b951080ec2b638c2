"""Step 3 of the bulk run: score the pairs of one block of records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .explain import explain, sentence
from .guards import GUARDS, birth
from .model import Model, from_dict
from .record import Cleaned, unpack
from .score import Scored, kept, score
from .sections import Lines, read_section, write_table, write_text
from .sight import Sight, names_of

if TYPE_CHECKING:
    from .bulk import Work

HELD, CHUNK = 100_000, 100_000
"""Records unpacked and pairs looked at together, at most."""
SCORED = np.dtype([("a", "u4"), ("b", "u4"), ("weight", "f8"), ("guard", "u1"), ("reason", "u4")])
"""A pair that is kept; `guard` and `reason` are positions in `GUARD_CODES` and in the block's reasons."""
GUARD_CODES = ("", *GUARDS)
_AT = {code: at for at, code in enumerate(GUARD_CODES)}
_LOW = np.uint64(0xFFFFFFFF)


class Pair(NamedTuple):
    """One pair that is kept; the numbers count the good rows of the file. Below the floor no reason is given."""

    a: int
    b: int
    weight: float
    guard: str
    reason: str


def pair_block(work: Work, block: int, partitions: int) -> None:
    """Score one block and write the pairs at or above the floor, with the cannot-links."""
    model, births, lines = own_model(work), _births(work, partitions), work.lines()
    held: dict[int, Cleaned] = {}
    reasons: dict[tuple, str] = {}
    at: dict[str, int] = {"": 0}
    rows = []
    for one, other in _worth_scoring(work, block, partitions):
        a, b = held.get(one) or _cleaned(lines, held, one), held.get(other) or _cleaned(lines, held, other)
        found = score(model, a, b, counts_as_multiple(births, a, b))
        if kept(model, found):
            reason = reason_of(reasons, found, a, b) if found.weight >= model.floor else ""
            rows.append((one, other, found.weight, _AT[found.guard], at.setdefault(reason, len(at))))
    write_table(work.scored(block), np.array(rows, SCORED))
    write_text(work.reasons(block), json.dumps(list(at), ensure_ascii=False))


def scored_block(work: Work, block: int) -> Iterator[Pair]:
    """The pairs that `pair_block` wrote, in order."""
    reasons = json.loads(work.reasons(block).read_text(encoding="utf-8"))
    for a, b, weight, guard, reason in np.load(work.scored(block)).tolist():
        yield Pair(a, b, weight, GUARD_CODES[guard], reasons[reason])


def _worth_scoring(work: Work, block: int, partitions: int) -> Iterator[tuple[int, int]]:
    """The block's pairs in order, each once, without those that first sight tells would not be kept."""
    found = [read_section(work.pairs(partition), block, "u8") for partition in range(partitions)]
    pairs, sight = np.unique(np.concatenate(found)), _sight(work)
    for start in range(0, len(pairs), CHUNK):
        a, b = pairs[start : start + CHUNK] >> np.uint64(32), pairs[start : start + CHUNK] & _LOW
        chosen = sight.could_be_kept(a, b)
        yield from zip(a[chosen].tolist(), b[chosen].tolist(), strict=True)


def counts_as_multiple(births: frozenset[tuple[str, str, str]], a: Cleaned, b: Cleaned) -> bool:
    """Does a home of theirs hold a multiple birth? Asked only where a first name is missing or an initial."""
    if not births or (_named(a) and _named(b)):
        return False
    return birth(a) in births or birth(b) in births


def _named(c: Cleaned) -> bool:
    return bool(c.givens) and all(len(name) > 1 for name in c.givens)


def _cleaned(lines: Lines, held: dict[int, Cleaned], number: int) -> Cleaned:
    if len(held) >= HELD:
        held.clear()
    found = held[number] = unpack(lines[number])
    return found


def reason_of(reasons: dict[tuple, str], found: Scored, a: Cleaned, b: Cleaned) -> str:
    """The sentence for these levels, made once per pattern: the bulk reason names no values."""
    key = (found.levels, found.guard, a.birth_order, b.birth_order)
    if key not in reasons:
        reasons[key] = sentence(explain(found, a, b))
    return reasons[key]


@lru_cache(maxsize=1)
def own_model(work: Work) -> Model:
    """The run's model, read once a process."""
    return from_dict(json.loads(work.model.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _sight(work: Work) -> Sight:
    texts = json.loads(work.vocabulary.read_text(encoding="utf-8"))
    return Sight(own_model(work), work.table(), names_of(texts["given"]), names_of(texts["family"]))


@lru_cache(maxsize=1)
def _births(work: Work, partitions: int) -> frozenset[tuple[str, str, str]]:
    found = [json.loads(work.found(p).read_text(encoding="utf-8"))["births"] for p in range(partitions)]
    return frozenset(tuple(at) for births in found for at in births)
