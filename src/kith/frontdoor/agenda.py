"""What the front door puts on the agenda of the daily meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q

from kith.frontdoor.models import Contact, ContactPerson
from kith.kit import words
from kith.meetings.agenda import Nomination, Window, source
from kith.statute import codes
from kith.work import clocks


def said(contact: Contact) -> str:
    """ "Red concern from Schools, 12 March 2027 09:12" """
    came = words.local(contact.received_at)
    grade = contact.get_grade_display() or "Ungraded"
    return f"{grade} concern from {codes.label('contact_source', contact.source_code)}, {came:%-d %B %Y %H:%M}"


def children(contacts: Iterable[Contact], more: str = "") -> Iterator[Nomination]:
    """Every child of these contacts, named for the contact's sake."""
    by_id = {c.pk: c for c in contacts}
    people = ContactPerson.objects.filter(contact_id__in=list(by_id), role__in=("child", "other_child"))
    for person in people.order_by("contact_id", "position"):
        yield Nomination(person.subject_id, said(by_id[person.contact_id]) + more, person.contact_id)


def red_and_amber(window: Window) -> Iterable[Nomination]:
    """Red and amber concerns received, or graded so, since the last sitting."""
    span = (window.since, window.until)
    fresh = Q(received_at__range=span) | Q(subject__gradings__graded_at__range=span)
    return children(Contact.objects.filter(fresh, grade__in=("red", "amber")).distinct())


def unresolved(window: Window) -> Iterable[Nomination]:
    """Concerns whose decision is owed and not made."""
    late = clocks.running().filter(duty="contact.decision", due_at__lt=window.until)
    found = Contact.objects.filter(pk__in=late.values("subject_id"), decided_at__isnull=True)
    return children(found, ": not decided in time")


source("contact.red_amber", red_and_amber)
source("contact.unresolved", unresolved)
