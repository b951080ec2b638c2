"""Which families worries come to, and when: a few families carry most of them.

Load per family is a gamma frailty (shape 0.35) times exp(1.6 x deprivation), scaled to 0.14 contacts a
child-year.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from .ground import LOAD
from .kin import YEAR, Kin, on_birthday
from .nouns import Person, School, Worker
from .records import Known, known_people
from .rhythm import BY_KEY, DRAW, Rhythm, Source
from .streams import Weighted, poisson, stream
from .telling import UNBORN_AGE, age_on, concerns_at

CONTACTS_PER_CHILD_YEAR, FRAILTY = 0.14, 0.35
INCIDENTS_PER_CHILD_YEAR = 0.042  # besides those that come as contacts; about 0.09 together
UNBORN_WEEKS, PREGNANCY_DAYS = 24, 280  # no contact about a baby before the 16th week
HOUSEHOLD_CONCERNS = {
    "neglect": 0.8,
    "domestic_abuse": 0.85,
    "parent_mental_health": 0.8,
    "parent_substance": 0.8,
    "housing": 0.9,
    "emotional": 0.3,
    "physical": 0.3,
}
OUTCOMES: Weighted[str] = Weighted(
    ("nfa", "info_advice", "early_help", "assessment", "strategy_discussion", "other_council"),
    (0.17, 0.28, 0.20, 0.24, 0.09, 0.02),
)
GRADES = {
    "strategy_discussion": (("red", "amber"), (0.6, 0.4)),
    "assessment": (("red", "amber", "green"), (0.05, 0.7, 0.25)),
}
OTHER_GRADES = (("amber", "green"), (0.22, 0.78))
LEVELS = {
    "nfa": (1, 2),
    "info_advice": (1, 2),
    "early_help": (2, 3),
    "assessment": (4, 4),
    "strategy_discussion": (4, 4),
    "other_council": (3, 4),
}


@dataclass(slots=True)
class Worry:
    """A contact about to be told. `stop` names the last stage reached ('' = as far as the time allows)."""

    number: int
    source: Source
    received: datetime
    children: list[Person]
    concern: str
    outcome: str
    grade: str
    level: int
    stop: str = ""
    match: str = ""
    overrides: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Telling:
    """What a story needs beside its worry."""

    kin: Kin
    rhythm: Rhythm
    schools: dict[UUID, School]
    workers: dict[str, Worker]
    chance: Random
    earlier: dict[UUID, list[datetime]] = field(default_factory=dict)
    contacted: set[UUID] = field(default_factory=set)
    known: dict[UUID, Known] = field(default_factory=dict)
    families: int = 0


def at_risk(person: Person, start: date, today: date) -> tuple[date, date] | None:
    """First and last day of the period on which a contact may be about this person as a child or unborn."""
    if person.expected_on:
        first, last = person.expected_on - timedelta(weeks=UNBORN_WEEKS), today
    else:
        assert person.born_on
        first, last = person.born_on, on_birthday(person.born_on, 18) - timedelta(days=1)
    first, last = max(first, start), min(last, today)
    return (first, last) if first <= last else None


def children_of(kin: Kin) -> list[Person]:
    """Everyone who is or was a child of this kin group in the three years, and may be written about."""
    frame = kin.frame
    return [
        p
        for p in kin.people
        if not p.handling
        and at_risk(p, frame.start, frame.today)
        and (p.kind != "adult" or on_birthday(p.born_on or frame.today, 18) > frame.start)
    ]


def load(kin: Kin, children: list[Person], chance: Random) -> float:
    """Expected share of worries of this family against the county's mean of 1, times its child-years."""
    frame = kin.frame
    years = sum(
        (b - a).days / YEAR
        for a, b in (at_risk(p, frame.start, frame.today) or (frame.today,) * 2 for p in children)
    )
    frailty = chance.gammavariate(FRAILTY, 1 / FRAILTY)
    return years * frailty * math.exp(LOAD * kin.area.deprivation) / frame.ground.mean_load


def worries(told: Telling) -> Iterator[Worry]:
    """The ordinary worries of this kin group, oldest first."""
    kin, chance = told.kin, told.chance
    children = children_of(kin)
    if not children:
        return
    count = poisson(chance, CONTACTS_PER_CHILD_YEAR * load(kin, children, chance))
    drawn = sorted((_arrival(told, children) for _ in range(count)), key=lambda pair: pair[1])
    for number, (source, received) in enumerate(drawn):
        yield from _worry(told, number, source, received, children)


def _arrival(told: Telling, children: list[Person]) -> tuple[Source, datetime]:
    for _ in range(40):
        source = DRAW.draw(told.chance)
        at = told.rhythm.arrival(source, told.chance)
        if eligible(told.kin, children, at.date()):
            break
    return source, at


def eligible(kin: Kin, children: list[Person], day: date) -> list[Person]:
    """Those of them who are children, or babies far enough on the way, on this day."""
    found = []
    for person in children:
        span = at_risk(person, kin.frame.start, kin.frame.today)
        if span and span[0] <= day <= span[1]:
            found.append(person)
    return found


def _worry(
    told: Telling, number: int, source: Source, received: datetime, children: list[Person]
) -> Iterator[Worry]:
    here = eligible(told.kin, children, received.date())
    if here:
        yield make(told, number, source, received, here)


def make(
    told: Telling,
    number: int,
    source: Source,
    received: datetime,
    here: list[Person],
    *,
    concern: str = "",
    outcome: str = "",
    grade: str = "",
) -> Worry:
    """A worry about one of these children, and the brothers and sisters it touches; what is not given is
    drawn."""
    chance = told.chance
    fit = [child for child in here if fits(source.key, child, received.date(), told.schools)]
    if not fit:
        source, fit = BY_KEY["health"], here
    first = fit[chance.randrange(len(fit))] if len(fit) > 1 else fit[0]
    concern = concern or concerns_at(min(17, age_on(first, received.date())), source.key).draw(chance)
    share = HOUSEHOLD_CONCERNS.get(concern, 0.12)
    touched = [first, *(child for child in here if child is not first and chance.random() < share)]
    outcome = outcome or OUTCOMES.draw(chance)
    grade = grade or Weighted(*GRADES.get(outcome, OTHER_GRADES)).draw(chance)
    return Worry(number, source, received, touched, concern, outcome, grade, chance.randint(*LEVELS[outcome]))


def telling(
    kin: Kin, rhythm: Rhythm, schools: dict[UUID, School], workers: dict[str, Worker], families: int
) -> Telling:
    """Everything a kin group's stories draw on, with a stream of its own. families = size of the county."""
    return Telling(
        kin,
        rhythm,
        schools,
        workers,
        stream(kin.frame.seed, "contacts", kin.unit),
        known=known_people(kin),
        families=families,
    )


def fits(source_key: str, child: Person, day: date, schools: dict[UUID, School]) -> bool:
    """A school writes only about pupils it has; anyone may write about anyone else."""
    return source_key != "school" or (child.key in schools and age_on(child, day) > UNBORN_AGE)
