"""The escalation rule at work: what a child's and a household's screenings call for together, raised and, when a link
behind it is undone, withdrawn. It runs in the background, because no officer may read a child's other screenings."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q

from kith.authority import who
from kith.authority.acts import Done, Refused, act
from kith.authority.county import profile
from kith.authority.who import Session
from kith.people.chronology import chronicle
from kith.people.models import HouseholdMember
from kith.screening import line, rules
from kith.screening.models import Alert, Cause, Screening
from kith.statute import screening as law
from kith.statute.screening import Escalated, Graded

log = logging.getLogger("kith.screening")
LOOK_BACK = timedelta(days=400)  # further back than any county's rolling months
MOST = 200
THIRD = "third_green"
CHANGED = "What it rested on has changed: a link was undone, or a grade was changed."
Key = tuple[str, str, frozenset[UUID]]  # scope, reason, the screenings that caused it


@act("screening.weighed")
def weigh(*, by: Session, at: datetime, screening: Screening) -> Done:
    """Ask the rule of this screening's child and household; raise what it calls for, withdraw what no longer stands."""
    child, home = of_child(screening), of_household(screening)
    wanted = {**of_scope("child", child), **household_wanted(home)}
    standing = standing_alerts({s.pk for s in (*child, *home)})
    for key in wanted.keys() - standing.keys():
        raise_alert(by=by, at=at, screening=screening, scope=key[0], found=wanted[key])
    for key in standing.keys() - wanted.keys():
        if screening.pk in key[2]:
            withdraw(by=by, at=at, alert=standing[key], because=CHANGED)
    Screening.objects.filter(pk=screening.pk).update(weighed_at=at)
    screening.refresh_from_db()
    return Done(screening, screening.incident_id, {"alerts": len(wanted)}, about=(screening.subject_id,))


def household_wanted(home: Sequence[Screening]) -> dict[Key, Escalated]:
    """A run of greens of the household's children together; one child's own run is not said twice."""
    found = of_scope("household", home, only=THIRD)
    whose = {s.pk: s.subject_id for s in home}
    return {key: each for key, each in found.items() if len({whose[s] for s in key[2]}) > 1}


def of_child(screening: Screening) -> list[Screening]:
    since = screening.submitted_at - LOOK_BACK
    return list(Screening.objects.filter(subject=screening.subject_id, submitted_at__gte=since)
                .select_related("incident"))


def of_household(screening: Screening) -> list[Screening]:
    """Screenings of everybody who lives with the child now, or of incidents at the same address."""
    homes = HouseholdMember.objects.filter(subject=screening.subject_id, until_on__isnull=True).values("household")
    together = HouseholdMember.objects.filter(household__in=homes, until_on__isnull=True).values("subject")
    incident = screening.incident
    place = Q(incident__postcode=incident.postcode, incident__address__iexact=incident.address)
    same = Q(subject__in=together) | (place if incident.postcode and incident.address else Q(pk=screening.pk))
    return list(Screening.objects.filter(same, submitted_at__gte=screening.submitted_at - LOOK_BACK)
                .select_related("incident"))


def of_scope(scope: str, screenings: Sequence[Screening], only: str = "") -> dict[Key, Escalated]:
    graded = [Graded(s.pk, s.incident_id, s.incident.began_at, s.grade, s.domestic_abuse) for s in screenings]
    found = law.escalations(graded, profile().escalation)
    return {(scope, e.reason, frozenset(e.caused_by)): e  # type: ignore[arg-type]
            for e in found if only in ("", e.reason)}


def standing_alerts(screenings: Iterable[UUID]) -> dict[Key, Alert]:
    """Alerts that stand and rest on any of these screenings."""
    found = (Alert.objects.filter(causes__screening__in=list(screenings), withdrawn_at__isnull=True).distinct()
             .prefetch_related("causes"))
    return {(a.scope, a.reason, frozenset(c.screening_id for c in a.causes.all())): a for a in found}


@act("alert.raised")
def raise_alert(*, by: Session, at: datetime, screening: Screening, scope: str, found: Escalated) -> Done:
    """A specialist is to look, for the reason that stands with it and the screenings that caused it."""
    causes = list(Screening.objects.filter(pk__in=[UUID(str(k)) for k in found.caused_by]).order_by("submitted_at"))
    last = causes[-1]
    alert = Alert(subject_id=last.subject_id, incident_id=last.incident_id, scope=scope, reason=found.reason,
                  words=found.words, raised_at=at, created_by_id=by.worker_id)
    Alert.objects.bulk_create([alert])
    Cause.objects.bulk_create([Cause(alert=alert, screening=s, incident_id=s.incident_id, position=n,
                                     created_by_id=by.worker_id) for n, s in enumerate(causes)])
    if found.reason == THIRD:
        handle(last, rules.highest(last.handled_as, "amber"), by=by, at=at)
    return Done(alert, last.incident_id, {"reason": found.reason, "scope": scope}, about=(last.subject_id,))


def handle(screening: Screening, grade: str, *, by: Session, at: datetime) -> None:
    """The hub's clock follows the grade a screening is handled as."""
    if grade == screening.handled_as:
        return
    screening.handled_as = grade
    if screening.reached_at and not (screening.shared_at or screening.not_shared_at):
        line.reach(by=by, at=at, subject=screening.incident_id, screening=screening)
    else:
        line.keep(screening, "handled_as")


@act("alert.withdrawn")
def withdraw(*, by: Session, at: datetime, alert: Alert, because: str) -> Done:
    """It no longer stands, and why; that it stood is kept."""
    Alert.objects.filter(pk=alert.pk).update(withdrawn_at=at, withdrawn_because=because)
    for cause in alert.causes.all().select_related("screening"):
        if alert.reason == THIRD:
            handle(cause.screening, line.handled_as(cause.screening), by=by, at=at)
    return Done(alert, alert.incident_id, {"reason": alert.reason}, about=(alert.subject_id,))


@act("alert.looked")
def look(*, by: Session, at: datetime, subject: UUID, alert: Alert, note: str) -> Done:
    """A specialist has looked at what the screenings say together, and says what follows."""
    if alert.withdrawn_at or alert.looked_at:
        raise Refused("This alert is dealt with already.")
    if len(note.strip()) < rules.LEAST_REASON:
        raise Refused("Write what the screenings say together, and what follows, in a sentence.")
    Alert.objects.filter(pk=alert.pk).update(looked_at=at, looked_by=by.worker_id, looked_note=note.strip())
    return Done(alert, subject, about=(alert.subject_id,))


def after_commit(screenings: Iterable[UUID]) -> None:
    """Ask the rule as soon as what it asks about is safely kept."""
    wanted = list(screenings)
    transaction.on_commit(lambda: weigh_these(wanted), robust=True)


def weigh_these(screenings: Iterable[UUID]) -> int:
    return sum(try_to_weigh(pk) for pk in screenings)


def try_to_weigh(screening: UUID) -> bool:
    """Weigh one in a transaction of its own; a fault is logged without content and the sweep comes back to it."""
    try:
        with who.job("sweep") as by:
            weigh(by=by, at=by.now, screening=Screening.objects.select_related("incident").get(pk=screening))
        return True
    except (DatabaseError, Screening.DoesNotExist) as fault:
        log.error("weighing screening %s failed (%s); the sweep will try again", screening, type(fault).__name__)
        return False


def weigh_waiting() -> int:
    """Screenings that the rule has not looked at as they stand now (a sweep's work)."""
    with who.job("sweep"):
        waiting = list(Screening.objects.filter(weighed_at__isnull=True).order_by("submitted_at")
                       .values_list("pk", flat=True)[:MOST])
    return weigh_these(waiting)


@act("screening.unweighed")
def weigh_again(*, by: Session, at: datetime, screenings: Sequence[Screening]) -> Done:
    """Who a record is about has changed: the rule looks again, at these and at what rested on them."""
    Screening.objects.filter(pk__in=[s.pk for s in screenings]).update(weighed_at=None)
    after_commit([s.pk for s in screenings])
    return Done(screenings[0], screenings[0].incident_id, {"screenings": len(screenings)})


def touched_by(subjects: Iterable[UUID]) -> list[Screening]:
    """Screenings of these children, and those that an alert of theirs rests on."""
    about = list(subjects)
    rest = Cause.objects.filter(alert__subject__in=about, alert__withdrawn_at__isnull=True).values("screening")
    return list(Screening.objects.filter(Q(subject__in=about) | Q(pk__in=rest)).order_by("submitted_at"))


chronicle("screening.weighed", lambda s, by: f"Police screening sent: graded {s.grade}",
          path=lambda s: f"/screenings/{s.pk}/")
chronicle("alert.raised", lambda a, by: f"A specialist is to look: {a.words}, {a.get_scope_display()}",
          significant=True, path=lambda a: "/screenings/queue/")
chronicle("alert.withdrawn", lambda a, by: f"Withdrawn: {a.words}, {a.get_scope_display()}", significant=True,
          path=lambda a: "/screenings/queue/")
