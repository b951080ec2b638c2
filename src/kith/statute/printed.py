"""The clock register as a Markdown page: what `kith clocks table` prints and docs/clocks.md holds."""

from . import duties
from .calendar import PUBLISHED_UNTIL
from .duty import RUNS_FROM, TAGS, Duty
from .profile import Profile
from .units import Length

_HEAD = """# The clocks

Every duty with a length, as the code holds it. This page is printed by `kith clocks table`; do not edit it by
hand.

Day 0 is the London date of the start; working days are Monday to Friday without the bank holidays of England,
counted strictly after day 0. A day clock ends at close of business for queues and at 23:59:59 for "met" or
"breached". Weeks and months that end on a day that is not worked roll back to the working day before. Hours
that elapse do so across clock changes and through closing time; working hours run only while the hub is open.
There is no pause: a breach is explained. Bank holidays are published until {until}; a clock that ends later
may yet move, and says so.

Lengths marked "county" come from the county's file; England's shipped defaults are shown.
"""

_COLUMNS = (
    "Register",
    "Duty",
    "In plain words",
    "Within",
    "Starts with",
    "Met by",
    "Owner",
    "Source",
    "Evidence",
)


def page(profile: Profile | None = None) -> str:
    """The whole page, ending in a newline."""
    rows = [_row(turn) for duty in duties.all(profile) for turn in _turns(duty)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (_COLUMNS, ("---",) * len(_COLUMNS), *rows))
    return "\n".join((_HEAD.format(until=_until()), table, "", *_notes(profile), *_keys(), ""))


def _until() -> str:
    return f"{PUBLISHED_UNTIL.day} {PUBLISHED_UNTIL:%B %Y}"


def _turns(duty: Duty) -> list[Duty]:
    return [duty.turn(verb) for verb in duty.start_verbs]


def _row(duty: Duty) -> tuple[str, ...]:
    met = ", ".join(f"`{verb}`" for verb in duty.met_by)
    starts = f"`{duty.starts}`" + ("" if duty.runs_from == "entry" else f" ({duty.runs_from})")
    tag = f"[{duty.tag}]"
    return (
        duty.register,
        f"`{duty.key}`",
        duty.name,
        _within(duty),
        starts,
        met,
        duty.owner,
        duty.source,
        tag,
    )


def _within(duty: Duty) -> str:
    before = " before" if duty.counts == "before" else ""
    return f"{Length(duty.within, duty.unit)}{before}{' (county)' if duty.local else ''}"


def _notes(profile: Profile | None) -> list[str]:
    noted = [f"* `{duty.key}`: {duty.note}" for duty in duties.all(profile) if duty.note]
    return ["## Notes", "", *noted, ""]


def _keys() -> list[str]:
    starts = [f"* {word}: {said}." for word, said in RUNS_FROM.items()]
    tags = [f"* [{tag}] {said}." for tag, said in TAGS.items()]
    return ["## Which moment starts the count", "", *starts, "", "## Evidence", "", *tags]
