"""What happens by itself when a concern arrives: acknowledged at once, compared with everybody known, never lost.

The text is stored and committed first. Matching runs right after the commit under its own session; if that fails, the
sweep finds the contact again (`matched_at` is empty) and tries once more.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kith.authority import who
from kith.authority.who import Session
from kith.frontdoor import acts
from kith.frontdoor.models import Contact, ContactPerson
from kith.people import matching
from kith.people.models import PersonLink, SourceRecord


def take_in(*, by: Session, at: datetime, **concern) -> Contact:
    """Receive and acknowledge a concern; compare its people as soon as it is safely stored."""
    contact: Contact = acts.receive(by=by, at=at, **concern)
    acts.acknowledge(by=by, at=at, contact=contact)
    transaction.on_commit(lambda: try_to_match(contact.pk), robust=True)
    return contact


def try_to_match(contact: UUID) -> bool:
    """Match one contact by itself; False where it must be tried again."""
    return matching.soon("contact", contact, lambda one, by: match(Contact.objects.get(pk=one), by=by, at=by.now))


def match(contact: Contact, *, by: Session, at: datetime) -> None:
    """Compare everybody named with everybody known; a clear single match is linked and marked as the machine's."""
    named = list(ContactPerson.objects.filter(contact=contact).select_related("source_record"))
    placeholders = {p.subject_id for p in named}
    for person in named:
        source: SourceRecord = person.source_record
        was = source.subject_id
        matching.propose(by=by, at=at, source=source, apart_from=placeholders)
        if source.subject_id != was:
            acts.settle(by=by, at=at, subject=source.subject_id, person=person, as_what="machine")
        elif linked_before(source):
            acts.settle(by=by, at=at, subject=source.subject_id, person=person, as_what="same")
        elif person.role not in ("child", "other_child"):
            acts.settle(by=by, at=at, subject=source.subject_id, person=person, as_what="new")
    acts.mark_matched(by=by, at=at, contact=contact)


def linked_before(source: SourceRecord) -> bool:
    """A record that came with a police incident may have been linked before it became a contact's."""
    return PersonLink.objects.filter(source_record=source, valid_to=None).exclude(method="arrived").exists()


def unmatched() -> list[UUID]:
    """Contacts the index has not looked at yet, oldest first (a sweep's work)."""
    with who.job("linkage"):
        waiting = Contact.objects.filter(matched_at__isnull=True).order_by("received_at")
        return list(waiting.values_list("pk", flat=True)[:50])
