"""Incidents of a log worked on together: a file of a hundred thousand is not a hundred thousand acts. What each row
comes to is what it would have come to by itself (inbox.take): a test holds the two to the same result."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from kith.authority.who import Session
from kith.exchange import acts, incidents, rules
from kith.exchange.incidents import IncidentIn
from kith.exchange.models import Arrival
from kith.screening import many, sent
from kith.screening import rules as screening
from kith.screening.many import Logged
from kith.screening.models import Incident
from kith.screening.roster import Roster

Log = tuple[UUID, str]  # the force's agency and its system
Alone = Callable[[Arrival], None]


def work_on(rows: Sequence[Arrival], alone: Alone, *, by: Session, at: datetime) -> None:
    """Take waiting rows in as one set for each log; whatever a set cannot take goes through `alone`, one by one.

    What goes alone: a row with a fault or a reason against it, a number that stands already, or that comes twice.
    """
    rosters: dict[UUID, Roster] = {}
    sets: dict[Log, list[tuple[Arrival, Logged]]] = defaultdict(list)
    others = []
    for arrival in rows:
        read = readable(arrival, rosters, at=at)
        if read is None:
            others.append(arrival)
        else:
            sets[arrival.agency_id, arrival.system].append((arrival, read))
    for log, found in sets.items():
        new, again = told_apart(log, found)
        take(log, new, by=by, at=at)
        others += again
    for arrival in others:
        alone(arrival)


def readable(arrival: Arrival, rosters: dict[UUID, Roster], *, at: datetime) -> Logged | None:
    """What the row tells, its questions written on it; None where there is a reason against it or it failed before."""
    if arrival.tries:
        return None
    try:
        body = IncidentIn.model_validate(json.loads(arrival.body))
    except ValidationError:
        return None
    if any(rules.future_times(body, at)) or any(screening.reasons_against_incident(body.reference, "other",
                                                                                  body.began_at, at)):
        return None
    roster = rosters.get(arrival.agency_id) or rosters.setdefault(arrival.agency_id, Roster(arrival.agency_id))
    attended = roster.attended(body.officer, email=body.officer_email, team=body.team)
    told, arrival.questions = incidents.logged(arrival, body, attended)
    return told


def told_apart(log: Log, found: list[tuple[Arrival, Logged]]) -> tuple[list[tuple[Arrival, Logged]], list[Arrival]]:
    """(numbers that are new, rows whose number stands already or came earlier in the set)."""
    agency, system = log
    seen = set(Incident.objects.filter(agency=agency, system=system, number__in=[told.number for _, told in found])
               .values_list("number", flat=True))
    new, again = [], []
    for arrival, told in found:
        if told.number in seen:
            arrival.questions = []
            again.append(arrival)
        else:
            seen.add(told.number)
            new.append((arrival, told))
    return new, again


def take(log: Log, found: list[tuple[Arrival, Logged]], *, by: Session, at: datetime) -> None:
    """Make the incidents of one log and write on each row what it became."""
    if not found:
        return
    agency, system = log
    made = many.receive_all(by=by, at=at, agency=agency, system=system, incidents=[told for _, told in found])
    for (arrival, told), incident in zip(found, made, strict=True):
        arrival.incident_id, arrival.taken_at, arrival.received_at = incident, at, told.received_at
    sent.reconcile(agency, [told.number for _, told in found], by=by, at=at)
    acts.work_all(by=by, at=at, arrivals=[arrival for arrival, _ in found])
