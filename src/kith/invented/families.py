"""Ordinary lives: who lives with whom, who came before, who moved out. Each plan writes one kin group.

Shares are set so that about one person in five is a child and a household holds about 2.4 people (as ONS
has it).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .kin import YEAR, Kin
from .naming import Origin, origin_draw
from .nouns import Household, Involvement, Person
from .streams import Weighted, poisson, uid

TWINS, TRIPLETS, GAP_MEDIAN_YEARS = 0.015, 0.0004, 2.6
MIXED, OWN_SURNAME_ADULT, MOTHERS_SURNAME = 0.09, 0.22, 0.15
EXPECTING, MORE_CHILDREN = 0.012, 1.05
ELDEST_AGE = 20.0


@dataclass(slots=True)
class Couple:
    """Two adults, the second perhaps absent."""

    one: Person
    other: Person | None = None


def adult(
    kin: Kin, sex: str, age: float, *, family: str = "", origin: Origin | None = None, given: str = ""
) -> Person:
    """An adult of about this age in years."""
    born = kin.frame.today - timedelta(days=int(max(age, 18.01) * YEAR) + kin.chance.randrange(0, 365))
    return kin.person(sex=sex, born=born, family=family, origin=origin, given=given)


def couple(kin: Kin, age: float) -> Couple:
    """Two partners; most share a name, one in eleven couples joins two origins, one in thirty is of one
    sex."""
    chance = kin.chance
    man = adult(kin, "M", age + chance.gauss(2, 4))
    origin = origin_draw().draw(chance) if chance.random() < MIXED else kin.origin
    shared = "" if chance.random() < OWN_SURNAME_ADULT else man.family
    woman = adult(kin, "M" if chance.random() < 0.03 else "F", age, family=shared, origin=origin)
    kin.both(
        woman, man, "partner", source="nhs_thornshire" if chance.random() < 0.3 else "council", sure="stated"
    )
    return Couple(woman, man)


def _births(kin: Kin, count: int, eldest: float = ELDEST_AGE) -> list[tuple[date, int]]:
    """Birthdays and birth orders (0 single, 1.. of a multiple birth), eldest first, none in the future."""
    chance, today = kin.chance, kin.frame.today
    found: list[tuple[date, int]] = []
    day = today - timedelta(days=int(chance.random() * eldest * YEAR))
    while len(found) < count and day <= today:
        draw = chance.random()
        many = 3 if draw < TRIPLETS else 2 if draw < TRIPLETS + TWINS else 1
        found += [(day, order if many > 1 else 0) for order in range(1, many + 1)]
        day += timedelta(days=max(330, int(chance.lognormvariate(0, 0.4) * GAP_MEDIAN_YEARS * YEAR)))
    return found


def parent_age(kin: Kin, born: date) -> float:
    """The age today, in years, of a mother of a child born on this day."""
    at_birth = min(44.0, max(16.3, kin.chance.gauss(29, 5.5)))
    return at_birth + (kin.frame.today - born).days / YEAR


def rear(kin: Kin, births: list[tuple[date, int]], family: str) -> list[Person]:
    """Children of these birthdays, each with a name of its own in the family."""
    chance, used, children = kin.chance, set(), []
    for born, order in births:
        sex = "F" if chance.random() < 0.487 else "M"
        given = kin.origin.draw_given(chance, sex, adult=False)
        while given in used:
            given = kin.origin.draw_given(chance, sex, adult=False)
        used.add(given)
        children.append(kin.person(sex=sex, born=born, given=given, family=family, order=order))
    return children


def parents_of(kin: Kin, pair: Couple, children: list[Person]) -> None:
    """Mother and father ties, full siblings and twins among the children."""
    for child in children:
        kin.tie(pair.one, child, "mother" if pair.one.sex == "F" else "father")
        if pair.other:
            kin.tie(pair.other, child, "father", sure="confirmed" if kin.chance.random() < 0.8 else "stated")
    for at, child in enumerate(children):
        for sibling in children[at + 1 :]:
            twins = child.birth_order and child.born_on == sibling.born_on
            kin.both(child, sibling, "twin" if twins else "sibling_full")
            if twins:
                kin.truth("twins", child.key, sibling.key, "born the same day to one mother: two children")


def settle(kin: Kin, home: Household, pair: Couple, children: list[Person]) -> None:
    """Adults and children move in; those who are grown are adult children."""
    since = kin.before(3 * YEAR, 12 * YEAR)
    for partner in (pair.one, pair.other):
        if partner:
            kin.live(partner, home, "adult", since)
    for child in children:
        kin.live(child, home, "child" if child.kind != "adult" else "adult_child")


def one_adult(kin: Kin) -> None:
    """Someone on their own."""
    person = adult(kin, kin.chance.choice("FM"), kin.chance.triangular(20, 92, 50))
    kin.live(person, kin.home(), "adult", kin.before(YEAR, 12 * YEAR))


def two_adults(kin: Kin) -> None:
    """A couple without children at home."""
    settle(kin, kin.home(), couple(kin, kin.chance.triangular(21, 86, 55)), [])


def grown_children(kin: Kin) -> None:
    """A couple whose grown children still live at home."""
    pair = couple(kin, kin.chance.uniform(45, 68))
    children = [
        adult(kin, kin.chance.choice("FM"), kin.chance.uniform(18.1, 27), family=pair.one.family)
        for _ in range(1 + (kin.chance.random() < 0.3))
    ]
    parents_of(kin, pair, children)
    settle(kin, kin.home(), pair, children)


def childs_surname(kin: Kin, pair: Couple) -> str:
    """Mostly the father's, sometimes the mother's."""
    return pair.one.family if not pair.other or kin.chance.random() < MOTHERS_SURNAME else pair.other.family


def two_parents(kin: Kin) -> None:
    """A couple and their children; now and then one on the way."""
    births = _births(kin, 1 + poisson(kin.chance, MORE_CHILDREN))
    pair = couple(kin, parent_age(kin, births[0][0]))
    children = rear(kin, births, childs_surname(kin, pair))
    parents_of(kin, pair, children)
    home = kin.home()
    settle(kin, home, pair, children)
    if kin.chance.random() < EXPECTING:
        expect(kin, pair, children, home)


def expect(kin: Kin, pair: Couple, siblings: list[Person], home: Household, weeks: int = 0) -> Person:
    """A baby on the way, sex U, due in so many weeks (0: drawn). Belongs with the mother."""
    due = kin.frame.today + timedelta(
        days=7 * (weeks or kin.chance.randrange(4, 24)) + kin.chance.randrange(0, 7)
    )
    baby = kin.person(sex="U", born=None, given="Unborn", family=pair.one.family, expected=due)
    kin.tie(pair.one, baby, "mother")
    for sibling in siblings:
        kin.both(sibling, baby, "sibling_full", sure="stated")
    kin.live(baby, home, "child", kin.frame.today - timedelta(days=30))
    return baby


def one_parent(kin: Kin) -> None:
    """A parent on their own. The other parent lives elsewhere in the county, is known by name only, or is
    not named."""
    chance = kin.chance
    births = _births(kin, 1 + poisson(chance, MORE_CHILDREN))
    age = parent_age(kin, births[0][0])
    mother = adult(kin, "F" if chance.random() < 0.9 else "M", age)
    father = adult(kin, "M", age + chance.gauss(2, 4)) if chance.random() < 0.85 else None
    pair = Couple(mother, father)
    children = rear(kin, births, childs_surname(kin, pair))
    parents_of(kin, pair, children)
    home = kin.home()
    settle(kin, home, Couple(mother), children)
    if father:
        part(kin, pair, home, near=chance.random() < 0.55)


def part(kin: Kin, pair: Couple, home: Household, *, near: bool) -> None:
    """The second partner moves out on a day, within the three years for a quarter; to a home of their own
    if near."""
    assert pair.other
    since = kin.before(20, 1095) if kin.chance.random() < 0.25 else kin.before(1100, 2600)
    kin.both(pair.one, pair.other, "ex_partner", sure="stated", since=since)
    kin.live(pair.other, home, "adult", since - timedelta(days=1500), since)
    if near:
        kin.live(pair.other, kin.home(since=since), "adult", since)


def step_family(kin: Kin) -> None:
    """A mother's household that re-formed: the children's father moved out, a partner moved in, perhaps
    with his own."""
    chance = kin.chance
    births = _births(kin, 1 + poisson(chance, MORE_CHILDREN))
    age = parent_age(kin, births[0][0])
    before, father = adult(kin, "F", age), adult(kin, "M", age + chance.gauss(2, 4))
    children = rear(kin, births, father.family)
    parents_of(kin, Couple(before, father), children)
    home = kin.home()
    settle(kin, home, Couple(before), children)
    part(kin, Couple(before, father), home, near=chance.random() < 0.6)
    joined = kin.before(20, 1090)
    partner = adult(kin, "M", age + chance.gauss(1, 5))
    kin.live(partner, home, "step_parent", joined)
    kin.both(before, partner, "partner", sure="stated", since=joined)
    for child in children:
        kin.tie(partner, child, "step_father", sure="stated", since=joined)
    _new_siblings(kin, Couple(before, partner), children, home, joined)


def _new_siblings(kin: Kin, pair: Couple, children: list[Person], home: Household, joined: date) -> None:
    """The partner's own child comes too (a third), and a child of both is born (a quarter)."""
    assert pair.other
    if kin.chance.random() < 0.35:
        own = rear(kin, _births(kin, 1, 16.0), pair.other.family)
        parents_of(kin, Couple(pair.other), own)
        for child in own:
            kin.live(child, home, "child", max(joined, child.born_on or joined))
            for other in children:
                kin.both(child, other, "sibling_step", sure="stated", since=joined)
    due = joined + timedelta(days=kin.chance.randrange(150, 600))
    if kin.chance.random() < 0.25 and due <= kin.frame.today:
        baby = rear(kin, [(due, 0)], pair.other.family)
        parents_of(kin, pair, baby)
        kin.live(baby[0], home, "child")
        for other in children:
            kin.both(baby[0], other, "sibling_half")


def three_generations(kin: Kin) -> None:
    """Grandparent, parents and children under one roof."""
    births = _births(kin, 1 + poisson(kin.chance, MORE_CHILDREN))
    age = parent_age(kin, births[0][0])
    pair = couple(kin, age)
    grandparent = adult(
        kin,
        "F" if kin.chance.random() < 0.7 else "M",
        age + kin.chance.uniform(22, 34),
        family=pair.one.family,
    )
    children = rear(kin, births, childs_surname(kin, pair))
    parents_of(kin, pair, children)
    home = kin.home()
    settle(kin, home, pair, children)
    kin.live(grandparent, home, "grandparent", kin.before(400, 4000))
    for child in children:
        kin.tie(grandparent, child, "grandparent")


def in_care(kin: Kin, *, out_of_area: bool | None = None) -> None:
    """A looked-after child of the county: mother's home, then foster carers, sometimes outside the county."""
    mother, child = _lone_mother(kin)
    far = kin.chance.random() < 0.2 if out_of_area is None else out_of_area
    placed = kin.before(30, 1000)
    birth_home = kin.homes[0]
    placed = max(placed, (child.born_on or placed) + timedelta(days=3))
    kin.live(child, birth_home, "child", None, placed)
    kin.live(mother, birth_home, "adult", kin.before(1000, 4000))
    _place(kin, child, placed, "out_of_area" if far else "foster_home")
    work(kin, "council", "care", "wanda", child, "looked_after", placed)


def _lone_mother(kin: Kin) -> tuple[Person, Person]:
    births = _births(kin, 1, 16.5)[:1]
    mother = adult(kin, "F", parent_age(kin, births[0][0]))
    child = rear(kin, [(births[0][0], 0)], mother.family)[0]
    kin.tie(mother, child, "mother")
    kin.home()
    return mother, child


def _place(kin: Kin, child: Person, placed: date, kind: str) -> None:
    carers = couple(kin, kin.chance.uniform(34, 62))
    home = kin.home(kind)
    settle(kin, home, carers, [])
    kin.live(child, home, "looked_after", placed)
    for carer in (carers.one, carers.other):
        if carer:
            kin.tie(carer, child, "carer", since=placed)


def placed_by_another(kin: Kin) -> None:
    """A child another council looks after, living with carers in this county."""
    births = _births(kin, 1, 16.5)[:1]
    child = rear(kin, [(births[0][0], 0)], "")[0]
    placed = max(kin.before(30, 900), births[0][0] + timedelta(days=3))
    _place(kin, child, placed, "foster_home")
    work(kin, "wexmoor", "", "", child, "responsible_elsewhere", placed)


def refuge(kin: Kin) -> None:
    """A mother and children in a refuge whose place must not be shown; the other parent lives at the old
    address."""
    births = _births(kin, 1 + poisson(kin.chance, 0.6), 14)
    pair = couple(kin, parent_age(kin, births[0][0]))
    children = rear(kin, births, childs_surname(kin, pair))
    parents_of(kin, pair, children)
    old, left = kin.home(), kin.before(5, 120)
    safe = kin.home("refuge", restricted="refuge", since=left)
    assert pair.other
    kin.live(pair.other, old, "adult", left - timedelta(days=900))
    for person in (pair.one, *children):
        since = max(left - timedelta(days=900), person.born_on or left)
        if since < left:
            kin.live(person, old, "adult" if person is pair.one else "child", since, left)
        kin.live(person, safe, "adult" if person is pair.one else "child", max(left, since))
        kin.truth("protected", person.key, safe.key, "the refuge's place is never shown")
    for child in children:
        work(kin, "harbour-house", "outreach", "harriet", child, "outreach", left)


def work(
    kin: Kin,
    agency: str,
    team: str,
    worker: str,
    child: Person,
    kind: str,
    since: date,
    until: date | None = None,
) -> None:
    """An agency begins (and perhaps ends) working with a child."""
    key = uid(kin.frame.seed, "involvement", child.key, kind, since)
    kin.rows.add(Involvement(key, agency, team, worker, child.key, kind, since, until))


PLANS: Weighted[Callable[[Kin], None]] = Weighted(
    (
        one_adult,
        two_adults,
        grown_children,
        two_parents,
        one_parent,
        step_family,
        three_generations,
        in_care,
        placed_by_another,
        refuge,
    ),
    (22, 30.5, 14, 16.2, 5.6, 2.2, 3.6, 0.45, 0.06, 0.08),
)
