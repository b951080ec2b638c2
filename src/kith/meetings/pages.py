"""Pages of a sitting: the list, calling one, its agenda, preparing, who is there, the big screen, the pack."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404

from kith.authority.acts import Refused
from kith.authority.models import Worker
from kith.authority.pages import ActPage, ReadPage
from kith.authority.policy import may
from kith.kit import words
from kith.kit.forms import KithForm
from kith.live import topics
from kith.meetings import agenda, board, convening, forms, reach, room, terms
from kith.meetings.following import Following
from kith.meetings.models import Attendance, Item, Seat, Sitting
from kith.meetings.signed import AtWork

WAYS = (("Children not yet seen", "/meetings/unseen/", "unseen.viewed"),
        ("Disagreements", "/meetings/disagreements/", "disagreement.viewed"),
        ("Disagreements by pair of agencies", "/meetings/disagreements/pairs/", "disagreements.counted"))


class OfSitting(AtWork):
    """Finds the sitting under row security; what is hidden is absent. Acts are for those who sit in it or called it."""

    sits = False

    def subject(self, **kwargs: Any) -> UUID | None:
        found = Sitting.objects.filter(pk=kwargs["sitting"]).select_related("chair", "created_by").first()
        if found is None or self.sits and not reach.takes_part(self.by, found):
            raise Http404
        self.sitting, self.term = found, terms.of(found)
        return None

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "sitting": str(self.sitting.pk)}

    def context(self) -> dict[str, Any]:
        at = self.request.at
        return {"sitting": self.sitting, "term": self.term, "mine": reach.takes_part(self.by, self.sitting),
                "stream": topics.stream(convening.WATCHED, self.sitting.pk), "home": self.home(),
                "when": words.exact(self.sitting.starts_at), "rows": lambda: self.rows,
                "sheet": {"name": self.term.name, "reference": words.exact(self.sitting.starts_at),
                          "reader": self.by.name, "printed_at": words.exact(at)}}

    @cached_property
    def rows(self) -> list[board.Row]:
        """The agenda, read once a page, and only where it is shown."""
        return board.rows(self.sitting, self.request.at)

    def home(self) -> str:
        return f"/meetings/{self.sitting.pk}/"

    def next(self, outcome: Any) -> str:
        return self.home()

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.sitting.pk))

    def who(self) -> dict[str, Any]:
        return super().who() | {"sitting": self.sitting}


class Meetings(AtWork, ReadPage):
    """Meetings I sit in: today, coming, held."""

    verb, template, title = "sitting.viewed", "meetings/list.html", "Meetings"

    def context(self) -> dict[str, Any]:
        by, at = self.by, self.request.at
        mine = reach.seated(by)
        found = [(s, terms.of(s), s.pk in mine) for s in board.open_sittings(by, at)]
        today = words.local(at).date()
        return {
            "now_on": [r for r in found if r[0].opened_at and not r[0].closed_at],
            "coming": [r for r in found if not r[0].opened_at and not r[0].cancelled_at
                       and words.local(r[0].starts_at).date() >= today],
            "held": [r for r in reversed(found) if r[0].closed_at or r[0].cancelled_at][:25],
            "may_call": [f.name for f in reach.may_call(by, at)],
            "ways": [(text, url) for text, url, verb in WAYS if may(by, verb)],
        }


class Convene(AtWork, ActPage):
    """Call a meeting of one of the forums that my role calls."""

    verb, template, title, form = "sitting.convened", "meetings/convene.html", "Call a meeting", forms.Convene
    done = "The meeting is called. Its agenda fills by itself; add what is missing."

    def form_words(self) -> dict[str, Any]:
        return {"forums": reach.may_call(self.by, self.request.at)}

    def initial(self) -> dict[str, Any]:
        return {"on": words.local(self.request.at).date()}

    def act(self, answers: dict[str, Any]) -> Sitting:
        by, at = self.by, self.request.at
        called = convening.convene(by=by, at=at, forum=answers["forum"], starts_at=answers["at_moment"],
                                   place=answers["place"])
        agenda.gather(called, by=by, at=at)
        return called

    def next(self, outcome: Any) -> str:
        return f"/meetings/{outcome.pk}/"


class Followed(OfSitting, Following):
    """A page of the meeting as a whole that stays open."""

    parts_template = "meetings/parts.html"

    def watched(self) -> tuple[UUID, UUID]:
        return self.sitting.pk, self.sitting.pk


class Board(Followed):
    """The agenda: who stands on it and why, how far each is, who has not prepared."""

    verb, template, title = "sitting.viewed", "meetings/sitting.html", "Meeting"
    parts = {"head": "head", "list": "agenda order", "present": "present"}

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "present": cache(lambda: board.present(self.sitting)), "not_connected": agenda.not_connected(self.sitting),
            "prepare_by": board.prepare_by(self.sitting), "quorum": board.quorum_words(self.term)}


class Prepare(OfSitting, ReadPage):
    """What my agency still owes to this meeting, item by item, with “Nothing known” in one press."""

    verb, template, title = "sitting.viewed", "meetings/prepare.html", "Prepare"
    sits = True

    def context(self) -> dict[str, Any]:
        found = super().context()
        seats = room.my_seats(self.by, self.sitting)
        prepared = agenda.prepared([r.item.pk for r in self.rows])
        mine = {s.pk for s in seats}
        owed = [r for r in self.rows if not r.item.ended_as and not prepared.get(r.item.pk, set()) & mine]
        return found | {"owed": owed, "seats": seats, "prepare_by": board.prepare_by(self.sitting)}


class Pack(OfSitting, ReadPage):
    """The pack before the meeting, for print: everything this reader may see, item by item."""

    verb, template, title = "sitting.viewed", "meetings/pack.html", "Pack"
    sits = True

    def context(self) -> dict[str, Any]:
        found = super().context()
        return found | {"pages": [{"row": r, "told": board.told(r.item), "texts": board.texts(r.item)}
                                  for r in self.rows if r.item.ended_as != "withdrawn"]}


class Screen(Followed):
    """The big screen: what is discussed now and what was decided, without a name or a sensitive word."""

    verb, template, title = "sitting.viewed", "meetings/screen.html", "Big screen"
    parts = {"screen": "agenda order state present"}
    sits = True

    def context(self) -> dict[str, Any]:
        found = super().context()
        now_on = next((r for r in self.rows if r.item.started_at and not r.item.ended_as), None)
        return found | {"now_on": now_on, "number": self.rows.index(now_on) + 1 if now_on else 0,
                        "initials": [c.name[:1] for c in now_on.children] if now_on else [],
                        "present": board.present(self.sitting)}


class Nominate(OfSitting, ActPage):
    """Put a child before this meeting, with why today."""

    verb, template, title, form = "item.nominated", "meetings/act.html", "Put a child on the agenda", forms.Nominate
    done = "It stands on the agenda."
    sits = True

    def form_words(self) -> dict[str, Any]:
        return {"children": reach.children_to_name(self.by, self.request.at)}

    def initial(self) -> dict[str, Any]:
        return {"child": self.request.GET.get("child", "")}

    def act(self, answers: dict[str, Any]) -> Item:
        return room.nominate(**self.who(), subject=UUID(answers["child"]),
                             reason=room.Reason("nominated", f"{self.by.agency_name}: {answers['reason']}"))


class Press(OfSitting, ActPage):
    """One button of the meeting as a whole."""

    template, keeps_draft, sits = "meetings/act.html", False, True
    form: ClassVar[type[KithForm]] = forms.Nothing


class Open(Press):
    verb, title, done = "sitting.opened", "Open the meeting", "The meeting is open."

    def act(self, answers: dict[str, Any]) -> Any:
        return convening.open_sitting(**self.who())


class Close(Press):
    verb, title = "sitting.closed", "Close the meeting"
    done = "The meeting is closed. Open items stand on the next agenda."

    def act(self, answers: dict[str, Any]) -> Any:
        return convening.close(**self.who())


class Refresh(Press):
    """Look again what the sources bring."""

    verb, title, done = "item.nominated", "Fill the agenda now", "The agenda is up to date."

    def act(self, answers: dict[str, Any]) -> Any:
        return agenda.gather(self.sitting, by=self.by, at=self.request.at)


class Cancel(Press):
    verb, title, form = "sitting.cancelled", "Cancel the meeting", forms.Because
    done = "Cancelled. Everybody invited is told."

    def act(self, answers: dict[str, Any]) -> Any:
        return convening.cancel(**self.who(), because=answers["because"])


class Move(Press):
    verb, title, form, done = "sitting.moved", "Move the meeting", forms.Moment, "Moved. Everybody invited is told."

    def act(self, answers: dict[str, Any]) -> Any:
        return convening.move(**self.who(), starts_at=answers["at_moment"])


class Here(Press):
    """I am here, in my own seat."""

    verb, title, done = "attendance.marked", "I am here", "You are marked as present."

    def act(self, answers: dict[str, Any]) -> Any:
        seat = room.seat_for(self.by, self.sitting)
        return convening.arrive(**self.who(), seat=seat, worker=self.by.worker_id)


class Attend(Press):
    """Somebody else has taken a seat."""

    verb, title, form, done = "attendance.marked", "Who is there", forms.Attend, "Marked as present."

    def form_words(self) -> dict[str, Any]:
        seats = self.sitting.seats.select_related("worker").order_by("pk")
        return {"seats": [(str(s.pk), f"{s.name}: {s.worker.name}" if s.worker else s.name) for s in seats],
                "workers": reach.workers_for(seats)}

    def act(self, answers: dict[str, Any]) -> Any:
        seat = Seat.objects.filter(pk=answers["seat"], sitting=self.sitting).first()
        if seat is None:
            raise Refused("That seat is not of this meeting.")
        return convening.arrive(**self.who(), seat=seat, worker=UUID(answers["worker"]), by_call=answers["by_call"])


class Leave(Press):
    """Somebody goes: what is discussed from now on is without them."""

    verb, title, form, done = "attendance.marked", "Leave the meeting", forms.Leave, "Marked as gone."

    @cached_property
    def sat(self) -> dict[str, Attendance]:
        """Who sits here now, this session first."""
        now = self.sitting.attendances.filter(left_at__isnull=True).select_related("seat", "worker")
        mine = self.by.worker_id
        return {str(a.pk): a for a in sorted(now, key=lambda a: (a.worker_id != mine, a.arrived_at))}

    def form_words(self) -> dict[str, Any]:
        return {"people": [(pk, f"{a.worker.name}, {a.seat.name}") for pk, a in self.sat.items()]}

    def initial(self) -> dict[str, Any]:
        return {"who": next((pk for pk, a in self.sat.items() if a.worker_id == self.by.worker_id), "")}

    def act(self, answers: dict[str, Any]) -> Any:
        goes = self.sat[answers["who"]]
        return convening.leave(**self.who(), seat=goes.seat, worker=goes.worker_id)


class Apologise(Press):
    """A seat will stay empty; what it owes to each item stays owed."""

    verb, title, form = "attendance.marked", "Send apologies", forms.Apologise
    done = "Sent. What your agency owes to each item stays owed: write it under Prepare."

    @cached_property
    def seats(self) -> list[Seat]:
        """The seats of this meeting, this session's first."""
        mine = {s.pk for s in room.my_seats(self.by, self.sitting)}
        return sorted(self.sitting.seats.select_related("worker"), key=lambda s: (s.pk not in mine, s.name))

    def form_words(self) -> dict[str, Any]:
        return {"seats": [(str(s.pk), f"{s.name}: {s.worker.name}" if s.worker else s.name) for s in self.seats]}

    def initial(self) -> dict[str, Any]:
        return {"seat": str(self.seats[0].pk) if self.seats else ""}

    def act(self, answers: dict[str, Any]) -> Any:
        seat = next(s for s in self.seats if str(s.pk) == answers["seat"])
        return convening.apologise(**self.who(), seat=seat, said=answers["said"])


class Invite(Press):
    """A person by name: a teacher, a nurse, whoever reported."""

    verb, title, form = "seat.invited", "Invite somebody by name", forms.Invite
    done = "Invited. They read the items of this meeting until it closes for reading, and nothing else."

    def form_words(self) -> dict[str, Any]:
        people = Worker.objects.filter(left_at__isnull=True).exclude(agency__kind="machine").select_related("agency")
        return {"seats": [(s.key, s.name) for s in self.term.seat],
                "workers": [(str(w.pk), f"{w.name}, {w.agency.name}") for w in people.order_by("name")[:1000]]}

    def act(self, answers: dict[str, Any]) -> Any:
        return convening.invite(**self.who(), seat=answers["seat"], worker=UUID(answers["worker"]))
