"""What the child page shows of this room: the police screenings of this child, newest first."""

from __future__ import annotations

from django.utils.html import format_html

from kith.kit import words
from kith.people.panel import About, Panel
from kith.screening.models import Screening
from kith.screening.reads import state_of_screening
from kith.statute import codes

MOST = 10


def screenings(about: About) -> Panel | None:
    """Police screenings of a child; nothing where the reader may not see them."""
    found = list(Screening.objects.filter(subject=about.person.pk).select_related("incident")
                 .order_by("-incident__began_at")[:MOST + 1])
    if not found:
        return None
    rows = [{"cells": [{"text": format_html('<a class="govuk-link" href="/screenings/{}/">{}</a>', s.pk,
                                            words.long_date(words.local(s.incident.began_at).date())),
                        "value": s.incident.began_at.isoformat()},
                       codes.label("incident_kind", s.incident.kind), s.grade.capitalize(), state_of_screening(s)],
             "url": f"/screenings/{s.pk}/"} for s in found[:MOST]]
    return Panel("screenings", "Police screenings", "screening/panel.html",
                 {"rows": rows, "more": len(found) > MOST, "head": ["Incident", "Kind", "Grade", "State"]})
