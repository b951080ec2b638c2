"""What the start of a bulk CSV file says: how its letters are written, what separates its columns, their names."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_SHOWN = 12
_USUAL = frozenset(("id", "ref", "number", "no", "name", "names", "dob", "birth", "date", "sex", "gender", "address",
                    "postcode", "nhs", "upn", "phone", "email", "source", "surname", "forename", "record", "middle",
                    "person", "child", "known", "key"))  # fmt: skip
"""Words of which the names of columns are made."""


class InputError(ValueError):
    """The file as a whole cannot be read; the message says why and at which line."""


@contextmanager
def opened(path: Path) -> Iterator[TextIOWrapper]:
    """The file as text: UTF-8, or UTF-16 where a mark at its start says so. Letters that are neither become U+FFFD."""
    with path.open("rb") as source:
        encoding = _WIDE.get(source.peek(2)[:2], "utf-8-sig")
        with TextIOWrapper(source, encoding, "replace", newline="") as text:
            yield text


def columns_and_rows(text: TextIOWrapper) -> tuple[list[str], Iterator[list[str]]]:
    """The names of the columns and the reader of the rows below. Raises `InputError` when no header can be found."""
    first = text.readline()
    if not first:
        raise InputError("the file is empty: its first line must name the columns, record_id among them")
    if first.startswith("PK\3\4"):
        raise InputError("this is a spreadsheet or a packed file: save it as CSV in UTF-8")
    if "\0" in first:
        raise InputError("line 1: holds NUL characters (is it UTF-16 without a mark at its start, or no text?): "
                         "save the file as CSV in UTF-8")  # fmt: skip
    reader = csv.reader(chain([first], text), delimiter=_separator(first))
    try:
        header = list(map(column_name, next(reader)))
    except csv.Error as wrong:
        raise InputError(f"line 1: {wrong}") from wrong
    _check(header, first)
    return header, reader


def column_name(told: str) -> str:
    """A column's name as Kith knows it: " Record Id " is record_id."""
    return _NOT_A_LETTER.sub("_", told.strip().lower()).strip("_") or told.strip()


def _separator(first: str) -> str:
    """The separator by which record_id is one of the columns; otherwise the commonest."""
    for one in SEPARATORS:
        if "record_id" in map(column_name, first.split(one)):
            return one
    return max(SEPARATORS, key=first.count)


def _check(header: list[str], first: str) -> None:
    if "record_id" not in header:
        raise InputError(f"line 1: no column record_id. {_found(header, first)} {_needed(header)}")
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise InputError(f"line 1: {', '.join(twice)} stands twice in the header")


def _found(header: list[str], first: str) -> str:
    """What stands there; never the words of a row, which would show a child on the screen and in a log."""
    if not first.strip():
        return "One column was found: an empty line."
    if sum(not _USUAL.isdisjoint(name.split("_")) for name in header) * 2 < len(header):
        return "What was found does not read like the names of columns."
    if len(header) < 2:
        return f"One column was found: {first.strip()[:80] or 'an empty line'}."
    names = ", ".join(header[:_SHOWN]) + (", ..." if len(header) > _SHOWN else "")
    return f"Found, with {SEPARATORS[_separator(first)]} between them: {names}."


def _needed(header: list[str]) -> str:
    needed = "The first line must name the columns, record_id among them"
    if len(header) < 2:
        return needed + ", with comma, semicolon or tab between them."
    if any(name.isdecimal() for name in header):
        return needed + "; this one looks like a row of data."
    return needed + ": give each row an identifier of its own in a column of that name."
