"""The board of one item, and what is written on it in place: shared texts and each agency's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kith.authority import drafts
from kith.authority.pages import ActPage
from kith.authority.who import Session
from kith.kit import words
from kith.kit.forms import KithForm
from kith.live import topics
from kith.meetings import board, convening, forms, room, writing
from kith.meetings.following import Following, fragment, is_live
from kith.meetings.item_pages import OfItem, other_seats
from kith.meetings.models import Item


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
