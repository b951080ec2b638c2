"""Reports from the public become contacts: stored long before, taken in here one by one, never lost.

What cannot be taken in is tried again; after five tries it waits for a person (the manager's page counts those).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from kith.authority import who
from kith.authority.acts import NotYours, Refused
from kith.authority.who import Session
from kith.frontdoor import intake
from kith.frontdoor.acts import Said
from kith.frontdoor.models import Contact
from kith.people.arrivals import Arriving

log = logging.getLogger("kith.intake")
MOST_AT_ONCE = 50
NOBODY_NAMED = "9"
DANGER = {
    "yes": "Whoever wrote says a child is in danger right now.",
    "no": "Whoever wrote says nobody is in danger right now.",
}


@dataclass(frozen=True)
class Waiting:
    """A report not yet taken in."""

    id: UUID
    receipt_hash: bytes
    answers: Mapping[str, Any]
    received_at: datetime
    tries: int


def take_waiting() -> int:
    """Take in the reports that wait, each in a transaction of its own; returns how many became contacts."""
    taken = 0
    for _ in range(MOST_AT_ONCE):
        done = take_one()
        if done is None:
            break
        taken += done
    return taken


def take_one() -> bool | None:
    """Take the oldest waiting report; None when there is none, False when it has to be tried again."""
    with who.job("intake") as by:
        report = next_report()
        if report is None:
            return None
        try:
            with transaction.atomic():
                contact = become_contact(report, by=by, at=by.now)
            settle(report, contact.pk, "")
        except (DatabaseError, Refused, NotYours, ValueError, TypeError) as fault:
            log.error("report %s could not be taken in: %s", report.id, type(fault).__name__)
            settle(report, None, f"{type(fault).__name__} (try {report.tries + 1})")
            return False
    return True


def next_report() -> Waiting | None:
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.next_report()")
        row = cursor.fetchone()
    if row is None:
        return None
    answers = json.loads(row[2]) if isinstance(row[2], str) else row[2]
    return Waiting(row[0], bytes(row[1]), answers, row[3], row[4])


def settle(report: Waiting, contact: UUID | None, problem: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sec.report_taken(%s, %s, %s)", [report.id, contact, problem])


def become_contact(report: Waiting, *, by: Session, at: datetime) -> Contact:
    """One report as a concern, by the same door as every other, its receipt kept so that its writer can be told."""
    said = report.answers
    voices = (
        [
            Said(
                position=0,
                words=said["words"],
                heard_by=said.get("who_heard") or "not said",
                heard_at=report.received_at,
            )
        ]
        if said.get("words")
        else []
    )
    return intake.take_in(
        by=by,
        at=at,
        received_at=report.received_at,
        channel="public",
        receipt_hash=report.receipt_hash,
        source_code=said.get("source_code", NOBODY_NAMED),
        what_happened=with_marks(said),
        people=children(said),
        voices=voices,
        others_at_home=said.get("others_at_home", ""),
        where_now=said.get("child_where", ""),
        safe_now=DANGER.get(said.get("danger_now", ""), ""),
        address=said.get("address", "")[:200],
        postcode=said.get("postcode", "")[:8],
        relationship=said.get("relation", "")[:120],
        **reporter(said),
    )


def reporter(said: Mapping[str, Any]) -> dict[str, Any]:
    """The writer's name stands in the contact, or sealed apart where they asked not to be named."""
    name, contact = said.get("name", "")[:120], said.get("contact", "")[:120]
    if said.get("stay_unnamed"):
        return {"stays_unnamed": True, "reporter_name": " ".join(p for p in (name, contact) if p)}
    return {"referrer_name": name, "referrer_contact": contact}


def with_marks(said: Mapping[str, Any]) -> str:
    """What was written, word for word; signs of a machine follow it for the reader, and never stop it."""
    marks = said.get("marks")
    text = str(said.get("what_happened", ""))
    return f"{text}\n\n[Signs that a machine may have sent this: {', '.join(marks)}]" if marks else text


def children(said: Mapping[str, Any]) -> list[tuple[str, Arriving]]:
    """Every child named, the facts put to the first alone where several are named; at least one, perhaps nameless."""
    names = list(split_names(str(said.get("child_names", "")))) or [("", "")]
    alone = len(names) == 1
    found = []
    for n, (given, family) in enumerate(names):
        facts = {
            "dob": said.get("child_dob", ""),
            "age": said.get("child_age", ""),
            "school": said.get("school", ""),
        }
        found.append(
            (
                "child",
                Arriving(
                    given_name=given,
                    family_name=family,
                    address=said.get("address", ""),
                    postcode=said.get("postcode", ""),
                    **(facts if alone or n == 0 else {}),
                ),
            )
        )
    return found


def split_names(text: str) -> Iterator[tuple[str, str]]:
    """ "Ellie and Tom Marsh" gives both children the surname; "Ellie Marsh, Tom Lee" leaves each their own."""
    parts = [p.strip() for p in re.split(r",|;|\n|&|\band\b", text) if p.strip()]
    last = parts[-1].split()[-1] if parts and len(parts[-1].split()) > 1 else ""
    for part in parts[:6]:
        words = part.split()
        yield (words[0], last) if len(words) == 1 else (" ".join(words[:-1]), words[-1])
