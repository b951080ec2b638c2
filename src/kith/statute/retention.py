"""How long each kind of record is kept: defaults with their source. A legal hold comes before every one of
them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .calendar import add_months
from .duty import Tag

Trigger = Literal["birth", "death", "order", "last_contact", "closed", "adult_birth", "record_life"]


@dataclass(frozen=True, slots=True)
class Retention:
    """One line of the schedule: keep for `years` from the day of the `trigger`, then a person reviews.

    Nothing is deleted by the schedule alone: two people decide and a certificate with a hash stays behind.
    """

    key: str
    record: str
    trigger: Trigger
    years: int
    source: str
    tag: Tag
    local: bool = True
    review: str = "A person reviews before deletion; two people delete; a certificate stays."
    note: str = ""

    def review_on(self, trigger_on: date) -> date:
        """The day from which the record may be reviewed for deletion."""
        return add_months(trigger_on, 12 * self.years)


_CARE_PLANNING = "Care Planning, Placement and Case Review (England) Regulations 2010 reg. 50"

RETENTION: tuple[Retention, ...] = (
    Retention("looked_after", "Looked-after child", "birth", 75, _CARE_PLANNING, "R", local=False),
    Retention(
        "looked_after_died",
        "Looked-after child who died before 18",
        "death",
        15,
        _CARE_PLANNING,
        "R",
        local=False,
    ),
    Retention(
        "adoption",
        "Adoption order",
        "order",
        100,
        "Disclosure of Adoption Information Regulations 2005",
        "R",
        False,
    ),
    Retention(
        "sexual_abuse",
        "Anything flagged as child sexual abuse",
        "birth",
        75,
        "Recommendation of the Independent Inquiry into Child Sexual Abuse",
        "M",
        note="Counted from birth here; the recommendation itself is from memory: check.",
    ),
    Retention(
        "child_protection",
        "Child protection (a conference was held)",
        "last_contact",
        35,
        "Published council schedules: 35 years from last contact; others say 75 years",
        "L",
    ),
    Retention(
        "child_in_need",
        "Child in need",
        "birth",
        25,
        "Council schedules: to the 25th birthday; another publishes 18 plus 3 years",
        "L",
    ),
    Retention(
        "contact_closed",
        "Contact closed with no further action or advice",
        "closed",
        6,
        "Council schedules: three to six years",
        "L",
        note="A minimal index stays for finding patterns, and is itself reviewed.",
    ),
    Retention(
        "allegation_substantiated",
        "Allegation about an adult: substantiated or unsubstantiated",
        "adult_birth",
        100,
        "Published council schedule",
        "L",
    ),
    Retention(
        "allegation_unfounded",
        "Allegation about an adult: unfounded or malicious",
        "closed",
        10,
        "Published council schedule",
        "L",
    ),
    Retention(
        "school_child_protection",
        "Child protection in schools, held by the council",
        "birth",
        85,
        "Published council schedule",
        "L",
    ),
    Retention(
        "exploitation_intelligence",
        "Exploitation intelligence",
        "closed",
        6,
        "Police review cycle (management of police information); the police own it",
        "M",
        note="A least period, then the police review.",
    ),
    Retention(
        "access_log",
        "Log of who saw what",
        "record_life",
        6,
        "Shipped default: six years beyond the life of the record",
        "L",
    ),
)

HOLD_FIRST = "A legal hold comes before every line of this schedule."


def get(key: str) -> Retention:
    """One line of the schedule by its key. Raises KeyError."""
    return {row.key: row for row in RETENTION}[key]


def longest(keys: tuple[str, ...], triggers: dict[Trigger, date]) -> tuple[Retention, date]:
    """Of several lines that fit one record, the one that keeps it longest, and its review day.

    `triggers` gives the day of each trigger known; lines without one are passed over. Raises ValueError if
    none fits.
    """
    fitting = [
        (row, row.review_on(triggers[row.trigger])) for row in map(get, keys) if row.trigger in triggers
    ]
    if not fitting:
        raise ValueError("no line of the schedule has a day to count from; the record is kept")
    return max(fitting, key=lambda pair: pair[1])
