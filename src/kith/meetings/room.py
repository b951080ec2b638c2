"""In the room: what stands on the agenda, what each seat tells, and the texts that all may write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.live import topics
from kith.meetings import convening, repeating, terms
from kith.meetings.models import Contribution, Item, ItemChild, ItemReason, Seat, SharedText, Sitting
from kith.people.models import HouseholdMember


@dataclass(frozen=True)
class Reason:
    """Why somebody stands on the agenda. `source` is a key of forum.SOURCES, "nominated" or "convened"."""

    source: str
    text: str
    source_id: UUID | None = None


def household_of(subject: UUID) -> UUID | None:
    """The household a child lives in now, where one is known."""
    found = HouseholdMember.objects.filter(subject_id=subject, until_on__isnull=True, household__kind="household")
    return found.values_list("household_id", flat=True).first()


@act("item.nominated")
def nominate(*, by: Session, at: datetime, subject: UUID, sitting: Sitting, reason: Reason,
             carried_from: Item | None = None, within: Item | None = None) -> Done:
    """Put a child before a sitting, with why. Brothers and sisters of one household stand in one item."""
    if sitting.closed_at or sitting.cancelled_at:
        raise Refused("This meeting is over. Nominate for the next one.")
    if not reason.text.strip():
        raise Refused("Say in a sentence why this child should be discussed.")
    household = household_of(subject)
    stands = within or standing(sitting, subject, household)
    item = stands or new_item(by, at, sitting, subject, household, carried_from)
    if carried_from and item.carried_from_id is None:   # listed for another reason before it was carried
        Item.objects.filter(pk=item.pk).update(carried_from=carried_from, carries=carried_from.carries + 1)
    if join(by, item, subject) and terms.of(sitting).booked_as:
        convening.book(by=by, at=at, subject=subject, sitting=sitting)
    because = ItemReason(item=item, subject_id=subject, source=reason.source, source_id=reason.source_id,
                         text=reason.text.strip()[:300], created_by_id=by.worker_id, created_at=at)
    again = repeating.reason(by, at, item, subject)
    ItemReason.objects.bulk_create([because, *([again] if again else [])], ignore_conflicts=True)
    convening.touch(sitting, "order", "agenda", item=item, own=[topics.EVERYTHING])
    return Done(item, subject, {"source": reason.source})


def standing(sitting: Sitting, subject: UUID, household: UUID | None) -> Item | None:
    """The item of this sitting that the child, or somebody of the household, stands in already."""
    mine = ItemChild.objects.filter(item__sitting=sitting, subject_id=subject).select_related("item").first()
    if mine:
        return mine.item
    return Item.objects.filter(sitting=sitting, household_id=household).first() if household else None


def new_item(by: Session, at: datetime, sitting: Sitting, subject: UUID, household: UUID | None,
             carried_from: Item | None) -> Item:
    last = Item.objects.filter(sitting=sitting).aggregate(last=Max("position"))["last"]
    item = Item(sitting=sitting, subject_id=subject, household_id=household, position=(last or 0) + 1,
                carried_from=carried_from, carries=carried_from.carries + 1 if carried_from else 0,
                created_by_id=by.worker_id, created_at=at)
    convening.let_in(sitting, subject, convening.guests_of(sitting))
    Item.objects.bulk_create([item])
    return item


def join(by: Session, item: Item, subject: UUID) -> bool:
    """The child stands in the item, and whoever is invited by name may read it; False where it stood there already."""
    if ItemChild.objects.filter(item=item, subject_id=subject).exists():
        return False
    if subject != item.subject_id:
        convening.let_in(item.sitting, subject, convening.guests_of(item.sitting))
    ItemChild.objects.bulk_create([ItemChild(item=item, subject_id=subject, created_by_id=by.worker_id)])
    return True


@act("item.started")
def start(*, by: Session, at: datetime, subject: UUID, item: Item) -> Done:
    """The room turns to this item; the one before it stops its time."""
    if not item.sitting.opened_at or item.sitting.closed_at:
        raise Refused("Open the meeting first.")
    for other in Item.objects.filter(sitting_id=item.sitting_id, started_at__isnull=False, ended_as=""):
        pause(other, at)
    Item.objects.filter(pk=item.pk).update(started_at=at, ended_at=None, ended_as="")
    convening.touch(item.sitting, "agenda", "state")
    return Done(item, subject)


def pause(item: Item, at: datetime) -> None:
    """Time spent so far is kept; what was not decided stays open."""
    if item.started_at:
        spent = int((at - item.started_at).total_seconds())
        Item.objects.filter(pk=item.pk).update(seconds=item.seconds + max(spent, 0), started_at=at)


@act("item.ended")
def end(*, by: Session, at: datetime, subject: UUID, item: Item) -> Done:
    """Every child of it is decided, and it has been read back."""
    if item.ended_as:
        raise Refused("This item has ended already.")
    pause(item, at)
    Item.objects.filter(pk=item.pk).update(ended_at=at, ended_as="decided")
    convening.touch(item.sitting, "agenda", item=item, own=["state"])
    return Done(item, subject)


@act("item.withdrawn")
def withdraw(*, by: Session, at: datetime, subject: UUID, item: Item, because: str) -> Done:
    """Not for this meeting after all; why stays written."""
    if not because.strip():
        raise Refused("Say why it is withdrawn.")
    Item.objects.filter(pk=item.pk).update(ended_at=at, ended_as="withdrawn", ended_note=because.strip()[:200])
    convening.touch(item.sitting, "agenda", item=item, own=["state"])
    return Done(item, subject)


@act("item.restricted")
def restrict(*, by: Session, at: datetime, subject: UUID, item: Item, seats: Sequence[UUID]) -> Done:
    """Only some seats of the room sit for this item: the others no longer see that it stands on the agenda."""
    known = set(item.sitting.seats.filter(pk__in=list(seats)).values_list("pk", flat=True))
    mine = {s.pk for s in my_seats(by, item.sitting)}
    if not known - mine:
        raise Refused("Choose at least one other seat that sits for this item.")
    Item.objects.filter(pk=item.pk).update(open_to=sorted(known | mine))
    convening.touch(item.sitting, "order", "agenda", item=item, own=[topics.EVERYTHING])
    return Done(item, subject, {"seats": len(known | mine)})


def current(item: Item, name: str) -> SharedText | None:
    """The newest version of one shared text."""
    return SharedText.objects.filter(item=item, name=name, aside=False).order_by("-version").first()


@act("text.written")
def write_text(*, by: Session, at: datetime, subject: UUID, item: Item, name: str, text: str, base: int) -> Done:
    """Write the next version of a shared text. `base` is the version the writer had before them: where another came
    in between, this one stands aside, both are shown, and nothing is lost."""
    if name not in {t.key for t in terms.of(item.sitting).text}:
        raise Refused("This meeting has no such text.")
    Item.objects.select_for_update().get(pk=item.pk)   # one writer of an item at a time
    newest = current(item, name)
    version = newest.version if newest else 0
    if newest and newest.text == text:
        return Done(newest, subject, {"name": name, "version": version})
    late = base != version
    written = SharedText(item=item, subject_id=item.subject_id, name=name, text=text, aside=late,
                         version=version if late else version + 1, created_by_id=by.worker_id, written_at=at)
    # What this writer put aside before goes on in what they write now, aside again or joined with the other's.
    SharedText.objects.filter(item=item, name=name, aside=True, joined_at__isnull=True,
                              created_by=by.worker_id).update(joined_at=at)
    SharedText.objects.bulk_create([written])
    convening.touch(item.sitting, item=item, own=[f"text-{name}"])
    return Done(written, subject, {"name": name, "version": written.version, "aside": late})


def seat_for(by: Session, sitting: Sitting, key: str = "") -> Seat:
    """The seat this session speaks for. Raises Refused where it holds none."""
    mine = my_seats(by, sitting)
    found = next((s for s in mine if s.key == key), None) if key else (mine[0] if mine else None)
    if found is None:
        raise Refused("You have no seat in this meeting.")
    return found


def my_seats(by: Session, sitting: Sitting) -> list[Seat]:
    """The seats this session holds, its own by name first."""
    return held(by, sitting.seats.select_related("agency").order_by("pk"))


def held(by: Session, seats: Iterable[Seat]) -> list[Seat]:
    """Those of these seats that this session holds, its own by name first."""
    return sorted((s for s in seats if holds(by, s)), key=lambda s: (s.worker_id is None, not s.partner))


def holds(by: Session, seat: Seat) -> bool:
    """The same question as sec.my_seats() asks of the database."""
    if seat.worker_id:
        return seat.worker_id == by.worker_id
    return seat.agency_id == by.agency_id and bool(set(seat.roles) & by.roles)


@act("contribution.given")
def contribute(*, by: Session, at: datetime, subject: UUID, item: Item, text: str, means: str = "",
               handling: str = "room", seats: Sequence[UUID] = (), seat: str = "") -> Done:
    """What one seat tells the room about a child, and who of the room may see it. Said again, it replaces the last."""
    if not text.strip():
        raise Refused("Write what you tell the room, or press “Nothing known”.")
    place = seat_for(by, item.sitting, seat)
    told = Contribution(item=item, subject_id=subject, seat=place, outcome="said", text=text.strip(),
                        means=means.strip(), handling=handling, shown_to=shown_to(item.sitting, place, handling, seats),
                        replaces=standing_word(item, subject, place, handling), given_at=at, created_by_id=by.worker_id)
    Contribution.objects.bulk_create([told])
    convening.touch(item.sitting, "agenda", item=item, own=["told", "state"])
    return Done(told, subject, {"seat": place.key})


def standing_word(item: Item, subject: UUID, seat: Seat, handling: str) -> Contribution | None:
    """What this seat said about this child to the same ears before."""
    return Contribution.objects.filter(item=item, subject_id=subject, seat=seat, handling=handling,
                                       replaced_by__isnull=True).order_by("-given_at").first()


def shown_to(sitting: Sitting, seat: Seat, handling: str, chosen: Sequence[UUID]) -> list[UUID] | None:
    """The seats that may see it; None for everybody in the room."""
    if handling == "room":
        return None
    if handling == "partners":
        return [seat.pk, *sitting.seats.filter(partner=True).values_list("pk", flat=True)]
    if handling == "named":
        known = list(sitting.seats.filter(pk__in=list(chosen)).values_list("pk", flat=True))
        if not known:
            raise Refused("Choose at least one seat that may see it.")
        return [seat.pk, *known]
    return [seat.pk]


@act("contribution.nothing_known")
def nothing_known(*, by: Session, at: datetime, subject: UUID, item: Item, seat: str = "") -> Done:
    """The agency looked and holds nothing: an answer of its own, in one press."""
    place = seat_for(by, item.sitting, seat)
    if Contribution.objects.filter(item=item, subject_id=subject, seat=place).exists():
        raise Refused("Your agency has told the room something already.")
    told = Contribution(item=item, subject_id=subject, seat=place, outcome="nothing_known", given_at=at,
                        created_by_id=by.worker_id)
    Contribution.objects.bulk_create([told])
    convening.touch(item.sitting, "agenda", item=item, own=["told", "state"])
    return Done(told, subject, {"seat": place.key})
