"""A sitting to begin with: the daily meeting or a strategy discussion about children of the invented world."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from kith.authority.models import Subject
from kith.meetings import convening, converting, deciding, room
from kith.meetings.converting import Wanted
from kith.meetings.deciding import Answers
from kith.meetings.models import Item, Seat, Sitting
from kith.meetings.room import Reason
from kith.people.arrivals import Arriving
from kith.people.models import HouseholdMember, Voice

WHY = "Everything the partners told the room, and what the child said, leads to this for this child."
MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def daily(world, child: UUID, *, starts_at: datetime | None = None, by_key: str = "manager") -> tuple[Sitting, Item]:
    """The daily meeting, opened, with one child before it."""
    with world.at_work(by_key) as by:
        sitting = convening.convene(by=by, at=by.now, forum="daily", starts_at=starts_at or by.now)
        why = Reason("nominated", "Hurt again.")
        item = room.nominate(by=by, at=by.now, subject=child, sitting=sitting, reason=why)
        convening.open_sitting(by=by, at=by.now, sitting=sitting)
    return sitting, item


def strategy(world, children: list[UUID], *, by_key: str = "manager", opened: bool = True,
             **more) -> tuple[Sitting, Item]:
    """A strategy discussion about these children, its two texts written and its item begun."""
    with world.at_work(by_key) as by:
        sitting, item = converting.call(
            Wanted("strategy", more.pop("starts_at", by.now), cause=children[0], children=tuple(children), why="Harm",
                   **more), by=by, at=by.now)
        if opened:
            convening.open_sitting(by=by, at=by.now, sitting=sitting)
            sitting.refresh_from_db()
            item = Item.objects.select_related("sitting").get(pk=item.pk)
            room.start(by=by, at=by.now, subject=item.subject_id, item=item)
    if opened:
        write(world, item, "impact"), write(world, item, "safe_tonight")
    return sitting, item


def write(world, item: Item, name: str, text: str = "Frightened to go home; sleeps badly.", by_key: str = "manager",
          base: int = 0):
    with world.at_work(by_key) as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        return room.write_text(by=by, at=by.now, subject=mine.subject_id, item=mine, name=name, text=text, base=base)


def position(world, key: str, item: Item, child: UUID, proposes: str = "", **more):
    """One agency's position: what it proposes and its answers to the strategy discussion's questions."""
    enquiry = proposes.startswith("enquiry")
    answers = {"threshold": "met" if enquiry else "not_met", "how": "joint" if enquiry else "none"}
    with world.at_work(key) as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        view = "proposes" if proposes else "abstain"
        given = {"view": view, "reasons": f"{key} thinks so.", "answers": answers} | more
        return deciding.give_view(by=by, at=by.now, subject=child, item=mine, proposes=proposes, **given)


def all_three(world, item: Item, child: UUID, council: str, police: str, health: str) -> None:
    for key, proposes in (("manager", council), ("hub_police", police), ("hub_health", health)):
        position(world, key, item, child, proposes)


def answers(world, child: UUID, chosen: str, **more) -> Answers:
    """A decision that cites the child's newest words."""
    voice = Voice.objects.using("owner").filter(subject_id=child).order_by("-heard_at").first()
    said = {"voice_id": voice.pk, "influence": "changed", "difference": "Her words named who."} if voice else {
        "no_voice_reason": "refused"}
    return Answers(**({"chosen": chosen, "rationale": WHY, "options_considered": "An assessment alone"} | said | more))


def decide(world, item: Item, child: UUID, chosen: str, *, by_key: str = "manager", **more):
    given = answers(world, child, chosen, **more)
    with world.at_work(by_key) as by:
        mine = Item.objects.select_related("sitting").get(pk=item.pk)
        return deciding.decide(by=by, at=by.now, subject=child, item=mine, answers=given)


def family(world, *names: tuple[str, str]) -> list[UUID]:
    """Brothers and sisters of one household, from one concern: (given name, date of birth)."""
    first, *rest = [Arriving(given_name=n, family_name="Marsh", dob=d, address="2 Weir Row", postcode="TS4 1AA")
                    for n, d in names]
    contact = world.contact(child=first, others=[("child", c) for c in rest])
    with world.at_work("hub") as by:
        from kith.frontdoor.models import ContactPerson

        children = list(ContactPerson.objects.filter(contact=contact, role="child").order_by("position")
                        .values_list("subject_id", flat=True))
        home = Subject(kind="household", created_by_id=by.worker_id, created_at=by.now)
    Subject.objects.using("owner").bulk_create([home])
    HouseholdMember.objects.using("owner").bulk_create(
        HouseholdMember(household=home, subject_id=c, created_by_id=home.created_by_id) for c in children)
    return children


def seat(sitting: Sitting, key: str) -> Seat:
    return Seat.objects.using("owner").get(sitting_id=sitting.pk, key=key)


def hours(n: float) -> timedelta:
    return timedelta(hours=n)
