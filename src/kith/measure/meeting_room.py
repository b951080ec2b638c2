"""The rooms of the benchmark: sittings with their people, children and words, made by the acts that staff use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.authority import who
from kith.authority.ids import uuid7
from kith.authority.models import Agency, Team, Worker, WorkerRole
from kith.frontdoor import acts as frontdoor
from kith.frontdoor import intake
from kith.measure import cast
from kith.meetings import convening, room
from kith.meetings.models import Item, Sitting
from kith.meetings.room import Reason
from kith.people.arrivals import Arriving

AGENCIES = {"council": "Thornshire County Council", "police": "Thornshire Constabulary", "health": "NHS Thornshire"}
ROLES = (("council", "hub_manager"), ("police", "hub_police"), ("health", "hub_health"))
FORUM = "daily"
WORDS = ("Came to school with a mark on the arm and said that somebody at home had done it. A younger brother collects "
         "from the gate alone, and nobody answers the telephone. ")
IMPACT = ("She sleeps in her coat so that she can leave quickly, does not eat at school, and asks each day who will "
          "fetch her. ")


@dataclass
class Room:
    """One sitting, its items, and the sessions of the people in it."""

    sitting: Sitting
    items: list[Item]
    tokens: list[str]


def people(count: int) -> list[UUID]:
    """`count` workers of the three partners by turns, as many of each; written as the owner."""
    found = {}
    for kind, name in AGENCIES.items():
        found[kind], _ = Agency.objects.using("owner").get_or_create(key=kind, defaults={"name": name, "kind": kind})
    Team.objects.using("owner").get_or_create(key=cast.TEAM, defaults={"name": "Hub", "agency": found["council"]})
    made = [(Worker(name=f"Bench {kind} {n}", email=f"{uuid7().hex}@example.org", agency=found[kind]), role)
            for n in range(count) for kind, role in [ROLES[n % 3]]]
    Worker.objects.using("owner").bulk_create([worker for worker, _ in made])
    WorkerRole.objects.using("owner").bulk_create([WorkerRole(worker=worker, role=role) for worker, role in made])
    return [worker.pk for worker, _ in made]


def sessions(count: int) -> list[str]:
    """Tokens of `count` new people at work; the first is a hub manager of the council."""
    return [cast.sign_in(worker) for worker in people(count)]


def child(number: int, token: str, grade: str = "") -> UUID:
    """A child whom a new concern names; graded where `grade` says so. Returns the subject."""
    given = Arriving(given_name=f"Ada{number}", family_name=f"Marsh{number}", address=f"{number} Weir Row",
                     dob=f"{2010 + number % 12}-03-0{1 + number % 9}")
    said = frontdoor.Said(position=0, words="I want it to stop.", heard_by="Dee Lead", alone=True)
    with who.working_as(token) as by:
        contact = intake.take_in(by=by, at=by.now, received_at=by.now, channel="phone", source_code="2A",
                                 agency=by.agency_id, referrer_id=by.worker_id, what_happened=WORDS, voices=[said],
                                 people=[("child", given)], others_at_home="no")
        if grade:
            frontdoor.take(by=by, at=by.now, subject=contact.pk, contact=contact)
            frontdoor.grade(by=by, at=by.now, subject=contact.pk, contact=contact, grade=grade, reason="Bench.")
        return frontdoor.children_of(contact)[0]


def sitting(children: Sequence[UUID], tokens: Sequence[str]) -> Room:
    """A daily meeting, opened, with these children before it, the first of them being discussed."""
    with who.working_as(tokens[0]) as by:
        called = convening.convene(by=by, at=by.now, forum=FORUM, starts_at=by.now, place="Hub, room 2")
        items = [room.nominate(by=by, at=by.now, subject=one, sitting=called, reason=Reason("nominated", WORDS[:120]))
                 for one in children]
        convening.open_sitting(by=by, at=by.now, sitting=called)
    with who.working_as(tokens[0]) as by:
        found = list(Item.objects.filter(pk__in=[i.pk for i in items]).select_related("sitting").order_by("position"))
        room.start(by=by, at=by.now, subject=found[0].subject_id, item=found[0])
    return Room(called, found, list(tokens))


def spoken(made: Room) -> None:
    """Every partner tells the room something about each child, and the impact on each is written."""
    for token in made.tokens[:3]:
        for item in made.items:
            with who.working_as(token) as by:
                room.contribute(by=by, at=by.now, subject=item.subject_id, item=item, text=WORDS * 2, means=IMPACT)
    for item in made.items:
        write(made.tokens[0], item, IMPACT * 2, 0)


def write(token: str, item: Item, text: str, base: int, name: str = "impact") -> room.SharedText:
    """One version of a shared text by one person, in a transaction of its own."""
    with who.working_as(token) as by:
        return room.write_text(by=by, at=by.now, subject=item.subject_id, item=item, name=name, text=text, base=base)


def version_of(token: str, item: Item, name: str = "impact") -> int:
    """The version that stands before a reader now."""
    with who.working_as(token):
        found = room.current(item, name)
        return found.version if found else 0
