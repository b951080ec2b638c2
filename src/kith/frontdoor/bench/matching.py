"""Two people side by side: what arrived, what is held, and how each line compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from kith.frontdoor.bench.births import birth_state, birth_words
from kith.frontdoor.bench.held import (
    LINES,
    Standing,
    held_about,
    person_fields,
    spoken,
    standing,
)
from kith.frontdoor.bench.rows import know
from kith.kit.components.record import compare_words
from kith.people import linkage, matching
from kith.people.arrivals import born_on
from kith.people.index import rules
from kith.people.index.models import Reading
from kith.people.models import Person, Proposal, SourceRecord
from kith.people.names import script_of
from kith.people.restricted import HINTS
from kith.people.restricted import SAID as RESTRICTED

FURTHER = 6    # people shown of those somebody looked for
CLOSE = 0.75   # share of letters in common from which two spellings count as close
NAMES = ("First name", "Last name", "Known as")
NEVER_CLOSE = ("Sex", "Born (of twins)")   # "male" and "female" share most of their letters and nothing else
TELLING = {"First name": ("first name",), "Last name": ("surname",), "Date of birth": ("dates of birth", "exchanged"),
           "Born (of twins)": ("birth order",), "Sex": ("sex recorded",), "NHS number": ("nhs number",),
           "Pupil number": ("pupil number",), "Address": ("address", "home", "house number", "postal district")}
"""Lines that tell people apart, and the words by which a reason has spoken of each already."""
FITS = {"same": "Fits", "different": "Does not fit", "missing": "Not compared"}   # an age or an expected date
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
    rivals: tuple[str, ...] = ()   # others whom the same record fits as well
    better: tuple[str, ...] = ()   # others whom it fits better
    standing: Standing | None = None
    readings: tuple[Reading, ...] = ()   # who has answered already, where two must agree

    @property
    def subject(self) -> UUID:
        return self.proposal.subject_id

    @property
    def hidden(self) -> bool:
        """Is this person's place restricted? Then nothing is said by it, for or against."""
        return any(row["right"] == RESTRICTED for row in self.rows)

    @property
    def reasons(self) -> list[str]:
        return [r for r in self.proposal.reasons if not (self.hidden and r in HINTS)]

    @property
    def against(self) -> list[str]:
        """What speaks against it: the index's reasons, whoever else fits as well, and every line that differs of which
        nothing is said yet. Of somebody searched for the index has weighed the words typed, not the record."""
        told = [r for r in self.proposal.against if not (self.hidden and r in HINTS)]
        fits = [f"{name} fits better" for name in self.better]
        fits += [] if fits else [f"{name} fits as well, and it can be only one of them" for name in self.rivals]
        return list(dict.fromkeys([*told, *fits, *self.differing(" ".join([*told, *self.reasons]).lower())]))

    def differing(self, told: str) -> list[str]:
        """The lines that tell people apart and differ here, with both sides. `told`: what the reasons say already."""
        if self.looked_for:
            return [f"{row['key']} differs" for row in self.rows if row["state"] == "different"]
        return [f"{row['key']}: “{row['said'][0]}” came, “{row['said'][1]}” is held" for row in self.rows
                if row["state"] in ("close", "different") and row["key"] in TELLING
                and not any(word in told for word in TELLING[row["key"]])]

    @property
    def caption(self) -> str:
        return f"As it came, beside {self.name}"

    @property
    def chance(self) -> str:
        """How sure the index is, in words, never as a bare number; never sure of one of several who fit alike."""
        share = self.proposal.probability
        if share < 0.3:
            return "Less likely"
        if self.better:
            return "Somebody else fits better"
        if self.rivals:
            return f"One of {len(self.rivals) + 1} who fit"
        if share >= 0.99:
            return "Very likely the same person"
        return "Likely the same person" if share >= 0.8 else "May be the same person"

    @property
    def needs_second(self) -> bool:
        """Does "same" wait for a second reader? Against a guard that says they are two people."""
        return rules.second_reader("same", self.proposal.guard_code)

    @property
    def careful(self) -> bool:
        """Is there anything for which a reader should look twice before saying "same"?"""
        return bool(self.proposal.guard or self.rivals or self.better)


def candidates(source: SourceRecord, proposals: Sequence[Proposal], on: date | None = None) -> list[Candidate]:
    """The open proposals of one arriving record, each laid beside it and beside the others; with how each stands with
    us on the day `on`, where it is given."""
    ids = [p.subject_id for p in proposals]
    held = held_about(ids, apart_from=source.pk)
    how = standing(ids, on, apart_from=source.pk) if on else {}
    read = readings(proposals)
    return [replace(candidate(source, p, proposals, held.get(p.subject_id, {}), how.get(p.subject_id)),
                    readings=tuple(read.get(p.pk, ()))) for p in proposals]


def readings(proposals: Sequence[Proposal]) -> dict[UUID, list[Reading]]:
    """Who has answered each already, oldest first."""
    found: dict[UUID, list[Reading]] = {}
    asked = Reading.objects.filter(proposal__in=[p.pk for p in proposals]).select_related("created_by")
    for reading in asked.order_by("read_at"):
        found.setdefault(reading.proposal_id, []).append(reading)
    return found


def candidate(source: SourceRecord, proposal: Proposal, among: Sequence[Proposal], held: Mapping[str, str],
              how: Standing | None) -> Candidate:
    person: Person | None = getattr(proposal.subject, "person", None)
    known = {**held, **(person_fields(person) if person else {})}
    if person is None or person.born_on is None:
        known["dob"] = held.get("dob") or known.get("dob", "")
    start, bars = picture(proposal, hide=RESTRICTED in held.values())
    rivals, better = beside(proposal, among)
    return Candidate(proposal, person.name if person else "A record you may not open",
                     compared(arriving_fields(source), known), bars, start, False, rivals, better, how)


def picture(proposal: Proposal, hide: bool) -> tuple[tuple[str, float] | None, list[tuple[str, float]]]:
    """What the weights begin with, and a bar for each field. `hide`: what a place or a telephone weighs is no bar of
    its own, so that nobody reads from it whether the restricted one is the same."""
    bars = [(SHORT.get(str(label), str(label)), float(value)) for label, value in proposal.bars]
    start = bars[0] if bars and bars[0][0] == "To begin with" else None
    shown = [b for b in bars[1 if start else 0:] if not (hide and b[0] in ("Address", "Telephone"))]
    return start, shown


def beside(proposal: Proposal, among: Sequence[Proposal]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The others of the same record whom it fits as well (within the lead the index itself asks for), and those whom it
    fits better by more than that."""
    lead = linkage.load_model().lead
    others = [p for p in among if p.subject_id != proposal.subject_id and p.probability >= 0.3]
    seen = [(p.subject.person.name, p.weight - proposal.weight) for p in others if hasattr(p.subject, "person")]
    return tuple(name for name, gap in seen if abs(gap) < lead), tuple(name for name, gap in seen if gap >= lead)


def typed_record(given_name: str, family_name: str, dob: date | None, today: date) -> linkage.Record:
    """What somebody typed to look further, in the matcher's shape."""
    return linkage.Record(record_id="search", source="search", given_name=given_name, family_name=family_name,
                          dob=dob.isoformat() if dob else "", as_at=today.isoformat())


def further(source: SourceRecord, record: linkage.Record, never: Iterable[UUID], on: date) -> list[Candidate]:
    """People in the index like what was typed, best first, beside what arrived; none of `never`, nor anybody whose
    record row security hides."""
    found = matching.compare(linkage.clean(record), never=never)[:FURTHER]
    persons = Person.objects.select_related("subject").in_bulk([UUID(str(c.subject_id)) for c in found])
    seen = [as_proposal(source, c, persons[s]) for c in found if (s := UUID(str(c.subject_id))) in persons]
    return [replace(c, looked_for=True, rivals=(), better=()) for c in candidates(source, seen, on)]


def as_proposal(source: SourceRecord, found: linkage.Candidate, person: Person) -> Proposal:
    """A candidate somebody looked for, in the shape of one the index proposed; never stored."""
    against = [*([found.guard] if found.guard else []), *found.against_reasons]
    know(person.subject, "person", person)
    return Proposal(source_record=source, subject=person.subject, weight=found.weight, probability=found.probability,
                    reasons=list(found.for_reasons), against=against, bars=[list(b) for b in found.bars])


def arriving_fields(source: SourceRecord) -> dict[str, str]:
    """What one source wrote, as people read it; an age or an expected date where no birthday was told."""
    said = {name: spoken(name, source.fields.get(name)) for name, _ in LINES}
    return {**said, "dob": birth_words(source.fields, source.received_at)}


def compared(left: Mapping[str, str], right: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row for each field that either side holds, with the differing words marked."""
    return [compared_row(label, left.get(name, ""), right.get(name, "")) for name, label in LINES
            if left.get(name) or right.get(name)]


def compared_row(label: str, left: str, right: str) -> dict[str, Any]:
    row: dict[str, Any] = {"key": label, "left": left, "right": right, "said": (left, right),
                           "state": state_of(left, right)}
    if right == RESTRICTED:
        return row | {"state": "missing", "word": "Not compared"}
    if label == "Date of birth" and left and right and (fits := birth_state(left, right)):
        return row | {"state": fits, "word": FITS[fits]}
    if label in NAMES and left and right and script_of(left) != script_of(right):
        alike = sounds(left) == sounds(right)
        return row | {"state": "close", "word": "Other letters"} if alike else row | {"state": "different"}
    if row["state"] == "close" and label in NEVER_CLOSE:
        row["state"] = "different"
    if row["state"] == "different" and (label == "Date of birth" and exchanged(left, right)
                                        or label == "First name" and initial(left, right)):
        row["state"] = "close"
    if row["state"] in ("close", "different"):
        row["left"], row["right"] = compare_words(left, right)
    return row


def sounds(name: str) -> str:
    """The consonants of a name in Latin letters, doubled ones once: scripts that write no vowels keep these."""
    cleaned = linkage.clean(linkage.Record(family_name=name))
    letters = [c for c in "".join(cleaned.families[:1]) if c.isalpha() and c not in "aeiouyw"]
    return "".join(c for before, c in zip(["", *letters], letters, strict=False) if c != before)


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
