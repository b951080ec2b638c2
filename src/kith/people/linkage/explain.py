"""Why, and why not, in plain words: what a reviewer reads beside two records."""

from __future__ import annotations

from typing import NamedTuple

from . import guards
from .levels import FIELDS, LEVELS
from .record import Cleaned
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


class Line(NamedTuple):
    """One field of an explanation: what agreed or not, in words, and the weight in bits. No value of either record."""

    field: str
    words: str
    bits: float
    against: bool


class Explanation(NamedTuple):
    """Lines strongest first, reasons for and against in words, bars for the picture (they sum to the raw weight)."""

    lines: tuple[Line, ...]
    for_reasons: tuple[str, ...]
    against_reasons: tuple[str, ...]
    bars: tuple[tuple[str, float], ...]
    guard: str


def explain(found: Scored, a: Cleaned, b: Cleaned, may_see_protected: bool = False) -> Explanation:
    """Explain one comparison. A protected address shows nothing at all to those who may not see it."""
    hidden = (a.protected or b.protected) and not may_see_protected
    lines = tuple(sorted(_lines(found, hidden), key=_strongest_first))
    guard = guards.words(found.guard, a, b, hidden) if found.guard else ""
    against = [guard] if guard else []
    against += [line.words for line in lines if line.against and not _said(line, guard)]
    return Explanation(
        lines,
        tuple([line.words for line in lines if not line.against]),
        tuple(against),
        _bars(found, lines),
        guard,
    )


def _strongest_first(line: Line) -> float:
    return -abs(line.bits)


def _lines(found: Scored, hidden: bool) -> list[Line]:
    lines = []
    for field, at, bits in zip(FIELDS, found.levels, found.bits, strict=True):
        level = LEVELS[field][at]
        if at and level.words and not (hidden and field in ("address", "contact")):
            lines.append(Line(field, level.words, bits, level.against))
    return lines


def _said(line: Line, guard: str) -> bool:
    return bool(guard) and (guard.startswith(line.words) or line.words in guard)


def _bars(found: Scored, lines: tuple[Line, ...]) -> tuple[tuple[str, float], ...]:
    shown = [(LABELS[line.field], round(line.bits, 2)) for line in lines if line.bits]
    rest = found.raw - found.prior - sum(line.bits for line in lines)
    other = [(OTHER, round(rest, 2))] if abs(rest) >= 0.005 else []
    return ((START, round(found.prior, 2)), *shown, *other)


def sentence(explanation: Explanation) -> str:
    """One line: "same date of birth; surname spelled two ways; same home - BUT first names differ: may be twins"."""
    good, bad = "; ".join(explanation.for_reasons), "; ".join(explanation.against_reasons)
    return f"{good} - BUT {bad}" if good and bad else good or bad
