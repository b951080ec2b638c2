"""How good is a model on a population of known truth? Pairs, clusters and live decisions, by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations
from math import sqrt
from typing import Any

from .clean import clean
from .cluster import Link, cluster, ids_of
from .guards import best_guess, birth, multiple_births
from .keys import CLASS, asked, indexed, is_wide, keys, needs
from .live import match
from .model import Model
from .record import Cleaned, Record, pack
from .score import hopeless, kept, score

NARROW_CAP, WIDE_CAP, LIVE_CAP = 60, 60, 400
_FIELDS = [
    "record_id",
    "source",
    "given_name",
    "middle_name",
    "family_name",
    "known_as",
    "dob",
    "sex",
    "address",
    "postcode",
    "nhs_number",
    "upn",
    "phone",
    "email",
]


def record(row: Mapping[str, str]) -> Record:
    """A raw row of the bulk format as a `Record`."""
    fields: dict[str, Any] = {name: row.get(name) or "" for name in _FIELDS}
    return Record(**fields)


def index(cleaned: Sequence[Cleaned], made: Callable[[Cleaned], Iterable[int]] = keys) -> dict[int, list[int]]:
    """Key to record positions. With `made=indexed`, in memory what PostgreSQL's key table holds for the live path."""
    found: dict[int, list[int]] = defaultdict(list)
    for at, c in enumerate(cleaned):
        for key in made(c):
            found[key].append(at)
    return found


def candidate_pairs(cleaned: Sequence[Cleaned], held: Mapping[int, list[int]]) -> set[tuple[int, int]]:
    """Pairs sharing a key, with the caps of the bulk run."""
    needed = [needs(c) for c in cleaned]
    found: set[tuple[int, int]] = set()
    for key, group in held.items():
        if len(group) > (WIDE_CAP if is_wide(key) else NARROW_CAP):
            continue
        pairs: Iterable[tuple[int, int]] = combinations(group, 2)
        if is_wide(key):
            pairs = ((a, b) for a, b in pairs if key & CLASS in needed[a] | needed[b])
        found.update(pairs)
    return found


def scored_pairs(
    model: Model, cleaned: Sequence[Cleaned], pairs: Iterable[tuple[int, int]]
) -> list[tuple[float, int, int, str, bool]]:
    """(weight, a, b, guard, cannot_link) of every pair at or above the floor, or cannot-linked."""
    multiple = multiple_births(cleaned)
    found = []
    for a, b in pairs:
        one, other = cleaned[a], cleaned[b]
        if hopeless(model, one, other):
            continue
        s = score(model, one, other, bool(multiple) and (birth(one) in multiple or birth(other) in multiple))
        if kept(model, s):
            found.append((s.weight, a, b, s.guard, s.cannot_link))
    return found


def true_pairs(truth: Sequence[str]) -> set[tuple[int, int]]:
    """All pairs of positions that are one person."""
    members: dict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(truth):
        members[person].append(at)
    return {pair for group in members.values() for pair in combinations(group, 2)}


def precision_recall(found: AbstractSet[Any], true: AbstractSet[Any]) -> tuple[float, float, float]:
    """(P, R, F1) of pairs."""
    right = len(found & true)
    p, r = right / (len(found) or 1), right / (len(true) or 1)
    return p, r, 2 * p * r / ((p + r) or 1)


def clustered(
    model: Model,
    cleaned: Sequence[Cleaned],
    scored: Sequence[tuple[float, int, int, str, bool]],
    threshold: float,
) -> set[tuple[int, int]]:
    """Pairs inside the clusters made at a threshold."""
    links = [Link(w, a, b) for w, a, b, guard, _ in scored if w >= threshold and best_guess(guard, w)]
    made = cluster(
        links,
        lambda at: ids_of(cleaned[at]),
        [(a, b) for _, a, b, _, cannot in scored if cannot],
    )
    groups = {made.of(at) for at in range(len(cleaned))}
    return {tuple(sorted(pair)) for g in groups for pair in combinations(made.members(g), 2)}  # type: ignore[misc]


def wilson(right: int, n: int, z: float = 1.96) -> float:
    """Lower bound of the Wilson interval of a share (Wilson 1927)."""
    if not n:
        return 0.0
    p = right / n
    return (p + z * z / (2 * n) - z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)


def live(
    model: Model,
    rows: Sequence[Mapping[str, str]],
    truth: Mapping[str, str],
    referrals: Sequence[Mapping[str, str]],
    referral_truth: Mapping[str, str],
    tags: Mapping[str, set[str]],
) -> dict[str, object]:
    """Run every referral against the index; counts by group, decisions and what went wrong.

    A referral with a `_group` of its own counts in that group alone.
    """
    cleaned = [clean(record(row)) for row in rows]
    held, packed = index(cleaned, indexed), [pack(c) for c in cleaned]
    of = [truth[c.record_id] for c in cleaned]
    total: Counter[str] = Counter()
    wrong: list[tuple[str, str, str]] = []
    for row in referrals:
        c = clean(record(row))
        near = _nearest(held, c)
        found = match(model, c, [(at, of[at], packed[at]) for at in near])
        person, close = referral_truth[row["record_id"]], {of[at] for at in near}
        if group := row.get("_group"):
            _tally_groups(total, found, person, close, [group])
        else:
            _tally(total, found, person, close, _groups(c, tags.get(row.get("_person", person), set())))
        if found.decision.kind == "auto" and found[0].subject_id != person:
            wrong.append((c.record_id, str(found[0].record_id), "; ".join(found[0].for_reasons)))
    return {"counts": total, "wrong": wrong}


def _nearest(held: Mapping[int, list[int]], c: Cleaned) -> list[int]:
    """Up to 300 positions sharing most keys, as the live query returns them."""
    shared: Counter[int] = Counter()
    for key in asked(c):
        group = held.get(key, ())
        if len(group) <= LIVE_CAP:
            shared.update(group)
    return [at for at, _ in shared.most_common(300)]


def _groups(c: Cleaned, tags: set[str]) -> list[str]:
    named = ["all", *tags]
    named += ["no NHS number"] if not c.nhs else []
    named += ["no date of birth"] if not c.dob else []
    named += ["Baby X"] if c.placeholder else []
    return named


def _tally(total: Counter[str], found: Sequence, person: str, near: set[str], groups: Iterable[str]) -> None:
    kind = found.decision.kind  # type: ignore[attr-defined]
    top = found[0].subject_id if found else None
    total[f"decision {kind}"] += 1
    total["referrals"] += 1
    if kind == "auto":
        total["auto right" if top == person else "auto wrong"] += 1
    if person:
        _tally_groups(total, found, person, near, groups)


def _tally_groups(total: Counter[str], found: Sequence, person: str, near: set[str], groups: Iterable[str]) -> None:
    kind, top = found.decision.kind, found[0].subject_id if found else None  # type: ignore[attr-defined]
    in_list = kind != "new" and any(c.subject_id == person for c in found)
    for group in groups:
        total[f"{group}: n"] += 1
        total[f"{group}: candidate"] += person in near
        total[f"{group}: top"] += top == person
        total[f"{group}: auto"] += kind == "auto" and top == person
        total[f"{group}: found"] += in_list
