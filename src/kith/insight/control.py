"""XmR control charts with the rules of NHS England's "Making Data Count".

Source: the published behaviour of NHSRplotthedots 0.2.2 and Wheeler, Understanding Variation (1993). Limits are never
recalculated by the machine: a rebase is a person's reasoned decision, and arrives here as a position.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum

LIMIT = 2.66       # 3 / 1.128: three standard deviations from the mean range of two neighbours
SCREEN = 3.267     # a range this many times the mean range is an outlier of the ranges
RUN = 7            # points that make a shift or a trend
NEAR = 2 / 3       # of the way to a limit: two standard deviations


class Label(StrEnum):
    """What a point shows, in the words of the rules. The first that applies, in the order of `_label`."""

    ABOVE_LIMIT = "Above UCL"
    BELOW_LIMIT = "Below LCL"
    RISING = "7 Point Trend (Increasing)"
    FALLING = "7 Point Trend (Decreasing)"
    NEAR_ABOVE = "2 in 3 Above CL"
    NEAR_BELOW = "2 in 3 Below CL"
    SHIFT_ABOVE = "7 Points Above CL"
    SHIFT_BELOW = "7 Points Below CL"
    COMMON = "Common Cause"


class Kind(StrEnum):
    """What a label means once it is known which way is better."""

    COMMON = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    HIGH = "special_cause_neutral_high"
    LOW = "special_cause_neutral_low"


UPWARD = {Label.ABOVE_LIMIT, Label.RISING, Label.NEAR_ABOVE, Label.SHIFT_ABOVE}


@dataclass(frozen=True, slots=True)
class Point:
    """One value with the mean and limits of its group, all in the unit of the values."""

    y: float
    mean: float
    lower: float
    upper: float
    label: Label
    kind: Kind


def xmr(
    values: Sequence[float], *, rebase_at: Collection[int] = (), fix_after: int | None = None, screen: bool = False,
    better: int = 0,
) -> list[Point]:  # fmt: skip
    """A point for each value, in order of time.

    rebase_at: positions (from 0) at which a new group starts, with everything anew. fix_after: only the first so many
    of each group give mean and limits (at least 2). screen: leave outlying ranges out of the limits. better: 1 up is
    good, -1 down is good, 0 neither. Raises ValueError for any other `better` or `fix_after`.
    """
    if better not in (-1, 0, 1):
        raise ValueError(f"better is 1, -1 or 0, not {better}")
    if fix_after is not None and fix_after < 2:
        raise ValueError(f"limits need at least 2 points, not {fix_after}")
    starts = [0, *sorted({at for at in rebase_at if 0 < at < len(values)}), len(values)]
    groups = (values[start:end] for start, end in zip(starts, starts[1:], strict=False))
    return [point for group in groups if group for point in _group(group, fix_after, screen, better)]


def _group(values: Sequence[float], fix_after: int | None, screen: bool, better: int) -> Iterator[Point]:
    mean, reach = limits(values[:fix_after], screen)
    for y, label in zip(values, _labels(values, mean, reach), strict=True):
        yield Point(y, mean, mean - reach, mean + reach, label, kind(label, better))


def limits(base: Sequence[float], screen: bool = False) -> tuple[float, float]:
    """(mean, distance of each limit from it) of the base points; 0 where nothing varies or there is only one."""
    mean = fsum(base) / len(base)
    ranges = [abs(b - a) for a, b in zip(base, base[1:], strict=False)]
    if screen and ranges:
        most = SCREEN * fsum(ranges) / len(ranges)
        ranges = [one for one in ranges if one < most]
    return mean, LIMIT * fsum(ranges) / len(ranges) if ranges else 0.0


def _labels(values: Sequence[float], mean: float, reach: float) -> Iterator[Label]:
    lower, upper = mean - reach, mean + reach
    sides = [_sign(y - mean) for y in values]
    steps = [_sign(b - a) for a, b in zip(values, values[1:], strict=False)]
    outside = [y < lower or y > upper for y in values]
    near = [not out and abs(y - mean) > NEAR * reach for y, out in zip(values, outside, strict=True)]
    trend, pairs, shift = _runs(steps, RUN - 1, RUN), _two_in_three(sides, near), _runs(sides, RUN, RUN)
    for at, side in enumerate(sides):
        if outside[at]:
            yield Label.ABOVE_LIMIT if side > 0 else Label.BELOW_LIMIT
        elif at in trend:
            yield Label.RISING if steps[at if at + 1 in trend else at - 1] > 0 else Label.FALLING
        elif at in pairs:
            yield Label.NEAR_ABOVE if side > 0 else Label.NEAR_BELOW
        elif at in shift:
            yield Label.SHIFT_ABOVE if side > 0 else Label.SHIFT_BELOW
        else:
            yield Label.COMMON


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _runs(signs: Sequence[int], length: int, covers: int) -> set[int]:
    """Positions of every point in a run of `length` equal signs (a zero breaks it); each run covers `covers` points."""
    starts = (at for at in range(len(signs) - length + 1) if abs(sum(signs[at : at + length])) == length)
    return {at + step for at in starts for step in range(covers)}


def _two_in_three(sides: Sequence[int], near: Sequence[bool]) -> set[int]:
    """The near points of any three neighbours on one side of which at least two are near."""
    starts = (at for at in range(len(sides) - 2) if abs(sum(sides[at : at + 3])) == 3 and sum(near[at : at + 3]) > 1)
    return {at + step for at in starts for step in range(3) if near[at + step]}


def kind(label: Label, better: int) -> Kind:
    """What the label means where up is good (1), down is good (-1) or neither is (0)."""
    if label is Label.COMMON:
        return Kind.COMMON
    way = 1 if label in UPWARD else -1
    if better == 0:
        return Kind.HIGH if way > 0 else Kind.LOW
    return Kind.IMPROVEMENT if way == better else Kind.CONCERN


def variation(points: Sequence[Point]) -> Kind | None:
    """The kind of the last point, which is what the chart's icon shows; None without points."""
    return points[-1].kind if points else None


def assurance(points: Sequence[Point], target: float, better: int) -> str:
    """Whether the process as it now runs will meet the target: met, missed, or sometimes each ("" without points)."""
    if not points or better == 0:
        return ""
    last = points[-1]
    if last.lower <= target <= last.upper:
        return "inconsistent"
    above = target > last.upper
    return "consistently missed" if above == (better > 0) else "consistently met"
