"""What can be done with what arrives: keep it, take it in, refuse it with reasons, set it apart, mend it,
settle it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection

from kith.authority import notices
from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.exchange import rules
from kith.exchange.models import Arrival, Import, Settlement
from kith.screening import many

MOST_TRIES = 5  # security.md 5: then a person looks
FIRST_WAIT = timedelta(minutes=1)  # doubled after each try
PERSON_LOOKS = timedelta(minutes=30)  # [L] a concern about a child does not wait longer for a person
PLAIN = {
    "dob": "date of birth",
    "nhs_number": "NHS number",
    "upn": "pupil number",
    "expected_dob": "expected date of birth",
}
KEEP_ALL = """
insert into exchange_arrival (id, agency_id, system, message_id, layout, body, body_sha256, received_at, kept_at,
  batch_id, line, questions, refused_at, reasons, quarantined_at, quarantine_reason, tries, fault, created_by_id)
select id, agency_id, system, message_id, layout, body, decode(sha, 'hex'), received_at, kept_at, batch_id, line, '[]',
       refused_at, reasons, quarantined_at, quarantine_reason, 0, '', created_by_id
  from jsonb_to_recordset(%s::jsonb) as x (id uuid, agency_id uuid, system text, message_id text, layout text,
       body text, sha text, received_at timestamptz, kept_at timestamptz, batch_id uuid, line integer,
       refused_at timestamptz, reasons jsonb, quarantined_at timestamptz, quarantine_reason text, created_by_id uuid)"""
OUTCOMES = ("arrival.taken", "arrival.refused", "arrival.quarantined", "arrival.failed", "arrival.stuck")
WORKED = [
    "taken_at",
    "contact_id",
    "incident_id",
    "questions",
    "refused_at",
    "reasons",
    "quarantined_at",
    "quarantine_reason",
    "tries",
    "fault",
    "next_try_at",
    "stuck_at",
    "look_by",
    "received_at",
]


def outcome_of(arrival: Arrival) -> str:
    """What has become of a row, by its records: taken, refused, quarantined, stuck, failed or kept (still
    waiting)."""
    named = (
        ("taken", arrival.taken_at),
        ("refused", arrival.refused_at),
        ("quarantined", arrival.quarantined_at),
        ("stuck", arrival.stuck_at),
        ("failed", arrival.tries),
    )
    return next((word for word, there in named if there), "kept")


def facts_of(arrival: Arrival) -> dict[str, Any]:
    return {
        "layout": arrival.layout,
        "system": arrival.system,
        "questions": len(arrival.questions),
        "reasons": len(arrival.reasons),
        "fault": arrival.fault,
    }


@act("arrival.kept", also=OUTCOMES)
def keep(*, by: Session, at: datetime, arrival: Arrival) -> Done:
    """A message is kept as it came, with what became of it, in the transaction that made it so."""
    Arrival.objects.bulk_create([arrival])
    return Done(arrival, arrival.made_id, facts_of(arrival), verb=f"arrival.{outcome_of(arrival)}")


@act("arrival.worked")
def work(*, by: Session, at: datetime, arrival: Arrival) -> Done:
    """The intake job has worked on a waiting row: it was taken, refused, set apart, or failed for a
    technical reason."""
    Arrival.objects.filter(pk=arrival.pk).update(**{name: getattr(arrival, name) for name in WORKED})
    if arrival.stuck_at:
        notices.post(
            by=by,
            at=at,
            holders=notices.holding("hub_manager"),
            path=f"/imports/rows/{arrival.pk}/",
            text=f"A row from {arrival.system} could not be taken in after {arrival.tries} tries. "
            "Look at it within half an hour.",
        )
    return Done(arrival, arrival.made_id, facts_of(arrival), verb=f"arrival.{outcome_of(arrival)}")


@act("arrivals.worked")
def work_all(*, by: Session, at: datetime, arrivals: Sequence[Arrival]) -> Done:
    """Incidents that were taken in together: each row says what it became, and one entry names them all."""
    rows = [{"id": a.pk, "incident": a.incident_id, "questions": a.questions, "received": a.received_at}
            for a in arrivals]
    with connection.cursor() as cursor:
        cursor.execute(
            "update exchange_arrival a set taken_at = %s, incident_id = x.incident, questions = x.questions, "
            "received_at = x.received from jsonb_to_recordset(%s::jsonb) as x (id uuid, incident uuid, "
            "questions jsonb, received timestamptz) where a.id = x.id", [at, json.dumps(rows, default=str)])
        if cursor.rowcount != len(rows):
            raise DatabaseError("not every row of the set could be written")
    told = ((a.made_id, bytes(a.body_sha256)) for a in arrivals if a.made_id)
    return Done(list(arrivals), None, {"rows": len(rows), "digest": many.digest(told), "layout": "incident",
                                       "imports": sorted({str(a.batch_id) for a in arrivals if a.batch_id})})


def keep_all(rows: Sequence[Arrival]) -> None:
    """Part of `receive_import`: rows not yet worked on, in one statement."""
    kept = [{"id": r.pk, "agency_id": r.agency_id, "system": r.system, "message_id": r.message_id, "layout": r.layout,
             "body": r.body, "sha": r.body_sha256.hex(), "received_at": r.received_at, "kept_at": r.kept_at,
             "batch_id": r.batch_id, "line": r.line, "refused_at": r.refused_at, "reasons": r.reasons,
             "quarantined_at": r.quarantined_at, "quarantine_reason": r.quarantine_reason,
             "created_by_id": r.created_by_id} for r in rows]
    with connection.cursor() as cursor:
        cursor.execute(KEEP_ALL, [json.dumps(kept, default=str)])


@act("import.received")
def receive_import(*, by: Session, at: datetime, batch: Import, rows: Iterable[Sequence[Arrival]]) -> Done:
    """A file was brought in: every row is kept before any is worked on. `rows` come some thousands at a time."""
    Import.objects.bulk_create([batch])
    kept = 0
    for some in rows:
        keep_all(some)
        kept += len(some)
    if not kept:
        raise Refused("We hold every row of this file already. Nothing was added.")
    return Done(batch, None, {"layout": batch.layout, "system": batch.system, "lines": batch.lines, "rows": kept})


@act("arrival.mended")
def mend(*, by: Session, at: datetime, arrival: Arrival, body: dict[str, Any]) -> Done:
    """A refused or stuck row is tried again, mended or as it is. What first came stays as it came."""
    if outcome_of(arrival) not in ("refused", "stuck"):
        raise Refused("This row is not waiting to be mended.")
    if (
        Arrival.objects.filter(replaces=arrival).exists()
        or Settlement.objects.filter(arrival=arrival).exists()
    ):
        raise Refused("Somebody has mended or settled this row already. Go back to the list.")
    if reasons := rules.reasons_against(arrival.layout, body):
        raise Refused(*(f"{place(r['field'])}: {r['say']}" for r in reasons))
    mended = version(arrival, by=by, at=at, body=body, message_id=str(body["reference"]))
    if Arrival.objects.filter(
        agency=mended.agency_id,
        system=mended.system,
        message_id=mended.message_id,
        refused_at__isnull=True,
        quarantined_at__isnull=True,
        stuck_at__isnull=True,
    ).exists():
        raise Refused(
            "We already hold a concern under this reference. Put this row aside, "
            "or give it another reference."
        )
    Arrival.objects.bulk_create([mended])
    return Done(mended, None, {"layout": arrival.layout, "system": arrival.system})


def version(arrival: Arrival, *, by: Session, at: datetime, body: dict[str, Any], message_id: str) -> Arrival:
    """A new row, waiting to be taken in, that stands for an earlier one."""
    text = rules.canonical(body)
    return Arrival(
        agency_id=arrival.agency_id,
        system=arrival.system,
        message_id=message_id,
        layout=arrival.layout,
        body=text,
        body_sha256=rules.digest(text),
        kept_at=at,
        batch_id=arrival.batch_id,
        line=arrival.line,
        replaces=arrival,
        created_by_id=by.worker_id,
    )


def place(field: str) -> str:
    """children.0.given_name as words: child 1, given name."""
    parts = field.split(".")
    if len(parts) > 1 and parts[1].isdigit():
        parts[:2] = [f"{'child' if parts[0] == 'children' else 'adult'} {int(parts[1]) + 1}"]
    words = ", ".join(PLAIN.get(p, p.replace("_", " ")) for p in parts)
    return words[:1].upper() + words[1:] or "The whole row"


@act("arrival.settled")
def settle(
    *,
    by: Session,
    at: datetime,
    arrival: Arrival,
    as_what: str,
    note: str,
    body: dict[str, Any] | None = None,
) -> Done:
    """A person has looked at a row that could not be taken as it came, and says what stands, and why."""
    if not note.strip():
        raise Refused("Say why, in a sentence. Whoever reads the record later will ask.")
    if outcome_of(arrival) in ("taken", "kept", "failed"):
        raise Refused("This row is not waiting for a person.")
    if (
        Settlement.objects.filter(arrival=arrival).exists()
        or Arrival.objects.filter(replaces=arrival).exists()
    ):
        raise Refused("Somebody has mended or settled this row already. Go back to the list.")
    Settlement.objects.bulk_create(
        [
            Settlement(
                arrival=arrival,
                agency_id=arrival.agency_id,
                as_what=as_what,
                note=note,
                settled_at=at,
                created_by_id=by.worker_id,
            )
        ]
    )
    if as_what == "new_version" and body is not None:
        Arrival.objects.bulk_create(
            [version(arrival, by=by, at=at, body=body, message_id=next_name(arrival))]
        )
    return Done(arrival, None, {"as": as_what, "system": arrival.system})


def next_name(arrival: Arrival) -> str:
    """The partner's reference with the next number of a version: the first is never overwritten."""
    taken = Arrival.objects.filter(
        agency=arrival.agency_id,
        system=arrival.system,
        message_id__startswith=f"{arrival.message_id} (version ",
    ).count()
    return f"{arrival.message_id} (version {taken + 2})"


def waiting_again(arrival: Arrival, *, at: datetime, fault: str) -> None:
    """After a technical fault: tried again later, each time twice as late; the fifth time a person looks."""
    arrival.tries += 1
    arrival.fault = fault[:200]
    arrival.next_try_at = at + FIRST_WAIT * 2 ** (arrival.tries - 1)
    if arrival.tries >= MOST_TRIES:
        arrival.stuck_at, arrival.look_by, arrival.next_try_at = at, at + PERSON_LOOKS, None


def holder(arrival: Arrival) -> UUID:
    """Who may follow what became of it: whoever sent or mended it."""
    return arrival.created_by_id
