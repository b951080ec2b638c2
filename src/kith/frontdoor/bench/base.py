"""What every page of the bench shares: it finds its referral, logs the look by what it is, and knows its sheet."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from kith.authority import ledger
from kith.authority.pages import ActPage, Page
from kith.authority.policy import may
from kith.authority.who import Session
from kith.frontdoor.bench import paths
from kith.frontdoor.bench.reads import Bench, Child, bench
from kith.frontdoor.doors.acts import read_reply
from kith.kit.forms import KithForm


class Nothing(KithForm):
    """A form without questions: one button, one act."""


class OnBench(Page):
    """A page about one contact. An act's form is a look at the contact, not the act itself: the ledger says so."""

    look: ClassVar[str] = "contact.viewed"

    @cached_property
    def bench(self) -> Bench:
        return bench(self.kwargs["contact"], self.by, self.request.at)

    @property
    def by(self) -> Session:
        """Who looks or acts; the page has let nobody in without a session."""
        assert self.request.by is not None
        return self.request.by

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.bench.contact.pk

    def record_look(self) -> None:
        ledger.append(self.look, at=self.request.at, subject=self.about, facts=self.look_facts(),
                      purpose=self.purpose())

    def purpose(self) -> str | None:
        return "contact"

    def context(self) -> dict[str, Any]:
        found = self.bench
        return {"bench": found, "contact": found.contact, "home": paths.contact(found.contact.pk),
                "sheet": self.sheet(", ".join(c.name for c in found.children))}

    def sheet(self, name: str) -> dict[str, Any]:
        """What stands on each printed sheet: whom it is about, its reference, whose copy it is."""
        return {"name": name, "reference": self.bench.contact.reference, "reader": self.by.name,
                "printed_at": f"{self.request.at:%-d %B %Y}"}

    def home(self) -> str:
        return paths.contact(self.bench.contact.pk)

    def take_in_replies(self) -> None:
        """What the referrers answered is on the screen of somebody who works on it: no longer new to the hub."""
        if not may(self.by, "reply.read"):
            return
        for contact in self.bench.contacts:
            for reply in contact.replies:
                if reply.read_at is None:
                    read_reply(by=self.by, at=self.request.at, subject=contact.pk, reply=reply.pk)


class OnChild(OnBench):
    """A page about one child of the referral."""

    @cached_property
    def child(self) -> Child:
        return self.bench.child(self.kwargs["child"])

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.child.subject

    def context(self) -> dict[str, Any]:
        words = super().context()
        return words | {"child": self.child, "sheet": self.sheet(self.child.name)}


class Step(OnBench, ActPage):
    """An act about the contact; afterwards back to its page."""

    template = "frontdoor/bench/step.html"
    button: ClassVar[str] = "Save"

    def context(self) -> dict[str, Any]:
        return super().context() | {"button": self.button}

    def next(self, outcome: Any) -> str:
        return self.home()

    def who(self) -> dict[str, Any]:
        """The arguments every act takes: who acts, when, about whom."""
        return {"by": self.by, "at": self.request.at, "subject": self.about}


class ChildStep(OnChild, Step):
    """An act about one child; afterwards back to the contact."""

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.child.subject))
