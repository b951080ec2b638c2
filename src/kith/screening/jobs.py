"""The background's part: incidents matched, the sergeant told, the escalation rule weighed, samples drawn. Each is
safe to run twice and finds its work in stored rows."""

from __future__ import annotations

from kith.authority import who
from kith.screening import acts, escalation, intake
from kith.screening.models import Expected
from kith.work import clocks

MOST = 200


def match_waiting() -> int:
    """Incidents that nobody was compared for: the fault that stopped it may be gone."""
    return sum(intake.try_to_match(incident) for incident in intake.unmatched())


def tell_sergeants() -> int:
    """Expected screenings whose time has run out go to the sergeant by name, once each; returns how many."""
    with who.job("sweep") as by:
        late = list(clocks.running().filter(duty="screening.submitted", announced_at__isnull=True,
                                            reported_at__lt=by.now).order_by("due_at")[:MOST])
        waiting = {e.pk: e for e in Expected.objects.filter(pk__in=[d.record_id for d in late])
                   .select_related("incident")}
        for deadline in late:
            clocks.announce(by=by, at=by.now, deadline=deadline)
            if expected := waiting.get(deadline.record_id):
                acts.tell_sergeant(by=by, at=by.now, incident=expected.incident, expected=expected)
        return len(late)


def weigh_waiting() -> int:
    """Screenings that the escalation rule has not looked at as they stand."""
    return escalation.weigh_waiting()
