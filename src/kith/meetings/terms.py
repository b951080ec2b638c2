"""The county's forums, read once: those shipped and then its own, as they stand on a day."""

from __future__ import annotations

from datetime import date, datetime

from kith.authority import county
from kith.meetings.models import Sitting
from kith.statute import forums
from kith.statute.forum import Forum
from kith.statute.forums import Forums


def all_forums() -> Forums:
    """Every version of every forum of this county."""
    return forums.load(county.folder() / "forums")


def on(day: date | datetime) -> tuple[Forum, ...]:
    """The forums in force on a day."""
    return all_forums().on(day)


def get(key: str, day: date | datetime) -> Forum:
    """One forum as it stands on a day. Raises LookupError."""
    return all_forums().get(key, day)


def of(sitting: Sitting) -> Forum:
    """The terms a sitting was convened under: later ones do not rewrite it."""
    return all_forums().at_version(sitting.forum, sitting.version)
