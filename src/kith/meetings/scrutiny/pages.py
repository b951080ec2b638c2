"""The scrutineer's pages: which meetings were drawn, and the redacted minutes of one, as a page and as files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.pages import ReadPage
from kith.kit.documents import Document
from kith.meetings import terms
from kith.meetings.minutes_pages import KINDS, attached
from kith.meetings.scrutiny import redacted
from kith.meetings.scrutiny.drawing import MOST
from kith.meetings.scrutiny.models import Draw, Drawn
from kith.meetings.signed import AtWork


class DrawnMeetings(AtWork, ReadPage):
    """Every draw, the newest first: of how many, with which seed, and what it drew."""

    verb, template, title = "minutes.sampled", "meetings/drawn.html", "Drawn meetings"

    def context(self) -> dict[str, Any]:
        names = {forum.key: forum.name for forum in terms.on(self.request.at)}
        found = [(names.get(d.forum, "A forum no longer held"), d, sorted(d.meetings.all(), key=lambda m: m.held_on))
                 for d in Draw.objects.prefetch_related("meetings").order_by("-month", "forum")]
        return {"draws": found, "most": MOST}


class DrawnMinutes(AtWork, ReadPage):
    """The redacted minutes of one drawn meeting; the look is written down before they are read."""

    verb, template, title = "minutes.sampled", "meetings/drawn_minutes.html", "Redacted minutes"

    def subject(self, **kwargs: Any) -> UUID | None:
        found = Drawn.objects.filter(pk=kwargs["drawn"]).select_related("draw").first()
        if found is None or kwargs.get("kind", "pdf") not in KINDS:
            raise Http404
        self.drawn = found
        return None

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "drawn": str(self.drawn.pk)}

    def written(self) -> Document:
        told = redacted.read(self.drawn)
        if told is None:
            raise Http404
        return redacted.document(self.drawn, told, by=self.by, at=self.request.at)

    def context(self) -> dict[str, Any]:
        return {"document": self.written()}


class DrawnFile(DrawnMinutes):
    """The same as a file, PDF or Word."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return attached(self.written(), kwargs["kind"], f"redacted-minutes-{self.drawn.held_on}")
