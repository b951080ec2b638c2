"""One cleaner for the live path and the bulk path: `clean(Record) -> Cleaned`."""

from __future__ import annotations

import re
from functools import lru_cache

from . import names
from .dates import MISSING, Dob, read_dob
from .record import Cleaned, Home, Record
from .script import latin

CLEANER_VERSION = 3

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


def clean(record: Record) -> Cleaned:
    """The compared form of a raw record. Pure: no clock, no database, the same text always gives the same value."""
    r = record
    givens, families, middle = _names(r)
    label = names.twin_label(r.given_name) if r.given_name else 0
    dob, kind = _dob(r)
    number = digits(r.nhs_number)
    return Cleaned(
        _BAD_TEXT.sub(" ", r.record_id),
        _BAD_TEXT.sub(" ", r.source),
        givens,
        middle,
        families,
        dob,
        kind,
        _SEX.get(r.sex.strip().lower(), ""),
        _homes(r),
        number if _could_be_number(number) else "",
        valid_nhs(number),
        _upn(r.upn),
        _phones(r.phone),
        _emails(r.email),
        tuple(filter(None, map(_person_name, r.parent_names))),
        r.birth_order or label,
        bool(r.given_name.strip()) and not givens,
        r.multiple_birth or bool(label or r.birth_order),
        r.protected,
        r.sealed,
    )


def _names(r: Record) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    raw_given, raw_family = r.given_name, r.family_name
    if raw_given and not raw_family.strip() and " " in raw_given.strip() and not names.placeholder(raw_given):
        raw_given, raw_family = raw_given.strip().rsplit(" ", 1)
    middle = _middle(r.middle_name)
    if not r.aliases and not r.known_as:
        given, family = _given(raw_given), _family(raw_family)
        return (given,) if given else (), (family,) if family else (), middle
    givens, families = [raw_given, r.known_as], [raw_family]
    for alias in r.aliases:
        first, _, last = alias.strip().rpartition(" ")
        givens.append(first)
        families.append(last)
    return _unique(map(_given, givens)), _unique(map(_family, families)), middle


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


@lru_cache(maxsize=100_000)
def _middle(text: str) -> str:
    return latin(text) if text and not names.placeholder(text) else ""


def _unique(texts: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))  # type: ignore[attr-defined]


def _dob(r: Record) -> Dob:
    found = read_dob(r.dob, r.as_at) if r.dob else MISSING
    if found == MISSING and r.expected_dob:
        expected = read_dob(r.expected_dob)[0]
        return (expected, "x") if len(expected) == 10 else MISSING
    return found


def _homes(r: Record) -> tuple[Home, ...]:
    current = home(r.address, r.postcode)
    if not r.previous_addresses:
        return (current,) if current else ()
    found = [current, *(home(text, "") for text in r.previous_addresses)]
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


def _person_name(text: str) -> str:
    first, _, last = text.strip().rpartition(" ")
    return f"{_given(first)} {_family(last)}".strip()
