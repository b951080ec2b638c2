"""What charts with two axes share: places, lines, marks that differ in shape as well as colour, and their key."""

from collections.abc import Sequence
from dataclasses import dataclass

from kith.kit.markup import esc
from kith.kit.svg import WIDTH, short, text

KEY_LINE = 24          # height of a line of the key
SHAPES = {             # paths around the origin
    "dot": "M-3 0A3 3 0 1 0 3 0A3 3 0 1 0 -3 0Z",
    "up": "M0 -7.5L7 5.5L-7 5.5Z",
    "down": "M0 7.5L7 -5.5L-7 -5.5Z",
    "diamond": "M0 -8L7.5 0L0 8L-7.5 0Z",
    "square": "M-6 -6L6 -6L6 6L-6 6Z",
}
Place = tuple[float, float] | None


@dataclass(frozen=True)
class Plane:
    """The box inside the axes, in units of the picture, and the values its lower and upper edge stand for."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def y(self, value: float) -> float:
        """Height of a value; values beyond the edges lie on them."""
        held = min(max(value, self.low), self.high)
        return self.bottom - self.height * (held - self.low) / ((self.high - self.low) or 1)

    def x(self, share: float) -> float:
        """From the left edge (0) to the right one (1)."""
        return self.left + self.width * share

    def turn(self, at: int, of: int) -> float:
        """Where the value numbered `at` (from 0) of `of` stands across; a lone one in the middle."""
        return self.x((at + 0.5) / of)

    def level(self, value: float, style: str, start: float | None = None, end: float | None = None) -> str:
        """A line at a value, over the whole width or from `start` to `end`."""
        x1, x2 = (self.left if start is None else start), (self.right if end is None else end)
        return line(x1, self.y(value), x2, self.y(value), style)

    def words_below(self, labels: Sequence[str]) -> str:
        """First, middle and last label under the box."""
        count = len(labels)
        anchors = dict.fromkeys(range(count), "middle")
        if count > 2:
            anchors = {0: "start", count // 2: "middle", count - 1: "end"}
        ends = {"start": self.left, "end": self.right}
        places = ((ends.get(anchor, self.turn(at, count)), labels[at], anchor) for at, anchor in anchors.items())
        return "".join(text(x, self.bottom + 20, short(say, 13), "kit-svg__small", end) for x, say, end in places)


def spanning(values: Sequence[float], room: float = 0.06) -> tuple[float, float]:
    """The lowest and highest of the values, with some room beyond; 0 to 1 for nothing."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    beyond = (high - low) * room or abs(high) * room or 1.0
    return low - beyond, high + beyond


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return f'<line class="{style}" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}"/>'


def path(places: Sequence[Place], style: str = "kit-svg__line") -> str:
    """A line through places; None lifts the pen."""
    out, pen = [], "M"
    for place in places:
        if place is not None:
            out.append(f"{pen}{place[0]:.1f} {place[1]:.1f}")
        pen = "M" if place is None else "L"
    return f'<path class="{style}" d="{" ".join(out)}" fill="none"/>' if out else ""


def mark(x: float, y: float, shape: str, style: str, hover: str = "") -> str:
    """A sign at a place, with words for the pointer."""
    tip = f"<title>{esc(hover)}</title>" if hover else ""
    return f'<path class="{style}" transform="translate({x:.1f} {y:.1f})" d="{SHAPES[shape]}">{tip}</path>'


def key(lines: Sequence[tuple[str, str]], top: float) -> str:
    """A key below the picture: (drawing around the origin, words), one to a line."""
    return "".join(
        f'<g transform="translate(14 {top + at * KEY_LINE + 10:.1f})">{sign}{text(16, 5, words, "kit-svg__small")}</g>'
        for at, (sign, words) in enumerate(lines)
    )


def nothing(words: str = "Nothing to show yet") -> str:
    """What stands in the picture where there is no data."""
    return text(WIDTH / 2, 40, words, "", "middle")


def apart(heights: Sequence[float], least: float) -> list[float]:
    """The heights moved so that no two are nearer than `least`, in the same order, as little as one pass can."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    moved = list(heights)
    for before, after in zip(order, order[1:], strict=False):
        moved[after] = max(moved[after], moved[before] + least)
    shift = sum(m - h for m, h in zip(moved, heights, strict=True)) / len(moved) if moved else 0.0
    return [height - shift for height in moved]


def clear(places: Sequence[tuple[float, float]], wide: float, deep: float) -> list[tuple[float, float]]:
    """The places of labels, each moved down until it covers no other; `wide` by `deep` is the size of a label."""
    found: dict[int, tuple[float, float]] = {}
    for at in sorted(range(len(places)), key=lambda at: places[at][1]):
        x, y = places[at]
        while any(abs(x - other) < wide and abs(y - height) < deep for other, height in found.values()):
            y += 1
        found[at] = (x, y)
    return [found[at] for at in range(len(places))]
