"""Why, and why not, in plain words: what a reviewer reads beside two records."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import guards
from .levels import AT, FIELDS, LEVELS
from .record import Cleaned, Home
from .score import Scored

LABELS = {
    "given": "First name",
    "family": "Surname",
    "dob": "Date of birth",
    "address": "Address",
    "nhs": "NHS number",
    "upn": "Pupil number",
    "middle": "Middle name",
    "sex": "Sex",
    "contact": "Telephone or e-mail",
    "parent": "Parents",
}
START = "Before comparing"
OTHER = "Other evidence"
_NHS = AT["nhs"]


class Line(NamedTuple):
    """One field of an explanation: what agreed or not, both values, and the weight in bits."""

    field: str
    label: str
    words: str
    value_a: str
    value_b: str
    bits: float
    against: bool


class Explanation(NamedTuple):
    """Lines strongest first, reasons for and against in words, bars for the picture (they sum to the raw weight)."""

    lines: tuple[Line, ...]
    for_reasons: tuple[str, ...]
    against_reasons: tuple[str, ...]
    bars: tuple[tuple[str, float], ...]
    guard: str


def explain(
    found: Scored, a: Cleaned, b: Cleaned, masked: bool = False, may_see_protected: bool = False
) -> Explanation:
    """Explain one comparison. `masked` hides the second record's values; a protected address shows nothing at all."""
    hidden = (a.protected or b.protected) and not may_see_protected
    lines = tuple(sorted(_lines(found, a, b, masked, hidden), key=lambda line: -abs(line.bits)))
    guard = guards.words(found.guard, a, b) if found.guard else ""
    against = [guard] if guard else []
    against += [line.words for line in lines if line.against and not _said(line, guard)]
    return Explanation(
        lines,
        tuple(line.words for line in lines if not line.against and line.words),
        tuple(against),
        _bars(found, lines),
        guard,
    )


def _lines(found: Scored, a: Cleaned, b: Cleaned, masked: bool, hidden: bool) -> list[Line]:
    lines = []
    for field, at, bits in zip(FIELDS, found.levels, found.bits, strict=True):
        level = LEVELS[field][at]
        if at == 0 or not level.words or (hidden and field in ("address", "contact")):
            continue
        lines.append(
            Line(
                field,
                LABELS[field],
                level.words,
                value(a, field),
                "hidden" if masked else value(b, field),
                bits,
                level.against,
            )
        )
    return lines


def _said(line: Line, guard: str) -> bool:
    return bool(guard) and (guard.startswith(line.words) or line.words in guard)


def _bars(found: Scored, lines: tuple[Line, ...]) -> tuple[tuple[str, float], ...]:
    shown = [(line.label, round(line.bits, 2)) for line in lines if line.bits]
    rest = found.raw - found.prior - sum(line.bits for line in lines)
    other = [(OTHER, round(rest, 2))] if abs(rest) >= 0.005 else []
    return ((START, round(found.prior, 2)), *shown, *other)


def value(c: Cleaned, field: str) -> str:
    """A field's compared value as it may be printed."""
    return _PRINTED[field](c)


def _home(place: Home) -> str:
    code = place.postcode.upper()
    return " ".join(filter(None, (place.number, place.street.title(), f"{code[:-3]} {code[-3:]}".strip())))


_PRINTED: dict[str, Callable[[Cleaned], str]] = {
    "given": lambda c: ", ".join(c.givens).title(),
    "family": lambda c: ", ".join(c.families).title(),
    "dob": lambda c: c.dob,
    "address": lambda c: "; ".join(map(_home, c.homes)),
    "nhs": lambda c: c.nhs,
    "upn": lambda c: c.upn.upper(),
    "middle": lambda c: c.middle.title(),
    "sex": lambda c: c.sex,
    "contact": lambda c: ", ".join(c.phones + c.emails),
    "parent": lambda c: ", ".join(c.parents).title(),
}


def sentence(explanation: Explanation) -> str:
    """One line: "same date of birth; surname spelled two ways; same home - BUT first names differ: may be twins"."""
    good, bad = "; ".join(explanation.for_reasons), "; ".join(explanation.against_reasons)
    return f"{good} - BUT {bad}" if good and bad else good or bad
