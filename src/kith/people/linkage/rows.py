"""Reading the bulk CSV: good rows in slices, bad rows by line with what is wrong with them."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .clean import NOT_ONE_LINE
from .header import InputError, columns_and_rows, opened
from .record import Record

__all__ = ["COLUMNS", "OPTIONAL", "BadRows", "InputError", "Slice", "check_usable", "slices", "to_record"]

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
FEW_SHOWN = 5
LEAST_TO_LEARN = 20
NOT_UTF8 = "a character that is not UTF-8"


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
    """Consecutive good rows by column, with the line each ends at; `number` counts slices from 0."""

    number: int
    columns: dict[str, tuple[str, ...]]
    lines: array[int]

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
    """Rows left out: how many, and the first thousand with line and reason; and the columns that are not read."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        """Note one bad row."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append((line, reason))


def slices(path: Path, size: int, bad: BadRows, as_at: str = "") -> Iterator[Slice]:
    """The file's good rows in slices of `size`; `as_at` is the day on which rows were written that do not say so.

    Raises `InputError` when there is no usable header.
    """
    with opened(path) as text:
        header, reader = columns_and_rows(text)
        bad.ignored = [name for name in header if name not in _KNOWN]
        seen: set[int] = set()
        number, rows, lines = 0, [], array("q")
        for line, row in _rows(reader, header, bad, seen):
            rows.append(row)
            lines.append(line)
            if len(rows) == size:
                yield _slice(number, header, rows, lines, as_at)
                number, rows, lines = number + 1, [], array("q")
        if rows:
            yield _slice(number, header, rows, lines, as_at)


def _slice(number: int, header: list[str], rows: list[list[str]], lines: array[int], as_at: str) -> Slice:
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    if as_at:
        told = columns.get("as_at", ("",) * len(rows))
        columns["as_at"] = tuple([text if text.strip() else as_at for text in told])
    return Slice(number, columns, lines)


def _rows(reader: Any, header: list[str], bad: BadRows, seen: set[int]) -> Iterator[tuple[int, list[str]]]:
    at = header.index("record_id")
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            bad.add(reader.line_num, str(wrong))
            continue
        if not values:
            continue
        if reason := _reason_against(values, at, len(header), seen):
            bad.add(reader.line_num, reason)
            continue
        seen.add(hash(values[at]))
        yield reader.line_num, values


def _reason_against(values: list[str], at: int, width: int, seen: set[int]) -> str:
    if len(values) != width:
        return f"{len(values)} values where the header has {width}"
    if not values[at].strip():
        return "no record_id"
    if NOT_ONE_LINE.search(values[at]):
        return "record_id holds a tab or a line break"
    if hash(values[at]) in seen:
        return "record_id seen before"
    text = "".join(values)
    if "\0" in text:
        return "a NUL character"
    return NOT_UTF8 if "\ufffd" in text else ""


def check_usable(records: int, bad: BadRows, trained: bool) -> None:
    """Raise `InputError` when every row was left out, or when there are too few to learn from."""
    if bad.count and not records:
        told = "; ".join(f"line {line}: {reason}" for line, reason in bad.first[:FEW_SHOWN])
        more = "; ..." if bad.count > FEW_SHOWN else ""
        hint = ". Save it as CSV in UTF-8" if any(reason == NOT_UTF8 for _, reason in bad.first) else ""
        raise InputError(f"none of the {bad.count} rows can be used ({told}{more}){hint}; nothing was written")
    if trained and records < LEAST_TO_LEARN:
        raise InputError(f"--train needs at least {LEAST_TO_LEARN} records to learn from; this file has {records}")


def to_record(row: dict[str, str]) -> Record:
    """A row as a `Record`; list columns are split at "|"."""
    known = {name: _READ.get(name, str)(text) for name, text in row.items() if name in _KNOWN}
    return Record(**known)
