"""Likenesses that fool a matcher: planted on purpose, told in the truth file, absent from a null world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .families import Couple, adult, parent_age, parents_of, settle
from .kin import YEAR, Kin
from .nouns import Person


def _family(
    kin: Kin,
    born: date,
    given: str,
    family: str,
    sex: str,
    *,
    father_given: str = "",
    handling: str = "",
    order: int = 0,
) -> Person:
    """A household of two parents and this one child, in a neighbourhood of its own."""
    kin.area = kin.frame.ground.draw.draw(kin.chance)
    age = parent_age(kin, born)
    father = adult(kin, "M", age + 2, family=family, given=father_given)
    pair = Couple(adult(kin, "F", age, family=family), father)
    child = kin.person(sex=sex, born=born, given=given, family=family, handling=handling, order=order)
    parents_of(kin, pair, [child])
    settle(kin, kin.home(), pair, [child])
    return child


def _birthday(kin: Kin, least: float = 1.0, most: float = 16.0) -> date:
    return kin.frame.today - timedelta(days=int(kin.chance.uniform(least, most) * YEAR))


def father_and_son(kin: Kin) -> None:
    """A son with his father's whole name at the same address."""
    given, family = kin.origin.draw_given(kin.chance, "M", adult=True), kin.origin.draw_family(kin.chance)
    son = _family(kin, _birthday(kin, 6), given, family, "M", father_given=given)
    father = next(p for p in kin.people if p.sex == "M" and p.key != son.key)
    kin.truth("trap_same_name_parent", son.key, father.key, "father and son: two people")


def cousins(kin: Kin) -> None:
    """Cousins of one name, born weeks apart, in two homes."""
    given, family = kin.origin.draw_given(kin.chance, "M", adult=False), kin.origin.draw_family(kin.chance)
    born = _birthday(kin)
    one = _family(kin, born, given, family, "M")
    other = _family(kin, born + timedelta(days=kin.chance.randrange(9, 60)), given, family, "M")
    kin.both(one, other, "cousin", sure="stated")
    kin.truth("trap_cousins", one.key, other.key, "cousins of one name: two children")


def strangers(kin: Kin) -> None:
    """Two unrelated children with the same name and the same date of birth."""
    given, family = kin.origin.draw_given(kin.chance, "F", adult=False), kin.origin.draw_family(kin.chance)
    born = _birthday(kin)
    one, other = (_family(kin, born, given, family, "F") for _ in range(2))
    kin.truth("trap_same_name_and_birthday", one.key, other.key, "unrelated: two children")


def adopted(kin: Kin) -> None:
    """An adopted child: the earlier identity is sealed and must never meet the new one."""
    born = _birthday(kin, 2, 12)
    before = _family(
        kin,
        born,
        kin.origin.draw_given(kin.chance, "F", adult=False),
        kin.origin.draw_family(kin.chance),
        "F",
        handling="sealed",
    )
    after = _family(
        kin,
        born,
        kin.origin.draw_given(kin.chance, "F", adult=False),
        kin.origin.draw_family(kin.chance),
        "F",
    )
    kin.truth("must_never_link", before.key, after.key, "adopted: one child, two records that never meet")
    kin.truth("sealed", before.key, "", "the earlier record is invisible")


def protected(kin: Kin) -> None:
    """A family at an address that is kept apart: the place never shows, the child does."""
    born = _birthday(kin, 3, 14)
    mother = adult(kin, "F", parent_age(kin, born))
    child = kin.person(sex="M", born=born, family=mother.family, handling="restricted")
    kin.tie(mother, child, "mother")
    home = kin.home(restricted="protected")
    settle(kin, home, Couple(mother), [child])
    kin.truth("protected", child.key, home.key, "address kept apart")


def twins_of_like_name(kin: Kin) -> None:
    """Twins whose names differ by a letter or two."""
    born, family = _birthday(kin, 1, 15), kin.origin.draw_family(kin.chance)
    names = kin.chance.choice(
        (("Ella", "Etta"), ("Jaden", "Jayden"), ("Mia", "Maia"), ("Zain", "Zayan"), ("Lila", "Lilia"))
    )
    sex = "M" if names[0] in ("Jaden", "Zain") else "F"
    mother = adult(kin, "F", parent_age(kin, born), family=family)
    pair = [
        kin.person(sex=sex, born=born, given=name, family=family, order=order)
        for order, name in enumerate(names, 1)
    ]
    parents_of(kin, Couple(mother), pair)
    settle(kin, kin.home(), Couple(mother), pair)
    kin.truth("trap_twins_of_like_name", pair[0].key, pair[1].key, "twins: two children")


TRAPS: tuple[Callable[[Kin], None], ...] = (
    father_and_son,
    cousins,
    strangers,
    adopted,
    protected,
    twins_of_like_name,
)


def trap_units(households: int) -> list[Callable[[Kin], None]]:
    """The trap plans of a county of this size: two of each, and one more of each for every 1,500
    households."""
    return list(TRAPS) * (2 + households // 1500)
