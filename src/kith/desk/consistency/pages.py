"""The page of figures and the list behind each, as far as the reader's column of the matrix goes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.authority.pages import ReadPage
from kith.desk.consistency import asking, judging
from kith.insight import suppression
from kith.kit import pagination
from kith.kit.words import LONDON, local
from kith.screening import reads, sampling

PERIODS = (("12", "Last 12 months"), ("3", "Last 3 months"), ("36", "Three years"))
SETTLED = timedelta(days=3)  # what is younger has had no time to be made, supervised and shared [L]
NAMED = ("hub_manager", "hub_police", "sergeant")  # who may open the children behind a figure
MOST = 200
NUMBERS = [{"text": text, "numeric": True} for text in ("Called for", "Completed", "Share")]


def month_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


class Figures(ReadPage):
    """Base: the period and the team asked for."""

    verb = "consistency.viewed"

    @cached_property
    def period(self) -> str:
        asked = self.request.GET.get("months", "12")
        return asked if asked in dict(PERIODS) else "12"

    @cached_property
    def since(self) -> datetime:
        day = month_before(local(self.request.at).date(), int(self.period))
        return datetime(day.year, day.month, 1, tzinfo=LONDON)

    @cached_property
    def until(self) -> datetime:
        return self.request.at - SETTLED

    @cached_property
    def everything(self) -> asking.Counts:
        return asking.counts(self.since, self.until)

    @cached_property
    def team(self) -> UUID | None:
        """One team of those the reader may see; anything else is everybody."""
        asked = self.request.GET.get("team", "")
        return next((t for t in self.everything.team_ids().values() if str(t) == asked), None)

    def look_facts(self) -> dict[str, Any]:
        return {"page": self.__class__.__name__, "months": self.period, "team": str(self.team or "")}

    def here(self, **changes: str) -> str:
        """The address with some of its parameters changed."""
        kept = {"months": self.period, "team": str(self.team or ""), **changes}
        return "?" + "&".join(f"{k}={v}" for k, v in kept.items() if v)


class ConsistencyPage(Figures):
    """Done every time, done alike, done well: figures with what is behind them."""

    template, title = "desk/consistency/figures.html", "Police screening: every time, and alike"

    def context(self) -> dict[str, Any]:
        counts = self.everything.of_team(self.team)
        moves = asking.movements(self.since, self.until, self.team)
        return {**self.frame(counts), **self.done(counts), **self.graded(moves), **self.alike(),
                "equality": judging.equality(asking.equality(self.since, self.until)) if self.team is None else [],
                "prompts": judging.prompts(asking.officers(self.until)) if self.by_sergeant else []}

    @property
    def named(self) -> bool:
        """Whether this reader may open the children behind a figure; to others small numbers are hidden."""
        return self.request.by is not None and self.request.by.has(*NAMED)

    @property
    def by_sergeant(self) -> bool:
        return self.request.by is not None and self.request.by.has("sergeant")

    def frame(self, counts: asking.Counts) -> dict[str, Any]:
        names = {str(t): name for name, t in self.everything.team_ids().items()}
        total = counts.total()
        return {"chips": [{"text": text, "url": self.here(months=key), "current": key == self.period}
                          for key, text in PERIODS],
                "teams": [{"text": name, "url": self.here(team=str(t))} for name, t in
                          sorted(self.everything.team_ids().items())],
                "team_name": names.get(str(self.team)), "whole": self.here(team=""), "total": total,
                "behind": [(judging.STAGE_WORDS[s], f"list/{self.here(stage=s)}") for s in
                           ("eligible", "started", "completed", "supervised", "shared")],
                "since": self.since, "until": self.until, "shift_head": ["Shift", *NUMBERS],
                "equality_head": ["Children", *NUMBERS],
                "agreement_head": ["Measure", {"text": "Value", "numeric": True}, "95 per cent interval"]}

    def done(self, counts: asking.Counts) -> dict[str, Any]:
        by_team, by_shift = counts.by("team_name"), counts.by("shift")
        found = judging.stages(counts)
        few = not self.named and any(0 < n < suppression.LEAST for _, n in found)
        return {"few": few, "stages": found, "stages_sentence": judging.stages_sentence(counts),
                "funnel": judging.funnel_chart(judging.placed(by_team), "screen") if len(by_team) > 2 else None,
                "voices": judging.funnel_chart(judging.placed(by_team, "voice", "completed"),
                                               "write down the child's words") if len(by_team) > 2 else None,
                "shifts": [[name.capitalize(), f"{n['eligible']:,}", f"{n['completed']:,}",
                            judging.share_words(n["completed"], n["eligible"])] for name, n in by_shift.items()],
                "completeness": judging.completeness(counts), "over_time": judging.over_time(counts, "voice"),
                "coverage": judging.over_time(counts, "completed", "eligible")}

    def graded(self, moves: list[asking.Move]) -> dict[str, Any]:
        names = [g.capitalize() for g in asking.SCALE]
        hide = not self.named
        return {"scale": names, "to_sergeant": judging.moved(moves, 0, 1, hide=hide),
                "to_hub": judging.moved(moves, 0, 2, hide=hide)}

    def alike(self) -> dict[str, Any]:
        """What the night's job kept, with intervals; else the coefficients alone."""
        kept = sampling.kept_figure(f"agreement/{self.period}")
        told = judging.told_alike(asking.stories())
        if kept:
            return {"agreement": kept.body, "agreement_at": kept.made_at, "told": told}
        given = asking.second_grades(self.since, self.until)
        found = judging.coefficients(given, "page")
        return {"agreement": {"items": found.twice, "rows": judging.as_rows(found)}, "agreement_at": None,
                "told": told}


class Behind(Figures):
    """The list behind a figure: children for those who may see them, else rows without anybody in them."""

    template, title = "desk/consistency/behind.html", "Behind the figure"

    @cached_property
    def stage(self) -> str:
        asked = self.request.GET.get("stage", "eligible")
        if asked not in judging.STAGE_WORDS:
            raise Http404
        return asked

    def context(self) -> dict[str, Any]:
        assert self.request.by is not None
        named = self.request.by.has(*NAMED)
        words = {"named": named, "stage": judging.STAGE_WORDS[self.stage], "back": f"/work/screening/{self.here()}",
                 "since": self.since, "until": self.until,
                 "team_name": next((n for n, t in self.everything.team_ids().items() if t == self.team), "")}
        return words | (self.children() if named else self.pseudonyms())

    def children(self) -> dict[str, Any]:
        """Where each stopped at this stage; row security says which."""
        by = self.request.by
        assert by is not None
        page = pagination.take(self.stopped().order_by("-expected_at"), self.request.GET.get("page"))
        return {"page": page, "rows": reads.rows_of(page.rows, by), "query": self.request.GET}

    def stopped(self) -> Any:
        found = reads.expected().filter(incident__began_at__gte=self.since, incident__began_at__lt=self.until,
                                        not_needed__isnull=True)
        if self.team:
            found = found.filter(incident__team=self.team)
        elif self.request.by and not self.request.by.wide:
            found = found.filter(incident__team__in=self.request.by.holders)
        return stopped_at(found, self.stage)

    def pseudonyms(self) -> dict[str, Any]:
        found = asking.pseudonyms(self.since, self.until, self.team, self.stage, MOST)
        head = ["Team", "Month", "Called for because", "Age", "Got as far as", "Grade"]
        return {"head": head, "listed": [[r[0], f"{r[1]:%m/%Y}", r[2].replace("_", " "), r[3],
                                          judging.STAGE_WORDS[r[4]], r[5] or "none"] for r in found]}


def stopped_at(found: Any, stage: str) -> Any:
    """Those that got as far as this stage and no further."""
    rules: dict[str, dict[str, Any]] = {
        "eligible": {"screening__isnull": True, "begun_at__isnull": True},
        "started": {"screening__isnull": True, "begun_at__isnull": False},
        "completed": {"screening__isnull": False, "screening__supervised_at__isnull": True},
        "supervised": {"screening__supervised_at__isnull": False, "screening__shared_at__isnull": True},
        "shared": {"screening__supervised_at__isnull": False, "screening__shared_at__isnull": False,
                   "screening__acknowledged_at__isnull": True},
        "acknowledged": {"screening__acknowledged_at__isnull": False}}
    return found.filter(**rules[stage])
