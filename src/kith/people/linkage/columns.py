"""Thousands of records at once, by columns: what `keys` and `score` say of one record, said of a whole slice.

Each part of a record (its names, its date, its homes) is worked on once for each distinct value; numpy puts the
answers beside the records again. The functions of one record stay the only place where a rule is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from .clean import official_upn
from .dates import days
from .keys import AT_HOME, RULES, SOURCES, Rule, Source, folded, numbered
from .record import Cleaned, Home
from .sections import Array

TABLE = np.dtype(
    [(name, "u8") for name in ("given", "family", "middle", "postcode", "outcode", "number", "street")]
    + [("nhs", "S12"), ("upn", "S16"), ("date", "i4"), ("day", "i4"), ("sex", "u1"), ("marks", "u2")]
    + [("given_initial", "u4"), ("family_initial", "u4")]
)
"""What is seen at first sight of a record. Texts are numbers (`keys.numbered`), 0 for nothing; `date` is 20140403 for a
whole date and 0 otherwise, `day` its day number."""
MARKS = ("has_dob", "new_year", "has_home", "homes", "nhs_valid", "phone", "email", "parent", "givens", "families",
         "words", "ordered", "sealed", "pupil", "initial")  # fmt: skip
MARK = {name: 1 << at for at, name in enumerate(MARKS)}
"""Bits of `marks`: several homes, several names, several words of a middle name, a place in a multiple
birth, sealed, a well-formed pupil number, a first name that is an
initial."""


class Facet(NamedTuple):
    """Numbers of many records: how many each has, and all of them in order."""

    counts: Array
    values: Array


def keys_of(cleaned: Sequence[Cleaned]) -> tuple[Array, Array]:
    """(key, position of its record) for every key of `keys` and `home_key`; one record may hold a key twice."""
    held = np.array([not c.sealed for c in cleaned], bool)
    facets = dict(chain.from_iterable(_facets(source, cleaned) for source in SOURCES))
    found = [_of_rule(rule, facets) for rule in (*RULES, AT_HOME)]
    made = np.concatenate([keys for keys, _ in found]).view("i8")
    owners = np.concatenate([owners for _, owners in found])
    kept = held[owners]
    return made[kept], owners[kept]


def _facets(source: Source, cleaned: Sequence[Cleaned]) -> Iterator[tuple[str, Facet]]:
    codes, distinct = encoded(map(source.part, cleaned))
    for name, answers in zip(source.facets, zip(*map(source.made, distinct), strict=True), strict=True):
        counts = np.fromiter(map(len, answers), "i8", len(answers))
        values = np.fromiter(chain.from_iterable(answers), "u8", int(counts.sum()))
        yield name, Facet(counts[codes], values[spread((counts.cumsum() - counts)[codes], counts[codes])])


def encoded(values: Iterable[Any]) -> tuple[Array, list[Any]]:
    """For each record the position of its value among the distinct ones, and those in order of appearance."""
    held = list(values)
    at = {value: position for position, value in enumerate(dict.fromkeys(held))}
    return np.fromiter(map(at.__getitem__, held), "i8", len(held)), list(at)


def spread(starts: Array, counts: Array) -> Array:
    """Positions start, start + 1 ... for each pair of start and count, one after another."""
    before = counts.cumsum() - counts
    return np.repeat(starts - before, counts) + np.arange(int(counts.sum()))


def _of_rule(rule: Rule, facets: dict[str, Facet]) -> tuple[Array, Array]:
    """Every combination of the rule's facets within each record, folded; and the record of each."""
    chosen = [facets[name] for name in rule.facets]
    owners = np.arange(len(chosen[0].counts))
    values: list[Array] = []
    for facet in chosen:
        starts, counts = (facet.counts.cumsum() - facet.counts)[owners], facet.counts[owners]
        values = [np.repeat(earlier, counts) for earlier in values]
        values.append(facet.values[spread(starts, counts)])
        owners = np.repeat(owners, counts)
    return folded(rule, values), owners


def table_of(cleaned: Sequence[Cleaned]) -> Array:
    """A row of `TABLE` for each record."""
    table = np.zeros(len(cleaned), TABLE)
    for part, made in _COLUMNS:
        codes, distinct = encoded(map(part, cleaned))
        for name, column in made(distinct).items():
            if name == "marks":
                table[name] |= np.array(column, "u2")[codes]
            else:
                table[name] = np.array(column, TABLE[name])[codes]
    return table


def joined(names: tuple[str, ...]) -> str:
    """All names of a record as one text."""
    return "|".join(names)


def _given(distinct: list[tuple[str, ...]]) -> dict[str, list[Any]]:
    return {
        "given": [numbered(joined(names)) for names in distinct],
        "given_initial": [ord(names[0][0]) if names else 0 for names in distinct],
        "marks": [(len(n) > 1) * MARK["givens"] | (len(joined(n)) == 1) * MARK["initial"] for n in distinct],
    }


def _family(distinct: list[tuple[str, ...]]) -> dict[str, list[Any]]:
    return {
        "family": [numbered(joined(names)) for names in distinct],
        "family_initial": [ord(names[0][0]) if names else 0 for names in distinct],
        "marks": [(len(names) > 1) * MARK["families"] for names in distinct],
    }


def _middle(distinct: list[str]) -> dict[str, list[Any]]:
    return {
        "middle": [numbered(text) for text in distinct],
        "marks": [(" " in text) * MARK["words"] for text in distinct],
    }


def _birth(distinct: list[tuple[str, str]]) -> dict[str, list[Any]]:
    return {
        "date": [int(dob.replace("-", "")) if kind in ("e", "j") else 0 for dob, kind in distinct],
        "day": [days(dob) if kind in ("e", "j") else 0 for dob, kind in distinct],
        "marks": [bool(dob) * MARK["has_dob"] | (kind == "j") * MARK["new_year"] for dob, kind in distinct],
    }


def _homes(distinct: list[tuple[Home, ...]]) -> dict[str, list[Any]]:
    first = [places[0] if places else Home("", "", "") for places in distinct]
    return {
        "postcode": [numbered(place.postcode) for place in first],
        "outcode": [numbered(place.postcode[:-3]) for place in first],
        "number": [numbered(place.number) for place in first],
        "street": [numbered(place.street) for place in first],
        "marks": [bool(places) * MARK["has_home"] | (len(places) > 1) * MARK["homes"] for places in distinct],
    }


def _upn(distinct: list[str]) -> dict[str, list[Any]]:
    return {"upn": distinct, "marks": [official_upn(text) * MARK["pupil"] for text in distinct]}


def _rest(distinct: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {
        "sex": [" FM".index(sex or " ") for sex, *_ in distinct],
        "marks": [
            nhs_valid * MARK["nhs_valid"] | phone * MARK["phone"] | email * MARK["email"] | parent * MARK["parent"]
            | ordered * MARK["ordered"] | sealed * MARK["sealed"]
            for _, nhs_valid, phone, email, parent, ordered, sealed in distinct
        ],
    }  # fmt: skip


_COLUMNS: tuple[tuple[Callable[[Cleaned], Any], Callable[[list[Any]], dict[str, list[Any]]]], ...] = (
    (attrgetter("givens"), _given),
    (attrgetter("families"), _family),
    (attrgetter("middle"), _middle),
    (attrgetter("dob", "dob_kind"), _birth),
    (attrgetter("homes"), _homes),
    (attrgetter("nhs"), lambda distinct: {"nhs": distinct}),
    (attrgetter("upn"), _upn),
    (lambda c: (c.sex, c.nhs_valid, bool(c.phones), bool(c.emails), bool(c.parents), bool(c.birth_order),
                c.sealed), _rest),
)  # fmt: skip
