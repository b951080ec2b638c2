"""Who is around the children of a referral, and everything reported about any of them before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from kith.authority.county import profile
from kith.frontdoor.bench import paths
from kith.frontdoor.bench.reads import PERSON, Bench, age_words, called, person_of
from kith.frontdoor.deciding import KIND
from kith.frontdoor.models import Contact, ContactPerson
from kith.kit import words
from kith.meetings.models import Decision
from kith.people.models import HouseholdMember, Practice, Relationship, SchoolPlace
from kith.statute import codes
from kith.work.models import Involvement

SAME_INCIDENT = timedelta(hours=72)  # [L] how far apart two reports of one incident may come
MOST = 300                           # earlier namings read for one family


NAMING = ("subject", "role", "contact__reference", "contact__received_at", "contact__source_code", "contact__grade",
          "contact__postcode", "contact__referral", "contact__agency__name", *PERSON)


@dataclass(frozen=True)
class Relative:
    """Somebody around the children: who, what age, how we know them to be there."""

    subject: UUID
    name: str
    age: str
    how: str
    is_child: bool


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
class Professional:
    """An agency, school or practice that knows a child, with whom to ring."""

    subject: UUID
    what: str
    name: str
    person: str
    phone: str


def relatives_of(found: Bench) -> list[Relative]:
    """Household and relations of the referral's children, and whoever else it names; each once."""
    on = words.local(found.at).date()
    seen: dict[UUID, Relative] = {}
    for row in related_rows(found.subjects, on):
        seen.setdefault(row["who"], relative(row, on))
    for named in found.around:
        person = person_of(named)
        seen.setdefault(named.subject_id, Relative(
            named.subject_id, called(named), age_words(person, on), f"{named.get_role_display()}, says the referrer",
            named.role == "other_child"))
    for child in found.subjects:
        seen.pop(child, None)
    return sorted(seen.values(), key=lambda r: (not r.is_child, r.name))


def related_rows(children: Sequence[UUID], on: date) -> list[dict]:
    """Members of the same household and people related either way round, in one query."""
    now = Q(until_on__isnull=True) | Q(until_on__gte=on)
    household = HouseholdMember.objects.filter(now, household__members__subject__in=children,
                                               household__members__until_on__isnull=True)
    is_of_child = Relationship.objects.filter(now, other__in=children)
    child_is_of = Relationship.objects.filter(now, subject__in=children)
    parts = [line(household, "subject", Value("home"), F("role")), line(is_of_child, "subject", Value("is"), F("kind")),
             line(child_is_of, "other", Value("of"), F("kind"))]
    return list(parts[1].union(parts[2], parts[0], all=True))


def line(rows: QuerySet, side: str, way: Any, how: Any) -> QuerySet:
    person = f"{side}__person"
    return rows.values(who=F(f"{side}_id"), given=F(f"{person}__given_name"), family=F(f"{person}__family_name"),
                       born=F(f"{person}__born_on"), kind_of=F(f"{person}__kind"),
                       way=Cast(way, CharField()), how=Cast(how, CharField()))


def relative(row: dict, on: date) -> Relative:
    name = f"{row['given'] or ''} {row['family'] or ''}".strip() or "Name not known"
    age = words.age(row["born"], on) if row["born"] else ""
    return Relative(row["who"], name, age, how_words(row["way"], row["how"]), row["kind_of"] == "child")


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
    decided = Decision.objects.filter(subject_id=OuterRef("subject_id"), about_id=OuterRef("contact__referral_id"),
                                      kind=KIND).order_by("-made_at")
    rows = (ContactPerson.objects.filter(subject_id__in=list(groups)).exclude(contact__referral_id=found.referral)
            .select_related("contact__agency", "subject__person").only(*NAMING)
            .annotate(chosen=Subquery(decided.values("chosen")[:1])).order_by("-contact__received_at")[:MOST])
    by_contact: dict[UUID, list] = {}
    for row in rows:
        by_contact.setdefault(row.contact_id, []).append(row)
    return [earlier(each, groups) for each in by_contact.values()]


def groups_of(found: Bench, relatives: Iterable[Relative], only: UUID | None) -> dict[UUID, str]:
    """Each person of the family with the line of the cumulative panel they count in."""
    groups = {r.subject: "siblings" if r.is_child else "adults" for r in relatives}
    for child in found.subjects:
        groups[child] = "child" if only in (None, child) else "siblings"
    return groups


def earlier(rows: list[Any], groups: dict[UUID, str]) -> Earlier:
    contact: Contact = rows[0].contact
    return Earlier(contact.pk, contact.reference, contact.received_at,
                   codes.label("contact_source", contact.source_code),
                   contact.agency.name if contact.agency else "The public", contact.grade,
                   next((r.chosen for r in rows if r.chosen), ""), tuple(called(r) for r in rows),
                   frozenset(groups[r.subject_id] for r in rows))


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


def professionals(children: Sequence[UUID]) -> list[Professional]:
    """Who works with the children now, their schools and GP practices, with the number to ring; one query."""
    involved = Involvement.objects.filter(subject__in=children, until_at__isnull=True).values_list(
        "subject_id", "kind", "agency__name", "worker__name", "worker__phone", "team__phone", "agency__phone")
    blank = Value("", output_field=CharField())
    schools = SchoolPlace.objects.filter(subject__in=children, until_on__isnull=True).values_list(
        "subject_id", Value("School", output_field=CharField()), "school__name", blank, blank, blank, "school__phone")
    surgeries = Practice.objects.filter(subject__in=children, until_on__isnull=True).values_list(
        "subject_id", Value("GP practice", output_field=CharField()), "name", blank, blank, blank, "phone")
    return [Professional(row[0], row[1], row[2], row[3] or "", next((p for p in row[4:] if p), ""))
            for row in involved.union(schools, surgeries, all=True)]


@dataclass(frozen=True)
class Twin:
    """Another open contact that may be about the same incident, with the reasons to think so."""

    contact: Contact
    reasons: tuple[str, ...]
    url: str


def same_incident(found: Bench, proposed: Iterable[UUID]) -> list[Twin]:
    """Open contacts of another referral within 72 hours that share a person, a proposal or the postcode."""
    own, first = found.contact, found.contact.received_at
    known, maybe = {p.subject_id for p in found.people}, set(proposed)
    sharing = (Q(subject_id__in=known | maybe) | Q(source_record__proposals__subject_id__in=known | maybe)
               & ~Q(source_record__proposals__verdict="different"))
    if own.postcode:
        sharing |= Q(contact__postcode=own.postcode)
    rows = (ContactPerson.objects.filter(sharing, contact__decided_at__isnull=True, contact__received_at__range=(
        first - SAME_INCIDENT, first + SAME_INCIDENT)).exclude(contact__referral_id=found.referral)
        .select_related("contact__agency", "subject__person", "source_record")
        .only(*NAMING, "source_record__subject").distinct()[:40])
    reasons: dict[UUID, tuple[Contact, dict[str, None]]] = {}
    for row in rows:
        reasons.setdefault(row.contact_id, (row.contact, {}))[1][why_same(row, known, own.postcode)] = None
    return [Twin(c, tuple(why), paths.contact(own.pk, f"join/{c.pk}")) for c, why in reasons.values()]


def why_same(row: ContactPerson, known: set[UUID], postcode: str) -> str:
    if row.subject_id in known:
        return f"names {called(row)} too"
    if postcode and row.contact.postcode == postcode:
        return "same postcode"
    return f"names {called(row)}, who may be somebody named here"
