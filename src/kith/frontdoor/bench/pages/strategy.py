"""From a concern to a strategy discussion in one press: the children, the partners' answers and whoever reported."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from kith.frontdoor.acts import children_of
from kith.frontdoor.bench.base import Step
from kith.kit import words
from kith.meetings import converting, terms
from kith.meetings.convening import Guest
from kith.meetings.converting import Wanted
from kith.meetings.forms import Call

FORUM, REFERRER = "strategy", "referrer"   # the forum that a concern is taken to, and the seat of whoever reported


class CallDiscussion(Step):
    """Its clock runs from being asked for; who answered the hub's questions has said so to the room already."""

    verb, title, button, form = "sitting.convened", "Call a strategy discussion", "Call it", Call
    done = "Called. The partners' answers stand before the room."

    def subject(self, **kwargs: Any) -> UUID | None:
        about = super().subject(**kwargs)
        if not set(terms.get(FORUM, self.request.at).convened_by) & self.by.roles:
            raise Http404
        return about

    def initial(self) -> dict[str, Any]:
        local = words.local(self.request.at)
        return {"on": local.date(), "time": f"{local:%H:%M}"}

    def context(self) -> dict[str, Any]:
        names = words.join_and([c.name for c in self.bench.children])
        return super().context() | {"says": [
            f"About {names}. Council, police and health have their seats; whoever reported is invited.",
            "The partners' answers to the hub are carried over as their own words, under their names."]}

    def act(self, answers: dict[str, Any]) -> Any:
        own = self.bench.contact
        guests = (Guest(REFERRER, own.referrer_id),) if own.referrer_id else ()
        wanted = Wanted(FORUM, answers["at_moment"], cause=own.referral_id, children=tuple(children_of(own)),
                        why=answers["why"], place=answers["place"], red=own.grade == "red", guests=guests)
        return converting.from_referral(own.referral_id, wanted, by=self.by, at=self.request.at)[1]

    def next(self, outcome: Any) -> str:
        return f"/meetings/items/{outcome.pk}/"
