"""Clocks, actions and the chronology as the acts would have left them: by the register and in registered sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from kith.authority.county import profile
from kith.invented.load.place import Place
from kith.people.chronology import LINES
from kith.statute import duties
from kith.statute.calendar import london_date
from kith.statute.duty import Due, Duty

REASON = "Waiting for a partner's answer; the child was seen and safe in the meantime."
ANNOUNCED_AFTER = timedelta(minutes=5)


@lru_cache(maxsize=4096)
def _duty(key: str, on: Any) -> Duty:
    return duties.get(key, on=on, profile=profile())


def clock(place: Place, duty_key: str, subject: str, start: datetime, *, entry: datetime | None = None,
          met: datetime | None = None, superseded: datetime | None = None, hangs_on: str | None = None,
          agency: str | None = None) -> Due:
    """One clock from `start`, met, superseded or running. `entry`: when the act that started it was written."""
    duty = _duty(duty_key, london_date(entry or start))
    due = duty.due(start, place.calendar)
    key = place.id("clock", duty_key, subject, hangs_on, entry or start)
    late = met is not None and met > due.reported_at
    explained = late and int(key[:2], 16) % 2 == 0
    place.sheets.add(
        "work_deadline", key, subject, duty.key, duty.version, hangs_on, agency, start, due.at, due.reported_at, due.on,
        met, superseded, due.reported_at + ANNOUNCED_AFTER if late else None, met if explained else None,
        place.worker("helen") if explained else None, REASON if explained else "", place.writer)
    return due


def event(place: Place, verb: str, subject: str, at: datetime, agency: str, *, by: str = "", record: str | None = None,
          source: str | None = None, path: str = "", facts: Mapping[str, Any] | None = None) -> None:
    """One line of the chronology, in the sentence its act registered; `facts` are what that sentence asks for."""
    said = LINES[verb]
    who = SimpleNamespace(name=place.name_of(by), agency_name=place.names[agency])
    sentence = said.sentence(SimpleNamespace(**(facts or {})), who)  # type: ignore[arg-type]
    place.sheets.add("people_event", place.id("event", verb, subject, record, at), subject, source, at,
                     place.agency(agency), verb, sentence[:400], said.significant, record, path, place.worker(by))


def action(place: Place, subject: str, what: str, so_that: str, at: datetime, due: datetime, *, agency: str = "council",
           cause: str, by: str, team: str = "", done: datetime | None = None, difference: str = "") -> None:
    """Somebody will do something, or has done it by `done` where that is not in the future."""
    is_done = done is not None and done <= place.now
    place.sheets.add(
        "work_action", place.id("action", cause, subject, what), subject, place.agency(agency), place.team(team), None,
        what, so_that, due, cause, done if is_done else None, place.worker(by) if is_done else None,
        difference if is_done else "", place.worker(by), at)


def contact_path(key: UUID) -> str:
    return f"/contacts/{key}/"
