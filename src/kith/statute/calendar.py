"""The calendar of England: working days, hub hours, clock changes and school terms.

Instants are stored in UTC and reckoned for people in Europe/London. Day 0 is the London date of the start
event and working days are counted strictly after it, which is how the DfE's own census rules count.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# GOV.UK publishes bank holidays a few years ahead; the list we were checked against ends with 28 December
# 2027.
PUBLISHED_UNTIL = date(2027, 12, 31)

LAST_SECOND = time(23, 59, 59)


def london_date(start: date | datetime) -> date:
    """The London date of a start. Raises ValueError for a datetime without an offset."""
    if not isinstance(start, datetime):
        return start
    return _aware(start).astimezone(LONDON).date()


def london_instant(day: date, at: time) -> datetime:
    """The UTC instant at which London clocks show `at` on `day`."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a time without its offset from UTC cannot be placed: add +00:00 or +01:00")
    return moment


def add_elapsed(start: datetime, span: timedelta) -> datetime:
    """`start` plus a span that really passes, across clock changes. UTC in the answer."""
    return _aware(start).astimezone(UTC) + span


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter (31 January + 1 = 28
    February)."""
    years, month0 = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month0 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England in one year, substitutes and proclaimed one-offs included."""
    import holidays  # here, not above: it is slow to load and most commands never ask

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


@dataclass(frozen=True)
class Calendar:
    """Working days and hub hours. `extra_holidays` are proclaimed one-offs, `removed` are bank holidays moved
    away.

    `opens` and `closes` are the hub's London hours; `horizon` is the last day for which bank holidays are
    published.
    """

    extra_holidays: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()
    opens: time = time(9)
    closes: time = time(17)
    horizon: date = PUBLISHED_UNTIL

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("the hub must open before it closes, on the same day")

    def is_bank_holiday(self, day: date) -> bool:
        """Whether the day is a bank holiday of England, with this calendar's additions and removals."""
        return day in self.extra_holidays or (day in bank_holidays(day.year) and day not in self.removed)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday and not a bank holiday."""
        return day.weekday() < 5 and not self.is_bank_holiday(day)

    def beyond_horizon(self, day: date) -> bool:
        """True where the day lies past the published bank holidays, so that a due day there may yet move."""
        return day > self.horizon

    def add_working_days(self, start: date | datetime, days: int) -> date:
        """The `days`-th working day strictly after the London date of `start`; 0 gives that date itself."""
        day = london_date(start)
        if days < 0:
            raise ValueError("working days are counted forward here; see working_days_before")
        if days == 0:
            return day
        year, wanted = day.year, bisect_right(_working_days(self, day.year), day) + days - 1
        while wanted >= len(_working_days(self, year)):
            wanted -= len(_working_days(self, year))
            year += 1
        return _working_days(self, year)[wanted]

    def working_days_before(self, end: date | datetime, days: int) -> date:
        """The `days`-th working day strictly before the London date of `end`; 0 gives that date itself."""
        day = london_date(end)
        if days == 0:
            return day
        year, wanted = day.year, bisect_left(_working_days(self, day.year), day) - days
        while wanted < 0:
            year -= 1
            wanted += len(_working_days(self, year))
        return _working_days(self, year)[wanted]

    def working_days_between(self, start: date | datetime, end: date | datetime) -> int:
        """How many working days lie after `start` up to and including `end` (London dates); never below 0."""
        first, last = london_date(start), london_date(end)
        years = range(first.year, last.year + 1)
        return sum(first < day <= last for year in years for day in _working_days(self, year))

    def this_or_next_working_day(self, day: date) -> date:
        """The day itself if it is worked, otherwise the first working day after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def this_or_last_working_day(self, day: date) -> date:
        """The day itself if it is worked, otherwise the last working day before it ("within" rolls back)."""
        return day if self.is_working_day(day) else self.working_days_before(day, 1)

    def add_months(self, start: date | datetime, months: int) -> date:
        """So many months after the London date of `start`, rolled back to a working day."""
        return self.this_or_last_working_day(add_months(london_date(start), months))

    def add_weeks(self, start: date | datetime, weeks: int) -> date:
        """So many weeks after the London date of `start`, rolled back to a working day."""
        return self.this_or_last_working_day(london_date(start) + timedelta(weeks=weeks))

    def is_open(self, moment: datetime) -> bool:
        """Whether the hub is open at this instant."""
        local = _aware(moment).astimezone(LONDON)
        return self.is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def add_working_hours(self, start: datetime, hours: int) -> datetime:
        """`start` plus hours that pass only while the hub is open. UTC in the answer."""
        left, day = timedelta(hours=hours), self.this_or_next_working_day(london_date(start))
        begins = max(_aware(start), london_instant(day, self.opens))
        while (open_for := max(london_instant(day, self.closes) - begins, timedelta(0))) < left:
            left -= open_for
            day = self.add_working_days(day, 1)
            begins = london_instant(day, self.opens)
        return (begins + left).astimezone(UTC)

    def close_of_business(self, day: date) -> datetime:
        """The UTC instant at which the hub closes on `day` (for queues)."""
        return london_instant(day, self.closes)

    def last_second(self, day: date) -> datetime:
        """The UTC instant of 23:59:59 London on `day` (for met or breached: returns count by date)."""
        return london_instant(day, LAST_SECOND)


@lru_cache(maxsize=512)
def _working_days(calendar: Calendar, year: int) -> tuple[date, ...]:
    """Every working day of a year in order: the fast engine behind the counting above."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return tuple(day for day in days if day.year == year and calendar.is_working_day(day))


@dataclass(frozen=True)
class SchoolTerms:
    """One school's year: term and half-term ranges (both ends in school), INSET days, start of the
    session."""

    terms: tuple[tuple[date, date], ...]
    inset: frozenset[date] = frozenset()
    session_starts: time = time(8, 45)

    def is_school_day(self, day: date, calendar: Calendar) -> bool:
        """Whether children are in this school on the day."""
        in_term = any(first <= day <= last for first, last in self.terms)
        return in_term and calendar.is_working_day(day) and day not in self.inset

    def next_school_session(self, after: datetime, calendar: Calendar) -> datetime | None:
        """Start (UTC) of the first session later than `after`; None where the known terms have run out."""
        day, last = london_date(after), max((end for _, end in self.terms), default=date.min)
        while day <= last:
            starts = london_instant(day, self.session_starts)
            if starts > after and self.is_school_day(day, calendar):
                return starts
            day += timedelta(days=1)
        return None


def next_possible_session(
    after: datetime, calendar: Calendar, session_starts: time = time(8, 45)
) -> datetime:
    """The first session (UTC) if every working day were a school day: the careful reading where terms are
    unknown."""
    day = calendar.this_or_next_working_day(london_date(after))
    if (starts := london_instant(day, session_starts)) > _aware(after):
        return starts
    return london_instant(calendar.add_working_days(day, 1), session_starts)
