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

NO_NUMBER = {True: "They asked not to be named, so their number is sealed. Somebody a guardian has named for it may "
                   "ring them; else keep the words until they ring.",
             False: "They left no number. Keep the words until they ring."}
HEARD, KEPT = "Recorded: they heard it.", "Kept. It is read out to them when they ring."
NOT_REACHED = "Recorded. They are still to be told: ring again."


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
        return super().context() | {"messages": list(sent), "to": said_by(own), "reads_it": reads_it(own), "others": [
            {"text": c.reference, "url": paths.contact(c.pk, "tell"), "current": c.pk == own.pk,
             "count": "told" if c.told_at else "to tell"} for c in self.in_order()]}

    def in_order(self) -> list[Contact]:
        return sorted(self.bench.contacts, key=lambda c: c.received_at)


def number_of(contact: Contact) -> str:
    """The number they left to ring back; empty where they left an address or nothing."""
    left = contact.referrer_contact
    return left if any(c.isdigit() for c in left) and "@" not in left else ""


def reads_it(contact: Contact) -> str:
    """How the words reach whoever reported, by the door they came through."""
    if contact.channel == "telephone":
        own = contact.agency
        desk = f" Ring {own.name}: {own.phone}." if own and own.phone else ""
        left = f"They left {contact.referrer_contact}, no number." if contact.referrer_contact else ""
        return (left or NO_NUMBER[contact.stays_unnamed]) + desk
    return {"public": "They read it with their receipt code.",
            "system": "Their system fetches it, in these words.",
            "import": "Whoever brought the file in reads it under “What I have sent”.",
            }.get(contact.channel, "They read it under “What I have sent”.")


class Tell(ToReferrer):
    """The outcome, already written in safe words; every contact of the referral is told separately. Whoever rang us
    is rung: they have no page to read it on."""

    verb, title, button = "contact.told", "Tell the referrer", "Send the outcome"
    done = "Sent. It is chased until it is read."

    @property
    def rings(self) -> bool:
        return self.bench.contact.channel == "telephone"

    def form_words(self) -> dict[str, Any]:
        return {"rings": self.rings}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = self.waiting()
        if "said" not in request.POST or waiting is None:
            return super().post(request, *args, **kwargs)
        return self.after(acts.say_when_they_ring(**self.who(), message=waiting))

    def waiting(self) -> Message | None:
        """Words kept for somebody who cannot be rung, until they ring."""
        kept = Message.objects.filter(subject_id=self.bench.contact.pk, kind="outcome", channel="telephone",
                                      read_at__isnull=True, failed="")
        return kept.order_by("-sent_at").first() if self.rings else None

    def context(self) -> dict[str, Any]:
        own = self.bench.contact
        return super().context() | {
            "waits": own.decided_at is None, "waiting": self.waiting(), "is_told": own.told_at is not None,
            "number": number_of(own) if self.rings else "", **({"button": "Save the call"} if self.rings else {})}

    def initial(self) -> dict[str, Any]:
        chosen = list(Decision.objects.filter(about_id=self.bench.referral, replaced_by__isnull=True)
                      .values_list("chosen", flat=True))
        own = self.bench.contact
        return {"text": rules.safe_outcome(chosen, own.agency_id is not None) if own.decided_at else ""}

    def act(self, answers: dict[str, Any]) -> Any:
        own, how = self.bench.contact, answers.get("how", "")
        if how == "nobody":
            return acts.note_unanswered(**self.who(), contact=own, text=answers["text"])
        return acts.tell(**self.who(), contact=own, text=answers["text"], heard=how == "heard")

    def after(self, outcome: Any) -> HttpResponse:
        """As every act, with what came of the call in place of "sent"."""
        response = super().after(outcome)
        if outcome.channel == "telephone":
            told = Message.objects.get(pk=outcome.pk)
            said = NOT_REACHED if told.failed else HEARD if told.read_at else KEPT
            response.set_cookie("kith_said", said.replace(" ", "_"), max_age=60, httponly=True, samesite="Strict")
        return response

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
