"""What referrers see of what they sent, and the first figures of how much is typed twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from kith.authority.who import Session
from kith.frontdoor.doors.acts import REPLY
from kith.frontdoor.models import CHANNELS, Contact, ContactPerson, Message
from kith.people.models import SourceRecord
from kith.work.clocks import running
from kith.work.models import Answer


@dataclass
class Sent:
    """One concern as its referrer may see it: never the grade, the answers of partners, or anything found."""

    contact: Contact
    children: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    due_at: datetime | None = None

    @property
    def unread(self) -> int:
        return sum(1 for m in self.messages if m.read_at is None and m.kind != REPLY)

    @property
    def outcome(self) -> Message | None:
        return next((m for m in reversed(self.messages) if m.kind == "outcome"), None)

    @property
    def asked_for_more(self) -> bool:
        """The hub's last word is a question that nobody has answered."""
        spoken = [m.kind for m in self.messages if m.kind in ("more", REPLY, "outcome")]
        return bool(spoken) and spoken[-1] == "more" and not self.contact.decided_at

    @property
    def about(self) -> str:
        return ", ".join(self.children) or "Child not named"


def sent(by: Session) -> QuerySet[Contact]:
    """Concerns sent by this worker, brought in by them as a file, or sent by the same school; newest first."""
    mine = Q(referrer=by.worker_id) | Q(created_by=by.worker_id, channel="form")
    mine |= Q(channel="import", pk__in=RawSQL("select sec.sent_by_me()", []))
    if by.agency_kind == "school":
        mine |= Q(agency=by.agency_id)
    return Contact.objects.filter(mine).select_related("referrer").order_by("-received_at")


def as_sent(contacts: Iterable[Contact]) -> list[Sent]:
    """Contacts with the names as typed, the messages in order and the clock, in four queries."""
    rows = {c.pk: Sent(c) for c in contacts}
    names = named(rows)
    for message in Message.objects.filter(subject__in=rows).order_by("sent_at"):
        rows[message.subject_id].messages.append(message)
    for clock in running().filter(subject__in=rows, duty="contact.decision"):
        rows[clock.subject_id].due_at = clock.due_at
    for pk, row in rows.items():
        row.children = names[pk]
    return list(rows.values())


def named(contacts: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The children of each contact by the name that its referrer typed."""
    links = ContactPerson.objects.filter(contact__in=list(contacts), role="child").order_by("position")
    pairs = list(links.values_list("contact_id", "source_record_id"))
    fields = dict(SourceRecord.objects.filter(pk__in=[r for _, r in pairs]).values_list("pk", "fields"))
    out: dict[UUID, list[str]] = defaultdict(list)
    for contact, record in pairs:
        typed = fields.get(record, {})
        if name := f"{typed.get('given_name', '')} {typed.get('family_name', '')}".strip():
            out[contact].append(name)
    return out


class Median(Aggregate):
    """The middle value, by PostgreSQL."""

    function = "percentile_cont"
    template = "%(function)s(0.5) within group (order by %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Recording:
    """How much one agency types on one form, and how much of what it gives was held already."""

    agency: str
    form: str
    contacts: int
    typed: int
    carried: int
    minutes: float | None  # median minutes at the form; None where it was not measured
    answers: int = 0  # answers to the hub's questions
    answers_carried: int | None = 0  # of those, begun from the agency's earlier answer; None: too few to say

    @property
    def share_carried(self) -> float | None:
        """Of all fields given, how many were carried over and not typed: 0 to 1."""
        given = self.typed + self.carried
        return self.carried / given if given else None


def recording_by_agency(since: datetime) -> list[Recording]:
    """The figures of the recording page since a moment, by agency and form, in reading order (domain 8.4).

    An agency's answers stand in its first row; where it sent no contacts, in a row with the form "Answers".
    """
    answers = answers_by_agency(since)
    out: list[Recording] = []
    for row in contacts_by_agency(since):
        given = answers.pop(row["agency_id"], {})
        out.append(recording(row, given))
    return out + [
        Recording(a["agency__name"], "Answers", 0, 0, 0, None, a["n"], a["again"]) for a in answers.values()
    ]


def recording(row: Mapping[str, Any], given: Mapping[str, Any]) -> Recording:
    """One agency's figures for one form, from its contacts and its answers."""
    name, form = row["agency__name"] or "The public", dict(CHANNELS).get(row["channel"], row["channel"])
    return Recording(
        name,
        form,
        row["n"],
        row["typed"],
        row["carried"],
        minutes_of(row["middle"]),
        given.get("n", 0),
        given.get("again", 0),
    )


def contacts_by_agency(since: datetime) -> Iterable[Mapping[str, Any]]:
    """Contacts counted by agency and form, with the sums of their fields and the median seconds measured."""
    return (
        Contact.objects.filter(received_at__gte=since)
        .values("agency_id", "agency__name", "channel")
        .annotate(
            n=Count("pk"),
            typed=Sum("typed_fields"),
            carried=Sum("carried_fields"),
            middle=Median("typed_seconds", filter=Q(typed_seconds__gt=0)),
        )
        .order_by("agency__name", "channel")
    )


def answers_by_agency(since: datetime) -> dict[UUID, dict[str, Any]]:
    found = (
        Answer.objects.filter(answered_at__gte=since)
        .values("agency_id", "agency__name")
        .annotate(n=Count("pk"), again=Count("carried_from"))
        .order_by("agency__name")
    )
    return {row["agency_id"]: dict(row) for row in found}


def minutes_of(seconds: float | None) -> float | None:
    """Seconds as minutes with one decimal."""
    return None if seconds is None else round(seconds / 60, 1)
