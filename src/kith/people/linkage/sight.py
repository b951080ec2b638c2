"""First sight of many pairs at once: which of them could be kept, and so must be scored?

An upper bound of `score`'s weight by columns. Names and what they weigh are asked of the scorer itself, once for each
distinct pair of names; dates and homes are compared by numpy. Never wrong, only sometimes unsure: a pair that `kept`
would keep is never passed over (a property test says so), and what cannot be told from the columns goes to the scorer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from .columns import MARK
from .guards import GUARDS, ONE_DAY, ONE_PLACE
from .keys import numbered
from .levels import AT, LEVELS
from .model import Model
from .score import best_of
from .sections import Array

_D, _A, _N, _U = AT["dob"], AT["address"], AT["nhs"], AT["upn"]
_DIFFER = (AT["given"]["weak"], AT["given"]["different"])
_ROUNDING, _LOW = 1e-6, 0xFFFFFFFF
_UNSURE = len(LEVELS["dob"])
"""In place of the level of a date that is not whole."""


class Names(NamedTuple):
    """The distinct names of a run (all of one record together), in order of their number; none at all stands first."""

    numbers: Array
    names: list[tuple[str, ...]]


def names_of(texts: Iterable[str]) -> Names:
    """`Names` of texts as `columns.joined` writes them."""
    ordered = sorted((numbered(text), tuple(text.split("|")) if text else ()) for text in {"", *texts})
    return Names(np.array([number for number, _ in ordered], "u8"), [names for _, names in ordered])


class Sight:
    """A model, the records by column and the distinct names of a run."""

    def __init__(self, model: Model, table: Array, given: Names, family: Names) -> None:
        self.model, self.table = model, table
        self._names = {"given": given, "family": family}
        self._dob = np.array((*model.fixed["dob"], model.most["dob"]))
        self._address = np.array(model.fixed["address"])
        self._address[_A["home"]] = max(model.fixed["address"][at] for at in (_A["home"], _A["shared"]))
        self._shared = bool(model.shared.get("nhs"))

    def could_be_kept(self, a: Array, b: Array) -> Array:
        """For pairs of record numbers: False where the pair would not be kept, whatever else is known."""
        one, other = self.table[a], self.table[b]
        level, bits = self._best("given", one, other)
        differ = np.isin(level, _DIFFER)
        unsure = (one["marks"] & other["marks"] & MARK["ordered"]) | ((one["marks"] | other["marks"]) & MARK["sealed"])
        dob, address = dob_levels(one, other), address_levels(one, other)
        bits = bits + self._best("family", one, other)[1] + self._besides(one, other)
        bits += self._dob[dob] + np.where(address < 0, self.model.most["address"], self._address[address])
        together = np.isin(address, (*ONE_PLACE, -1))
        final = (differ & np.isin(dob, tuple(ONE_DAY))) | (together & ((dob == _D["generation"]) | (dob == _UNSURE)))
        passed = ~final & (bits < self.model.floor - _ROUNDING)
        if GUARDS["relatives"].cap < self.model.floor:
            passed |= differ & _births_differ(one, other)
        return (unsure > 0) | self._other_names(one, other, level) | ~passed

    def _best(self, field: str, one: Array, other: Array) -> tuple[Array, Array]:
        """Level and bits of the names, as the scorer gives them."""
        names = self._names[field]
        at, other_at = np.searchsorted(names.numbers, one[field]), np.searchsorted(names.numbers, other[field])
        both = np.minimum(at, other_at) << 32 | np.maximum(at, other_at)
        distinct, back = np.unique(both, return_inverse=True)
        found = [best_of(self.model, field, names.names[k >> 32], names.names[k & _LOW]) for k in distinct.tolist()]
        return np.array([level for level, _ in found])[back], np.array([bits for _, bits in found])[back]

    def _other_names(self, one: Array, other: Array, level: Array) -> Array:
        """Pairs whose first names differ, but perhaps only because one is a middle name or exchanged with a surname."""
        marks = one["marks"] | other["marks"]
        middle = (one["given"] == other["middle"]) | (other["given"] == one["middle"])
        middle |= (marks & (MARK["words"] | MARK["givens"]) > 0) & ((one["middle"] > 0) | (other["middle"] > 0))
        crossed = (one["given_initial"] == other["family_initial"]) & (one["family_initial"] == other["given_initial"])
        crossed |= marks & (MARK["givens"] | MARK["families"]) > 0
        return (level >= _DIFFER[0]) & (middle | crossed)

    def _besides(self, one: Array, other: Array) -> Array:
        """Prior, numbers and sex as they weigh, and the most that the remaining fields could add."""
        fixed, most = self.model.fixed, self.model.most
        both = one["marks"] & other["marks"]
        bits = self.model.prior + np.where(_known(one, other, "middle"), most["middle"], 0.0)
        bits += np.where(both & (MARK["phone"] | MARK["email"]) > 0, most["contact"], 0.0)
        bits += np.where(both & MARK["parent"] > 0, most["parent"], 0.0)
        bits += np.where(_known(one, other, "sex"), np.where(one["sex"] == other["sex"], *fixed["sex"][1:]), 0.0)
        slip = max(fixed["nhs"][_N["slip"]], fixed["nhs"][_N["different"]])
        unlike = np.where(both & MARK["nhs_valid"] > 0, fixed["nhs"][_N["conflict"]], slip)
        if self._shared:
            unlike = np.maximum(unlike, 0.0)
        bits += _number(one, other, "nhs", max(fixed["nhs"][_N["exact"]], fixed["nhs"][_N["unchecked"]]), unlike)
        apart = fixed["upn"][_U["different"]]
        slip = max(fixed["upn"][_U["slip"]], apart)
        return bits + _number(one, other, "upn", fixed["upn"][_U["exact"]], np.where(_far(one, other), apart, slip))


def _known(one: Array, other: Array, field: str) -> Array:
    return (one[field] != 0) & (other[field] != 0)


def _number(one: Array, other: Array, field: str, same: float, unlike: Array) -> Array:
    """Bits of an identifier that both hold, 0 where one lacks it."""
    known = (one[field] != b"") & (other[field] != b"")
    return np.where(known, np.where(one[field] == other[field], same, unlike), 0.0)


def _far(one: Array, other: Array) -> Array:
    """Pupil numbers of one length with three characters or more unlike: no slip makes one of the other."""
    a, b = (np.ascontiguousarray(side["upn"]).view("u1").reshape(len(side), -1) for side in (one, other))
    return ((a != b).sum(1) > 2) & ((a > 0).sum(1) == (b > 0).sum(1))


def _births_differ(one: Array, other: Array) -> Array:
    """`guards.births_differ` by columns."""
    a, b = one["date"], other["date"]
    whole = (a > 0) & (b > 0) & ((one["marks"] | other["marks"]) & MARK["new_year"] == 0)
    numbers = [(one[field] == other[field]) & (one[field] != b"") for field in ("nhs", "upn")]
    return whole & (a // 10_000 != b // 10_000) & (a % 10_000 != b % 10_000) & ~numbers[0] & ~numbers[1]


def dob_levels(one: Array, other: Array) -> Array:
    """`levels.dob_level` of whole dates; 0 where one is missing, `_UNSURE` where one is not whole."""
    a, b = one["date"], other["date"]
    year, year_b, day, day_b = a // 10_000, b // 10_000, a % 10_000, b % 10_000
    same_year, same_day = year == year_b, day == day_b
    gap, years = np.abs(one["day"] - other["day"]), np.abs(year - year_b)
    new_year = one["marks"] & other["marks"] & MARK["new_year"] > 0
    rules: Sequence[tuple[Array, int]] = (
        (one["marks"] & other["marks"] & MARK["has_dob"] == 0, _D["missing"]),
        ((a == 0) | (b == 0), _UNSURE),
        ((a == b) & new_year, _D["first_january"]),
        (a == b, _D["exact"]),
        (same_year & (day // 100 == day_b % 100) & (day % 100 == day_b // 100), _D["swapped"]),
        (same_year & ((day == 101) | (day_b == 101)), _D["year_january"]),
        (_one_slip(a, b) | (same_day & ((years == 1) | (years == 10))), _D["slip"]),
        (a // 100 == b // 100, _D["month"]),
        (same_year, _D["year"]),
        (same_day & (gap < 11 * 366), _D["day_month"]),
        (gap > 14 * 365.25, _D["generation"]),
        (gap < 731, _D["near"]),
    )
    return np.select([found for found, _ in rules], [level for _, level in rules], _D["different"])


def _one_slip(a: Array, b: Array) -> Array:
    """One digit differs, or two neighbours within year, month or day stand exchanged."""
    powers = 10 ** np.arange(7, -1, -1)
    a, b = a[:, None] // powers % 10, b[:, None] // powers % 10
    unlike = a != b
    slips = unlike.sum(1)
    crossed = (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1]) & unlike[:, :-1] & unlike[:, 1:]
    return (slips == 1) | ((slips == 2) & crossed[:, (0, 1, 2, 4, 6)].any(1))


def address_levels(one: Array, other: Array) -> Array:
    """The best level that two homes could have: `levels.address_level` but for slips and shared homes; -1: unsure."""
    both = one["marks"] & other["marks"] & MARK["has_home"] > 0
    several = (one["marks"] | other["marks"]) & MARK["homes"] > 0
    coded, same = _known(one, other, "postcode"), one["postcode"] == other["postcode"]
    number = one["number"] == other["number"]
    rules: Sequence[tuple[Array, int]] = (
        (~both, _A["missing"]),
        (several, -1),
        (coded & same & number & ((one["number"] > 0) | (one["street"] == other["street"])), _A["home"]),
        (coded & same, _A["postcode"]),
        (coded & number & (one["number"] > 0), -1),
        (coded & (one["outcode"] == other["outcode"]), _A["outcode"]),
        (coded, _A["elsewhere"]),
    )
    return np.select([found for found, _ in rules], [level for _, level in rules], -1)
