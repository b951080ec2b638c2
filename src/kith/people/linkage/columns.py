"""Thousands of records at once, by columns: what `clean`, `pack`, `keys` and `score` say of one, said of a slice.

A `Column` holds each distinct value of a field once, and for each record which of them is its own. Every distinct value
is worked on once; numpy puts the answers beside the records again. The functions of one record stay the only place
where a rule is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from .clean import PARTS, official_upn
from .dates import days
from .keys import AT_HOME, LACKS, NEEDS, RULES, SOURCES, Rule, Source, folded, numbered
from .record import FLAGS, PACKED, UNTOLD, Cleaned, Home, is_unborn
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


class Column(NamedTuple):
    """One field of many records: which of some values each record has."""

    codes: Array
    values: list[Any]

    def told(self, question: Callable[[Any], Any], kind: str) -> Array:
        """The answer for every record, asked once a value; `kind` is the array's type."""
        found: Array = np.array(list(map(question, self.values)), kind)[self.codes]
        return found

    def of(self, question: Callable[[Any], Any]) -> Column:
        """The answers as a column."""
        codes, values = encoded(map(question, self.values))
        return Column(codes[self.codes], values)

    def counts(self) -> list[int]:
        """How many records have each value."""
        found: list[int] = np.bincount(self.codes, minlength=len(self.values)).tolist()
        return found


Columns = Mapping[str, Column]
"""The fields of `Cleaned` by name, with `nameless`."""


def encoded(values: Iterable[Any]) -> Column:
    """A column of the values of some records, each value held once, in order of appearance."""
    held = list(values)
    at = {value: position for position, value in enumerate(dict.fromkeys(held))}
    return Column(np.fromiter(map(at.__getitem__, held), "i8", len(held)), list(at))


def combined(columns: Sequence[Column]) -> Column:
    """A column of tuples, one value of each."""
    codes = columns[0].codes
    if len(columns) == 1:
        return Column(codes, [(value,) for value in columns[0].values])
    for column in columns[1:]:
        codes = codes * len(column.values) + column.codes
    _, first, back = np.unique(codes, return_index=True, return_inverse=True)
    values = [map(column.values.__getitem__, column.codes[first].tolist()) for column in columns]
    return Column(back, list(zip(*values, strict=True)))


def cleaned(raw: Mapping[str, Sequence[Any]]) -> dict[str, Column]:
    """`clean` for many raw records, by field of `Record`; absent ones are untold."""
    count = len(next(iter(raw.values())))
    told = {name: Column(np.zeros(count, "i8"), [untold]) for name, untold in UNTOLD.items()}
    told.update((name, encoded(values)) for name, values in raw.items())
    told["whole_name"] = _whole_name(told["given_name"], told["family_name"])
    told["unborn"] = told["given_name"].of(is_unborn)
    found: dict[str, Column] = {}
    for part in PARTS:
        codes, texts = combined([told[name] for name in part.of])
        made = zip(*map(part.values, texts), strict=True)
        found.update((name, Column(codes, list(values))) for name, values in zip(part.made, made, strict=True))
    return _with_nameless(found)


def _whole_name(given: Column, family: Column) -> Column:
    """`Record.whole_name`: a blank surname is looked for once a surname."""
    blank = family.told(lambda text: not text.strip(), "?")
    return Column(np.where(blank, given.codes, len(given.values)), [*given.values, ""])


def columns_of(records: Sequence[Cleaned]) -> dict[str, Column]:
    """The columns of cleaned records."""
    return _with_nameless(dict(zip(Cleaned._fields, map(encoded, zip(*records, strict=True)), strict=True)))


def _with_nameless(found: dict[str, Column]) -> dict[str, Column]:
    return {**found, "nameless": found["givens"].of(lambda givens: not givens)}


def packed(columns: Columns) -> list[str]:
    """`pack` of every record."""
    texts = [columns[field].told(text, "O").tolist() for field, text in PACKED.items()]
    flags = np.add.reduce([columns[flag].told(bool, "i8") << at for at, flag in enumerate(reversed(FLAGS))])
    written = [f"{number:0{len(FLAGS)}b}" for number in range(1 << len(FLAGS))]
    return list(map("\t".join, zip(*texts, map(written.__getitem__, flags.tolist()), strict=True)))


def needs_of(columns: Columns) -> dict[int, Array]:
    """For each class of wide keys, which of the records need it, as `needs`."""
    lacking = {what: columns[field].told(lacks, "?") for what, (field, lacks) in LACKS.items()}
    return {kind: np.any([lacking[what] for what in told], 0) for kind, told in NEEDS.items()}


class Facet(NamedTuple):
    """Numbers of many records: how many each has, and all of them in order."""

    counts: Array
    values: Array


def keys_of(columns: Columns) -> tuple[Array, Array]:
    """(key, position of its record) for every key of `keys` and `home_key`; one record may hold a key twice."""
    facets = dict(chain.from_iterable(_facets(source, columns) for source in SOURCES))
    found = [_of_rule(rule, facets) for rule in (*RULES, AT_HOME)]
    made = np.concatenate([keys for keys, _ in found]).view("i8")
    owners = np.concatenate([owners for _, owners in found])
    kept = ~columns["sealed"].told(bool, "?")[owners]
    return made[kept], owners[kept]


def _facets(source: Source, columns: Columns) -> Iterator[tuple[str, Facet]]:
    codes, distinct = combined([columns[field] for field in source.of])
    for name, answers in zip(source.facets, zip(*[source.made(*told) for told in distinct], strict=True), strict=True):
        counts = np.fromiter(map(len, answers), "i8", len(answers))
        values = np.fromiter(chain.from_iterable(answers), "u8", int(counts.sum()))
        yield name, Facet(counts[codes], values[spread((counts.cumsum() - counts)[codes], counts[codes])])


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


def table_of(columns: Columns) -> Array:
    """A row of `TABLE` for each record."""
    table = np.zeros(len(columns["record_id"].codes), TABLE)
    for fields, made in _COLUMNS:
        codes, distinct = combined([columns[field] for field in fields])
        for name, column in made(*zip(*distinct, strict=True)).items():
            if name == "marks":
                table[name] |= np.array(column, "u2")[codes]
            else:
                table[name] = np.array(column, TABLE[name])[codes]
    for mark, field in _MARKED.items():
        table["marks"] |= columns[field].told(bool, "u2") * np.uint16(MARK[mark])
    return table


def joined(names: tuple[str, ...]) -> str:
    """All names of a record as one text."""
    return "|".join(names)


Made = dict[str, Sequence[Any] | Array]
Texts = tuple[str, ...]


def _given(distinct: tuple[Texts, ...]) -> Made:
    return {
        "given": [numbered(joined(names)) for names in distinct],
        "given_initial": [ord(names[0][0]) if names else 0 for names in distinct],
        "marks": [(len(n) > 1) * MARK["givens"] | (len(joined(n)) == 1) * MARK["initial"] for n in distinct],
    }


def _family(distinct: tuple[Texts, ...]) -> Made:
    return {
        "family": [numbered(joined(names)) for names in distinct],
        "family_initial": [ord(names[0][0]) if names else 0 for names in distinct],
        "marks": [(len(names) > 1) * MARK["families"] for names in distinct],
    }


def _middle(distinct: Texts) -> Made:
    return {
        "middle": [numbered(text) for text in distinct],
        "marks": [(" " in text) * MARK["words"] for text in distinct],
    }


def _birth(dobs: Texts, kinds: Texts) -> Made:
    whole = [dob if kind in ("e", "j") else "" for dob, kind in zip(dobs, kinds, strict=True)]
    return {
        "date": [int(dob.replace("-", "")) if dob else 0 for dob in whole],
        "day": [days(dob) if dob else 0 for dob in whole],
        "marks": [
            bool(dob) * MARK["has_dob"] | (kind == "j") * MARK["new_year"]
            for dob, kind in zip(dobs, kinds, strict=True)
        ],
    }


def _homes(distinct: tuple[tuple[Home, ...], ...]) -> Made:
    first = [places[0] if places else Home("", "", "") for places in distinct]
    return {
        "postcode": encoded([place.postcode for place in first]).told(numbered, "u8"),
        "outcode": encoded([place.postcode[:-3] for place in first]).told(numbered, "u8"),
        "number": encoded([place.number for place in first]).told(numbered, "u8"),
        "street": encoded([place.street for place in first]).told(numbered, "u8"),
        "marks": [bool(places) * MARK["has_home"] | (len(places) > 1) * MARK["homes"] for places in distinct],
    }


def _upn(distinct: Texts) -> Made:
    return {"upn": distinct, "marks": [official_upn(text) * MARK["pupil"] for text in distinct]}


_COLUMNS: tuple[tuple[tuple[str, ...], Callable[..., Made]], ...] = (
    (("givens",), _given),
    (("families",), _family),
    (("middle",), _middle),
    (("dob", "dob_kind"), _birth),
    (("homes",), _homes),
    (("nhs",), lambda distinct: {"nhs": distinct}),
    (("upn",), _upn),
    (("sex",), lambda distinct: {"sex": [" FM".index(sex or " ") for sex in distinct]}),
)
_MARKED = {
    "nhs_valid": "nhs_valid",
    "phone": "phones",
    "email": "emails",
    "parent": "parents",
    "ordered": "birth_order",
    "sealed": "sealed",
}
"""Marks that say no more than that a field holds something."""
