"""When two records or two persons may be one, who must agree, and what must be looked at again. No database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

KIN = {
    "possible_twin": "twin",
    "alike_twins": "twin",
    "unnamed_multiple": "twin",
    "birth_order": "twin",
    "same_number_other_name": "sibling_full",
    "number_clash": "sibling_full",
    "relatives": "other_relative",
}
"""What a guard's evidence says two different people may be to each other (relationship code)."""
FINAL = frozenset(("birth_order", "possible_twin", "generation"))
"""Guards against which one reader's "same" is not enough."""


@dataclass(frozen=True)
class Side:
    """One of two persons who may be one, as the rules need it. Numbers are those that passed their check."""

    birth_order: int | None = None
    died_on: date | None = None
    nhs: frozenset[str] = frozenset()
    upn: frozenset[str] = frozenset()
    sealed: bool = False
    redirected: bool = False
    kind: str = "child"
    history: tuple[str, ...] = field(default_factory=tuple)


def reasons_against_merge(one: Side, two: Side, never: Sequence[str] = ()) -> Iterator[str]:
    """Why two persons cannot be made one, whoever agrees. `never`: people's words that they are two (B1; A4)."""
    if one.birth_order and two.birth_order and one.birth_order != two.birth_order:
        first, second = sorted((one.birth_order, two.birth_order))
        yield f"Different people: birth order {first}/{second}."
    if one.died_on and two.died_on and one.died_on != two.died_on:
        yield "Different people: they died on different days."
    if one.nhs and two.nhs and one.nhs.isdisjoint(two.nhs):
        yield "Each has a valid NHS number of their own. Find out which number is wrong before you merge."
    if one.upn and two.upn and one.upn.isdisjoint(two.upn):
        yield "Each has a pupil number of their own. Find out which number is wrong before you merge."
    if one.sealed or two.sealed:
        yield "These records cannot be merged."
    if one.redirected or two.redirected:
        yield "One of these records has been merged already. Open the record it points to."
    for word in never:
        yield f"{word}. Take that back first if it was wrong."


def reasons_against_joining(record: tuple[str, str], numbers: Mapping[str, Collection[str]]) -> str:
    """Why the machine must not add a record with these checked (NHS, pupil) numbers to a person; "" when it may."""
    for scheme, words, value in (("nhs", "NHS", record[0]), ("upn", "pupil", record[1])):
        held = {v.upper() for v in numbers.get(scheme, ())}
        if value and held and value.upper() not in held:
            return f"the person has another valid {words} number"
    return ""


def needs_second(one: Side, two: Side, known: bool = True) -> bool:
    """Must a second person agree to this merge? Where either has a history of protection or of being looked after
    (B1), and where nobody can tell (`known` false)."""
    return not known or bool(one.history or two.history)


def reasons_against_approving(needs: bool, proposer: object, approver: object) -> Iterator[str]:
    """The second person is somebody else than the one who proposed it (B1)."""
    if needs and proposer == approver:
        yield (
            "Somebody else must agree to this merge: one of the two has a history of protection, of being looked "
            "after or of a decision at level 4."
        )


def second_reader(verdict: str, guard_code: str) -> bool:
    """Does "same" need a second reader? Yes against a guard that says they are two people."""
    return verdict == "same" and guard_code in FINAL
