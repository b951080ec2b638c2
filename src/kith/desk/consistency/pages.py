"""The page of figures and the list behind each, as far as the reader's column of the matrix goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.authority.pages import ReadPage
from kith.desk.consistency import asking, behind, figures, judging, monthly
from kith.desk.consistency.asking import Span
from kith.desk.consistency.monthly import LONGEST, begins, month_before
from kith.insight import suppression
from kith.kit import pagination
from kith.kit.documents import pdf
from kith.kit.words import local
from kith.screening import reads

PERIODS = (("12", "Last 12 months"), ("3", "Last 3 months"), ("36", "Three years"))
SETTLED = timedelta(days=3)  # what is younger has had no time to be made, supervised and shared [L]
NAMED = ("hub_manager", "hub_police", "sergeant")  # who may open the children behind a figure
MOST = 200


def kept_key(period: str) -> str:
    """Under which the night keeps the agreement of a period."""
    return f"alike/{period}"


class Figures(ReadPage):
    """Base: the period and the team asked for."""

    verb = "consistency.viewed"

    @cached_property
    def period(self) -> str:
        asked = self.request.GET.get("months", "12")
        return asked if asked in dict(PERIODS) else "12"

    @cached_property
    def span(self) -> Span:
        today, until = local(self.request.at).date(), self.request.at - SETTLED
        return Span(begins(month_before(today, int(self.period))), until, begins(month_before(today, LONGEST)))

    @cached_property
    def teams(self) -> dict[UUID, str]:
        return asking.teams()

    @cached_property
    def team(self) -> UUID | None:
        """One team of those the reader may see; anything else is everybody."""
        asked = self.request.GET.get("team", "")
        return next((t for t in self.teams if str(t) == asked), None) if asked else None

    @property
    def named(self) -> bool:
        """Whether this reader may open the children behind a figure; to others small numbers are hidden."""
        return self.request.by is not None and self.request.by.has(*NAMED)

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "months": self.period, "team": str(self.team or "")}

    def here(self, **changes: str) -> str:
        """The address with some of its parameters changed."""
        kept = {"months": self.period, "team": str(self.team or ""), **changes}
        return "?" + urlencode({name: value for name, value in kept.items() if value})


class ConsistencyPage(Figures):
    """Done every time, done alike, done well: figures with what is behind them."""

    template, title = "desk/consistency/figures.html", "Police screening: every time, and alike"

    def context(self) -> dict[str, Any]:
        found = figures.everything(figures.Asked(
            self.span, self.team, not self.named, kept_key(self.period), figures.months_of(self.span),
            lambda **wanted: f"list/{self.here(**wanted)}"))
        by = self.request.by
        own = by is not None and by.has("sergeant")
        return {"found": found, "chips": self.chips(), "team_name": self.teams.get(self.team) if self.team else "",
                "teams": [{"text": name, "url": self.here(team=str(t))} for t, name in self.teams.items()],
                "months": monthly.months_before(local(self.request.at).date()),
                "whole": self.here(team=""), "since": self.span.since, "until": self.span.until,
                "prompts": judging.prompts(asking.officers(self.span.until)) if own else []}

    def chips(self) -> list[dict[str, Any]]:
        return [{"text": text, "url": self.here(months=key), "current": key == self.period} for key, text in PERIODS]


class MonthFile(Figures):
    """One month on paper, as far as this reader may see it."""

    def subject(self, **kwargs: Any) -> UUID | None:
        found = behind.month_of(f"{kwargs['month']}-01")
        if found is None or found not in monthly.months_before(local(self.request.at).date(), LONGEST):
            raise Http404
        self.month = found
        return None

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "month": f"{self.month:%Y-%m}"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.request.by is not None
        written = monthly.document(self.month, by=self.request.by, at=self.request.at, hide=not self.named)
        try:
            content = pdf.write(written)
        except pdf.CannotMake as reason:
            return HttpResponse(f"{reason}\n", content_type="text/plain; charset=utf-8", status=503)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="screening-{self.month:%Y-%m}.pdf"'
        return response


class Behind(Figures):
    """The list behind a figure: children for those who may see them, else rows without anybody in them."""

    template, title = "desk/consistency/behind.html", "Behind the figure"

    @cached_property
    def wanted(self) -> Mapping[str, str]:
        found = behind.wanted(self.request.GET.dict())
        if found is None or "who" in found and not self.named:
            raise Http404
        return found

    def look_facts(self) -> dict[str, Any]:
        return {**super().look_facts(), **self.wanted}

    def context(self) -> dict[str, Any]:
        words = {"named": self.named, "heading": behind.title(self.wanted), "back": f"/work/screening/{self.here()}",
                 "stage": self.wanted.get("stage", "missing") not in behind.WHOLE, "since": self.span.since,
                 "until": self.span.until,
                 "team_name": self.teams.get(self.team) if self.team else ""}
        return words | (self.children() if self.named else self.without_names())

    def children(self) -> dict[str, Any]:
        """Row security says which."""
        by = self.request.by
        assert by is not None
        found = behind.children(self.span, self.wanted)
        if self.team:
            found = found.filter(incident__team=self.team)
        elif not by.wide:
            found = found.filter(incident__team__in=by.holders)
        page = pagination.take(found.order_by("-expected_at", "pk"), self.request.GET.get("page"))
        return {"page": page, "rows": reads.rows_of(page.rows, by), "query": self.request.GET}

    def without_names(self) -> dict[str, Any]:
        """Lists that are narrower than a stage may be of very few: then they are not shown."""
        found = asking.without_names(self.span, self.team, self.wanted, MOST)
        if set(self.wanted) - {"stage"} and 0 < len(found) < suppression.LEAST:
            return {"few": True}
        head = ["Team", "Month", "Called for because", "Age", "Got as far as", "Officer's grade", "Later grade"]
        return {"head": head, "listed": [[r.team, f"{r.month:%m/%Y}", (r.trigger or "").replace("_", " "), r.age,
                                          behind.STAGES[r.stage], r.officer or "none", r.later or "none"]
                                         for r in found]}
