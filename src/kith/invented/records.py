"""What each agency wrote down about people, with its own habits and slips.

Shares and slips follow the measured table of the linkage work (who holds a record, nicknames, typing
errors, day and month swapped, placeholders for the newborn, numbers missing). `subject` is filled where
the county has confirmed whose record it is; repeats and the badly typed are left for the matcher, and
only the truth file knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

from .kin import YEAR, Kin
from .naming import short_forms, spellings
from .nouns import Address, AgencyRecord, Identifier, Membership, Person, School
from .streams import stream, uid

NEVER_RECORDED, REPEATED = 0.02, 0.03
_ROWS_OF_KEYS = {
    a: b for line in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(line, line[1:], strict=False)
}


@dataclass(frozen=True, slots=True)
class Habit:
    """One agency's way of recording: shares of people held, slips, and which numbers it keeps."""

    agency: str
    system: str
    nickname: float
    no_middle: float
    born_missing: float
    first_january: float
    no_address: float
    nhs: float
    upn: float
    slips: float = 1.0


HABITS = {
    "health": Habit("health", "Spine", 0.02, 0.25, 0.0, 0.004, 0.03, 0.985, 0.0),
    "school": Habit("school", "MIS", 0.08, 0.35, 0.004, 0.004, 0.03, 0.04, 0.97),
    "council": Habit("council", "Caseworks", 0.02, 0.60, 0.01, 0.004, 0.03, 0.55, 0.35),
    "police": Habit("police", "Incident log", 0.06, 0.60, 0.06, 0.012, 0.10, 0.0, 0.0),
    "referral": Habit("referral", "", 0.05, 0.60, 0.03, 0.012, 0.06, 0.25, 0.15, 2.0),
}


@dataclass(slots=True)
class Typed:
    """A person as about to be typed."""

    given: str
    middle: str
    family: str
    born: date | None
    sex: str
    address: str
    postcode: str
    nhs_number: str
    upn: str
    poor: bool = False  # badly enough typed that nobody has confirmed whose it is


@dataclass(slots=True)
class Known:
    """What is so about a person, looked up once for all agencies."""

    person: Person
    home: Address | None
    earlier: Address | None
    nhs_number: str
    upn: str


def known_people(kin: Kin) -> dict[UUID, Known]:
    """Person -> present and previous address and numbers."""
    by_home: dict[UUID, list[Address]] = {}
    for address in kin.rows.of(Address):
        by_home.setdefault(address.household, []).append(address)
    lives: dict[UUID, list[Address]] = {}
    for stay in sorted(kin.rows.of(Membership), key=lambda row: row.until_on is None):
        lives.setdefault(stay.person, []).extend(by_home[stay.household])
    numbers = {(row.person, row.kind): row.value for row in kin.rows.of(Identifier)}
    return {p.key: _known(p, lives.get(p.key, []), numbers) for p in kin.people}


def _known(person: Person, places: list[Address], numbers: dict[tuple[UUID, str], str]) -> Known:
    return Known(
        person,
        places[-1] if places else None,
        places[-2] if len(places) > 1 else None,
        numbers.get((person.key, "nhs_number"), ""),
        numbers.get((person.key, "upn"), ""),
    )


def typed(known: Known, habit: Habit, chance: Random) -> Typed:
    """The person as this agency would type them on this occasion."""
    person = known.person
    out = Typed(person.given, person.middle, person.family, person.born_on, person.sex, "", "", "", "")
    _type_names(out, person, habit, chance)
    _type_born(out, habit, chance)
    _type_place(out, known, habit, chance)
    if known.nhs_number and chance.random() < habit.nhs:
        out.nhs_number = _swap(known.nhs_number, chance) if chance.random() < 0.004 else known.nhs_number
    if known.upn and chance.random() < habit.upn:
        out.upn = known.upn
    draw = chance.random()
    out.sex = "" if draw < 0.03 else {"M": "F", "F": "M"}.get(out.sex, out.sex) if draw < 0.032 else out.sex
    return out


def _type_names(out: Typed, person: Person, habit: Habit, chance: Random) -> None:
    if "-" in out.family and chance.random() < 0.6:
        out.family = chance.choice(
            (
                out.family.replace("-", " "),
                out.family.replace("-", "").capitalize(),
                out.family.split("-")[-1],
            )
        )
    given, family = spellings(person.given), spellings(person.family)
    if given and chance.random() < 0.18 * habit.slips:
        out.given, out.poor = chance.choice(given), habit.slips > 1
    if family and chance.random() < 0.10 * habit.slips:
        out.family = chance.choice(family)
    short = short_forms(person.given)
    if short and chance.random() < habit.nickname * 3:  # habit is per person; a third of names shorten
        out.given = chance.choice(short)
    if chance.random() < 0.025 * habit.slips:
        out.given = slip(out.given, chance)
    if chance.random() < 0.025 * habit.slips:
        out.family, out.poor = slip(out.family, chance), True
    _type_middle(out, habit, chance)


def _type_middle(out: Typed, habit: Habit, chance: Random) -> None:
    draw = chance.random()
    if draw < 0.006:
        out.given, out.family, out.poor = out.family, out.given, True
    elif draw < 0.021 and out.middle:
        out.given, out.middle = out.middle, out.given
    if chance.random() < habit.no_middle:
        out.middle = ""
    elif chance.random() < 0.25:
        out.middle = out.middle[:1]


def _type_born(out: Typed, habit: Habit, chance: Random) -> None:
    if out.born is None:
        return
    out.born, was = _born_as_typed(out.born, habit, chance), out.born
    out.poor = out.poor or out.born != was


def _born_as_typed(born: date, habit: Habit, chance: Random) -> date | None:
    draw = chance.random() / habit.slips
    if draw >= 0.1:
        return born
    if draw < 0.012:
        return born.replace(month=born.day, day=born.month) if born.day <= 12 else born
    if draw < 0.020:
        return _shifted(born, chance.choice((-1, 1, -10, 10)))
    if draw < 0.032:
        return born.replace(day=chance.randrange(1, 29))
    if draw < 0.037:
        return born.replace(month=chance.randrange(1, 13), day=min(born.day, 28))
    if draw < 0.037 + habit.first_january:
        return born.replace(month=1, day=1)
    return None if draw < 0.037 + habit.first_january + habit.born_missing else born


def _shifted(born: date, years: int) -> date:
    return born.replace(year=born.year + years, day=min(born.day, 28))


def _type_place(out: Typed, known: Known, habit: Habit, chance: Random) -> None:
    place = known.earlier if known.earlier and chance.random() < 0.22 else known.home
    if place is None or place.restricted or chance.random() < habit.no_address:
        return
    out.address, out.postcode = f"{place.line}, {place.town}", place.postcode
    if chance.random() < 0.01:
        out.postcode = slip(out.postcode[:-1], chance) + out.postcode[-1]


def slip(text: str, chance: Random) -> str:
    """One typing slip: two letters swapped, one dropped, doubled, or its neighbour on the keyboard."""
    if len(text) < 3:
        return text
    at, kind = chance.randrange(1, len(text) - 1), chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    near = text[at] if kind == 2 else _ROWS_OF_KEYS.get(text[at].lower(), text[at])
    return text[:at] + (text[at] if kind == 2 else "") + near + text[at + 1 :]


def _swap(number: str, chance: Random) -> str:
    at = chance.randrange(3, len(number) - 1)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def placeholder(known: Known, day: date, chance: Random) -> str:
    """A placeholder given name for some of the very young ('' mostly): Baby, Baby Boy, Twin 1 ..."""
    person = known.person
    if person.born_on is None or (day - person.born_on).days > 2.5 * YEAR or chance.random() >= 0.16:
        return ""
    if person.birth_order:
        return f"Twin {person.birth_order}"
    return chance.choice(("Baby", "Baby Boy" if person.sex == "M" else "Baby Girl", "Infant"))


def record_everyone(kin: Kin, contacted: set[UUID], schools: dict[UUID, School]) -> None:
    """Write each agency's records of this kin group."""
    chance, people = stream(kin.frame.seed, "records", kin.unit), known_people(kin)
    for known in people.values():
        person = known.person
        if person.born_on is None or (chance.random() < NEVER_RECORDED and person.key not in contacted):
            continue
        for source, agency, share in _holders(kin, person, contacted, schools):
            if chance.random() < share:
                write_records(kin, known, source, agency, chance)


def _holders(
    kin: Kin, person: Person, contacted: set[UUID], schools: dict[UUID, School]
) -> tuple[tuple[str, str, float], ...]:
    """(habit, agency, share of such people held)."""
    assert person.born_on
    child = person.kind == "child"
    years = (kin.frame.today - person.born_on).days / YEAR
    council = 1.0 if person.key in contacted else 0.22 if child else 0.13
    rows = (
        ("health", "health", 0.93),
        ("council", "council", council),
        ("police", "police", 0.36 if years > 10 else 0.12),
    )
    school = schools.get(person.key)
    return (*rows, ("school", school.agency, 0.92)) if school else rows


def write_records(kin: Kin, known: Known, source: str, agency: str, chance: Random) -> None:
    """One record, and now and then a repeat of it in the same system."""
    for nth in range(2 if kin.frame.planted and chance.random() < REPEATED else 1):
        _write(kin, known, source, agency, chance, nth)


def _write(kin: Kin, known: Known, source: str, agency: str, chance: Random, nth: int) -> None:
    person, habit, out = known.person, HABITS[source], typed(known, HABITS[source], chance)
    assert person.born_on
    back = min(1095 * 2, (kin.frame.today - person.born_on).days)
    day = kin.frame.today - timedelta(days=chance.randrange(0, back + 1))
    if source == "health":
        out.given = placeholder(known, day, chance) or out.given
    key = uid(kin.frame.seed, "record", agency, person.key, nth)
    confirmed = None if nth or out.poor else person.key
    kin.rows.add(
        AgencyRecord(
            key,
            agency,
            habit.system,
            f"{source[0].upper()}-{key.int >> 80:012X}",
            confirmed,
            out.given,
            out.middle,
            out.family,
            out.born.strftime("%d/%m/%Y") if out.born else "",
            out.sex,
            out.address,
            out.postcode,
            out.nhs_number,
            out.upn,
            datetime(day.year, day.month, day.day, chance.randrange(8, 18), chance.randrange(60), tzinfo=UTC),
        )
    )
    kin.truth("same_person", key, person.key, "repeat" if nth else "")
