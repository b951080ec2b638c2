"""A person as the rules of merging need them: numbers, births, seals and history, two persons in a few questions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from kith.authority.models import Subject
from kith.people import linkage
from kith.people.index import ground, reliance, validity
from kith.people.index.rules import Side
from kith.people.models import Person


def sides(subjects: Sequence[UUID]) -> dict[UUID, Side]:
    """Each person as the rules see them; whom row security hides is not there."""
    facts, history = ground.cluster_facts(subjects), reliance.histories(subjects)
    people = {p.subject_id: p for p in Person.objects.filter(subject_id__in=subjects)}
    return {
        s.pk: side(s, people.get(s.pk), facts[s.pk], history.get(s.pk, ()))
        for s in Subject.objects.filter(pk__in=subjects)
    }


def side(subject: Subject, person: Person | None, facts: ground.Facts, history: tuple[str, ...]) -> Side:
    held = validity.numbers(facts)
    return Side(
        birth_order=birth_order(person, facts.packed),
        died_on=person.died_on if person else None,
        nhs=frozenset(held["nhs"]),
        upn=frozenset(held["upn"]),
        sealed=bool(facts.sealed),
        redirected=subject.state == "redirected",
        kind=subject.kind,
        history=history,
    )


def birth_order(person: Person | None, packed: Sequence[str]) -> int | None:
    """First, second … of a multiple birth: what is held now, else what a source said."""
    if person and person.birth_order:
        return person.birth_order
    return next((c.birth_order for c in map(linkage.unpack, packed) if c.birth_order), None)
