"""What a wrong link left behind: everything that relied on it, and who looks again at each, by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.desk.index_pages.base import KINDS
from kith.frontdoor.models import ContactPerson
from kith.kit import words
from kith.people.index.models import Consequence, Merge
from kith.people.models import PersonLink
from kith.work.models import Action

MOST = 200
SINGULAR = {
    "decision": "Decision",
    "request": "Question to a partner",
    "answer": "Answer of a partner",
    "message": "What a referrer was told",
    "meeting": "Meeting or position",
    "look": "Look",
    "clock": "Clock",
    "action": "Action",
    "contact": "Concern",
}


@dataclass
class Undone:
    """One link, merge or person that was undone, and what had relied on it."""

    cause: UUID
    at: datetime
    says: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    say_again: list[tuple[str, str]] = field(default_factory=list)  # (contact's reference, where to say who it is)

    @property
    def left(self) -> int:
        """Rows whose action is not done yet."""
        return sum(1 for r in self.rows if r["action"] is None or r["action"].done_at is None)


def aftermath(subject: UUID) -> list[Undone]:
    """Everything undone about a person, the latest first; within each, decisions before looks."""
    rows = list(Consequence.objects.filter(subject_id=subject).order_by("-flagged_at", "happened_at")[:MOST])
    actions = Action.objects.select_related("agency", "worker").in_bulk([r.action_id for r in rows if r.action_id])
    found: dict[UUID, Undone] = {}
    for row in rows:
        undone = found.setdefault(row.cause_id, Undone(row.cause_id, row.flagged_at, ""))
        undone.rows.append(line(row, actions.get(row.action_id) if row.action_id else None))
    order = list(KINDS)
    for undone in found.values():
        undone.rows.sort(key=lambda r: order.index(r["kind"]))
    return said(found)


def line(row: Consequence, action: Action | None) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "what": SINGULAR[row.kind],
        "sentence": row.sentence,
        "at": row.happened_at,
        "path": row.path,
        "action": action,
    }


def said(found: dict[UUID, Undone]) -> list[Undone]:
    """Each with a sentence that says what was undone, and where a contact's person must be named again."""
    links = PersonLink.objects.select_related("source_record__agency").in_bulk(list(found))
    merges = Merge.objects.select_related("undone_by").in_bulk(list(found))
    named = again(link.source_record_id for link in links.values())
    for cause, undone in found.items():
        undone.says = "Some records were taken apart and made a person of their own"
        if link := links.get(cause):
            undone.says, undone.say_again = link_words(link), named.get(link.source_record_id, [])
        elif merge := merges.get(cause):
            undone.says = f"A merge was undone: {merge.undo_reason.strip().rstrip('.')}"
    return list(found.values())


def link_words(link: PersonLink) -> str:
    """ "Elmcaster Primary's record of 24 December 2026 was taken to be this person until …: Her cousin"."""
    record = link.source_record
    later = PersonLink.objects.filter(source_record=record, valid_from__gte=link.valid_to)
    after = later.order_by("valid_from").first()
    why = f": {after.reason.strip().rstrip('.')}" if after and after.reason else ""
    until = f" until {words.long_date(words.local(link.valid_to).date())}" if link.valid_to else ""
    day = words.long_date(words.local(record.received_at).date())
    return f"{record.agency.name}’s record of {day} was taken to be this person{until}{why}"


def again(records: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Contacts whose person is not settled since the link was undone."""
    found: dict[UUID, list[tuple[str, str]]] = {}
    open_now = ContactPerson.objects.filter(source_record__in=list(records), settled_at=None).select_related("contact")
    for named in open_now:
        where = f"/contacts/{named.contact_id}/people/{named.pk}/match/"
        found.setdefault(named.source_record_id, []).append((named.contact.reference, where))
    return found
