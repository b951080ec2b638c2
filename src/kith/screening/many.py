"""Many incidents at once: the same rows as `acts.receive` makes one by one, worked out by the same rules and written as
a set, with one entry for them all. For a force's file of thousands; a test holds both ways to the same result."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from kith.authority.acts import Done, act
from kith.authority.county import profile
from kith.authority.who import Session
from kith.people import arrivals
from kith.people.arrivals import Arriving
from kith.people.chronology import LINES
from kith.people.names import script_of
from kith.people.rules import age_on
from kith.screening import rules
from kith.screening.acts import Attended, Named
from kith.statute import duties, screening
from kith.statute.calendar import Calendar, london_date
from kith.statute.duty import Duty
from kith.work import clocks

EXPECTED = "screening.expected"
Row = dict[str, Any]


@dataclass(frozen=True)
class Logged:
    """One incident as a log tells of it: what `acts.receive` takes, and the digest of what was sent."""

    number: str
    kind: str
    began_at: datetime
    received_at: datetime
    attended: Attended
    people: Sequence[Named]
    summary: str = ""
    address: str = ""
    postcode: str = ""
    digest: bytes = b""


class Kind(NamedTuple):
    """As much of an incident as its line in the chronology says."""

    kind: str


class Line(NamedTuple):
    incident: Kind
    incident_id: str


@dataclass
class Sets:
    """The rows of a set of incidents, table by table, as they go to `sec.keep_incidents`."""

    incidents: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    expected: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)


@act("incidents.received")
def receive_all(*, by: Session, at: datetime, agency: UUID, system: str, incidents: Sequence[Logged]) -> Done:
    """Incidents of a force's log, new under their numbers, arrive together: each child who is screened is expected.

    The caller has asked `rules.reasons_against_incident` of each. Returns their ids in the order given.
    """
    made = sets_of(incidents, at=at)
    with connection.cursor() as cursor:
        cursor.execute("select sec.keep_incidents(%s, %s, %s, %s, %s, %s)",
                       [agency, system, *(as_json(rows) for rows in (made.incidents, made.people, made.expected,
                                                                      made.clocks))])
    ids = [UUID(row["id"]) for row in made.incidents]
    return Done(ids, None, {"incidents": len(ids), "people": len(made.people), "expected": len(made.expected),
                            "digest": digest(zip(ids, (one.digest for one in incidents), strict=True))})


def as_json(rows: list[Row]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def digest(told: Iterator[tuple[UUID, bytes]] | zip[tuple[UUID, bytes]]) -> str:
    """One digest over every incident of a set and what was sent of it, in order: the entry names them all by it."""
    whole = hashlib.sha256()
    for incident, sent in told:
        whole.update(incident.bytes + sent)
    return whole.hexdigest()


def sets_of(incidents: Sequence[Logged], *, at: datetime) -> Sets:
    """Every row of every table, by the rules in force on the day of each incident."""
    made, ids = Sets(), fresh_ids()
    started = [*duties.started_by("incident.received", profile(), london_date(at))]
    assert not started, "a clock that an incident starts must be started here too"
    hung = duties.started_by(EXPECTED, profile(), london_date(at))
    days, local = clocks.calendar(), profile().screening
    called = lru_cache(maxsize=None)(partial(screening.called_for, local=local))
    for one in incidents:
        incident, on = next(ids), london_date(one.began_at)
        made.incidents.append(incident_row(one, incident, ids))
        for position, named in enumerate(one.people):
            person = person_row(named, incident, position, ids, at=at)
            made.people.append(person)
            triggers = called(one.kind, named.role, named.present, on)
            if named.kind == "child" and triggers:
                expected = expected_row(one, named, person, triggers, on, ids)
                made.expected.append(expected)
                made.clocks += clock_rows(hung, one, expected, days, ids, at=at)
    return made


def incident_row(one: Logged, incident: str, ids: Iterator[str]) -> Row:
    officer, team = one.attended.officer, one.attended.team
    return {"id": incident, "number": one.number, "kind": one.kind, "began": one.began_at.isoformat(),
            "received": one.received_at.isoformat(), "summary": one.summary, "address": one.address,
            "postcode": arrivals.tidy_postcode(one.postcode), "officer": officer and str(officer),
            "officer_name": one.attended.name, "team": team and str(team), "shift": rules.shift_of(one.began_at),
            "tie": next(ids), "team_tie": next(ids)}


def person_row(named: Named, incident: str, position: int, ids: Iterator[str], *, at: datetime) -> Row:
    one = named.person
    if one.known_as or one.aliases or one.expected_dob:
        raise ValueError("a log names nobody by other names, and nobody unborn: take this one in by itself")
    born = arrivals.born_on(one.dob, at.date())
    return {"id": next(ids), "incident": incident, "subject": next(ids), "record": next(ids), "link": next(ids),
            "typed": next(ids), "place": next(ids), "kind": named.kind, "role": named.role, "present": named.present,
            "position": position, "given": one.given_name, "family": one.family_name,
            "born": born and born.isoformat(), "sex": one.sex or "U", "lines": one.address,
            "postcode": arrivals.tidy_postcode(one.postcode), "script": script_of(one.given_name + one.family_name),
            "fields": typed(one)}


def typed(one: Arriving) -> Row:
    """What was typed, as a source record keeps it."""
    return {name: value for name, value in vars(one).items() if value}


def expected_row(one: Logged, named: Named, person: Row, triggers: Sequence[str], on: date, ids: Iterator[str]) -> Row:
    line = LINES[EXPECTED]
    about = Line(Kind(one.kind), person["incident"])
    return {"id": next(ids), "incident": person["incident"], "subject": person["subject"], "record": person["record"],
            "triggers": triggers, "sex": named.person.sex or "U", "ethnicity": named.ethnicity,
            "age": age_on(arrivals.born_on(named.person.dob, on), on), "began": one.began_at.isoformat(),
            "event": next(ids), "sentence": line.sentence(about, None)[:400],  # type: ignore[arg-type]
            "path": line.path(about)[:120]}


def clock_rows(hung: Sequence[Duty], one: Logged, expected: Row, days: Calendar, ids: Iterator[str], *,
               at: datetime) -> Iterator[Row]:
    """The clocks that an expected screening starts, as `work.clocks` starts them on its entry."""
    for duty in hung:
        start = one.began_at if duty.runs_from == "happened" else at
        due = duty.due(start, days)
        yield {"id": next(ids), "incident": expected["incident"], "duty": duty.key, "version": duty.version,
               "record": expected["id"], "started": start.isoformat(), "due": due.at.isoformat(),
               "reported": due.reported_at.isoformat(), "due_on": due.on and due.on.isoformat()}


def fresh_ids() -> Iterator[str]:
    """Time-ordered identifiers as text, as `authority.ids.uuid7` makes them, many times faster."""
    while True:
        ms, chance = f"{int(time.time() * 1000):012x}", os.urandom(10 * 4096).hex()
        head = f"{ms[:8]}-{ms[8:]}-7"
        for at in range(0, len(chance), 20):
            yield (f"{head}{chance[at:at + 3]}-{'89ab'[int(chance[at + 3], 16) & 3]}{chance[at + 4:at + 7]}-"
                   f"{chance[at + 7:at + 19]}")
