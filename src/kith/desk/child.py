"""The child page's reads: what is due, what the child said, who is around the child, and one chronology."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models.expressions import RawSQL
from django.http import Http404

from kith.authority.models import Subject
from kith.kit import words
from kith.meetings import lundy
from kith.people import reads as people
from kith.people.models import Person
from kith.statute import codes
from kith.work import clocks

GAP = timedelta(days=61)  # a silence this long is shown as one
MOST_EVENTS = 200
SOFT_CAP, HARD_CAP = 200, 400  # distinct children opened in a day: a warning, then no more [L]
METHOD_WORDS = dict(codes.choices("voice_method"))
PLACE_WORDS = dict(codes.choices("voice_place"))
INFLUENCE_WORDS = dict(codes.choices("voice_influence"))
AROUND = """
(select 'clock', d.id, d.duty, d.reason, coalesce(a.name, ''), '', d.due_at, d.explained_at is not null
  from work_deadline d left join authority_agency a on a.id = d.agency_id
 where d.met_at is null and d.superseded_at is null and (d.subject_id = %(s)s
    or d.subject_id in (select n.contact_id from frontdoor_contactperson n where n.subject_id = %(s)s))
 order by d.due_at limit 12)
union all
(select 'action', x.id, x.what, x.so_that, a.name, coalesce(w.name, ''), x.due_at, false
  from work_action x join authority_agency a on a.id = x.agency_id left join authority_worker w on w.id = x.worker_id
 where x.subject_id = %(s)s and x.done_at is null order by x.due_at limit 20)
union all
(select 'works', i.id, i.kind,
        coalesce(w.name || ', ' || coalesce(nullif(w.job_title, ''), a.name), t.name, a.name), coalesce(t.name, a.name),
        coalesce(nullif(w.phone, ''), nullif(t.phone, ''), a.phone), i.from_at, w.id is null and t.id is null
  from work_involvement i join authority_agency a on a.id = i.agency_id
  left join authority_team t on t.id = i.team_id left join authority_worker w on w.id = i.worker_id
 where i.subject_id = %(s)s and i.until_at is null order by i.from_at)
"""
VOICES = """
select v.id, v.words, v.observed, v.heard_by, v.heard_at, v.method, v.place, v.alone, v.with_whom, v.language, v.wish,
       v.who_may_see, v.interpretation, v.told_back_at, v.told_back, v.told_back_by, coalesce(d.voice_influence, ''),
       coalesce(d.voice_difference, ''), coalesce(d.name, '')
  from people_voice v left join lateral (select m.voice_influence, m.voice_difference, w.name from meetings_decision m
          left join authority_worker w on w.id = m.created_by_id
         where m.subject_id = v.subject_id and m.voice_id = v.id order by m.made_at desc limit 1) d on true
 where v.subject_id = %(s)s and (%(one)s::uuid is null or v.id = %(one)s) order by v.heard_at desc limit 5
"""
EVENTS = """
select e.at, e.sentence, e.significant, e.path, a.key, a.name
  from people_event e join authority_agency a on a.id = e.agency_id
 where e.subject_id = %(s)s and (%(agency)s = '' or a.key = %(agency)s) and (e.significant or not %(only)s)
 order by e.at desc limit %(most)s
"""


@dataclass(frozen=True)
class Found:
    """The subject behind an address: `forward` where the record now stands under another."""

    person: Person
    state: str
    forward: UUID | None
    opened_today: int


def find(subject: UUID) -> Found:
    """A child or an adult the reader may reach; Http404 alike for hidden, absent and other kinds of subject."""
    found = (
        Subject.objects.filter(pk=subject, kind__in=("child", "adult"))
        .select_related("person")
        .annotate(opened=RawSQL("(select sec.opened_today())", []))
        .first()
    )
    if found is None or not hasattr(found, "person"):
        raise Http404
    return Found(found.person, found.state, found.redirected_to_id, found.opened)


@dataclass(frozen=True)
class Around:
    """What stands open about a child: clocks, what was agreed, and who works with the child now."""

    clocks: list[dict[str, Any]]
    actions: list[dict[str, Any]]
    professionals: list[dict[str, Any]]


def around(subject: UUID) -> Around:
    """Clocks of the child and of the concerns about the child, open actions, involvements: one statement."""
    found: dict[str, list[tuple[Any, ...]]] = {"clock": [], "action": [], "works": []}
    for what, *rest in people.rows(AROUND, {"s": subject}):
        found[what].append(tuple(rest))
    return Around(
        [
            {
                "label": clocks.register(duty).name,
                "due": due,
                "explain": "" if explained else f"/work/clocks/{pk}/explain/",
                "explained": reason,
                "owed_by": agency,
            }
            for pk, duty, reason, agency, _, due, explained in found["clock"]
        ],
        [
            {"pk": pk, "what": what, "so_that": so_that, "who": f"{agency}, {worker}" if worker else agency, "due": due}
            for pk, what, so_that, agency, worker, due, _ in found["action"]
        ],
        [
            {"kind": kind.replace("_", " "), "who": who, "service": service, "phone": phone, "since": since}
            for _, kind, who, service, phone, since, _ in found["works"]
        ],
    )


class Voice(NamedTuple):
    """One entry of the child's voice, with what the latest decision that used it says it changed."""

    pk: UUID
    words: str
    observed: str
    heard_by: str
    heard_at: datetime
    method: str
    place: str
    alone: bool | None
    with_whom: str
    language: str
    wish: str
    who_may_see: str
    interpretation: str
    told_back_at: datetime | None
    told_back: str
    told_back_by: str
    influence: str
    difference: str
    decided_by: str


@dataclass(frozen=True)
class Heard:
    """The latest words, their age in days, and what happened because of them."""

    voice: Voice
    days: int
    setting: str
    because: str

    @property
    def said(self) -> str:
        return self.voice.words or self.voice.observed

    @property
    def parts(self) -> tuple[lundy.Part, ...]:
        """How the child was heard, with what is missing (P7)."""
        v = self.voice
        return lundy.parts(lundy.Hearing(v.place, v.alone, v.with_whom, v.method, bool(v.words), v.told_back_at,
                                         v.decided_by, v.influence, v.difference))


def heard(subject: UUID, at: datetime, one: UUID | None = None) -> list[Heard]:
    """What the child said or showed, newest first, five at most; `one`: that entry alone."""
    today = words.local(at).date()
    voices = [Voice(*row) for row in people.rows(VOICES, {"s": subject, "one": one})]
    return [Heard(v, (today - words.local(v.heard_at).date()).days, setting(v), because(v)) for v in voices]


def setting(voice: Voice) -> str:
    method = METHOD_WORDS.get(voice.method, voice.method.replace("_", " "))
    alone = {True: "alone", False: f"with {voice.with_whom or 'others'}", None: "not said whether alone"}[voice.alone]
    return ", ".join(p for p in (method, place_words(voice.place), alone, voice.language) if p)


def place_words(place: str) -> str:
    return PLACE_WORDS.get(place, place).lower()


def because(voice: Voice) -> str:
    """What the decision that used these words says they changed."""
    influence = INFLUENCE_WORDS.get(voice.influence, voice.influence)
    return ": ".join(p for p in (influence, voice.difference) if p)


class Event(NamedTuple):
    """One line of the chronology."""

    at: datetime
    sentence: str
    significant: bool
    path: str
    agency_key: str
    agency: str


def chronology(subject: UUID, *, agency: str = "", significant: bool = False) -> list[Event]:
    """One chronology across agencies, newest first, as far as the reader may see it."""
    given = {"s": subject, "agency": agency, "only": significant, "most": MOST_EVENTS}
    return [Event(*row) for row in people.rows(EVENTS, given)]


def looks(entries: Iterable[dict[str, Any]], now: datetime, most: int = 8) -> list[dict[str, Any]]:
    """Who looked or acted, newest first, in words; several looks of one worker in a row are one line with the last."""
    out: list[dict[str, Any]] = []
    for entry in entries:
        did = "looked" if entry["verb"].endswith(".viewed") else entry["verb"].replace(".", " ").replace("_", " ")
        line = {"worker": entry["worker"], "agency": entry["agency"], "did": did, "at": min(entry["at"], now)}
        if not out or (out[-1]["worker"], out[-1]["did"]) != (line["worker"], did):
            out.append(line)
    return out[:most]


def timeline(events: Sequence[Event], at: datetime, *, links: bool, gaps: bool) -> list[dict[str, Any]]:
    """Events as the timeline draws them, with silences said: "nothing recorded for 7 months"."""
    out: list[dict[str, Any]] = []
    later = at
    for event in events:
        if gaps and later - event.at >= GAP:
            out.append({"gap": f"nothing recorded for {length(event.at, later)}"})
        out.append(
            {
                "at": event.at,
                "title": event.sentence,
                "by": event.agency,
                "strong": event.significant,
                "url": event.path if links else "",
            }
        )
        later = event.at
    return out


def length(start: datetime, end: datetime) -> str:
    months = max(2, round((end - start).days / 30.44))
    return words.plural(months, "month") if months < 24 else words.plural(months // 12, "year")


def sheet_reference(person: Person, known: people.Known) -> str:
    """What a printed sheet is known by, beside the name."""
    number = known.number("nhs")
    return f"NHS number {number}" if number else f"Record {str(person.pk)[-8:].upper()}"


def flags(found: Found, known: people.Known, *, emergency_until: datetime | None) -> list[dict[str, str]]:
    """Marks in the identity bar: each a word, never a colour alone."""
    person, out = found.person, []
    if emergency_until:
        out.append({"text": f"Emergency opening until {words.clock_time(emergency_until)}", "colour": "red"})
    if known.restricted:
        out.append({"text": "Restricted place: ring duty", "colour": "red"})
    if found.state == "unidentified" and not (
        person.given_name and person.family_name and (person.born_on or person.expected_on)
    ):
        out.append({"text": "Not yet identified", "colour": "orange"})
    if person.is_unborn:
        out.append({"text": "Not yet born", "colour": "purple"})
    if person.multiple_birth or person.birth_order:
        out.append(
            {
                "text": f"Twin or multiple birth{born_as(person.birth_order)}",
                "colour": "blue",
            }
        )
    if person.died_on:
        out.append({"text": f"Died {words.long_date(person.died_on)}", "colour": "grey"})
    return out


def born_as(order: int | None) -> str:
    return f", born {words.ordinal(order)}" if order else ""
