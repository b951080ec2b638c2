"""The constable's pages: what is expected of me, one incident, the form on a phone, why none is needed."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.pages import ActPage, ReadPage
from kith.authority.policy import may
from kith.instruments import shelf
from kith.instruments.forms import About, Known
from kith.instruments.pages import ToolPage
from kith.instruments.tool import Tool
from kith.screening import acts, forms, knowing, line, reads
from kith.screening.models import Expected, Screening
from kith.screening.pages.base import OneIncident
from kith.statute.calendar import london_date


class MyScreenings(ReadPage):
    """Expected of me, sent back, sent."""

    verb, template, title = "officer.viewed", "screening/mine.html", "My screenings"

    def context(self) -> dict[str, Any]:
        assert self.request.by is not None
        return {"mine": reads.mine(self.request.by, self.request.at)}


class IncidentPage(OneIncident, ReadPage):
    """One incident: what it was, who was there, where each child's screening stands."""

    verb, template = "incident.viewed", "screening/incident.html"

    def context(self) -> dict[str, Any]:
        found = self.incident
        rows = reads.rows_of(reads.expected().filter(incident=found).order_by("pk"), self.by)
        mine = found.officer_id == self.by.worker_id
        return {"title": f"Incident {found.number}", "incident": found, "rows": rows, "kind": acts.kind_words(found),
                "people": reads.people_of(found), "mine": mine,
                "open": [r for r in rows if r.screening is None and not hasattr(r.expected, "not_needed")],
                "alerts": reads.alerts(a for a in reads.standing_alerts().filter(incident=found))
                if self.by.wide else [],
                "may_say": may(self.by, "screening.not_needed"),
                "sheet": {"name": acts.kind_words(found), "reference": found.number, "reader": self.by.name,
                          "printed_at": f"{self.request.at:%-d %B %Y}"}}


class Begin(OneIncident, ActPage):
    """The officer opens the form: the screening is begun, and the figures know it."""

    verb, template, title, form = "screening.begun", "screening/step.html", "Begin the screening", forms.Nothing
    keeps_draft = False

    def act(self, answers: dict[str, Any]) -> Any:
        for expected in Expected.objects.filter(reads.OPEN, incident=self.incident, begun_at__isnull=True):
            acts.begin(by=self.by, at=self.request.at, subject=self.incident.pk, expected=expected)

    def context(self) -> dict[str, Any]:
        return {"button": "Begin", "home": f"/screenings/incidents/{self.incident.pk}/"}

    def next(self, outcome: Any) -> str:
        return f"/screenings/incidents/{self.incident.pk}/screen/"


class ScreenPage(OneIncident, ToolPage):
    """The form: once for the incident, then for each child; what command and control knows stands there already."""

    verb, template, title = "screening.submitted", "screening/form.html", "Screening"
    done = "Sent. Your sergeant has it; a red one is with the hub as well."
    later = "/screenings/"

    @cached_property
    def children(self) -> list[Expected]:
        """The children of this incident still to be screened, or whose screening came back to this officer."""
        found = reads.expected().filter(incident=self.incident).order_by("pk")
        return [*found.filter(reads.OPEN), *found.filter(screening__returned_at__isnull=False,
                                                         screening__created_by=self.by.worker_id)]

    def subject(self, **kwargs: Any) -> UUID | None:
        if not self.children:
            raise Http404
        return super().subject(**kwargs)

    def tool(self) -> Tool:
        """The county's tool as it stood on the day of the incident: the same until the last child is sent."""
        key = acts.profile().screening.tool
        try:
            return shelf.in_force(key, london_date(self.incident.began_at))
        except shelf.NoTool:
            raise Http404 from None

    def asked_about(self) -> tuple[About, ...]:
        return knowing.about(self.children)

    def known(self) -> Known:
        return knowing.known(self.tool(), self.incident, self.children)

    def initial(self) -> dict[str, Any]:
        back = [(e.screening, who) for e, who in zip(self.children, self.asked_about(), strict=True)
                if hasattr(e, "screening")]
        return knowing.given_before(self.tool(), [s for s, _ in back], [w for _, w in back])

    def context(self) -> dict[str, Any]:
        back = [e.screening.pk for e in self.children if hasattr(e, "screening")]
        last = Screening.objects.filter(pk__in=back).order_by("-returned_at").first()
        return {"incident": self.incident, "kind": acts.kind_words(self.incident),
                "asked_for": next((s for s in reads.steps_of(last) if s["title"].startswith("Returned")), None)
                if last else None}

    def act(self, answers: dict[str, Any]) -> list[Screening]:
        tool, by_key = self.tool(), {knowing.key(e): e for e in self.children}
        return [line.submit(by=self.by, at=self.request.at, subject=self.incident.pk, expected=by_key[key], tool=tool,
                            answers=given, sources=answers["sources"].get(key, {}))
                for key, given in answers["given"].items()]

    def next(self, outcome: Any) -> str:
        return f"/screenings/incidents/{self.incident.pk}/"


class NotNeededPage(OneIncident, ActPage):
    """No screening after all, and why."""

    verb, template, title = "screening.not_needed", "screening/step.html", "No screening needed"
    form = forms.NotNeeded
    done = "Saved. A share of these is looked at by somebody else."

    @cached_property
    def expected(self) -> Expected:
        found = (Expected.objects.select_related("incident__team", "incident__officer", "incident__agency",
                                                 "source_record")
                 .filter(reads.OPEN, pk=self.kwargs["expected"]).first())
        if found is None:
            raise Http404
        return found

    def subject(self, **kwargs: Any) -> UUID | None:
        self.incident = self.expected.incident
        return self.expected.incident_id

    def draft_key(self) -> tuple[str, str]:
        return ("NotNeededPage", str(self.expected.pk))

    def context(self) -> dict[str, Any]:
        child = reads.child_of(self.expected.source_record, self.incident.began_at)
        return {"child": child, "incident": self.incident, "button": "Save",
                "home": f"/screenings/incidents/{self.incident.pk}/",
                "says": ("Every child at an incident is screened unless one of these is so.",)}

    def act(self, answers: dict[str, Any]) -> Any:
        return acts.not_needed(**self.who(), expected=self.expected, **answers)

    def next(self, outcome: Any) -> str:
        return f"/screenings/incidents/{self.incident.pk}/"
