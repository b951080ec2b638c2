"""Pages of one item: its buttons, positions, decision, actions. The board itself stands in board_pages."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404

from kith.authority.acts import Refused
from kith.authority.models import Agency
from kith.authority.pages import ActPage
from kith.authority.who import Session
from kith.kit import words
from kith.kit.forms import KithForm
from kith.meetings import board, convening, converting, deciding, forms, reach, room, terms
from kith.meetings.converting import Wanted
from kith.meetings.models import Item, ItemAction
from kith.meetings.signed import AtWork
from kith.work import clocks


class OfItem(AtWork):
    """Finds the item under row security; the page stands on the grant for its first child."""

    def subject(self, **kwargs: Any) -> UUID | None:
        found = Item.objects.filter(pk=kwargs["item"]).select_related("sitting", "sitting__chair").first()
        if found is None:
            raise Http404
        self.item, self.term = found, terms.of(found.sitting)
        return found.subject_id

    def context(self) -> dict[str, Any]:
        item = self.item
        return {"item": item, "sitting": item.sitting, "term": self.term, "home": self.home(), "title": self.title,
                "row": lambda: self.standing}

    @cached_property
    def standing(self) -> board.Row | None:
        """This item as it stands on the agenda."""
        return next(iter(board.rows(self.item.sitting, self.request.at, only=self.item.pk)), None)

    def home(self) -> str:
        return f"/meetings/items/{self.item.pk}/"

    def next(self, outcome: Any) -> str:
        return self.home()

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, f"{self.item.pk}/{self.about}")

    def who(self) -> dict[str, Any]:
        return super().who() | {"subject": self.about, "item": self.item}


class PressItem(OfItem, ActPage):
    """One button of an item."""

    template, keeps_draft = "meetings/act.html", False
    form: ClassVar[type[KithForm]] = forms.Nothing


class Start(PressItem):
    verb, title = "item.started", "Discuss this now"

    def act(self, answers: dict[str, Any]) -> Any:
        return room.start(**self.who())


class End(PressItem):
    verb, title, done = "item.ended", "Read back and end this item", "Ended."

    def act(self, answers: dict[str, Any]) -> Any:
        if any(c.decision is None for c in board.children(self.item, self.request.at)):
            raise Refused("Not every child of this item is decided. Decide, or carry it to the next meeting.")
        return room.end(**self.who())


class Carry(PressItem):
    verb, title, form, done = "item.carried", "Carry to the next meeting", forms.Because, "Carried."

    def act(self, answers: dict[str, Any]) -> Any:
        return convening.carry(**self.who(), because=answers["because"])


class Withdraw(PressItem):
    verb, title, form, done = "item.withdrawn", "Withdraw from the agenda", forms.Because, "Withdrawn."

    def act(self, answers: dict[str, Any]) -> Any:
        return room.withdraw(**self.who(), because=answers["because"])


def other_seats(by: Session, item: Item) -> list[tuple[str, str]]:
    """The seats of the sitting that are not this session's, by name."""
    mine = {s.pk for s in room.my_seats(by, item.sitting)}
    return [(str(s.pk), f"{s.name}: {s.worker.name}" if s.worker else s.name)
            for s in item.sitting.seats.select_related("worker").order_by("pk") if s.pk not in mine]


class Restrict(PressItem):
    """Only some seats sit for this item."""

    verb, title, form = "item.restricted", "Restrict this item", forms.Restrict
    done = "Restricted. The other seats no longer see it."

    def form_words(self) -> dict[str, Any]:
        return {"seats": other_seats(self.by, self.item)}

    def act(self, answers: dict[str, Any]) -> Any:
        return room.restrict(**self.who(), seats=[UUID(s) for s in answers["seats"]])


class NothingKnown(PressItem):
    """My agency looked and holds nothing about anybody of this item."""

    verb, title, done = "contribution.nothing_known", "Nothing known", "Kept: your agency holds nothing."

    def act(self, answers: dict[str, Any]) -> Any:
        return room.nothing_known(**self.who())

    def next(self, outcome: Any) -> str:
        back = f"/meetings/{self.item.sitting_id}/prepare/"
        return back if self.request.POST.get("back") == "prepare" else self.home()


class OfChild(OfItem):
    """One child of the item: the page stands on the grant for that child."""

    def subject(self, **kwargs: Any) -> UUID | None:
        super().subject(**kwargs)
        found = self.item.children.filter(subject_id=kwargs["child"]).first()
        if found is None:
            raise Http404
        self.row = found
        return UUID(str(kwargs["child"]))

    def context(self) -> dict[str, Any]:
        child = next(iter(board.children(self.item, self.request.at, only=self.row.subject_id)), None)
        if child is None:
            raise Http404
        return super().context() | {"child": child, "texts": board.texts(self.item), "told": board.told(self.item),
                                    "quorum": board.missing_words(self.item)}


class Position(OfChild, ActPage):
    """My agency's position on one child, before it has read the others'."""

    verb, template, title, form = "position.written", "meetings/position.html", "Position", forms.Position
    done = "Your agency's position is kept. The others read it when all three have given theirs."

    def form_words(self) -> dict[str, Any]:
        return {"forum": self.term}

    def initial(self) -> dict[str, Any]:
        return {"view": "proposes"}

    def act(self, answers: dict[str, Any]) -> Any:
        asked = {q.key: answers.get(f"q_{q.key}", "") for q in self.term.question}
        return deciding.give_view(**self.who(), view=answers["view"], proposes=answers["proposes"], answers=asked,
                                  reasons=answers["reasons"], interim_step=answers["interim_step"])


class Decide(OfChild, ActPage):
    """One decision for one child, beside the keys it rests on."""

    verb, template, title, form = "meeting.decided", "meetings/decide.html", "Decide", forms.Decide
    done = "Decided. Read it back to the room."

    def form_words(self) -> dict[str, Any]:
        agencies = {s.agency.pk: s.agency.name for s in self.item.sitting.seats.select_related("agency")}
        return {"forum": self.term, "voices": board.voices_of(self.row.subject_id),
                "agencies": [(str(k), name) for k, name in agencies.items()]}

    def act(self, answers: dict[str, Any]) -> Any:
        return deciding.decide(**self.who(), answers=as_answers(answers))


def as_answers(typed: dict[str, Any]) -> deciding.Answers:
    """The form's answers in the shape the rules judge."""
    used = typed["voice"] not in ("", forms.NO_ENTRY)
    plain = ("chosen", "rationale", "options_considered", "parents_view", "interim_step", "imminent", "urgent_because",
             "best_placed", "best_placed_because")
    return deciding.Answers(
        **{name: typed[name] for name in plain}, voice_id=UUID(typed["voice"]) if used else None,
        influence=typed["influence"] if used else "", difference=typed["difference"] if used else "",
        no_voice_reason="" if used else typed["no_voice_reason"], obtain_on=None if used else typed["obtain_on"],
        best_placed_agency=UUID(typed["best_placed_agency"]) if typed["best_placed_agency"] else None)


class AgreeAction(OfChild, ActPage):
    """Who does what for this child, so that what changes, by when."""

    verb, template, title, form = "action.agreed", "meetings/act.html", "Agree an action", forms.AgreeAction
    done = "Agreed."

    def form_words(self) -> dict[str, Any]:
        seats = list(self.item.sitting.seats.select_related("agency", "worker"))
        others = Agency.objects.filter(kind__in=("school", "voluntary")).order_by("name")[:400]
        agencies = {s.agency.pk: s.agency.name for s in seats} | {a.pk: a.name for a in others}
        return {"agencies": [(str(k), v) for k, v in agencies.items()], "workers": reach.workers_for(seats)}

    def act(self, answers: dict[str, Any]) -> Any:
        due = clocks.calendar().close_of_business(answers["on"]) if answers["on"] else None
        return deciding.agree_action(**self.who(), agency=UUID(answers["agency"]), what=answers["what"], due_at=due,
                                     so_that=answers["so_that"],
                                     worker=UUID(answers["worker"]) if answers["worker"] else None)


class DoneAction(OfItem, ActPage):
    """It was done: evidence and difference."""

    verb, template, title, form = "action.evidenced", "meetings/act.html", "It was done", forms.Evidence
    done = "Kept, with the difference it made."

    def subject(self, **kwargs: Any) -> UUID | None:
        super().subject(**kwargs)
        found = ItemAction.objects.filter(pk=kwargs["agreed"], item=self.item).select_related("action").first()
        if found is None:
            raise Http404
        self.agreed = found
        return found.subject_id

    def act(self, answers: dict[str, Any]) -> Any:
        return deciding.evidence(by=self.by, at=self.request.at, subject=self.about, agreed=self.agreed,
                                 **answers)


class Call(OfItem, ActPage):
    """One press: another forum meets about these children, with who was there and what was said."""

    verb, template, title, form = "sitting.convened", "meetings/act.html", "Call the next meeting", forms.Call
    done = "Called. Who was there and what was said came along."

    def subject(self, **kwargs: Any) -> UUID | None:
        about = super().subject(**kwargs)
        if kwargs["forum"] not in {o.convenes for o in self.term.outcome} - {""}:
            raise Http404
        return about

    def context(self) -> dict[str, Any]:
        called = terms.get(self.kwargs["forum"], self.request.at)
        return super().context() | {"title": f"Call: {called.name}"}

    def initial(self) -> dict[str, Any]:
        local = words.local(self.request.at)
        return {"on": local.date(), "time": f"{local:%H:%M}"}

    def act(self, answers: dict[str, Any]) -> Any:
        children = tuple(self.item.children.order_by("pk").values_list("subject_id", flat=True))
        wanted = Wanted(self.kwargs["forum"], answers["at_moment"], cause=self.item.pk, children=children,
                        why=answers["why"], place=answers["place"])
        return converting.from_item(self.item, wanted, by=self.by, at=self.request.at)[1]

    def next(self, outcome: Any) -> str:
        return f"/meetings/items/{outcome.pk}/"
