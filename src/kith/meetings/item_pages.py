"""Pages of one item: the board with the household in the middle, what each seat tells, positions, decision, actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kith.authority import drafts
from kith.authority.acts import Refused
from kith.authority.models import Agency
from kith.authority.pages import ActPage
from kith.authority.who import Session
from kith.kit import words
from kith.kit.forms import KithForm
from kith.live import topics
from kith.meetings import board, convening, converting, deciding, forms, reach, room, terms, writing
from kith.meetings.converting import Wanted
from kith.meetings.following import Following, fragment, is_live
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


class ItemPage(OfItem, Following):
    """One household before the room: why today, impact now, each agency's line, the child's words; the keys beside."""

    verb, template, title = "item.viewed", "meetings/item.html", "Item"
    offers = ("voice.told_back", "text.written", "contribution.given")
    parts_template = "meetings/item_parts.html"
    parts = {"agenda": "order", "state": "state", "why": "why", "texts": "text-", "told": "told",
             "say": "say", "children": "children", "actions": "actions", "readback": "readback"}

    def watched(self) -> tuple[UUID, UUID]:
        return self.item.sitting_id, self.item.pk

    def concerns(self, change: str) -> bool:
        if change == "say" and SAID in self.request.GET:
            return True
        return super().concerns(change) or change == "text-" and any(
            name.startswith(change) for name in (self.news.own if self.news else ()))

    @cached_property
    def rows(self) -> list[board.Row]:
        """The whole agenda, for the items before and after."""
        return board.rows(self.item.sitting, self.request.at)

    @cached_property
    def standing(self) -> board.Row | None:
        if self.news is None:
            return next((r for r in self.rows if r.item.pk == self.item.pk), None)
        return super().standing

    def beside(self, step: int) -> board.Row | None:
        """The item before (-1) or after (1) this one on the agenda."""
        here = next((n for n, r in enumerate(self.rows) if r.item.pk == self.item.pk), 0) + step
        return self.rows[here] if 0 <= here < len(self.rows) else None

    def context(self) -> dict[str, Any]:
        by, at, item = self.by, self.request.at, self.item
        # The version is read before what it shows, so that no change is missed; the rest is asked only where shown.
        stream = topics.stream(convening.WATCHED, item.sitting_id) if self.news is None else None
        return super().context() | {
            "stream": stream, "next_row": lambda: self.beside(1), "last_row": lambda: self.beside(-1),
            "children": cache(lambda: board.children(item, at)), "told": cache(lambda: board.told(item)),
            "texts": cache(self.texts), "may_tell": "voice.told_back" in self.may, "say": cache(self.say),
            "may_write": "text.written" in self.may, "may_say": "contribution.given" in self.may and self.goes_on(),
            "quorum": cache(lambda: board.missing_words(item)),
            "seats": cache(lambda: room.held(by, item.sitting.places)),
            "actions": cache(lambda: list(item.actions.select_related("action__agency", "action__worker")
                                          .order_by("action__due_at"))),
            "convenes": [o for o in self.term.outcome if o.convenes], "title": self.name,
            "changed": self.text_parts(), "spent": words.span(clocked(item, at)),
            "sheet": {"name": self.name, "reference": self.term.name, "reader": by.name,
                      "printed_at": words.exact(at)}}

    def goes_on(self) -> bool:
        """Words are written on the board itself until the meeting is over."""
        return not (self.item.sitting.closed_at or self.item.sitting.cancelled_at)

    def texts(self) -> list[board.Shared]:
        found = board.texts(self.item)
        if "text.written" in self.may and self.goes_on():
            written = writing.boxes(self.request, self.item, found)
            return [replace(t, box=written[t.key]) for t in found]
        return found

    def say(self) -> dict[str, Any]:
        """The form of “What each agency tells the room”, with this writer's draft in it."""
        page = (Contribute.__name__, f"{self.item.pk}/{self.item.subject_id}")
        kept = drafts.kept(self.request, page)
        return said_form(self.by, self.item, self.request.at, kept=drafts.as_initial(
            kept.answers, forms.Contribute) if kept else None) | {
                "draft_url": drafts.address(self.request, page, Contribute.title)}

    def name(self) -> str:
        return self.standing.name if self.standing else ""

    def text_parts(self) -> list[str]:
        """The shared texts to be shown again, by the names of their parts."""
        return [f"text-{t.key}" for t in self.term.text if self.news is None or self.news.has(f"text-{t.key}")]


def clocked(item: Item, at: datetime) -> timedelta:
    """Time spent on the item so far."""
    running = at - item.started_at if item.started_at and not item.ended_as else timedelta()
    return running + timedelta(seconds=item.seconds)


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


SAID = "said"  # in the address that a live page asks for after its own words were sent: the form comes back empty


def said_form(by: Session, item: Item, at: datetime, data: Any = None, kept: Any = None) -> dict[str, Any]:
    """The form in which a seat tells the room something, and the children it may be about."""
    listed = board.named(item, at)
    form = forms.Contribute(data, initial={"child": str(item.subject_id), "handling": "room"} | (kept or {}),
                            children=listed, seats=other_seats(by, item))
    return {"form": form, "children": listed}


class Contribute(OfItem, ActPage):
    """What my seat tells the room, and who of the room may see it."""

    verb, template, title = "contribution.given", "meetings/act.html", "What we hold"
    form, done = forms.Contribute, "Your agency's words stand before the room."

    def make_form(self, data: Any = None, *, is_draft: bool = False) -> KithForm:
        kept = drafts.as_initial(data, forms.Contribute) if is_draft else None
        return said_form(self.by, self.item, self.request.at, None if is_draft else data, kept)["form"]

    def act(self, answers: dict[str, Any]) -> Any:
        about = self.who() | {"subject": UUID(answers["child"])}
        return room.contribute(**about, text=answers["text"], means=answers["means"], handling=answers["handling"],
                               seats=[UUID(s) for s in answers["seats"]])

    def after(self, outcome: Any) -> HttpResponse:
        if is_live(self.request):
            return HttpResponseRedirect(f"{self.home()}?{SAID}=1")
        return super().after(outcome)

    def again(self, form: Any) -> HttpResponse:
        """On the board itself the form comes back in its place, with what is to be mended."""
        if not is_live(self.request):
            return super().again(form)
        say = {"form": form, "children": board.named(self.item, self.request.at), "draft_url": self.draft_url()}
        return fragment(self.request, "meetings/parts/say.html", status=422, say=say, item=self.item, seats=True,
                        may_say=True)


class WriteText(OfItem, ActPage):
    """A text that everybody in the room writes. Where two write at once, both texts are shown and both are kept."""

    verb, template, title, form = "text.written", "meetings/text.html", "Write", forms.WriteText

    def subject(self, **kwargs: Any) -> UUID | None:
        about = super().subject(**kwargs)
        if kwargs["name"] not in {t.key for t in self.term.text}:
            raise Http404
        return about

    @cached_property
    def shared(self) -> board.Shared:
        return next(t for t in board.texts(self.item) if t.key == self.kwargs["name"])

    @cached_property
    def box(self) -> writing.Box:
        return writing.boxes(self.request, self.item, [self.shared])[self.shared.key]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(form=self.make_form(), draft=self.box.draft, draft_url=self.draft_url())

    def context(self) -> dict[str, Any]:
        return super().context() | {"shared": self.shared, "title": self.shared.name, "clash": self.box.joining}

    def initial(self) -> dict[str, Any]:
        return {"text": self.box.text, "version": self.box.base}

    def draft_key(self) -> drafts.Key:
        return writing.key(self.item, self.kwargs["name"], self.shared.version)

    def act(self, answers: dict[str, Any]) -> Any:
        return room.write_text(**self.who(), name=self.kwargs["name"], text=answers["text"],
                               base=answers["version"] or 0)

    def after(self, outcome: Any) -> HttpResponse:
        """Written on an old version: the writer sees both, with their own text ready to be joined with the other."""
        writing.forget(self.request, self.item, self.kwargs["name"])
        if not outcome.aside or is_live(self.request):
            return super().after(outcome)
        for stale in ("shared", "box"):
            self.__dict__.pop(stale, None)
        form = forms.WriteText(initial={"text": outcome.text, "version": self.shared.version})
        return self.show(form=form, draft_url=self.draft_url(), status=409)


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
