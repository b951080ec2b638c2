"""What a bulk file tells that Kith cannot read: counted by column, with the first lines, so that nothing is lost
without a word. The row is linked without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from .clean import PARTS
from .dates import MISSING, is_age, no_date, read_dob
from .rows import Slice

FIRST = 5
"""Lines named for each column."""
_NOT_ALNUM = re.compile(r"[\W_]+")
_NOTHING = frozenset(
    ("unknown", "unk", "notknown", "nk", "na", "none", "nil", "null", "nan", "nat", "no", "notgiven", "notrecorded",
     "notstated", "notprovided", "notavailable", "notdisclosed", "notapplicable", "notheld", "tbc", "tba",
     "tobeconfirmed", "refused", "withheld", "redacted", "undefined", "missing", "blank"))  # fmt: skip
"""Words that tell nothing, without spaces and signs."""
_NO_SEX = frozenset(
    ("u", "i", "x", "o", "0", "3", "9", "indeterminate", "notspecified", "other", "intersex", "nonbinary"))  # fmt: skip
AGE = "an age"
_BY = {part.of[0]: part for part in PARTS if len(part.of) == 1}


class Unread(NamedTuple):
    """One thing that could not be read: the column, why, how many times, and the first lines where it stands."""

    column: str
    why: str
    times: int
    lines: tuple[int, ...]


def unread(one: Slice) -> list[Unread]:
    """What a slice tells in vain, by column. Each distinct text is looked at once."""
    found = []
    for column in READERS.keys() & one.columns.keys():
        told, look = _told(one, column)
        bad = {text: why for text in set(told) if (why := look(text))}
        for why in sorted(set(bad.values())):
            lines = [one.lines[at] for at, text in enumerate(told) if bad.get(text) == why]
            found.append(Unread(column, why, len(lines), tuple(lines[:FIRST])))
    return sorted(found)


def _told(one: Slice, column: str) -> tuple[Sequence[Any], Callable[[Any], str]]:
    """The texts of a column, and what says why one cannot be read; of a date also the day on which it was told."""
    texts, look = one.columns[column], READERS[column]
    if column in _DATES and "as_at" in one.columns:
        return list(zip(texts, one.columns["as_at"], strict=True)), lambda both: look(*both)
    return texts, look


def together(found: Iterable[Unread]) -> list[Unread]:
    """The findings of several slices, in order of the file, as one for each column and reason."""
    held: dict[tuple[str, str], Unread] = {}
    for one in found:
        before = held.get((one.column, one.why), Unread(one.column, one.why, 0, ()))
        lines = (*before.lines, *one.lines)[:FIRST]
        held[one.column, one.why] = before._replace(times=before.times + one.times, lines=lines)
    return sorted(held.values())


def in_words(one: Unread) -> str:
    """A line of the summary."""
    lines = ", ".join(map(str, one.lines)) + (", ..." if one.times > len(one.lines) else "")
    where = f"({'line' if one.times == 1 else 'lines'} {lines})"
    if one.why == AGE:
        ages = "1 age" if one.times == 1 else f"{one.times} ages"
        return f"{one.column}: {ages} not used {where}: say when they were told, with --as-at DATE or a column as_at"
    return f"{one.column}: {one.times} told but not readable {where}: their rows are linked without it"


def _says_nothing(text: str) -> bool:
    """Blank, signs, zeros, or a word for unknown?"""
    plain = _NOT_ALNUM.sub("", text.lower()).lstrip("0")
    return not plain or plain in _NOTHING


def _date(text: str, as_at: str = "") -> str:
    if not text.strip() or read_dob(text, as_at) != MISSING or _says_nothing(text) or no_date(text):
        return ""
    return AGE if not as_at.strip() and is_age(text) else "unread"


def _value(column: str) -> Callable[[str], str]:
    """Why a text of this column cannot be read: by what `clean` makes of it."""
    part = _BY[column]

    def why(text: str) -> str:
        if not text.strip() or part.values((text,))[0] or _says_nothing(text):
            return ""
        return "unread"

    return why


def _sex(text: str) -> str:
    return "" if _NOT_ALNUM.sub("", text.lower()) in _NO_SEX else _SEX(text)


def _nhs(text: str) -> str:
    return "" if len(text) == 10 and text.isdecimal() else _NHS(text)


def _phone(text: str) -> str:
    return "" if _PLAIN_PHONE.match(text) else _PHONE(text)


def _email(text: str) -> str:
    return "" if "@" in text else _EMAIL(text)


def _upn(text: str) -> str:
    return "" if len(text) >= 6 and text.isalnum() and text.isascii() else _UPN(text)


def _order(text: str) -> str:
    return "" if text.isdecimal() or _says_nothing(text) else "unread"


def _as_at(text: str) -> str:
    return "unread" if _date(text) else ""


_PLAIN_PHONE = re.compile(r"0[1-9](?: ?\d){8,9}$")
_SEX, _NHS, _UPN, _PHONE, _EMAIL = map(_value, ("sex", "nhs_number", "upn", "phone", "email"))
_DATES = ("dob", "expected_dob")
READERS: dict[str, Callable[..., str]] = {
    **dict.fromkeys(_DATES, _date),
    "as_at": _as_at,
    "sex": _sex,
    "nhs_number": _nhs,
    "upn": _upn,
    "phone": _phone,
    "email": _email,
    "birth_order": _order,
}
