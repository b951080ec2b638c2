"""Minutes go out: issued by version, told by a notice to whoever sat or was invited, read with a receipt; and the
meeting as a calendar entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.authority import notices
from kith.authority.acts import Done, Refused, act
from kith.authority.models import Worker, WorkerRole
from kith.authority.who import Session
from kith.kit import words
from kith.kit.documents.invitation import Guest, Invitation
from kith.meetings import terms
from kith.meetings.models import Minutes, MinutesChase, MinutesReading, Seat, Sitting


@act("minutes.issued")
def issue(*, by: Session, at: datetime, sitting: Sitting, note: str = "") -> Done:
    """The minutes as they stand now become a version that no longer changes; a correction is the next version."""
    newest = latest(sitting)
    if not sitting.opened_at or sitting.cancelled_at:
        raise Refused("There is nothing to minute: this meeting was not held.")
    if newest and not note.strip():
        raise Refused("Say what is corrected, without naming anybody: everybody invited reads this line.")
    made = Minutes(sitting=sitting, version=newest.version + 1 if newest else 1, issued_at=at, note=note.strip()[:200],
                   created_by_id=by.worker_id)
    Minutes.objects.bulk_create([made])
    tell(by, at, made)
    return Done(made, None, {"version": made.version})


def tell(by: Session, at: datetime, made: Minutes) -> None:
    """One line for each receiver: which meeting, and where to read. No name and no word of what was said."""
    sitting = made.sitting
    news = "Minutes are ready" if made.version == 1 else f"Minutes were corrected (version {made.version})"
    notices.post(by=by, at=at, holders=receivers(sitting), path=f"/meetings/{sitting.pk}/minutes/",
                 text=f"{news}: {terms.of(sitting).name}, {words.exact(sitting.starts_at)}.")


def latest(sitting: Sitting) -> Minutes | None:
    return Minutes.objects.filter(sitting=sitting).order_by("-version").first()


def receivers(sitting: Sitting) -> list[UUID]:
    """Whoever sat or was invited by name; for a seat that nobody took, the agency."""
    came = dict(sitting.attendances.values_list("worker_id", "seat_id"))
    named = {s.worker_id for s in seats(sitting) if s.worker_id}
    empty = [s.agency_id for s in seats(sitting) if s.worker_id is None and s.pk not in came.values()]
    return [*came, *(named - set(came)), *dict.fromkeys(empty)]


def seats(sitting: Sitting) -> list[Seat]:
    return list(sitting.seats.select_related("agency", "worker").order_by("pk"))


@act("minutes.read")
def read(*, by: Session, at: datetime, minutes: Minutes, form: str) -> Done:
    """A receipt: this person has opened this version, on the page or as a file. The first time counts."""
    receipt = MinutesReading(minutes=minutes, sitting_id=minutes.sitting_id, worker_id=by.worker_id, form=form,
                             read_at=at)
    MinutesReading.objects.bulk_create([receipt], ignore_conflicts=True)
    return Done(receipt, None, {"version": minutes.version, "form": form})


@act("minutes.chased")
def chase(*, by: Session, at: datetime, minutes: Minutes) -> Done:
    """Whoever has not read these minutes hears of them once more; who has is left in peace."""
    MinutesChase.objects.bulk_create([MinutesChase(minutes=minutes, sitting_id=minutes.sitting_id, chased_at=at,
                                                   created_by_id=by.worker_id)])
    asked = unread(minutes)
    notices.post(by=by, at=at, holders=asked, path=f"/meetings/{minutes.sitting_id}/minutes/",
                 text=f"Minutes you have not read yet: {terms.of(minutes.sitting).name}, "
                      f"{words.exact(minutes.sitting.starts_at)}.")
    return Done(minutes, None, {"version": minutes.version, "asked": len(asked)})


def unread(minutes: Minutes) -> list[UUID]:
    """Receivers without a receipt: workers, and agencies of which nobody has read them."""
    receipts = MinutesReading.objects.filter(minutes=minutes).values_list("worker_id", "worker__agency_id")
    return [r for r in receivers(minutes.sitting) if r not in {one for pair in receipts for one in pair}]


@dataclass(frozen=True)
class Receipt:
    """One receiver: whether they have read the newest version."""

    name: str
    agency: str
    read_at: datetime | None


def receipts(minutes: Minutes) -> list[Receipt]:
    """Everybody whom the minutes went to, those who have not read them first."""
    readings = MinutesReading.objects.filter(minutes=minutes).order_by("-read_at")
    read_at = dict(readings.values_list("worker_id", "read_at"))
    known = Worker.objects.filter(pk__in={*receivers(minutes.sitting), *read_at}).select_related("agency")
    found = [Receipt(w.name, w.agency.name, read_at.get(w.pk)) for w in known.order_by("name")]
    return sorted(found, key=lambda r: r.read_at is not None)


def invitation(sitting: Sitting, *, at: datetime) -> Invitation:
    """The meeting for a calendar: its forum, hour and place, and who is invited; nothing of whom it is about. Its
    number rises when it moves and when it is cancelled, so that a newer entry replaces an older one."""
    chair = sitting.chair or sitting.created_by
    return Invitation(uid=f"{sitting.pk}@kith", sequence=sitting.moves, starts=sitting.starts_at, ends=sitting.ends_at,
                      title=terms.of(sitting).name, where=sitting.place, sent_at=at,
                      organiser=Guest(chair.name, chair.email), guests=tuple(guests(sitting)))


def guests(sitting: Sitting) -> list[Guest]:
    """Those invited by name, and the holders of the roles of each seat."""
    found: dict[UUID, Guest] = {}
    for seat in seats(sitting):
        for worker in [seat.worker] if seat.worker else holders(seat):
            found.setdefault(worker.pk, Guest(worker.name, worker.email, seat.needed))
    return list(found.values())


def holders(seat: Seat) -> list[Worker]:
    held = WorkerRole.objects.filter(role__in=seat.roles).values("worker_id")
    return list(Worker.objects.filter(pk__in=held, agency_id=seat.agency_id, left_at__isnull=True).order_by("name"))
