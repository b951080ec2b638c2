"""Population one: households in a county, recorded by health, schools, the council and the police.

Shape and rates after appendix B of the linkage note: 1.6 records a person, twins, step-families, moves, missing
numbers, placeholder names for babies. `generate(people, seed)` gives the rows of `kith people link` and the truth.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from . import name_lists as lists

COLUMNS = [
    "record_id",
    "source",
    "given_name",
    "middle_name",
    "family_name",
    "known_as",
    "dob",
    "sex",
    "address",
    "postcode",
    "nhs_number",
    "upn",
    "phone",
    "email",
]
TODAY = date(2026, 9, 1)
ORIGINS = ("gb", "muslim", "indian", "polish", "african")
SHARES = (82, 7, 4, 4, 3)


@dataclass(slots=True)
class Person:
    """One invented person and what is true of them."""

    number: int
    given: str
    middle: str
    family: str
    born: date
    sex: str
    origin: str
    home: tuple[str, str]
    old_home: tuple[str, str]
    nhs: str
    upn: str = ""
    other_family: str = ""
    tags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Population:
    """Rows for the index, rows that arrive later, and who each row is about ("" when never indexed)."""

    rows: list[dict[str, str]]
    truth: dict[str, str]
    referrals: list[dict[str, str]]
    referral_truth: dict[str, str]
    tags: dict[str, set[str]]
    special: list[dict[str, str]] = field(default_factory=list)
    """Further arrivals, each asked for one group alone, named in `_group`: so that small groups have cases enough."""


def asked_apart(
    found: Population, wanted: Mapping[str, int], draw: Callable[[str], tuple[dict[str, str], str]]
) -> None:
    """Fill `special`: as many arrivals of each group as are wanted, drawn until they are of the group."""
    for group, cases in wanted.items():
        for _ in range(cases * 1_000):
            if cases == 0:
                break
            one, person = draw(group)
            if not of_group(group, one, found.tags[person]):
                continue
            cases -= 1
            one.update(record_id=f"z{len(found.special) + 1}", _person=person, _group=group)
            found.special.append(one)
            found.referral_truth[one["record_id"]] = person


def of_group(group: str, one: Mapping[str, str], tags: set[str]) -> bool:
    """Is this arrival of the group: a placeholder name, no date of birth, or a tag of the person?"""
    if group == "Baby X":
        return one["given_name"].lower().startswith(("baby", "infant", "twin"))
    return not one["dob"] if group == "no date of birth" else group in tags


class County:
    """Draws people and homes; one random stream, so that a seed gives one population."""

    def __init__(self, seed: int, people: int) -> None:
        self.random = random.Random(seed)
        self.people = people
        self.count = 0
        self.given = {
            sex: {o: _ranked(table[o]) for o in ORIGINS} for sex, table in (("M", lists.BOYS), ("F", lists.GIRLS))
        }
        self.surnames = {o: _ranked(lists.SURNAMES[o]) for o in ORIGINS}
        self.rare = [a + b for a in lists.FIRST_STEMS.split() for b in lists.LAST_STEMS.split()]

    def home(self) -> tuple[str, str]:
        """(address, postcode): about fifteen homes to a postcode at any size of county."""
        rnd = self.random
        code = rnd.randrange(max(60, self.people // 40))
        area, rest = code % 25, code // 25
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        postcode = f"TH{1 + area} {1 + rest // 400 % 9}{letters[rest // 20 % 20]}{letters[rest % 20]}"
        street = f"{lists.STREETS.split()[code % 30]} {lists.KINDS.split()[code // 30 % 10]}"
        return f"{rnd.randint(1, 60)} {street}", postcode

    def surname(self, origin: str) -> str:
        """A surname; a third of English ones come from the long tail, one in twenty is double-barrelled."""
        rnd = self.random
        name = rnd.choice(self.rare) if origin == "gb" and rnd.random() < 0.35 else _pick(rnd, self.surnames[origin])
        if rnd.random() < 0.05:
            name = f"{name}-{_pick(rnd, self.surnames['gb'])}"
        return name

    def person(self, born: date, origin: str, family: str, home: tuple[str, str], sex: str = "") -> Person:
        """A person of this household."""
        rnd = self.random
        sex = sex or rnd.choice("MF")
        names = self.given[sex][origin]
        self.count += 1
        age = (TODAY - born).days / 365.25
        return Person(
            self.count,
            _pick(rnd, names),
            _pick(rnd, names) if rnd.random() < 0.8 else "",
            family,
            born,
            sex,
            origin,
            home,
            self.home() if rnd.random() < 0.22 else home,
            _nhs(rnd),
            _upn(rnd) if 4.3 <= age < 17 else "",
            self.surname(origin) if rnd.random() < (0.10 if age < 18 or sex == "F" else 0.02) else "",
        )


def _ranked(text: str) -> tuple[list[str], list[float]]:
    names = text.split()
    return names, [1 / (rank + 8) for rank in range(len(names))]


def _pick(rnd: random.Random, ranked: tuple[list[str], list[float]]) -> str:
    return rnd.choices(*ranked)[0]


def _nhs(rnd: random.Random) -> str:
    while True:
        digits = [rnd.randint(1, 9), *(rnd.randint(0, 9) for _ in range(8))]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return "".join(map(str, digits)) + str(check % 11)


def _upn(rnd: random.Random) -> str:
    return rnd.choice("ABCDEFGHJKLMNPQRTUVWXYZ") + "".join(str(rnd.randint(0, 9)) for _ in range(12))


def _born(rnd: random.Random, youngest: float, oldest: float) -> date:
    return TODAY - timedelta(days=int(rnd.uniform(youngest, oldest) * 365.25))


def household(county: County) -> list[Person]:
    """Adults and children of one home, with twins, step-names and a name handed down."""
    rnd = county.random
    origin = rnd.choices(ORIGINS, SHARES)[0]
    family, home = county.surname(origin), county.home()
    adults = [county.person(_born(rnd, 19, 75), origin, family, home) for _ in range(rnd.choice((1, 1, 2, 2, 2)))]
    for adult in adults[1:]:
        if rnd.random() < 0.4:
            adult.family = county.surname(origin)
    children: list[Person] = []
    if rnd.random() < 0.55:
        children = [_child(county, origin, family, home) for _ in range(1 + min(5, int(rnd.expovariate(0.9))))]
        children = list({child.given: child for child in children}.values())  # no two siblings of one name
    for child in list(children):
        if rnd.random() < 0.015:
            children.append(_twin(county, child))
        elif rnd.random() < 0.012:
            child.given = adults[0].given
    return adults + children


def _child(county: County, origin: str, family: str, home: tuple[str, str]) -> Person:
    rnd = county.random
    child = county.person(_born(rnd, 0, 18), origin, family if rnd.random() > 0.15 else county.surname(origin), home)
    child.tags.add("child")
    if child.born > date(2024, 3, 1):
        child.tags.add("baby")
    return child


def _twin(county: County, child: Person) -> Person:
    twin = county.person(
        child.born, child.origin, child.family, child.home, county.random.choice((child.sex, child.sex, ""))
    )
    while twin.given == child.given:
        twin.given = _pick(county.random, county.given[twin.sex][twin.origin])
    twin.old_home, twin.tags = child.old_home, {*child.tags, "twin"}
    child.tags.add("twin")
    return twin


def _typo(rnd: random.Random, name: str) -> str:
    if len(name) < 3:
        return name
    at = rnd.randrange(1, len(name) - 1)
    letter = rnd.choice("abcdefghijklmnoprstuvwy")
    return rnd.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def _other_spelling(rnd: random.Random, name: str, chance: float) -> str:
    found = lists.VARIANTS.get(name)
    return rnd.choice(found.split()) if found and rnd.random() < chance else name


def _wrong_date(rnd: random.Random, born: date, source: str, double: int) -> str:
    at = rnd.random() / double
    if at < 0.012 and born.day <= 12:
        return f"{born.year}-{born.day:02d}-{born.month:02d}"
    if at < 0.020:
        return _safe(born, year=born.year + rnd.choice((-1, 1, 10, -10)))
    if at < 0.032:
        return _safe(born, day=rnd.randint(1, 28))
    if at < 0.037:
        return _safe(born, month=rnd.randint(1, 12))
    if at < 0.037 + (0.012 if source == "police" else 0.004):
        return f"{born.year}-01-01"
    if at > 1 / double - (0.02 if source == "police" else 0.004):
        return ""
    return born.isoformat()


def _safe(born: date, **change: int) -> str:
    return replace_date(born, **change).isoformat()


def replace_date(born: date, **change: int) -> date:
    """`born` with a part changed; the 28th where the day does not exist."""
    try:
        return born.replace(**change)
    except ValueError:
        return born.replace(day=28, **change)


def row(county: County, p: Person, source: str, family_of: list[Person], noise: int = 1) -> dict[str, str]:
    """One source's record of a person, with that source's gaps and errors; `noise` 2 for referrals."""
    rnd = county.random
    given, middle, family = _written_name(rnd, p, source, noise)
    address, postcode = _written_home(county, p, source)
    held = {"nhs": 0.985, "council": 0.55, "referral": 0.25, "school": 0.04, "police": 0.0}[source]
    number = p.nhs if rnd.random() < held else ""
    if number and rnd.random() < 0.003:
        number = rnd.choice(family_of).nhs
    upn = p.upn if rnd.random() < {"school": 0.97, "council": 0.35, "referral": 0.15}.get(source, 0) else ""
    sex = "" if rnd.random() < 0.03 else p.sex if rnd.random() > 0.002 else "MF"[p.sex == "M"]
    return dict(
        zip(
            COLUMNS,
            (
                "",
                source,
                given,
                middle,
                family,
                "",
                _wrong_date(rnd, p.born, source, noise),
                sex,
                address,
                postcode,
                number,
                upn,
                "",
                "",
            ),
            strict=True,
        )
    )


def _written_name(rnd: random.Random, p: Person, source: str, noise: int) -> tuple[str, str, str]:
    given = _other_spelling(rnd, p.given, 0.18 * noise)
    if rnd.random() < {"police": 0.06, "school": 0.08}.get(source, 0.02) * noise and p.given in lists.NICKNAMES:
        given = rnd.choice(lists.NICKNAMES[p.given].split())
    family = p.other_family if p.other_family and rnd.random() < 0.45 else _other_spelling(rnd, p.family, 0.10 * noise)
    if "-" in family and rnd.random() < 0.6:
        family = rnd.choice((family.replace("-", " "), family.replace("-", ""), *family.split("-")))
    given = _typo(rnd, given) if rnd.random() < 0.025 * noise else given
    family = _typo(rnd, family) if rnd.random() < 0.025 * noise else family
    gap = {"nhs": 0.25, "school": 0.35}.get(source, 0.6)
    middle = "" if rnd.random() < gap else p.middle[:1] if rnd.random() < 0.25 else p.middle
    if "baby" in p.tags and source in ("nhs", "referral") and rnd.random() < 0.16:
        label = "Twin 1" if "twin" in p.tags and p.number % 2 else "Twin 2" if "twin" in p.tags else "Baby"
        return (
            rnd.choice((label, "Baby", f"Baby {p.family}") if "twin" not in p.tags else (label, "Baby")),
            "",
            family,
        )
    if rnd.random() < 0.006:
        return family, middle, given
    return (middle, given, family) if len(middle) > 1 and rnd.random() < 0.015 else (given, middle, family)


def _written_home(county: County, p: Person, source: str) -> tuple[str, str]:
    rnd = county.random
    if rnd.random() < (0.10 if source == "police" else 0.03):
        return "", ""
    address, postcode = county.home() if rnd.random() < 0.05 else rnd.choice((p.home, p.home, p.old_home))
    if rnd.random() < 0.01:
        postcode = postcode[:-1] + rnd.choice("ABDEFGHJLN")
    return address, postcode


def _sources(rnd: random.Random, p: Person) -> Iterator[str]:
    age = (TODAY - p.born).days / 365.25
    chances = (
        ("nhs", 0.93),
        ("school", 0.92 if 4.3 <= age < 17 else 0),
        ("council", 0.22 if age < 18 else 0.13),
        ("police", 0.36 if age > 10 else 0.12),
    )
    for source, chance in chances:
        if rnd.random() < chance:
            yield source
            if rnd.random() < 0.03:
                yield source


def generate(people: int, seed: int, referrals: int = 0, special: Mapping[str, int] | None = None) -> Population:
    """About `people` persons with their records; `referrals` later arrivals, a fifth of them never indexed;
    `special` further ones by group."""
    county = County(seed, people)
    found = Population([], {}, [], {}, {})
    known: list[tuple[Person, list[Person]]] = []
    unknown: list[tuple[Person, list[Person]]] = []
    while county.count < people:
        home = household(county)
        for p in home:
            found.tags[str(p.number)] = {*p.tags, p.origin}
            if county.random.random() < 0.02:
                unknown.append((p, home))
                continue
            for source in _sources(county.random, p):
                _keep(found.rows, found.truth, row(county, p, source, home), "r", str(p.number))
            known.append((p, home))
    _refer(county, found, known, unknown, referrals)
    indexed = set(found.truth.values())
    children = [pair for pair in known if "child" in pair[0].tags and str(pair[0].number) in indexed]

    def draw(group: str) -> tuple[dict[str, str], str]:
        p, home = county.random.choice([c for c in children if "twin" in c[0].tags] if group == "twin" else children)
        return row(county, p, "referral", home, 2), str(p.number)

    asked_apart(found, special or {}, draw)
    return found


def _keep(rows: list[dict[str, str]], truth: dict[str, str], one: dict[str, str], letter: str, person: str) -> None:
    one["record_id"] = f"{letter}{len(rows) + 1}"
    rows.append(one)
    truth[one["record_id"]] = person


def _refer(county: County, found: Population, known: list, unknown: list, referrals: int) -> None:
    rnd, indexed = county.random, set(found.truth.values())
    known = [pair for pair in known if str(pair[0].number) in indexed]
    children = [pair for pair in known if "child" in pair[0].tags] or known
    strangers = [pair for pair in unknown if "child" in pair[0].tags]
    for n in range(referrals):
        if n % 5 == 4 and strangers:
            p, home = rnd.choice(strangers)
            truth = ""
        else:
            p, home = rnd.choice(children if n % 5 else known)
            truth = str(p.number)
        _keep(found.referrals, found.referral_truth, row(county, p, "referral", home, 2), "q", truth)
        found.referrals[-1]["_person"] = str(p.number)
    rnd.shuffle(found.rows)


def as_person(p: Person, **change: Any) -> Person:
    """A copy of a person with something changed."""
    return replace(p, **change)
