"""A control chart: a line over time with its mean and limits, and the points that stand out marked by shape."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from kith.kit.charts.plane import KEY_LINE, Plane, apart, key, line, mark, nothing, path, spanning
from kith.kit.svg import WIDTH, Drawing, data_table, frame, number, text

# mark -> (shape, words of the key)
MARKS = {
    "better": ("up", "better than chance explains"),
    "worse": ("diamond", "worse than chance explains"),
    "high": ("square", "higher than chance explains"),
    "low": ("square", "lower than chance explains"),
}


class Point(NamedTuple):
    """One value; `mark` is a key of MARKS or "", `says` the words of its row in the table."""

    label: str
    value: float
    mean: float
    lower: float
    upper: float
    mark: str = ""
    says: str = ""


def control(
    points: Sequence[Point], *, title: str, sentence: str, unit: str = "", head: tuple[str, str] = ("When", "Value")
) -> Drawing:
    """Points in order of time. Where mean or limits change, the lines break and an upright one stands between."""
    inner, height = (nothing(), 80.0) if not points else _drawn(points, unit)
    rows = [(p.label, *(number(_tidy(v), unit) for v in (p.value, p.mean, p.lower, p.upper)), p.says) for p in points]
    table = data_table((*head, "Mean", "Lower limit", "Upper limit", "What it shows"), rows, title, wordy=1)
    return Drawing(frame(inner, title, sentence, height, roomy=True), table, sentence, title)


def _tidy(value: float) -> float:
    """Three decimals are more than a reader needs, and hide what arithmetic leaves behind."""
    return round(value, 3)


def _drawn(points: Sequence[Point], unit: str) -> tuple[str, float]:
    low, high = spanning([value for p in points for value in (p.value, p.lower, p.upper)])
    plane = Plane(6.0, 10.0, WIDTH - 76.0, 190.0, low, high)
    places = [(plane.turn(at, len(points)), plane.y(p.value)) for at, p in enumerate(points)]
    signs = [_sign(p.mark, x, y, _hover(p, unit)) for p, (x, y) in zip(points, places, strict=True)]
    used = [name for name in MARKS if any(p.mark == name for p in points)]
    words = [*_lines_key(), *((_sign(name, 0, 0), MARKS[name][1]) for name in used)]
    parts = [*_levels(points, plane), path(places), *signs, plane.words_below([p.label for p in points])]
    parts += [_edge(points[-1], plane, unit), key(words, plane.bottom + 36)]
    return "".join(parts), plane.bottom + 36 + len(words) * KEY_LINE


def _sign(name: str, x: float, y: float, hover: str = "") -> str:
    return mark(x, y, MARKS[name][0] if name else "dot", f"kit-svg__mark kit-svg__mark--{name or 'plain'}", hover)


def _hover(point: Point, unit: str) -> str:
    return f"{point.label}: {number(_tidy(point.value), unit)}{f', {point.says}' if point.says else ''}"


def _lines_key() -> list[tuple[str, str]]:
    return [(line(-10, 0, 10, 0, "kit-svg__middle"), "mean"),
            (line(-10, 0, 10, 0, "kit-svg__limit"), "limits of what chance explains")]  # fmt: skip


def _levels(points: Sequence[Point], plane: Plane) -> Iterator[str]:
    """Mean and limits of each stretch with the same ones."""
    at = 0
    for (mean, lower, upper), stretch in groupby(points, key=lambda p: (p.mean, p.lower, p.upper)):
        end = at + len(list(stretch))
        x1, x2 = plane.x(at / len(points)), plane.x(end / len(points))
        yield plane.level(mean, "kit-svg__middle", x1, x2)
        yield plane.level(lower, "kit-svg__limit", x1, x2) + plane.level(upper, "kit-svg__limit", x1, x2)
        if at:
            yield line(x1, plane.top, x1, plane.bottom, "kit-svg__grid")
        at = end


def _edge(last: Point, plane: Plane, unit: str) -> str:
    """The newest mean and limits in figures, at the right edge."""
    values = (last.upper, last.mean, last.lower)
    heights = apart([plane.y(value) for value in values], 20)
    return "".join(
        text(plane.right + 6, y + 5, number(_short(value), unit if unit == "%" else ""), "kit-svg__small")
        for value, y in zip(values, heights, strict=True)
    )


def _short(value: float) -> float:
    return round(value, 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2)
