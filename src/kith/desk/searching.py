"""Search: what was typed is read as a date, a number, a reference, a place or a name; the person index finds, and the
scorer puts in order. Only those the reader's own ties reach are ever found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority import policy
from kith.authority.who import Session
from kith.frontdoor.models import Contact
from kith.people import linkage
from kith.people import reads as people
from kith.people.models import Identifier, Name
from kith.people.restricted import HINTS, restricted

MOST = 300  # index rows scored for one search
SHOWN = 25
REASONS = 3  # for each result
ALSO = 3  # other names shown of each
REFERENCE = re.compile(r"\bK-?([A-HJ-NP-Z2-9]{3})-?([A-HJ-NP-Z2-9]{3})\b", re.IGNORECASE)
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b", re.IGNORECASE)
NUMBER = re.compile(r"\b(\d{3})[ -]?(\d{3})[ -]?(\d{4})\b")
MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = re.compile(
    rf"\b(\d{{4}}-\d\d?-\d\d?|\d\d?[./ -]\d\d?[./ -]\d{{2,4}}|\d\d?(?:st|nd|rd|th)? {MONTHS},? \d{{4}}|"
    rf"{MONTHS} \d{{4}})\b",
    re.IGNORECASE,
)
STREET = re.compile(r"\b\d+[a-h]?,? +[^\d,]+", re.IGNORECASE)


@dataclass(frozen=True)
class Sought:
    """What the words were taken to mean."""

    names: tuple[str, ...] = ()
    dob: str = ""
    postcode: str = ""
    address: str = ""
    nhs: str = ""
    reference: str = ""

    @property
    def one_name_alone(self) -> bool:
        """One name and nothing else: it finds only those who have no other."""
        return len(self.names) == 1 and not (self.dob or self.postcode or self.address)

    @property
    def said(self) -> list[str]:
        """What was understood, to show beside the results."""
        parts = [
            ("name", " ".join(self.names)),
            ("date of birth", self.dob),
            ("postcode", self.postcode),
            ("address", self.address),
            ("NHS number", self.nhs),
            ("reference", self.reference),
        ]
        return [f"{what} {value}" for what, value in parts if value]


def understand(text: str) -> Sought:
    """Read a search box. Order matters: a reference, a postcode and a number are not names."""
    rest, found = text.strip(), {}
    for key, pattern, shape in (
        ("reference", REFERENCE, lambda m: f"K-{m[1]}-{m[2]}".upper()),
        ("postcode", POSTCODE, lambda m: f"{m[1]} {m[2]}".upper()),
        ("dob", DATE, lambda m: tidy_date(m[0])),
        ("nhs", NUMBER, lambda m: "".join(m.groups())),
        ("address", STREET, lambda m: m[0].strip(" ,")),
    ):
        if matched := pattern.search(rest):
            found[key] = shape(matched)
            rest = (rest[: matched.start()] + " " + rest[matched.end() :]).strip(" ,")
    return Sought(names=tuple(w for w in re.split(r"[\s,]+", rest) if w), **found)


def tidy_date(text: str) -> str:
    """The matcher reads "2 March 2014" and "02/03/2014"; dots, dashes and ordinals become those."""
    plain = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text, flags=re.IGNORECASE).replace(",", "")
    if re.fullmatch(r"\d{4}-\d\d?-\d\d?", plain):
        year, month, day = plain.split("-")
        return f"{year}-{int(month):02}-{int(day):02}"
    if re.fullmatch(r"\d\d?[./ -]\d\d?[./ -]\d{2,4}", plain):
        day, month, year = re.split(r"[./ -]", plain)
        return f"{int(day):02}/{int(month):02}/{year}"
    return plain


def readings(sought: Sought) -> list[linkage.Cleaned]:
    """The ways in which the words may be a person: given name first, surname first, or one name that is either."""
    shared: dict[str, Any] = {
        "dob": sought.dob,
        "postcode": sought.postcode,
        "address": sought.address,
        "nhs_number": sought.nhs,
    }
    n = sought.names
    pairs = (
        [("", "")]
        if not n
        else [(n[0], ""), ("", n[0])]
        if len(n) == 1
        else [(" ".join(n[:-1]), n[-1]), (" ".join(n[1:]), n[0])]
    )
    return [
        linkage.clean(linkage.Record(given_name=given, family_name=family, **shared))
        for given, family in pairs
    ]


@dataclass(frozen=True)
class Result:
    subject: UUID
    line: people.Line
    because: str
    found_by: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  # other spellings and names the person goes by


@dataclass(frozen=True)
class Results:
    """What a search found: people in order, contacts by reference, and whether the words were too few."""

    sought: Sought
    people: list[Result] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    too_little: bool = False

    @property
    def one_reason(self) -> str:
        """Why all of them may be seen, where it is the same for all."""
        reasons = {found.because for found in self.people}
        return reasons.pop() if len(reasons) == 1 else ""

    @property
    def count(self) -> int:
        return len(self.people) + len(self.contacts)


def search(text: str, *, by: Session, on: date) -> Results:
    """Whom the words may mean, best first, at most 25, only those this session may see."""
    sought = understand(text)
    contacts = by_reference(sought.reference)
    cleaned = readings(sought)
    keys = sorted({k for c in cleaned for k in linkage.asked(c)})
    fits = scored(cleaned, found(keys)) if keys else {}
    numbered = by_number(sought.nhs)
    best = sorted({*fits, *numbered}, key=lambda s: (s not in numbered, -fits[s].weight if s in fits else 0.0))[:SHOWN]
    return Results(
        sought,
        results(best, fits, by=by, on=on),
        contacts,
        too_little=not (best or contacts or sought.nhs) and (not keys or sought.one_name_alone),
    )


def found(keys: Sequence[int]) -> list[tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select subject_id, packed from sec.found(%s::bigint[], %s)", [list(keys), MOST])
        return list(cursor.fetchall())


def results(best: Sequence[UUID], fits: Mapping[UUID, Fit], *, by: Session, on: date) -> list[Result]:
    """Each of these people in a line: what they are found by, how else they are called. A restricted place is never
    among the reasons."""
    lines, kept = people.lines(best, on), set(restricted(best))
    shown = [s for s in best if s in lines]
    why, names = because(by, shown), other_names(shown)
    return [
        Result(s, lines[s], why[s], fits[s].reasons(s in kept) if s in fits else ("same NHS number",),
               tuple(n for n in names.get(s, []) if n != lines[s].name)[:ALSO])
        for s in shown if s in why
    ]


def other_names(subjects: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Every name each person goes by, in any script, each once."""
    found: dict[UUID, dict[str, None]] = {}
    for subject, given, family in Name.objects.filter(subject_id__in=subjects).order_by("pk").values_list(
            "subject_id", "given_name", "family_name"):
        found.setdefault(subject, {})[f"{given} {family}".strip()] = None
    return {subject: [n for n in names if n] for subject, names in found.items()}


@dataclass(frozen=True)
class Fit:
    """The best comparison of one person's records with any reading of the words."""

    scored: linkage.Scored
    typed: linkage.Cleaned
    held: linkage.Cleaned

    @property
    def weight(self) -> float:
        return self.scored.weight

    def reasons(self, hide: bool) -> tuple[str, ...]:
        """Why this person is among the results, strongest first. `hide`: nothing by a place or a telephone."""
        said = linkage.explain(self.scored, self.typed, self.held).for_reasons
        return tuple(r for r in said if not (hide and r in HINTS))[:REASONS]


def scored(cleaned: Sequence[linkage.Cleaned], rows: Iterable[tuple[UUID, str]]) -> dict[UUID, Fit]:
    """The best comparison of each subject over every reading of the words."""
    model, typed = linkage.load_model(), [plain(c) for c in cleaned]
    out: dict[UUID, Fit] = {}
    for subject, packed in rows:
        other = plain(linkage.unpack(packed))
        fit = max((Fit(linkage.score(model, c, other), c, other) for c in typed), key=lambda f: f.weight)
        if subject not in out or fit.weight > out[subject].weight:
            out[subject] = fit
    return out


def plain(cleaned: linkage.Cleaned) -> linkage.Cleaned:
    """Compared without what a search never says, so that guards about twins do not push the right child down."""
    return cleaned._replace(birth_order=0, multiple=False)


def by_number(nhs: str) -> list[UUID]:
    if not nhs:
        return []
    held = Identifier.objects.filter(scheme="nhs", value=nhs, ended_at__isnull=True)
    return list(held.values_list("subject_id", flat=True))


def by_reference(reference: str) -> list[Contact]:
    return list(Contact.objects.filter(reference=reference)[:1]) if reference else []


def because(by: Session, subjects: Sequence[UUID]) -> dict[UUID, str]:
    """Why each may be seen, in the words of the grant that lets its page open; whom none lets open is left out."""
    grants = policy.grants_for(by, "child.viewed")
    wide = next((g.because for g in grants if g.when == policy.EVERY), None)
    if wide:
        return dict.fromkeys(subjects, wide)
    said = {g.when: g.because for g in reversed(grants)}
    ties = people.ties_of(subjects, [g.when for g in grants]) if subjects else {}
    return {s: said[t] for s, t in ties.items() if t in said}
