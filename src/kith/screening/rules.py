"""Rules of the line of review: values in, reasons against out. No database, no clock."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kith.statute import codes

ORDER = {"green": 0, "amber": 1, "red": 2}
LONDON = ZoneInfo("Europe/London")
LEAST_REASON = 20  # characters below which a reason says nothing
NO_CHILD = "Name at least one child, or send the incident without people."


def shift_of(began_at: datetime) -> str:
    """The tour of duty in which an incident began: early from 7, late from 15, night from 23 (London time)."""
    hour = began_at.astimezone(LONDON).hour
    return "early" if 7 <= hour < 15 else "late" if 15 <= hour < 23 else "night"


def reasons_against_incident(number: str, kind: str, began_at: datetime, at: datetime) -> Iterator[str]:
    """An incident has a number, a known kind, and lies in the past."""
    if not number.strip():
        yield "Give the force's own number of the incident."
    if kind not in {code for code, _ in codes.choices("incident_kind")}:
        yield "We do not know this kind of incident."
    if began_at > at:
        yield "The incident cannot have begun in the future. Check the day and the time."


def reasons_against_not_needed(reason: str, note: str = "") -> Iterator[str]:
    """Why no screening was needed is a code; some need a sentence."""
    known = {c.code: c for c in codes.in_set("screening_not_needed")}
    if reason not in known:
        yield "Choose why no screening was needed."
    elif known[reason].needs and len(note.strip()) < LEAST_REASON:
        yield "Say in a sentence what makes it so: whoever checks it will ask."


def reasons_against_returning(reasons: Sequence[str], text: str) -> Iterator[str]:
    """A screening goes back with what is missing, so that one improvement is enough."""
    if not reasons:
        yield "Say what is missing, so that the officer can put it right at once."
    if "other" in reasons and len(text.strip()) < LEAST_REASON:
        yield "Write in a sentence what else is needed."


def reasons_against_regrading(before: str, after: str, reason: str) -> Iterator[str]:
    """A grade is changed both ways, always with a reason."""
    if after not in ORDER:
        yield "Choose a grade."
    elif after == before:
        yield "That is the grade it has already."
    if len(reason.strip()) < LEAST_REASON:
        yield "Write why you change the grade, in a sentence: the officer will read it."


def reasons_against_sharing(researched: bool, reason: str) -> Iterator[str]:
    """The hub shares what it has researched, and says why this child's record needs it."""
    if not researched:
        yield "Write the research first: what police hold, and what it means for this child."
    if len(reason.strip()) < LEAST_REASON:
        yield "Write why it is shared, in a sentence."


def reasons_against_not_sharing(code: str, reason: str, handled_as: str, researched: bool) -> Iterator[str]:
    """Not sharing is a decision with a reason; red is always shared."""
    if code not in {c for c, _ in codes.choices("screening_not_shared")}:
        yield "Choose why it is not shared."
    if handled_as == "red":
        yield "A red screening is always shared. Change the grade first, with your reason, if it is not red."
    if not researched:
        yield "Write the research first: what police hold, and what it means for this child."
    if len(reason.strip()) < LEAST_REASON:
        yield "Write why it is not shared, in a sentence."


def same_child(sent: Mapping[str, Any], logged: Mapping[str, Any]) -> bool:
    """Whether a screening and a log of one incident surely mean the same child: the same NHS number, or the same given
    name with the same date of birth or, where one of them has no date, the same family name. Twins differ in the given
    name; two dates that differ never fit."""
    def each(name: str) -> tuple[str, str]:
        one, other = ("".join(str(side.get(name) or "").split()).casefold() for side in (sent, logged))
        return one, other

    number, given, family, born = (each(name) for name in ("nhs_number", "given_name", "family_name", "dob"))
    if number[0] and number[0] == number[1]:
        return True
    if not given[0] or given[0] != given[1]:
        return False
    return born[0] == born[1] if all(born) else bool(family[0]) and family[0] == family[1]


def highest(*grades: str) -> str:
    """The most serious of these grades ("" where there is none)."""
    return max((g for g in grades if g), key=ORDER.__getitem__, default="")


def draw(strata: Mapping[str, Sequence[str]], wanted: int, seed: str) -> dict[str, list[str]]:
    """A stratified random sample: each stratum gives its proportional share, at least one where it has any.

    `strata`: stratum -> identifiers. Equal seeds draw alike, whatever the order in which the rows came. Largest
    remainders settle the rounding (Hamilton's method).
    """
    whole = sum(len(ids) for ids in strata.values())
    if not whole:
        return {}
    shares = allot({name: len(ids) for name, ids in strata.items()}, min(wanted, whole))
    return {name: sorted(random.Random(f"{seed}/{name}").sample(sorted(ids), shares[name]))
            for name, ids in sorted(strata.items()) if shares[name]}


def allot(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many of each stratum: proportional, never more than it has, at least one of each while they last."""
    whole = sum(sizes.values())
    exact = {name: wanted * size / whole for name, size in sizes.items()}
    given = {name: min(size, max(1, int(exact[name])) if size else 0) for name, size in sizes.items()}
    by_remainder = sorted(sizes, key=lambda n: (int(exact[n]) - exact[n], n))
    while sum(given.values()) < wanted:
        name = next(n for n in by_remainder if given[n] < sizes[n])
        given[name] += 1
        by_remainder = [n for n in by_remainder if n != name] + [name]
    while sum(given.values()) > wanted:
        given[max(given, key=lambda n: (given[n], n))] -= 1
    return given
