"""Plain English for times, ages, lists and names. Pure functions; all clock times are shown in Europe/London.

Nothing here asks what time it is: `now` is always handed in. Datetimes must be aware; dates are local days.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
Urgency = Literal["overdue", "soon", "today", "later"]
SOON = timedelta(hours=2)
_KEEP_LOWER = {"de", "da", "di", "van", "von", "der", "den", "la", "le", "al", "bin", "bint", "ap", "ferch"}


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 answer", "3 answers"; give `many` where an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def join_and(parts: Sequence[str], last: str = "and") -> str:
    """ "tea", "tea and milk", "tea, milk and sugar"; empty for nothing."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def ordinal(number: int) -> str:
    """ "1st", "2nd", "3rd", "4th", "11th", "22nd"."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def local(moment: datetime) -> datetime:
    """The moment on a London wall clock. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone cannot be shown")
    return moment.astimezone(LONDON)


def clock_time(moment: datetime) -> str:
    """ "16:00"; the 24-hour clock, as staff write it."""
    return f"{local(moment):%H:%M}"


def long_date(day: date) -> str:
    """ "27 November 2026"."""
    return f"{day.day} {day:%B %Y}"


def exact(moment: datetime | date) -> str:
    """The full time for a title or for print: "Friday 27 November 2026 at 16:00"."""
    if not isinstance(moment, datetime):
        return f"{moment:%A} {long_date(moment)}"
    at = local(moment)
    return f"{at:%A} {long_date(at)} at {at:%H:%M}"


def machine(moment: datetime | date) -> str:
    """The value of a `datetime` attribute: ISO 8601, London offset, whole seconds."""
    return local(moment).isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def day_of(day: date, today: date) -> str:
    """ "today", "tomorrow", "yesterday", "Friday 27 November" within six days ahead, else "27 November", and the year
    where it is another."""
    apart = (day - today).days
    if apart in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[apart + 1]
    if 1 < apart < 7:
        return f"{day:%A} {day.day} {day:%B}"
    return f"{day.day} {day:%B}" if day.year == today.year else long_date(day)


def span(length: timedelta) -> str:
    """A length as people say it: "20 s", "5 min", "1 h 20 min", "2 h", "3 days 4 h". Never negative."""
    seconds = int(abs(length).total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, whole_days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    if whole_days:
        return (
            f"{plural(whole_days, 'day')} {hours} h"
            if hours and whole_days < 7
            else plural(whole_days, "day")
        )
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)


def days(start: date, end: date) -> str:
    """The whole days from one day to another: "1 day", "12 days"."""
    return plural(abs((end - start).days), "day")


def urgency(due: datetime | date, now: datetime) -> Urgency:
    """How pressing a due time is: past, within two hours, by the end of today, or later."""
    if not isinstance(due, datetime):
        apart = (due - local(now).date()).days
        return "overdue" if apart < 0 else "today" if apart == 0 else "later"
    if due <= now:
        return "overdue"
    if due - now <= SOON:
        return "soon"
    return "today" if local(due).date() == local(now).date() else "later"


def _until_day(due: date, now: datetime, verb: str) -> str:
    today = local(now).date()
    apart = (due - today).days
    if apart < 0:
        return f"Overdue by {plural(-apart, 'day')}"
    if apart == 0:
        return f"{verb} by the end of today"
    return f"{verb} by {day_of(due, today)} ({plural(apart, 'day')} left)"


def until(due: datetime | date, now: datetime, verb: str = "Due") -> str:
    """ "Due by 16:00 today (1 h 20 min left)" or "Overdue by 2 h"; a bare date counts whole days."""
    if not isinstance(due, datetime):
        return _until_day(due, now, verb)
    if due <= now:
        return f"Overdue by {span(now - due)}"
    at = local(due)
    return f"{verb} by {at:%H:%M} {day_of(at.date(), local(now).date())} ({span(due - now)} left)"


def ago(then: datetime, now: datetime) -> str:
    """ "just now", "12 min ago", "today 09:12", "yesterday 17:40", "3 November 09:12"; later times read "at …"."""
    passed = now - then
    if passed < timedelta(0):
        return f"at {clock_time(then)} {day_of(local(then).date(), local(now).date())}"
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(hours=1):
        return f"{span(passed)} ago"
    return f"{day_of(local(then).date(), local(now).date())} {clock_time(then)}"


def _months(born: date, on: date) -> int:
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def age(born: date, on: date) -> str:
    """ "12 days" under a month, "8 months" under two years, else whole years: "7". "not yet born" before birth."""
    if on < born:
        return "not yet born"
    months = _months(born, on)
    if months < 1:
        return plural((on - born).days, "day")
    return plural(months, "month") if months < 24 else str(months // 12)


def _case_part(part: str, first: bool) -> str:
    if part.lower() in _KEEP_LOWER and not first:
        return part.lower()
    pieces = [piece[:1].upper() + piece[1:].lower() for piece in part.replace("’", "'").split("'")]
    joined = "'".join(pieces)
    if len(joined) > 3 and joined.startswith("Mc"):
        return "Mc" + joined[2].upper() + joined[3:]
    return joined


def name_case(name: str) -> str:
    """Tidies a name typed all in capitals or all in small letters; mixed case is left as its owner has it."""
    tidy = " ".join(name.split())
    if not (tidy.isupper() or tidy.islower()):
        return tidy
    words = tidy.split(" ")
    done = ["-".join(_case_part(half, i == 0) for half in word.split("-")) for i, word in enumerate(words)]
    return " ".join(done)
