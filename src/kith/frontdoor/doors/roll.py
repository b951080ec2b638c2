"""A school's own pupils, for its safeguarding lead: what the school holds already is not typed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.authority import policy
from kith.authority.who import Session
from kith.people.models import Identifier, Person

SHOWN = 12


@dataclass(frozen=True)
class Pupil:
    """One child on the roll, with what the form would otherwise ask."""

    subject: UUID
    given_name: str
    family_name: str
    known_as: str
    born_on: date | None
    sex: str
    upn: str = ""

    def fields(self) -> dict[str, Any]:
        """The form's fields that the roll fills, by short name, without empty ones."""
        found = {
            "given_name": self.given_name,
            "family_name": self.family_name,
            "known_as": self.known_as,
            "dob": self.born_on,
            "sex": self.sex,
        }
        return {name: value for name, value in found.items() if value}

    def typed(self) -> dict[str, str]:
        """The same as a browser would post it."""
        out = {name: str(value) for name, value in self.fields().items() if name != "dob"}
        if self.born_on:
            out |= {
                "dob_day": str(self.born_on.day),
                "dob_month": str(self.born_on.month),
                "dob_year": str(self.born_on.year),
            }
        return out


def has_roll(by: Session) -> bool:
    """Whether this worker keeps a school's roll."""
    return by.has("school_lead")


def of_person(person: Person, upn: str = "") -> Pupil:
    return Pupil(
        person.subject_id,
        person.given_name,
        person.family_name,
        person.known_as,
        person.born_on,
        person.sex,
        upn,
    )


def pupils_named(by: Session, text: str) -> list[Pupil]:
    """Pupils whose names contain every typed word. Row security leaves only those on this school's roll."""
    if not has_roll(by) or not text.strip():
        return []
    wanted = Q(kind="child")
    for word in text.split()[:4]:
        wanted &= Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word)
    found = Person.objects.filter(wanted).order_by("family_name", "given_name", "born_on")[:SHOWN]
    return [of_person(person) for person in found]


def pupil(by: Session, subject: str) -> Pupil | None:
    """One pupil, if on the roll of this worker's school; None for anybody else."""
    try:
        wanted = UUID(subject)
    except ValueError:
        return None
    leave = policy.leave(by, "child.viewed", wanted) if has_roll(by) else None
    person = (
        Person.objects.filter(subject_id=wanted).first() if leave and leave.tie == "on_school_roll" else None
    )
    if person is None:
        return None
    numbers = Identifier.objects.filter(subject_id=wanted, scheme="upn", ended_at__isnull=True)
    return of_person(person, numbers.values_list("value", flat=True).first() or "")
