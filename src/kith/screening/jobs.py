"""The background's part: incidents matched, the sergeant told, the escalation rule weighed, samples drawn. Each is
safe to run twice and finds its work in stored rows."""

from __future__ import annotations

import time

from kith.authority import notices, who
from kith.authority.who import Session
from kith.screening import acts, escalation, intake, sampling, sent
from kith.screening.models import Expected
from kith.work import clocks
from kith.work.models import Deadline

MOST = 200
MATCHING = 4.0  # seconds
NEVER_CAME = "screening.submitted"
POLICE = (NEVER_CAME, "screening.supervised", "screening.improved")  # told to the sergeant, not to the hub


def match_waiting(seconds: float = MATCHING) -> int:
    """Incidents that nobody was compared for: those of a log brought in together, and where a fault stopped it. So long
    at once, and the next time again: a log of years takes its time and holds up no other sweep."""
    begun, done = time.monotonic(), 0
    while waiting := intake.unmatched():
        matched = sum(intake.try_to_match(incident) for incident in waiting)
        done += matched
        if not matched or time.monotonic() - begun > seconds:
            break
    return done


def tell_sergeants() -> int:
    """What the force's own people owe and did not do in time goes to the sergeant by name, once each."""
    with who.job("sweep") as by:
        late = list(clocks.running().filter(duty__in=POLICE, announced_at__isnull=True, reported_at__lt=by.now)
                    .order_by("due_at")[:MOST])
        found = {e.pk: e for e in Expected.objects.filter(pk__in=[d.record_id for d in late])
                 .select_related("incident")}
        for deadline in late:
            clocks.announce(by=by, at=by.now, deadline=deadline)
            if deadline.record_id and (expected := found.get(deadline.record_id)):
                tell(by, deadline, expected)
        return len(late)


def tell(by: Session, deadline: Deadline, expected: Expected) -> None:
    """A screening that never came is the officer's; one not supervised or not improved is a line on the board."""
    incident = expected.incident
    if deadline.duty == NEVER_CAME:
        acts.tell_sergeant(by=by, at=by.now, incident=incident, expected=expected)
        return
    notices.post(by=by, at=by.now, holders=[s.pk for s in acts.sergeants_of(incident)], path="/screenings/board/",
                 text=f"{clocks.words(deadline)}: overdue, incident {incident.number}, {incident.officer_name}.")


def reconcile_waiting() -> int:
    """A force's own screenings whose incident is here and that were not laid beside it: the fault may be gone."""
    return sent.reconcile_waiting()


def weigh_waiting() -> int:
    """Screenings that the escalation rule has not looked at as they stand."""
    return escalation.weigh_waiting()


def draw_samples() -> int:
    """Last month's random shares, where they have not been drawn."""
    return sampling.draw_last_month()
