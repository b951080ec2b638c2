"""A funnel: each unit's share by its size, between limits that narrow with size. Those named are not ranked."""

from collections.abc import Sequence
from typing import NamedTuple

from kith.kit.charts.plane import KEY_LINE, Plane, clear, key, line, mark, nothing, path
from kith.kit.svg import WIDTH, Drawing, data_table, frame, number, short, text

BETTER = {"low": "down", "high": "up"}     # the sign of a unit that stands out on the side that is not the worse one
SAID = {"low": "lower than chance and the usual spread explain", "high": "higher than they explain",
        "": "as others"}


class Unit(NamedTuple):
    """A unit with `done` of `of`; flag "low", "high" or ""."""

    name: str
    done: int
    of: int
    flag: str = ""

    @property
    def share(self) -> float | None:
        return self.done / self.of if self.of else None


class Limit(NamedTuple):
    """The limits for a unit of this size, as shares from 0 to 1: two and three standard deviations from the target."""

    of: int
    lower2: float
    upper2: float
    lower3: float
    upper3: float


def funnel(
    units: Sequence[Unit], *, limits: Sequence[Limit], target: float, title: str, sentence: str,
    across: str = "cases", head: tuple[str, str] = ("Unit", "Done"), worse: str = "low",
) -> Drawing:  # fmt: skip
    """Units in the order they are to stand in the table (by name: a funnel is no ranking); target from 0 to 1. worse:
    the side that calls for a question, "low" or "high"."""
    seen = [unit for unit in units if unit.of]
    inner, height = _drawn(seen, limits, target, across, worse) if seen else (nothing(), 80.0)
    rows = [(u.name, number(u.done), number(u.of), _percent(u.share), SAID[u.flag]) for u in units]
    table = data_table((*head, f"Of {across}", "Share", "What it shows"), rows, title, wordy=1)
    return Drawing(frame(inner, title, sentence, height, roomy=True), table, sentence, title)


def _percent(share: float | None) -> str:
    return "no data" if share is None else f"{100 * share:.0f}%"


def _drawn(
    units: Sequence[Unit], limits: Sequence[Limit], target: float, across: str, worse: str
) -> tuple[str, float]:
    ends = [edge for limit in limits[-1:] for edge in (limit.lower3, limit.upper3)]   # where the limits are narrowest
    low, high = _reach([unit.done / unit.of for unit in units] + [target, *ends], worse)
    most = max([unit.of for unit in units] + [limit.of for limit in limits])
    plane = Plane(52.0, 8.0, WIDTH - 80.0, 210.0, low, high)
    named = [unit for unit in units if unit.flag]
    parts = [_axes(plane, most, across), *_curves(limits, plane, most), plane.level(target, "kit-svg__middle")]
    parts += [_sign(unit, plane, most, worse) for unit in units]
    words = _key(named, worse)
    parts += [_numbers(named, plane, most), key(words, plane.bottom + 36)]
    return "".join(parts), plane.bottom + 36 + len(words) * KEY_LINE


def _reach(shares: Sequence[float], worse: str) -> tuple[float, float]:
    """From the lowest tenth up to all; where high is the worse side, from nothing up to the highest tenth."""
    if worse == "high":
        return 0.0, min(1.0, int(max(shares) * 10 + 1.5) / 10)
    return max(0.0, int(min(shares) * 10 - 0.5) / 10), 1.0


def _style(flag: str, worse: str) -> tuple[str, str]:
    """(shape, class): red and pointed on the side that is worse."""
    if not flag:
        return "dot", "kit-svg__mark kit-svg__mark--faint"
    if flag == worse:
        return "diamond", "kit-svg__mark kit-svg__mark--low"
    return BETTER[flag], "kit-svg__mark kit-svg__mark--high"


def _place(unit: Unit, plane: Plane, most: int) -> tuple[float, float]:
    return plane.x(unit.of / most), plane.y(unit.done / unit.of)


def _sign(unit: Unit, plane: Plane, most: int, worse: str) -> str:
    x, y = _place(unit, plane, most)
    hover = f"{unit.name}: {unit.done:,} of {unit.of:,}, {_percent(unit.share)}"
    return mark(x, y, *_style(unit.flag, worse), hover)


def _axes(plane: Plane, most: int, across: str) -> str:
    levels = (
        plane.level(at, "kit-svg__grid")
        + text(plane.left - 6, plane.y(at) + 5, _percent(at), "kit-svg__small", "end")
        for at in (plane.low, (plane.low + plane.high) / 2, plane.high)
    )
    words = text(plane.right, plane.bottom + 20, f"{most:,} {across}", "kit-svg__small", "end")
    return "".join(levels) + text(plane.left, plane.bottom + 20, "0", "kit-svg__small") + words


def _curves(limits: Sequence[Limit], plane: Plane, most: int) -> list[str]:
    def curve(at: int) -> list[tuple[float, float]]:
        return [(plane.x(limit.of / most), plane.y(limit[at])) for limit in limits]

    inner, outer = "kit-svg__limit kit-svg__limit--inner", "kit-svg__limit"
    return [path(curve(at), style) for at, style in ((1, inner), (2, inner), (3, outer), (4, outer))]


def _numbers(named: Sequence[Unit], plane: Plane, most: int) -> str:
    places = clear([_place(unit, plane, most) for unit in named], 22, 15)
    return "".join(
        text(x + 11, y + 5, str(at), "kit-svg__small kit-svg__value") for at, (x, y) in enumerate(places, 1)
    )


def _key(named: Sequence[Unit], worse: str) -> list[tuple[str, str]]:
    lines = [(line(-10, 0, 10, 0, "kit-svg__middle"), "all together"),
             (line(-10, 0, 10, 0, "kit-svg__limit kit-svg__limit--inner"), "19 in 20 like units fall inside"),
             (line(-10, 0, 10, 0, "kit-svg__limit"), "nearly all like units fall inside")]  # fmt: skip
    for at, unit in enumerate(named, 1):
        sign = mark(0, 0, *_style(unit.flag, worse))
        lines.append((sign, f"{at}  {short(unit.name, 24)}: {_percent(unit.share)} of {unit.of:,}"))
    return lines
