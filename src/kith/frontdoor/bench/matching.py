"""Two people side by side: what arrived, what is held, and how each line compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.frontdoor.bench.rows import know
from kith.kit import words
from kith.kit.components.record import compare_words
from kith.people import linkage, matching
from kith.people.arrivals import born_on
from kith.people.models import Address, Identifier, Person, Proposal, SchoolPlace, SourceRecord

FURTHER = 6    # people shown of those somebody looked for
CLOSE = 0.75   # share of letters in common from which two spellings count as close
LINES = (("given_name", "First name"), ("family_name", "Last name"), ("known_as", "Known as"), ("dob", "Date of birth"),
         ("birth_order", "Born (of twins)"), ("sex", "Sex"), ("address", "Address"), ("postcode", "Postcode"),
         ("nhs_number", "NHS number"), ("upn", "Pupil number"), ("phone", "Telephone"), ("school", "School"),
         ("parent_names", "Parents"))
NEVER_CLOSE = ("Sex", "Born (of twins)")   # "male" and "female" share most of their letters and nothing else
SEXES = {"F": "Female", "M": "Male", "U": ""}
SHORT = {"Before comparing": "To begin with", "Telephone or e-mail": "Telephone"}


@dataclass(frozen=True)
class Candidate:
    """One person an arriving record may be: the comparison, the reasons both ways, the picture of the weights."""

    proposal: Proposal
    name: str
    rows: list[dict[str, Any]]
    bars: list[tuple[str, float]]
    start: tuple[str, float] | None
    looked_for: bool = False   # found by somebody's search, not proposed by the index

    @property
    def subject(self) -> UUID:
        return self.proposal.subject_id

    @property
    def against(self) -> list[str]:
        """What speaks against it; of somebody searched for, also every line that differs from what arrived: the index
        has weighed the words typed, not the record."""
        differs = [f"{row['key']} differs" for row in self.rows if self.looked_for and row["state"] == "different"]
        return list(dict.fromkeys([*self.proposal.against, *differs]))

    @property
    def caption(self) -> str:
        return f"As it came, beside {self.name}"

    @property
    def chance(self) -> str:
        """How sure the index is, in words, never as a bare number."""
        share = self.proposal.probability
        if share >= 0.99:
            return "Very likely the same person"
        return "Likely the same person" if share >= 0.8 else "May be the same person" if share >= 0.3 else "Less likely"


def candidates(source: SourceRecord, proposals: Sequence[Proposal]) -> list[Candidate]:
    """The open proposals of one arriving record, each laid beside it."""
    held = held_about([p.subject_id for p in proposals], apart_from=source.pk)
    return [candidate(source, p, held.get(p.subject_id, {})) for p in proposals]


def candidate(source: SourceRecord, proposal: Proposal, held: Mapping[str, str]) -> Candidate:
    person: Person | None = getattr(proposal.subject, "person", None)
    bars = [(SHORT.get(str(label), str(label)), float(value)) for label, value in proposal.bars]
    start = bars[0] if bars and bars[0][0] == "To begin with" else None
    known = {**held, **(person_fields(person) if person else {})}
    return Candidate(proposal, person.name if person else "A record you may not open", compared(
        arriving_fields(source), known), bars[1:] if start else bars, start)


def typed_record(given_name: str, family_name: str, dob: date | None, today: date) -> linkage.Record:
    """What somebody typed to look further, in the matcher's shape."""
    return linkage.Record(record_id="search", source="search", given_name=given_name, family_name=family_name,
                          dob=dob.isoformat() if dob else "", as_at=today.isoformat())


def further(source: SourceRecord, record: linkage.Record, never: Iterable[UUID]) -> list[Candidate]:
    """People in the index like what was typed, best first, beside what arrived; none of `never`, nor anybody whose
    record row security hides."""
    found = matching.compare(linkage.clean(record), never=never)[:FURTHER]
    persons = Person.objects.select_related("subject").in_bulk([UUID(str(c.subject_id)) for c in found])
    seen = [as_proposal(source, c, persons[s]) for c in found if (s := UUID(str(c.subject_id))) in persons]
    return [replace(c, looked_for=True) for c in candidates(source, seen)]


def as_proposal(source: SourceRecord, found: linkage.Candidate, person: Person) -> Proposal:
    """A candidate somebody looked for, in the shape of one the index proposed; never stored."""
    against = [*([found.guard] if found.guard else []), *found.against_reasons]
    know(person.subject, "person", person)
    return Proposal(source_record=source, subject=person.subject, weight=found.weight, probability=found.probability,
                    reasons=list(found.for_reasons), against=against, bars=[list(b) for b in found.bars])


def arriving_fields(source: SourceRecord) -> dict[str, str]:
    return {name: spoken(name, source.fields.get(name)) for name, _ in LINES}


def person_fields(person: Person) -> dict[str, str]:
    found = {"given_name": person.given_name, "family_name": person.family_name, "known_as": person.known_as,
             "dob": person.born_on.isoformat() if person.born_on else "", "sex": person.sex,
             "birth_order": person.birth_order}
    return {name: spoken(name, value) for name, value in found.items() if value}


def spoken(name: str, value: Any) -> str:
    """A field as people read it: dates in words, sexes and lists in full."""
    if name == "parent_names":
        return ", ".join(value or ())
    if name == "sex":
        return SEXES.get(value or "U", "")
    if name == "birth_order":
        return words.ordinal(int(value)) if value else ""
    if name == "dob" and value:
        return dob_words(str(value))
    return str(value or "")


def dob_words(text: str) -> str:
    read = born_on(text)
    return words.long_date(read) if read else text


def held_about(subjects: Iterable[UUID], apart_from: UUID) -> dict[UUID, dict[str, str]]:
    """What is held about several people beyond their current line, newest source first; four queries for them all.

    `apart_from`: the arriving source record, so that what it brought is not held against itself.
    """
    ids = list(subjects)
    other = ~Q(source_record=apart_from)
    found: dict[UUID, dict[str, str]] = {i: {} for i in ids}
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
    for subject, fields in (SourceRecord.objects.filter(subject_id__in=ids).exclude(pk=apart_from)
                            .order_by("-received_at").values_list("subject_id", "fields")[:60]):
        for name, _ in LINES:
            if fields.get(name):
                found[subject].setdefault(name, spoken(name, fields[name]))


def compared(left: Mapping[str, str], right: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each field that either side holds, with the differing words marked."""
    return [compared_row(label, left.get(name, ""), right.get(name, "")) for name, label in LINES
            if left.get(name) or right.get(name)]


def compared_row(label: str, left: str, right: str) -> dict[str, Any]:
    state = state_of(left, right)
    if state == "close" and label in NEVER_CLOSE:
        state = "different"
    if state == "different" and (label == "Date of birth" and exchanged(left, right)
                                 or label == "First name" and initial(left, right)):
        state = "close"
    if state in ("close", "different"):
        marked = compare_words(left, right)
        return {"key": label, "left": marked[0], "right": marked[1], "state": state}
    return {"key": label, "left": left, "right": right, "state": state}


def initial(left: str, right: str) -> bool:
    """Is one of these two first names the first letter of the other ("A." and "Amara")?"""
    short, long = sorted((squeezed(left), squeezed(right)), key=len)
    return len(short) == 1 and long.startswith(short)


def exchanged(left: str, right: str) -> bool:
    """Are these two dates one date with day and month exchanged?"""
    a, b = born_on(left), born_on(right)
    return a is not None and b is not None and (a.year, a.month, a.day) == (b.year, b.day, b.month)


def state_of(left: str, right: str) -> str:
    """same, close, different or missing, as a reader would say it."""
    if not left or not right:
        return "missing"
    a, b = squeezed(left), squeezed(right)
    if a == b:
        return "same"
    return "close" if SequenceMatcher(None, a, b).ratio() >= CLOSE else "different"


def squeezed(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def typed_rows(source: SourceRecord) -> list[dict[str, str]]:
    """What arrived, field by field, for a page without a candidate beside it."""
    fields = arriving_fields(source)
    return [{"key": label, "value": fields[name]} for name, label in LINES if fields[name]]
