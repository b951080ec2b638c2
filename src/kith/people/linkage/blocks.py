"""Step 3 of the bulk run: score the pairs of one block of records."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .explain import explain, sentence
from .guards import GUARDS, Birth, counts_as_multiple
from .levels import FIELDS
from .model import Model, from_dict
from .record import Cleaned, unpack
from .score import Scored, kept, score
from .sections import Array, Lines, once, read_section, write_table, write_text
from .sight import Look, Sight, names_of

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
    pairs = once(np.concatenate([read_section(work.pairs(p), block, "u8") for p in range(partitions)]))
    scorer = _scorer(work, partitions)
    at: dict[str, int] = {"": 0}
    chunks = [scorer.scored(pairs[start : start + CHUNK], at) for start in range(0, len(pairs), CHUNK)]
    write_table(work.scored(block), np.concatenate([np.empty(0, SCORED), *chunks]))
    write_text(work.reasons(block), json.dumps(list(at), ensure_ascii=False))


class Pattern(NamedTuple):
    """What the scorer says of all pairs that are alike in everything a guard asks."""

    guard: int
    cap: float
    final: bool
    reason: str


class Scorer:
    """Scores pairs of one run: by columns where first sight is sure, the guard and reason asked once a pattern."""

    def __init__(self, model: Model, sight: Sight, lines: Lines, births: frozenset[Birth]) -> None:
        self._model, self._sight, self._lines, self._births = model, sight, lines, births
        self._held: dict[int, Cleaned] = {}
        self._reasons: dict[tuple, str] = {}
        self._patterns: dict[int, Pattern] = {}

    def scored(self, pairs: Array, at: dict[str, int]) -> Array:
        """Rows of `SCORED` for the pairs that are kept, in order; `at` numbers the reasons."""
        a, b = pairs >> np.uint64(32), pairs & _LOW
        look = self._sight.look(a, b)
        told = np.flatnonzero(look.could_be_kept & ~look.unsure)
        asked = np.flatnonzero(look.could_be_kept & look.unsure)
        rows = [self._one(int(a[n]), int(b[n]), at) for n in asked]
        found = np.concatenate((self._alike(a, b, look, told, at), np.array([row for row in rows if row], SCORED)))
        return found[np.argsort(found["a"].astype("u8") << np.uint64(32) | found["b"])]

    def _one(self, a: int, b: int, at: dict[str, int]) -> tuple[int, int, float, int, int] | None:
        """One pair as the scorer sees it."""
        one, other = self._cleaned(a), self._cleaned(b)
        found = score(self._model, one, other, counts_as_multiple(self._births, one, other))
        if not kept(self._model, found):
            return None
        below = found.weight < self._model.floor
        reason = "" if below else reason_of(self._model, self._reasons, found, one, other)
        return a, b, found.weight, _AT[found.guard], at.setdefault(reason, len(at))

    def _alike(self, a: Array, b: Array, look: Look, chosen: Array, at: dict[str, int]) -> Array:
        """Pairs of which first sight is sure."""
        _, first, back = np.unique(look.pattern[chosen], return_index=True, return_inverse=True)
        patterns = [self._pattern(int(look.pattern[n]), int(a[n]), int(b[n])) for n in chosen[first]]
        kinds = np.array([(p.guard, p.cap, p.final, at.setdefault(p.reason, len(at))) for p in patterns],
                         "u1, f8, ?, u4")[back]  # fmt: skip
        made = np.empty(len(chosen), SCORED)
        made["a"], made["b"], made["guard"], made["reason"] = a[chosen], b[chosen], kinds["f0"], kinds["f3"]
        made["weight"] = np.minimum(self._model.prior + look.bits[chosen].sum(1), kinds["f1"])
        return made[(made["weight"] >= self._model.floor) | kinds["f2"]]

    def _pattern(self, pattern: int, a: int, b: int) -> Pattern:
        if pattern not in self._patterns:
            one, other = self._cleaned(a), self._cleaned(b)
            found = score(self._model, one, other)
            cap = GUARDS[found.guard].cap if found.guard else math.inf
            final = kept(self._model, found._replace(weight=-math.inf))
            reason = reason_of(self._model, self._reasons, found, one, other)
            self._patterns[pattern] = Pattern(_AT[found.guard], cap, final, reason)
        return self._patterns[pattern]

    def _cleaned(self, number: int) -> Cleaned:
        if number not in self._held:
            if len(self._held) >= HELD:
                self._held.clear()
            self._held[number] = unpack(self._lines[number])
        return self._held[number]


def scored_block(work: Work, block: int) -> Iterator[Pair]:
    """The pairs that `pair_block` wrote, in order."""
    reasons = json.loads(work.reasons(block).read_text(encoding="utf-8"))
    for a, b, weight, guard, reason in np.load(work.scored(block)).tolist():
        yield Pair(a, b, weight, GUARD_CODES[guard], reasons[reason])


def reason_of(model: Model, reasons: dict[tuple, str], found: Scored, a: Cleaned, b: Cleaned) -> str:
    """The sentence for these levels, made once: it names no values, and stands in the order of rare names."""
    key = (found.levels, found.guard, a.birth_order, b.birth_order)
    if key not in reasons:
        usual = tuple(model.fixed[field][level] for field, level in zip(FIELDS, found.levels, strict=True))
        reasons[key] = sentence(explain(found._replace(bits=usual), a, b))
    return reasons[key]


@lru_cache(maxsize=1)
def own_model(work: Work) -> Model:
    """The run's model, read once a process."""
    return from_dict(json.loads(work.model.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _scorer(work: Work, partitions: int) -> Scorer:
    texts = json.loads(work.vocabulary.read_text(encoding="utf-8"))
    found = [json.loads(work.found(p).read_text(encoding="utf-8"))["births"] for p in range(partitions)]
    births = frozenset(tuple(at) for at in chain.from_iterable(found))
    sight = Sight(own_model(work), work.table(), *(names_of(texts[field]) for field in ("given", "family", "middle")))
    return Scorer(own_model(work), sight, work.lines(), births)
