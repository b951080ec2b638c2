"""Step 3 of the bulk run: score the pairs of one block of records."""

from __future__ import annotations

import json
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .explain import explain, sentence
from .guards import birth
from .model import Model, from_dict
from .record import Cleaned, unpack
from .score import Scored, hopeless, kept, score
from .sections import Lines, read_section, write_text

if TYPE_CHECKING:
    from .bulk import Work

HELD = 100_000


class Pair(NamedTuple):
    """One pair that is kept; the numbers count the good rows of the file."""

    a: int
    b: int
    weight: float
    guard: str
    reason: str


def pair_block(work: Work, block: int, partitions: int) -> None:
    """Score one block: lines "a,b,weight,guard,reason" for pairs at or above the floor and for cannot-links."""
    model, births = _model(str(work.model)), _births(work, partitions)
    lines = work.lines()
    held: dict[int, Cleaned] = {}
    reasons: dict[tuple, str] = {}
    out = []
    for pair in _pairs(work, block, partitions):
        at, other_at = pair >> 32, pair & 0xFFFFFFFF
        a, b = held.get(at) or _cleaned(lines, held, at), held.get(other_at) or _cleaned(lines, held, other_at)
        if hopeless(model, a, b):
            continue
        found = score(model, a, b, counts_as_multiple(births, a, b))
        if kept(model, found):
            out.append(f"{at}\t{other_at}\t{found.weight!r}\t{found.guard}\t{reason_of(reasons, found, a, b)}\n")
    write_text(work.scored(block), "".join(out))


def counts_as_multiple(births: frozenset[tuple[str, str, str]], a: Cleaned, b: Cleaned) -> bool:
    """Does a home of theirs hold a multiple birth? Asked only where a first name is missing or an initial."""
    if not births or (_named(a) and _named(b)):
        return False
    return birth(a) in births or birth(b) in births


def _named(c: Cleaned) -> bool:
    return bool(c.givens) and all(len(name) > 1 for name in c.givens)


def _pairs(work: Work, block: int, partitions: int) -> array:
    """The block's pairs, each once, in order of the first record."""
    found: set[int] = set()
    for partition in range(partitions):
        found.update(read_section(work.pairs(partition), block, "Q"))
    return array("Q", sorted(found))


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
def _model(path: str) -> Model:
    with open(path, encoding="utf-8") as source:
        return from_dict(json.load(source))


@lru_cache(maxsize=1)
def _births(work: Work, partitions: int) -> frozenset[tuple[str, str, str]]:
    found = [json.loads(work.found(p).read_text(encoding="utf-8"))["births"] for p in range(partitions)]
    return frozenset(tuple(at) for births in found for at in births)
