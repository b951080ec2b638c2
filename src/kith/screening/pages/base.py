"""What the pages of one screening or one incident share: found under row security, logged as a look by what it is."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.forms import Form
from django.http import Http404

from kith.authority import ledger
from kith.authority.pages import ActPage, Page
from kith.authority.who import Session
from kith.screening.forms import Nothing
from kith.screening.models import Incident, Screening
from kith.screening.reads import Child, child_of


class Looked(Page):
    """An act's form is a look at its screening, not the act itself: the ledger says so."""

    look: ClassVar[str] = "screening.viewed"

    @property
    def by(self) -> Session:
        """Who looks or acts; the page has let nobody in without a session."""
        assert self.request.by is not None
        return self.request.by

    def record_look(self) -> None:
        ledger.append(self.look, at=self.request.at, subject=self.about, facts=self.look_facts(), purpose="screening")

    def who(self) -> dict[str, Any]:
        """The arguments every act takes: who acts, when, about which incident."""
        return {"by": self.by, "at": self.request.at, "subject": self.about}


class OneIncident(Looked):
    """A page about one incident."""

    look = "incident.viewed"

    @cached_property
    def incident(self) -> Incident:
        found = Incident.objects.select_related("team", "officer", "agency").filter(pk=self.kwargs["incident"]).first()
        if found is None:
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.incident.pk


class OneScreening(Looked):
    """A page about one screening: the child in words, the incident, the sheet that is printed."""

    @cached_property
    def screening(self) -> Screening:
        found = (Screening.objects.select_related("incident__team", "incident__agency", "expected", "source_record",
                                                  "response__edition", "created_by", "supervised_by", "owner")
                 .filter(pk=self.kwargs["screening"]).first())
        if found is None:
            raise Http404
        return found

    @cached_property
    def child(self) -> Child:
        return child_of(self.screening.source_record, self.screening.incident.began_at)

    def subject(self, **kwargs: Any) -> UUID | None:
        return self.screening.incident_id

    def context(self) -> dict[str, Any]:
        found = self.screening
        return {"screening": found, "incident": found.incident, "child": self.child,
                "home": f"/screenings/{found.pk}/",
                "sheet": {"name": self.child.said, "reference": found.incident.number, "reader": self.by.name,
                          "printed_at": f"{self.request.at:%-d %B %Y}"}}


class Step(OneScreening, ActPage):
    """An act about the screening; afterwards back to it."""

    template = "screening/step.html"
    button: ClassVar[str] = "Save"
    says: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[type[Form]] = Nothing

    def draft_key(self) -> tuple[str, str]:
        return (self.__class__.__name__, str(self.screening.pk))

    def context(self) -> dict[str, Any]:
        return super().context() | {"button": self.button, "says": self.says}

    def next(self, outcome: Any) -> str:
        return f"/screenings/{self.screening.pk}/"
