"""A figure over months, each with the interval in which it may truly lie."""

from collections.abc import Sequence
from typing import NamedTuple

from kith.kit.charts.plane import KEY_LINE, Plane, key, line, mark, nothing, path
from kith.kit.svg import WIDTH, Drawing, data_table, frame, text


class Month(NamedTuple):
    """A value between `low` and `high`, from `cases`; None where there is none."""

    label: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    cases: int | None = None


def run(
    months: Sequence[Month], *, title: str, sentence: str, floor: float = 0.0, ceiling: float = 1.0,
    head: tuple[str, str] = ("When", "Value"), cases: str = "Cases",
) -> Drawing:  # fmt: skip
    """Months in order of time, on a scale that always runs from `floor` to `ceiling`; a gap stays a gap."""
    inner, height = _drawn(months, floor, ceiling) if months else (nothing(), 80.0)
    rows = [(m.label, _two(m.value), _two(m.low), _two(m.high), _whole(m.cases)) for m in months]
    table = data_table((*head, "From", "To", cases), rows, title)
    return Drawing(frame(inner, title, sentence, height, roomy=True), table, sentence, title)


def _two(value: float | None) -> str:
    return "no data" if value is None else f"{value:.2f}"


def _whole(count: int | None) -> str:
    return "no data" if count is None else f"{count:,}"


def _drawn(months: Sequence[Month], floor: float, ceiling: float) -> tuple[str, float]:
    plane = Plane(46.0, 10.0, WIDTH - 56.0, 170.0, floor, ceiling)
    xs = [plane.turn(at, len(months)) for at in range(len(months))]
    parts = [_grid(plane, level) for level in (floor, (floor + ceiling) / 2, ceiling)]
    parts += [_interval(month, x, plane) for month, x in zip(months, xs, strict=True)]
    parts.append(path([None if m.value is None else (x, plane.y(m.value)) for m, x in zip(months, xs, strict=True)]))
    parts += [
        mark(x, plane.y(m.value), "dot", "kit-svg__mark kit-svg__mark--plain", f"{m.label}: {_two(m.value)}")
        for m, x in zip(months, xs, strict=True)
        if m.value is not None
    ]
    words = [(line(0, -9, 0, 9, "kit-svg__interval"), "may truly lie anywhere on the upright line")]
    parts += [plane.words_below([m.label for m in months]), key(words, plane.bottom + 36)]
    return "".join(parts), plane.bottom + 36 + KEY_LINE


def _grid(plane: Plane, level: float) -> str:
    return plane.level(level, "kit-svg__grid") + text(
        plane.left - 6, plane.y(level) + 5, f"{level:.1f}", "kit-svg__small", "end")  # fmt: skip


def _interval(month: Month, x: float, plane: Plane) -> str:
    if month.low is None or month.high is None:
        return ""
    low, high = plane.y(month.low), plane.y(month.high)
    caps = "".join(line(x - 4, y, x + 4, y, "kit-svg__interval") for y in (low, high))
    return line(x, low, x, high, "kit-svg__interval") + caps
