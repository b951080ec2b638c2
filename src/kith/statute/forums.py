"""Forums: the partnership's meetings as data. Their terms of reference are dated TOML, read into frozen values.

A forum says what it discusses, who sits in it, when it is quorate, what it may decide and whose statutory function
each decision is. The shipped ones come first, then the county's folder; of several with one key the one in force on
the day stands. Nothing in the code knows a forum by its key.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from .calendar import Calendar, london_date
from .duty import Tag
from .profile import SHIPPED as COUNTY
from .profile import ProfileError
from .profile_check import Fault

SHIPPED = COUNTY / "forums"
PARTNERS = ("council", "police", "health")
Cadence = Literal["every_working_day", "weekly", "fortnightly", "monthly", "quarterly", "when_needed"]
Discusses = Literal["child", "adult", "place", "group", "theme", "incident"]
FunctionOf = Literal["council", "police", "health", "meeting"]

# What a forum may take its agenda from. A room that knows one of these says how (`kith.meetings.agenda.source`).
SOURCES = {
    "contact.red_amber": "Red and amber concerns received since the last sitting",
    "contact.unresolved": "Concerns not decided by the time they were due",
    "screening.red_amber": "Red and amber police screenings since the last sitting",
    "screening.third_green": "A third green screening in the county's window",
    "incident.domestic": "Domestic abuse incidents since the last sitting",
    "missing.open": "Children missing now",
    "custody.child": "Children in custody since the last sitting",
    "hospital.child": "Children who came to hospital hurt or in danger since the last sitting",
    "action.overdue": "Overdue actions of this forum",
    "item.carried": "Items carried from the last sitting",
}
# Verbs a sitting of the forum adds to each child's record, which the register of clocks watches.
BOOKED = ("conference.booked_initial", "conference.booked_review")
HELD = ("strategy.held", "conference.held_initial", "conference.held_review", "core_group.held")
STARTS = ("enquiry",)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a term of the forum comes from, and how far it may be relied on."""

    text: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits in the forum. A seat with `roles` is taken by whoever holds one of them in that agency; without, by a
    person invited by name. `partner` seats hold the three keys of a decision."""

    key: str
    name: str
    agency: str
    roles: tuple[str, ...] = ()
    partner: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Quorum:
    """Seats that must be taken while an item is discussed, and how many others beside them."""

    seats: tuple[str, ...]
    others: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A shared text of each item that anybody in the room may write, version by version."""

    key: str
    name: str
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Put to each partner apart from the outcome itself; the answers are coded."""

    key: str
    text: str
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may be decided for one child. `function_of` is the body to which the law gives it ("meeting": none):
    only that body's worker records it, and the others' view is advice. `gated` asks for the child's voice."""

    key: str
    name: str
    function_of: FunctionOf = "meeting"
    under: str = ""
    gated: bool = False
    starts: str = ""        # what the decision begins (STARTS)
    mode: str = ""          # of what it begins: joint or single
    convenes: str = ""      # the forum that meets because of it
    restarts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forum:
    """Terms of reference of one kind of meeting, as they stand from `in_force_from`."""

    key: str
    name: str
    purpose: str
    in_force_from: date
    discusses: tuple[Discusses, ...]
    lawful_basis: str
    cadence: Cadence
    minutes: int
    item_minutes: int
    prepare_minutes: int
    reads_for_days: int
    minutes_to: str
    redaction: str
    quorum: Quorum
    seat: tuple[Seat, ...]
    outcome: tuple[Outcome, ...]
    source: tuple[Source, ...]
    text: tuple[Text, ...] = ()
    question: tuple[Question, ...] = ()
    agenda: tuple[str, ...] = ()
    starts_at: time | None = None
    restricted: bool = False
    working_days_only: bool = False
    booked_as: str = ""
    held_as: str = ""
    convened_by: tuple[str, ...] = ()

    def outcome_of(self, key: str) -> Outcome:
        """One outcome by its key. Raises KeyError for one this forum may not decide."""
        return {o.key: o for o in self.outcome}[key]

    @property
    def decides(self) -> tuple[str, ...]:
        return tuple(o.key for o in self.outcome)

    @property
    def version(self) -> str:
        """What a sitting keeps, so that new terms of reference never rewrite one already held."""
        return self.in_force_from.isoformat()

    def last_before(self, day: date, calendar: Calendar) -> date | None:
        """The day of the sitting before that of `day` by the cadence; None where it meets only when needed."""
        if self.cadence == "every_working_day":
            return calendar.working_days_before(day, 1)
        span = {"weekly": 7, "fortnightly": 14, "monthly": 28, "quarterly": 91}.get(self.cadence)
        return calendar.this_or_last_working_day(day - timedelta(days=span)) if span else None


# What the tables of a forum's file are read into; a list of tables becomes a tuple.
TABLES: dict[str, type] = {"quorum": Quorum, "seat": Seat, "outcome": Outcome, "text": Text, "question": Question,
                           "source": Source}


def shape(kind: type) -> dict[str, Any]:
    """Field names and types of one of the frozen values above."""
    return get_type_hints(kind)


def required(kind: type) -> tuple[str, ...]:
    """The fields without which the value cannot stand."""
    return tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


def read(table: dict[str, Any]) -> Forum:
    """A checked table as a Forum."""
    values = {k: _value(k, v) for k, v in table.items()}
    return Forum(**values)


def _value(key: str, value: Any) -> Any:
    if key not in TABLES:
        return tuple(value) if isinstance(value, list) else value
    kind = TABLES[key]
    if isinstance(value, list):
        return tuple(_made(kind, row) for row in value)
    return _made(kind, value)


def _made(kind: type, row: dict[str, Any]) -> Any:
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})


@dataclass(frozen=True)
class Forums:
    """Every forum of a county, all versions."""

    versions: tuple[Forum, ...] = field(default=())

    def on(self, day: date | datetime) -> tuple[Forum, ...]:
        """The forums in force on a day, in the order of the files."""
        when = london_date(day)
        stood: dict[str, Forum] = {}
        for forum in sorted(self.versions, key=lambda f: f.in_force_from):
            if forum.in_force_from <= when:
                stood[forum.key] = forum
        order = list(dict.fromkeys(f.key for f in self.versions))
        return tuple(stood[k] for k in order if k in stood)

    def get(self, key: str, day: date | datetime) -> Forum:
        """One forum as it stands on a day. Raises LookupError in plain words."""
        found = next((f for f in self.on(day) if f.key == key), None)
        if found is None:
            raise LookupError(f'there is no forum "{key}" in force on {london_date(day):%-d %B %Y}')
        return found

    def at_version(self, key: str, version: str) -> Forum:
        """The terms under which a sitting was convened. Raises LookupError where they are no longer on file."""
        found = next((f for f in self.versions if (f.key, f.version) == (key, version)), None)
        if found is None:
            raise LookupError(f'the terms of "{key}" of {version} are not on file')
        return found


@lru_cache(maxsize=8)
def load(*folders: Path) -> Forums:
    """The shipped forums and those of the county's folders after them.

    Raises ProfileError with every fault by file and line.
    """
    from .forums_check import check  # the check knows this module

    places = (SHIPPED, *(f for f in folders if f.exists()))
    faults: list[Fault] = [fault for place in places for fault in check(place)]
    if faults:
        raise ProfileError(faults)
    files = [file for place in places for file in sorted(place.glob("*.toml"))]
    tables = [row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8"))["forum"]]
    return Forums(tuple(read(row) for row in tables))


def is_choice(kind: Any) -> tuple[str, ...]:
    """The words a Literal allows; () for any other type."""
    return get_args(kind) if get_origin(kind) is Literal else ()


def optional(kind: Any) -> Any:
    """`X | None` as X."""
    return next(a for a in get_args(kind) if a is not type(None)) if get_origin(kind) is UnionType else kind


def page(forums: Iterable[Forum]) -> str:
    """The table of docs/forums.md, written by `kith docs`."""
    lines = ["# Forums", "", "Generated by `kith docs` from the dated terms of reference. Tags: R read in the source, "
             "M from memory (check before relying), L local choice, S said in a published account.", ""]
    for forum in forums:
        lines += _about(forum)
    return "\n".join(lines)


def _about(forum: Forum) -> list[str]:
    quorum = ", ".join(_seat_name(forum, k) for k in forum.quorum.seats)
    others = f" and {forum.quorum.others} others" if forum.quorum.others else ""
    lines = [f"## {forum.name}", "", forum.purpose, "",
             f"`{forum.key}`, in force from {forum.in_force_from:%-d %B %Y}; {forum.cadence.replace('_', ' ')}, "
             f"{forum.minutes} minutes. Quorate with {quorum}{others}. Lawful basis: {forum.lawful_basis}. "
             f"Minutes: {forum.minutes_to}. Redaction: {forum.redaction}.", "",
             "| may decide | whose function | under | child's voice | begins |", "|---|---|---|---|---|"]
    for o in forum.outcome:
        begins = " ".join(x for x in (o.mode, o.starts or o.convenes) if x)
        whose = "the meeting" if o.function_of == "meeting" else o.function_of
        lines.append(f"| {o.name} | {whose} | {o.under} | {'asked for' if o.gated else ''} | {begins} |")
    if forum.agenda:
        lines += ["", "Agenda from: " + "; ".join(SOURCES[s].lower() for s in forum.agenda) + "."]
    lines += ["", "Sources: " + "; ".join(f"{s.text} [{s.tag}]" for s in forum.source) + ".", ""]
    return lines


def _seat_name(forum: Forum, key: str) -> str:
    return next(s.name for s in forum.seat if s.key == key).lower()
