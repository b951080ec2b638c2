"""Three-way decision on an arriving record: link by machine, possibly known, or new. Linkage note 2.5."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .guards import GUARDS
from .model import Model
from .record import Cleaned
from .score import Scored

AUTO, POSSIBLE, NEW = "auto", "possible", "new"
_NUMBER_GUARDS = frozenset(("same_number_other_name", "number_clash"))


class Compared(NamedTuple):
    """An arriving record against one record of the index."""

    record_id: Hashable
    subject_id: Hashable
    other: Cleaned
    scored: Scored
    same_order: bool = False  # both are "Twin 2", say


class Ranked(NamedTuple):
    """One person among the candidates: the best of their records, and the median as a figure of cohesion."""

    subject_id: Hashable
    best: Compared
    weight: float
    median: float
    guard: str


@dataclass(frozen=True, slots=True)
class Decision:
    """`kind` auto, possible or new; `gap` in bits to the next person; `reason` in words."""

    kind: str
    ranked: tuple[Ranked, ...]
    gap: float
    reason: str

    @property
    def subject_id(self) -> Hashable | None:
        """The person to link to, only when the decision is automatic."""
        return self.ranked[0].subject_id if self.kind == AUTO else None


def by_person(compared: Sequence[Compared]) -> dict[Hashable, list[Compared]]:
    """Group what was compared by person."""
    found: dict[Hashable, list[Compared]] = defaultdict(list)
    for one in compared:
        found[one.subject_id].append(one)
    return found


def decide(
    model: Model,
    compared: Mapping[Hashable, Sequence[Compared]],
    valid: Callable[[Hashable], bool] = lambda subject_id: True,
) -> Decision:
    """Decide from everything compared, by person. `valid` says whether joining that person keeps their cluster
    valid."""
    ranked = [r for r in map(_rank, compared.values()) if r.weight >= model.floor and r.guard != "sealed"]
    shown = tuple(sorted(ranked, key=_likelier_first))
    if not shown:
        return Decision(NEW, (), float("inf"), "nobody like this is known")
    gap = shown[0].weight - shown[1].weight if len(shown) > 1 else float("inf")
    others_number = any(r.guard in _NUMBER_GUARDS for r in shown[1:])
    against = reasons_against_linking(model, shown[0], gap, valid, others_number)
    return Decision(
        POSSIBLE if against else AUTO,
        shown,
        gap,
        against or "the evidence is clear and nothing speaks against it",
    )


def _likelier_first(r: Ranked) -> tuple[float, float, bool, str]:
    """Those a guard holds at one weight stand by what they would weigh without it, then by their birth order."""
    return -r.weight, -r.best.scored.raw, not r.best.same_order, str(r.subject_id)


def reasons_against_linking(
    model: Model, top: Ranked, gap: float, valid: Callable[[Hashable], bool], others_number: bool = False
) -> str:
    """Why the machine must not link the best candidate by itself; "" when it may."""
    if top.guard:
        return GUARDS[top.guard].words
    if top.weight < model.join:
        return "the evidence is not strong enough"
    if others_number:
        return "its number belongs to another person's record"
    if gap < model.lead:
        return "another person fits nearly as well"
    return "" if valid(top.subject_id) else "the person's records would no longer fit together"


def _rank(found: Sequence[Compared]) -> Ranked:
    best = found[0] if len(found) == 1 else max(found, key=lambda c: (c.scored.weight, str(c.record_id)))
    weights = sorted([c.scored.weight for c in found])
    guard = best.scored.guard
    if not guard and any(c.scored.cannot_link or c.scored.guard == "relatives" for c in found):
        guard = "person_contradicts"
    weight = min(best.scored.weight, GUARDS[guard].cap) if guard else best.scored.weight
    return Ranked(best.subject_id, best, weight, weights[len(weights) // 2], guard)
