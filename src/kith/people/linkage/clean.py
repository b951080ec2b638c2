"""One cleaner for the live path and the bulk path: `clean(Record) -> Cleaned`.

`PARTS` says which compared fields are made of which raw ones; `clean` reads it for one record, `columns.cleaned` for a
slice of thousands, where each distinct text is cleaned once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from . import names
from .dates import MISSING, Dob, expected, read_dob
from .record import Cleaned, Home, Record
from .script import latin

CLEANER_VERSION = 4

_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\b(\d+)(?: ?([a-h])\b|\b)")
_PLAIN_ADDRESS = re.compile(r"([0-9]+) ([A-Za-z]{2}[A-Za-z ,]*)$")
_UNKNOWN_PLACE = re.compile(
    r"^(unknown|nfa|n f a|no fixed (abode|address)|not known|n a|none|na|homeless|zz99.*|address unknown)?$"
)
_NO_POSTCODE = re.compile(r"^(zz99|xx|na$|nk$|unknown|none|nofixed)")
_STREET_WORDS = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "close": "cl",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
    "crescent": "cres",
    "gardens": "gdns",
    "place": "pl",
    "terrace": "terr",
    "apartment": "flat",
    "apt": "flat",
}
_SEX = {
    "m": "M",
    "male": "M",
    "boy": "M",
    "1": "M",
    "man": "M",
    "f": "F",
    "female": "F",
    "girl": "F",
    "2": "F",
    "woman": "F",
}
_BAD_TEXT = re.compile(r"[\t\n\r|;\x00]")


NOT_ONE_LINE = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\x00]")


class Part(NamedTuple):
    """Some fields of `Cleaned`, the raw fields they are made of, and how: one answer for each of `made`."""

    made: tuple[str, ...]
    of: tuple[str, ...]
    by: Callable[..., Any]

    def values(self, raw: tuple[Any, ...]) -> tuple[Any, ...]:
        """The fields, from the values of the raw ones."""
        found = self.by(*raw)
        return found if len(self.made) > 1 else (found,)


def clean(record: Record) -> Cleaned:
    """The compared form of a raw record. Pure: no clock, no database, the same text always gives the same value."""
    found: list[Any] = []
    for by, raw, several, makes_several in _STEPS:
        value = by(*raw(record)) if several else by(raw(record))
        found.extend(value) if makes_several else found.append(value)
    return Cleaned._make(_IN_ORDER(found))


def _givens(raw: str, whole: str, known_as: str, aliases: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """First names, and whether a placeholder stands in their place. `whole` is `Record.whole_name`."""
    current = _halves(whole)[0] if whole else raw
    found = _unique(map(_given, [current, known_as, *(alias.strip().rpartition(" ")[0] for alias in aliases)]))
    return found, bool(raw.strip()) and not found


def _families(raw: str, whole: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    current = _halves(whole)[1] or raw
    return _unique(map(_family, [current, *(alias.strip().rpartition(" ")[2] for alias in aliases)]))


def _halves(whole: str) -> tuple[str, str]:
    """First name and surname of "Ruby Anne Fairbrook" told in one field."""
    if " " not in whole.strip() or names.placeholder(whole):
        return whole, ""
    first, last = whole.strip().rsplit(" ", 1)
    return first, last


@lru_cache(maxsize=100_000)
def _given(text: str) -> str:
    return "" if not text or names.placeholder(text) else names.given(text)


@lru_cache(maxsize=200_000)
def _family(text: str) -> str:
    return "" if not text or _no_name(text) else names.family(text)


@lru_cache(maxsize=100_000)
def _no_name(text: str) -> bool:
    return names.placeholder(text) and not latin(text).startswith(
        ("child", "boy", "baby", "male", "person", "test", "na", "name")
    )


def _middle(text: str) -> str:
    return latin(text) if text and not names.placeholder(text) else ""


def _unique(texts: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))  # type: ignore[attr-defined]


def _dob(dob: str, as_at: str, expected_dob: str, unborn: bool) -> Dob:
    """The date of birth; the day it is expected where none is told, or where nobody is born yet."""
    found = read_dob(dob, as_at) if dob else MISSING
    if found == MISSING and expected_dob:
        return expected(read_dob(expected_dob, as_at))
    return expected(found) if unborn and found[1] in ("e", "j") else found


def _sex(text: str) -> str:
    return _SEX.get(text.strip().lower(), "")


def _homes(address: str, postcode: str, previous: tuple[str, ...]) -> tuple[Home, ...]:
    current = home(address, postcode)
    if not previous:
        return (current,) if current else ()
    found = [current, *(home(text, "") for text in previous)]
    return tuple(dict.fromkeys(place for place in found if place))


def home(address: str, postcode: str) -> Home | None:
    """One address in compared form; None when it says nothing ("unknown", "no fixed abode")."""
    if not postcode and (found := _POSTCODE.search(address.upper())):
        postcode, address = found[1] + found[2], address[: found.start()]
    code = _code(postcode)
    if (plain := _PLAIN_ADDRESS.match(address)) and (street := _street(plain[2])):
        return Home(code, plain[1], street)
    text = _NOT_ALNUM.sub(" ", address.lower().replace("'", "")).strip()
    if _UNKNOWN_PLACE.match(text):
        return Home(code, "", "") if code else None
    number = " ".join(sorted(found[1] + (found[2] or "") for found in list(_NUMBER.finditer(text))[:2]))
    return Home(code, number, _street_words(text))


@lru_cache(maxsize=100_000)
def _code(postcode: str) -> str:
    code = _NOT_ALNUM.sub("", postcode.lower())
    return "" if _NO_POSTCODE.match(code) else code


@lru_cache(maxsize=50_000)
def _street(words: str) -> str:
    """The street of "12 Mill Road" without its number; "" where the long way must decide."""
    return _street_words(_NOT_ALNUM.sub(" ", words.lower()).strip())


def _street_words(text: str) -> str:
    words = [_STREET_WORDS.get(w, w) for w in text.split() if not w[0].isdigit() and len(w) > 1]
    return " ".join([w for w in words if w != "flat"][:2])


def digits(text: str) -> str:
    """Only the digits of a text."""
    return text if text.isdigit() and text.isascii() else "".join(c for c in text if c.isdigit() and c.isascii())


def _nhs(text: str) -> tuple[str, bool]:
    number = digits(text)
    return number if _could_be_number(number) else "", valid_nhs(number)


def _could_be_number(number: str) -> bool:
    """Ten digits, or another register's number of 6 to 12 in the same column; never one digit over and over."""
    return 6 <= len(number) <= 12 and number != number[0] * len(number)


def valid_nhs(number: str) -> bool:
    """Is this an NHS number by its modulus 11 check digit (NHS Data Dictionary), and not ten equal digits?"""
    if len(number) != 10 or number == number[0] * 10:
        return False
    a, b, c, d, e, f, g, h, i, check = map(int, number)
    total = 10 * a + 9 * b + 8 * c + 7 * d + 6 * e + 5 * f + 4 * g + 3 * h + 2 * i
    return (11 - total % 11) % 11 == check


_UPN = re.compile(r"^[a-z]\d{11}[\da-z]$")


@lru_cache(maxsize=50_000)
def official_upn(code: str) -> bool:
    """Has this code the shape of a pupil number (letter, eleven digits, digit or letter), not of some other
    register?"""
    return bool(_UPN.match(code))


def _upn(text: str) -> str:
    code = _NOT_ALNUM.sub("", text.lower())
    return code if len(code) >= 6 else ""


def _phones(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    found = (digits(part)[-10:] for part in re.split(r"[,;/]", text))
    return _unique(n if len(n) >= 6 and len(set(n)) > 2 else "" for n in found)


def _emails(text: str) -> tuple[str, ...]:
    if "@" not in text:
        return ()
    return _unique(_BAD_TEXT.sub("", part.strip().lower()) for part in re.split(r"[,; ]", text) if "@" in part)


def _births(given: str, order: int, multiple: bool) -> tuple[int, bool]:
    """The place in a multiple birth, and whether there was one: as told, or from "Twin 2" for a first name."""
    place = order or (names.twin_label(given) if given else 0)
    return place, multiple or bool(place)


def _parents(told: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(_person_name, told)))


def _person_name(text: str) -> str:
    first, _, last = text.strip().rpartition(" ")
    return f"{_given(first)} {_family(last)}".strip()


def _plain(text: str) -> str:
    return _BAD_TEXT.sub(" ", text)


def _one_line(text: str) -> str:
    """An id as it was told: nothing else may come back. The bulk run refuses those that hold what is taken out here."""
    return NOT_ONE_LINE.sub(" ", text) if not text.isprintable() else text


def _as_told(*told: bool) -> tuple[bool, ...]:
    return told


PARTS = (
    Part(("record_id",), ("record_id",), _one_line),
    Part(("source",), ("source",), _plain),
    Part(("givens", "placeholder"), ("given_name", "whole_name", "known_as", "aliases"), _givens),
    Part(("families",), ("family_name", "whole_name", "aliases"), _families),
    Part(("middle",), ("middle_name",), _middle),
    Part(("dob", "dob_kind"), ("dob", "as_at", "expected_dob", "unborn"), _dob),
    Part(("sex",), ("sex",), _sex),
    Part(("homes",), ("address", "postcode", "previous_addresses"), _homes),
    Part(("nhs", "nhs_valid"), ("nhs_number",), _nhs),
    Part(("upn",), ("upn",), _upn),
    Part(("phones",), ("phone",), _phones),
    Part(("emails",), ("email",), _emails),
    Part(("parents",), ("parent_names",), _parents),
    Part(("birth_order", "multiple"), ("given_name", "birth_order", "multiple_birth"), _births),
    Part(("protected", "sealed"), ("protected", "sealed"), _as_told),
)
_STEPS = tuple((part.by, attrgetter(*part.of), len(part.of) > 1, len(part.made) > 1) for part in PARTS)
_IN_ORDER = itemgetter(*[[field for part in PARTS for field in part.made].index(field) for field in Cleaned._fields])
