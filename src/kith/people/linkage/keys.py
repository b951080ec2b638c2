"""Blocking keys: two records are compared when they share one. The same numbers live and in bulk.

A key is a text with its rule's letter in front, hashed to a signed eight-byte integer (blake2b), so that it can be
stored as PostgreSQL `int8`. A placeholder name, an empty or unknown value never makes a key; a sealed identity
has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import product

from . import names
from .dates import swapped, years
from .record import Cleaned

KEYS_VERSION = 1
WIDE_RULES = frozenset("w3oqyp")
"""First letters of the rules that many unrelated people share; in bulk they count only where a record is `poor`."""
WIDE, HOME = 1, 2
"""Classes of keys, in their two lowest bits; 0 is a narrow key."""
MOST_NAMES = 4
"""At most so many given names and so many surnames of one record make keys, so that a rich record stays cheap."""


def keys(cleaned: Cleaned) -> frozenset[int]:
    """The record's keys as signed 64-bit integers; empty for a sealed identity."""
    if cleaned.sealed:
        return frozenset()
    return frozenset([hashed(text) for text in key_texts(cleaned)])


def hashed(text: str) -> int:
    """First eight bytes of blake2b, big-endian, signed, the two lowest bits telling its class: the same everywhere."""
    number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True) & -4
    letter = text[0]
    return number | WIDE if letter in WIDE_RULES else number | HOME if letter == "#" else number


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
    found = set(_identifier_keys(c))
    found.update(_name_keys(c, given, family))
    found.update(_place_keys(c, given, family))
    if c.dob_kind in ("e", "j"):
        found.update(_dob_keys(c, given, family))
    elif c.dob:
        found.update(
            f"y{g}|{f}|{y}" for g, f in product(given, family) for y in range(years(c.dob)[0], years(c.dob)[1] + 1)
        )
    return found


def _given_codes(c: Cleaned) -> list[str]:
    codes: dict[str, None] = {}
    for name in c.givens[:MOST_NAMES]:
        for full in sorted(names.full_names(name)):
            codes[names.skeleton(full)] = None
        words = name.split()
        if len(words) > 1:
            codes.update(dict.fromkeys(names.skeleton(word) for word in words))
    for word in c.middle.split()[:2]:
        if len(word) > 2:
            codes[names.skeleton(word)] = None
    return [code for code in codes if code][: MOST_NAMES + 2]


def _family_codes(c: Cleaned) -> list[str]:
    codes: dict[str, None] = {}
    for name in c.families[:MOST_NAMES]:
        codes[names.skeleton(name)] = None
        codes.update(dict.fromkeys(names.skeleton(part) for part in names.parts(name)))
    return [code for code in codes if code][: MOST_NAMES + 2]


def _identifier_keys(c: Cleaned) -> Iterator[str]:
    if c.nhs:
        yield "n" + c.nhs
    if c.upn:
        yield "u" + c.upn
    for phone in c.phones[:2]:
        yield "t" + phone
    for email in c.emails[:2]:
        yield "m" + email


def _name_keys(c: Cleaned, given: list[str], family: list[str]) -> Iterator[str]:
    """Name alone; given and surname in alphabetical order, so that exchanged names meet on one key."""
    for g, f in product(given, family):
        if len(g) + len(f) > 3:
            yield f"w{min(g, f)}|{max(g, f)}"
    if c.givens and c.families:
        yield f"3{c.givens[0][:3]}|{c.families[0][:4]}"


def _place_keys(c: Cleaned, given: list[str], family: list[str]) -> Iterator[str]:
    for place in c.homes[:3]:
        if place.postcode:
            yield from (f"f{g}|{place.postcode}" for g in given)
            yield from (f"i{f}|{place.postcode}|{place.number}" for f in family if place.number)
            yield from (f"o{f}|{place.postcode[:-3]}|{c.dob[:4]}" for f in family if c.dob)
        elif place.number and place.street:
            yield f"s{place.number}|{place.street}"
    for parent in c.parents[:2]:
        yield f"p{names.skeleton(parent)}|{c.homes[0].postcode if c.homes else ''}"


def _dob_keys(c: Cleaned, given: list[str], family: list[str]) -> Iterator[str]:
    day = min(c.dob, swapped(c.dob))
    if c.givens and c.families and c.dob_kind == "e":
        first, last = sorted((c.givens[0][0], c.families[0][0]))
        yield f"k{first}{last}|{day}"
    yield from (f"a{g}|{day}" for g in given)
    if c.dob_kind == "e":
        yield from (f"b{f}|{day}" for f in family)
    for g, f in product(given[:3], family[:3]):
        yield f"e{min(g, f)}|{max(g, f)}|{c.dob[:4]}"
        yield f"h{min(g, f)}|{max(g, f)}|{c.dob[5:]}"
    for place in c.homes[:3]:
        if place.postcode:
            yield f"c{place.postcode}|{c.dob[:4]}"
            yield f"d{place.postcode}|{c.dob[5:]}"
            if c.dob_kind == "e":
                yield f"q{place.postcode[:-3]}|{day}"
