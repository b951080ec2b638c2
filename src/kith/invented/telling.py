"""The words of a contact: what happened, what partners say, what the child said. Drawn from the word
files and filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random

from .kin import YEAR, Kin
from .nouns import Person, Relationship, School
from .streams import Weighted
from .words import words

PRONOUNS = {"F": ("she", "her", "her"), "M": ("he", "his", "him"), "U": ("they", "their", "them")}
_NOT_CONCERNS = ("shared", "opening", "places", "people")
UNBORN_AGE = -1


LEAN = {  # how much likelier (or not) a kind of source is to write of a concern
    "police": {
        "domestic_abuse": 2.6,
        "missing": 3,
        "exploitation": 1.5,
        "attendance": 0,
        "housing": 0.1,
        "emotional": 0.1,
        "young_carer": 0.1,
        "disability": 0.05,
        "neglect": 0.6,
    },
    "school": {"attendance": 1.6, "domestic_abuse": 0.5, "missing": 0.2, "housing": 0.5},
    "health": {
        "attendance": 0.1,
        "exploitation": 0.3,
        "missing": 0.05,
        "self_harm": 1.6,
        "parent_mental_health": 1.6,
    },
    "family": {"attendance": 0.3, "disability": 0.3, "self_harm": 0.4},
}


@cache
def concerns_at(age: int, source: str) -> Weighted[str]:
    """Kinds of concern this source brings about a child of this age in years (-1: unborn), by weight."""
    table = {key: entry for key, entry in words("concerns").items() if key not in _NOT_CONCERNS}
    lean = LEAN.get(source, {})
    fit = {
        key: (entry["weight"] or 1) * lean.get(key, 1)
        for key, entry in table.items()
        if entry["ages"][0] <= age <= entry["ages"][1]
    }
    return Weighted(fit, fit.values())


@cache
def _sentences(section: str, pool: str, age: int) -> tuple[str, ...]:
    """The sentences of a pool that suit this age. A sentence may begin with its ages: "5-17|..."."""
    found = []
    for line in words("concerns")[section][pool]:
        ages, bar, text = line.partition("|")
        low, _, high = ages.partition("-")
        if not bar or int(low) <= age <= int(high):
            found.append(text if bar else line)
    return tuple(found)


def age_on(person: Person, day: date) -> int:
    """Age in whole years, -1 before birth."""
    return (
        UNBORN_AGE
        if person.born_on is None or person.born_on > day
        else int((day - person.born_on).days / YEAR)
    )


def primary_need(concern: str) -> str:
    """The national code (N1 to N8) this concern is counted under."""
    return str(words("concerns")[concern]["need"])


def slots(kin: Kin, child: Person, school: School | None, chance: Random) -> dict[str, str]:
    """Names and pronouns for the sentences about this child. Other people's names come in on purpose."""
    people, relatives = words("concerns")["people"], _relatives(kin, child)
    filled = {key: chance.choice(people[key]) for key in ("friend", "neighbour", "adult", "worker")}
    return (
        filled
        | called(child)
        | {
            "mother": relatives.get("mother", "Mum"),
            "father": relatives.get("father", "Dad"),
            "sibling": relatives.get("sibling", "a cousin"),
            "place": chance.choice(words("concerns")["places"]["list"]),
            "school": school.name if school else "the setting",
        }
    )


def called(child: Person) -> dict[str, str]:
    """This child's name and pronouns, as slots."""
    they, their, them = PRONOUNS[child.sex if child.sex in PRONOUNS else "U"]
    return {"child": child.given, "they": they, "their": their, "them": them}


def _relatives(kin: Kin, child: Person) -> dict[str, str]:
    names = {person.key: person.given for person in kin.people if person.kind != "unborn"}
    found: dict[str, str] = {}
    for tie in kin.rows.of(Relationship):
        if tie.of == child.key and tie.person in names:
            found.setdefault(
                "sibling" if tie.kind.startswith(("sibling", "twin")) else tie.kind, names[tie.person]
            )
    return found


def narrative(
    concern: str, opening: str, fill: Mapping[str, str], chance: Random, *, age: int, family_told: bool = True
) -> str:
    """Three to seven sentences: what brought it, what happened, the context, what is not so, what
    protects, what is asked.

    opening: a source key or national code with sentences of its own; a member of the public asks for
    nothing in our words.
    """
    happened = _sentences(concern, "happened", age)
    said = [
        chance.choice(_sentences("opening", opening, age)),
        *chance.sample(happened, min(len(happened), 1 + (chance.random() < 0.3))),
    ]
    told = "told" if family_told else "not_told"
    public = opening.startswith(("1", "9", "family"))
    for section, pool, share in (
        (concern, "context", 0.75),
        ("shared", "negation", 0.2 if public else 0.55),
        ("shared", "protective", 0.2 if public else 0.5),
        ("shared", told, 0 if public else 0.6),
        ("shared", "ask", 0 if public else 0.5),
    ):
        if chance.random() < share:
            said.append(chance.choice(_sentences(section, pool, age)))
    unique = dict.fromkeys(sentence for sentence in said if sentence)
    return " ".join(_sentence(sentence, fill) for sentence in unique)


def opening_for(source: str, code: str) -> str:
    """Where the first sentence comes from: the code's own, else the source's."""
    return code if code in words("concerns")["opening"] else source


def why(outcome: str, fill: Mapping[str, str], chance: Random) -> str:
    """The reason for a decision of this outcome."""
    return _sentence(chance.choice(words("replies")["rationale"][outcome]), fill)


def _sentence(template: str, fill: Mapping[str, str]) -> str:
    text = template.format_map(fill)
    return text[0].upper() + text[1:]


def reply(pool: str, fill: Mapping[str, str], chance: Random) -> str:
    """One filled-in sentence of the replies: joint, rationale, options, question, police, health ..."""
    return _sentence(chance.choice(words("replies")[pool]), fill)


def childs_words(concern: str, chance: Random) -> str:
    """Words a child might say, as heard."""
    table = words("voices")
    own = table.get(concern, {}).get("talk", [])
    return str(chance.choice(own if own and chance.random() < 0.75 else table["shared"]["talk"]))


def seen(chance: Random) -> str:
    """What was seen of a child too young to say."""
    return str(chance.choice(words("voices")["shared"]["watch"]))


def aside(pool: str, chance: Random) -> str:
    """A wish or a worker's reading; often empty."""
    return str(chance.choice(words("voices")["shared"][pool]))
