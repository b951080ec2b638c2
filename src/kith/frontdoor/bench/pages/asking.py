"""Asking the partners one question each, and putting their answers together."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kith.authority.acts import Refused
from kith.authority.policy import may
from kith.frontdoor import acts
from kith.frontdoor.bench import forms, paths, reads, sources
from kith.frontdoor.bench.base import Step
from kith.frontdoor.bench.reads import Bench
from kith.frontdoor.models import JointPicture
from kith.kit import words
from kith.work import acts as work
from kith.work import clocks

QUESTIONS = {
    "red": "What do you hold from the last 12 months about injuries to {who}, or harm by anyone at home?",
    "amber": "What do you hold from the last 12 months that makes you worried about {who}, or that keeps them safe?",
    "green": "Are you working with {who} or the family now, and what would help them most?"}
PURPOSES = {"red": "To decide today whether {who} is safe", "amber": "To decide what response {who} needs",
            "green": "To offer {who} the right early help"}
GATEWAYS = {"red": "ca1989_s47", "amber": "ca2004_s11", "green": "ca2004_s10"}
NECESSITY = "The decision is due soon and cannot be made safely on the referral alone. Nothing older is asked for."


def replies_of(found: Bench) -> list[sources.Reply]:
    """Questions of this referral with answers and due times."""
    return sources.replies(reads.requests_of(found.referral), reads.clocks_of(found), found.at)


class Ask(Step):
    """One request to each agency chosen, about each child chosen; when each reply is due is shown before sending."""

    verb, title, button, form = "request.sent", "Ask the partners", "Send the question", forms.Ask
    template = "frontdoor/bench/ask.html"
    done = "Asked. The answers will appear on the contact's page."

    def form_words(self) -> dict[str, Any]:
        return {"agencies": [(str(a.pk), f"{a.name} ({desks})") for a, desks in sources.partners()],
                "children": [(str(c.subject), f"{c.name}, {c.age}" if c.age else c.name) for c in self.bench.undecided],
                "day": words.local(self.request.at).date()}

    def initial(self) -> dict[str, Any]:
        grade = self.bench.grade or "amber"
        who = words.join_and([c.name for c in self.bench.undecided]) or "the child"
        told = self.bench.contact.family_told
        return {"question": QUESTIONS[grade].format(who=who), "purpose": PURPOSES[grade].format(who=who),
                "lawful_basis": "public_task", "gateway": GATEWAYS[grade], "necessity": NECESSITY, "family_told": told,
                "children": [str(c.subject) for c in self.bench.undecided],
                "agencies": [str(a.pk) for a, _ in sources.partners()]}

    def context(self) -> dict[str, Any]:
        grade = self.bench.grade
        duty = clocks.register(f"partner.reply_{grade}") if grade else None
        return super().context() | {"replies": replies_of(self.bench), "due": duty and duty.due(
            self.request.at, clocks.calendar()).at, "grade_url": paths.contact(self.bench.contact.pk, "grade")}

    def act(self, answers: dict[str, Any]) -> Any:
        if not self.bench.grade:
            raise Refused("Grade the contact first: the grade says when the answers are due.")
        agencies, children = answers.pop("agencies"), answers.pop("children")
        with transaction.atomic():
            for child in children:
                for agency in agencies:
                    work.ask(by=self.by, at=self.request.at, subject=child, about=self.bench.referral,
                             agency=agency, grade=self.bench.grade, **answers)


def picture_words(found: Bench, by) -> dict[str, Any]:
    pictures = JointPicture.objects.filter(subject_id=found.referral).select_related("created_by")
    return {"replies": replies_of(found), "pictures": list(pictures.order_by("-written_at")),
            "voices": reads.voices_of(found.subjects), "may_write": may(by, "picture.written"),
            "may_ask": may(by, "request.sent")}


class Picture(Step):
    """What the answers mean together, the answers standing beside; everybody in the hub reads, the council's writes."""

    verb, title, button, form = "contact.viewed", "Joint picture", "Save the picture", forms.Picture
    template = "frontdoor/bench/picture.html"
    done = "The joint picture is saved."

    def initial(self) -> dict[str, Any]:
        return {"text": self.bench.contact.picture or ""}

    def context(self) -> dict[str, Any]:
        return super().context() | picture_words(self.bench, self.by)

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.write_picture(**self.who(), referral=self.bench.referral, text=answers["text"])
