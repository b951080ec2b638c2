"""When an incident calls for a screening, and when screenings together call for a specialist's look: dated rules.

The definitions are frozen here with their source; which of them stand in a county, and its numbers, come from the
county's file. Nothing here knows a person or a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .calendar import add_months, london_date
from .duty import InForce, Tag, since
from .profile import Escalation, Screening

PRESENT, LINKED, ANY = "present", "linked", "any"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What about an incident calls for a screening of a child. `kinds` is empty where every kind counts; `role` is the
    child's part in the incident ("" for any); `where` says whether the child must have been there."""

    key: str
    name: str
    kinds: tuple[str, ...]
    where: str
    source: str
    tag: Tag
    in_force: InForce
    role: str = ""

    def calls(self, kind: str, role: str, present: bool) -> bool:
        """Whether a child with this part in an incident of this kind is to be screened."""
        there = self.where == ANY or present == (self.where == PRESENT)
        return (not self.kinds or kind in self.kinds) and self.role in ("", role) and there


_SOURCE = "Published force procedure on vulnerability screening (VIST): when an officer screens a child"
_WHEN = since(2013, 4, 15)
TRIGGERS: tuple[Trigger, ...] = (
    Trigger("domestic_present", "A child was there at a domestic incident", ("domestic_abuse",), PRESENT, _SOURCE, "M",
            _WHEN),
    Trigger("domestic_linked", "A child of the home was not there at a domestic incident", ("domestic_abuse",), LINKED,
            _SOURCE, "M", _WHEN),
    Trigger("missing_return", "A missing child came back", ("missing_return",), ANY, _SOURCE, "M", _WHEN),
    Trigger("custody", "A child in custody, or the child of somebody in custody", ("custody",), ANY, _SOURCE, "M",
            _WHEN),
    Trigger("warrant", "A search where a child lives", ("warrant",), ANY, _SOURCE, "M", _WHEN),
    Trigger("mental_health", "Section 136, of a child or of a child's carer", ("mental_health",), ANY, _SOURCE, "M",
            _WHEN),
    Trigger("child_victim", "The child is a victim", (), ANY, _SOURCE, "M", _WHEN, role="victim"),
    Trigger("child_suspect", "The child is a suspect", (), ANY, _SOURCE, "M", _WHEN, role="suspect"),
)
BY_KEY = {trigger.key: trigger for trigger in TRIGGERS}


def called_for(kind: str, role: str, present: bool, on: date, local: Screening) -> tuple[str, ...]:
    """Keys of the triggers that call for a screening of one child, in the order of the register; empty for none."""
    return tuple(t.key for t in TRIGGERS
                 if t.key in local.triggers and t.in_force.covers(on) and t.calls(kind, role, present))


@dataclass(frozen=True, slots=True)
class Graded:
    """A screening as the escalation rule sees it. `incident` tells screenings of one incident from three incidents."""

    key: object
    incident: object
    at: datetime
    grade: str
    domestic_abuse: bool


@dataclass(frozen=True, slots=True)
class Escalated:
    """Why a specialist looks: the reason's key, the words of the rule, and the screenings that caused it."""

    reason: str
    words: str
    caused_by: tuple[object, ...]


def counted_grade(graded: Graded, local: Escalation) -> str:
    """The grade that counts: a green with domestic abuse is treated as amber where the county says so."""
    upgraded = graded.grade == "green" and graded.domestic_abuse
    return local.domestic_abuse_green_counts_as if upgraded else graded.grade


def escalations(screenings: Sequence[Graded], local: Escalation) -> tuple[Escalated, ...]:
    """What these screenings of one child, or of one household, call for together (P8; scenario A6).

    Any that count as red or amber, each by itself; and the county's number of greens, of as many incidents, within any
    rolling months. One incident with three children is one green for the household.
    """
    ordered = sorted(screenings, key=lambda g: g.at)
    found = [Escalated(*single(g, local)) for g in ordered if counted_grade(g, local) in local.at_once]
    greens = first_of_each_incident(g for g in ordered if counted_grade(g, local) == "green")
    for last in range(local.greens_to_review - 1, len(greens)):
        run = greens[last - local.greens_to_review + 1:last + 1]
        if within_months(run[0].at, run[-1].at, local.greens_within_months):
            words = f"{ordinal(len(run))} green within {local.greens_within_months} months"
            found.append(Escalated("third_green", words, tuple(g.key for g in run)))
    return tuple(found)


def single(graded: Graded, local: Escalation) -> tuple[str, str, tuple[object, ...]]:
    counted = counted_grade(graded, local)
    if counted != graded.grade:
        return "domestic_green", f"green with domestic abuse, treated as {counted}", (graded.key,)
    return counted, f"graded {counted}", (graded.key,)


def ordinal(number: int) -> str:
    """"third" for the usual number, else "4th"."""
    return {2: "second", 3: "third", 4: "fourth", 5: "fifth"}.get(number, f"{number}th")


def first_of_each_incident(greens: Iterable[Graded]) -> list[Graded]:
    seen: dict[object, Graded] = {}
    for graded in greens:
        seen.setdefault(graded.incident, graded)
    return list(seen.values())


def within_months(first: datetime, last: datetime, months: int) -> bool:
    """Whether the second day falls no later than so many calendar months after the first."""
    return london_date(last) <= add_months(london_date(first), months)
