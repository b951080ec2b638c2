"""The two shapes of a record: as a source sent it (`Record`) and as the matcher compares it (`Cleaned`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, NamedTuple

_UNBORN = re.compile(r"\b(?:(?i:un-?born|fo?etus)|EDD)\b")  # Edd is a boy, EDD a date


def is_unborn(given_name: str) -> bool:
    """Does this first name say that nobody is born yet ("Unborn", "EDD")?"""
    return bool(_UNBORN.search(given_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One source's raw fields about one person; every field may be empty.

    `dob` is text: ISO, dd/mm/yyyy, dd/mm/yy, "2014", "Mar 2014", "EDD 11/06/2027", or an age ("7 yrs"), which needs
    `as_at`, the day on which the source wrote it. `previous_addresses` hold "address, postcode" texts.
    `protected` marks an address that must never be hinted at; `sealed` an adopted identity, which is never matched.
    """

    record_id: str = ""
    source: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    known_as: str = ""
    dob: str = ""
    expected_dob: str = ""
    as_at: str = ""
    sex: str = ""
    address: str = ""
    postcode: str = ""
    nhs_number: str = ""
    upn: str = ""
    phone: str = ""
    email: str = ""
    aliases: tuple[str, ...] = ()
    previous_addresses: tuple[str, ...] = ()
    parent_names: tuple[str, ...] = ()
    birth_order: int = 0
    multiple_birth: bool = False
    protected: bool = False
    sealed: bool = False

    @property
    def whole_name(self) -> str:
        """The first name where no surname is told: it may hold both."""
        return "" if self.family_name.strip() else self.given_name

    @property
    def unborn(self) -> bool:
        """Does the first name say that nobody is born yet?"""
        return is_unborn(self.given_name)


UNTOLD: dict[str, Any] = {field.name: field.default for field in fields(Record)}
"""What a raw field holds where the source has none."""


class Home(NamedTuple):
    """One address in compared form: postcode without spaces, house number, street words."""

    postcode: str
    number: str
    street: str


class Cleaned(NamedTuple):
    """A record as it is compared. Names are Latin, lower case; the first of each tuple is the current one.

    `dob` is ISO ("2014-04-03"), partial ("2014-04", "2014"), a span of years ("2018..2019") for an age, or "".
    `dob_kind`: e exact, j 1 January, p partial, a from an age, x expected date of delivery, "" missing.
    """

    record_id: str = ""
    source: str = ""
    givens: tuple[str, ...] = ()
    middle: str = ""
    families: tuple[str, ...] = ()
    dob: str = ""
    dob_kind: str = ""
    sex: str = ""
    homes: tuple[Home, ...] = ()
    nhs: str = ""
    nhs_valid: bool = False
    upn: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    birth_order: int = 0
    placeholder: bool = False
    multiple: bool = False
    protected: bool = False
    sealed: bool = False

    @property
    def nameless(self) -> bool:
        """Has nobody told a first name?"""
        return not self.givens


def _all_homes(homes: tuple[Home, ...]) -> str:
    return "|".join(map(";".join, homes))


PACKED: dict[str, Callable[[Any], str]] = {
    "record_id": str,
    "source": str,
    "givens": "|".join,
    "middle": str,
    "families": "|".join,
    "dob": str,
    "dob_kind": str,
    "sex": str,
    "homes": _all_homes,
    "nhs": str,
    "upn": str,
    "phones": "|".join,
    "emails": "|".join,
    "parents": "|".join,
    "birth_order": str,
}
"""The fields of a packed record in order, and how each is written; behind them stand the flags."""
SEPARATOR = "\t"
FLAGS = ("nhs_valid", "placeholder", "multiple", "protected", "sealed")
DOB_AT, NHS_AT, UPN_AT = map(list(PACKED).index, ("dob", "nhs", "upn"))
"""Where `pack` puts the date of birth and the two numbers."""


def pack(cleaned: Cleaned) -> str:
    """One line of text that `unpack` turns back into the same value; what the index stores beside a record."""
    texts = [text(getattr(cleaned, field)) for field, text in PACKED.items()]
    return SEPARATOR.join((*texts, "".join(["01"[getattr(cleaned, flag)] for flag in FLAGS])))


def unpack(packed: str) -> Cleaned:
    """The value `pack` wrote."""
    return from_texts(packed.split(SEPARATOR))


def record_id(packed: str) -> str:
    """The id of a packed record, without unpacking the rest."""
    return packed.partition(SEPARATOR)[0]


def from_texts(texts: Sequence[str]) -> Cleaned:
    """The value of a packed record's fields, each still a text."""
    (record_id, source, givens, middle, families, dob, kind, sex, homes, nhs, upn, phones, emails, parents, order,
     flags) = texts  # fmt: skip
    valid, placeholder, multiple, protected, sealed = _read_flags(flags)
    return Cleaned(
        record_id, source, tuple(givens.split("|")) if givens else (), middle,
        tuple(families.split("|")) if families else (), dob, kind, sex, places(homes), nhs, valid,
        upn, tuple(phones.split("|")) if phones else (), tuple(emails.split("|")) if emails else (),
        tuple(parents.split("|")) if parents else (), int(order), placeholder, multiple, protected, sealed)  # fmt: skip


@lru_cache(maxsize=64)
def _read_flags(flags: str) -> tuple[bool, ...]:
    return tuple(flag == "1" for flag in flags)


def places(homes: str) -> tuple[Home, ...]:
    """The addresses of a packed record."""
    if not homes:
        return ()
    return tuple([Home._make(home.split(";")) for home in homes.split("|")])
