"""Who is around the children of a referral, and everything reported about any of them before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from kith.authority.county import profile
from kith.frontdoor.bench import paths
from kith.frontdoor.bench import statements as ask
from kith.frontdoor.bench.reads import Bench, age_words, called, name_of, person_of
from kith.frontdoor.bench.rows import know, read
from kith.frontdoor.deciding import KIND
from kith.frontdoor.models import Contact, ContactPerson
from kith.kit import words
from kith.statute import codes

SAME_INCIDENT = timedelta(hours=72)  # [L] how far apart two reports of one incident may come
MOST = 300                           # earlier namings read for one family


@dataclass(frozen=True)
class Relative:
    """Somebody around the children: who, what age, how we know them to be there."""

    subject: UUID
    name: str
    age: str
    how: str
    is_child: bool
    related: bool = False   # a recorded relation, not a shared home or the referrer's word


@dataclass(frozen=True)
class Earlier:
    """One earlier contact and who of this family it named."""

    contact: UUID
    reference: str
    received_at: datetime
    source: str
    agency: str
    grade: str
    chosen: str
    who: tuple[str, ...]
    groups: frozenset[str]

    @property
    def outcome(self) -> str:
        return codes.label("contact_decision", self.chosen) if self.chosen else "Not decided"


@dataclass(frozen=True)
class Naming:
    """One person of this family as an earlier contact named them."""

    subject: UUID
    name: str
    contact: UUID
    reference: str
    received_at: datetime
    source: str
    grade: str
    agency: str | None
    chosen: str | None


@dataclass(frozen=True)
class Professional:
    """An agency, school or practice that knows a child, with whom to ring; once, however many children it knows."""

    what: str
    name: str
    person: str
    phone: str


@dataclass(frozen=True)
class Around:
    """Who is around the children: family, and the services that know them."""

    relatives: list[Relative]
    professionals: list[Professional]


def around(found: Bench) -> Around:
    """Household and relations of the referral's children, whoever else it names, and who works with them; one query."""
    on = words.local(found.at).date()
    rows = read(ask.AROUND, {"children": found.subjects, "on": on})
    family = [relative(on, *row[1:]) for row in rows if row[0] < ask.PROFESSIONALS_FROM]
    services = [Professional(what, name, person or "", phone or "")
                for place, _, what, name, person, phone, *_ in rows if place >= ask.PROFESSIONALS_FROM]
    return Around(with_named(family, found, on), list(dict.fromkeys(services)))


def with_named(family: Iterable[Relative], found: Bench, on: date) -> list[Relative]:
    """The family, then whoever else the referral names; each once, children first, by name."""
    seen: dict[UUID, Relative] = {}
    for each in (*family, *(as_named(p, on) for p in found.around)):
        seen[each.subject] = both_ways(seen[each.subject], each) if each.subject in seen else each
    for child in found.subjects:
        seen.pop(child, None)
    return sorted(seen.values(), key=lambda r: (not r.is_child, r.name))


def both_ways(one: Relative, other: Relative) -> Relative:
    """One person who is several things to several children of the referral: father of one, step-parent of another."""
    adds = other.related and one.related and other.how not in one.how
    return replace(one, how=f"{one.how}; {other.how[:1].lower()}{other.how[1:]}") if adds else one


def as_named(named: ContactPerson, on: date) -> Relative:
    return Relative(named.subject_id, called(named), age_words(person_of(named), on),
                    f"{named.get_role_display()}, says the referrer", named.role == "other_child")


def relative(on: date, subject: UUID, given: str | None, family: str | None, kind: str | None, way: str, how: str,
             born: date | None) -> Relative:
    name = f"{given or ''} {family or ''}".strip() or "Name not known"
    return Relative(subject, name, words.age(born, on) if born else "", how_words(way, how), kind == "child",
                    way != "home")


def how_words(way: str, how: str) -> str:
    """What a person is to the child; a relation recorded from the child's side is turned round in words."""
    if way == "home":
        return f"Same home{': ' + how if how else ''}"
    known = dict(codes.choices("relationship"))
    label = known.get(how, how.replace("_", " "))
    same_both_ways = how.startswith("sibling") or how in ("twin", "associate", "other_relative")
    return label if way == "is" or same_both_ways else f"The child is their: {label.lower()}"


def earlier_contacts(found: Bench, relatives: Iterable[Relative], only: UUID | None = None) -> list[Earlier]:
    """All earlier contacts naming a child of the referral (or the `only` one asked about), brothers and sisters or an
    adult, newest first; those of this referral left out."""
    groups = groups_of(found, relatives, only)
    given = {"family": list(groups), "referral": found.referral, "kind": KIND, "most": MOST}
    by_contact: dict[UUID, list[Naming]] = {}
    for person, subject, first, last, *contact in read(ask.EARLIER, given, ask.PERSON):
        naming = Naming(subject, name_of(person, first, last), *contact)
        by_contact.setdefault(naming.contact, []).append(naming)
    return [earlier(each, groups) for each in by_contact.values()]


def groups_of(found: Bench, relatives: Iterable[Relative], only: UUID | None) -> dict[UUID, str]:
    """Each person of the family with the line of the cumulative panel they count in."""
    groups = {r.subject: "siblings" if r.is_child else "adults" for r in relatives}
    for child in found.subjects:
        groups[child] = "child" if only in (None, child) else "siblings"
    return groups


def earlier(rows: Sequence[Naming], groups: dict[UUID, str]) -> Earlier:
    """One contact out of its namings of this family."""
    first = rows[0]
    return Earlier(first.contact, first.reference, first.received_at, codes.label("contact_source", first.source),
                   first.agency or "The public", first.grade, next((r.chosen for r in rows if r.chosen), ""),
                   tuple(dict.fromkeys(r.name for r in rows)), frozenset(groups[r.subject] for r in rows))


@dataclass(frozen=True)
class Cumulative:
    """How often this family has been reported: counts by line, the trend in words, by whom, month by month."""

    rows: list[tuple[str, int, int]]
    trend: str
    agencies: list[str]
    months: list[tuple[str, float | None]]
    total: int


GROUPS = (("child", "The child"), ("siblings", "Brothers, sisters and other children"),
          ("adults", "Adults around them"))


def cumulative(contacts: Sequence[Earlier], at: datetime, several: bool = False) -> Cumulative:
    """Counts of earlier contacts in the county's two windows (3 and 12 months), this referral not counted."""
    short, long = profile().front_door.cumulative_months[:2]
    recent = [c for c in contacts if c.received_at >= back(at, short)]
    within = [c for c in contacts if c.received_at >= back(at, long)]
    rows = [(label + ("ren" if several and key == "child" else ""), count(recent, key), count(within, key))
            for key, label in GROUPS]
    before = [c for c in contacts if back(at, 2 * short) <= c.received_at < back(at, short)]
    return Cumulative(rows, trend(len(recent), len(before), short), sorted({c.agency for c in within}),
                      by_month(within, at, long), len(within))


def back(at: datetime, months: int) -> datetime:
    return at - timedelta(days=round(months * 30.44))


def count(contacts: Iterable[Earlier], group: str) -> int:
    return sum(group in c.groups for c in contacts)


def trend(now: int, before: int, months: int) -> str:
    span = f"{now} in the last {months} months, {before} in the {months} before"
    return f"{'Rising' if now > before else 'Falling' if now < before else 'Level'}: {span}"


def by_month(contacts: Iterable[Earlier], at: datetime, months: int) -> list[tuple[str, float | None]]:
    """(month, number) pairs, oldest first, months without a contact as 0."""
    today = words.local(at).date()
    keys = [month_back(today, n) for n in reversed(range(months))]
    counts = dict.fromkeys(keys, 0)
    for contact in contacts:
        day = words.local(contact.received_at).date()
        if (day.year, day.month) in counts:
            counts[(day.year, day.month)] += 1
    return [(f"{date(y, m, 1):%b %Y}", n) for (y, m), n in counts.items()]


def month_back(day: date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 - months
    return total // 12, total % 12 + 1


@dataclass(frozen=True)
class Twin:
    """Another open contact that may be about the same incident, with the reasons to think so."""

    contact: Contact
    reasons: tuple[str, ...]
    url: str


def same_incident(found: Bench, proposed: Iterable[UUID]) -> list[Twin]:
    """Open contacts of another referral within 72 hours that share a person, a proposal or the postcode."""
    own, first = found.contact, found.contact.received_at
    known = {p.subject_id for p in found.people}
    given = {"people": list(known | set(proposed)), "postcode": own.postcode, "referral": found.referral,
             "from": first - SAME_INCIDENT, "to": first + SAME_INCIDENT}
    reasons: dict[UUID, tuple[Contact, dict[str, None]]] = {}
    for contact, agency, person, subject, *typed in read(ask.SAME_INCIDENT, given, ask.FOUND, ask.AGENCY, ask.PERSON):
        know(contact, "agency", agency)
        why = why_same(subject in known, name_of(person, *typed), contact.postcode, own.postcode)
        reasons.setdefault(contact.pk, (contact, {}))[1][why] = None
    return [Twin(c, tuple(why), paths.contact(own.pk, f"join/{c.pk}")) for c, why in reasons.values()]


def why_same(known: bool, name: str, theirs: str, ours: str) -> str:
    """Why another contact may be about the same incident: a person, the postcode, or a possible match."""
    if known:
        return f"names {name} too"
    if ours and theirs == ours:
        return "same postcode"
    return f"names {name}, who may be somebody named here"
