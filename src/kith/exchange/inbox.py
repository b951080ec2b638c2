"""The inbox: what a partner sends is kept first, then taken in, all in the sender's own transaction. The
same reference with the same body is answered alike; with another body it is set apart for a person and
never overwrites anything."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kith.authority.acts import Refused, open_tie
from kith.authority.models import Agency
from kith.authority.who import Session
from kith.exchange import acts, incidents, mapping, rules
from kith.exchange.incidents import IncidentIn
from kith.exchange.models import Arrival
from kith.exchange.schemas import ConcernIn, ScreeningIn
from kith.frontdoor import intake
from kith.frontdoor.models import Contact
from kith.people import acts as people
from kith.screening import sent

log = logging.getLogger("kith.exchange")
OTHER_BODY = "The same reference came before with another text."


def standing(arrival: Arrival) -> Arrival | None:
    """The row that stands for this reference: taken, or waiting to be."""
    return (
        Arrival.objects.filter(
            agency=arrival.agency_id,
            system=arrival.system,
            message_id=arrival.message_id,
            refused_at__isnull=True,
            quarantined_at__isnull=True,
            stuck_at__isnull=True,
        )
        .select_related("contact")
        .first()
    )


def arriving(*, by: Session, at: datetime, layout: str, body: Any) -> Arrival:
    """A message of a partner's system, not yet kept. `by.purpose` is the system its key was made for."""
    text = rules.canonical(body)
    return Arrival(
        agency_id=by.agency_id,
        system=by.purpose[:40],
        message_id=str(body["reference"]),
        layout=layout,
        body=text,
        body_sha256=rules.digest(text),
        received_at=mapping.receipt(body.get("received_at")),
        kept_at=at,
        created_by_id=by.worker_id,
    )


def receive(*, by: Session, at: datetime, layout: str, body: Any) -> Arrival:
    """Keep and take in one message of a partner's system; the row returned says what became of it."""
    arrival = arriving(by=by, at=at, layout=layout, body=body)
    if before := standing(arrival):
        return again(before, arrival, by=by, at=at)
    try:
        with transaction.atomic():
            take(arrival, by=by, at=at)
            return acts.keep(by=by, at=at, arrival=arrival)
    except Refused as refused:
        return refuse(arrival, reasons_of(refused), by=by, at=at)
    except IntegrityError:
        if before := standing(arrival):  # the same message came twice at once
            return again(before, arrival, by=by, at=at)
        return fail(arrival, "IntegrityError", by=by, at=at)
    except Exception as fault:  # whatever it is, what was sent is kept
        return fail(arrival, type(fault).__name__, by=by, at=at)


def again(before: Arrival, arrival: Arrival, *, by: Session, at: datetime) -> Arrival:
    """The same reference once more: answered alike, or set apart."""
    if bytes(before.body_sha256) == arrival.body_sha256:
        return before
    return set_apart(arrival, by=by, at=at)


def set_apart(arrival: Arrival, *, by: Session, at: datetime) -> Arrival:
    """Another body under a known reference: kept for a person to see, once."""
    known = same_as(arrival).filter(quarantined_at__isnull=False).first()
    if known:
        return known
    unwork(arrival)
    arrival.quarantined_at, arrival.quarantine_reason = at, OTHER_BODY
    return acts.keep(by=by, at=at, arrival=arrival)


def refuse(arrival: Arrival, reasons: list[rules.Problem], *, by: Session, at: datetime) -> Arrival:
    """Kept with the reasons; the same refused body is not kept twice."""
    if known := same_as(arrival).filter(refused_at__isnull=False).first():
        return known
    unwork(arrival)
    arrival.refused_at, arrival.reasons = at, reasons
    return acts.keep(by=by, at=at, arrival=arrival)


def fail(arrival: Arrival, fault: str, *, by: Session, at: datetime) -> Arrival:
    """A technical fault on our side: what was sent is kept, and the background worker tries again."""
    log.error("arrival %s could not be taken in: %s", arrival.pk, fault)
    unwork(arrival)
    acts.waiting_again(arrival, at=at, fault=fault)
    return acts.keep(by=by, at=at, arrival=arrival)


def same_as(arrival: Arrival) -> Any:
    return Arrival.objects.filter(
        agency=arrival.agency_id,
        system=arrival.system,
        message_id=arrival.message_id,
        body_sha256=arrival.body_sha256,
    )


def unwork(arrival: Arrival) -> None:
    """Forget what a rolled-back try had written on the row."""
    arrival.taken_at, arrival.contact, arrival.incident, arrival.questions = None, None, None, []
    arrival._state.adding = True


def take(arrival: Arrival, *, by: Session, at: datetime) -> None:
    """Make the record of a row and write it on the row (not yet saved). Raises Refused with the reasons."""
    body = rules.read(arrival.layout, json.loads(arrival.body))
    if future := list(rules.future_times(body, at)):
        raise RefusedFields(future)
    if isinstance(body, IncidentIn):
        incidents.take(arrival, body, by=by, at=at)
    else:
        take_concern(arrival, body, by=by, at=at)


def take_concern(arrival: Arrival, body: ConcernIn | ScreeningIn, *, by: Session, at: datetime) -> None:
    """A concern or a screening becomes a contact of the front door."""
    if isinstance(body, ConcernIn):
        mapped = mapping.concern(body, agency_kind=kind_of(arrival, by))
    else:
        mapped = mapping.screening(body)
    contact: Contact = intake.take_in(
        by=by,
        at=at,
        channel="import" if arrival.batch_id else "system",
        agency=arrival.agency_id,
        system=arrival.system,
        system_ref=arrival.message_id,
        **mapped.arguments,
    )
    for asked in (*mapped.questions, *version_asked(arrival)):
        what = f"{arrival.system}, {acts.place(asked['field'])}: {asked['say']}"
        people.raise_quality(by=by, at=at, subject=contact.pk, what=what[:200])
    if isinstance(body, ScreeningIn):
        sent.keep(by=by, at=at, agency=arrival.agency_id, number=body.incident_number, contact=contact.pk,
                  children=mapping.finished(body))
    tie_to_sender(arrival, contact, by=by)
    arrival.taken_at, arrival.contact, arrival.questions = at, contact, mapped.questions
    arrival.received_at = body.received_at


def version_asked(arrival: Arrival) -> list[rules.Problem]:
    """A new version beside the first is a question for the hub: is it one concern or two?"""
    apart = arrival.replaces if arrival.replaces_id else None
    before = standing(apart) if apart is not None and apart.quarantined_at else None
    if before is None or before.contact is None:
        return []
    say = f"Sent again with other words, as {before.contact.reference} was. Are they one concern?"
    return [{"field": "reference", "say": say}]


def tie_to_sender(arrival: Arrival, contact: Contact, *, by: Session) -> None:
    """Whoever sent it may follow it: the one system, or who brought the file in; never a whole agency."""
    if by.kind == "job":
        open_tie(holder=acts.holder(arrival), subject=contact.pk, kind="referred")


def kind_of(arrival: Arrival, by: Session) -> str:
    if arrival.agency_id == by.agency_id:
        return by.agency_kind
    return str(Agency.objects.values_list("kind", flat=True).get(pk=arrival.agency_id))


class RefusedFields(Refused):
    """Refused, with the field each reason belongs to."""

    def __init__(self, problems: list[rules.Problem]) -> None:
        super().__init__(*(p["say"] for p in problems))
        self.problems = problems


def reasons_of(refused: Refused) -> list[rules.Problem]:
    """The reasons with their fields, where the refusal knows them."""
    if isinstance(refused, RefusedFields):
        return refused.problems
    return [{"field": "", "say": reason} for reason in refused.reasons]
