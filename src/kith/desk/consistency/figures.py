"""Every figure of the page, in its order, with the way to the list behind it. The page shows them, the month's document
prints them: so the two say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from kith.desk.consistency import alike, asking, grading, judging
from kith.desk.consistency.asking import Counts, Grades, Span
from kith.insight import suppression
from kith.kit import charts
from kith.kit.svg import Drawing
from kith.kit.words import local
from kith.screening import sampling
from kith.screening.models import Sample

NUMBERS = ("Called for", "Completed", "Share")
AT_STAGE = ("eligible", "started", "completed", "supervised", "shared", "acknowledged")
NOT_HERE = "Too few children to show their numbers."
SAMPLES_SHOWN = 12
T = TypeVar("T")
Teams = Mapping[str, asking.Counted]


@dataclass(frozen=True)
class Grid:
    """A table: its caption, its head, its rows; `urls` leads from a row to the list behind it. `text` columns come
    first, the others are numbers. `folded`: behind a line on the page."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    urls: Sequence[str] = ()
    text: int = 1
    folded: str = ""

    @property
    def heads(self) -> list[Any]:
        """As the component wants it."""
        return [word if at < self.text else {"text": word, "numeric": True} for at, word in enumerate(self.head)]

    @property
    def lines(self) -> list[Any]:
        """Rows that lead to their list, where there is one."""
        return [{"cells": row, "url": url} for row, url in zip(self.rows, self.urls, strict=True)] if self.urls else [
            *self.rows]


@dataclass(frozen=True)
class Figure:
    """One figure: a chart, a table or a sentence; `behind` are (words, address) of the lists it was counted from."""

    drawing: Drawing | None = None
    grid: Grid | None = None
    words: str = ""
    behind: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Part:
    heading: str
    figures: Sequence[Figure]

    def rows(self) -> list[list[Figure]]:
        """As they stand beside each other: charts two by two, all else alone."""
        rows: list[list[Figure]] = []
        for figure in self.figures:
            last = rows[-1] if rows else []
            beside = figure.drawing and len(last) == 1 and last[0].drawing
            last.append(figure) if beside else rows.append([figure])
        return rows


@dataclass(frozen=True)
class Asked:
    """What is asked for, and by whom: `hide` small numbers from those who may not open the children behind them; `link`
    makes the address of a list from its parameters ("" for paper); `kept` is the key of the night's agreement."""

    span: Span
    team: UUID | None
    hide: bool
    kept: str
    alike: tuple[date, date]      # the months in which the share of the second grading was drawn
    link: Callable[..., str]
    replicates: int = 0           # of the bootstrap, where the night has kept nothing
    longer: Span | None = None    # for figures by team, where the time itself is too short to tell teams apart

    @property
    def by_team(self) -> str:
        """How figures by team are titled."""
        return "by team" if self.longer is None else "by team, over twelve months"


@dataclass(frozen=True)
class Found:
    """What was found: whether anything was called for, the first sentence, and the parts of the page."""

    total: int
    sentence: str
    parts: Sequence[Part]


def everything(asked: Asked) -> Found:
    """The whole page, asked of the database once."""
    counts, grades = asking.counts(asked.span, asked.team), asking.grades(asked.span, asked.team)
    few = asked.hide and any(0 < n < suppression.LEAST for _, n in judging.stages(counts))
    teams, graded = counts.team, grades
    if asked.longer:
        teams, graded = asking.counts(asked.longer, asked.team).team, asking.grades(asked.longer, asked.team)
    parts = [Part("Every time?", list(every_time(asked, counts, teams, few))),
             Part("Alike?", list(alike_of(asked, grades, graded))),
             Part("Well?", list(well(asked, counts, teams, few)))]
    if asked.team is None:
        parts.append(Part("For every child?", list(every_child(asked))))
    return Found(counts.total()["eligible"], NOT_HERE if few else judging.stages_sentence(counts), parts)


def every_time(asked: Asked, counts: Counts, teams: Teams, few: bool) -> Iterator[Figure]:
    """From incident to front door, by team, by shift, month by month."""
    links = [(judging.STAGE_WORDS[stage], asked.link(stage=stage)) for stage in AT_STAGE]
    if few:
        yield Figure(words="", behind=links)
        return
    spared = counts.total()["not_needed"]
    links.append((f"{spared:,} said not to be needed", asked.link(stage="not_needed")))
    reached, left = judging.shown_stages(judging.stages(counts)) if asked.hide else (judging.stages(counts), "")
    yield Figure(charts.DRAWINGS["stages"](
        reached, title="From incident to front door", lost="got no further",
        sentence="Each stage counts children for whom an incident called for a screening. Not every screening should "
                 f"be shared.{left}"), behind=links)
    if len(teams) >= judging.FEWEST:
        drawn = judging.funnel_of(judging.placed(teams), "screen", title=f"Screened, {asked.by_team}",
                                  across="children", hide=asked.hide)
        yield Figure(drawn, behind=[("Never sent", asked.link(stage="missing"))])
    yield Figure(grid=shifts(asked, counts.shift))
    months = judging.enough(whole(asked, shares(counts.month, "completed", "eligible")))
    if drawn_months := judging.by_month(months, "Completed", title="Screened, month by month"):
        yield Figure(drawn_months, behind=newest(asked, months, "Never sent", stage="missing"))


def shifts(asked: Asked, by_shift: Mapping[str, Mapping[str, int]]) -> Grid:
    counted = [(name.capitalize(), n["completed"], n["eligible"]) for name, n in by_shift.items()]
    rows = judging.breakdown("", counted)["rows"] if asked.hide else [
        [name, f"{of:,}", f"{done:,}", judging.share_words(done, of)] for name, done, of in counted]
    return Grid("By shift", ("Shift", *NUMBERS), rows, [asked.link(stage="missing", shift=name) for name in by_shift])


def shares(months: Mapping[str, Mapping[str, int]], done: str, of: str) -> dict[str, tuple[int, int]]:
    return {name: (n[done], n[of]) for name, n in months.items()}


def whole(asked: Asked, months: Mapping[str, T]) -> dict[str, T]:
    """The months that are over: half a month on a control chart alarms, or calms, by itself."""
    current = local(asked.span.until).date().replace(day=1).isoformat()
    return {name: found for name, found in months.items() if name < current}


def newest(asked: Asked, months: Mapping[str, Any], words: str, **wanted: str) -> list[tuple[str, str]]:
    """The way to the newest month's list, where it lies in the period of the lists."""
    last = max(months)
    inside = last >= local(asked.span.since).date().isoformat()
    return [(f"{words} in {judging.month_words(last)}", asked.link(**wanted, month=last))] if inside else []


def alike_of(asked: Asked, grades: Grades, by_teams: Grades) -> Iterator[Figure]:
    """Two graders, and the line's own changes of grade."""
    body, made = agreement(asked)
    items = body["items"]
    yield Figure(words=("A random share of screenings is graded a second time by somebody who does not know the first "
                        f"grade: {items:,} were{made}. {alike.ONE_SENTENCE}"))
    yield Figure(grid=Grid("How alike two people grade", ("Measure", "Value", "95 per cent interval"), body["rows"],
                           text=1))
    yield from by_team(body)
    yield Figure(grid=samples(*asked.alike))
    if told := alike.told_alike(asking.stories()):
        yield Figure(words=told)
    yield Figure(grading.matrix(grades.moves, 1, "sergeant", hide=asked.hide), behind=moves(asked, "sergeant"))
    yield Figure(grading.matrix(grades.moves, 2, "hub", hide=asked.hide), behind=moves(asked, "hub"))
    yield from too_low(asked, grades, by_teams)


def agreement(asked: Asked) -> tuple[Mapping[str, Any], str]:
    """What the night kept, with intervals; else the coefficients alone. And since when, in words."""
    if kept := sampling.kept_figure(asked.kept):
        return kept.body, f" (worked out on {local(kept.made_at):%-d %B %Y})"
    looks = asking.second_looks(*asked.alike)
    if asked.replicates:
        return alike.kept_body(looks.together, looks.team, asked.kept, asked.replicates), ""
    found = alike.coefficients(looks.together, "page")
    return {"items": found.twice, "rows": alike.as_rows(found), "teams": [], "sentence": ""}, ""


def months_of(span: Span) -> tuple[date, date]:
    """The months of the samples that a span asks for: they are drawn of whole months."""
    return local(span.since).date().replace(day=1), local(span.until).date()


def by_team(body: Mapping[str, Any]) -> Iterator[Figure]:
    """Agreement team by team, where there are enough; said so where there are not."""
    if body.get("teams"):
        rows = body["teams"]
        yield Figure(grid=Grid("How alike two people grade, by the team that attended",
                               ("Team", "Twice", *alike.SHORT.values()), rows, folded="By team"))
    if body.get("sentence"):
        yield Figure(words=body["sentence"])


def samples(since: date, until: date) -> Grid:
    """What was drawn each month: of how many, how many, with which seed; anybody can draw it again."""
    drawn = Sample.objects.filter(kind="second_grading", month__gte=since, month__lt=until).order_by("-month")
    rows = [[f"{one.month:%m/%Y}", one.seed, f"{one.frame:,}", f"{one.drawn:,}"] for one in drawn[:SAMPLES_SHOWN]]
    return Grid("Drawn for a second grading", ("Month", "Seed", "Of", "Drawn"), rows, text=2,
                folded="How the share was drawn")


def moves(asked: Asked, who: str) -> list[tuple[str, str]]:
    return [("Raised later", asked.link(move="raised", by=who)), ("Lowered later", asked.link(move="lowered", by=who))]


def too_low(asked: Asked, grades: Grades, by_teams: Grades) -> Iterator[Figure]:
    """Under-grading: whose, and whether it drifts."""
    yield Figure(words=grading.low_sentence(grades.low, hide=asked.hide),
                 behind=[("All of them", asked.link(move="raised"))])
    if drawn := grading.by_team(by_teams, asked.by_team, hide=asked.hide):
        yield Figure(drawn)
    months = judging.enough(whole(asked, grades.month))
    if drift := grading.by_month(months):
        yield Figure(drift, behind=newest(asked, months, "Too low at first", move="raised"))


def well(asked: Asked, counts: Counts, teams: Teams, few: bool) -> Iterator[Figure]:
    """What stands in the completed ones."""
    if few:
        return
    missing = [(f"Without {judging.PART_WORDS[p].lower()}", asked.link(without=p)) for p in asking.PARTS]
    yield Figure(charts.DRAWINGS["bars"](
        judging.completeness(counts, hide=asked.hide), title="What stands in completed screenings", unit="%",
        sentence="In per cent of those completed."), behind=missing)
    months = judging.enough(whole(asked, shares(counts.month, "voice", "completed")))
    if drawn := judging.by_month(months, "The child's words", title="The child's words, month by month"):
        yield Figure(drawn, behind=newest(asked, months, "Without the child's words", without="voice"))
    if len(teams) >= judging.FEWEST and any(n["completed"] for n in teams.values()):
        found = judging.placed(teams, "voice", "completed")
        yield Figure(judging.funnel_of(found, "write down the child's words",
                                       title=f"The child's words, {asked.by_team}", across="screenings",
                                       hide=asked.hide), behind=missing[:1])


def every_child(asked: Asked) -> Iterator[Figure]:
    """By who the child is; small numbers hidden from everybody, for these stand in papers that travel."""
    yield Figure(words="Numbers below five are hidden, and as many others as it takes that nobody works them out.")
    for each in judging.equality(asking.equality(asked.span)):
        urls = [] if asked.hide else [asked.link(stage="missing", who=who) for who in each["who"]]
        yield Figure(grid=Grid(each["title"], ("Children", *NUMBERS), each["rows"], urls))
