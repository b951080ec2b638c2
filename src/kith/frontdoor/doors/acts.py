"""What a referrer can still do after sending: answer the hub's question."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.frontdoor.models import Contact, Message

REPLY = "reply"


@act("contact.more_told")
def tell_more(*, by: Session, at: datetime, subject: UUID, contact: Contact, text: str) -> Done:
    """The referrer adds to a concern that is not decided yet. The clock runs on: it is the same contact."""
    if not text.strip():
        raise Refused("Write what you want to add.")
    if contact.decided_at:
        raise Refused(
            "This concern is decided already. If something new has happened, report it as a new concern."
        )
    reply = Message(
        subject_id=contact.pk, kind=REPLY, text=text, sent_at=at, channel="page", created_by_id=by.worker_id
    )
    Message.objects.bulk_create([reply])
    return Done(reply, subject)


@act("reply.read")
def read_reply(*, by: Session, at: datetime, subject: UUID, reply: UUID) -> Done:
    """The hub has the referrer's answer on the screen: from now on it is not new to anybody there."""
    Message.objects.filter(pk=reply, subject_id=subject, kind=REPLY, read_at__isnull=True).update(read_at=at)
    return Done(Message(pk=reply, subject_id=subject), subject)
