"""Whose numbers? Does a column hold the numbers of some other register, one person each, or a family's, or worse?

A valid NHS number and a pupil number are one person's by law. Any other number may be a family's or a case's, or cut
short by a spreadsheet, and must not lift a guard, unless the file itself shows that it is a person's: hardly ever do
two people hold it. So it is in the open FEBRL files, whose people have a number of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .columns import MARK, columns_of, table_of
from .record import Cleaned
from .sections import Array

COLUMNS = {"nhs": "nhs_valid", "upn": "pupil"}
"""Columns that may hold one, with the mark of an official number."""
FEW = 0.01
"""A column with a larger share of official numbers holds NHS numbers or pupil numbers, and whatever is typed there."""
ENOUGH = 50
"""Numbers held twice, to judge by."""
MOST = 0.10
"""At most so many of them may be held by two plainly different people."""


def registers(table: Array) -> frozenset[str]:
    """The columns that hold some other register's numbers, one person each; `table` as `columns.table_of` makes it."""
    return frozenset(field for field, official in COLUMNS.items() if _personal(table, field, official))


def registers_of(cleaned: Sequence[Cleaned]) -> frozenset[str]:
    """`registers` of records in memory."""
    return registers(table_of(columns_of(cleaned))) if cleaned else frozenset()


def _personal(table: Array, field: str, official: str) -> bool:
    held = table[(table[field] != b"") & (table["date"] > 0)]
    if (held["marks"] & MARK[official] > 0).mean() > FEW if len(held) else True:
        return False
    held = held[np.lexsort((held["given_initial"], held["date"], held[field]))]
    new = np.flatnonzero(np.append(True, held[field][1:] != held[field][:-1])) if len(held) else np.empty(0, "i8")
    last = np.append(new[1:], len(held)) - 1
    new, last = new[last > new], last[last > new]
    return len(new) >= ENOUGH and bool(_two_people(held[new], held[last]).mean() < MOST)


def _two_people(one: Array, other: Array) -> Array:
    """The first and the last born who hold a number: do first letter, year and day of birth all differ?"""
    a, b = one["date"].astype("i8"), other["date"].astype("i8")
    found: Array = (one["given_initial"] != other["given_initial"]) & (a // 10_000 != b // 10_000)
    return found & (a % 10_000 != b % 10_000)
