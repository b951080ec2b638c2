"""What happens by itself, each sweep small and safe to run twice: found in stored rows, so that a lost job is not a
lost child."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef

from kith.authority import ledger, notices, sealing, who
from kith.authority.acts import Done, act
from kith.authority.county import profile
from kith.authority.models import Agency
from kith.authority.who import Session
from kith.frontdoor import acts as frontdoor
from kith.frontdoor import intake, reports
from kith.frontdoor.models import Contact, ContactPerson, Message
from kith.kit import words
from kith.meetings import acts as meetings
from kith.meetings.models import Decision, Position
from kith.screening.jobs import POLICE
from kith.statute import duties
from kith.work import clocks
from kith.work.models import Deadline, Holiday

MOST = 200  # rows one sweep takes at once; the rest waits for the next turn
AGAIN = timedelta(days=1)  # after which an escalation still standing is said again [L]
CHASE_AFTER = 3  # working days after which an unread outcome is asked after again [L]
PARTNERS = ("council", "police", "health")


def seal_ledger() -> int:
    """Seal what has been written since the last second."""
    return sealing.seal()


def take_reports() -> int:
    """Reports from the public become contacts."""
    return reports.take_waiting()


def match_waiting() -> int:
    """Contacts the index has not looked at: the fault that stopped it may be gone."""
    return sum(intake.try_to_match(contact) for contact in intake.unmatched())


def announce_breaches() -> int:
    """Each breach is announced once, to the hub's managers and to the agency that owes it. No name stands in it."""
    with who.job("sweep") as by:
        late = list(
            clocks.running()
            .filter(announced_at__isnull=True, reported_at__lt=by.now)
            .exclude(duty__in=POLICE)
            .select_related("subject")
            .order_by("due_at")[:MOST]
        )
        managers = notices.holding("hub_manager") if late else []
        for deadline in late:
            clocks.announce(by=by, at=by.now, deadline=deadline)
            holders = [*managers, *([deadline.agency_id] if deadline.agency_id else [])]
            notices.post(
                by=by,
                at=by.now,
                holders=holders,
                path=place_of(deadline),
                text=f"A clock has run out: {clocks.words(deadline)}. Explain it, and do what is owed.",
            )
        return len(late)


def place_of(deadline: Deadline) -> str:
    where = {"contact": "/contacts/", "incident": "/screenings/incidents/"}
    return f"{where.get(deadline.subject.kind, '/work/children/')}{deadline.subject_id}/"


def hand_to_duty() -> int:
    """When the hub is closed, undecided red concerns stand on duty's queue: the same contact, clocks running."""
    with who.job("sweep") as by:
        if clocks.calendar().is_open(by.now):
            return 0
        red = list(
            Contact.objects.filter(decided_at__isnull=True, grade="red", handed_to_duty_at__isnull=True)[
                :MOST
            ]
        )
        for contact in red:
            frontdoor.hand_to_duty(by=by, at=by.now, subject=contact.pk, contact=contact)
        if red:
            notices.post(
                by=by,
                at=by.now,
                holders=notices.holding("duty"),
                path="/work/duty/",
                text=f"{words.plural(len(red), 'red concern')} handed over by the hub. The clocks run on.",
            )
        return len(red)


@act("message.chased")
def chase(*, by: Session, at: datetime, message: Message) -> Done:
    """An outcome nobody has opened: whoever reported is reminded, and the hub told to ring."""
    Message.objects.filter(pk=message.pk, chased_at__isnull=True).update(chased_at=at)
    return Done(message, message.subject_id)


def chase_unread() -> int:
    """Outcomes not read three working days after they were sent are chased once; then a person rings."""
    with who.job("sweep") as by:
        edge = clocks.calendar().working_days_before(by.now, CHASE_AFTER)
        unread = list(
            Message.objects.filter(
                kind="outcome", read_at__isnull=True, chased_at__isnull=True, sent_at__date__lt=edge
            ).exclude(channel="telephone")[:MOST]  # kept for somebody who cannot be rung, until they ring
        )
        referrers = dict(
            Contact.objects.filter(pk__in=[m.subject_id for m in unread]).values_list("pk", "referrer_id")
        )
        for message in unread:
            chase(by=by, at=by.now, message=message)
            if referrer := referrers.get(message.subject_id):
                notices.post(
                    by=by,
                    at=by.now,
                    holders=[referrer],
                    path=f"/contacts/sent/{message.subject_id}/",
                    text="What came of your concern is waiting to be read.",
                )
        if unread:
            notices.post(
                by=by,
                at=by.now,
                holders=[frontdoor.hub_team()],
                path="/work/",
                text=f"{words.plural(len(unread), 'outcome')} not read yet: ring whoever reported.",
            )
        return len(unread)


def escalate_openings() -> int:
    """Openings nobody reviewed in time: three go to the senior leaders, five to the scrutineer, once a day each."""
    with who.job("sweep") as by:
        with connection.cursor() as cursor:
            cursor.execute("select * from sec.openings_overdue()")
            overdue, leaders_told, scrutineer_told = cursor.fetchone() or (0, None, None)
        told = 0
        for most, role, last in ((3, "senior_leader", leaders_told), (5, "scrutineer", scrutineer_told)):
            if overdue >= most and (last is None or by.now - last >= AGAIN):
                told += escalate(by, role, overdue)
        return told


def escalate(by: Session, role: str, overdue: int) -> int:
    ledger.append("opening.escalated", at=by.now, facts={"overdue": overdue, "to": role})
    return notices.post(
        by=by,
        at=by.now,
        holders=notices.holding(role),
        path="/work/figures/#openings",
        text=f"{overdue} emergency openings were not reviewed within a working day. Ask the guardians why.",
    )


def lapse_positions() -> int:
    """A partner's silence by the grade's due time is written down as "no position". It never held anything up."""
    with who.job("sweep") as by:
        decided = Decision.objects.filter(
            subject_id=OuterRef("subject_id"), about_id=OuterRef("contact__referral_id")
        )
        due = clocks.running().filter(duty__in=("contact.red", "contact.amber"), due_at__lt=by.now)
        children = (
            ContactPerson.objects.filter(
                role="child",
                contact__decided_at__isnull=True,
                contact__subject_id__in=due.values("subject_id"),
            )
            .exclude(Exists(decided))
            .annotate(about=F("contact__referral_id"))
        )
        pairs = list(children.values_list("subject_id", "about").distinct()[:MOST])
        return sum(lapse(by, subject, about) for subject, about in pairs)


def lapse(by: Session, subject: UUID, about: UUID) -> int:
    given = set(
        Position.objects.filter(subject_id=subject, about_id=about).values_list("agency_id", flat=True)
    )
    silent = [
        a for a in Agency.objects.filter(key__in=PARTNERS).values_list("pk", flat=True) if a not in given
    ]
    for agency in silent:
        meetings.lapse_position(by=by, at=by.now, subject=subject, about=about, agency=agency)
    return len(silent)


def recompute_clocks() -> int:
    """After a proclaimed holiday running clocks follow the calendar. The administrator learns how many, not whose."""
    with who.job("sweep") as by:
        fresh = list(Holiday.objects.filter(applied_at__isnull=True))
        if not fresh:
            return 0
        moved = [d for d in clocks.running().filter(due_on__isnull=False) if moves(d)]
        for deadline in moved:
            clocks.recompute(by=by, at=by.now, deadline=deadline)
        for holiday in fresh:
            with connection.cursor() as cursor:
                cursor.execute("select sec.holiday_applied(%s)", [holiday.on])
        names = words.join_and([h.name for h in fresh])
        notices.post(
            by=by,
            at=by.now,
            holders=notices.holding("administrator"),
            path="/work/site/",
            text=f"{words.plural(len(moved), 'running clock')} moved after {names}."[:200],
        )
        return len(moved)


def moves(deadline: Deadline) -> bool:
    """Whether the calendar as it is now gives this clock another due day."""
    duty = duties.get(deadline.duty, profile=profile()).at_version(deadline.duty_version)
    return duty.due(deadline.started_at, clocks.calendar()).at != deadline.due_at
