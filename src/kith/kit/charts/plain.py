"""Plain charts: bars, a line over time, stacked bars, small multiples, and a waterfall of signed steps."""

from collections.abc import Sequence
from typing import Any

from kith.kit.markup import esc
from kith.kit.svg import WIDTH, Drawing, data_table, frame, number, rect, short, text

_ROW = 30
_LABEL = 150
_COUNTER_CLASSES = 6

Pairs = Sequence[tuple[str, float | None]]


def _top(values: Sequence[float | None]) -> float:
    return max([value for value in values if value is not None] + [0]) or 1.0


def bars(
    rows: Pairs, *, title: str, sentence: str, unit: str = "", head: tuple[str, str] = ("", "Number")
) -> Drawing:
    """Lying bars, one per (label, value), longest label cut at 20 letters (the table has it whole)."""
    top, room = _top([value for _, value in rows]), WIDTH - _LABEL - 80
    parts = []
    for at, (label, value) in enumerate(rows):
        y, length = at * _ROW, room * max(value or 0, 0) / top
        parts.append(text(_LABEL - 8, y + 20, short(label), anchor="end"))
        parts.append(
            rect(_LABEL, y + 5, length, _ROW - 10, "kit-svg__bar", f"{label}: {number(value, unit)}")
        )
        parts.append(text(_LABEL + length + 6, y + 20, number(value, unit), "kit-svg__value"))
    picture = frame("".join(parts), title, sentence, max(len(rows), 1) * _ROW)
    return Drawing(
        picture, data_table(head, [(label, number(v, unit)) for label, v in rows], title), sentence, title
    )


def _points(values: Sequence[float | None], top: float, box: tuple[float, float, float, float]) -> list[Any]:
    """(x, y) for each value inside (left, upper, width, height), None for a gap."""
    left, upper, width, height = box
    step = width / max(len(values) - 1, 1)
    return [
        None if value is None else (left + at * step, upper + height - height * max(value, 0) / top)
        for at, value in enumerate(values)
    ]


def _path(points: Sequence[Any]) -> str:
    out, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        out.append(f"{pen}{point[0]:.1f} {point[1]:.1f}")
        pen = "L"
    return f'<path class="kit-svg__line" d="{" ".join(out)}" fill="none"/>'


def _level(value: float, top: float, box: tuple[float, float, float, float], style: str, label: str) -> str:
    left, upper, width, height = box
    y = upper + height - height * value / top
    return (
        f'<line class="{style}" x1="{left:.1f}" x2="{left + width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        + text(left - 6, y + 4, label, "kit-svg__small", "end")
    )


def _dots(points: Sequence[Any], rows: Pairs, unit: str, marked: Sequence[str]) -> str:
    out = []
    for point, (label, value) in zip(points, rows, strict=True):
        if point is not None:
            style = "kit-svg__dot kit-svg__dot--marked" if label in marked else "kit-svg__dot"
            size = 5 if label in marked else 3
            out.append(
                f'<circle class="{style}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{size}">'
                f"<title>{esc(label)}: {esc(number(value, unit))}</title></circle>"
            )
    return "".join(out)


def _axis_words(rows: Pairs, box: tuple[float, float, float, float]) -> str:
    """First, middle and last label under the line."""
    if not rows:
        return ""
    left, upper, width, height = box
    places = {0: "start", len(rows) // 2: "middle", len(rows) - 1: "end"} if len(rows) > 1 else {0: "start"}
    step = width / max(len(rows) - 1, 1)
    return "".join(
        text(left + at * step, upper + height + 18, short(rows[at][0], 18), "kit-svg__small", anchor)
        for at, anchor in places.items()
    )


def trend(
    rows: Pairs,
    *,
    title: str,
    sentence: str,
    unit: str = "",
    head: tuple[str, str] = ("When", "Number"),
    middle: float | None = None,
    limits: tuple[float, float] | None = None,
    marked: Sequence[str] = (),
) -> Drawing:
    """A line through (label, value) from zero up; gaps stay gaps.

    middle and limits draw the centre line and the limits of a control chart; `marked` names labels to pick out.
    """
    box = (54.0, 12.0, WIDTH - 80.0, 160.0)
    top = _top([value for _, value in rows] + [middle, *(limits or ())]) * 1.05
    points = _points([value for _, value in rows], top, box)
    parts = [_level(0, top, box, "kit-svg__axis", "0")]
    if limits:
        parts += [_level(max(limit, 0), top, box, "kit-svg__limit", number(limit)) for limit in limits]
    if middle is not None:
        parts.append(_level(middle, top, box, "kit-svg__middle", number(middle)))
    if not limits and middle is None:
        parts.append(_level(top / 1.05, top, box, "kit-svg__grid", number(top / 1.05)))
    parts += [_path(points), _dots(points, rows, unit, marked), _axis_words(rows, box)]
    picture = frame("".join(parts), title, sentence, 200)
    return Drawing(
        picture, data_table(head, [(label, number(v, unit)) for label, v in rows], title), sentence, title
    )


def _key(names: Sequence[str], y: float) -> str:
    out, x = [], float(_LABEL)
    for at, name in enumerate(names):
        out.append(rect(x, y, 12, 12, f"kit-svg__part kit-svg__part--{at % _COUNTER_CLASSES}"))
        out.append(text(x + 17, y + 11, short(name, 22), "kit-svg__small"))
        x += 30 + 7 * min(len(name), 22)
    return "".join(out)


def stacked(
    rows: Sequence[tuple[str, Sequence[float | None]]],
    *,
    names: Sequence[str],
    title: str,
    sentence: str,
    unit: str = "",
    head: str = "",
) -> Drawing:
    """Lying bars cut into named parts: rows of (label, values in the order of `names`)."""
    top, room, parts = _top([sum(v or 0 for v in values) for _, values in rows]), WIDTH - _LABEL - 70, []
    for at, (label, values) in enumerate(rows):
        x, y = float(_LABEL), at * _ROW
        parts.append(text(_LABEL - 8, y + 20, short(label), anchor="end"))
        for part, (name, value) in enumerate(zip(names, values, strict=True)):
            length = room * (value or 0) / top
            style = f"kit-svg__part kit-svg__part--{part % _COUNTER_CLASSES}"
            parts.append(rect(x, y + 5, length, _ROW - 10, style, f"{label}, {name}: {number(value, unit)}"))
            x += length
        parts.append(text(x + 6, y + 20, number(sum(v or 0 for v in values), unit), "kit-svg__value"))
    height = len(rows) * _ROW + 26
    picture = frame("".join(parts) + _key(names, height - 18), title, sentence, height)
    table = data_table(
        (head, *names), [(label, *(number(v, unit) for v in values)) for label, values in rows], title
    )
    return Drawing(picture, table, sentence, title)


def multiples(
    rows: Sequence[tuple[str, Pairs]],
    *,
    title: str,
    sentence: str,
    unit: str = "",
    columns: int = 3,
) -> Drawing:
    """Many small lines on one scale: rows of (name, pairs)."""
    top = _top([value for _, pairs in rows for _, value in pairs]) * 1.05
    width, height = WIDTH / columns, 96.0
    parts = [
        _small(name, pairs, top, at % columns * width, at // columns * height, width, unit)
        for at, (name, pairs) in enumerate(rows)
    ]
    deep = max(-(-len(rows) // columns), 1) * height
    lines = [(name, *_ends(pairs, unit)) for name, pairs in rows]
    table = data_table(("", "First", "Last"), lines, title)
    return Drawing(frame("".join(parts), title, sentence, deep), table, sentence, title)


def _ends(pairs: Pairs, unit: str) -> tuple[str, str]:
    if not pairs:
        return "no data", "no data"
    first, last = pairs[0], pairs[-1]
    return f"{first[0]}: {number(first[1], unit)}", f"{last[0]}: {number(last[1], unit)}"


def _small(name: str, pairs: Pairs, top: float, x: float, y: float, width: float, unit: str) -> str:
    box = (x + 4, y + 24, width - 60, 56.0)
    points = _points([value for _, value in pairs], top, box)
    ends = f'x1="{x + 4:.1f}" x2="{x + width - 56:.1f}" y1="{y + 80:.1f}" y2="{y + 80:.1f}"'
    base = f'<line class="kit-svg__axis" {ends}/>'
    last = next((p for p in reversed(points) if p is not None), None)
    said = number(pairs[-1][1], unit) if pairs else "no data"
    end = text(last[0] + 6, last[1] + 4, said, "kit-svg__value") if last else text(x + 4, y + 60, said)
    return text(x + 4, y + 15, short(name, 22), "kit-svg__value") + base + _path(points) + end


def waterfall(
    rows: Sequence[tuple[str, float]],
    *,
    title: str,
    sentence: str,
    start: tuple[str, float] | None = None,
    total: str = "In all",
    head: tuple[str, str] = ("Because", "Weight"),
) -> Drawing:
    """Signed steps from zero (or a start) to their sum: why a score is what it is. Plus and minus are signs as well
    as colours."""
    steps = [start, *rows] if start else list(rows)
    runs, at = [], 0.0
    for label, value in steps:
        runs.append((label, value, at, at + value))
        at += value
    runs.append((total, at, 0.0, at))
    low, high = min(min(a, b) for *_, a, b in runs), max(max(a, b) for *_, a, b in runs)
    picture = frame(_falls(runs, low, high), title, sentence, len(runs) * _ROW)
    lines = [(label, f"{value:+.1f}") for label, value, *_ in runs]
    return Drawing(picture, data_table(head, lines, title), sentence, title)


def _falls(runs: Sequence[tuple[str, float, float, float]], low: float, high: float) -> str:
    left, room = 180.0, WIDTH - 240.0
    scale = room / ((high - low) or 1)
    zero = left + (0 - low) * scale
    deep = len(runs) * _ROW
    parts = [f'<line class="kit-svg__axis" x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{deep}"/>']
    for at, (label, value, begin, end) in enumerate(runs):
        y, x = at * _ROW, left + (min(begin, end) - low) * scale
        kind = "total" if at == len(runs) - 1 else "for" if value >= 0 else "against"
        bold = "kit-svg__value" if kind == "total" else ""
        width = max(abs(end - begin) * scale, 1)
        parts.append(text(left - 10, y + 20, short(label, 25), bold, "end"))
        parts.append(rect(x, y + 5, width, _ROW - 10, f"kit-svg__{kind}", f"{label}: {value:+.1f}"))
        parts.append(text(x + width + 6, y + 20, f"{value:+.1f}", "kit-svg__value"))
    return "".join(parts)
