"""Section 47 enquiries: begun by a decision, their first clock met only when this child was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.meetings.models import Attempt, Decision, Enquiry, Item, Sight
from kith.people import acts as people
from kith.people.chronology import chronicle
from kith.statute import codes


def open_enquiry(subject: UUID) -> Enquiry | None:
    """The enquiry about a child that is not concluded."""
    return Enquiry.objects.filter(subject_id=subject, concluded_at__isnull=True).first()


@act("enquiry.started")
def start(*, by: Session, at: datetime, subject: UUID, decision: Decision, mode: str) -> Done:
    """Its clocks (child seen, initial conference) count from the discussion that began it. A later discussion begins
    no second enquiry and resets nothing."""
    if open_enquiry(subject):
        raise Refused("An enquiry about this child is running. Its clocks count from the discussion that began it.")
    item = Item.objects.select_related("sitting").get(pk=decision.about_id)
    began = item.sitting.opened_at or at
    begun = Enquiry(subject_id=subject, decision=decision, mode=mode, began_at=began, created_by_id=by.worker_id)
    Enquiry.objects.bulk_create([begun])
    return Done(begun, subject, {"mode": mode}, moments={"happened": began})


def reasons_against_sight(seen_at: datetime, at: datetime, place: str, seen_by: str, alone: bool | None,
                          not_alone_because: str = "", words: str = "", observed: str = "") -> Iterator[str]:
    """Seen means: when, where, by whom, alone or why not, and what the child said or showed."""
    if seen_at > at:
        yield "The child cannot have been seen in the future. Check the day and the time."
    if not place.strip():
        yield "Say where the child was seen."
    if not seen_by.strip():
        yield "Say who saw the child."
    if alone is None:
        yield "Say whether the child was seen alone."
    if alone is False and not not_alone_because.strip():
        yield "Say why the child was not seen alone."
    if not words.strip() and not observed.strip():
        yield "Write what the child said, or what was seen of them: a visit without it does not count as seen."


@act("enquiry.child_seen", when=reasons_against_sight)
def see(*, by: Session, at: datetime, subject: UUID, enquiry: Enquiry, seen_at: datetime, place: str, seen_by: str,
        alone: bool | None, words: str = "", observed: str = "", not_alone_because: str = "", interpreter: str = "",
        wish: str = "", who_may_see: str = "") -> Done:
    """This child was seen. What they said or showed goes to their voice as they said it; the clock is met."""
    if enquiry.subject_id != subject:
        raise Refused("That enquiry is about another child. Each child is seen on their own record.")
    if enquiry.concluded_at:
        raise Refused("This enquiry is concluded.")
    if seen_at < enquiry.began_at:
        raise Refused("That was before the enquiry began. It does not meet its clock.")
    method = "interpreter" if interpreter.strip() else "spoke" if words.strip() else "observed"
    voice = people.hear(by=by, at=at, subject=subject, heard_at=seen_at, method=method, heard_by=seen_by, words=words,
                        observed=observed, alone=alone, place=place, wish=wish, who_may_see=who_may_see,
                        language=interpreter.strip()[:40])
    seen = Sight(subject_id=subject, enquiry_id=enquiry.pk, seen_at=seen_at, place=place.strip(), alone=bool(alone),
                 seen_by=seen_by.strip(), not_alone_because=not_alone_because.strip(), voice_id=voice.pk,
                 interpreter=interpreter.strip(), created_by_id=by.worker_id)
    Sight.objects.bulk_create([seen])
    return Done(seen, subject, {"alone": bool(alone)})


@act("enquiry.visit_attempted")
def attempt(*, by: Session, at: datetime, subject: UUID, enquiry: Enquiry, tried_at: datetime,
            what_happened: str) -> Done:
    """Somebody tried and did not see the child. It is written down; the clock runs on."""
    if tried_at > at:
        raise Refused("That is in the future. Check the day and the time.")
    if not what_happened.strip():
        raise Refused("Write what happened at the door, and what you will do next.")
    tried = Attempt(subject_id=subject, enquiry_id=enquiry.pk, tried_at=tried_at, what_happened=what_happened.strip(),
                    created_by_id=by.worker_id)
    Attempt.objects.bulk_create([tried])
    return Done(tried, subject)


@act("enquiry.concluded")
def conclude(*, by: Session, at: datetime, subject: UUID, enquiry: Enquiry, outcome: str, reasons: str) -> Done:
    """The enquiry ends with a coded outcome. A child who was never seen keeps it open."""
    if enquiry.concluded_at:
        raise Refused("This enquiry is concluded.")
    if not Sight.objects.filter(enquiry=enquiry).exists():
        raise Refused("This child has not been seen. An enquiry is not concluded before the child was.")
    if outcome not in dict(codes.choices("enquiry_outcome")):
        raise Refused("Choose one of the outcomes.")
    if not reasons.strip():
        raise Refused("Write why.")
    Enquiry.objects.filter(pk=enquiry.pk).update(concluded_at=at, concluded_by=by.worker_id, outcome=outcome,
                                                 reasons=reasons.strip())
    return Done(enquiry, subject, {"chosen": outcome})


def not_yet_seen() -> list[Enquiry]:
    """Enquiries whose child nobody has seen, the longest wait first."""
    found = Enquiry.objects.filter(concluded_at__isnull=True, sights__isnull=True).select_related("subject")
    return list(found.order_by("began_at")[:100])


chronicle("enquiry.started", lambda e, by: f"Section 47 enquiry began: {e.get_mode_display().lower()}",
          significant=True, path=lambda e: f"/meetings/enquiries/{e.pk}/")
chronicle("enquiry.child_seen", lambda s, by: f"Seen by {s.seen_by}" + (", alone" if s.alone else ", not alone"),
          significant=True, path=lambda s: f"/meetings/enquiries/{s.enquiry_id}/")
chronicle("enquiry.visit_attempted", lambda a, by: "Visit attempted: the child was not seen", significant=True,
          path=lambda a: f"/meetings/enquiries/{a.enquiry_id}/")
chronicle("enquiry.concluded", lambda e, by: "Section 47 enquiry concluded", significant=True,
          path=lambda e: f"/meetings/enquiries/{e.pk}/")
