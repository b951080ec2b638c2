"""What a forum is: the terms of reference of one kind of meeting, as frozen values read from a checked table."""

from dataclasses import MISSING, dataclass, fields
from datetime import date, time, timedelta
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from .calendar import Calendar
from .duty import Tag

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
UNBOOKED = ("conference.rebooked", "conference.cancelled")
HELD = ("strategy.held", "conference.held_initial", "conference.held_review", "core_group.held")
ASKED = ("strategy.requested", "strategy.requested_red")
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
class Repeat:
    """Drift: so many items about one child within so many days, and how soon the agencies then review together."""

    items: int
    days: int
    review_working_days: int


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
    asked_as: str = ""          # the verb by which it is asked for, which starts its clock
    asked_as_red: str = ""
    position_hours: int = 4     # after an urgent decision, until the others owe their positions
    convened_by: tuple[str, ...] = ()
    repeat: Repeat | None = None
    minutes_read_days: int = 3  # working days after their issue, until whoever has not read the minutes is chased [L]

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
                           "source": Source, "repeat": Repeat}


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


def is_choice(kind: Any) -> tuple[str, ...]:
    """The words a Literal allows; () for any other type."""
    return get_args(kind) if get_origin(kind) is Literal else ()


def optional(kind: Any) -> Any:
    """`X | None` as X."""
    return next(a for a in get_args(kind) if a is not type(None)) if get_origin(kind) is UnionType else kind
