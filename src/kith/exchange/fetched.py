"""What the sender's system has fetched is read: nobody is chased for it any more."""

from __future__ import annotations

from datetime import datetime

from kith.authority.who import Session
from kith.exchange.models import Arrival
from kith.frontdoor import acts as frontdoor
from kith.frontdoor.models import Message


def mark_fetched(arrival: Arrival, *, by: Session, at: datetime) -> None:
    """The sender's system has what the hub said: nobody is chased for it any more."""
    unread = Message.objects.filter(subject=arrival.contact_id, read_at__isnull=True, failed="")
    for message in unread.exclude(kind="reply"):
        frontdoor.read_message(by=by, at=at, subject=message.subject_id, message=message)
