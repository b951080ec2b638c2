"""The ground the county stands on: neighbourhoods, schools, practices. Small tables, made once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import time
from random import Random
from typing import Any

from .nouns import Area, Practice, School
from .streams import Weighted, stream
from .terms import county_terms, independent_terms, inset_days
from .words import words

LA_CODE = "990"  # no English authority has it
FIRST_URN = 900_001  # real ones stop far below
POSTCODE_AREA = "ZY"  # right shape (BS 7666), no such place
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
LOAD = 1.6  # how steeply worries rise with deprivation
FIRST_SCHOOL_YEAR, SCHOOL_YEARS = 2021, 9
NAMED_SCHOOLS = (
    ("Ashbrook Primary", "primary", "Elmcaster"),
    ("Brambledown Primary", "primary", "Saltmere"),
    ("Saltmere High School", "secondary", "Saltmere"),
    ("Elmcaster Academy", "secondary", "Elmcaster"),
    ("Fairlight House School", "primary_independent", "Elmcaster"),
    ("Thornshire College", "college", "Elmcaster"),
    ("The Larches School", "special", "Saltmere"),
)
_FIRST = (
    "St Aldhelm's",
    "Orchard",
    "Riverside",
    "Hollybank",
    "Kingsmead",
    "Foxley",
    "Windrush",
    "Greenway",
    "Beacon",
    "Millbrook",
    "St Winifred's",
    "Harefield",
    "Longmeadow",
    "Copperfield",
    "Thornbury Lane",
    "Eastgate",
)
_PER_HOUSEHOLDS = {
    "primary": (6, 1000),
    "secondary": (3, 5500),
    "special": (1, 30_000),
    "college": (1, 80_000),
    "primary_independent": (2, 40_000),
    "nursery": (3, 9000),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Neighbourhoods with their draw, schools and practices by town, and the mean of exp(1.6 x
    deprivation)."""

    areas: tuple[Area, ...]
    draw: Weighted[Area]
    schools: tuple[School, ...]
    by_town: dict[tuple[str, str], tuple[School, ...]]
    practices: tuple[Practice, ...]
    practices_by_town: dict[str, tuple[Practice, ...]]
    mean_load: float

    def school(self, name: str) -> School:
        """The school of this name; KeyError when there is none."""
        for school in self.schools:
            if school.name == name:
                return school
        raise KeyError(name)

    def near(self, phase: str, town: str) -> tuple[School, ...]:
        """Schools of a phase in a town, or all of that phase where the town has none."""
        return self.by_town.get((phase, town)) or self.by_town[phase, ""]


def ground(seed: int, households: int) -> Ground:
    """Lay out the county for about this many households."""
    areas = _areas(seed, households)
    schools, practices = _schools(seed, households), _practices(households)
    total = sum(area.weight for area in areas)
    mean_load = sum(area.weight * math.exp(LOAD * area.deprivation) for area in areas) / total
    return Ground(
        areas,
        Weighted(areas, (area.weight for area in areas)),
        schools,
        _by_town(schools),
        practices,
        _practices_by_town(practices),
        mean_load,
    )


def _areas(seed: int, households: int) -> tuple[Area, ...]:
    chance, towns = stream(seed, "areas"), words("places")["town"]
    whole = sum(town["weight"] for town in towns)
    wanted = max(28, households // 710)
    return tuple(
        _area(chance, town, at, n)
        for at, town in enumerate(towns)
        for n in range(max(1, round(wanted * town["weight"] / whole)))
    )


def _area(chance: Random, town: dict[str, Any], at: int, n: int) -> Area:
    lean = chance.betavariate(4 * town["lean"], 4 * (1 - town["lean"]))
    east, north = 12_000 + 9_000 * (at % 4), 8_000 + 11_000 * (at // 4)
    spread = 900 + 60 * town["weight"]
    return Area(
        key=f"Z{at + 1:02d}{n + 1:03d}",
        name=f"{town['name']} {n + 1:03d}",
        town=town["name"],
        district=town["district"],
        deprivation=round(lean, 4),
        weight=round(0.7 + 0.6 * lean, 4),
        easting=round(chance.gauss(east, spread)),
        northing=round(chance.gauss(north, spread)),
        outcode=f"{POSTCODE_AREA}{at + 1}",
    )


def _schools(seed: int, households: int) -> tuple[School, ...]:
    """Every town has one of a phase before any has two; after that, by the towns' size."""
    towns = [town["name"] for town in words("places")["town"]]
    by_size = [town["name"] for town in words("places")["town"] for _ in range(town["weight"])]
    stream(seed, "schools", "towns").shuffle(by_size)
    plan = list(NAMED_SCHOOLS)
    for phase, (least, per) in _PER_HOUSEHOLDS.items():
        have = sum(kind == phase for _, kind, _ in plan)
        for n in range(have, max(least, households // per)):
            town = towns[n] if n < len(towns) else by_size[n % len(by_size)]
            plan.append((_school_name(n, phase, town, {name for name, _, _ in plan}), phase, town))
    return tuple(_school(seed, at, *entry) for at, entry in enumerate(plan))


def _school_name(n: int, phase: str, town: str, taken: set[str]) -> str:
    ending = {"primary": "Primary", "secondary": "School", "special": "Special School", "college": "College",
              "primary_independent": "Preparatory School", "nursery": "Nursery"}[phase]  # fmt: skip
    names = (f"{first} {ending}, {town}{again}" for again in ("", *(f" {k}" for k in range(2, 40)))
             for first in _FIRST[n % len(_FIRST):] + _FIRST[: n % len(_FIRST)])  # fmt: skip
    return next(name for name in names if name not in taken)


def _school(seed: int, at: int, name: str, phase: str, town: str) -> School:
    chance, independent = stream(seed, "schools", at), phase == "primary_independent"
    terms = (independent_terms if independent else county_terms)(FIRST_SCHOOL_YEAR, SCHOOL_YEARS)
    starts = time(8, 40) if independent else chance.choice((time(8, 35), time(8, 45), time(8, 50), time(9)))
    urn = str(FIRST_URN + at)
    return School(
        urn=urn,
        estab=f"{2000 + at:04d}",
        name=name,
        phase=phase.removesuffix("_independent"),
        agency=f"school-{urn}",
        town=town,
        independent=independent,
        starts=starts,
        terms=terms,
        inset=inset_days(terms, chance),
    )


def _by_town(schools: tuple[School, ...]) -> dict[tuple[str, str], tuple[School, ...]]:
    found: dict[tuple[str, str], tuple[School, ...]] = {}
    for school in schools:
        phase = "independent" if school.independent else school.phase
        for town in (school.town, ""):
            found[phase, town] = (*found.get((phase, town), ()), school)
    return found


def _practices(households: int) -> tuple[Practice, ...]:
    towns, kinds = (
        words("places")["town"],
        ("Surgery", "Health Centre", "Medical Practice", "Family Practice"),
    )
    count = max(len(towns), households // 3600)
    return tuple(
        Practice(
            f"Z9{n:04d}",
            f"{towns[n % len(towns)]['name']} {kinds[n // len(towns) % 4]}"
            + (f" {n // 56 + 1}" if n >= 56 else ""),
            towns[n % len(towns)]["name"],
        )
        for n in range(count)
    )


def _practices_by_town(practices: tuple[Practice, ...]) -> dict[str, tuple[Practice, ...]]:
    found: dict[str, tuple[Practice, ...]] = {}
    for practice in practices:
        found[practice.town] = (*found.get(practice.town, ()), practice)
    return found
