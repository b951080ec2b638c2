"""Rules about people: values in, reasons out. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from stdnum.exceptions import ValidationError
from stdnum.gb import nhs, upn


def nhs_number(text: str) -> str:
    """The ten digits of a valid NHS number (modulus 11), or ValueError with what to do."""
    try:
        return str(nhs.validate(text))
    except ValidationError:
        raise ValueError("Check the NHS number: its last digit does not fit the others.") from None


def pupil_number(text: str) -> str:
    """A valid unique pupil number (13 characters, check letter first), or ValueError with what to do."""
    try:
        return str(upn.validate(text))
    except ValidationError:
        raise ValueError("Check the pupil number: its letter does not fit its digits.") from None


def reasons_against_voice(words: str, observed: str, method: str, heard_at: datetime, at: datetime) -> Iterator[str]:
    """A voice entry says something, and was heard before it was written down."""
    if not words.strip() and not observed.strip():
        yield "Write what the child said, or what you saw."
    if heard_at > at:
        yield "The child cannot have been heard in the future. Check the day and the time."
    if method == "observed" and not observed.strip():
        yield "Describe what you saw."


def reasons_against_merge(a: Any, b: Any) -> Iterator[str]:
    """Why two persons cannot be one, whatever anybody thinks: the guards that no approval lifts."""
    if a.birth_order and b.birth_order and a.birth_order != b.birth_order:
        yield f"Different people: birth order {a.birth_order}/{b.birth_order}."
    if a.died_on and b.died_on and a.died_on != b.died_on:
        yield "Different people: they died on different days."


def age_on(born: date | None, day: date) -> int | None:
    """Whole years of age on a day; None where the day of birth is not known."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
