"""Questions about what has arrived: what a sender may be told, how far an import has come, what waits for
a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kith.authority.who import Session
from kith.exchange.models import Arrival, Import
from kith.frontdoor.models import Contact, Message

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/()-]{0,59}")
OURS = re.compile(r"K-[A-Z2-9]{3}-[A-Z2-9]{3}")
STANDS = Q(refused_at__isnull=True, quarantined_at__isnull=True, stuck_at__isnull=True)
WAITS = STANDS & Q(taken_at__isnull=True)


def usable_reference(text: str) -> bool:
    return bool(REFERENCE.fullmatch(text))


def sent_by(by: Session, reference: str) -> Arrival | None:
    """The sender's own row of a contact, by our reference."""
    if not OURS.fullmatch(reference):
        return None
    return (
        Arrival.objects.filter(contact__reference=reference, created_by=by.worker_id)
        .select_related("contact")
        .order_by("taken_at")
        .first()
    )


def received(arrival: Arrival) -> dict[str, Any]:
    """What the sender is told, in words that are safe in their system."""
    contact = arrival.contact
    said = messages_to(contact.pk) if contact is not None else {}
    state, say = state_of(contact, said)
    return {
        "reference": contact.reference if contact else "",
        "your_reference": arrival.message_id,
        "state": state,
        "say": say,
        "received_at": (arrival.received_at or arrival.kept_at).isoformat(),
        "acknowledgement": text_of(said, "acknowledgement"),
        "asked": text_of(said, "more"),
        "outcome": text_of(said, "outcome"),
        "told_at": said["outcome"].sent_at.isoformat() if "outcome" in said else None,
        "questions": arrival.questions,
    }


def messages_to(contact: UUID) -> dict[str, Message]:
    """The newest message of each kind that was sent to whoever sent this contact."""
    return {m.kind: m for m in Message.objects.filter(subject=contact, failed="").order_by("sent_at")}


def text_of(said: Mapping[str, Message], kind: str) -> str:
    return said[kind].text if kind in said else ""


def state_of(contact: Contact | None, said: Mapping[str, Message]) -> tuple[str, str]:
    """(state, sentence): the outcome in the words written for this sender, else the acknowledgement."""
    if contact is None:
        return "kept", "We have kept this and are taking it in. Send it again later to learn its reference."
    if "outcome" in said:
        return "told", said["outcome"].text
    state = "decided" if contact.decided_at else "being_looked_at" if contact.owner_id else "received"
    return state, text_of(said, "more") or text_of(said, "acknowledgement") or "We have your concern."


@dataclass(frozen=True)
class Progress:
    """How far an import has come, counted from its rows."""

    rows: int
    taken: int
    refused: int
    quarantined: int
    stuck: int
    waiting: int
    mended: int

    @property
    def done(self) -> int:
        return self.rows - self.waiting

    @property
    def finished(self) -> bool:
        return self.waiting == 0


def progress(batch: Import) -> Progress:
    """Counts of the rows as they came; a mended row counts where it stands now."""
    found = Arrival.objects.filter(batch=batch).aggregate(
        rows=Count("id", filter=Q(replaced_by__isnull=True)),
        taken=Count("id", filter=Q(taken_at__isnull=False)),
        refused=Count("id", filter=Q(refused_at__isnull=False, replaced_by__isnull=True)),
        quarantined=Count("id", filter=Q(quarantined_at__isnull=False, replaced_by__isnull=True)),
        stuck=Count("id", filter=Q(stuck_at__isnull=False, replaced_by__isnull=True)),
        waiting=Count("id", filter=WAITS),
        mended=Count("id", filter=Q(replaces__isnull=False)),
    )
    return Progress(**found)


def for_a_person() -> QuerySet[Arrival]:
    """Rows that wait for somebody: refused, set apart or stuck; not mended, not settled, not sent again in
    order."""
    later = Arrival.objects.filter(
        STANDS,
        agency=OuterRef("agency"),
        system=OuterRef("system"),
        message_id=OuterRef("message_id"),
        kept_at__gt=OuterRef("kept_at"),
    )
    return (
        Arrival.objects.filter(
            ~STANDS, taken_at__isnull=True, settlement__isnull=True, replaced_by__isnull=True
        )
        .filter(Q(quarantined_at__isnull=False) | ~Exists(later))
        .select_related("agency", "batch")
        .order_by("look_by", "kept_at", "line")
    )


def imports() -> QuerySet[Import]:
    """Imports, newest first, with how far each has come."""
    return (
        Import.objects.select_related("created_by", "agency")
        .order_by("-created_at")
        .annotate(
            total=Count("rows", filter=Q(rows__replaces__isnull=True)),
            taken=Count("rows", filter=Q(rows__taken_at__isnull=False)),
            waiting=Count(
                "rows",
                filter=Q(
                    rows__taken_at__isnull=True,
                    rows__refused_at__isnull=True,
                    rows__quarantined_at__isnull=True,
                    rows__stuck_at__isnull=True,
                ),
            ),
            for_a_person=Count(
                "rows",
                filter=Q(
                    rows__replaced_by__isnull=True, rows__settlement__isnull=True, rows__taken_at__isnull=True
                )
                & ~Q(
                    rows__refused_at__isnull=True,
                    rows__quarantined_at__isnull=True,
                    rows__stuck_at__isnull=True,
                ),
            ),
        )
    )


def asked(batch: Import) -> list[Arrival]:
    """Rows that were taken with a question about a code, first lines first."""
    return list(
        Arrival.objects.filter(batch=batch, taken_at__isnull=False)
        .exclude(questions=[])
        .select_related("contact")
        .order_by("line")[:25]
    )
