"""The clock register: find a duty by its key, or by the ledger verb that starts, meets or supersedes it.

Every function takes the county's profile (None: England's defaults) and the day `on` which the law is asked
about (None: the latest version). On one ledger entry ask in this order: superseded, met, started.
"""

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from functools import lru_cache

from .duty import Duty, InForce, Turn
from .profile import Profile, england
from .profile_check import nearest
from .register import REGISTER


class UnknownDuty(LookupError):
    """No duty of that key, or none in force on that day. The message is in plain words."""


def all(profile: Profile | None = None, on: date | None = None) -> tuple[Duty, ...]:
    """Every duty in force, with the county's lengths, in the order of the register."""
    chosen = profile or england()
    return _in_force(chosen, _last_change(chosen, on or date.max))


def get(key: str, on: date | None = None, profile: Profile | None = None) -> Duty:
    """One duty by its key. Raises UnknownDuty, with a suggestion for a mistyped key."""
    chosen = profile or england()
    if found := _by_key(chosen, _last_change(chosen, on or date.max)).get(key):
        return found
    known = [duty.key for duty in REGISTER]
    if key in known:
        raise UnknownDuty(f"{key} was not yet, or is no longer, in force on {on}")
    raise UnknownDuty(f'there is no duty "{key}".{nearest(key, known)}')


def started_by(verb: str, profile: Profile | None = None, on: date | None = None) -> tuple[Duty, ...]:
    """Duties a ledger verb starts, each with the length of that turn."""
    return tuple(duty.turn(verb) for duty in all(profile, on) if verb in duty.start_verbs)


def met_by(verb: str, profile: Profile | None = None, on: date | None = None) -> tuple[Duty, ...]:
    """Duties a ledger verb meets."""
    return tuple(duty for duty in all(profile, on) if verb in duty.met_by)


def superseded_by(verb: str, profile: Profile | None = None, on: date | None = None) -> tuple[Duty, ...]:
    """Duties whose running clock a ledger verb ends without its being met."""
    return tuple(duty for duty in all(profile, on) if verb in duty.superseded_by)


@lru_cache(maxsize=64)
def _changes(profile: Profile) -> tuple[date, ...]:
    """Every day on which some duty or length of this profile begins or ends, in order."""
    periods = [duty.in_force for duty in REGISTER]
    begun = {period.since for period in periods} | {row.in_force_from for row in profile.lengths}
    return tuple(sorted(begun | {period.until for period in periods if period.until}))


def _last_change(profile: Profile, on: date) -> date:
    """The last day of change up to `on`, whose answer every day until the next one shares."""
    changes = _changes(profile)
    place = bisect_right(changes, on)
    return on if on == date.max or not place else changes[place - 1]


@lru_cache(maxsize=128)
def _in_force(profile: Profile, on: date) -> tuple[Duty, ...]:
    filled = (_filled(duty, profile, on) for duty in REGISTER)
    return tuple(duty for duty in filled if duty is not None and _stands(duty, on))


@lru_cache(maxsize=128)
def _by_key(profile: Profile, on: date) -> dict[str, Duty]:
    return {duty.key: duty for duty in _in_force(profile, on)}


def _stands(duty: Duty, on: date) -> bool:
    return on == date.max and duty.in_force.until is None or duty.in_force.covers(on)


def _filled(duty: Duty, profile: Profile, on: date) -> Duty | None:
    """A line of the register with the county's choices in it; None before the county set any length."""
    if duty.key == "conference.transfer_in":
        return replace(duty, starts=f"transfer.{profile.transfer.counts_from}")
    if not duty.local:
        return duty
    own = profile.length_for(duty.key, None, on)
    if own is None:
        return None
    begun = max(duty.in_force.since, own.in_force_from)
    later = tuple(_filled_turn(duty.key, turn, profile, on) for turn in duty.later)
    return replace(duty, length=own.length, in_force=InForce(begun, duty.in_force.until), later=later)


def _filled_turn(key: str, turn: Turn, profile: Profile, on: date) -> Turn:
    own = profile.length_for(key, turn.starts, on)
    return replace(turn, length=own.length) if own else turn
