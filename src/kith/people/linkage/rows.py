"""Reading the bulk CSV: good rows in slices, bad rows by line with what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .record import Record

COLUMNS = (
    "record_id",
    "source",
    "given_name",
    "middle_name",
    "family_name",
    "known_as",
    "dob",
    "sex",
    "address",
    "postcode",
    "nhs_number",
    "upn",
    "phone",
    "email",
)
OPTIONAL = ("expected_dob", "as_at", "aliases", "previous_addresses", "parent_names", "birth_order")
_KNOWN = frozenset((*COLUMNS, *OPTIONAL))
SHOWN = 1_000


class InputError(ValueError):
    """The file as a whole cannot be read; the message says why and at which line."""


def _many(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


_READ: dict[str, Callable[[str], Any]] = {
    "aliases": _many,
    "previous_addresses": _many,
    "parent_names": _many,
    "birth_order": _number,
}
"""Columns that are no plain text: lists are split at "|"."""


class Slice(NamedTuple):
    """Consecutive good rows by column; `number` counts slices from 0."""

    number: int
    columns: dict[str, tuple[str, ...]]

    @property
    def rows(self) -> Iterator[dict[str, str]]:
        """The rows by column."""
        return (dict(zip(self.columns, values, strict=True)) for values in zip(*self.columns.values(), strict=True))

    @property
    def raw(self) -> dict[str, Sequence[Any]]:
        """The columns that `Record` knows, as it holds them."""
        return {
            name: list(map(_READ[name], texts)) if name in _READ else texts
            for name, texts in self.columns.items()
            if name in _KNOWN
        }


@dataclass(slots=True)
class BadRows:
    """Rows left out: how many, and the first thousand with line and reason."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        """Note one bad row."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append((line, reason))


def slices(path: Path, size: int, bad: BadRows) -> Iterator[Slice]:
    """The file's good rows in slices of `size`. Raises `InputError` when there is no usable header."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        reader = csv.reader(line.replace("\0", "\ufffd") for line in source)
        header = _header(reader)
        seen: set[int] = set()
        number, rows = 0, []
        for row in _rows(reader, header, bad, seen):
            rows.append(row)
            if len(rows) == size:
                yield _slice(number, header, rows)
                number, rows = number + 1, []
        if rows:
            yield _slice(number, header, rows)


def _slice(number: int, header: list[str], rows: list[list[str]]) -> Slice:
    return Slice(number, dict(zip(header, zip(*rows, strict=True), strict=True)))


def _header(reader: Iterator[list[str]]) -> list[str]:
    header = [name.strip().lower() for name in next(reader, [])]
    if "record_id" not in header:
        raise InputError("line 1: the header has no column record_id")
    if len(set(header)) < len(header):
        raise InputError("line 1: a column stands twice in the header")
    return header


def _rows(reader: Iterator[list[str]], header: list[str], bad: BadRows, seen: set[int]) -> Iterator[list[str]]:
    at = header.index("record_id")
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            bad.add(reader.line_num, str(wrong))  # type: ignore[attr-defined]
            continue
        if not values:
            continue
        if reason := _reason_against(values, at, len(header), seen):
            bad.add(reader.line_num, reason)  # type: ignore[attr-defined]
            continue
        seen.add(hash(values[at]))
        yield values


def _reason_against(values: list[str], at: int, width: int, seen: set[int]) -> str:
    if len(values) != width:
        return f"{len(values)} values where the header has {width}"
    if not values[at].strip():
        return "no record_id"
    if hash(values[at]) in seen:
        return "record_id seen before"
    return "a character that is not UTF-8" if "\ufffd" in "".join(values) else ""


def to_record(row: dict[str, str]) -> Record:
    """A row as a `Record`; list columns are split at "|"."""
    known = {name: _READ.get(name, str)(text) for name, text in row.items() if name in _KNOWN}
    return Record(**known)
