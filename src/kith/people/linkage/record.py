"""The two shapes of a record: as a source sent it (`Record`) and as the matcher compares it (`Cleaned`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One source's raw fields about one person; every field may be empty.

    `dob` is text: ISO, dd/mm/yyyy, dd/mm/yy, "2014", "Mar 2014", or an age ("7 yrs"), which needs `as_at`, the ISO
    day on which the source wrote it. `previous_addresses` hold "address, postcode" texts.
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


NHS_AT, UPN_AT = 9, 10
"""Where `pack` puts the two numbers."""


def pack(cleaned: Cleaned) -> str:
    """One line of text that `unpack` turns back into the same value; what the index stores beside a record."""
    c = cleaned
    flags = f"{c.nhs_valid:d}{c.placeholder:d}{c.multiple:d}{c.protected:d}{c.sealed:d}"
    return "\t".join(
        (
            c.record_id,
            c.source,
            "|".join(c.givens),
            c.middle,
            "|".join(c.families),
            c.dob,
            c.dob_kind,
            c.sex,
            "|".join(map(";".join, c.homes)),
            c.nhs,
            c.upn,
            "|".join(c.phones),
            "|".join(c.emails),
            "|".join(c.parents),
            str(c.birth_order),
            flags,
        )
    )


def unpack(packed: str) -> Cleaned:
    """The value `pack` wrote."""
    (record_id, source, givens, middle, families, dob, kind, sex, homes, nhs, upn, phones, emails, parents, order,
     flags) = packed.split("\t")  # fmt: skip
    valid, placeholder, multiple, protected, sealed = _read_flags(flags)
    places = () if not homes else _places(homes) if "|" in homes else (Home(*homes.split(";")),)
    return Cleaned(
        record_id, source, _many(givens), middle, _many(families), dob, kind, sex, places, nhs, valid, upn,
        phones and _many(phones) or (), emails and _many(emails) or (), parents and _many(parents) or (), int(order),
        placeholder, multiple, protected, sealed)  # fmt: skip


@lru_cache(maxsize=64)
def _read_flags(flags: str) -> tuple[bool, ...]:
    return tuple(flag == "1" for flag in flags)


def _places(homes: str) -> tuple[Home, ...]:
    return tuple([Home._make(home.split(";")) for home in homes.split("|")])


def _many(text: str) -> tuple[str, ...]:
    return (() if not text else tuple(text.split("|")) if "|" in text else (text,))
