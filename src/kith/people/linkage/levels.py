"""How alike two records are, field by field, as named levels. Symmetric: the order of a pair changes nothing.

Every function takes two `Cleaned` values (or two names) and returns the position of a level in `LEVELS[field]`. The
words are what the reviewer reads; `against` marks the levels that speak against the two being one person.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from . import names
from .dates import days, swapped, years
from .record import Cleaned, Home
from .script import comparable


class Level(NamedTuple):
    """One outcome of comparing a field: its key in the model file, what it says, whether it speaks against."""

    key: str
    words: str
    against: bool = False


LEVELS: dict[str, tuple[Level, ...]] = {
    "given": (
        Level("missing", ""),
        Level("exact", "same first name"),
        Level("nickname", "first name and its short form"),
        Level("spelling", "first name spelled two ways"),
        Level("close", "first names nearly the same"),
        Level("part", "one part of the first name is the same"),
        Level("middle", "one's first name is the other's middle name"),
        Level("swapped", "first name and surname exchanged"),
        Level("initial", "same first initial"),
        Level("weak", "first names differ, though alike", True),
        Level("different", "first names differ", True),
    ),
    "family": (
        Level("missing", ""),
        Level("exact", "same surname"),
        Level("joined", "same surname, written joined or apart"),
        Level("part", "one part of the surname is the same"),
        Level("spelling", "surname spelled two ways"),
        Level("close", "surnames nearly the same"),
        Level("swapped", ""),
        Level("different", "surnames differ", True),
    ),
    "dob": (
        Level("missing", ""),
        Level("exact", "same date of birth"),
        Level("first_january", "both born on 1 January (often a stand-in)"),
        Level("swapped", "same date of birth with day and month exchanged"),
        Level("slip", "dates of birth differ by one slip"),
        Level("month", "same month and year of birth"),
        Level("day_month", "same day and month of birth, other year"),
        Level("year_january", "same year of birth, one given as 1 January"),
        Level("partial", "the known part of the date of birth agrees"),
        Level("age", "age agrees with the date of birth"),
        Level("expected", "born near the expected date"),
        Level("year", "same year of birth"),
        Level("near", "dates of birth within two years", True),
        Level("different", "dates of birth differ", True),
        Level("generation", "dates of birth more than 14 years apart", True),
    ),
    "address": (
        Level("missing", ""),
        Level("home", "same home"),
        Level("street", "same house number and street"),
        Level("postcode", "same postcode"),
        Level("slip", "postcodes differ by one letter, same house number"),
        Level("shared", "same address, which many people share"),
        Level("outcode", "same postal district"),
        Level("elsewhere", "different addresses", True),
    ),
    "nhs": (
        Level("missing", ""),
        Level("exact", "same NHS number"),
        Level("unchecked", "same NHS number, though not a valid one"),
        Level("slip", "NHS numbers differ by one slip"),
        Level("conflict", "two different valid NHS numbers", True),
        Level("different", "NHS numbers differ", True),
    ),
    "upn": (
        Level("missing", ""),
        Level("exact", "same pupil number"),
        Level("slip", "pupil numbers differ by one slip"),
        Level("different", "pupil numbers differ", True),
    ),
    "middle": (
        Level("missing", ""),
        Level("exact", "same middle name"),
        Level("initial", "same middle initial"),
        Level("close", "middle names nearly the same"),
        Level("initial_differs", "middle initials differ", True),
        Level("different", "middle names differ", True),
    ),
    "sex": (
        Level("missing", ""),
        Level("same", "same sex recorded"),
        Level("different", "different sex recorded", True),
    ),
    "contact": (Level("missing", ""), Level("same", "same telephone or e-mail"), Level("different", "")),
    "parent": (
        Level("missing", ""),
        Level("same", "same parent named"),
        Level("different", "different parents named", True),
    ),
}
FIELDS = tuple(LEVELS)
AT: dict[str, dict[str, int]] = {
    field: {level.key: i for i, level in enumerate(found)} for field, found in LEVELS.items()
}
"""`AT["given"]["exact"]` is the position of that level."""

_G, _F, _D, _A = AT["given"], AT["family"], AT["dob"], AT["address"]
_LONG = 4
SLIP = 0.765
"""Jaro-Winkler similarity that one slip of the pen stays above."""
ENDING = -4
"""From here on a name cut short at its beginning has the letters of the whole."""


def given_level(a: str, b: str) -> int:
    """Two given names that are both present; missing where their scripts cannot be held together."""
    if a == b:
        return _G["exact"]
    if not (a.isascii() and b.isascii()) and not comparable(a, b):
        return _G["missing"]
    if plainly_differ(a, b):
        return _G["different"]
    if len(a) == 1 or len(b) == 1:
        return _G["initial"] if a[0] == b[0] else _G["different"]
    if not names.full_names(a).isdisjoint(names.full_names(b)):
        return _G["nickname"]
    if one_spelling(a, b):
        return _G["spelling"]
    if a.replace(" ", "") == b.replace(" ", ""):
        return _G["spelling"]
    if names.cut_short(a, b) and not known_apart(a, b):
        return _G["nickname"]
    return _alike_given(a, b)


def plainly_differ(a: str, b: str) -> bool:
    """Single words of other sounds, neither of them short for anything, and too unlike for a slip: the most common
    answer, told first.

    One slip leaves a Jaro-Winkler similarity above .77, but for Amy and May, three letters each; from .80 on names are
    weakly alike. Seun is what is left of Oluwaseun, so one `ENDING` is looked into.
    """
    if len(a) < 2 or len(b) < 2 or len(a) + len(b) < 7 or JaroWinkler.similarity(a, b) >= SLIP:
        return False
    if a[ENDING:] == b[ENDING:]:
        return False
    if not (a.isalpha() and b.isalpha()) or names.has_short_forms(a) or names.has_short_forms(b):
        return False
    return names.skeleton(a) != names.skeleton(b)


def _alike_given(a: str, b: str) -> int:
    if not known_apart(a, b) and (_nearly(a, b, 0.92) or _short_slip(a, b)):
        return _G["close"]
    if " " in a or " " in b:
        if not set(a.split()).isdisjoint(b.split()):
            return _G["part"]
        if not names.codes_of_words(a).isdisjoint(names.codes_of_words(b)) and any(
            _one_name(x, y) for x in a.split() for y in b.split()
        ):
            return _G["part"]
    return _G["weak"] if JaroWinkler.similarity(a, b) >= 0.80 else _G["different"]


def _one_name(a: str, b: str) -> bool:
    return one_spelling(a, b) or not names.full_names(a).isdisjoint(names.full_names(b))


def one_spelling(a: str, b: str) -> bool:
    """Are these two spellings of one name? By the listed groups first, then by the skeleton of names long enough."""
    group_a, group_b = names.spelling(a), names.spelling(b)
    if group_a and group_b:
        return group_a == group_b
    code = names.skeleton(a)
    if code != names.skeleton(b) or len(code) < 2:
        return False
    if len(code) > 2 and _nearer_to_others(a, b):
        return False
    a, b = names.somali(a), names.somali(b)
    if names.consonantal(a) or names.consonantal(b):
        return len(code) > 2 or names.reads_as(a, b) or names.reads_as(b, a)
    if JaroWinkler.similarity(*sorted((a, b))) >= (0.75 if len(code) > 2 else 0.88):
        return True
    return names.with_vowels(a) == names.with_vowels(b)


def _nearer_to_others(a: str, b: str) -> bool:
    """Is one a slip of a listed name, and the other listed as, or a slip of, a different one?"""
    group_a, group_b = names.nearest_spelling(a), names.nearest_spelling(b)
    return bool(group_a and group_b and group_a != group_b)


def known_apart(a: str, b: str) -> bool:
    """Are these listed as two different names (Mohammed and Mahmud), however alike they look?"""
    group_a, group_b = names.spelling(a), names.spelling(b)
    return bool(group_a and group_b and group_a != group_b)


def _nearly(a: str, b: str, floor: float) -> bool:
    a, b = sorted((a, b))  # Jaro-Winkler depends on the order in rare cases
    return JaroWinkler.similarity(a, b) >= floor or (
        min(len(a), len(b)) > _LONG and OSA.distance(a, b, score_cutoff=1) <= 1
    )


def _short_slip(a: str, b: str) -> bool:
    return min(len(a), len(b)) > 2 and OSA.distance(a, b, score_cutoff=1) <= 1


def family_level(a: str, b: str) -> int:
    """Two surnames that are both present; missing where their scripts cannot be held together."""
    if a == b:
        return _F["exact"]
    if not (a.isascii() and b.isascii()) and not comparable(a, b):
        return _F["missing"]
    if plainly_differ(a, b):
        return _F["different"]
    if a.replace(" ", "") == b.replace(" ", ""):
        return _F["joined"]
    if (" " in a or " " in b) and not set(names.parts(a)).isdisjoint(names.parts(b)):
        return _F["part"]
    if one_spelling(a, b):
        return _F["spelling"]
    return _F["close"] if _nearly(a, b, 0.92) else _F["different"]


def exchanged(a: Cleaned, b: Cleaned) -> bool:
    """Is one's given name the other's surname, both ways, spelling, slips and short forms allowed for?"""
    if len(a.givens) == 1 == len(b.givens) and (
        a.givens[0][0] != b.families[0][0] or b.givens[0][0] != a.families[0][0]
    ):
        return False  # the common case, at once
    for ga, fa in zip(a.givens, a.families, strict=False):
        for gb, fb in zip(b.givens, b.families, strict=False):
            if ga != fa and ga[0] == fb[0] and fa[0] == gb[0] and _same_word(ga, fb) and _same_word(fa, gb):
                return True
    return False


def _same_word(a: str, b: str) -> bool:
    return a == b or _one_name(a, b) or names.cut_short(a, b) or _nearly(a, b, 0.92)


def in_middle(a: Cleaned, b: Cleaned) -> list[str]:
    """The given names of one that are a middle name of the other, in alphabetical order."""
    if len(a.givens) == 1 == len(b.givens) and a.givens[0] not in b.middle and b.givens[0] not in a.middle:
        return []  # the common case, at once
    found = {
        name for one, other in ((a, b), (b, a)) for name in one.givens if len(name) > 1 and name in other.middle.split()
    }
    return sorted(found)


@lru_cache(maxsize=50_000)
def in_chain(families: tuple[str, ...], givens: tuple[str, ...], middle: str) -> tuple[str, ...]:
    """The parts of somebody's surnames that stand among another's names after the first.

    Where a father's and a grandfather's name follow the first name, each source cuts the chain elsewhere: Hassan Ali is
    Hassan Ali Mansour.
    """
    further = [word for name in (*(given.partition(" ")[2] for given in givens), middle) for word in name.split()]
    return tuple(
        part
        for part in chain.from_iterable(map(names.parts, families))
        if len(part) > 2 and any(part == word or (len(word) > 2 and one_spelling(part, word)) for word in further)
    )


def dob_level(a: str, kind_a: str, b: str, kind_b: str) -> int:
    """Two dates of birth of any kind."""
    if not a or not b:
        return _D["missing"]
    if kind_a in "ej" and kind_b in "ej":
        if a == b:
            return _D["exact"] if kind_a == "e" else _D["first_january"]
        return _whole_dates(a, b)
    if "x" in (kind_a, kind_b):
        return _expected(a, kind_a, b, kind_b)
    return _partial(a, b, "a" in (kind_a, kind_b))


def _whole_dates(a: str, b: str) -> int:
    if a[:4] == b[:4]:
        if swapped(a) == b:
            return _D["swapped"]
        if a.endswith("01-01") or b.endswith("01-01"):
            return _D["year_january"]
    if OSA.distance(a, b, score_cutoff=1) <= 1 or (a[5:] == b[5:] and abs(int(a[:4]) - int(b[:4])) in (1, 10)):
        return _D["slip"]
    if a[:7] == b[:7]:
        return _D["month"]
    if a[:4] == b[:4]:
        return _D["year"]
    return _far_apart(a, b)


def _far_apart(a: str, b: str) -> int:
    gap = abs(days(a) - days(b))
    if a[5:] == b[5:] and gap < 11 * 366:
        return _D["day_month"]
    if gap > 14 * 365.25:
        return _D["generation"]
    return _D["near"] if gap < 731 else _D["different"]


def _expected(a: str, kind_a: str, b: str, kind_b: str) -> int:
    if len(a) != 10 or len(b) != 10:
        return _D["missing"]
    gap = days(b) - days(a) if kind_a == "x" else days(a) - days(b)
    if kind_a == kind_b:
        return _D["expected"] if abs(gap) <= 28 else _D["different"]
    return _D["expected"] if -120 <= gap <= 21 else _D["different"]


def _partial(a: str, b: str, age: bool) -> int:
    (first_a, last_a), (first_b, last_b) = years(a), years(b)
    if first_a > last_b or first_b > last_a:
        gap = max(first_a - last_b, first_b - last_a)
        return _D["generation"] if gap > 15 else _D["near"] if gap < 2 else _D["different"]
    if age:
        return _D["age"]
    shorter = min(len(a), len(b))
    return _D["partial"] if a[:shorter] == b[:shorter] else _D["year"]


def address_level(a: tuple[Home, ...], b: tuple[Home, ...], shared: frozenset[str]) -> int:
    """The best level over all known addresses; `shared` holds "postcode|number" texts of hostels and the like."""
    if not a or not b:
        return _A["missing"]
    if len(a) == 1 and len(b) == 1:
        return _homes(a[0], b[0], shared)
    found = [_homes(x, y, shared) for x in a for y in b]
    return min((level for level in found if level), default=0)


def _homes(a: Home, b: Home, shared: frozenset[str]) -> int:
    if a.postcode and b.postcode:
        if a.postcode == b.postcode:
            if a.number == b.number and (a.number or (a.street and a.street == b.street)):
                return _A["shared"] if shared and f"{a.postcode}|{a.number}" in shared else _A["home"]
            return _A["postcode"]
        if a.number and a.number == b.number and OSA.distance(a.postcode, b.postcode, score_cutoff=1) <= 1:
            return _A["slip"]
        return _A["outcode"] if a.postcode[:-3] == b.postcode[:-3] else _A["elsewhere"]
    if not a.street or not b.street or not a.number or not b.number:
        return _A["missing"]
    return _A["street"] if a.number == b.number and a.street == b.street else _A["elsewhere"]
