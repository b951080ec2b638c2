"""While a caller is on the line: is this a child we know? Asked of the index, stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from kith.frontdoor.models import ContactPerson
from kith.people import linkage, matching
from kith.people.models import Person
from kith.people.rules import age_on

SHOWN = 5
LIKELY, POSSIBLE = 0.9, 0.5


@dataclass(frozen=True)
class Known:
    """One person whom the caller's child may be, with the reasons for and against."""

    subject: UUID
    name: str
    age: int | None
    born_on: date | None
    word: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    contacts: int
    last: datetime | None


def record_of(typed: Mapping[str, str], n: int, today: date) -> linkage.Record:
    """What is typed so far about the nth child, in the matcher's shape; half-typed dates are left out."""
    parts = [typed.get(f"child{n}_dob_{p}", "").strip() for p in ("year", "month", "day")]
    whole = all(p.isdigit() for p in parts)
    dob = f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}" if whole else parts[0] if parts[0].isdigit() else ""
    return linkage.Record(
        record_id="call",
        source="telephone",
        given_name=typed.get(f"child{n}_given_name", ""),
        family_name=typed.get(f"child{n}_family_name", ""),
        dob=dob or typed.get(f"child{n}_age", ""),
        as_at=today.isoformat(),
        address=typed.get("address", ""),
        postcode=typed.get("postcode", ""),
    )


def enough(record: linkage.Record) -> bool:
    """A name and something else: a name alone finds half the county."""
    return bool(record.given_name or record.family_name) and bool(
        record.dob or record.postcode or (record.given_name and record.family_name)
    )


def possibly_known(record: linkage.Record, today: date) -> list[Known]:
    """Children the typed one may be, best first."""
    found = matching.compare(linkage.clean(record))[: SHOWN * 2]
    ids = [UUID(str(c.subject_id)) for c in found]
    persons = {p.subject_id: p for p in Person.objects.filter(subject_id__in=ids, kind="child")}
    counts = earlier(ids)
    return [
        shown(c, persons[s], counts.get(s, {}), today)
        for c, s in zip(found, ids, strict=True)
        if s in persons
    ][:SHOWN]


def shown(candidate: linkage.Candidate, person: Person, count: Mapping[str, Any], today: date) -> Known:
    word = (
        "Likely the same child"
        if candidate.probability >= LIKELY
        else "May be the same child"
        if candidate.probability >= POSSIBLE
        else "Less likely"
    )
    against = (*((candidate.guard,) if candidate.guard else ()), *candidate.against_reasons)
    return Known(
        person.subject_id,
        person.name,
        age_on(person.born_on, today),
        person.born_on,
        word,
        candidate.for_reasons,
        against,
        count.get("n", 0),
        count.get("last"),
    )


def earlier(subjects: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """How many contacts each child has had, and the last one's day."""
    rows = (
        ContactPerson.objects.filter(subject__in=subjects, role="child")
        .values("subject_id")
        .annotate(n=Count("contact", distinct=True), last=Max("contact__received_at"))
    )
    return {row["subject_id"]: dict(row) for row in rows}
