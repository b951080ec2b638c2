"""The board as its pages read it: a sitting's agenda, one household in the middle, the three keys beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q

from kith.authority.who import Session
from kith.kit import words
from kith.meetings import agenda, deciding, lundy, terms
from kith.meetings.models import (
    Attendance,
    Contribution,
    Decision,
    Disagreement,
    Item,
    ItemChild,
    Position,
    Seat,
    SharedText,
    Sitting,
)
from kith.people import reads as people
from kith.people.models import Voice
from kith.people.reads import Line
from kith.statute.forum import Forum


@dataclass
class Row:
    """An item on the agenda: the children, why, how far it is, and who has not prepared it."""

    item: Item
    children: list[Line]
    reasons: list[str]
    unprepared: list[str]
    decided: int

    @property
    def name(self) -> str:
        return words.join_and([c.said for c in self.children]) or "A child not open to you"

    @property
    def state(self) -> str:
        if self.item.ended_as:
            return self.item.get_ended_as_display()
        if self.decided:
            return f"{self.decided} of {len(self.children)} decided"
        return "Being discussed" if self.item.started_at else "Waiting"

    @property
    def url(self) -> str:
        return f"/meetings/items/{self.item.pk}/"


def rows(sitting: Sitting, at: datetime, only: UUID | None = None) -> list[Row]:
    """The agenda (or one item of it) as this reader may see it, in a handful of queries."""
    wanted = sitting.items.filter(pk=only) if only else sitting.items.all()
    items = list(wanted.prefetch_related("children", "reasons").order_by("position"))
    ids = [i.pk for i in items]
    known = people.lines([c.subject_id for i in items for c in i.children.all()], words.local(at).date())
    prepared = agenda.prepared(ids)
    seats = seats_by_key(sitting)
    made = Decision.objects.filter(about_id__in=ids, replaces__isnull=True).values_list("about_id", "subject_id")
    return [
        Row(i, [known[c.subject_id] for c in i.children.all() if c.subject_id in known],
            list(dict.fromkeys(r.text for r in i.reasons.all())), unprepared(seats, prepared.get(i.pk, set())),
            sum(about == i.pk for about, _ in made))
        for i in items
    ]


def seats_by_key(sitting: Sitting) -> dict[str, list[Seat]]:
    """Every seat of a sitting by its key, in the order of the forum's terms."""
    order = {s.key: n for n, s in enumerate(terms.of(sitting).seat)}
    found: dict[str, list[Seat]] = {}
    for seat in sorted(sitting.places, key=lambda s: (order.get(s.key, 99), s.pk)):
        found.setdefault(seat.key, []).append(seat)
    return found


def unprepared(seats: dict[str, list[Seat]], done: set[UUID]) -> list[str]:
    """Needed seats that have told the item nothing yet, by name."""
    return [held[0].name for held in seats.values() if held[0].needed and not any(s.pk in done for s in held)]


def prepare_by(sitting: Sitting) -> datetime:
    """Until when preparation is asked for."""
    return sitting.starts_at - timedelta(minutes=terms.of(sitting).prepare_minutes)


@dataclass
class Key:
    """One seat's turn at a child: whether it has spoken, and what it said once everybody may read it."""

    seat: Seat
    given: bool
    position: Position | None = None

    def words(self, forum: Forum) -> str:
        """ "Section 47 enquiry", "takes no side", "given, sealed", "not given yet" """
        if self.position is None:
            return "Given, sealed until all three stand" if self.given else "Not given yet"
        if self.position.view == "proposes":
            return forum.outcome_of(self.position.proposes).name
        return str(self.position.get_view_display())


@dataclass
class Child:
    """One child of the item: words, keys, decision."""

    line: Line
    row: ItemChild
    keys: list[tuple[str, str, str]] = field(default_factory=list)     # name, words, reason
    others: list[tuple[str, str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    decision: Decision | None = None
    decision_words: str = ""
    disagreements: list[Any] = field(default_factory=list)
    voice: Voice | None = None
    parts: tuple[lundy.Part, ...] = ()      # of the voice the decision cites, else of the newest

    @property
    def untold(self) -> UUID | None:
        """The entry that a decision used and of which the child was not told yet."""
        used = self.decision.voice if self.decision else None
        return used.pk if used and used.told_back_at is None else None

    @property
    def url(self) -> str:
        return f"/meetings/items/{self.row.item_id}/children/{self.row.subject_id}/"


def children(item: Item, at: datetime, only: UUID | None = None) -> list[Child]:
    """Every child of an item (or only one) with what this reader may see, in as many queries for six as for one."""
    listed = [c for c in item.children.order_by("pk") if only in (None, c.subject_id)]
    subjects = [c.subject_id for c in listed]
    known = people.lines(subjects, words.local(at).date())
    heard = Voice.objects.filter(subject_id__in=subjects).order_by("subject_id", "-heard_at").distinct("subject_id")
    voices = {v.subject_id: v for v in heard}
    keys, made = keys_of(item), decisions_of(item)
    return [child(item, row, known[row.subject_id], keys, made.get(row.subject_id), voices.get(row.subject_id))
            for row in listed if row.subject_id in known]


def named(item: Item, at: datetime) -> list[tuple[str, str]]:
    """The children of an item as choices, by subject."""
    listed = list(item.children.order_by("pk").values_list("subject_id", flat=True))
    known = people.lines(listed, words.local(at).date())
    return [(str(s), known[s].said) for s in listed if s in known]


@dataclass
class Keys:
    """What stands of the positions at an item: which seats have given one on whom, and those that may be read."""

    given: set[tuple[UUID, UUID]]           # child, seat
    positions: list[Position]               # the newest last

    def of(self, seats: list[Seat], child: UUID) -> Key:
        mine = {s.pk for s in seats}
        spoken = [p for p in self.positions if p.subject_id == child and p.seat_id in mine]
        return Key(seats[0], any((child, s) in self.given for s in mine), spoken[-1] if spoken else None)


def keys_of(item: Item) -> Keys:
    with connection.cursor() as cursor:
        cursor.execute("select child, seat from sec.given_at(%s)", [item.pk])
        given = set(cursor.fetchall())
    return Keys(given, list(item.positions.order_by("given_at")))


def decisions_of(item: Item) -> dict[UUID, Decision]:
    """The first decision of each child at an item, with its disagreements."""
    found = Decision.objects.filter(about_id=item.pk, replaces__isnull=True).select_related("created_by", "voice")
    disputes = Disagreement.objects.select_related("agency", "against")
    return {d.subject_id: d for d in found.prefetch_related(Prefetch("disagreements", disputes))}


def child(item: Item, row: ItemChild, line: Line, keys: Keys, made: Decision | None, voice: Voice | None) -> Child:
    forum, found = terms.of(item.sitting), Child(line, row, decision=made, voice=voice)
    for held in seats_by_key(item.sitting).values():
        key = keys.of(held, row.subject_id)
        if held[0].partner or key.given:
            where = found.keys if held[0].partner else found.others
            where.append((held[0].name, key.words(forum), key.position.reasons if key.position else ""))
        if held[0].partner and not key.given:
            found.missing.append(held[0].name)
    if made:
        found.decision_words = forum.outcome_of(made.chosen).name
        found.disagreements = list(made.disagreements.all())
        found.parts = lundy.of_decision(made, forum.name)
    elif voice:
        found.parts = lundy.of_voice(voice)
    return found


@dataclass
class Shared:
    """A shared text as it stands, with what stands beside it."""

    key: str
    name: str
    hint: str
    required: bool
    stands: SharedText | None
    asides: list[SharedText]
    box: Any = None                 # where it may be written in place: meetings.writing.Box

    @property
    def part(self) -> str:
        """The name of its part on a live page."""
        return f"text-{self.key}"

    @property
    def version(self) -> int:
        return self.stands.version if self.stands else 0


def texts(item: Item) -> list[Shared]:
    """Every shared text of an item, in the order of the forum's terms."""
    held = list(item.texts.filter(Q(aside=False) | Q(joined_at__isnull=True)).select_related("created_by"))
    newest = {t.name: t for t in sorted(held, key=lambda t: t.version) if not t.aside}
    return [
        Shared(t.key, t.name, t.hint, t.required, newest.get(t.key), [h for h in held if h.aside and h.name == t.key])
        for t in terms.of(item.sitting).text
    ]


def told(item: Item) -> list[tuple[str, list[Contribution]]]:
    """What each seat has told that this reader may see, seat by seat."""
    found: dict[str, list[Contribution]] = {}
    shown = item.contributions.filter(replaced_by__isnull=True).select_related("seat", "created_by")
    for each in shown.order_by("given_at"):
        found.setdefault(each.seat.name, []).append(each)
    return list(found.items())


def present(sitting: Sitting) -> list[dict[str, Any]]:
    """Each seat with who sits in it, who sent apologies, and whether it is needed."""
    sat: dict[str, list[Attendance]] = {}
    for came in sitting.attendances.select_related("worker", "seat").order_by("arrived_at"):
        sat.setdefault(came.seat.key, []).append(came)
    return [
        {"key": key, "name": held[0].name, "needed": held[0].needed, "partner": held[0].partner,
         "people": [c for c in sat.get(key, []) if c.left_at is None],
         "left": [c for c in sat.get(key, []) if c.left_at is not None],
         "invited": [s.worker for s in held if s.worker],
         "apologies": next((s.apologies for s in held if s.apologies), "")}
        for key, held in seats_by_key(sitting).items()
    ]


def missing_words(item: Item) -> str:
    """ "Not quorate: Health is missing", or nothing."""
    missing = deciding.missing_now(item)
    return f"Missing now: {words.join_and(missing)}." if missing else ""


def voices_of(subject: UUID) -> list[tuple[str, str]]:
    """The child's entries as choices for a decision: the words, who heard them, when, and whom they may reach."""
    found = Voice.objects.filter(subject_id=subject).order_by("-heard_at")[:6]
    return [(str(v.pk), voice_words(v)) for v in found]


def voice_words(voice: Voice) -> str:
    said = f"“{voice.words}”" if voice.words else f"Seen: {voice.observed}"
    wish = f" (the child on who may see it: {voice.who_may_see})" if voice.who_may_see else ""
    return f"{said[:160]} {voice.heard_by}, {words.exact(voice.heard_at)}{wish}"


def open_sittings(by: Session, at: datetime) -> Sequence[Sitting]:
    """Sittings this reader may see, from two weeks back on, the next first."""
    found = Sitting.objects.filter(starts_at__gte=at - timedelta(days=14)).select_related("chair")
    return list(found.order_by("starts_at")[:200])


def quorum_words(forum: Forum) -> str:
    names = {s.key: s.name for s in forum.seat}
    more = f" and {forum.quorum.others} more" if forum.quorum.others else ""
    return words.join_and([names[k] for k in forum.quorum.seats]) + more
