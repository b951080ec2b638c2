"""What the child page shows of the front door: the concerns about this child and what was decided on each."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from kith.frontdoor.models import ContactPerson
from kith.kit import words
from kith.people.panel import About, Panel
from kith.statute import codes

MOST = 10


def concerns(about: About) -> Panel | None:
    """Earlier concerns about a child, newest first; nothing where the reader may not see them."""
    named = list(
        ContactPerson.objects.filter(subject_id=about.person.pk)
        .select_related("contact__agency")
        .order_by("-contact__received_at")[: MOST + 1]
    )
    if not named:
        return None
    rows = [
        {
            "cells": [
                {"text": link(p), "value": p.contact.received_at.isoformat()},
                source(p),
                p.contact.grade.capitalize() or "Not graded",
                "Decided" if p.contact.decided_at else "Not decided yet",
                p.get_role_display(),
            ],
            "url": f"/contacts/{p.contact_id}/",
        }
        for p in named[:MOST]
    ]
    return Panel(
        "concerns",
        "Concerns",
        "desk/panel_concerns.html",
        {"rows": rows, "more": len(named) > MOST, "head": ["Received", "From", "Grade", "State", "Named as"]},
    )


def link(person: ContactPerson) -> SafeString:
    """The day of receipt, which opens the concern."""
    day = words.local(person.contact.received_at).date()
    return format_html(
        '<a class="govuk-link" href="/contacts/{}/">{}</a>', person.contact_id, words.long_date(day)
    )


def source(person: ContactPerson) -> str:
    if person.contact.agency:
        return person.contact.agency.name
    return codes.label("contact_source", person.contact.source_code)
