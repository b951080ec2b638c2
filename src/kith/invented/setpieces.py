"""Families of the acceptance scenarios. Their people are there before the story begins; only what lies in
the past is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from .families import (
    Couple,
    adult,
    expect,
    in_care,
    parents_of,
    placed_by_another,
    refuge,
    settle,
    step_family,
)
from .kin import Kin
from .naming import origins
from .nouns import Contact, Person
from .rhythm import BY_KEY
from .stories import write
from .terms import at_london
from .worries import Telling, Worry

TWINS_BORN = date(2019, 9, 4)
SPELLINGS_BORN = date(2014, 4, 3)
SPELLING_DAYS = (date(2026, 12, 3), date(2027, 1, 22), date(2027, 2, 12))
SPELLINGS = (
    ("Mohammed", "Al Hussein", "03/04/2014"),
    ("Muhammad", "Alhussain", "04/03/2014"),
    ("Mhmd", "Hussain", "03/04/2014"),
)


def _at(kin: Kin, town: str, origin: str) -> None:
    """Put this kin group in a town, with an origin."""
    kin.area = next(area for area in kin.frame.ground.areas if area.town == town)
    kin.origin = origins()[origin]


def _household(
    kin: Kin,
    line: str,
    family: str,
    parents: tuple[tuple[str, str, float], ...],
    children: tuple[tuple[str, str, date, str], ...],
    *,
    family_of_mother: str = "",
) -> list[Person]:
    """Parents (given, sex, age) and children (given, sex, born, school) at an address; children not yet
    born are left out."""
    grown = [
        adult(
            kin, sex, age, given=given, family=family_of_mother if sex == "F" and family_of_mother else family
        )
        for given, sex, age in parents
    ]
    born = [entry for entry in children if entry[2] <= kin.frame.today]
    made: list[Person] = []
    for given, sex, day, school in born:
        alike = sum(entry[2] == day for entry in born) > 1
        order = 1 + sum(child.born_on == day for child in made) if alike else 0
        child = kin.person(sex=sex, born=day, given=given, family=family, order=order, middle="")
        kin.school_choice[child.key] = school
        made.append(child)
    pair = Couple(grown[0], grown[1] if len(grown) > 1 else None)
    parents_of(kin, pair, made)
    settle(kin, kin.home(line=line), pair, made)
    return made


def noor(kin: Kin) -> None:
    """A1: Noor, 7, of Ashbrook Primary; her parents speak Arabic. Her lead files the contact on Christmas
    Eve."""
    _at(kin, "Elmcaster", "muslim")
    _household(
        kin,
        "18 Lantern Terrace",
        "Haddad",
        (("Layla", "F", 33), ("Sami", "M", 36)),
        (("Noor", "F", date(2019, 5, 14), "Ashbrook Primary"),),
    )


def five_places(kin: Kin) -> None:
    """A2: five brothers and sisters in five education positions. Nothing has been told of them yet."""
    _at(kin, "Brackenford", "gb")
    _household(
        kin,
        "7 Teasel Close",
        "Carradine",
        (("Jodie", "F", 38), ("Wes", "M", 41)),
        (
            ("Kai", "M", date(2009, 12, 1), "Thornshire College"),
            ("Jude", "M", date(2014, 11, 20), "home"),
            ("Isla", "F", date(2018, 10, 12), "Brambledown Primary"),
            ("Finn", "M", date(2022, 2, 10), "Fairlight House School"),
            ("Bo", "F", date(2024, 1, 15), "St Aldhelm's Nursery, Elmcaster"),
        ),
    )


def four_siblings(kin: Kin) -> None:
    """A3: Leo, Mia, Sam and Ava, one family whose four children need four decisions."""
    _at(kin, "Saltmere", "gb")
    _household(
        kin,
        "52 Ropewalk Road",
        "Brannigan",
        (("Carly", "F", 34),),
        (
            ("Leo", "M", date(2012, 6, 3), "Saltmere High School"),
            ("Mia", "F", date(2017, 9, 21), "Brambledown Primary"),
            ("Sam", "M", date(2022, 5, 30), "Brambledown Primary"),
            ("Ava", "F", date(2026, 6, 8), "Orchard Nursery, Saltmere"),
        ),
    )


def like_twins(kin: Kin) -> None:
    """A4: Amara and Amira Osei-Bonsu, born 4 September 2019; Amira's NHS number is missing."""
    _at(kin, "Saltmere", "west_african")
    twins = _household(
        kin,
        "23 Harbour Street",
        "Osei-Bonsu",
        (("Abena", "F", 35), ("Kofi", "M", 39)),
        (
            ("Amara", "F", TWINS_BORN, "Brambledown Primary"),
            ("Amira", "F", TWINS_BORN, "Brambledown Primary"),
        ),
    )
    for child in twins[1:]:
        kin.no_nhs.add(child.key)
        kin.truth("trap_twins_of_like_name", twins[0].key, child.key, "birth order 1 and 2: never one child")


def spellings(kin: Kin) -> None:
    """A6: one boy spelt three ways, and Mahmud Hussain with his birthday at his school, who is someone
    else."""
    _at(kin, "Saltmere", "muslim")
    school = "Saltmere High School"
    boy = _household(
        kin,
        "4 Cuckoo Court",
        "Al-Hussein",
        (("Huda", "F", 37), ("Khalid", "M", 44)),
        (("Mohammed", "M", SPELLINGS_BORN, school),),
    )
    other = _household(
        kin,
        "61 Flint Road",
        "Hussain",
        (("Samina", "F", 36), ("Asif", "M", 38)),
        (("Mahmud", "M", SPELLINGS_BORN, school),),
    )
    if boy and other:
        kin.truth("trap_same_birthday_and_school", boy[0].key, other[0].key, "two boys")
        kin.truth(
            "transliterated",
            boy[0].key,
            "",
            "Mohammed Al-Hussein, Muhammad Alhussain, Mhmd Hussain, محمد الحسين",
        )


def kayleigh(kin: Kin) -> None:
    """A5: Kayleigh, 16, herself a child, before the midwife writes of her baby."""
    _at(kin, "Elmcaster", "gb")
    _household(
        kin,
        "9 Kiln Gardens",
        "Marchbank",
        (("Toni", "F", 41),),
        (("Kayleigh", "F", date(2010, 3, 2), "Elmcaster Academy"),),
    )


def on_the_way(kin: Kin) -> None:
    """A baby due in eleven weeks and a brother of three: the midwife has written."""
    _at(kin, "Elmcaster", "gb")
    born = kin.frame.today - timedelta(days=1200)
    _household(
        kin,
        "30 Ember Way",
        "Tolliver",
        (("Stacey", "F", 24),),
        (("Mason", "M", born, "Orchard Nursery, Saltmere"),),
    )
    mother, brother = kin.people
    expect(kin, Couple(mother), [brother], kin.homes[0], weeks=11)


def two_doors(kin: Kin) -> None:
    """One night's incident that reaches the hub twice: by police before dawn, by the health visitor in
    the morning."""
    _at(kin, "Brackenford", "gb")
    born = kin.frame.today - timedelta(days=700)
    _household(
        kin,
        "14 Barley Row",
        "Penhallow-Reid",
        (("Tanya", "F", 29), ("Lloyd", "M", 31)),
        (("Ivy", "F", born, ""),),
    )


def in_care_far_away(kin: Kin) -> None:
    """A looked-after child of the county living outside it."""
    in_care(kin, out_of_area=True)


def in_care_near(kin: Kin) -> None:
    """A looked-after child with carers in the county."""
    in_care(kin, out_of_area=False)


ALWAYS = (in_care_far_away, in_care_near, placed_by_another, refuge, step_family)
SETPIECES: tuple[Callable[[Kin], None], ...] = (
    noor,
    five_places,
    four_siblings,
    like_twins,
    kayleigh,
    spellings,
    on_the_way,
    two_doors,
    *ALWAYS,
)


def stories_of(plan: Callable[[Kin], None], told: Telling) -> None:
    """What has already happened to a set piece by the county's now."""
    if plan is like_twins:
        _one_of_two(told)
    elif plan is spellings:
        _three_greens(told)
    elif plan is on_the_way:
        _midwife(told)
    elif plan is two_doors:
        _same_night_twice(told)


def _same_night_twice(told: Telling) -> None:
    """Two contacts about one incident, the second with the surname as the health visitor heard it."""
    now, child = told.kin.frame.now, [p for p in told.kin.people if p.kind == "child"]
    doors: tuple[tuple[str, str, str, float, dict[str, str]], ...] = (
        ("police", "6", "api", 13.5, {}),
        ("health", "3B", "telephone", 6.2, {"family": "Penhaligon Reed"}),
    )
    for number, (source, code, channel, hours, typed) in enumerate(doors):
        worry = Worry(
            number,
            BY_KEY[source],
            now - timedelta(hours=hours),
            child,
            "domestic_abuse",
            "assessment",
            "amber",
            4,
            stop="received",
            overrides={"code": code, "channel": channel, **typed},
        )
        write(told, worry)
    one, other = (row.key for row in told.kin.rows.of(Contact))
    told.kin.truth("same_incident", one, other, "one referral, two contacts")


def _midwife(told: Telling) -> None:
    """The midwife's contact about the baby, out with the partners."""
    baby = [p for p in told.kin.people if p.kind == "unborn"]
    worry = Worry(
        0,
        BY_KEY["health"],
        told.kin.frame.now - timedelta(hours=22),
        baby,
        "unborn",
        "assessment",
        "amber",
        4,
        stop="asked",
        overrides={"code": "3D", "channel": "form"},
    )
    write(told, worry)


def _one_of_two(told: Telling) -> None:
    """A police screening names 'A. Osei-Bonsu, 04/09/19': one of two, and nobody has chosen."""
    twins = [p for p in told.kin.people if p.kind == "child"]
    if not twins:
        return
    worry = Worry(
        0,
        BY_KEY["police"],
        told.kin.frame.now - timedelta(hours=5),
        twins[:1],
        "domestic_abuse",
        "info_advice",
        "amber",
        2,
        stop="received",
    )
    worry.overrides = {
        "given": "A.",
        "family": "Osei-Bonsu",
        "born": "04/09/2019",
        "code": "6",
        "channel": "api",
    }
    write(told, worry)


def _three_greens(told: Telling) -> None:
    """Three green screenings of one boy, each spelt another way; the days keep their distance."""
    boys = [p for p in told.kin.people if p.given == "Mohammed" and p.kind == "child"]
    for number, at in enumerate(_spelling_times(told.kin.frame.now)):
        if boys and at < told.kin.frame.now:
            worry = Worry(
                number,
                BY_KEY["police"],
                at,
                boys,
                "domestic_abuse",
                "info_advice",
                "green",
                2,
                stop=("", "matched", "received")[number],
                match=("confirmed", "possible", "")[number],
            )
            given, family, born = SPELLINGS[number]
            worry.overrides = {"given": given, "family": family, "born": born, "code": "6", "channel": "api"}
            write(told, worry)


def _spelling_times(now: datetime) -> list[datetime]:
    """The scenario's days; moved back together where the last still lies ahead of now."""
    days = list(SPELLING_DAYS)
    if at_london(days[-1], time(22, 40)) >= now:
        shift = days[-1] - (now.date() - timedelta(days=1))
        days = [day - shift for day in days]
    return [at_london(day, time(22, 40)) for day in days]
