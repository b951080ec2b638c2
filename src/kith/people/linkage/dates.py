"""Dates of birth as sources write them: exact, partial, an age, a placeholder first of January."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_BRITISH = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_COMPACT = re.compile(r"^(19|20)(\d\d)(\d\d)(\d\d)$")
_WORDS = re.compile(r"^(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([a-z]{3,9})[ ,-]+(\d{4})$")
_YEAR_MONTH = re.compile(r"^(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4}))$")
_YEAR = re.compile(r"^(?:c(?:irca|\.)? ?)?(\d{4})$")
_AGE = re.compile(
    r"^(?:aged? ?|approx\.? ?|about )?(\d{1,3}) ?(y|yr|yrs|year|years|m|mth|mths|month|months|w|wks|weeks)?"
    r"(?: ?olds?)?$"
)
_MONTHS = {
    name: i + 1
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}

Dob = tuple[str, str]
MISSING: Dob = ("", "")
_NO_DATE = date(1900, 1, 1)  # what systems write where nobody knows


@lru_cache(maxsize=50_000)
def read_dob(text: str, as_at: str = "") -> Dob:
    """(`dob`, `dob_kind`) of `Cleaned` for a source's text; ("", "") when it cannot be read or is impossible."""
    text = text.strip().lower()
    if not text:
        return MISSING
    whole = _whole(text, as_at)
    if whole:
        return _exact(*whole)
    return _partial(text) or _from_age(text, as_at)


def _whole(text: str, as_at: str) -> tuple[int, int, int] | None:
    if found := _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _BRITISH.match(text):
        return _four_digits(found[3], as_at), int(found[2]), int(found[1])
    if found := _COMPACT.match(text):
        return int(found[1] + found[2]), int(found[3]), int(found[4])
    found = _WORDS.match(text)
    if found and found[1] and found[2][:3] in _MONTHS:
        return int(found[3]), _MONTHS[found[2][:3]], int(found[1])
    return None


def _four_digits(year: str, as_at: str) -> int:
    """Two-digit years: the last such year not after `as_at`; without it, 31-99 are the last century."""
    if len(year) == 4:
        return int(year)
    last = int(as_at[:4]) if as_at[:4].isdigit() else 2030
    return last - (last - int(year)) % 100


def _exact(year: int, month: int, day: int) -> Dob:
    if month > 12 and day <= 12:
        month, day = day, month
    try:
        found = date(year, month, day)
    except ValueError:
        return (f"{year:04d}", "p") if 1900 <= year <= 2100 else MISSING
    if not 1900 <= year <= 2100 or found == _NO_DATE:
        return MISSING
    return found.isoformat(), "j" if (month, day) == (1, 1) else "e"


def _partial(text: str) -> Dob | None:
    if found := _YEAR_MONTH.match(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (f"{year}-{int(month):02d}", "p") if 1 <= int(month) <= 12 else (year, "p")
    found = _WORDS.match(text)
    if found and found[2][:3] in _MONTHS:
        return f"{found[3]}-{_MONTHS[found[2][:3]]:02d}", "p"
    if (found := _YEAR.match(text)) and 1900 <= int(found[1]) <= 2100:
        return found[1], "p"
    return None


def _from_age(text: str, as_at: str) -> Dob:
    found = _AGE.match(text)
    if not found or not as_at[:4].isdigit():
        return MISSING
    unit = (found[2] or "y")[0]
    years = int(found[1]) if unit == "y" else int(found[1]) // (12 if unit == "m" else 52)
    year = int(as_at[:4])
    return f"{year - years - 1}..{year - years}", "a"


def swapped(dob: str) -> str:
    """The same text with day and month exchanged, or the text itself when that is no other date."""
    month, day = dob[5:7], dob[8:10]
    return f"{dob[:4]}-{day}-{month}" if day <= "12" and day != month else dob


@lru_cache(maxsize=50_000)
def days(dob: str) -> int:
    """Day number of an ISO date."""
    return date.fromisoformat(dob).toordinal()


@lru_cache(maxsize=50_000)
def years(dob: str) -> tuple[int, int]:
    """First and last possible year of birth."""
    first, _, last = dob.partition("..")
    return int(first[:4]), int((last or first)[:4])
