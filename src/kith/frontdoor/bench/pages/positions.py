"""The three partners' positions on one child: each gives theirs without having read the others'."""

from __future__ import annotations

from typing import Any

from kith.authority.acts import Refused
from kith.frontdoor.bench import forms, partners
from kith.frontdoor.bench.base import ChildStep
from kith.frontdoor.bench.pages.asking import replies_of
from kith.meetings import acts as meetings
from kith.meetings.models import Position


class PositionPage(ChildStep):
    """Agree, or not with reasons and what the agency would do. Dissent is kept for ever."""

    verb, title, button, form = "position.given", "Position", "Give this position", forms.PositionForm
    template = "frontdoor/bench/position.html"
    done = "Your agency's position is recorded."

    def context(self) -> dict[str, Any]:
        given = partners.latest(self.bench.referral, self.child.subject)
        history = (Position.objects.filter(about_id=self.bench.referral, subject_id=self.child.subject)
                   .select_related("agency", "created_by").order_by("-given_at"))
        opened = partners.is_open(given) or self.child.decided
        return super().context() | {
            "seats": partners.seats(given, self.by, opened), "opened": opened,
            "all_given": list(history) if opened else [], "replies": replies_of(self.bench)}

    def act(self, answers: dict[str, Any]) -> Any:
        if self.child.decided:
            raise Refused("This child is decided. If your agency does not agree, tell the hub manager: it becomes a "
                          "disagreement of its own.")
        if answers["view"] == "dissent" and not answers["proposes"]:
            raise Refused("Say what your agency would do instead.")
        return meetings.give_position(**self.who(), about=self.bench.referral, **answers)
