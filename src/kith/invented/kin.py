"""One kin group being written down: its homes, people, ties and numbers. The plans say what happens; this
writes it.

A kin group is a unit of generation: nothing in it refers to another, so the county streams in bounded
memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from .ground import INWARD, Ground
from .identifiers import Issuer
from .naming import Origin, by_sex, needs_interpreter, origin_draw, own_script
from .nouns import Address, Area, Household, Membership, Person, Relationship, Truth
from .streams import stream, uid
from .words import words

Row = TypeVar("Row")
YEAR = 365.25
MOVED, ETHNICITY_NOTED = 0.22, 0.9


@dataclass(frozen=True, slots=True)
class Frame:
    """What every kin group needs to know: the seed, the three years, the ground, and who gives out
    numbers."""

    seed: int
    start: date
    today: date
    now: datetime
    ground: Ground
    issuer: Issuer
    planted: bool


@dataclass(slots=True)
class Rows:
    """Rows by noun, in the order written."""

    tables: dict[type, list[Any]] = field(default_factory=dict)

    def add(self, row: object) -> None:
        """Keep one row."""
        self.tables.setdefault(type(row), []).append(row)

    def of(self, noun: type[Row]) -> list[Row]:
        """All rows of one noun."""
        return self.tables.get(noun, [])

    def __iter__(self) -> Iterator[object]:
        for rows in self.tables.values():
            yield from rows


class Kin:
    """A kin group: draws from its own stream, writes to its own rows."""

    def __init__(self, frame: Frame, unit: int) -> None:
        self.frame, self.unit, self.rows = frame, unit, Rows()
        self.chance = stream(frame.seed, "people", unit)
        self._places = stream(frame.seed, "addresses", unit)
        self.people: list[Person] = []
        self.homes: list[Household] = []
        self.origin: Origin = origin_draw().draw(self.chance)
        self.area: Area = frame.ground.draw.draw(self._places)
        self.school_choice: dict[UUID, str] = {}  # set pieces: a school's name, or "home" for taught at home
        self.no_nhs: set[UUID] = set()  # whose NHS number nobody has yet

    # homes
    def home(
        self, kind: str = "home", *, restricted: str = "", line: str = "", since: date | None = None
    ) -> Household:
        """A household and where it lived; about a fifth moved within the three years."""
        home = Household(uid(self.frame.seed, "household", self.unit, len(self.homes)), self.unit, kind)
        self.homes.append(home)
        self.rows.add(home)
        since = since or self.before(3 * YEAR, 12 * YEAR)
        if not line and kind == "home" and self._places.random() < MOVED:
            moved = max(since, self.frame.today - timedelta(days=self._places.randrange(20, 1095)))
            self._address(home, 0, since, moved, "")
            since = moved
        self._address(home, 1, since, None, restricted, line)
        return home

    def _address(
        self, home: Household, nth: int, since: date, until: date | None, restricted: str, line: str = ""
    ) -> None:
        area = self.area if nth or self._places.random() < 0.5 else self.frame.ground.draw.draw(self._places)
        line = line or self._line()
        post = self._places
        town, code = (
            area.town,
            f"{area.outcode} {post.randrange(1, 9)}{post.choice(INWARD)}{post.choice(INWARD)}",
        )
        if home.kind == "out_of_area":
            area = replace(area, key="", town="Wexmoor", district="Wexmoor")
            town, code = "Wexmoor", f"ZY90 {post.randrange(1, 9)}{post.choice(INWARD)}{post.choice(INWARD)}"
        self.rows.add(
            Address(
                uid(self.frame.seed, "address", home.key, nth),
                home.key,
                line,
                town,
                area.district,
                code,
                area.key,
                since,
                until,
                restricted,
            )
        )

    def _line(self) -> str:
        chance = self._places
        number = min(int(chance.expovariate(1 / 40)) + 1, 240)
        flat = f"Flat {chance.randrange(1, 13)}, " if chance.random() < 0.12 else ""
        return f"{flat}{number} {chance.choice(_streets())} {chance.choice(_kinds())}"

    # people
    def person(
        self,
        *,
        sex: str,
        born: date | None,
        given: str = "",
        family: str = "",
        origin: Origin | None = None,
        expected: date | None = None,
        order: int = 0,
        handling: str = "",
        middle: str | None = None,
    ) -> Person:
        """Someone of this kin group; names not given are drawn."""
        origin, chance, adult = origin or self.origin, self.chance, self._is_adult(born)
        given = given or ("" if born is None else origin.draw_given(chance, sex, adult))
        family = by_sex(family or origin.draw_family(chance), sex)
        if middle is None:
            middle = origin.draw_given(chance, sex, adult) if born and chance.random() < 0.6 else ""
        scripts = own_script(origin, chance, given, family) if origin.key != "gb" else ("", "")
        kind = "unborn" if born is None else "adult" if adult else "child"
        key = uid(self.frame.seed, "person", self.unit, len(self.people))
        interpreter = adult and needs_interpreter(origin, chance)
        made = Person(key, self.unit, kind, given, middle, family, born, expected, sex, order,
                      origin.ethnicity, origin.language, interpreter, *scripts, handling)  # fmt: skip
        self.people.append(made)
        self.rows.add(made)
        return made

    def _is_adult(self, born: date | None) -> bool:
        return born is not None and on_birthday(born, 18) <= self.frame.today

    def live(
        self,
        person: Person,
        home: Household,
        relation: str,
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        """This person lives (or lived) here as this."""
        since = since or person.born_on or self.frame.today
        self.rows.add(Membership(person.key, home.key, relation, since, until))

    def tie(
        self,
        person: Person,
        of: Person,
        kind: str,
        *,
        source: str = "council",
        sure: str = "confirmed",
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        """`person` is the `kind` of `of`."""
        self.rows.add(Relationship(person.key, of.key, kind, source, sure, since, until))

    def both(self, one: Person, other: Person, kind: str, **details: Any) -> None:
        """A tie that reads the same both ways."""
        self.tie(one, other, kind, **details)
        self.tie(other, one, kind, **details)

    def truth(self, kind: str, left: object, right: object, note: str = "") -> None:
        """Something that is so, for the truth file alone."""
        self.rows.add(Truth(kind, str(left), str(right), note))

    # days
    def before(self, least: float, most: float) -> date:
        """A day this many days before today."""
        return self.frame.today - timedelta(days=self.chance.randrange(int(least), int(most)))


def on_birthday(born: date, age: int) -> date:
    """The day someone turns this age (29 February keeps 1 March)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@cache
def _streets() -> list[str]:
    return str(words("places")["streets"]).split()


@cache
def _kinds() -> list[str]:
    return str(words("places")["kinds"]).split()
