"""The live path: one arriving record against the rows its keys found. No database here; the caller runs the query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass

from .decide import Compared, Decision, Ranked, by_person, decide
from .explain import explain
from .glance import Glance
from .guards import Birth, counts_as_multiple, multiple_births, named
from .model import Model
from .record import DOB_AT, SEPARATOR, Cleaned, from_texts
from .score import score

Row = tuple[Hashable, Hashable, str]
"""(record_id, subject_id, packed)"""
Seen = tuple[Hashable, Hashable, list[str]]
Other = tuple[Hashable, Hashable, Cleaned]
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person the arriving record may be, best first. `guard` is words, "" when none; bars sum to the raw weight."""

    subject_id: Hashable
    record_id: Hashable
    weight: float
    probability: float
    guard: str
    guard_code: str
    for_reasons: tuple[str, ...]
    against_reasons: tuple[str, ...]
    bars: tuple[tuple[str, float], ...]


class Matches(list[Candidate]):
    """The candidates, best first, with the `decision` made on them."""

    def __init__(self, found: Iterable[Candidate], decision: Decision) -> None:
        super().__init__(found)
        self.decision = decision


def match(
    model: Model,
    cleaned: Cleaned,
    rows: Iterable[Row],
    *,
    never: Collection[Hashable] = (),
    valid: Callable[[Hashable], bool] = lambda subject_id: True,
    may_see_protected: bool = False,
    restricted: Callable[[Sequence[Hashable]], Collection[Hashable]] = lambda subjects: (),
) -> Matches:
    """Compare an arriving record with candidate rows and decide.

    `never`: subjects a person has ruled out ("never the same"). `valid`: does joining this subject keep its cluster
    valid. `restricted`: those of some subjects about whose home nothing may be said. Only subjects at or above the
    model's review floor are returned, at most `SHOWN`.
    """
    seen = [(r, subject_id, packed.split(SEPARATOR)) for r, subject_id, packed in rows if subject_id not in never]
    likely = _likely(model, cleaned, seen)
    others = [(r, subject_id, from_texts(texts)) for r, subject_id, texts in seen if subject_id in likely]
    births = _multiple_births(cleaned, others, seen, likely)
    compared = [
        Compared(
            record_id,
            subject_id,
            other,
            score(model, cleaned, other, bool(births) and counts_as_multiple(births, cleaned, other)),
            bool(cleaned.birth_order) and cleaned.birth_order == other.birth_order,
        )
        for record_id, subject_id, other in others
    ]
    decision = decide(model, by_person(compared), valid)
    shown = decision.ranked[:SHOWN]
    silent = () if may_see_protected else restricted([r.subject_id for r in shown])
    return Matches([_candidate(model, cleaned, r, may_see_protected, r.subject_id in silent) for r in shown], decision)


def _likely(model: Model, cleaned: Cleaned, seen: Sequence[Seen]) -> set[Hashable]:
    """Subjects with a record that is worth comparing; all of theirs are then compared: what a person's records say
    together must not change."""
    hopeless, likely = Glance(model, cleaned).hopeless, set[Hashable]()
    for _, subject_id, texts in seen:
        if subject_id not in likely and not hopeless(texts):
            likely.add(subject_id)
    return likely


def _multiple_births(
    cleaned: Cleaned, others: Sequence[Other], seen: Sequence[Seen], likely: set[Hashable]
) -> frozenset[Birth]:
    """Births of more than one child among all that was found, on the days of those who are compared; looked for only
    where somebody has no first name to be told by."""
    alike = [cleaned, *(other for _, _, other in others)]
    if all(map(named, alike)):
        return frozenset()
    days = {one.dob for one in alike} - {""}
    rest = [from_texts(texts) for _, subject_id, texts in seen if texts[DOB_AT] in days and subject_id not in likely]
    return multiple_births([*alike, *rest])


def _candidate(model: Model, cleaned: Cleaned, ranked: Ranked, may_see: bool, silent: bool) -> Candidate:
    best = ranked.best
    scored = best.scored._replace(guard=ranked.guard)
    found = explain(scored, cleaned, best.other._replace(protected=True) if silent else best.other, may_see)
    return Candidate(
        ranked.subject_id,
        best.record_id,
        ranked.weight,
        model.probability(ranked.weight),
        found.guard,
        ranked.guard,
        found.for_reasons,
        found.against_reasons,
        found.bars,
    )
