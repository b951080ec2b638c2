"""Emergency opening, and the guardians' queue of openings to review."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority import emergency, ledger
from kith.authority.acts import NotYours, Refused
from kith.authority.county import profile
from kith.authority.models import Opening
from kith.authority.pages import ActPage, ReadPage
from kith.desk import forms, stepup
from kith.desk.child import looks
from kith.desk.clock_pages import FormLook
from kith.people import reads as people
from kith.work import clocks


class Emergency(ActPage):
    """One child by exact name and date of birth, for an hour. Absent, barred, sealed and unclear are one answer."""

    verb, template, title = "glass.broken", "desk/emergency.html", "Emergency opening"
    form = forms.EmergencyForm
    keeps_draft = False
    looks = False

    def form_words(self) -> dict[str, Any]:
        assert self.request.by is not None
        self.key = stepup.key_of(self.request.by)
        return {"with_code": self.key is not None}

    def act(self, answers: dict[str, Any]) -> UUID:
        by, at = self.request.by, self.request.at
        assert by is not None
        step = self.stepped_up(answers)
        child = people.emergency_child(answers["given_name"], answers["family_name"], answers["born_on"])
        due = clocks.calendar().add_working_days(at, profile().sessions.break_glass_review_working_days)
        try:
            if child is None:
                raise Refused(self.nothing(answers))
            ledger.append("glass.stepped_up", at=at, subject=child, facts={"step": step})
            emergency.break_glass(
                by=by,
                at=at,
                subject=child,
                code=answers["code"],
                reason=answers["reason"],
                review_due_at=clocks.calendar().close_of_business(due),
                owners=owners(child),
            )
        except NotYours:
            raise Refused(self.nothing(answers)) from None
        return child

    def stepped_up(self, answers: dict[str, Any]) -> str:
        """Asked before anything is looked for, so that a stolen session learns nothing from the answer."""
        try:
            return stepup.check(self.key, answers.get("one_time_code", ""))
        except Refused:
            ledger.append("glass.refused", at=self.request.at, facts={"reason": "one-time code"})
            raise

    def nothing(self, answers: dict[str, Any]) -> str:
        """The attempt is written down, its words in the erasable half; the answer says nothing about the child."""
        tried = f"{answers['given_name']} {answers['family_name']} {answers['born_on']}"
        ledger.append("glass.refused", at=self.request.at, facts={"reason": answers["code"]}, personal=tried)
        phone = profile().phones.out_of_hours
        return f"{emergency.NOT_OPENED} Ring the duty team, {phone}: they can act for any child."

    def next(self, outcome: Any) -> str:
        return f"/work/children/{outcome}/"


def owners(child: UUID) -> tuple[UUID, ...]:
    """The agencies that work with the child now: their guardians hear of the opening at once."""
    return tuple(agency for (agency,) in people.rows("select * from sec.agencies_with(%s)", [child]))


class Openings(ReadPage):
    """Emergency openings to review, those due first, and those reviewed."""

    verb, template, title = "opening.viewed", "desk/openings.html", "Emergency openings"

    def context(self) -> dict[str, Any]:
        reviewed = self.request.GET.get("show") == "reviewed"
        found = Opening.objects.filter(reviewed_at__isnull=not reviewed).select_related(
            "worker__agency", "reviewed_by"
        )
        order = "-reviewed_at" if reviewed else "review_due_at"
        return {
            "openings": list(found.order_by(order)[:100]),
            "reviewed": reviewed,
            "reasons": dict(emergency.REASONS),
            "chips": [
                {"text": "To review", "url": "/openings/", "current": not reviewed},
                {"text": "Reviewed", "url": "/openings/?show=reviewed", "current": reviewed},
            ],
        }


class Review(FormLook, ActPage):
    """What was said, and the guardian's conclusion: justified, training, or misuse."""

    verb, template, title = "opening.reviewed", "desk/review.html", "Review an emergency opening"
    form = forms.ReviewForm
    done = "Reviewed. Whoever opened it can see your conclusion."

    def subject(self, **kwargs: Any) -> None:
        self.opening = (
            Opening.objects.select_related("worker__agency", "reviewed_by")
            .filter(pk=kwargs["opening"])
            .first()
        )
        if self.opening is None:
            raise Http404

    def draft_key(self) -> tuple[str, str]:
        return ("Review", str(self.kwargs["opening"]))

    def context(self) -> dict[str, Any]:
        assert self.opening is not None
        return {
            "opening": self.opening,
            "why": dict(emergency.REASONS).get(self.opening.reason_code, "Another reason"),
            "looked": looked(self.opening, self.request.at),
        }

    def act(self, answers: dict[str, Any]) -> Any:
        return emergency.review(by=self.request.by, at=self.request.at, opening=self.opening, **answers)

    def next(self, outcome: Any) -> str:
        return "/openings/"


def looked(opening: Opening, now: datetime) -> list[dict[str, Any]]:
    """What was looked at under the opening, where the guardian may see that at all."""
    during = (
        e
        for e in ledger.looks_at(opening.subject_id, 100)
        if e["worker"] == opening.worker.name and opening.opened_at <= e["at"] <= opening.closes_at
    )
    return looks(during, now, 25)
