"""When somebody was born, as people said it: a date, an age on a day, an expected date; and whether two of them fit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from kith.kit import words
from kith.people.arrivals import born_on

AGED = re.compile(r"aged (\d{1,3}) on (.+)")
EXPECTED = "expected "
EARLY, LATE = timedelta(days=120), timedelta(days=30)   # a birth this long before or after its expected date still fits
Span = tuple[date, date]


def birth_words(fields: Mapping[str, Any], told_at: datetime) -> str:
    """ "4 September 2019", else "aged 7 on 3 March 2027", else "expected 11 June 2027", else ""."""
    if fields.get("dob"):
        return day_words(str(fields["dob"]))
    if age := str(fields.get("age") or "").strip():
        told = words.long_date(words.local(told_at).date())
        return day_words(age) if born_on(age) else f"aged {age} on {told}"
    return EXPECTED + day_words(str(fields["expected_dob"])) if fields.get("expected_dob") else ""


def day_words(text: str) -> str:
    """A date as people read it; what is no date stays as it was written."""
    read = born_on(text)
    return words.long_date(read) if read else text


def birth_state(left: str, right: str) -> str:
    """Where one of the two is no whole date: "same" where both can be one birth, "different" where they cannot,
    "missing" where nobody can tell; "" for two dates, which are compared as such."""
    if born_on(left) and born_on(right):
        return ""
    one, other = span(left), span(right)
    if one is None or other is None:
        return "missing"
    return "same" if one[0] <= other[1] and other[0] <= one[1] else "different"


def span(text: str) -> Span | None:
    """The first and the last day on which somebody so described can have been born; None where the words do not say."""
    if aged := AGED.fullmatch(text):
        told, years = born_on(aged[2]), int(aged[1])
        return (years_before(told, years + 1) + timedelta(days=1), years_before(told, years)) if told else None
    if text.startswith(EXPECTED):
        due = born_on(text.removeprefix(EXPECTED))
        return (due - EARLY, due + LATE) if due else None
    day = born_on(text)
    return (day, day) if day else None


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
