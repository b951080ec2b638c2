"""A meeting as a calendar entry: invitation, change, cancellation (RFC 5545, RFC 5546). Nothing about anybody in it: a
calendar is read on telephones, by assistants and by other people's software."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import icalendar

from kith.kit.documents.structure import LONDON

Method = Literal["REQUEST", "CANCEL"]
PRODUCT = "-//Kith//Meetings//EN"


@dataclass(frozen=True)
class Guest:
    """Somebody invited. `needed`: the meeting cannot decide without them."""

    name: str
    email: str
    needed: bool = True


@dataclass(frozen=True)
class Invitation:
    """One meeting. `sequence` counts its changes: 0 at first, one more with each change and the cancellation.

    `title`, `where` and `about` name nobody who is talked about, and no address of theirs: the caller sees to that.
    """

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    title: str
    where: str
    organiser: Guest
    guests: tuple[Guest, ...]
    sent_at: datetime
    about: str = ""
    url: str = ""


def write(invitation: Invitation, method: Method = "REQUEST") -> bytes:
    """The .ics file; sent again with the same uid and a higher sequence it changes or cancels what stands."""
    calendar = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(event(invitation, method))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event(invitation: Invitation, method: Method) -> icalendar.Event:
    made = icalendar.Event()
    status = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    said = {"uid": invitation.uid, "sequence": invitation.sequence, "dtstamp": invitation.sent_at.astimezone(UTC),
            "dtstart": invitation.starts.astimezone(LONDON), "dtend": invitation.ends.astimezone(LONDON),
            "summary": invitation.title, "location": invitation.where, "status": status, "class": "PRIVATE",
            "description": invitation.about, "url": invitation.url}
    for name, value in said.items():
        if value != "":
            made.add(name, value)
    made.add("organizer", address(invitation.organiser))
    for guest in invitation.guests:
        made.add("attendee", address(guest, needed=guest.needed))
    return made


def address(guest: Guest, *, needed: bool | None = None) -> icalendar.vCalAddress:
    """`needed` None: the organiser."""
    made = icalendar.vCalAddress(f"mailto:{guest.email}")
    made.params["CN"] = icalendar.vText(guest.name)
    if needed is not None:
        made.params["ROLE"] = icalendar.vText("REQ-PARTICIPANT" if needed else "OPT-PARTICIPANT")
        made.params["RSVP"] = icalendar.vText("TRUE")
    return made
