"""Blocking keys: two records are compared when they share one. The same numbers live and in bulk.

A rule is a row of `RULES`: its letter and the facets of a record it puts together. A facet is a tuple of numbers
(codes of the first name, the day of birth, postcodes ...); every combination makes one key, a signed eight-byte
integer that PostgreSQL stores as `int8`. `keys` reads the table for one record, `columns.keys_of` for thousands at
once, with the same `folded`. A placeholder name, an empty or unknown value never makes a key; a sealed identity has
none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, islice, product
from operator import attrgetter
from typing import Any, NamedTuple

from . import names
from .dates import swapped, years
from .record import Cleaned, Home

KEYS_VERSION = 4
INDEX_VERSION = 2
"""Of what `indexed` makes of the keys: a change there needs the index made again, and no new model."""
WIDE, HOME, NAMES_ALONE, UNPLACED, UNBORN = 1, 2, 3, 4, 5
"""Classes of keys, in their three lowest bits; 0 is a narrow key. The next bit stands for a record in need of it."""
CLASS, IN_NEED = 7, 8
MOST_NAMES = 4
"""At most so many given names and so many surnames of one record make keys, so that a rich record stays cheap."""
Numbers = tuple[int, ...]
_64, _HALF, _ODD = 2**64 - 1, 2**63, 0x9E3779B97F4A7C15
_ALL_BUT_CLASS = _64 - CLASS - IN_NEED
_STARTS = {chr(code): code * _ODD & _64 for code in range(128)}


class Rule(NamedTuple):
    """One kind of key: its letter, the facets it puts together, and its class.

    A wide rule is one that many unrelated people share; it counts only where one of the two `needs` it. With
    `either_order` the first two facets may change places: exchanged names meet on one key.
    """

    letter: str
    facets: tuple[str, ...]
    kind: int = 0
    either_order: bool = False


IDENTIFIERS = (Rule("n", ("nhs",)), Rule("u", ("upn",)), Rule("t", ("phone",)), Rule("m", ("email",)))
RULES = (
    *IDENTIFIERS,
    Rule("w", ("given", "family"), NAMES_ALONE, either_order=True),
    Rule("3", ("given_start", "family_start"), NAMES_ALONE),
    Rule("a", ("given", "day")),
    Rule("b", ("family", "near_days")),
    Rule("v", ("family_starts", "whole_day"), WIDE),  # a baby without a name, its surname misspelled
    Rule("k", ("given_initial", "family_initial", "whole_day"), either_order=True),
    Rule("e", ("given3", "family3", "year"), either_order=True),
    Rule("h", ("given3", "family3", "day_month"), either_order=True),
    Rule("y", ("given", "family", "years"), WIDE),
    Rule("c", ("postcode", "year")),
    Rule("d", ("postcode", "day_month")),
    Rule("q", ("outcode", "whole_day"), WIDE),
    Rule("f", ("given", "postcode")),
    Rule("i", ("family", "home")),
    Rule("o", ("family", "outcode", "born"), WIDE),
    Rule("s", ("family", "street"), UNPLACED),
    Rule("z", ("street", "born"), UNPLACED),
    Rule("x", ("family", "months"), UNBORN),
    Rule("j", ("postcode", "months"), UNBORN),
    Rule("p", ("parent", "first_postcode"), WIDE),
)
AT_HOME = Rule("#", ("first_home",), HOME)
"""Counts who lives at the current home; it makes no pairs."""


def keys(cleaned: Cleaned) -> frozenset[int]:
    """The record's keys as signed 64-bit integers; empty for a sealed identity."""
    return frozenset() if cleaned.sealed else frozenset(keys_by(RULES, cleaned))


def indexed(cleaned: Cleaned) -> frozenset[int]:
    """The keys under which the index holds a record: the wide ones of a record that `needs` them stand apart."""
    needed = needs(cleaned)
    return frozenset(key | IN_NEED if key & CLASS in needed else key for key in keys(cleaned))


def asked(cleaned: Cleaned) -> frozenset[int]:
    """The keys of the index to look under for an arriving record. As in bulk, a wide key counts only where one of the
    two `needs` it: whoever has a name, a day and a home is found by narrow keys, among far fewer strangers."""
    needed, found = needs(cleaned), set[int]()
    for key in keys(cleaned):
        if key & CLASS in NEEDS:
            found.add(key | IN_NEED)
        if key & CLASS in needed or key & CLASS not in NEEDS:
            found.add(key)
    return frozenset(found)


def home_key(cleaned: Cleaned) -> int | None:
    """A key of the current home; it makes no pairs."""
    return next(iter(keys_by((AT_HOME,), cleaned)), None)


def keys_by(rules: Sequence[Rule], cleaned: Cleaned) -> list[int]:
    """The keys that some of the rules make of a record."""
    found = facets(cleaned)
    return [
        (folded(rule, combination) ^ _HALF) - _HALF
        for rule in rules
        for combination in product(*[found[facet] for facet in rule.facets])
    ]


def folded(rule: Rule, values: Sequence[Any]) -> Any:
    """The unsigned key of one value of each facet: ints, or arrays of unsigned integers of one length."""
    if rule.either_order:
        values = (values[0] + values[1], values[0] * values[1], *values[2:])
    made = _STARTS[rule.letter]
    for value in values:
        made = ((made ^ value) & _64) * _ODD & _64
        made = made ^ made >> 32
    return made & _ALL_BUT_CLASS | rule.kind


def is_wide(key: int) -> bool:
    """Was the key made by a wide rule, which finds those of whom little is known?"""
    return key & CLASS in NEEDS


def needs(cleaned: Cleaned) -> frozenset[int]:
    """The classes of wide keys without which this record may not be found: it lacks what narrow keys are made of."""
    lacking = {what for what, (field, lacks) in LACKS.items() if lacks(getattr(cleaned, field))}
    return frozenset(kind for kind, told in NEEDS.items() if not lacking.isdisjoint(told))


LACKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "birthday": ("dob_kind", lambda kind: kind != "e"),  # 1 January may be a stand-in
    "birth": ("dob_kind", lambda kind: kind == "x"),
    "place": ("homes", lambda homes: not homes or not homes[0].postcode),
    "name": ("nameless", bool),
}
"""What a record may lack: the field that tells, and how."""
NEEDS = {WIDE: ("birthday", "place", "name"), NAMES_ALONE: ("birthday",), UNPLACED: ("place",), UNBORN: ("birth",)}
"""Who needs wide keys. Two whole dates of birth of one person have the year or the day in common but for a double
error; where there is none, names alone must find the record."""


class Source(NamedTuple):
    """Fields of a record with the facets made of them: `made` returns one tuple of numbers for each of `facets`."""

    of: tuple[str, ...]
    facets: tuple[str, ...]
    made: Callable[..., tuple[Numbers, ...]]


def facets(cleaned: Cleaned) -> dict[str, Numbers]:
    """Every facet of a record."""
    found: dict[str, Numbers] = {}
    for told, source in zip(_TOLD, SOURCES, strict=True):
        values = told(cleaned) if len(source.of) > 1 else (told(cleaned),)
        found.update(zip(source.facets, source.made(*values), strict=True))
    return found


def numbered(text: str) -> int:
    """An unsigned number for a text, the same everywhere: its own bytes where eight hold them, blake2b otherwise."""
    raw = text.encode()
    return int.from_bytes(raw if len(raw) <= 8 else blake2b(raw, digest_size=8).digest(), "big")


def _numbers(texts: Sequence[str]) -> Numbers:
    return tuple(map(numbered, texts))


@lru_cache(maxsize=100_000)
def _of_given(givens: tuple[str, ...], middle: str) -> tuple[Numbers, ...]:
    codes = _numbers(_given_codes(givens, middle))
    first = givens[:1]
    return codes, codes[:3], _numbers([n[:3] for n in first]), _numbers([n[0] for n in first])


def _given_codes(givens: tuple[str, ...], middle: str) -> list[str]:
    codes: dict[str, None] = {}
    for name in givens[:MOST_NAMES]:
        codes.update(dict.fromkeys(names.skeleton(full) for full in sorted(names.full_names(name))))
        if " " in name:
            codes.update(dict.fromkeys(map(names.skeleton, name.split())))
    codes.update(dict.fromkeys(names.skeleton(word) for word in middle.split()[:2] if len(word) > 2))
    return [code for code in codes if code][: MOST_NAMES + 2]


@lru_cache(maxsize=100_000)
def _of_family(families: tuple[str, ...], givens: tuple[str, ...]) -> tuple[Numbers, ...]:
    families = families or givens[:1]  # a single name may stand in either field
    codes: dict[str, None] = {}
    for name in families[:MOST_NAMES]:
        codes.update(dict.fromkeys(map(names.skeleton, (name, *names.parts(name)))))
    found = _numbers([code for code in codes if code][: MOST_NAMES + 2])
    first = families[:1]
    starts = dict.fromkeys(name[:3] for name in families[:2])
    return found, found[:3], _numbers([n[:4] for n in first]), _numbers([*starts]), _numbers([n[0] for n in first])


@lru_cache(maxsize=50_000)
def _of_birth(dob: str, kind: str, nameless: bool) -> tuple[Numbers, ...]:
    if not dob:
        return ((),) * 8
    born = (numbered(dob[:4]),)
    if kind not in ("e", "j"):
        first, last = years(dob)
        months = _months_around(dob) if kind == "x" and len(dob) == 10 else ()
        return (), (), (), (), born, tuple(range(first, last + 1)), (), months
    day = (_day(dob),)
    whole = day if kind == "e" else ()
    near = _near(dob) if nameless and whole else whole
    return day, whole, born, (numbered(dob[5:]),), born, (), near, (_month(dob),)


def _month(dob: str) -> int:
    """Months since the year 0."""
    return int(dob[:4]) * 12 + int(dob[5:7])


def _months_around(expected: str) -> Numbers:
    """The months in which a child expected on that day may be born: up to four before it, and the one after."""
    return tuple(range(_month(expected) - 4, _month(expected) + 2))


def _day(dob: str) -> int:
    """20140304 for "2014-04-03", and for "2014-03-04": the smaller of the two spellings."""
    dob = min(dob, swapped(dob))
    return int(dob[:4] + dob[5:7] + dob[8:])


def _near(dob: str) -> Numbers:
    """The day and those with another day, another month or a year beside it: a baby without a name has little else."""
    year, month, day = int(dob[:4]), dob[4:7], dob[7:]
    days = [f"{year}{month}-{other:02d}" for other in range(1, 32)]
    days += [f"{year}-{other:02d}{day}" for other in range(1, 13)]
    days += [f"{other}{month}{day}" for other in (year - 1, year + 1)]
    return tuple(dict.fromkeys(map(_day, days)))


def _of_homes(homes: tuple[Home, ...]) -> tuple[Numbers, ...]:
    if len(homes) == 1:
        return _of_home(homes[0])
    found = [_of_home(place) for place in homes[:3]] or [_of_home(Home("", "", ""))]
    together = (tuple(dict.fromkeys(chain.from_iterable(facet))) for facet in zip(*found, strict=True))
    return (*islice(together, 4), *found[0][4:])


def _of_home(place: Home) -> tuple[Numbers, ...]:
    """Postcode, outcode, house, house and street; postcode or none at all, and house, of a first home."""
    street = (numbered(f"{place.number}|{place.street}"),) if place.number and place.street else ()
    if not place.postcode:
        return (), (), (), street, (numbered(""),), ()
    whole, outcode = _of_postcode(place.postcode)
    house = (numbered(f"{place.postcode}|{place.number}"),) if place.number else ()
    return whole, outcode, house, street, whole, house


@lru_cache(maxsize=50_000)
def _of_postcode(postcode: str) -> tuple[Numbers, Numbers]:
    return (numbered(postcode),), (numbered(postcode[:-3]),)


def _of_texts(texts: tuple[str, ...]) -> tuple[Numbers, ...]:
    return (_numbers(texts[:2]),)


def _of_text(text: str) -> tuple[Numbers, ...]:
    return ((numbered(text),) if text else (),)


def _of_parents(parents: tuple[str, ...]) -> tuple[Numbers, ...]:
    return (_numbers([names.skeleton(name) for name in parents[:2]]),)


SOURCES = (
    Source(("givens", "middle"), ("given", "given3", "given_start", "given_initial"), _of_given),
    Source(
        ("families", "givens"), ("family", "family3", "family_start", "family_starts", "family_initial"), _of_family
    ),
    Source(
        ("dob", "dob_kind", "nameless"),
        ("day", "whole_day", "year", "day_month", "born", "years", "near_days", "months"),
        _of_birth,
    ),
    Source(("homes",), ("postcode", "outcode", "home", "street", "first_postcode", "first_home"), _of_homes),
    Source(("nhs",), ("nhs",), _of_text),
    Source(("upn",), ("upn",), _of_text),
    Source(("phones",), ("phone",), _of_texts),
    Source(("emails",), ("email",), _of_texts),
    Source(("parents",), ("parent",), _of_parents),
)
_TOLD = tuple(attrgetter(*source.of) for source in SOURCES)
