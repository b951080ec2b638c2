"""What can be done with a contact as a whole, now, by this worker: in the order in which a day's work uses it."""

from __future__ import annotations

from collections.abc import Sequence

from kith.authority.policy import HUB, may
from kith.authority.who import Session
from kith.frontdoor.bench import paths
from kith.frontdoor.bench.reads import Bench
from kith.frontdoor.bench.sources import Reply
from kith.frontdoor.bench.steps import Step

Way = tuple[str, str, str, bool]   # the page, its words, the verb it needs, whether it applies now


def ways(found: Bench, replies: Sequence[Reply], by: Session, step: Step | None) -> list[dict[str, str]]:
    """Links of what applies now; the next act has its own button already and is left out."""
    own = found.contact.pk
    shown = [{"text": text, "url": paths.contact(own, key)} for key, text, verb, now in offered(found, replies, by)
             if now and may(by, verb)]
    return [way for way in shown if step is None or way["url"] != step.url]


def offered(found: Bench, replies: Sequence[Reply], by: Session) -> list[Way]:
    own = found.contact
    open_now = own.decided_at is None
    writes = may(by, "picture.written")
    there = bool(replies or own.picture) and by.has(*HUB)
    return [
        ("take", "Take it" if own.owner_id is None else "Take it over", "contact.taken",
         open_now and own.owner_id != by.worker_id),
        ("grade", "Change the grade" if own.grade else "Grade it", "contact.graded", open_now),
        ("others", "Other children at home", "contact.others_answered", open_now),
        ("ask", "Ask the partners", "request.sent", open_now),
        ("more", "Ask the referrer for more", "contact.asked_for_more", open_now),
        ("picture", "Write the joint picture" if writes and open_now else "Read the joint picture", "contact.viewed",
         there),
        ("discuss", "Call a strategy discussion", "child.decided", bool(own.grade)),
        ("tell", "What the referrer was told" if own.told_at else "Tell the referrer", "contact.told", not open_now),
        ("duty", "Hand to the duty team", "contact.handed_to_duty", open_now and own.handed_to_duty_at is None)]
