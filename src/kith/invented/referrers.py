"""Who writes or rings: by kind of source, with the door they use. Nobody here can be reached: numbers and
addresses are invented."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from .naming import origins
from .nouns import School
from .streams import Weighted
from .worries import Telling, Worry

DOORS = {
    "police": (("api", "form"), (0.93, 0.07)),
    "school": (("form", "telephone"), (0.85, 0.15)),
    "health": (("form", "telephone", "api"), (0.6, 0.3, 0.1)),
    "council": (("form", "telephone"), (0.8, 0.2)),
    "family": (("public", "telephone"), (0.55, 0.45)),
    "other": (("form", "telephone"), (0.6, 0.4)),
}
ROLES = {
    "3A": "GP",
    "3B": "health visitor",
    "3C": "school nurse",
    "3D": "midwife",
    "3E": "emergency nurse",
    "3F": "therapist",
    "2A": "designated safeguarding lead",
    "2B": "education welfare officer",
    "4": "housing officer",
    "5A": "social worker",
    "5B": "youth worker",
    "5C": "social worker, Wexmoor",
    "5D": "early help worker",
    "6": "constable",
    "7": "probation officer",
    "8": "outreach worker",
    "1A": "relative",
    "1B": "neighbour",
    "1C": "young person",
    "1D": "member of the public",
    "9": "anonymous caller",
}
RELATIVES = ("grandmother", "grandfather", "aunt", "older sister", "father", "uncle")
PLACES = {
    "3A": ("in surgery",),
    "3C": ("medical room at school",),
    "3E": ("emergency department",),
    "3F": ("on the ward", "therapy room"),
    "2B": ("at home", "family centre"),
    "police": ("at home", "in the hall at home", "in the police car, with mother"),
    "school": ("lead's office", "classroom", "playground"),
    "health": ("at home", "in clinic"),
    "family": ("at home", "in the car"),
    "council": ("at home", "family centre"),
    "other": ("at the centre", "at holiday club"),
}
OFFICER_UNITS = ("Response A", "Response B", "Neighbourhood north", "Neighbourhood south", "Roads")


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who brought a contact, by which door, and where they would have heard a child."""

    name: str
    role: str
    reach: str
    relationship: str
    agency: str
    code: str
    channel: str
    anonymous: bool
    places: tuple[str, ...]


def referrer(told: Telling, worry: Worry, school: School | None) -> Referrer:
    """Draw the referrer of a worry. A school's is its own lead."""
    chance, source = told.chance, worry.source
    code = worry.overrides.get("code") or _codes(source.key, source.codes).draw(chance)
    channel = worry.overrides.get("channel") or _doors(source.key).draw(chance)
    anonymous = code == "9"
    writer = school if code == "2A" else None
    name, agency = _name(told, source.key, writer, chance), _agency(source.agency, code, writer)
    relationship = chance.choice(RELATIVES) if code == "1A" else ""
    return Referrer(
        "" if anonymous else name,
        ROLES[code],
        "" if anonymous else _reach(source.key, name, chance),
        relationship,
        agency,
        code,
        channel,
        anonymous,
        PLACES.get(code) or PLACES[source.key],
    )


@cache
def _codes(key: str, codes: tuple[tuple[str, float], ...]) -> Weighted[str]:
    return Weighted((code for code, _ in codes), (weight for _, weight in codes))


@cache
def _doors(key: str) -> Weighted[str]:
    return Weighted(*DOORS[key])


def _agency(agency: str, code: str, school: School | None) -> str:
    if agency == "school":
        return school.agency if school else "council"
    return {"5C": "wexmoor", "7": "probation"}.get(code, agency)


def _name(told: Telling, source: str, school: School | None, chance: Random) -> str:
    if source == "school" and school:
        return told.workers[f"lead-{school.urn}"].name
    if source == "police":
        return officer(chance, told.families)
    gb = origins()["gb"]
    return f"{gb.draw_given(chance, chance.choice('FFM'), adult=True)} {gb.draw_family(chance)}"


def officer(chance: Random, households: int) -> str:
    """An officer by number and name; a few send most (the numbers are heavy-tailed). The first two sign
    in to Kith."""
    pool = max(14, households // 200)
    number = min(pool - 1, int(pool * chance.random() ** 2.2))
    if number < 2:
        return ("PC 4000 Ben Carrow", "PC 4001 Shanice Vale")[number]
    gb = origins()["gb"]
    own = Random(number)
    return f"PC {4000 + number} {gb.draw_given(own, own.choice('FM'), adult=True)} {gb.draw_family(own)}"


def unit_of(officer_name: str) -> str:
    """The unit an officer belongs to, by number."""
    return OFFICER_UNITS[int(officer_name.split()[1]) % len(OFFICER_UNITS)]


def _reach(source: str, name: str, chance: Random) -> str:
    if source == "family":
        return f"07700 900{chance.randrange(1000):03d}"
    local = name.lower().replace(" ", ".").encode("ascii", "ignore").decode()
    return f"{local}@{source}.thornshire.example"
