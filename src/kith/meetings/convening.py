"""A sitting from its convening to its closing: seats, invitations, who came, and what each child's record keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from kith.authority import notices
from kith.authority.acts import Done, Refused, act, open_tie
from kith.authority.models import Agency, Worker, WorkerRole
from kith.authority.policy import HUB
from kith.authority.who import Session
from kith.kit import words
from kith.live import topics
from kith.meetings import rules, terms
from kith.meetings.models import Attendance, Item, ItemAction, ItemChild, Seat, Sitting
from kith.people.chronology import chronicle
from kith.statute.calendar import london_date, london_instant
from kith.statute.forum import ASKED, BOOKED, HELD, UNBOOKED, Forum
from kith.statute.forum import Seat as Place
from kith.work import clocks

WATCHED = "sitting"   # what open pages follow, told by kith.live
WHEN_NEEDED, INVITED = "when_needed", "You are invited to a meeting"
MANAGER_AFTER = 2  # times an action or an item is carried before the manager is told [L]


@dataclass(frozen=True)
class Guest:
    """A person invited by name to a seat of the forum."""

    seat: str
    worker: UUID


@act("sitting.convened")
def convene(*, by: Session, at: datetime, forum: str, starts_at: datetime, place: str = "",
            since: datetime | None = None, chair: UUID | None = None, cause: UUID | None = None,
            guests: Sequence[Guest] = ()) -> Done:
    """Call a sitting of a forum. Its seats are those of the terms in force; people named beside them are invited."""
    term = terms.get(forum, starts_at)
    calendar = clocks.calendar()
    reasons = list(rules.reasons_against_convening(term, starts_at, by.roles, by.kind == "job", calendar))
    if reasons:
        raise Refused(*reasons)
    called = Sitting(forum=term.key, version=term.version, starts_at=starts_at, place=place, chair_id=chair,
                     ends_at=starts_at + timedelta(minutes=term.minutes), cause_id=cause, restricted=term.restricted,
                     since=since or window(term, starts_at), created_by_id=by.worker_id, created_at=at)
    Sitting.objects.bulk_create([called])
    Seat.objects.bulk_create(seats_of(term, called, by, at))
    for guest in guests:
        invite(by=by, at=at, sitting=called, seat=guest.seat, worker=guest.worker)
    if term.cadence == WHEN_NEEDED:      # a meeting of a fixed rhythm stands in everybody's calendar already
        tell(by, at, called, holders_of(called), INVITED)
    return Done(called, None, {"forum": term.key})


def window(term: Forum, starts_at: datetime) -> datetime:
    """From when the agenda gathers: the last sitting held, else the day the cadence would have had it."""
    held = Sitting.objects.filter(forum=term.key, starts_at__lt=starts_at, cancelled_at__isnull=True)
    last = held.order_by("-starts_at").values_list("starts_at", flat=True).first()
    if last:
        return last
    calendar = clocks.calendar()
    day = term.last_before(london_date(starts_at), calendar) or calendar.working_days_before(starts_at, 1)
    return london_instant(day, term.starts_at or calendar.opens)


def seats_of(term: Forum, called: Sitting, by: Session, at: datetime) -> list[Seat]:
    """The seats that whoever holds a role takes; the others stand empty until somebody is invited by name."""
    agencies = agencies_for(term.seat)
    return [
        Seat(sitting=called, key=s.key, name=s.name, agency=agencies[s.agency], roles=list(s.roles), partner=s.partner,
             needed=s.needed, invited_at=at, created_by_id=by.worker_id)
        for s in term.seat if s.roles and s.agency in agencies
    ]


def agencies_for(places: Iterable[Place]) -> dict[str, Agency]:
    """The county's agency for each key or kind that the terms name."""
    wanted = {p.agency for p in places}
    by_kind = {a.kind: a for a in Agency.objects.filter(kind__in=wanted).order_by("-key")}
    return by_kind | {a.key: a for a in Agency.objects.filter(key__in=wanted)}


@act("seat.invited")
def invite(*, by: Session, at: datetime, sitting: Sitting, seat: str, worker: UUID, called: str = "") -> Done:
    """Invite one person by name. Until the room closes they read the items they sit for, and nothing else."""
    place = next((s for s in terms.of(sitting).seat if s.key == seat), None)
    person = Worker.objects.select_related("agency").get(pk=worker)
    taken = Seat(sitting=sitting, key=seat, name=called or (place.name if place else person.agency.name),
                 agency=person.agency, worker=person, partner=bool(place and place.partner),
                 needed=bool(place and place.needed), invited_at=at, created_by_id=by.worker_id)
    Seat.objects.bulk_create([taken], ignore_conflicts=True)
    for child in ItemChild.objects.filter(item__sitting=sitting).values_list("subject_id", flat=True):
        let_in(sitting, child, [person])
    tell(by, at, sitting, [worker], INVITED)
    touch(sitting, "present")
    return Done(taken, None, {"seat": seat})


def let_in(sitting: Sitting, subject: UUID, people: Iterable[Worker]) -> None:
    """Those who do not work in the hub get a tie to the child for as long as the room reads."""
    until = sitting.starts_at + timedelta(days=terms.of(sitting).reads_for_days)
    for person in people:
        if not person.held_roles.filter(role__in=HUB).exists():
            open_tie(holder=person.pk, subject=subject, kind="in_the_room", until=until)


def guests_of(sitting: Sitting) -> list[Worker]:
    return [s.worker for s in sitting.seats.filter(worker__isnull=False).select_related("worker") if s.worker]


def holders_of(sitting: Sitting) -> list[UUID]:
    """The workers who hold a seat by their role, but not by name."""
    found: dict[UUID, None] = {}
    for seat in sitting.seats.filter(worker__isnull=True):
        held = WorkerRole.objects.filter(role__in=seat.roles, worker__agency_id=seat.agency_id,
                                         worker__left_at__isnull=True)
        found |= dict.fromkeys(held.values_list("worker_id", flat=True))
    return list(found)


def everybody(sitting: Sitting) -> list[UUID]:
    """Whoever is invited, by name or by their role."""
    return [*(w.pk for w in guests_of(sitting)), *holders_of(sitting)]


def tell(by: Session, at: datetime, sitting: Sitting, holders: Iterable[UUID], text: str) -> None:
    """One line to each, that leads to the invitation with its entry for the calendar. It names nobody."""
    when = f"{words.long_date(london_date(sitting.starts_at))}, {words.local(sitting.starts_at):%H:%M}"
    notices.post(by=by, at=at, holders=[h for h in holders if h != by.worker_id],
                 path=f"/meetings/{sitting.pk}/invitation/", text=f"{text}: {terms.of(sitting).name}, {when}.")


def touch(sitting: Sitting, *parts: str, item: Item | None = None, own: Iterable[str] = ()) -> int:
    """One more change: screens that follow the sitting are told that something changed, not what; each then fetches the
    parts of its page that are named here: `parts` of the whole, `own` of one item. Without any: everything."""
    named = [(sitting.pk, name) for name in parts] + [(item.pk, name) for name in own if item]
    return topics.moved(WATCHED, sitting.pk, tuple(named))


@act("sitting.moved")
def move(*, by: Session, at: datetime, sitting: Sitting, starts_at: datetime) -> Done:
    """Another day or time; the invited are told, and clocks that count from the booked day follow."""
    term = terms.of(sitting)
    if sitting.opened_at or sitting.cancelled_at:
        raise Refused("This meeting has begun or was cancelled. Call a new one.")
    if reasons := list(rules.reasons_against_day(term, starts_at, clocks.calendar())):
        raise Refused(*reasons)
    ends_at = starts_at + timedelta(minutes=term.minutes)
    Sitting.objects.filter(pk=sitting.pk).update(starts_at=starts_at, ends_at=ends_at, moves=F("moves") + 1)
    sitting.starts_at = starts_at
    rebook(by, at, sitting, again=True)
    tell(by, at, sitting, everybody(sitting), "A meeting has moved")
    touch(sitting)
    return Done(sitting, None)


@act("sitting.cancelled")
def cancel(*, by: Session, at: datetime, sitting: Sitting, because: str) -> Done:
    """It will not be held; what stood on its agenda goes to the next one by itself."""
    if sitting.closed_at or sitting.cancelled_at:
        raise Refused("This meeting is over already.")
    if not because.strip():
        raise Refused("Say why it is cancelled.")
    Sitting.objects.filter(pk=sitting.pk).update(cancelled_at=at, cancelled_because=because.strip(),
                                                 moves=F("moves") + 1)
    rebook(by, at, sitting, again=False)
    for item in Item.objects.filter(sitting=sitting, ended_as="").select_related("sitting"):
        carry(by=by, at=at, subject=item.subject_id, item=item, because=f"Cancelled: {because}")
    following = Sitting.objects.filter(forum=sitting.forum, opened_at__isnull=True, since=sitting.starts_at)
    following.update(since=sitting.since)
    # What a job cancels nobody had opened: whoever holds a seat by their role knows.
    told = [w.pk for w in guests_of(sitting)] if by.kind == "job" else everybody(sitting)
    tell(by, at, sitting, told, "A meeting is cancelled")
    touch(sitting)
    return Done(sitting, None)


@act("sitting.opened")
def open_sitting(*, by: Session, at: datetime, sitting: Sitting, chair: UUID | None = None) -> Done:
    """The meeting begins. Whoever opens it chairs it, unless somebody else is named."""
    if sitting.closed_at or sitting.cancelled_at or sitting.opened_at:
        raise Refused("This meeting has begun already, or is over.")
    Sitting.objects.filter(pk=sitting.pk).update(opened_at=at, chair_id=chair or sitting.chair_id or by.worker_id)
    mine = sitting.seats.filter(agency_id=by.agency_id, roles__overlap=list(by.roles)).first()
    if mine:
        arrive(by=by, at=at, sitting=sitting, seat=mine, worker=by.worker_id)
    touch(sitting)
    return Done(sitting, None)


@act("attendance.marked")
def arrive(*, by: Session, at: datetime, sitting: Sitting, seat: Seat, worker: UUID, by_call: bool = False) -> Done:
    """Somebody has taken a seat, in the room or on a call."""
    if seat.worker_id and seat.worker_id != worker:
        raise Refused("This seat is somebody else's by name. Invite this person too.")
    came = Attendance(sitting=sitting, seat=seat, worker_id=worker, by_call=by_call, arrived_at=at,
                      created_by_id=by.worker_id)
    Attendance.objects.bulk_create([came], ignore_conflicts=True)
    touch(sitting, "present", "state")
    return Done(came, None, {"seat": seat.key})


@act("attendance.marked")
def leave(*, by: Session, at: datetime, sitting: Sitting, seat: Seat, worker: UUID) -> Done:
    """Somebody has left: items discussed from now on are without them."""
    sat = Attendance.objects.filter(seat=seat, worker_id=worker, left_at__isnull=True)
    if not sat.update(left_at=at):
        raise Refused("This person does not sit there now.")
    touch(sitting, "present", "state")
    return Done(seat, None, {"seat": seat.key, "left": True})


@act("attendance.marked")
def apologise(*, by: Session, at: datetime, sitting: Sitting, seat: Seat, said: str) -> Done:
    """A seat sends its apologies; what it owes to each item stays owed."""
    if sitting.closed_at or sitting.cancelled_at:
        raise Refused("This meeting is over already.")
    if Attendance.objects.filter(seat=seat, left_at__isnull=True).exists():
        raise Refused("Somebody sits in this seat now. Mark that they left instead.")
    Seat.objects.filter(pk=seat.pk).update(apologies=said.strip()[:200] or "Apologies")
    touch(sitting, "present")
    return Done(seat, None, {"seat": seat.key, "apologies": True})


@act("sitting.closed")
def close(*, by: Session, at: datetime, sitting: Sitting) -> Done:
    """The meeting is over: each child's record says it was held, open items are carried, actions not done too."""
    if not sitting.opened_at or sitting.closed_at:
        raise Refused("This meeting has not begun, or is closed already.")
    term = terms.of(sitting)
    for item in Item.objects.filter(sitting=sitting, ended_as=""):
        carry(by=by, at=at, subject=item.subject_id, item=item, because="Not reached")
    if term.held_as:
        for held in ItemChild.objects.filter(item__sitting=sitting, item__started_at__isnull=False):
            hold(by=by, at=at, subject=held.subject_id, sitting=sitting)
    carry_actions(by, at, sitting)
    Attendance.objects.filter(sitting=sitting, left_at__isnull=True).update(left_at=at)
    Sitting.objects.filter(pk=sitting.pk).update(closed_at=at, reads_until=at + timedelta(days=term.reads_for_days))
    touch(sitting)
    return Done(sitting, None)


@act("item.carried")
def carry(*, by: Session, at: datetime, subject: UUID, item: Item, because: str) -> Done:
    """To the next sitting. Carried twice, the manager hears of it."""
    if item.ended_as:
        raise Refused("This item has ended already.")
    Item.objects.filter(pk=item.pk).update(ended_at=at, ended_as="carried", ended_note=because.strip()[:200])
    if item.carries + 1 == MANAGER_AFTER:
        notices.post(by=by, at=at, holders=notices.holding("hub_manager"), path=f"/meetings/items/{item.pk}/",
                     text=f"An item has been carried {words.plural(item.carries + 1, 'time')}. Decide how it ends.")
    touch(item.sitting, "agenda", item=item, own=["state"])
    return Done(item, subject, {"carries": item.carries + 1})


def carry_actions(by: Session, at: datetime, sitting: Sitting) -> None:
    """Actions of this forum that are late at the close of a sitting: carried once more."""
    late = ItemAction.objects.filter(item__sitting__forum=sitting.forum, action__done_at__isnull=True,
                                     action__due_at__lt=at).exclude(item__sitting=sitting).select_related("action")
    for each in late:
        carry_action(by=by, at=at, subject=each.subject_id, agreed=each)


@act("action.carried")
def carry_action(*, by: Session, at: datetime, subject: UUID, agreed: ItemAction) -> Done:
    """An action that was due is not done: carried once more, the second time the manager hears of it."""
    told = agreed.carries + 1 >= MANAGER_AFTER and agreed.told_manager_at is None
    ItemAction.objects.filter(pk=agreed.pk).update(
        carries=agreed.carries + 1, told_manager_at=at if told else agreed.told_manager_at)
    if told:
        notices.post(by=by, at=at, holders=[*notices.holding("hub_manager"), agreed.action.agency_id],
                     path=f"/work/actions/{agreed.action_id}/done/",
                     text="An action has been carried twice and is still not done.")
    return Done(agreed, subject, {"carries": agreed.carries + 1})


@act("sitting.booked", also=BOOKED)
def book(*, by: Session, at: datetime, subject: UUID, sitting: Sitting) -> Done:
    """A child's conference is booked for a day: the clocks that count back from it begin."""
    return Done(sitting, subject, {"forum": sitting.forum}, verb=terms.of(sitting).booked_as,
                moments={"planned": sitting.starts_at})


@act("sitting.unbooked", also=UNBOOKED)
def unbook(*, by: Session, at: datetime, subject: UUID, sitting: Sitting, verb: str) -> Done:
    """The booked day no longer stands: what counted back from it ends, and begins anew with another day."""
    return Done(sitting, subject, {"forum": sitting.forum}, verb=verb)


def rebook(by: Session, at: datetime, sitting: Sitting, *, again: bool) -> None:
    """After a booked sitting was moved (`again`) or cancelled: each child's clocks follow."""
    if not terms.of(sitting).booked_as:
        return
    for child in ItemChild.objects.filter(item__sitting=sitting).values_list("subject_id", flat=True):
        unbook(by=by, at=at, subject=child, sitting=sitting, verb=UNBOOKED[0] if again else UNBOOKED[1])
        if again:
            book(by=by, at=at, subject=child, sitting=sitting)


@act("sitting.held", also=HELD)
def hold(*, by: Session, at: datetime, subject: UUID, sitting: Sitting) -> Done:
    """The discussion or conference about a child was held, at the moment it began."""
    begun = sitting.opened_at or at
    return Done(sitting, subject, {"forum": sitting.forum}, verb=terms.of(sitting).held_as, moments={"happened": begun})


@act("sitting.asked_for", also=ASKED)
def ask_for(*, by: Session, at: datetime, subject: UUID, forum: str, red: bool = False) -> Done:
    """A sitting of a forum is wanted for a child: from now on it is owed, by the clock where the register has one."""
    term = terms.get(forum, at)
    verb = (term.asked_as_red if red else "") or term.asked_as
    return Done(None, subject, {"forum": forum}, verb=verb)


topics.watch(WATCHED, Sitting)


def forum_words(sitting: Any, by: Session) -> str:
    return terms.of(sitting).name


for _verb in BOOKED:
    chronicle(_verb, lambda s, by: f"{forum_words(s, by)} booked for {words.long_date(london_date(s.starts_at))}",
              significant=True)
for _verb in HELD:
    chronicle(_verb, lambda s, by: f"{forum_words(s, by)} held", significant=True)
