"""Taking, grading, joining, others at home, handing to duty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from kith.authority.acts import Refused
from kith.frontdoor import acts
from kith.frontdoor.bench import forms, reads
from kith.frontdoor.bench.base import Nothing, Step
from kith.frontdoor.bench.pages.contact import by_child, concern
from kith.frontdoor.bench.reads import Bench, bench
from kith.frontdoor.models import Grading
from kith.people import matching
from kith.people.arrivals import Arriving
from kith.work import clocks


class Take(Step):
    """Take the contact on: the queue says whose it is."""

    verb, title, button, form = "contact.taken", "Take this contact", "Take it", Nothing
    keeps_draft = False
    done = "It is yours now."

    def context(self) -> dict[str, Any]:
        owner = self.bench.contact.owner
        return super().context() | {"says": [
            f"It is {owner.name}'s now. Ring first if you can." if owner else "Nobody has it yet.",
            "The queue will show your name beside every contact of this referral."]}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.take(**self.who(), contact=self.bench.contact)


class Duty(Step):
    """The hub closes and this is not decided: the same contact goes on the duty team's queue."""

    verb, title, button, form = "contact.handed_to_duty", "Hand to the duty team", "Hand it over", Nothing
    keeps_draft = False
    done = "The duty team has it. The clocks run on."

    def context(self) -> dict[str, Any]:
        return super().context() | {"says": [
            "It stays the same contact, with everything that was found.",
            "Both clocks run on. Ring the duty team as well if the child is not safe tonight."]}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.hand_to_duty(**self.who(), contact=self.bench.contact)


class Grade(Step):
    """Red, amber or green, with the reason; every change stays on the page."""

    verb, title, button, form = "contact.graded", "Grade this contact", "Save the grade", forms.Grade
    template = "frontdoor/bench/grade.html"
    done = "Graded."

    def form_words(self) -> dict[str, Any]:
        return {}

    def initial(self) -> dict[str, Any]:
        """What the referrer gave as the reason for their own level stands there, as theirs, to keep or to better."""
        own = self.bench.contact
        said = own.proposed_reason.strip() if own.proposed_reason and not own.grade else ""
        return {"grade": own.grade, "reason": f"{own.agency.name if own.agency else 'The referrer'} says: {said}"
                if said else ""}

    def context(self) -> dict[str, Any]:
        given = Grading.objects.filter(subject_id__in=[c.pk for c in self.bench.contacts]).select_related("created_by")
        found = self.bench
        return super().context() | {"gradings": list(given.order_by("-graded_at")), "due": self.due_by_grade(),
                                    "concerns": [concern(c, found, self.request.at) for c in found.contacts],
                                    "by_child": by_child(found, reads.voices_of(found.subjects)),
                                    "is_manager": self.by.has("hub_manager", "duty")}

    def due_by_grade(self) -> list[dict[str, Any]]:
        """When each grade would be due, from the partner's receipt: shown before it is chosen."""
        days = clocks.calendar()
        return [{"text": text, "due": clocks.register(f"contact.{grade}").due(self.bench.contact.received_at, days).at}
                for grade, text in acts_grades()]

    def act(self, answers: dict[str, Any]) -> Any:
        """Whoever grades a contact that nobody has takes it on: one press less, forty times a morning."""
        with transaction.atomic():
            if self.bench.contact.owner_id is None:
                acts.take(**self.who(), contact=self.bench.contact)
            return acts.grade(**self.who(), contact=self.bench.contact, **answers)


def acts_grades() -> list[tuple[str, str]]:
    return [("red", "Red"), ("amber", "Amber"), ("green", "Green")]


class Join(Step):
    """Two contacts about the same incident become one referral; what follows is shown first."""

    verb, title, button, form = "contact.joined", "Join two contacts", "Join them", Nothing
    template = "frontdoor/bench/join.html"
    keeps_draft = False
    done = "One referral now. Both contacts are kept."

    def other(self) -> Bench:
        return bench(self.kwargs["other"], self.by, self.request.at)

    def context(self) -> dict[str, Any]:
        both = sorted((self.bench, self.other()), key=lambda b: b.contact.received_at)
        return super().context() | {"first": both[0].contact, "sides": [
            concern(b.contact, b, self.request.at) | {"children": b.children} for b in both]}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.join(**self.who(), contact=self.bench.contact, other=self.other().contact)


class Others(Step):
    """Whether other children live there; a child nobody named is added and compared with everybody known."""

    verb, title, button, form = "contact.others_answered", "Other children at home", "Save", forms.Others
    template = "frontdoor/bench/others.html"
    done = "Saved."

    def initial(self) -> dict[str, Any]:
        return {"answer": self.bench.contact.others_at_home}

    def context(self) -> dict[str, Any]:
        return super().context() | {"children": [(reads.called(p), p.get_role_display()) for p in reads.once(
            p for p in self.bench.people if p.role in reads.CHILDREN)]}

    def act(self, answers: dict[str, Any]) -> Any:
        named = answers["given_name"] or answers["family_name"]
        if named and answers["answer"] != "yes":
            raise Refused("You named another child: answer “Yes”, or take the name out.")
        with transaction.atomic():
            done = acts.answer_others(**self.who(), contact=self.bench.contact, answer=answers["answer"])
            if named:
                self.add(answers)
        return done

    def add(self, answers: dict[str, Any]) -> None:
        """A child named late is compared with everybody known, like one named in the form."""
        by, at, contact = self.by, self.request.at, self.bench.contact
        dob = answers["dob"].isoformat() if answers["dob"] else ""
        added = acts.name_another(**self.who(), contact=contact, role="other_child", person=Arriving(
            given_name=answers["given_name"], family_name=answers["family_name"], dob=dob, address=contact.address,
            postcode=contact.postcode))
        known: set[UUID] = {p.subject_id for p in self.bench.people}
        source = added.source_record
        matching.propose(by=by, at=at, source=source, apart_from=known)
        if source.subject_id != added.subject_id:
            acts.settle(by=by, at=at, subject=source.subject_id, person=added, as_what="machine")
