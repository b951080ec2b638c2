"""One plain sentence for every figure: what it shows, and no more than it shows."""

from collections.abc import Sequence

from kith.insight.consistency import Consistency
from kith.insight.control import Kind, Label, Point
from kith.insight.coverage import Stage
from kith.insight.funnel import Funnel
from kith.insight.movement import Movement, Veiled

NOTHING = "Nothing to show yet."
SHOWS = {
    Label.ABOVE_LIMIT: "above the upper limit",
    Label.BELOW_LIMIT: "below the lower limit",
    Label.RISING: "seven or more rise in a row",
    Label.FALLING: "seven or more fall in a row",
    Label.NEAR_ABOVE: "two in three near the upper limit",
    Label.NEAR_BELOW: "two in three near the lower limit",
    Label.SHIFT_ABOVE: "seven or more in a row above the mean",
    Label.SHIFT_BELOW: "seven or more in a row below the mean",
    Label.COMMON: "what chance explains",
}
MEANS = {
    Kind.IMPROVEMENT: "better than chance explains",
    Kind.CONCERN: "worse than chance explains",
    Kind.HIGH: "higher than chance explains",
    Kind.LOW: "lower than chance explains",
}
PREVALENT = 0.2          # AC1 this far above kappa: nearly everything has one grade


def percent(share: float | None) -> str:
    """A share of 1 as people say it: "62%"."""
    return "no data" if share is None else f"{100 * share:.0f}%"


def of_control(points: Sequence[Point]) -> str:
    """What the newest point shows, and whether earlier ones of the same limits stand out."""
    if not points:
        return NOTHING
    last = points[-1]
    if last.kind is not Kind.COMMON:
        return f"The newest value: {SHOWS[last.label]}, {MEANS[last.kind]}."
    same = [p for p in points if (p.mean, p.lower, p.upper) == (last.mean, last.lower, last.upper)]
    earlier = sum(p.kind is not Kind.COMMON for p in same)
    more = f" {earlier} before it under the same limits {'was' if earlier == 1 else 'were'} not." if earlier else ""
    return f"The newest value is one that chance explains.{more}"


def of_funnel(found: Funnel, many: str = "teams") -> str:
    """Who is named as low, by name in the order given, and what all together do."""
    names = [placed.unit.name for placed in found.low]
    whole = f"All together: {percent(found.target)}."
    if not names:
        return f"None of {len(found.placed)} {many} is lower than chance and the usual spread explain. {whole}"
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    share = f"{len(names)} of {len(found.placed)} {many} {'are' if len(names) > 1 else 'is'}"
    return f"{share} lower than chance and the usual spread explain: {listed}. {whole}"


def of_agreement(found: Consistency, what: str = "screenings") -> str:
    """How often they agreed, how far beyond chance with its interval, and a warning where kappa misleads."""
    agreed, ac1 = found["Per cent agreement"], found["Gwet's AC1"]
    if agreed.value is None or ac1.value is None:
        return f"No {what} have been graded twice yet."
    interval = f" ({ac1.low:.2f} to {ac1.high:.2f})" if ac1.low is not None else ""
    said = (f"Of {found.twice:,} {what} graded twice, {percent(agreed.value)} of pairs had the same grade; "
            f"beyond chance that is {ac1.value:.2f}{interval} of 1, by Gwet's AC1.")  # fmt: skip
    kappas = [one.value for one in found.measured if "appa" in one.name and one.value is not None]
    if kappas and ac1.value - min(kappas) > PREVALENT:
        said += f" Nearly all have one grade, which pulls kappa down to {min(kappas):.2f} although people agree."
    return said


def of_movement(found: Movement | Veiled, first: str, later: str) -> str:
    """How many were graded lower, and how many higher, by the first than by the later."""
    if found.total == 0:
        return f"Nothing has been graded by both {first} and {later} yet."
    lower, higher = (_count(count, found.total) for count in (found.under, found.over))
    return f"Of {_whole(found.total)}, {lower} were graded lower by {first} than by {later}, and {higher} higher."


def _whole(count: int | None) -> str:
    return "a small number" if count is None else f"{count:,}"


def _count(count: int | None, total: int | None) -> str:
    if count is None or not total:
        return "a number that is not shown"
    return f"{count:,} ({percent(count / total)})"


def of_drop_off(stages: Sequence[Stage]) -> str:
    """From the first stage to the last, and where most are lost."""
    if not stages or not stages[0].reached:
        return NOTHING
    first, last = stages[0], stages[-1]
    said = f"Of {first.reached:,} {first.name}, {last.reached:,} ({percent(last.of_first)}) came to {last.name}"
    at = max(range(len(stages)), key=lambda at: stages[at].lost)
    if not stages[at].lost:
        return f"{said}; none was lost on the way."
    return f"{said}; most are lost between {stages[at - 1].name} and {stages[at].name} ({stages[at].lost:,})."


def of_run(values: Sequence[tuple[str, float | None]], name: str) -> str:
    """The first and the newest value that there are."""
    there = [(label, value) for label, value in values if value is not None]
    if not there:
        return NOTHING
    (begin, before), (end, now) = there[0], there[-1]
    if len(there) == 1:
        return f"{name} was {now:.2f} in {end}."
    return f"{name} was {before:.2f} in {begin} and is {now:.2f} in {end}."
