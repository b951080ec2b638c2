"""Figures as drawings: each with its title, its sentence and its table. `{{ drawing }}` puts one on a page."""

from collections.abc import Mapping, Sequence

from kith.insight import sentences
from kith.insight.consistency import Consistency
from kith.insight.control import Kind, Point
from kith.insight.coverage import Stage
from kith.insight.funnel import SIGMAS, Funnel
from kith.insight.movement import Movement, Veiled
from kith.kit import charts
from kith.kit.charts import control as control_chart
from kith.kit.charts import funnel as funnel_chart
from kith.kit.charts import run as run_chart
from kith.kit.svg import Drawing

SIZES = 40           # points of a limit's curve
MARKS: Mapping[Kind, str] = {
    Kind.COMMON: "", Kind.IMPROVEMENT: "better", Kind.CONCERN: "worse", Kind.HIGH: "high", Kind.LOW: "low"
}  # fmt: skip


def control(
    points: Sequence[Point], labels: Sequence[str], *, title: str, percent: bool = False, unit: str = "",
    head: tuple[str, str] = ("Month", "Value"),
) -> Drawing:  # fmt: skip
    """A control chart; `labels` name the points ("Jan 2026"), `percent` shows shares of 1 as per cent."""
    times = 100 if percent else 1
    drawn = [
        control_chart.Point(label, p.y * times, p.mean * times, p.lower * times, p.upper * times, MARKS[p.kind],
                            sentences.SHOWS[p.label])
        for p, label in zip(points, labels, strict=True)
    ]  # fmt: skip
    said = sentences.of_control(points)
    return control_chart.control(drawn, title=title, sentence=said, unit="%" if percent else unit, head=head)


def funnel(
    found: Funnel, *, title: str, across: str = "incidents", many: str = "teams",
    head: tuple[str, str] = ("Team", "Done"),
) -> Drawing:  # fmt: skip
    """A funnel by team or shift, in the order in which the units were given."""
    units = [funnel_chart.Unit(p.unit.name, p.unit.done, p.unit.of, p.flag) for p in found.placed]
    most = max((unit.of for unit in units), default=1)
    sizes = sorted({max(1, round(most * (at + 1) / SIZES)) for at in range(SIZES)})
    limits = [funnel_chart.Limit(of, *(edge for sigma in SIGMAS for edge in found.limits(of, sigma))) for of in sizes]
    said = sentences.of_funnel(found, many)
    return funnel_chart.funnel(
        units, limits=limits, target=found.target, title=title, sentence=said, across=across, head=head
    )


def drop_off(stages: Sequence[Stage], *, title: str) -> Drawing:
    """The stages from eligible to acknowledged."""
    rows = [(stage.name.capitalize(), stage.reached) for stage in stages]
    return charts.DRAWINGS["stages"](rows, title=title, sentence=sentences.of_drop_off(stages), lost="not")


def movement(found: Movement | Veiled, *, title: str, first: str, later: str) -> Drawing:
    """The matrix of first against later grade, graded-lower cells outlined; `first`, `later`: "officer", "hub"."""
    return charts.DRAWINGS["matrix"](
        found.scale, counts=found.counts, down=first.capitalize(), across=later.capitalize(), title=title,
        sentence=sentences.of_movement(found, f"the {first}", f"the {later}"),
        outlined_words=f"graded lower by the {first} than by the {later}", same_words="the same grade",
    )  # fmt: skip


def run(months: Sequence[tuple[str, Consistency | None]], *, title: str, name: str = "Gwet's AC1") -> Drawing:
    """One coefficient over months, each with its interval; None where nothing was graded twice."""
    rows = [run_chart.Month(label) if one is None else _month(label, one, name) for label, one in months]
    said = sentences.of_run([(row.label, row.value) for row in rows], name)
    return run_chart.run(rows, title=title, sentence=said, head=("Month", name), cases="Graded twice")


def _month(label: str, found: Consistency, name: str) -> run_chart.Month:
    one = found[name]
    return run_chart.Month(label, one.value, one.low, one.high, found.twice)
