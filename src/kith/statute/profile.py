"""A county's own choices: dated TOML, checked and read into frozen values.

England's shipped defaults come first; then the county's file, or every `*.toml` of its folder in order of
`in_force_from`, each saying only what differs. National law is not here: a file may give a length only to a
duty that the register marks as local.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from .calendar import Calendar
from .profile_check import Fault, check_file
from .toml_lines import lines_of
from .units import Length, Unit

SHIPPED = Path(__file__).resolve().parents[1] / "config" / "county"


@dataclass(frozen=True)
class County:
    """Names of the place and of the three safeguarding partners."""

    name: str
    council: str
    police: str
    nhs: str


@dataclass(frozen=True)
class Phones:
    """Telephone numbers shown to staff and the public."""

    hub: str
    out_of_hours: str
    police: str
    concern: str


@dataclass(frozen=True)
class Hours:
    """London hours of the hub and of the out-of-hours team; the latter may run past midnight."""

    hub_opens: time
    hub_closes: time
    out_of_hours_opens: time
    out_of_hours_closes: time
    school_session_starts: time


@dataclass(frozen=True)
class FrontDoor:
    """Local rules of the front door: grades, the look back over earlier contacts, when a second manager
    decides."""

    grades: tuple[str, ...]
    voice_max_age_working_days: int
    cumulative_months: tuple[int, ...]
    second_manager_under_age_years: int
    second_manager_contact_number: int
    second_manager_contact_months: int
    second_manager_on_dissent: bool
    rationale_min_characters: int


@dataclass(frozen=True)
class Screening:
    """Police screening: which triggers of the register call for one, and how much of it a second person looks at."""

    triggers: tuple[str, ...]
    tool: str
    not_needed_sampled_percent: int
    second_grading_a_month: int
    officer_figures_from: int
    officer_figures_periods: int


@dataclass(frozen=True)
class Escalation:
    """When screenings call for a specialist's look: by themselves, or a number of greens within rolling months."""

    at_once: tuple[str, ...]
    domestic_abuse_green_counts_as: str
    greens_to_review: int
    greens_within_months: int


@dataclass(frozen=True)
class PreBirth:
    """Limits counted in weeks of pregnancy or before the expected date of birth."""

    conference_by_gestation_weeks: int
    earliest_referral_weeks_before_birth: int


@dataclass(frozen=True)
class Missing:
    """What turns missing episodes into a strategy discussion."""

    strategy_after_episodes: int
    strategy_within_days: int
    strategy_after_hours: int


@dataclass(frozen=True)
class Transfer:
    """Whether a transfer-in conference counts from "notified" or "accepted"."""

    counts_from: str


@dataclass(frozen=True)
class Sessions:
    """Signing in: idle and absolute limits, and how long a broken glass stays open."""

    idle_minutes: int
    absolute_hours: int
    break_glass_minutes: int
    break_glass_review_working_days: int


@dataclass(frozen=True)
class Publishing:
    """Counts below this are not shown in public."""

    smallest_number: int


@dataclass(frozen=True)
class NewLaw:
    """The day from which the partnership treats each enacted but unconfirmed part of the law as live.

    9999-12-31 means: not yet. Source: Children's Wellbeing and Schools Act 2026; commencement unconfirmed.
    """

    duty_to_share: date
    consistent_identifier: date
    child_protection_team: date
    family_group_offer: date

    def is_live(self, part: str, on: date) -> bool:
        """Whether a part, such as "duty_to_share", is live on a day. AttributeError for an unknown part."""
        return getattr(self, part) <= on


@dataclass(frozen=True)
class LocalLength:
    """A length the county sets for one duty, or for one later turn of it (`starts`), from a day on."""

    duty: str
    length: Length
    in_force_from: date
    source: str
    starts: str | None = None
    shipped: bool = False


@dataclass(frozen=True)
class Profile:
    """Everything a county decides for itself. Hashable, so that answers about it can be kept."""

    county: County
    phones: Phones
    hours: Hours
    front_door: FrontDoor
    screening: Screening
    escalation: Escalation
    pre_birth: PreBirth
    missing: Missing
    transfer: Transfer
    sessions: Sessions
    publishing: Publishing
    new_law: NewLaw
    lengths: tuple[LocalLength, ...]

    def calendar(
        self, extra_holidays: Iterable[date] = (), removed: Iterable[date] = (), horizon: date | None = None
    ) -> Calendar:
        """The county's calendar: its hub hours, with the proclaimed and removed bank holidays handed in."""
        known = {} if horizon is None else {"horizon": horizon}
        opens, closes = self.hours.hub_opens, self.hours.hub_closes
        return Calendar(frozenset(extra_holidays), frozenset(removed), opens, closes, **known)

    def length_for(self, duty: str, starts: str | None, on: date) -> LocalLength | None:
        """The length in force on a day for a duty (or one later turn of it); the county's comes after
        England's."""
        stood = [
            row for row in self.lengths
            if (row.duty, row.starts) == (duty, starts) and row.in_force_from <= on
        ]  # fmt: skip
        return max(stood, key=lambda row: (not row.shipped, row.in_force_from), default=None)


SECTIONS: dict[str, type] = {
    name: kind for name, kind in get_type_hints(Profile).items() if name != "lengths"
}


class ProfileError(ValueError):
    """The county's files have faults; `faults` names each by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def check(path: Path) -> tuple[Fault, ...]:
    """Every fault in a county's file or folder, by file and line; empty when it may be used."""
    files = _files(path)
    if not files:
        return (Fault(str(path), 0, "there is no county file (*.toml) here"),)
    faults = [fault for file in files for fault in check_file(file, SECTIONS)]
    return tuple(faults) or _hour_faults(files)


def load(path: Path, on: date | None = None) -> Profile:
    """England's defaults and the county's file or folder over them, as they stand `on` a day (None: all of
    them).

    Raises ProfileError with every fault by file and line.
    """
    if faults := check(path):
        raise ProfileError(faults)
    return _built([_england_table(), *_tables(_files(path))], on)


@lru_cache(maxsize=1)
def england() -> Profile:
    """The shipped England defaults alone."""
    return _built([_england_table()])


def shipped(name: str, on: date | None = None) -> Profile:
    """A shipped county by name, such as "thornshire" or "brag"."""
    return load(SHIPPED / f"{name}.toml", on)


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.toml")) if path.is_dir() else [path] if path.exists() else []


@lru_cache(maxsize=1)
def _england_table() -> dict[str, Any]:
    return tomllib.loads((SHIPPED / "england.toml").read_text(encoding="utf-8"))


def _tables(files: list[Path]) -> list[dict[str, Any]]:
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    return sorted(tables, key=lambda table: table["in_force_from"])


def _hour_faults(files: list[Path]) -> tuple[Fault, ...]:
    """Faults that show only when a file's hours are laid over England's: a hub that closes before it
    opens."""
    merged = dict(_england_table()["hours"])
    for file in files:
        text = file.read_text(encoding="utf-8")
        merged |= tomllib.loads(text).get("hours", {})
        if merged["hub_opens"] >= merged["hub_closes"]:
            said = "the hub must open before it closes, on the same day"
            return (Fault(str(file), lines_of(text).get(("hours",), 1), said),)
    return ()


def _built(tables: list[dict[str, Any]], on: date | None = None) -> Profile:
    sections = {}
    england, *later = tables
    standing = [england, *(table for table in later if on is None or table["in_force_from"] <= on)]
    for name, kind in SECTIONS.items():
        merged = {key: value for table in standing for key, value in table.get(name, {}).items()}
        sections[name] = kind(**{field.name: _frozen(merged[field.name]) for field in fields(kind)})
    return Profile(**sections, lengths=_lengths(tables))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _lengths(tables: list[dict[str, Any]]) -> tuple[LocalLength, ...]:
    """Lengths of all tables, England's first and marked as shipped: a county's choice comes before any of
    those."""
    return tuple(
        _length(row, table["in_force_from"], shipped=place == 0)
        for place, table in enumerate(tables)
        for row in table.get("length", ())
    )


def _length(row: dict[str, Any], file_from: date, shipped: bool) -> LocalLength:
    length = Length(row.get("within", 0), Unit(row["unit"]))
    begun = row.get("in_force_from", file_from)
    return LocalLength(row["duty"], length, begun, row["source"], row.get("starts"), shipped)
