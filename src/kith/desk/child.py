"""The child page's reads: what is due, what the child said, who is around the child, and one chronology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.http import Http404

from kith.authority.models import Subject
from kith.frontdoor.models import ContactPerson
from kith.kit import words
from kith.meetings.models import Decision
from kith.people import reads as people
from kith.people.models import Event, Person, Voice
from kith.statute import codes
from kith.work import clocks
from kith.work.models import Action, Deadline, Involvement

GAP = timedelta(days=61)  # a silence this long is shown as one
MOST_EVENTS = 200
SOFT_CAP, HARD_CAP = 200, 400  # distinct children opened in a day: a warning, then no more [L]


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


def running_clocks(subject: UUID) -> list[dict[str, Any]]:
    """Clocks of the child and of the concerns about the child, soonest first, in the register's words."""
    contacts = ContactPerson.objects.filter(subject_id=subject).values("contact_id")
    found = (
        clocks.running().filter(Q(subject_id=subject) | Q(subject_id__in=contacts)).select_related("agency")
    )
    return [
        {
            "label": clocks.words(d),
            "due": d.due_at,
            "explain": explain_url(d),
            "explained": d.reason,
            "owed_by": d.agency.name if d.agency else "",
        }
        for d in found.order_by("due_at")[:12]
    ]


def explain_url(deadline: Deadline) -> str:
    return "" if deadline.explained_at else f"/work/clocks/{deadline.pk}/explain/"


def open_actions(subject: UUID) -> list[Action]:
    return list(
        Action.objects.filter(subject_id=subject, done_at__isnull=True)
        .select_related("agency", "worker")
        .order_by("due_at")[:20]
    )


def professionals(subject: UUID) -> list[Involvement]:
    """Agencies that work with the child now, with whom to ring."""
    return list(
        Involvement.objects.filter(subject_id=subject, until_at__isnull=True)
        .select_related("agency", "team", "worker")
        .order_by("from_at")
    )


def decisions(subject: UUID) -> list[Decision]:
    return list(Decision.objects.filter(subject_id=subject).order_by("-made_at")[:20])


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


def heard(voices: Sequence[Voice], made: Sequence[Decision], at: datetime) -> list[Heard]:
    return [
        Heard(v, (words.local(at).date() - words.local(v.heard_at).date()).days, setting(v), because(v, made))
        for v in voices
    ]


def setting(voice: Voice) -> str:
    method = dict(codes.choices("voice_method")).get(voice.method, voice.method.replace("_", " "))
    alone = {True: "alone", False: f"with {voice.with_whom or 'others'}", None: "not said whether alone"}[
        voice.alone
    ]
    return ", ".join(p for p in (method, place_words(voice.place), alone, voice.language) if p)


def place_words(place: str) -> str:
    return dict(codes.choices("voice_place")).get(place, place).lower()


def because(voice: Voice, made: Sequence[Decision]) -> str:
    """What the decisions that used these words say they changed."""
    used = next((d for d in made if d.voice_id == voice.pk), None)
    if used is None:
        return ""
    influence = dict(codes.choices("voice_influence")).get(used.voice_influence, used.voice_influence)
    return f"{influence}: {used.voice_difference}".strip(": ")


def chronology(subject: UUID, *, agency: str = "", significant: bool = False) -> list[Event]:
    """One chronology across agencies, newest first, as far as the reader may see it."""
    found = Event.objects.filter(subject_id=subject).select_related("agency").order_by("-at")
    if agency:
        found = found.filter(agency__key=agency)
    if significant:
        found = found.filter(significant=True)
    return list(found[:MOST_EVENTS])


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
                "by": event.agency.name,
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
