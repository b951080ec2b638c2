"""Population two: separate registers kept by different clerks, with errors of another kind than population one.

Names come from other lists and are built from syllables where they are rare; errors come from keyboards, ears, forms
and scripts: neighbouring keys, letters heard wrongly, names cut at twelve letters, capitals, titles, known-as names,
ages instead of dates, telephone numbers shared by a home, native scripts. `generate(people, seed)` as in `households`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .households import COLUMNS, Population, asked_apart
from .register_lists import FAMILIES, FORENAMES, HEARD, KEYBOARD, RESPELLED, SCRIPT, SHARES, SHORT

TODAY = date(2026, 6, 15)


@dataclass(slots=True)
class Soul:
    """One invented person, plainly."""

    key: str
    forename: str
    second: str
    surname: str
    maiden: str
    born: date
    sex: str
    origin: str
    homes: list[tuple[str, str]]
    phone: str
    nhs: str
    upn: str
    used: str = ""
    tags: set[str] = field(default_factory=set)


class Clerk:
    """Writes people down, with the slips of a keyboard, an ear and a form."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(f"registers {seed}")

    def slip(self, name: str) -> str:
        """One slip: a neighbouring key, a letter heard wrongly, or a name cut short."""
        rnd, kind = self.random, self.random.random()
        if kind < 0.45 and len(name) > 2:
            at = rnd.randrange(1, len(name))
            near = KEYBOARD.get(name[at].lower())
            return name[:at] + rnd.choice(near) + name[at + 1 :] if near else name
        if kind < 0.85:
            sounds = [(a, b) for a, b in HEARD if a in name[1:].lower()]
            if sounds:
                a, b = rnd.choice(sounds)
                return name[:1] + name[1:].replace(a, b, 1)
        return name[:12] if len(name) > 12 else name[:-1] if len(name) > 4 else name

    def forename(self, soul: Soul, register: str) -> str:
        """How this register writes the first name."""
        rnd, name = self.random, soul.forename
        if rnd.random() < 0.15 and name in RESPELLED:
            name = rnd.choice(RESPELLED[name].split())
        elif rnd.random() < 0.10 and name in SHORT:
            name = SHORT[name]
        elif rnd.random() < 0.03:
            name = self.slip(name)
        if soul.used and register in ("school", "police") and rnd.random() < 0.5:
            name = soul.used
        if rnd.random() < 0.03 and soul.second:
            name = f"{name} {soul.second}"
        if rnd.random() < 0.03 and soul.forename in SCRIPT:
            name = SCRIPT[soul.forename]
        return name.upper() if register == "police" else name[:12] if register == "health" else name

    def surname(self, soul: Soul, register: str) -> str:
        """How this register writes the surname."""
        rnd, name = self.random, soul.surname
        if soul.maiden and rnd.random() < 0.4:
            name = soul.maiden
        elif rnd.random() < 0.15 and name in RESPELLED:
            name = rnd.choice(RESPELLED[name].split())
        elif rnd.random() < 0.035:
            name = self.slip(name)
        if "-" in name and rnd.random() < 0.4:
            name = name.replace("-", rnd.choice((" ", "")))
        if "'" in name and rnd.random() < 0.5:
            name = name.replace("'", rnd.choice((" ", "", "’")))
        if rnd.random() < 0.03 and soul.surname in SCRIPT:
            name = SCRIPT[soul.surname]
        return name.upper() if register == "police" else name

    def born(self, soul: Soul, register: str) -> str:
        """How this register writes the date of birth."""
        rnd, day = self.random, soul.born
        kind = rnd.random()
        if kind < 0.01:
            return ""
        if kind < (0.03 if register == "police" else 0.012):
            return f"01/01/{day.year}"
        if kind < 0.04:
            return str(day.year) if rnd.random() < 0.3 else f"{day.year}-{day.month:02d}"
        if kind < 0.052:
            day = day + timedelta(days=rnd.choice((-1, 1, 10, -10, 30)))
        elif kind < 0.060 and day.day <= 12:
            return f"{day.month:02d}/{day.day:02d}/{day.year}"
        elif kind < 0.066:
            return f"{day.day:02d}/{day.month:02d}/{day.year + rnd.choice((-1, 1, -10, 100 - 90))}"
        return f"{day.day:02d}/{day.month:02d}/{day.year}" if register != "health" else day.isoformat()


class Town:
    """People in homes."""

    def __init__(self, seed: int, people: int) -> None:
        self.random, self.people, self.count = random.Random(f"town {seed}"), people, 0
        self.syllables = [
            "bar",
            "bel",
            "cor",
            "dun",
            "fen",
            "gal",
            "har",
            "kel",
            "lam",
            "mor",
            "nor",
            "pel",
            "ras",
            "sel",
            "tam",
            "ul",
            "ver",
            "wen",
            "yar",
            "zel",
            "thor",
            "brig",
        ]

    def place(self) -> tuple[str, str]:
        """(address, postcode)."""
        rnd = self.random
        n = rnd.randrange(max(50, self.people // 35))
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        code = f"QX{1 + n % 18} {n // 18 % 9}{letters[n // 162 % 20]}{letters[n // 3240 % 20]}"
        kind = ("Road", "Street", "View", "Rise")[n % 4]
        street = f"{self.syllables[n % 22].title()}{self.syllables[n // 22 % 22]} {kind}"
        flat = f"Flat {rnd.randint(1, 9)}, " if rnd.random() < 0.15 else ""
        return f"{flat}{rnd.randint(1, 99)} {street}, Saltmere", code

    def surname(self, origin: str) -> str:
        """A surname of this origin; northern ones have a long tail."""
        rnd = self.random
        if origin == "north" and rnd.random() < 0.4:
            return "".join(rnd.choice(self.syllables) for _ in range(2)).title() + rnd.choice(
                ("", "s", "ton", "er", "ley", "man")
            )
        names = FAMILIES[origin].split()
        name = names[min(int(rnd.expovariate(3 / len(names))), len(names) - 1)]
        return f"{name}-{rnd.choice(FAMILIES['north'].split())}" if rnd.random() < 0.04 else name

    def forename(self, origin: str, sex: str) -> str:
        """A first name of this origin, commoner ones more often."""
        names = FORENAMES[origin][sex].split()
        return names[min(int(self.random.expovariate(2.5 / len(names))), len(names) - 1)]

    def soul(self, born: date, origin: str, surname: str, homes: list[tuple[str, str]], phone: str) -> Soul:
        """A person of this home."""
        rnd, sex = self.random, self.random.choice("FM")
        self.count += 1
        child = born > date(2008, 6, 15)
        made = Soul(
            f"s{self.count}",
            self.forename(origin, sex),
            self.forename(origin, sex) if rnd.random() < 0.6 else "",
            surname,
            self.surname(origin) if rnd.random() < (0.12 if sex == "F" or child else 0.02) else "",
            born,
            sex,
            origin,
            [*homes, self.place()] if rnd.random() < 0.2 else homes,
            phone,
            nhs_number(rnd),
            f"{rnd.choice('ABCDEFGHJK')}{rnd.randrange(10**12):012d}" if child and born < date(2022, 9, 1) else "",
        )
        made.used = self.forename(origin, sex) if rnd.random() < 0.02 else ""
        made.tags = {origin, *(("child",) if child else ()), *(("baby",) if born > date(2024, 6, 1) else ())}
        return made


def nhs_number(rnd: random.Random) -> str:
    """A number with a right check digit."""
    while True:
        nine = f"{rnd.randrange(4 * 10**8, 8 * 10**8):09d}"
        check = -sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            return nine + str(check)


def home(town: Town) -> list[Soul]:
    """One home's people; one birth in fifty is of twins, some with alike names."""
    rnd = town.random
    origin = rnd.choices(list(SHARES), list(SHARES.values()))[0]
    surname, homes, phone = town.surname(origin), [town.place()], f"07{rnd.randrange(10**9):09d}"
    people = []
    for _ in range(rnd.choice((1, 2, 2))):
        people.append(town.soul(TODAY - timedelta(days=rnd.randint(6900, 25000)), origin, surname, homes, phone))
    named: set[str] = set()
    for _ in range(rnd.choice((0, 0, 1, 1, 2, 2, 3, 4))):
        child = town.soul(TODAY - timedelta(days=rnd.randint(5, 6500)), origin, surname, homes, phone)
        if child.forename in named:
            continue
        named.add(child.forename)
        people.append(child)
        if rnd.random() < 0.02:
            people.append(twin_of(town, child))
    return people


def twin_of(town: Town, child: Soul) -> Soul:
    """A twin: same day, home and surname, another first name; one pair in eight begins with the same three letters."""
    twin = town.soul(child.born, child.origin, child.surname, child.homes, child.phone)
    names = [n for n in FORENAMES[child.origin][twin.sex].split() if n != child.forename]
    alike = [n for n in names if n[:3] == child.forename[:3]]
    twin.forename = town.random.choice(alike if alike and town.random.random() < 0.12 else names)
    for one in (twin, child):
        one.tags.add("twin")
    return twin


def write(clerk: Clerk, soul: Soul, register: str) -> dict[str, str]:
    """One register's row about one person."""
    rnd = clerk.random
    address, postcode = rnd.choice(soul.homes)
    if rnd.random() < 0.05:
        address, postcode = rnd.choice((("", postcode), ("", ""), (address, ""), ("NFA", "")))
    given, family = _full_name(clerk, soul, register)
    digits, upn = _numbers(clerk, soul, register)
    phone = soul.phone if rnd.random() < 0.35 else ""
    second = "" if rnd.random() < 0.45 else soul.second[:1] if rnd.random() < 0.3 else soul.second
    known = soul.used if rnd.random() < 0.2 else ""
    codes = {"health": {"F": "2", "M": "1"}, "police": {"F": "Female", "M": "Male"}}
    sex = codes.get(register, {"F": "F", "M": "M"})[soul.sex]
    values = (
        "",
        register,
        given,
        second,
        family,
        known,
        clerk.born(soul, register),
        "" if rnd.random() < 0.04 else sex,
        address,
        postcode,
        digits,
        upn,
        phone,
        "",
    )
    return dict(zip(COLUMNS, values, strict=True))


def _full_name(clerk: Clerk, soul: Soul, register: str) -> tuple[str, str]:
    rnd = clerk.random
    given, family = clerk.forename(soul, register), clerk.surname(soul, register)
    if "baby" in soul.tags and register in ("health", "intake") and rnd.random() < 0.12:
        given = rnd.choice(("BABY", "Infant", f"Baby {'Girl' if soul.sex == 'F' else 'Boy'}", f"Baby {soul.surname}"))
    return (family, given) if rnd.random() < 0.004 else (given, family)


def _numbers(clerk: Clerk, soul: Soul, register: str) -> tuple[str, str]:
    rnd = clerk.random
    digits = soul.nhs if rnd.random() < {"health": 0.97, "social": 0.6, "intake": 0.2}.get(register, 0.02) else ""
    if digits and rnd.random() < 0.006:
        at = rnd.randrange(9)
        digits = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    upn = soul.upn if rnd.random() < {"school": 0.95, "social": 0.3, "intake": 0.1}.get(register, 0.0) else ""
    return digits, upn


def generate(people: int, seed: int, referrals: int = 0, special: Mapping[str, int] | None = None) -> Population:
    """About `people` persons with their registers' rows; `referrals` later arrivals, a fifth about the never
    registered; `special` further ones by group."""
    town, clerk = Town(seed, people), Clerk(seed)
    found = Population([], {}, [], {}, {})
    known, strangers = [], []
    while town.count < people:
        for soul in home(town):
            found.tags[soul.key] = soul.tags
            if clerk.random.random() < 0.03:
                strangers.append(soul)
                continue
            for register in registers_of(clerk.random, soul):
                keep(found.rows, found.truth, write(clerk, soul, register), "x", soul.key)
                known.append(soul)
    for n in range(referrals):
        stranger = n % 5 == 0 and bool(strangers)
        soul = clerk.random.choice(strangers if stranger else known)
        keep(
            found.referrals,
            found.referral_truth,
            write(clerk, soul, "intake"),
            "y",
            "" if stranger else soul.key,
        )
        found.referrals[-1]["_person"] = soul.key
    clerk.random.shuffle(found.rows)
    children = [soul for soul in known if "child" in soul.tags]

    def draw(group: str) -> tuple[dict[str, str], str]:
        soul = clerk.random.choice([s for s in children if "twin" in s.tags] if group == "twin" else children)
        return write(clerk, soul, "intake"), soul.key

    asked_apart(found, special or {}, draw)
    return found


def registers_of(rnd: random.Random, soul: Soul) -> list[str]:
    """Which registers hold this person, some of them twice."""
    child = "child" in soul.tags
    chances = {
        "health": 0.9,
        "school": 0.9 if soul.upn else 0,
        "social": 0.3 if child else 0.1,
        "police": 0.2 if child else 0.3,
    }
    held = [r for r, chance in chances.items() if rnd.random() < chance]
    return held + [r for r in held if rnd.random() < 0.04]


def keep(rows: list[dict[str, str]], truth: dict[str, str], one: dict[str, str], letter: str, person: str) -> None:
    """Number a row and note whom it is about."""
    one["record_id"] = f"{letter}{len(rows) + 1}"
    rows.append(one)
    truth[one["record_id"]] = person
