"""What a duty is: who must do what within what length of which event, and on whose authority."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from .calendar import Calendar, SchoolTerms, add_elapsed, london_date, next_possible_session
from .units import Length, Unit

RunsFrom = Literal["entry", "received", "referred", "happened", "planned"]
Tag = Literal["V", "R", "M", "L", "S"]

TAGS = {
    "V": "verified by running",
    "R": "read in the source named",
    "M": "from memory: check before relying",
    "L": "local choice: the county's file decides",
    "S": "said in a published account of the partnership's work",
}
RUNS_FROM = {
    "entry": "the moment the act was recorded",
    "received": "the moment the contact or request was received",
    "referred": "the date of the referral",
    "happened": "the moment the act tells of, which may be earlier than its recording",
    "planned": "the date for which the meeting is booked",
}


@dataclass(frozen=True, slots=True)
class InForce:
    """A period [since, until): the law as it stood on the days inside it."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the rule stood on this day."""
        return self.since <= day and (self.until is None or day < self.until)


def since(year: int, month: int, day: int) -> InForce:
    """In force from this day and not yet ended."""
    return InForce(date(year, month, day))


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock ends. `on` is the due date of a day clock, None for one that ends at an instant.

    `at` (UTC) is for queues: close of business of a day clock. `reported_at` (UTC) decides met or breached:
    23:59:59 London of a day clock. `beyond_horizon` warns that bank holidays there are not yet published.
    """

    on: date | None
    at: datetime
    reported_at: datetime
    beyond_horizon: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A later turn of the same duty with its own start and, it may be, its own length (None: the county's
    file)."""

    starts: str
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the clock register. Verbs are ledger verbs (`noun.past_tense`).

    `length` is None only in the register itself, where the county's file supplies it (`local`). `runs_from`
    says which moment of the entry starts the count; `counts="before"` counts working days back from a planned
    meeting.
    """

    key: str
    register: str
    name: str
    starts: str
    met_by: tuple[str, ...]
    length: Length | None
    owner: str
    source: str
    tag: Tag
    in_force: InForce
    local: bool = False
    runs_from: RunsFrom = "entry"
    superseded_by: tuple[str, ...] = ()
    counts: Literal["after", "before"] = "after"
    later: tuple[Turn, ...] = ()
    warn_before: Length | None = None
    note: str = ""

    @property
    def within(self) -> int:
        """How many of the unit."""
        return self._length.within

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return self._length.unit

    @property
    def _length(self) -> Length:
        if self.length is None:
            raise ValueError(f"{self.key} has no length until a county's file gives one")
        return self.length

    @property
    def version(self) -> str:
        """Short, stable text kept on a running clock, so that new guidance never rewrites it."""
        return f"{self.key}:{self.within}:{self.unit.value}:{self.in_force.since.isoformat()}"

    def at_version(self, version: str) -> "Duty":
        """This duty with the length a running clock was started with. Raises ValueError if it is another
        duty's."""
        key, within, unit, begun = version.split(":")
        if key != self.key:
            raise ValueError(f"{version} is not a version of {self.key}")
        return replace(
            self, length=Length(int(within), Unit(unit)), in_force=InForce(date.fromisoformat(begun))
        )

    @property
    def start_verbs(self) -> tuple[str, ...]:
        """Every verb that starts a turn of this duty."""
        return (self.starts, *(turn.starts for turn in self.later))

    def turn(self, verb: str) -> "Duty":
        """The duty as started by one of its verbs, with that turn's length. Raises KeyError for another
        verb."""
        if verb == self.starts:
            return self
        found = {turn.starts: turn for turn in self.later}[verb]
        return replace(self, starts=verb, length=found.length or self.length, later=())

    def due(self, start: date | datetime, calendar: Calendar, terms: SchoolTerms | None = None) -> Due:
        """When the clock ends that starts at `start`. Raises ValueError if an hour clock is given a bare
        date."""
        if isinstance(start, datetime):
            london_date(start)  # refuses a time without its offset
        if self.unit.needs_a_time:
            if not isinstance(start, datetime):
                raise ValueError(
                    f"{self.key} counts {self._length}: it needs the time of day, not only the date"
                )
            return _instant_due(self._length, start, calendar, terms)
        return _day_due(self, start, calendar)

    def warn_at(self, due: Due, calendar: Calendar) -> datetime | None:
        """When to say "due soon" (UTC); None where no warning is set."""
        if self.warn_before is None:
            return None
        if self.warn_before.unit is Unit.WORKING_DAYS:
            day = calendar.working_days_before(due.on or due.at, self.warn_before.within)
            return calendar.close_of_business(day)
        return due.at - _span(self.warn_before)


def _span(length: Length) -> timedelta:
    """A length of elapsed minutes or hours, calendar days or weeks as a span of time."""
    seconds = {
        Unit.ELAPSED_MINUTES: 60,
        Unit.ELAPSED_HOURS: 3600,
        Unit.CALENDAR_DAYS: 86400,
        Unit.WEEKS: 604800,
    }
    return timedelta(seconds=length.within * seconds[length.unit])


def _instant_due(length: Length, start: datetime, calendar: Calendar, terms: SchoolTerms | None) -> Due:
    if length.unit is Unit.BEFORE_NEXT_SCHOOL_DAY:
        return _school_due(start, calendar, terms)
    if length.unit is Unit.WORKING_HOURS:
        at = calendar.add_working_hours(start, length.within)
        return Due(None, at, at, calendar.beyond_horizon(london_date(at)))
    at = add_elapsed(start, _span(length))
    return Due(None, at, at)


def _school_due(start: datetime, calendar: Calendar, terms: SchoolTerms | None) -> Due:
    """Before the school's next session; where its terms are unknown, as if every working day were a school
    day."""
    known = terms.next_school_session(start, calendar) if terms else None
    session_starts = {"session_starts": terms.session_starts} if terms else {}
    at = (known or next_possible_session(start, calendar, **session_starts)).astimezone(UTC)
    return Due(None, at, at, known is None or calendar.beyond_horizon(london_date(at)))


def _day_due(duty: Duty, start: date | datetime, calendar: Calendar) -> Due:
    day = _due_day(duty, start, calendar)
    crosses = duty.unit is not Unit.CALENDAR_DAYS and calendar.beyond_horizon(day)
    return Due(day, calendar.close_of_business(day), calendar.last_second(day), crosses)


def _due_day(duty: Duty, start: date | datetime, calendar: Calendar) -> date:
    count = duty.within
    if duty.counts == "before":
        return calendar.working_days_before(start, count)
    match duty.unit:
        case Unit.WORKING_DAYS:
            return calendar.add_working_days(start, count)
        case Unit.SAME_WORKING_DAY:
            return calendar.this_or_next_working_day(london_date(start))
        case Unit.WEEKS:
            return calendar.add_weeks(start, count)
        case Unit.MONTHS:
            return calendar.add_months(start, count)
    return london_date(start) + timedelta(days=count)
