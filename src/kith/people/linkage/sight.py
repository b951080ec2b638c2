"""Many pairs at once: the levels and bits that `score` would give them, by columns.

Names are asked of the scorer itself, once for each distinct pair of names; dates, homes and numbers are compared by
numpy. What cannot be told from the columns is marked unsure and goes to the scorer; there the bits are the most that
could be, so that `Look.could_be_kept` never passes over a pair that `kept` would keep. Property tests say both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from .columns import MARK, encoded
from .guards import GUARDS, NAMES_ALIKE, ONE_DAY, ONE_HOME, ONE_PLACE, PERHAPS_ONE_DAY
from .keys import numbered
from .levels import AT, ENDING, FIELDS, SLIP, in_chain
from .model import Model
from .names import has_short_forms, skeleton
from .score import best_of, middle_level
from .sections import Array

_G, _D, _A, _N, _U, _M = (AT[field] for field in ("given", "dob", "address", "nhs", "upn", "middle"))
_ROUNDING, _LOW = 1e-6, 0xFFFFFFFF
_UNSURE = 15
"""In place of a level: only the scorer can tell."""


class Names(NamedTuple):
    """The distinct texts of a column in alphabetical order, none at all first.

    `letters` counts the letters of single Latin words without a short form, and is 0 for all else.

    `numbers` stand in their own order, `at` leads from there to the texts; names of one `code` may be one name, and one
    of two with the same `ending` may be the other cut short.
    """

    numbers: Array
    at: Array
    texts: list[str]
    codes: Array
    endings: Array
    letters: Array

    def positions(self, numbers: Array) -> Array:
        """Where the texts of these numbers stand."""
        found: Array = self.at[np.searchsorted(self.numbers, numbers)]
        return found


def names_of(texts: Iterable[str]) -> Names:
    """`Names` of texts, those of one record together as `columns.joined` writes them."""
    ordered = sorted({"", *texts})
    numbers = np.array([numbered(text) for text in ordered], "u8")
    letters = [len(text) * (text.isalpha() and text.isascii() and len(text) > 1 and not has_short_forms(text))
               for text in ordered]  # fmt: skip
    codes = encoded(map(skeleton, ordered)).codes
    endings = encoded(text[ENDING:] for text in ordered).codes
    at = np.argsort(numbers)
    return Names(numbers[at], at, ordered, codes, endings, np.array(letters))


class Look(NamedTuple):
    """What first sight tells of pairs: a row of levels and bits for each, in the order of `FIELDS`.

    `pattern` numbers all that a guard asks; pairs of one pattern that are not `unsure` have one guard and one reason.
    """

    levels: Array
    bits: Array
    unsure: Array
    could_be_kept: Array
    pattern: Array


class Sight:
    """A model, the records by column, and the distinct given, family and middle names of a run."""

    def __init__(self, model: Model, table: Array, given: Names, family: Names, middle: Names) -> None:
        self.model, self.table = model, table
        self._names = {"given": given, "family": family, "middle": middle}
        self._bits = {field: np.append(found, [0.0] * (16 - len(found))) for field, found in model.fixed.items()}
        for field, found in self._bits.items():
            found[_UNSURE] = model.most[field]
        self._shared_homes = np.array([_place(*home.split("|")) for home in sorted(model.shared.get("home", ()))], "u8")
        worth, common = model.weights["given"][_G["middle"]], model.frequencies["given"]
        self._middle_bits = np.array([worth.bits(common.get(text)) for text in given.texts])
        self._at = {field: names.positions(table[field]).astype("u4") for field, names in self._names.items()}
        self._shared = bool(model.shared.get("nhs"))

    def look(self, a: Array, b: Array) -> Look:
        """Compare pairs of record numbers."""
        a, b = a.astype("i8"), b.astype("i8")
        one, other = self.table.take(a), self.table.take(b)  # six times faster than by [a]
        given, given_bits, crossed = self._given(a, b, one, other)
        family, family_bits = self._best("family", a, b)
        crossed |= self._chained(a, b, given, family)
        found = {
            "dob": dob_levels(one, other),
            "address": address_levels(one, other, self._shared_homes),
            "nhs": self._nhs(one, other),
            "upn": _upn(one, other),
            "middle": np.where(given == _G["middle"], 0, self._middle(a, b)),
            "sex": np.where(_known(one, other, "sex"), np.where(one["sex"] == other["sex"], 1, 2), 0),
            "contact": np.where(_both(one, other, "phone") | _both(one, other, "email"), _UNSURE, 0),
            "parent": np.where(_both(one, other, "parent"), _UNSURE, 0),
        }
        levels = np.stack((given, family, *found.values()), 1)
        bits = np.stack((given_bits, family_bits, *(self._bits[field][level] for field, level in found.items())), 1)
        unsure = crossed | (levels == _UNSURE).any(1) | _ordered(one, other)
        differ = np.isin(given, (_G["weak"], _G["different"]))
        apart = differ & _births_differ(one, other)
        could = _ordered(one, other) | crossed | self._could(levels, bits, differ, apart)
        told_apart = np.stack((apart, self._adults(one, other)), 1)
        return Look(levels, bits, unsure | _for_the_scorer(one, other, levels), could, _pattern(levels, told_apart))

    def _could(self, levels: Array, bits: Array, differ: Array, apart: Array) -> Array:
        """By the most it could weigh, or by a final guard; relatives are not kept."""
        dob, address = levels[:, 2], levels[:, 3]
        together = np.isin(address, (*ONE_PLACE, _UNSURE))
        final = (differ & np.isin(dob, tuple(ONE_DAY))) | (together & np.isin(dob, (_D["generation"], _UNSURE)))
        most = self.model.prior + bits.sum(1)
        relatives = apart if GUARDS["relatives"].cap < self.model.floor else np.zeros(len(apart), bool)
        return ~relatives & (final | (most >= self.model.floor - _ROUNDING))

    def _given(self, a: Array, b: Array, one: Array, other: Array) -> tuple[Array, Array, Array]:
        """Level and bits of the first names, and the pairs where only the scorer can tell."""
        given, bits = self._best("given", a, b)
        unlike = given >= _G["weak"]
        crossed = (unlike & _perhaps_crossed(one, other)) | _lone(one, other) | _lone(other, one)
        there, back = (unlike & ~crossed & (x["given"] == y["middle"]) for x, y in ((one, other), (other, one)))
        there_bits, back_bits = (self._middle_bits[self._at["given"][side]] for side in (a, b))
        bits = np.where(there | back, np.minimum(np.where(there, there_bits, 99), np.where(back, back_bits, 99)), bits)
        return np.where(there | back, _G["middle"], given), bits, crossed

    def _best(self, field: str, one: Array, other: Array) -> tuple[Array, Array]:
        """Level and bits of the names, as the scorer gives them; it is not asked about names that plainly differ."""
        names, (a, b, back) = self._names[field], self._distinct(field, one, other)
        different = AT[field]["different"]
        levels, bits = np.full(len(a), different), np.full(len(a), self.model.fixed[field][different])
        for at in np.flatnonzero(~_plainly_differ(names, a, b)).tolist():
            levels[at], bits[at] = best_of(self.model, field, _split(names.texts[a[at]]), _split(names.texts[b[at]]))
        return levels[back], bits[back]

    def _chained(self, a: Array, b: Array, given: Array, family: Array) -> Array:
        """Pairs where a surname stands in the other's chain of names: only the scorer can tell what it weighs."""
        found = (family == AT["family"]["different"]) & (given > 0) & (given < _G["weak"])
        for at in np.flatnonzero(found).tolist():
            one, other = self._texts(a[at]), self._texts(b[at])
            found[at] = bool(in_chain(one[1], other[0], other[2]) or in_chain(other[1], one[0], one[2]))
        return found

    def _texts(self, record: int) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Given names, surnames and middle names of a record."""
        given, family, middle = (names.texts[self._at[field][record]] for field, names in self._names.items())
        return _split(given), _split(family), middle

    def _middle(self, one: Array, other: Array) -> Array:
        (a, b, back), texts = self._distinct("middle", one, other), self._names["middle"].texts
        pairs = zip(a.tolist(), b.tolist(), strict=True)
        return np.array([middle_level(texts[x], texts[y]) if x and y else 0 for x, y in pairs])[back]

    def _distinct(self, field: str, one: Array, other: Array) -> tuple[Array, Array, Array]:
        """The distinct pairs of texts, each in alphabetical order, and the position of each pair among them."""
        at, other_at = (self._at[field][side].astype("i8") for side in (one, other))
        both, back = np.unique(np.minimum(at, other_at) << 32 | np.maximum(at, other_at), return_inverse=True)
        return both >> 32, both & _LOW, back

    def _nhs(self, one: Array, other: Array) -> Array:
        if self._shared:
            return np.where(_held(one, other, "nhs"), _UNSURE, 0)
        valid, same = _both(one, other, "nhs_valid"), one["nhs"] == other["nhs"]
        return np.select(
            (~_held(one, other, "nhs"), same & valid, valid, ~same & _far(one, other, "nhs")),
            (0, _N["exact"], _N["conflict"], _N["different"]), _UNSURE)  # fmt: skip

    def _adults(self, one: Array, other: Array) -> Array:
        born_before = int(self.model.adults_born_before.replace("-", ""))
        return (np.minimum(one["date"], other["date"]) > 0) & (np.maximum(one["date"], other["date"]) < born_before)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _plainly_differ(names: Names, a: Array, b: Array) -> Array:
    """`levels.plainly_differ` by columns."""
    one_letters, other_letters = names.letters[a], names.letters[b]
    long_enough = (one_letters > 0) & (other_letters > 0) & (one_letters + other_letters > 6)
    found = long_enough & (names.codes[a] != names.codes[b]) & (names.endings[a] != names.endings[b])
    one, other = ([names.texts[at] for at in side[found]] for side in (a, b))
    found[found] = cpdist(one, other, scorer=JaroWinkler.similarity) < SLIP
    return found


def _known(one: Array, other: Array, field: str) -> Array:
    return (one[field] != 0) & (other[field] != 0)


def _held(one: Array, other: Array, field: str) -> Array:
    return (one[field] != b"") & (other[field] != b"")


def _both(one: Array, other: Array, mark: str) -> Array:
    return one["marks"] & other["marks"] & MARK[mark] > 0


def _either(one: Array, other: Array, *marks: str) -> Array:
    return (one["marks"] | other["marks"]) & sum(MARK[mark] for mark in marks) > 0


def _ordered(one: Array, other: Array) -> Array:
    """Both placed in a multiple birth, or one sealed: what the scorer must see whatever the weight."""
    return _both(one, other, "ordered") | _either(one, other, "sealed")


def _perhaps_crossed(one: Array, other: Array) -> Array:
    """Perhaps exchanged with a surname, or a middle name among several words: by initials and marks."""
    several = _either(one, other, "words", "givens", "initial") & ((one["middle"] > 0) | (other["middle"] > 0))
    crossed = (one["given_initial"] == other["family_initial"]) & (one["family_initial"] == other["given_initial"])
    return several | crossed | _either(one, other, "givens", "families")


def _lone(one: Array, other: Array) -> Array:
    """`score.lone` by columns; a placeholder may stand in the first name's place."""
    return (one["given"] > 0) & (one["family"] == 0) & (other["given"] == 0) & (other["family"] > 0)


def _for_the_scorer(one: Array, other: Array, levels: Array) -> Array:
    """Pairs whose guard asks for more than the columns hold: twins by name, two houses of one postcode, and numbers of
    some other register."""
    given, dob, address, nhs, upn = levels[:, 0], levels[:, 2], levels[:, 3], levels[:, 4], levels[:, 5]
    twins = np.isin(given, tuple(NAMES_ALIKE)) & np.isin(address, (0, *ONE_HOME)) & np.isin(dob, tuple(PERHAPS_ONE_DAY))
    twins |= (given == _G["part"]) & np.isin(dob, tuple(PERHAPS_ONE_DAY))
    houses = address == _A["postcode"]
    nameless = (given == 0) | (given == _G["initial"])
    return twins | houses | nameless | ((upn == _U["exact"]) & ~_both(one, other, "pupil")) | (nhs == _N["unchecked"])


def _upn(one: Array, other: Array) -> Array:
    same = one["upn"] == other["upn"]
    return np.select((~_held(one, other, "upn"), same & _both(one, other, "pupil"), ~same & _far(one, other, "upn")),
                     (0, _U["exact"], _U["different"]), _UNSURE)  # fmt: skip


def _far(one: Array, other: Array, field: str) -> Array:
    """Numbers of one length with three characters or more unlike: no slip makes one of the other."""
    a, b = (np.ascontiguousarray(side[field]).view("u1").reshape(len(side), -1) for side in (one, other))
    return ((a != b).sum(1) > 2) & ((a > 0).sum(1) == (b > 0).sum(1))


def _births_differ(one: Array, other: Array) -> Array:
    """`guards.births_differ` by columns."""
    a, b = one["date"], other["date"]
    whole = (a > 0) & (b > 0) & ~_either(one, other, "new_year")
    numbers = [(one[field] == other[field]) & (one[field] != b"") for field in ("nhs", "upn")]
    return whole & (a // 10_000 != b // 10_000) & (a % 10_000 != b % 10_000) & ~numbers[0] & ~numbers[1]


def _pattern(levels: Array, told_apart: Array) -> Array:
    """One number for a row of levels (below 16) and two marks."""
    made = np.zeros(len(levels), "i8")
    for column in (*levels.T, *told_apart.T):
        made = made << 4 | column
    return made


def dob_levels(one: Array, other: Array) -> Array:
    """`levels.dob_level` of whole dates; 0 where one is missing, unsure where one is not whole."""
    a, b = one["date"], other["date"]
    year, year_b, day, day_b = a // 10_000, b // 10_000, a % 10_000, b % 10_000
    same_year, same_day = year == year_b, day == day_b
    gap, years = np.abs(one["day"] - other["day"]), np.abs(year - year_b)
    rules: Sequence[tuple[Array, int]] = (
        (~_both(one, other, "has_dob"), _D["missing"]),
        ((a == 0) | (b == 0), _UNSURE),
        ((a == b) & _both(one, other, "new_year"), _D["first_january"]),
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
    alike = (a // 10_000 == b // 10_000) * 1 + (a // 100 % 100 == b // 100 % 100) + (a % 100 == b % 100)
    found = alike == 2
    found[found] = _digits_slipped(a[found], b[found])
    return found


def _digits_slipped(a: Array, b: Array) -> Array:
    powers = 10 ** np.arange(7, -1, -1)
    a, b = a[:, None] // powers % 10, b[:, None] // powers % 10
    unlike = a != b
    slips = unlike.sum(1)
    crossed = (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1]) & unlike[:, :-1] & unlike[:, 1:]
    return (slips == 1) | ((slips == 2) & crossed[:, (0, 1, 2, 4, 6)].any(1))


def address_levels(one: Array, other: Array, shared: Array) -> Array:
    """`levels.address_level` of single homes with a postcode; `shared` are places as `_place` numbers them."""
    both = _both(one, other, "has_home") & ~_either(one, other, "homes")
    coded, same = _known(one, other, "postcode"), one["postcode"] == other["postcode"]
    number, numbered_ = one["number"] == other["number"], one["number"] > 0
    home = coded & same & number & (numbered_ | (_known(one, other, "street") & (one["street"] == other["street"])))
    many = np.isin(_placed(one), shared) if len(shared) else np.zeros(len(one), bool)
    rules: Sequence[tuple[Array, int]] = (
        (~_both(one, other, "has_home"), _A["missing"]),
        (~both | ~coded, _UNSURE),
        (home & many, _A["shared"]),
        (home, _A["home"]),
        (same, _A["postcode"]),
        (number & numbered_, _UNSURE),  # perhaps a slip in the postcode
        (one["outcode"] == other["outcode"], _A["outcode"]),
    )
    return np.select([found for found, _ in rules], [level for _, level in rules], _A["elsewhere"])


def _place(postcode: str, number: str) -> int:
    return (numbered(postcode) * 3 + numbered(number)) & 2**64 - 1


def _placed(side: Array) -> Array:
    found: Array = side["postcode"] * 3 + side["number"]
    return found


assert FIELDS == ("given", "family", "dob", "address", "nhs", "upn", "middle", "sex", "contact", "parent")
