"""One press from an item, or from a concern: another forum meets about the same children, with who was there and what
was said carried over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.authority.county import profile
from kith.authority.who import Session
from kith.kit import words
from kith.meetings import convening, room, terms
from kith.meetings.convening import Guest
from kith.meetings.models import Contribution, Item, Seat, SharedText, Sitting
from kith.meetings.room import Reason
from kith.statute import duties
from kith.statute.calendar import london_date
from kith.work import clocks
from kith.work.models import Answer


@dataclass(frozen=True)
class Wanted:
    """A sitting wanted for children: of which forum, when, out of what, with whom besides."""

    forum: str
    starts_at: datetime
    cause: UUID
    children: tuple[UUID, ...]
    why: str
    red: bool = False
    guests: tuple[Guest, ...] = ()
    place: str = ""


def call(wanted: Wanted, *, by: Session, at: datetime) -> tuple[Sitting, Item]:
    """Ask for the sitting (its clock starts where it has one), call it, and put every child before it."""
    for child in wanted.children:
        if not asked_already(wanted, child, at):
            convening.ask_for(by=by, at=at, subject=child, forum=wanted.forum, red=wanted.red)
    sitting = convening.convene(by=by, at=at, forum=wanted.forum, starts_at=wanted.starts_at, cause=wanted.cause,
                                guests=wanted.guests, place=wanted.place)
    item = list_children(wanted, sitting, by=by, at=at)
    return sitting, item


def asked_already(wanted: Wanted, child: UUID, at: datetime) -> bool:
    """Whether the clock of asking for this forum runs for the child: it is not started a second time."""
    term = terms.get(wanted.forum, wanted.starts_at)
    duties_of = {d.key for verb in (term.asked_as, term.asked_as_red) if verb
                 for d in duties.started_by(verb, profile(), london_date(at))}
    return clocks.running(child).filter(duty__in=duties_of).exists()


def list_children(wanted: Wanted, sitting: Sitting, *, by: Session, at: datetime) -> Item:
    """All in one item, in the order given: they are discussed as one family, also where no household is known."""
    why, first = Reason("convened", wanted.why, wanted.cause), None
    for child in wanted.children:
        first = room.nominate(by=by, at=at, subject=child, sitting=sitting, reason=why, within=first)
    assert first is not None
    return first


def from_item(item: Item, wanted: Wanted, *, by: Session, at: datetime) -> tuple[Sitting, Item]:
    """A sitting out of an item: people invited by name come along, and so does what was said and written."""
    named = tuple(Guest(s.key, s.worker_id) for s in item.sitting.seats.filter(worker__isnull=False) if s.worker_id)
    sitting, new = call(Wanted(**{**wanted.__dict__, "guests": (*wanted.guests, *named)}), by=by, at=at)
    told = item.contributions.filter(replaced_by__isnull=True).select_related("seat")
    carry_words(told, item, new, by=by, at=at)
    carry_texts(item, new, by=by, at=at)
    return sitting, new


def carry_words(told: Iterable[Contribution], old: Item, new: Item, *, by: Session, at: datetime) -> None:
    """What this reader may see of what was told, under the same handling, in the seat of the same agency."""
    seats = {s.key: s for s in new.sitting.seats.all()}
    same = {s.pk: seats[s.key].pk for s in old.sitting.seats.all() if s.key in seats}
    carried = [
        Contribution(item=new, subject_id=c.subject_id, seat=seats[c.seat.key], outcome=c.outcome, means=c.means,
                     text=c.text, handling=c.handling, given_at=c.given_at, created_by_id=by.worker_id,
                     shown_to=None if c.shown_to is None else [same[s] for s in c.shown_to if s in same])
        for c in told if c.seat.key in seats
    ]
    Contribution.objects.bulk_create(carried)


def carry_texts(old: Item, new: Item, *, by: Session, at: datetime) -> None:
    """Shared texts that both forums know, in their newest version."""
    for text in terms.of(new.sitting).text:
        stands = room.current(old, text.key)
        if stands:
            SharedText.objects.bulk_create([SharedText(
                item=new, subject_id=new.subject_id, name=text.key, version=1, text=stands.text,
                created_by_id=by.worker_id, written_at=at)])


def from_referral(referral: UUID, wanted: Wanted, *, by: Session, at: datetime) -> tuple[Sitting, Item]:
    """A sitting out of a referral: the partners' answers to the hub's questions stand before it as their own words."""
    sitting, item = call(wanted, by=by, at=at)
    seats = {s.agency_id: s for s in sitting.seats.order_by("partner", "pk")}
    answers = Answer.objects.filter(request__about_id=referral, subject_id__in=wanted.children)
    answers = answers.select_related("request")
    Contribution.objects.bulk_create(as_words(answers, item, seats, by))
    return sitting, item


def as_words(answers: Iterable[Answer], item: Item, seats: dict[UUID, Seat], by: Session) -> Sequence[Contribution]:
    """Answers as contributions; what an agency declined to share is not carried."""
    told = []
    for a in answers:
        if a.agency_id in seats and a.outcome in ("answered", "nothing_known"):
            when = f"{words.exact(a.answered_at)}"
            text = f"To the hub's question “{a.request.question}” ({when}): {a.text}" if a.text else ""
            told.append(Contribution(
                item=item, subject_id=a.subject_id, seat=seats[a.agency_id], means=a.means, text=text,
                outcome="said" if text else "nothing_known", given_at=a.answered_at, created_by_id=by.worker_id))
    return told
