"""What police screening puts on the agenda of the daily meeting, each child with why in one sentence: red and amber
screenings, a third green within the county's months, and domestic abuse incidents of the force's log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from kith.kit import words
from kith.meetings.agenda import Nomination, Window, source
from kith.screening import line
from kith.screening.escalation import THIRD
from kith.screening.models import Alert, Incident, IncidentPerson, Screening
from kith.statute import codes

AT_ONCE = ("red", "amber")
DOMESTIC = "domestic_abuse"
FRESH = timedelta(days=28)  # a force's log of years, brought in today, is not today's agenda [L]


def when(moment: datetime) -> str:
    return f"{words.local(moment):%-d %B %Y %H:%M}"


def red_and_amber(window: Window) -> Iterator[Nomination]:
    """Screenings that reached the hub, or were graded anew, since the last sitting, and count as red or amber."""
    span = (window.since, window.until)
    graded_anew = Q(steps__kind="regraded", steps__at__range=span)
    found = (Screening.objects.filter(Q(reached_at__range=span) | graded_anew, reached_at__isnull=False,
                                      returned_at__isnull=True, incident__began_at__gte=window.since - FRESH)
             .select_related("incident").distinct().order_by("reached_at"))
    for screening in found:
        if line.handled_as(screening) in AT_ONCE:
            yield Nomination(screening.subject_id, said(screening), screening.pk)


def said(screening: Screening) -> str:
    """ "Red police screening: domestic abuse, 20 November 2026 23:10 (the officer graded it amber)" """
    counted, incident = line.handled_as(screening), screening.incident
    kind = codes.label("incident_kind", incident.kind).lower()
    text = f"{counted.capitalize()} police screening: {kind}, {when(incident.began_at)}"
    if counted != screening.grade:
        return f"{text} (graded {screening.grade or 'by nobody'}, with domestic abuse)"
    changed = screening.officer_grade != screening.grade
    return f"{text} (the officer graded it {screening.officer_grade})" if changed else text


def third_greens(window: Window) -> Iterator[Nomination]:
    """Runs of greens that came to light since the last sitting and still stand: every child screened in one."""
    span = (window.since, window.until)
    standing = (Alert.objects.filter(reason=THIRD, withdrawn_at__isnull=True, raised_at__range=span)
                .prefetch_related("causes__screening__incident").order_by("raised_at"))
    for alert in standing:
        for child in dict.fromkeys(cause.screening.subject_id for cause in alert.causes.all()):
            yield Nomination(child, run(alert), alert.pk)


def run(alert: Alert) -> str:
    """ "Third green within 3 months, this child: 3 December 2026, 22 January 2027 and 12 February 2027" """
    began = sorted(cause.screening.incident.began_at for cause in alert.causes.all())
    days = words.join_and([f"{words.local(at):%-d %B %Y}" for at in began])
    return f"{alert.words.capitalize()}, {alert.get_scope_display()}: {days}"


def domestic(window: Window) -> Iterable[Nomination]:
    """Children named at domestic abuse incidents that reached us since the last sitting, screened or not."""
    incidents = Incident.objects.filter(kind=DOMESTIC, created_at__range=(window.since, window.until),
                                        began_at__gte=window.since - FRESH)
    people = (IncidentPerson.objects.filter(incident__in=incidents, kind="child").select_related("incident")
              .order_by("incident__began_at", "position"))
    for person in people:
        there = "was there" if person.present else "was not there"
        yield Nomination(person.subject_id,
                         f"Domestic abuse incident {person.incident.number}, {when(person.incident.began_at)}; "
                         f"this child {there}", person.incident_id)


source("screening.red_amber", red_and_amber)
source("screening.third_green", third_greens)
source("incident.domestic", domestic)
