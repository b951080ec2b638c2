"""Dates of birth as sources write them: exact, partial, an age, a day a birth is expected, a placeholder first of
January."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_TIME = r"(?:[t ,]+(\d{1,2})[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)? ?(?:[ap]m)? ?(z|utc|gmt|[+-]\d{2}:?\d{2})?|z)?$"
_BETWEEN = r"(?: ?[-/.] ?| )"
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_BRITISH = re.compile(rf"^(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{4}}|\d{{2}})" + _TIME)
_COMPACT = re.compile(r"^(\d{8})(?:t?\d{4}(?:\d{2})?(?:\.\d+)?(?:z|[+-]\d{4})?)?$")  # with a time: as HL7 writes it
_WEEKDAY = r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[ ,]+)?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_WORDS = re.compile(_WEEKDAY + _DAY + r"(?: of)?[-/., ]*([a-z]{3,9})[-/., ]*'?(\d{4}|\d{2})" + _TIME)
_AMERICAN = re.compile(_WEEKDAY + r"([a-z]{3,9})[. ]+" + _DAY + r"[, ]+(\d{4})" + _TIME)
_MONTH_YEAR = re.compile(r"^([a-z]{3,9})[-/., ]+(\d{4})$")
_YEAR_MONTH = re.compile(r"^(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4}))$")
_YEAR = re.compile(r"^(\d{4})$")
_ABOUT = r"(?:c(?:irca|\.)?|approx(?:imate(?:ly)?)?\.?|about|abt\.?|around|est(?:imate[d]?)?\.?|~)"
_ROUGHLY = re.compile(rf"^{_ABOUT} ?(.+)$|^(.+?) ?\(?\b{_ABOUT}\)?$")
_AGE = re.compile(
    rf"^(?:aged?:? ?|{_ABOUT} ?)*(\d{{1,3}}) ?(y|yrs?|years?|m|mths?|months?|w|wks?|weeks?|d|days?)?"
    r"(?: ?olds?| of age)?$"
)
_UNITS = {"y": 1, "m": 12, "w": 52, "d": 365}
"""How many of a unit make a year."""
_EDD = r"(?:edd|e\.d\.d\.?|due(?: date)?|expected(?: date)?(?: of)?(?: delivery| birth)?|exp\.?)"
_EXPECTED = re.compile(rf"^{_EDD}(?: on| in| by)?[: ]*(.+)$|^(.+?)[ ,(]+{_EDD}\)?$")
_LABEL = re.compile(r"^(?:d\.?o\.?b\.?|date of birth|born(?: on| in)?)[: ]+")
_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
_MONTHS = {name[:length]: i + 1 for i, name in enumerate(_NAMES) for length in range(3, len(name) + 1)}

Dob = tuple[str, str]
MISSING: Dob = ("", "")
_FIRST, _LAST = 1900, 2100
_OLDEST = 120
_NO_DATE = date(1900, 1, 1)  # what systems write where nobody knows
_LONDON = ZoneInfo("Europe/London")


@lru_cache(maxsize=50_000)
def read_dob(text: str, as_at: str = "") -> Dob:
    """(`dob`, `dob_kind`) of `Cleaned` for a source's text; ("", "") when it cannot be read or is impossible.

    A number of days since 1900, as spreadsheets keep dates, is not guessed at: it looks like any other number.
    """
    text = " ".join(text.lower().split())
    if not text:
        return MISSING
    found = _plain(text, as_at)
    return found if found != MISSING else _hinted(_LABEL.sub("", text), as_at)


def _plain(text: str, as_at: str) -> Dob:
    """A date with nothing said about it."""
    whole = _whole(text, as_at)
    if whole:
        return _exact(*whole)
    return _partial(text) or _from_age(text, as_at)


def _hinted(text: str, as_at: str) -> Dob:
    """A date with a word that says what it is: expected, or only about right."""
    if found := _EXPECTED.match(text):
        return expected(_plain((found[1] or found[2]).strip(), as_at))
    if found := _ROUGHLY.match(text):
        dob, kind = _plain((found[1] or found[2]).strip(), as_at)
        return (dob[:4], "p") if kind in ("e", "j") else (dob, kind)
    return _plain(text, as_at)


def expected(found: Dob) -> Dob:
    """The same day as one on which a birth is expected; nothing where no day is known."""
    return (found[0], "x") if len(found[0]) == 10 else MISSING


def _whole(text: str, as_at: str) -> tuple[int, int, int] | None:
    if found := _ISO.match(text):
        return _in_britain(int(found[1]), int(found[2]), int(found[3]), found[4], found[5])
    if found := _BRITISH.match(text):
        year, month, day = _four_digits(found[3], as_at), int(found[2]), int(found[1])
        return _in_britain(year, month, day, found[4], found[5])
    if found := _COMPACT.match(text):
        return _compact(found[1])
    if (found := _WORDS.match(text)) and found[2] in _MONTHS:
        return _four_digits(found[3], as_at), _MONTHS[found[2]], int(found[1])
    if (found := _AMERICAN.match(text)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    return None


def _in_britain(year: int, month: int, day: int, hour: str | None, zone: str | None) -> tuple[int, int, int]:
    """The day here. Systems that keep time in UTC write a summer day's midnight as 23:00 of the day before."""
    if hour != "23" or zone not in ("z", "utc", "+00:00", "+0000"):
        return year, month, day
    try:
        here = datetime(year, month, day, 23, tzinfo=UTC).astimezone(_LONDON)
    except ValueError:
        return year, month, day
    return here.year, here.month, here.day


def _compact(text: str) -> tuple[int, int, int]:
    """20140307, or 07032014. No text can be both: the day of one would be the century of the other."""
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if _FIRST <= year <= _LAST and 1 <= month <= 12:
        return year, month, day
    return int(text[4:]), int(text[2:4]), int(text[:2])


def _four_digits(year: str, as_at: str) -> int:
    """Two-digit years: the last such year not after `as_at`; without it, 31-99 are the last century."""
    if len(year) == 4:
        return int(year)
    last = _year_of(as_at) or 2030
    return last - (last - int(year)) % 100


@lru_cache(maxsize=1_000)
def _year_of(as_at: str) -> int:
    """The year in which a source wrote; 0 when it cannot be read."""
    if as_at[:4].isdecimal():
        return int(as_at[:4])
    dob, kind = read_dob(as_at) if as_at else MISSING
    return int(dob[:4]) if kind in ("e", "j", "p") else 0


def _exact(year: int, month: int, day: int) -> Dob:
    if month > 12 and day <= 12:
        month, day = day, month
    try:
        found = date(year, month, day)
    except ValueError:
        return (f"{year:04d}", "p") if _FIRST <= year <= _LAST else MISSING
    if not _FIRST <= year <= _LAST or found == _NO_DATE:
        return MISSING
    return found.isoformat(), "j" if (month, day) == (1, 1) else "e"


def _partial(text: str) -> Dob | None:
    year, month = "", 0
    if found := _YEAR_MONTH.match(text):
        year, month = (found[1], int(found[2])) if found[1] else (found[4], int(found[3]))
    elif (found := _MONTH_YEAR.match(text)) and found[1] in _MONTHS:
        year, month = found[2], _MONTHS[found[1]]
    elif found := _YEAR.match(text):
        year = found[1]
    if not year or not _FIRST <= int(year) <= _LAST:
        return None
    return (f"{year}-{month:02d}" if 1 <= month <= 12 else year), "p"


def _from_age(text: str, as_at: str) -> Dob:
    found, year = _AGE.match(text), _year_of(as_at)
    if not found or not year:
        return MISSING
    years = int(found[1]) // _UNITS[(found[2] or "y")[0]]
    return (f"{year - years - 1}..{year - years}", "a") if years <= _OLDEST else MISSING


@lru_cache(maxsize=10_000)
def is_age(text: str) -> bool:
    """Is this an age, which says nothing without the day on which it was told?"""
    return bool(_AGE.match(" ".join(text.lower().split())))


def no_date(text: str) -> bool:
    """Is this the date that systems write where nobody knows one?"""
    return _whole(" ".join(text.lower().split()), "") == (_NO_DATE.year, _NO_DATE.month, _NO_DATE.day)


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
