"""Questions about people that pages ask: who this is in one line, and everything known in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.kit import words
from kith.people.models import Person
from kith.people.rules import age_on
from kith.statute import codes

RELATIONS = {code: label.lower() for code, label in codes.choices("relationship")}
UNSEEN = "nothing you may see"  # where a reader from whom something may be kept finds nothing
MOST_NAMED = 4  # people named in the line "lives with"; the others are counted

AT_HOME = """
select m.subject_id, coalesce((select nullif(r.kind, '') from people_relationship r
         where r.subject_id = o.subject_id and r.other_id = m.subject_id and r.until_on is null limit 1), o.role),
       coalesce(nullif(p.known_as, ''), p.given_name), p.kind, p.born_on
  from people_householdmember m
  join people_householdmember o on o.household_id = m.household_id and o.subject_id <> m.subject_id
   and o.until_on is null
  join people_person p on p.subject_id = o.subject_id
 where m.subject_id = any(%(people)s) and m.until_on is null
 order by p.kind, p.born_on nulls last
"""
WHO = """
select p.subject_id, p.kind, p.given_name, p.family_name, p.born_on, p.expected_on, p.died_on, p.area
  from people_person p where p.subject_id = any(%s)
"""
TOLD_AGE = """
select distinct on (s.subject_id) s.subject_id, s.fields->>'age', s.received_at::date from people_sourcerecord s
 where s.subject_id = any(%s) and s.fields->>'age' ~ '^[0-9]{1,3}$' order by s.subject_id, s.received_at desc
"""
FACTS = f"""
select 'name', n.type, btrim(n.given_name || ' ' || n.family_name), n.script, null::date, null::date
  from people_name n where n.subject_id = %(s)s
union all select 'number', i.scheme, i.value, case when i.verified then 'verified' else '' end, null, null
  from people_identifier i where i.subject_id = %(s)s and i.ended_at is null
union all select 'address', a.lines, a.postcode, '', a.from_on, a.until_on
  from people_address a where a.subject_id = %(s)s
union all select 'school', g.name, g.phone, '', p.from_on, p.until_on
  from people_schoolplace p join authority_agency g on g.id = p.school_id where p.subject_id = %(s)s
union all select 'practice', p.name, p.phone, '', null, p.until_on
  from people_practice p where p.subject_id = %(s)s
union all select 'restricted', '', '', '', null, null where sec.place_restricted(%(s)s)
union all (select 'home', relation, given, kind, born, null
  from ({AT_HOME}) h (subject, relation, given, kind, born))
"""
# Both ways: a mother stands on her child's page, and the child on hers, even where she is a child herself.
FAMILY = """
with kin (id, kind, confidence, record, source) as (
  select r.subject_id, r.kind, r.confidence, r.source_record_id, r.source
    from people_relationship r where r.other_id = %(s)s and r.until_on is null
  union all
  select r.other_id, case when r.kind in ('mother', 'father') then 'child' when r.kind = 'step_parent' then 'stepchild'
                          else 'child cared for' end, r.confidence, r.source_record_id, r.source
    from people_relationship r where r.subject_id = %(s)s and r.until_on is null
     and r.kind in ('mother', 'father', 'step_parent', 'carer', 'foster_carer'))
select k.id, k.kind, btrim(p.given_name || ' ' || p.family_name), p.kind, p.born_on, p.expected_on, k.confidence,
       coalesce((select string_agg(distinct s.fields->>'phone', ', ') from people_sourcerecord s
         where s.subject_id = k.id and s.fields ? 'phone'), ''),
       (select bool_or(a.household_id = b.household_id) from people_householdmember a, people_householdmember b
         where a.subject_id = k.id and b.subject_id = %(s)s and a.until_on is null and b.until_on is null),
       k.source, (select g.name from people_sourcerecord s join authority_agency g on g.id = s.agency_id
         where s.id = k.record), (select s.received_at from people_sourcerecord s where s.id = k.record)
  from (select distinct on (id, kind) * from kin
         order by id, kind, array_position(array['confirmed', 'stated', 'possible'], confidence::text)) k
  join people_person p on p.subject_id = k.id
 order by p.kind, p.born_on nulls last limit 40
"""


@dataclass(frozen=True)
class Line:
    """A person in one line: name, age in words, whom they live with ("" where no household is known)."""

    subject: UUID
    kind: str
    name: str
    age: str
    area: str
    lives_with: str
    born: date | None = None

    @property
    def said(self) -> str:
        """ "Noor Karim, 7"."""
        return f"{self.name}, {self.age}" if self.age else self.name


@dataclass(frozen=True)
class Kin:
    """Somebody of the family: what they are to the child, and whether they share a home."""

    subject: UUID
    kind: str
    name: str
    age: str
    confidence: str
    phone: str
    at_home: bool | None  # None: the household of one of them is not known
    told_by: str = ""  # "Ashbrook Primary, 3 March 2027", or how else we know it

    @property
    def home_words(self) -> str:
        """Not knowing is never "elsewhere"."""
        return {True: "same home", False: "elsewhere", None: "not known whether at home"}[self.at_home]


@dataclass(frozen=True)
class Known:
    """Everything short that is held about one person, each with the days it was true from and until."""

    facts: dict[str, list[tuple[str, str, str, date | None, date | None]]] = field(default_factory=dict)
    lives_with: str = ""

    def now(self, what: str) -> list[tuple[str, str, str, date | None, date | None]]:
        """What stands today of one kind (address, school, practice)."""
        return [f for f in self.facts.get(what, []) if f[4] is None]

    @property
    def lives_at(self) -> list[str]:
        """Where this person lives now, as far as it is told, each place once however often it was written."""
        told = {f"{f[0]}, {f[1]}".strip(", "): None for f in self.now("address")}
        once = {"".join(c for c in place.casefold() if c.isalnum()): place for place in reversed(told)}
        return list(reversed(once.values()))

    @property
    def restricted(self) -> bool:
        return "restricted" in self.facts

    def names(self, but: str) -> list[str]:
        """Other names, each once, in the script given."""
        return list(dict.fromkeys(f[1] for f in self.facts.get("name", []) if f[1] and f[1] != but))

    def number(self, scheme: str) -> str:
        return next((f[1] for f in self.facts.get("number", []) if f[0] == scheme), "")


def age_words(person: Any, on: date) -> str:
    """ "7", "8 months", "due 3 March 2027", or "age not known" (of a Person or a row with the same fields)."""
    if person.born_on:
        return words.age(person.born_on, on)
    if person.expected_on and not person.died_on:
        return f"due {words.long_date(person.expected_on)}"
    return "age not known" if person.kind == "child" else ""


def told_ages(subjects: Sequence[UUID], on: date) -> dict[UUID, str]:
    """ "about 12" for those of whom nobody told a birthday and somebody an age, the newest told, in one query."""
    found = rows(TOLD_AGE, [list(subjects)]) if subjects else []
    return {s: f"about {int(age) + (age_on(told, on) or 0)}" for s, age, told in found}


def lines(subjects: Iterable[UUID], on: date) -> dict[UUID, Line]:
    """People by subject, in two queries; whom row security hides is simply not there."""
    wanted = list(dict.fromkeys(subjects))
    if not wanted:
        return {}
    homes = lives_with(wanted, on)
    people = [
        Person(subject_id=s, kind=kind, given_name=given, family_name=family, born_on=born, expected_on=due,
               died_on=died, area=area)
        for s, kind, given, family, born, due, died, area in rows(WHO, [wanted])
    ]
    without_birthday = [p.subject_id for p in people if p.born_on is None and p.expected_on is None]
    told = told_ages(without_birthday, on)
    return {
        p.subject_id: Line(p.subject_id, p.kind, p.name, told.get(p.subject_id) or age_words(p, on), p.area,
                           homes.get(p.subject_id, ""), p.born_on)
        for p in people
    }


def lives_with(subjects: Sequence[UUID], on: date) -> dict[UUID, str]:
    """ "mother Anna, Tom (9) and 2 others" by subject; absent where no household is known."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for subject, relation, given, kind, born in rows(AT_HOME, {"people": list(subjects)}):
        found[subject].append(at_home_words(relation or "", given, kind, born, on))
    return {subject: named(people) for subject, people in found.items()}


def at_home_words(relation: str, given: str, kind: str, born: date | None, on: date) -> str:
    """ "mother Anna", "brother or sister Tom (9)"."""
    shown = f"{given} ({words.age(born, on)})" if kind == "child" and born else given
    return f"{relation_words(relation)} {shown}".strip() or "somebody not named"


def relation_words(kind: str) -> str:
    """ "mother", "brother or sister": the register's word in small letters."""
    return RELATIONS.get(kind) or kind.replace("_", " ").lower()


def named(people: Sequence[str]) -> str:
    more = len(people) - MOST_NAMED
    shown = list(people[:MOST_NAMED])
    return words.join_and([*shown, words.plural(more, "other")] if more > 0 else shown)


def known(subject: UUID, on: date) -> Known:
    """Names, numbers, addresses, schools, practices, whom they live with, whether a place is restricted: one query."""
    facts: dict[str, list] = defaultdict(list)
    for what, *rest in rows(FACTS, {"s": subject, "people": [subject]}):
        facts[what].append(tuple(rest))
    home = [at_home_words(relation or "", given, kind, born, on) for relation, given, kind, born, _ in facts["home"]]
    return Known(dict(facts), named(home))


def family(subject: UUID, on: date) -> list[Kin]:
    """The people related to a child, adults first, in one query; each once for each way of being related."""
    return [
        Kin(s, relation_words(kind), name or "Name not known", kin_age(born, due, on), sure, phone, home,
            told_words(source, agency, at))
        for s, kind, name, _, born, due, sure, phone, home, source, agency, at in rows(FAMILY, {"s": subject})
    ]


def told_words(source: str, agency: str | None, at: datetime | None) -> str:
    """How we know that two people belong together: who told us and when, or what the index kept of its evidence."""
    if source == "index":
        return "noted when the two were told apart"
    return f"{agency}, {words.long_date(words.local(at).date())}" if agency and at else ""


def kin_age(born: date | None, due: date | None, on: date) -> str:
    if born:
        return words.age(born, on)
    return f"due {words.long_date(due)}" if due else ""


def emergency_child(given: str, family_name: str, born: date) -> UUID | None:
    """The one child of exactly this name and date of birth, or None: absent, ambiguous, barred and sealed alike."""
    found = rows("select sec.emergency_child(%s, %s, %s)", [given, family_name, born])
    return found[0][0] if found else None


def ties_of(subjects: Sequence[UUID], kinds: Sequence[str]) -> dict[UUID, str]:
    """Which tie explains each subject to this session, in one query."""
    return dict(rows("select * from sec.ties_of(%s, %s)", [list(subjects), list(kinds)]))


def rows(statement: str, given: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
