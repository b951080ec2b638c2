"""Weights from data: term frequencies and prior by counting, u from random pairs, m by expectation-maximisation.

As in Splink (Linacre and others 2022): one EM run per blocking rule leaves out the fields the rule used; m of a
level is
the mean over runs. Counts are smoothed with the starting model, so that a rare level keeps a sensible weight.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Sized
from dataclasses import replace
from itertools import combinations

from .levels import AT, FIELDS, LEVELS
from .model import Model, Weight
from .names import parts
from .record import Cleaned, unpack
from .score import compare

Pattern = tuple[int, ...]
RECORDS_A_PERSON = 1.6
SAMPLE = 120_000
FIRMNESS = 60.0
"""With so many pairs behind a level, half of its weight is learned and half is the starting model's."""
ANCHORED = frozenset(
    (
        ("contact", "different"),
        ("nhs", "conflict"),
        ("upn", "different"),
        ("dob", "different"),
        ("dob", "generation"),
        ("address", "outcode"),
        ("address", "postcode"),
        ("parent", "different"),
    )
)
"""Levels that stay as they start: EM mistakes relatives for matches there, or an invented county knows nothing of
them."""
RANDOM_PAIRS = 200_000
_RULES: tuple[tuple[str, ...], ...] = (("dob",), ("given", "family"))


class Counted:
    """Names counted over a file, slice by slice."""

    def __init__(self) -> None:
        self.records = 0
        self.names: dict[str, Counter[str]] = {"given": Counter(), "family": Counter()}

    def add(self, c: Cleaned) -> None:
        """Count one record's names."""
        self.records += 1
        self.count("given", c.givens)
        self.count("family", c.families)

    def count(self, table: str, names: tuple[str, ...], times: int = 1) -> None:
        """Count the current name; a surname counts whole and, when it has parts, by part."""
        if names:
            whole = (names[0], *(parts(names[0]) if table == "family" and " " in names[0] else ()))
            for name in whole:
                self.names[table][name] += times

    def merge(self, records: int, names: dict[str, Counter[str]]) -> None:
        """Add what another process counted."""
        self.records += records
        for table, found in names.items():
            self.names[table].update(found)


def adapt(model: Model, counted: Counted, shared: dict[str, frozenset[str]] | None = None, version: str = "") -> Model:
    """The model with a file's own name frequencies and prior. Names seen once are left to the floor."""
    frequencies = {table: _shares(found) for table, found in counted.names.items()}
    persons = max(2.0, counted.records / RECORDS_A_PERSON)
    return replace(
        model,
        version=version or model.version,
        prior=-math.log2(persons),
        frequencies=frequencies,
        shared=model.shared if shared is None else shared,
    )


def _shares(found: Counter[str]) -> dict[str, float]:
    total = sum(found.values()) or 1
    return {name: n / total for name, n in found.items() if n > 1}


def train(
    model: Model, records: Sequence[Cleaned], seed: int = 1, rounds: int = 30, firmness: float = FIRMNESS
) -> Model:
    """A model with m and u learned from records without labels. At least some hundreds of true pairs are needed."""
    rnd = random.Random(seed)
    u, seen = _chance(model, records, rnd)
    runs = [_em(model, _blocked(model, records, rule, rnd), u, set(rule), rounds) for rule in _RULES]
    weights = {}
    for field in FIELDS:
        found = [run[field] for run in runs if field in run]
        weights[field] = tuple(
            model.weights[field][i]
            if i == 0 or (field, level.key) in ANCHORED or not found
            else _learned(model.weights[field][i], [run[i] for run in found], u[field][i], seen[field][i], firmness)
            for i, level in enumerate(LEVELS[field])
        )
    return replace(model, weights=weights)


def _learned(old: Weight, runs: list[tuple[float, float]], u: float, seen: float, firmness: float) -> Weight:
    """One level's weight: the learned log odds, drawn to the starting ones the fewer pairs stand behind it."""
    m = sum(share for share, _ in runs) / len(runs)
    behind = sum(count for _, count in runs) / len(runs)
    behind = behind if old.tf else min(behind, seen)
    trust = behind / (behind + firmness)
    if old.tf:
        return replace(old, m=_inside(math.exp(trust * math.log(_inside(m)) + (1 - trust) * math.log(old.m))))
    ratio = trust * math.log(_inside(m) / _inside(u)) + (1 - trust) * math.log(old.m / old.u)
    m = _inside(max(m, 1e-5))
    return (
        replace(old, m=m, u=m / math.exp(ratio))
        if m / math.exp(ratio) <= 1
        else replace(old, m=math.exp(ratio) * 0.999, u=0.999)
    )


def _inside(share: float) -> float:
    return min(max(share, 1e-7), 0.9999)


def _chance(
    model: Model, records: Sequence[Cleaned], rnd: random.Random
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """u of every level among random pairs where the field is known on both sides, and how many pairs stand behind
    it."""
    wanted = min(RANDOM_PAIRS, len(records) * 20)
    counts = _count(compare(model, *rnd.sample(records, 2))[0] for _ in range(wanted))
    exact = _same_chance(records)
    u, seen = {}, {}
    for field in FIELDS:
        u[field] = _shares_of(counts[field], len(LEVELS[field]))
        seen[field] = [float(counts[field][i]) for i in range(len(LEVELS[field]))]
        if field in exact:
            at = AT[field]["home" if field == "address" else "exact"]
            u[field][at], seen[field][at] = exact[field], math.inf
    return u, seen


def _same_chance(records: Sequence[Cleaned]) -> dict[str, float]:
    """Chance that two records agree exactly, from how often each value occurs: steadier than a sample of pairs."""
    values: dict[str, Sequence[object]] = {
        "dob": [c.dob for c in records if c.dob_kind == "e"],
        "address": [c.homes[0] for c in records if c.homes and c.homes[0].postcode and c.homes[0].number],
    }
    return {
        field: max(
            sum((n / len(found)) ** 2 for n in Counter(found).values()) - 1 / len(found),
            1 / len(found) ** 1.5,
        )
        for field, found in values.items()
        if len(found) > 100
    }


def _count(patterns: Iterable[Pattern]) -> dict[str, Counter[int]]:
    counts: dict[str, Counter[int]] = {field: Counter() for field in FIELDS}
    for pattern, n in Counter(patterns).items():
        for field, level in zip(FIELDS, pattern, strict=True):
            counts[field][level] += n
    return counts


def _shares_of(counts: Counter[int] | dict[int, float], levels: int) -> list[float]:
    """Shares over the levels where the field is known, half a pair added to each."""
    known = sum(n for level, n in counts.items() if level) + 0.5 * (levels - 1)
    return [0.0] + [(counts.get(i, 0) + 0.5) / known for i in range(1, levels)]


def _blocked(model: Model, records: Sequence[Cleaned], rule: tuple[str, ...], rnd: random.Random) -> Counter[Pattern]:
    """Level patterns of all pairs that agree exactly on the rule's fields, groups above 40 sampled."""
    groups: dict[object, list[Cleaned]] = defaultdict(list)
    for c in records:
        key = (c.dob if c.dob_kind == "e" else "") if rule == ("dob",) else (c.givens[:1] + c.families[:1])
        if key and (rule == ("dob",) or len(key) == 2):
            groups[key].append(c)
    found: Counter[Pattern] = Counter()
    for group in groups.values():
        chosen = group if len(group) <= 40 else rnd.sample(group, 40)
        found.update(compare(model, a, b)[0] for a, b in combinations(chosen, 2))
    return found


def _em(
    model: Model, patterns: Counter[Pattern], u: dict[str, list[float]], left_out: set[str], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """(m, expected matching pairs) by field and level; `left_out` are the fields the block made agree."""
    fields = [(i, field) for i, field in enumerate(FIELDS) if field not in left_out]
    m = {field: [w.m for w in model.weights[field]] for _, field in fields}
    total, share = sum(patterns.values()) or 1, 0.3
    counts: dict[str, dict[int, float]] = {}
    for _ in range(rounds):
        counts = {field: defaultdict(float) for _, field in fields}
        matched = 0.0
        for pattern, n in patterns.items():
            chance = n * _posterior(pattern, fields, m, u, share)
            matched += chance
            for i, field in fields:
                counts[field][pattern[i]] += chance
        share = min(max(matched / total, 1e-4), 0.999)
        m = {field: _shares_of(counts[field], len(LEVELS[field])) for _, field in fields}
    return {field: [(m[field][i], counts[field].get(i, 0.0)) for i in range(len(LEVELS[field]))] for _, field in fields}


def _posterior(
    pattern: Pattern,
    fields: list[tuple[int, str]],
    m: dict[str, list[float]],
    u: dict[str, list[float]],
    share: float,
) -> float:
    odds = math.log(share / (1 - share))
    for i, field in fields:
        level = pattern[i]
        if level:
            odds += math.log(max(m[field][level], 1e-9) / max(u[field][level], 1e-9))
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds))))


def level_table(model: Model) -> list[tuple[str, str, float]]:
    """(field, level, bits) of every level, for the model card."""
    return [(field, level.key, model.fixed[field][i]) for field in FIELDS for i, level in enumerate(LEVELS[field]) if i]


def train_on_lines(model: Model, lines: Iterable[str]) -> Model:
    """Train on packed records: all of them up to `SAMPLE`, above that those born on chosen days, so that pairs
    stay whole."""
    held = lines if isinstance(lines, Sized) else list(lines)
    share = sample_share(len(held))
    return train(model, [c for c in map(unpack, held) if in_sample(c, share)])


def sample_share(records: int) -> int:
    """One in so many birthdays is trained on."""
    return max(1, -(-records // SAMPLE))


def in_sample(c: Cleaned, share: int) -> bool:
    """Was this record born on a day that is trained on?"""
    return share == 1 or bool(c.dob and sum(map(ord, c.dob)) * 31 % share == 0)
