"""What a child page is made of: panels that each room hands over as data, and this room's own."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kith.authority.who import Session
from kith.people.models import Person
from kith.people.reads import UNSEEN, Known
from kith.people.restricted import SAID


@dataclass(frozen=True)
class About:
    """Whom the page is about and who reads it; what is known already is handed on, so that nobody asks twice."""

    person: Person
    known: Known
    by: Session
    at: datetime
    may: Container[str] = ()  # of the verbs the rooms offer on this page, those this reader may do


OFFERED = (
    ("person.corrected", "Correct", "correct/"),
    ("person.also_named", "Add another name", "name/"),
    ("person.numbered", "Add a number", "number/"),
    ("persons.viewed", "The records behind this person", ""),
)
OF_THE_UNBORN = ("person.born", "Record the birth", "born/")
OFFERS = (OF_THE_UNBORN[0], *(verb for verb, _, _ in OFFERED))


@dataclass(frozen=True)
class Panel:
    """One room's part of the page: a heading, a template and its words."""

    key: str
    title: str
    template: str
    words: Mapping[str, Any] = field(default_factory=dict)


def identity(about: About) -> Panel:
    """Names in every script, numbers, places and schools, each with its days: what we hold and how we know it."""
    known = about.known
    nothing, none = (None, "not held") if about.by.wide else (UNSEEN, UNSEEN)
    rows = [
        {"key": "Other names", "value": "; ".join(known.names(about.person.name)) or none},
        {"key": "NHS number", "value": known.number("nhs") or nothing},
        {"key": "Pupil number", "value": known.number("upn") or nothing},
        {"key": "Lives at", "value": SAID if known.restricted else "; ".join(known.lives_at) or nothing},
        {
            "key": "Lived at before",
            "value": "; ".join(dict.fromkeys(dated(f) for f in known.facts.get("address", []) if f[4])) or none,
        },
        {"key": "School", "value": "; ".join(phoned(f) for f in known.now("school")) or nothing},
        {"key": "GP practice", "value": "; ".join(phoned(f) for f in known.now("practice")) or nothing},
    ]
    return Panel("identity", "Names, numbers and places", "desk/panel_identity.html",
                 {"rows": rows, "ways": ways(about)})


def ways(about: About) -> list[tuple[str, str]]:
    """What this reader may do about who the person is: (words, address)."""
    at = f"/work/people/persons/{about.person.pk}/"
    offered = (OF_THE_UNBORN, *OFFERED) if about.person.is_unborn else OFFERED
    return [(words, at + step) for verb, words, step in offered if verb in about.may]


def place(fact: tuple) -> str:
    return f"{fact[0]}, {fact[1]}".strip(", ")


def dated(fact: tuple) -> str:
    return f"{place(fact)} (until {fact[4]:%-d %B %Y})"


def phoned(fact: tuple) -> str:
    return f"{fact[0]} ({fact[1]})" if fact[1] else fact[0]
