"""Blocking keys: two records are compared when they share one. The same numbers live and in bulk.

A key is a text with its rule's letter in front, hashed to a signed eight-byte integer (blake2b), so that it can be
stored as PostgreSQL `int8`. A placeholder name, an empty or unknown value never makes a key; a sealed identity
has none.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from struct import Struct

from . import names
from .dates import swapped, years
from .record import Cleaned

KEYS_VERSION = 2
WIDE_RULES = frozenset("w3oqypv")
"""First letters of the rules that many unrelated people share; in bulk they count only where a record is `poor`."""
WIDE, HOME = 1, 2
"""Classes of keys, in their two lowest bits; 0 is a narrow key."""
_CLASS = {**dict.fromkeys(WIDE_RULES, WIDE), "#": HOME}
_NUMBER = Struct(">q")
MOST_NAMES = 4
"""At most so many given names and so many surnames of one record make keys, so that a rich record stays cheap."""


def keys(cleaned: Cleaned) -> frozenset[int]:
    """The record's keys as signed 64-bit integers; empty for a sealed identity."""
    if cleaned.sealed:
        return frozenset()
    return frozenset(map(hashed, key_texts(cleaned)))


def hashed(text: str) -> int:
    """First eight bytes of blake2b, big-endian, signed, the two lowest bits telling its class: the same everywhere."""
    number: int = _NUMBER.unpack(blake2b(text.encode(), digest_size=8).digest())[0]
    return number & -4 | _CLASS.get(text[0], 0)


def is_wide(key: int) -> bool:
    """Was the key made by a rule of `WIDE_RULES`, which finds those of whom little is known?"""
    return key & 3 == WIDE


def home_key(cleaned: Cleaned) -> int | None:
    """A key of the current home, for counting who lives there; it makes no pairs."""
    place = cleaned.homes[0] if cleaned.homes else None
    return hashed(f"#{place.postcode}|{place.number}") if place and place.postcode and place.number else None


def poor(cleaned: Cleaned) -> bool:
    """Does the record lack a whole date of birth, a postcode or a first name, so that only wide keys find it?"""
    c = cleaned
    return c.dob_kind != "e" or not c.homes or not c.homes[0].postcode or not c.givens


def key_texts(c: Cleaned) -> set[str]:
    """The keys before hashing, for tests and for finding what made a key generic."""
    given, family = _given_codes(c), _family_codes(c)
    found = _identifier_keys(c)
    found += _name_keys(c, given, family)
    found += _place_keys(c, given, family)
    if c.dob_kind in ("e", "j"):
        found += _dob_keys(c, given, family)
    elif c.dob:
        first, last = years(c.dob)
        found += [f"y{g}|{f}|{y}" for g in given for f in family for y in range(first, last + 1)]
    return set(found)


def _given_codes(c: Cleaned) -> list[str]:
    if len(c.givens) == 1 and not c.middle:
        return _codes_of_given(c.givens[0])[: MOST_NAMES + 2]
    codes: dict[str, None] = {}
    for name in c.givens[:MOST_NAMES]:
        codes.update(dict.fromkeys(_codes_of_given(name)))
    for word in c.middle.split()[:2]:
        if len(word) > 2 and (code := names.skeleton(word)):
            codes[code] = None
    return list(codes)[: MOST_NAMES + 2]


@lru_cache(maxsize=100_000)
def _codes_of_given(name: str) -> list[str]:
    codes = dict.fromkeys(names.skeleton(full) for full in sorted(names.full_names(name)))
    words = name.split()
    if len(words) > 1:
        codes.update(dict.fromkeys(names.skeleton(word) for word in words))
    return [code for code in codes if code]


def _family_codes(c: Cleaned) -> list[str]:
    if len(c.families) == 1:
        return _codes_of_family(c.families[0])[: MOST_NAMES + 2]
    codes = dict.fromkeys(code for name in c.families[:MOST_NAMES] for code in _codes_of_family(name))
    return list(codes)[: MOST_NAMES + 2]


@lru_cache(maxsize=200_000)
def _codes_of_family(name: str) -> list[str]:
    codes = dict.fromkeys([names.skeleton(name), *(names.skeleton(part) for part in names.parts(name))])
    return [code for code in codes if code]


def _identifier_keys(c: Cleaned) -> list[str]:
    found = ["t" + phone for phone in c.phones[:2]] + ["m" + email for email in c.emails[:2]]
    if c.nhs:
        found.append("n" + c.nhs)
    if c.upn:
        found.append("u" + c.upn)
    return found


def _name_keys(c: Cleaned, given: list[str], family: list[str]) -> list[str]:
    """Name alone; given and surname in alphabetical order, so that exchanged names meet on one key."""
    found = [
        f"w{g}|{f}" if g <= f else f"w{f}|{g}" for g in given for f in family if len(g) + len(f) > 3
    ]  # fmt: skip
    if c.givens and c.families:
        found.append(f"3{c.givens[0][:3]}|{c.families[0][:4]}")
    return found


def _place_keys(c: Cleaned, given: list[str], family: list[str]) -> list[str]:
    found: list[str] = []
    for place in c.homes[:3]:
        code, number = place.postcode, place.number
        if code:
            found += [f"f{g}|{code}" for g in given]
            if number:
                found += [f"i{f}|{code}|{number}" for f in family]
            if c.dob:
                found += [f"o{f}|{code[:-3]}|{c.dob[:4]}" for f in family]
        elif number and place.street:
            found.append(f"s{number}|{place.street}")
    for parent in c.parents[:2]:
        found.append(f"p{names.skeleton(parent)}|{c.homes[0].postcode if c.homes else ''}")
    return found


def _dob_keys(c: Cleaned, given: list[str], family: list[str]) -> list[str]:
    year, day_month, whole = c.dob[:4], c.dob[5:], c.dob_kind == "e"
    day = min(c.dob, swapped(c.dob))
    found = [f"a{g}|{day}" for g in given]
    if whole:
        found += [f"b{f}|{day}" for f in family]
        found += [f"v{name[:3]}|{day}" for name in c.families[:2]]  # a baby without a name, its surname misspelled
        if c.givens and c.families:
            first, last = c.givens[0][0], c.families[0][0]
            found.append(f"k{first}{last}|{day}" if first <= last else f"k{last}{first}|{day}")
    for g in given[:3]:
        for f in family[:3]:
            both = f"{g}|{f}" if g <= f else f"{f}|{g}"
            found.append(f"e{both}|{year}")
            found.append(f"h{both}|{day_month}")
    for place in c.homes[:3]:
        if code := place.postcode:
            found.append(f"c{code}|{year}")
            found.append(f"d{code}|{day_month}")
            if whole:
                found.append(f"q{code[:-3]}|{day}")
    return found
