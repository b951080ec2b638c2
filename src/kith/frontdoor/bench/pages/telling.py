"""Telling whoever reported, in words that are safe for them; asking them for more; telling the child back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from kith.frontdoor import acts, rules
from kith.frontdoor.bench import forms, paths, reads
from kith.frontdoor.bench.base import ChildStep, Step
from kith.frontdoor.bench.pages.contact import said_by
from kith.frontdoor.models import Contact, Message
from kith.meetings.models import Decision
from kith.people import acts as people
from kith.people.models import Voice


class ToReferrer(Step):
    """What was sent to this referrer, read or not read since when."""

    template = "frontdoor/bench/tell.html"
    form = forms.Telling

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = super().get(request, *args, **kwargs)
        self.take_in_replies()
        return shown

    def context(self) -> dict[str, Any]:
        own = self.bench.contact
        sent = Message.objects.filter(subject_id=own.pk).select_related("created_by").order_by("-sent_at")
        return super().context() | {"messages": list(sent), "to": said_by(own), "others": [
            {"text": c.reference, "url": paths.contact(c.pk, "tell"), "current": c.pk == own.pk,
             "count": "told" if c.told_at else "to tell"} for c in self.in_order()]}

    def in_order(self) -> list[Contact]:
        return sorted(self.bench.contacts, key=lambda c: c.received_at)


class Tell(ToReferrer):
    """The outcome, already written in safe words; every contact of the referral is told separately."""

    verb, title, button = "contact.told", "Tell the referrer", "Send the outcome"
    done = "Sent. It is chased until it is read."

    def context(self) -> dict[str, Any]:
        return super().context() | {"waits": self.bench.contact.decided_at is None}

    def initial(self) -> dict[str, Any]:
        chosen = list(Decision.objects.filter(about_id=self.bench.referral, replaced_by__isnull=True)
                      .values_list("chosen", flat=True))
        own = self.bench.contact
        return {"text": rules.safe_outcome(chosen, own.agency_id is not None) if own.decided_at else ""}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.tell(**self.who(), contact=self.bench.contact, text=answers["text"])

    def next(self, outcome: Any) -> str:
        """The next referrer who is not told yet, then the contact."""
        other = next((c for c in self.bench.contacts[1:] if c.decided_at and c.told_at is None), None)
        return paths.contact(other.pk, "tell") if other else self.home()


class More(ToReferrer):
    """Ask the referrer for more. It decides nothing: the clock runs on."""

    verb, title, button = "contact.asked_for_more", "Ask the referrer for more", "Send the question"
    done = "Sent. The clocks run on."

    def initial(self) -> dict[str, Any]:
        return {"text": "Thank you for telling us. To decide well we need to know one thing more: "}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.ask_for_more(**self.who(), contact=self.bench.contact, text=answers["text"])


class ToldBack(ChildStep):
    """The child is told what happened and why: what they said did not vanish."""

    verb, title, button, form = "voice.told_back", "Tell the child back", "Save", forms.ToldBack
    template = "frontdoor/bench/voice.html"
    done = "Recorded: the child knows what came of their words."

    def heard(self) -> Voice:
        found = next((v for v in reads.voices_of([self.child.subject]) if v.pk == self.kwargs["voice"]), None)
        if found is None:
            raise Http404
        return found

    def context(self) -> dict[str, Any]:
        return super().context() | {"voices": [self.heard()]}

    def act(self, answers: dict[str, Any]) -> Any:
        return people.tell_back(**self.who(), voice=self.heard(), told=answers["told"])
