"""One decision for one child, beside everything it rests on; a second manager's view; correction by a new decision."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.county import profile
from kith.frontdoor import acts, deciding, rules
from kith.frontdoor.bench import evidence, family, follows, forms, partners, paths, reads, steps
from kith.frontdoor.bench.base import ChildStep
from kith.frontdoor.bench.forms_decide import NO_ENTRY, Decide
from kith.frontdoor.bench.pages.asking import replies_of
from kith.frontdoor.deciding import Answers
from kith.frontdoor.models import Contact, SecondView
from kith.kit import words
from kith.meetings.models import Decision


class DecidePage(ChildStep):
    """The checklist first, then the questions; what will follow stands before the button."""

    verb, title, button, form = "child.decided", "Decide", "Save the decision", Decide
    template = "frontdoor/bench/decide.html"
    done = "The decision is saved."

    @cached_property
    def table(self) -> dict[str, Any]:
        """Everything on the table: answers, the child's words, the history."""
        found, child = self.bench, self.child
        relatives = family.around(found).relatives
        return {"replies": replies_of(found), "voices": reads.voices_of([child.subject]),
                "earlier": family.earlier_contacts(found, relatives, only=child.subject)}

    @cached_property
    def given(self) -> dict[str, Any]:
        return partners.latest(self.bench.referral, self.child.subject)

    @property
    def opened(self) -> bool:
        """Whether the partners' positions may be read: all three stand, or the decision is made."""
        return partners.is_open(self.given) or self.child.decided

    def form_words(self) -> dict[str, Any]:
        table = self.table
        listed = evidence.evidence(self.bench, table["replies"], table["voices"], table["earlier"])
        return {"evidence": listed, "voices": [(str(v.pk), evidence.voice_words(v)) for v in table["voices"]]}

    def initial(self) -> dict[str, Any]:
        newest = self.table["voices"][:1]
        return {"voice": str(newest[0].pk) if newest else NO_ENTRY}

    def context(self) -> dict[str, Any]:
        found, child = self.bench, self.child
        return super().context() | self.table | {
            "checks": steps.checks(found, child), "follows": follows.when_saved(found, child),
            "seats": partners.seats(self.given, self.by, self.opened), "opened": self.opened,
            "dissents": partners.dissents(self.given) if self.opened else [], "second_needed": self.second_needed(),
            "cumulative": family.cumulative(self.table["earlier"], self.request.at),
            "second_url": paths.child(found.contact.pk, child.subject, "second"),
            "position_url": paths.child(found.contact.pk, child.subject, "position"),
            "voice_url": paths.child(found.contact.pk, child.subject, "voice"),
            "history_url": paths.child(found.contact.pk, child.subject, "history"),
            "decisions": self.decisions}

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(Decision.objects.filter(subject_id=self.child.subject, about_id=self.bench.referral)
                    .select_related("created_by", "voice", "second").order_by("-made_at"))

    def second_needed(self) -> list[str]:
        """Why closing this child's concern would need a second manager; empty where it would not."""
        facts = deciding.facts_about(self.child.subject, self.referral_contact(), self.by, self.request.at)
        if not self.opened:
            facts = replace(facts, dissents=0)   # a sealed position is not told by another way
        on = words.local(self.request.at).date()
        return rules.wants_second_manager("nfa", facts, on, profile().front_door)

    def referral_contact(self) -> Contact:
        return self.bench.contact

    def act(self, answers: dict[str, Any]) -> Any:
        return deciding.decide(**self.who(), contact=self.referral_contact(), answers=as_answers(answers))

    def next(self, outcome: Any) -> str:
        """The next child of the household who is not decided; after the last, telling."""
        left = deciding.undecided_children(self.bench.contact)
        if left:
            return paths.child(self.bench.contact.pk, left[0], "decide")
        return paths.contact(self.bench.contact.pk, "tell")


def as_answers(typed: dict[str, Any]) -> Answers:
    """The form's answers in the shape the rules judge."""
    used = typed["voice"] not in ("", NO_ENTRY)
    return Answers(
        chosen=typed["chosen"], level=level_of(typed["chosen"], typed["level"]), indicator=typed["indicator"],
        options_considered=typed["options_considered"], rationale=typed["rationale"],
        parents_view=typed["parents_view"], evidence=evidence.chosen(typed["evidence"]),
        interim_step=typed["interim_step"], voice_id=UUID(typed["voice"]) if used else None,
        influence=typed["influence"] if used else "", difference=typed["difference"] if used else "",
        no_voice_reason="" if used else typed["no_voice_reason"], obtain_on=None if used else typed["obtain_on"])


def level_of(chosen: str, level: str) -> int | None:
    """The level given; where the outcome belongs to one level only, that one need not be given."""
    only = rules.LEVELS_OF.get(chosen, ())
    return int(level) if level else only[0] if len(only) == 1 else None


class Correct(DecidePage):
    """A decision is never edited: a new one replaces it, and both stay."""

    verb, title, button = "decision.corrected", "Correct by a new decision", "Save the new decision"
    done = "The new decision stands. The old one is kept beside it."

    def subject(self, **kwargs: Any) -> UUID | None:
        about = super().subject(**kwargs)
        if not self.decisions:
            raise Http404
        return about

    def initial(self) -> dict[str, Any]:
        old = self.decisions[0]
        return {"chosen": old.chosen, "level": str(old.level or ""), "indicator": old.indicator,
                "evidence": [str(e) for e in old.evidence], "voice": str(old.voice_id) if old.voice_id else NO_ENTRY,
                "influence": old.voice_influence, "difference": old.voice_difference,
                "no_voice_reason": old.no_voice_reason, "obtain_on": old.obtain_voice_on,
                "parents_view": old.parents_view}

    def context(self) -> dict[str, Any]:
        return super().context() | {"correcting": self.decisions[0], "checks": [], "follows": [
            "The old decision stays on the record, marked as replaced.",
            "The clocks do not start again. Tell the referrer if what they were told is no longer true."]}

    def act(self, answers: dict[str, Any]) -> Any:
        return deciding.correct(**self.who(), contact=self.referral_contact(), wrong=self.decisions[0],
                                answers=as_answers(answers))

    def next(self, outcome: Any) -> str:
        return self.home()


class AskSecond(ChildStep):
    """Ask a second manager to look before a concern is closed."""

    verb, title, button, form = "second.asked", "Ask a second manager", "Ask", forms.AskSecond
    done = "Asked. The second manager finds it on the contact's page."

    def context(self) -> dict[str, Any]:
        return super().context() | {"says": [
            f"About {self.child.name}.", "Another manager reads the record and agrees or does not, with a note. "
            "The clocks run on meanwhile."]}

    def initial(self) -> dict[str, Any]:
        return {"chosen": "nfa"}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.ask_second(**self.who(), referral=self.bench.referral, **answers)


class GiveSecond(ChildStep):
    """A second manager, not the one who asked, agrees or does not."""

    verb, title, button, form = "second.given", "Second manager's view", "Save my view", forms.GiveSecond
    done = "Your view is recorded."

    @cached_property
    def asked(self) -> SecondView:
        found = (SecondView.objects.filter(pk=self.kwargs["view"], subject_id=self.child.subject)
                 .select_related("created_by").first())
        if found is None:
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        about = super().subject(**kwargs)
        assert self.asked
        return about

    def context(self) -> dict[str, Any]:
        asked = self.asked
        would = dict(forms.outcomes()).get(asked.chosen, asked.chosen)
        history = paths.child(self.bench.contact.pk, self.child.subject, "history")
        return super().context() | {"says": [
            f"{asked.created_by.name} asks about {self.child.name}: “{would}”.", asked.why,
            "Read the history and the picture first."], "links": [
            {"text": "History", "url": history}, {"text": "Joint picture", "url": paths.contact(
                self.bench.contact.pk, "picture")}]}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.give_second(**self.who(), view=self.asked, agrees=answers["agrees"] == "yes", note=answers["note"])
