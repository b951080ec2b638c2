"""What each person holds: numbers, other names, a surgery, and for children a place at school."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from .kin import Kin
from .naming import SCRIPT_CODE, Origin, origins, short_forms, spellings
from .nouns import Enrolment, Identifier, Person, PersonName, Registration, School
from .streams import stream
from .terms import on_or_after

HOME_EDUCATED, MISSING_EDUCATION, INDEPENDENT, SPECIAL, NURSERY, COLLEGE = (
    0.012,
    0.003,
    0.06,
    0.016,
    0.3,
    0.55,
)
COUNCIL_NUMBER = 0.22


def reception_year(born: date) -> int:
    """The September in which a child starts reception: the one after the fourth birthday."""
    return born.year + (4 if born.month < 9 else 5)


def enrol(kin: Kin) -> dict[UUID, School]:
    """Write numbers, names, surgeries and school places. Returns the present school of each child."""
    chance = stream(kin.frame.seed, "roll", kin.unit)
    schools: dict[UUID, School] = {}
    practice = chance.choice(kin.frame.ground.practices_by_town[kin.area.town]).code
    for person in kin.people:
        if person.born_on is None:
            continue
        _numbers(kin, person)
        kin.rows.add(
            Registration(person.key, practice, max(person.born_on, kin.frame.start - timedelta(days=900)))
        )
        _other_names(kin, person, chance)
        if person.kind == "child":
            _school_life(kin, person, chance, schools)
    return schools


def _numbers(kin: Kin, person: Person) -> None:
    if person.key not in kin.no_nhs:
        kin.rows.add(Identifier(person.key, "nhs_number", kin.frame.issuer.nhs_number(), "health"))


def _other_names(kin: Kin, person: Person, chance: Random) -> None:
    def add(kind: str, given: str, family: str, source: str, script: str = "Latn", middle: str = "") -> None:
        kin.rows.add(PersonName(person.key, kind, given, middle, family, script, source))

    if person.script_given or person.script_family:
        script = SCRIPT_CODE.get(_origin_of(person).key, "Zyyy")
        add("legal", person.script_given, person.script_family, "family", script)
    other, short = spellings(person.given), short_forms(person.given)
    if other and chance.random() < 0.3:
        add("transliterated", chance.choice(other), person.family, "council")
    if short and chance.random() < 0.4:
        add("known_as", chance.choice(short), person.family, "school")
    share = 0.08 if person.kind == "child" else 0.16 if person.sex == "F" else 0.02
    if chance.random() < share:
        add("previous", person.given, kin.origin.draw_family(chance), "council", middle=person.middle)


def _origin_of(person: Person) -> Origin:
    return next(
        origin for origin in origins().values() if origin.language == person.language and origin.key != "gb"
    )


def _school_life(kin: Kin, child: Person, chance: Random, schools: dict[UUID, School]) -> None:
    """Places held within the three years, one after another; the UPN comes with the first maintained
    school."""
    assert child.born_on
    reception, today, town = reception_year(child.born_on), kin.frame.today, kin.area.town
    if child.key in kin.school_choice:
        _chosen(kin, child, kin.school_choice[child.key], reception, schools)
        return
    if chance.random() < HOME_EDUCATED + MISSING_EDUCATION:
        kind = "home_educated" if chance.random() < 0.8 else "missing_education"
        if on_or_after(date(reception, 9, 1), 2) <= today:
            kin.rows.add(Enrolment(child.key, "", kind, max(date(reception, 9, 1), kin.frame.start), None))
        return
    track = (
        "independent"
        if (draw := chance.random()) < INDEPENDENT
        else "special"
        if draw < INDEPENDENT + SPECIAL
        else ""
    )
    stages = (
        ("nursery", reception - 1, reception),
        ("primary", reception, reception + 7),
        ("secondary", reception + 7, reception + 12),
        ("college", reception + 12, reception + 14),
    )
    for phase, first, last in stages:
        if _attends(phase, chance):
            school = chance.choice(kin.frame.ground.near(_phase(phase, track), town))
            _place(kin, child, school, first, last, schools)


def _chosen(kin: Kin, child: Person, name: str, reception: int, schools: dict[UUID, School]) -> None:
    if not name:
        return
    if name == "home":
        kin.rows.add(
            Enrolment(child.key, "", "home_educated", max(date(reception, 9, 1), kin.frame.start), None)
        )
        return
    school = kin.frame.ground.school(name)
    first = reception + {"nursery": -1, "secondary": 7, "college": 12}.get(school.phase, 0)
    last = first + {"nursery": 1, "secondary": 5, "college": 2}.get(school.phase, 7)
    _place(kin, child, school, first, last, schools)


def _attends(phase: str, chance: Random) -> bool:
    share = {"nursery": NURSERY, "college": COLLEGE}.get(phase, 1.0)
    return share == 1.0 or chance.random() < share


def _phase(phase: str, track: str) -> str:
    return (
        track
        if track
        and phase in ("primary", "secondary")
        and not (track == "independent" and phase == "secondary")
        else phase
    )


def _place(
    kin: Kin, child: Person, school: School, first: int, last: int, schools: dict[UUID, School]
) -> None:
    since, until = on_or_after(date(first, 9, 2), 2), date(last, 8, 31)
    if since > kin.frame.today or until < kin.frame.start:
        return
    here = until > kin.frame.today
    kin.rows.add(Enrolment(child.key, school.urn, "on_roll", since, None if here else until))
    give_upn(kin, child, school, first)
    if here:
        schools[child.key] = school


def give_upn(kin: Kin, child: Person, school: School, year: int) -> None:
    """A UPN with the first maintained school place, kept for life."""
    has = any(row.person == child.key and row.kind == "upn" for row in kin.rows.of(Identifier))
    if not has and not school.independent and school.phase in ("primary", "secondary", "special"):
        kin.rows.add(Identifier(child.key, "upn", kin.frame.issuer.upn(school.estab, year), "school"))
