"""Units in which the law counts time, and a length of so many of them."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """How a length is counted. The value is the word used in files, pages and exports."""

    ELAPSED_MINUTES = "elapsed_minutes"
    ELAPSED_HOURS = "elapsed_hours"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    SAME_WORKING_DAY = "same_working_day"
    WEEKS = "weeks"
    MONTHS = "months"
    BEFORE_NEXT_SCHOOL_DAY = "before_next_school_day"

    @property
    def needs_a_time(self) -> bool:
        """True where the clock ends at an instant, so that its start must be an instant too."""
        return self in INSTANT_UNITS

    @property
    def takes_no_number(self) -> bool:
        """True where "so many of them" has no meaning: the same working day, the next school day."""
        return self in (Unit.SAME_WORKING_DAY, Unit.BEFORE_NEXT_SCHOOL_DAY)


INSTANT_UNITS = frozenset(
    {Unit.ELAPSED_MINUTES, Unit.ELAPSED_HOURS, Unit.WORKING_HOURS, Unit.BEFORE_NEXT_SCHOOL_DAY}
)

_ONE = {
    Unit.ELAPSED_MINUTES: "minute",
    Unit.ELAPSED_HOURS: "hour",
    Unit.WORKING_HOURS: "working hour",
    Unit.CALENDAR_DAYS: "day",
    Unit.WORKING_DAYS: "working day",
    Unit.WEEKS: "week",
    Unit.MONTHS: "month",
}


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit, such as 45 working days. `within` is 0 for units that take no number."""

    within: int
    unit: Unit

    def __str__(self) -> str:
        """The length in plain words, as pages and the printed register show it."""
        if self.unit is Unit.SAME_WORKING_DAY:
            return "the same working day"
        if self.unit is Unit.BEFORE_NEXT_SCHOOL_DAY:
            return "before the child's next school day"
        if self.within == 0:
            return "the same day"
        return f"{self.within} {_ONE[self.unit]}{'' if self.within == 1 else 's'}"
