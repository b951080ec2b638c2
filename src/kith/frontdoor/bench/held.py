"""What is held about several people, to lay beside what arrived: their fields, and how each of them stands with us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.frontdoor.bench.births import birth_words, day_words
from kith.kit import words
from kith.people import reads as people
from kith.people.index import reliance
from kith.people.models import Address, Identifier, Person, SchoolPlace, SourceRecord
from kith.people.restricted import SAID, restricted

LINES = (("given_name", "First name"), ("family_name", "Last name"), ("known_as", "Known as"), ("dob", "Date of birth"),
         ("birth_order", "Born (of twins)"), ("sex", "Sex"), ("address", "Address"), ("postcode", "Postcode"),
         ("nhs_number", "NHS number"), ("upn", "Pupil number"), ("phone", "Telephone"), ("school", "School"),
         ("parent_names", "Parents"))
SEXES = {"F": "Female", "M": "Male", "U": ""}
PLACES = ("address", "postcode", "phone")   # what could tell a protected place


@dataclass(frozen=True)
class Standing:
    """How a person stands with us, in a line: who they are, whose records stand for them, what asks for care."""

    line: people.Line
    records: int = 0
    agencies: tuple[str, ...] = ()
    history: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """ "7, lives with mother Anna; 3 records, from Ashbrook Primary and NHS Thornshire"."""
        home = f"lives with {self.line.lives_with}" if self.line.lives_with else "household not known"
        kept = f"{words.plural(self.records, 'record')}, from {words.join_and(self.agencies)}" if self.records else ""
        return "; ".join(filter(None, (", ".join(filter(None, (self.line.age, home))), kept)))


def standing(subjects: Sequence[UUID], on: date, *, apart_from: UUID | None = None) -> dict[UUID, Standing]:
    """Each person's standing; whom row security hides is not there. `apart_from`: the arriving source record."""
    lines, history = people.lines(subjects, on), reliance.histories(subjects)
    found: dict[UUID, list[str]] = {s: [] for s in subjects}
    for record, subject, agency in (SourceRecord.objects.filter(subject_id__in=subjects).order_by("received_at")
                                    .values_list("pk", "subject_id", "agency__name")):
        if record != apart_from:
            found[subject].append(agency)
    return {s: Standing(line, len(found[s]), tuple(dict.fromkeys(found[s])), history.get(s, ()))
            for s, line in lines.items()}


def person_fields(person: Person) -> dict[str, str]:
    """The line at the head of a person's record, as people read it."""
    found = {"given_name": person.given_name, "family_name": person.family_name, "known_as": person.known_as,
             "dob": person.born_on.isoformat() if person.born_on else "", "sex": person.sex,
             "birth_order": person.birth_order}
    fields = {name: spoken(name, value) for name, value in found.items() if value}
    if person.is_unborn and person.expected_on:
        fields["dob"] = f"expected {words.long_date(person.expected_on)}"
    return fields


def spoken(name: str, value: Any) -> str:
    """A field as people read it: dates in words, sexes and lists in full."""
    if name == "parent_names":
        return ", ".join(value or ())
    if name == "sex":
        return SEXES.get(value or "U", "")
    if name == "birth_order":
        return words.ordinal(int(value)) if value else ""
    if name == "dob" and value:
        return day_words(str(value))
    return str(value or "")


def held_about(subjects: Iterable[UUID], apart_from: UUID) -> dict[UUID, dict[str, str]]:
    """What is held about several people beyond their current line, newest source first; five queries for them all.

    `apart_from`: the arriving source record, so that what it brought is not held against itself. A place that is
    restricted is never among it, nor is a telephone that could tell it.
    """
    ids = list(subjects)
    other = ~Q(source_record=apart_from)
    found: dict[UUID, dict[str, str]] = {i: {} for i in ids}
    for subject in restricted(ids):
        found[subject] |= dict.fromkeys(PLACES, SAID)
    for subject, postcode, lines in (Address.objects.filter(other, subject_id__in=ids, until_on__isnull=True)
                                     .values_list("subject_id", "postcode", "lines")):
        found[subject].setdefault("address", lines)
        found[subject].setdefault("postcode", postcode)
    for subject, scheme, value in (Identifier.objects.filter(other, subject_id__in=ids, ended_at__isnull=True)
                                   .values_list("subject_id", "scheme", "value")):
        found[subject].setdefault({"nhs": "nhs_number"}.get(scheme, scheme), value)
    for subject, school in (SchoolPlace.objects.filter(other, subject_id__in=ids, until_on__isnull=True)
                            .values_list("subject_id", "school__name")):
        found[subject].setdefault("school", school)
    add_from_sources(found, ids, apart_from)
    return found


def add_from_sources(found: dict[UUID, dict[str, str]], ids: list[UUID], apart_from: UUID) -> None:
    for subject, fields, told_at in (SourceRecord.objects.filter(subject_id__in=ids).exclude(pk=apart_from)
                                     .order_by("-received_at")
                                     .values_list("subject_id", "fields", "received_at")[:60]):
        for name, _ in LINES:
            value = birth_words(fields, told_at) if name == "dob" else spoken(name, fields.get(name))
            if value:
                found[subject].setdefault(name, value)
