"""The rules of the control chart once more, slow and obvious: one question for each point, nothing shared.

Used to check `kith.insight.control`, in the tests and in the benchmark; it is written from the published rules and
knows nothing of that module.
"""

from collections.abc import Sequence

Answer = tuple[float, float, float, str, str]      # mean, lower, upper, label, point type


def charted(
    ys: Sequence[float], starts: Sequence[int] = (), fix_after: int | None = None, screen: bool = False, better: int = 0
) -> list[Answer]:
    """Every point's answer; `starts` are the positions at which a new group begins."""
    answers = []
    for at in range(len(ys)):
        begin = max([0, *(start for start in starts if start <= at)])
        end = min([len(ys), *(start for start in starts if start > at)])
        answers.append(one(list(ys[begin:end]), at - begin, fix_after, screen, better))
    return answers


def one(group: list[float], at: int, fix_after: int | None, screen: bool, better: int) -> Answer:
    """The answer for the point at `at` of its group."""
    base = group if fix_after is None else group[:fix_after]
    mean = sum(base) / len(base)
    ranges = [abs(base[n] - base[n - 1]) for n in range(1, len(base))]
    if screen:
        ranges = [r for r in ranges if r < 3.267 * (sum(ranges) / len(ranges))]
    width = 2.66 * sum(ranges) / len(ranges) if ranges else 0.0
    label = named(group, at, mean, width)
    return mean, mean - width, mean + width, label, meant(label, better)


def named(group: list[float], at: int, mean: float, width: float) -> str:
    """The label: the first rule that holds."""
    if group[at] > mean + width:
        return "Above UCL"
    if group[at] < mean - width:
        return "Below LCL"
    if in_trend(group, at):
        step = group[at + 1] - group[at] if in_trend(group, at + 1) else group[at] - group[at - 1]
        return "7 Point Trend (Increasing)" if step > 0 else "7 Point Trend (Decreasing)"
    for word, way in (("Above", 1), ("Below", -1)):
        if two_in_three([way * (y - mean) for y in group], at, width):
            return f"2 in 3 {word} CL"
    for word, way in (("Above", 1), ("Below", -1)):
        if any(all(way * (y - mean) > 0 for y in part) for part in windows(group, at, 7)):
            return f"7 Points {word} CL"
    return "Common Cause"


def windows(group: list[float], at: int, length: int) -> list[list[float]]:
    """All stretches of so many neighbours that hold the point."""
    starts = range(max(0, at - length + 1), at + 1)
    return [group[start : start + length] for start in starts if start + length <= len(group)]


def in_trend(group: list[float], at: int) -> bool:
    """Whether the point is one of seven that all rise or all fall."""
    if at >= len(group):
        return False
    return any(
        part == sorted(set(part)) or part == sorted(set(part), reverse=True) for part in windows(group, at, 7)
    )


def two_in_three(apart: list[float], at: int, width: float) -> bool:
    """Whether the point is near the upper limit, and so is another of three above the mean (`apart` from it)."""
    near = [2 / 3 * width < y <= width for y in apart]
    if not near[at]:
        return False
    return any(
        min(apart[start : start + 3]) > 0 and sum(near[start : start + 3]) >= 2
        for start in range(max(0, at - 2), min(at, len(apart) - 3) + 1)
    )


def meant(label: str, better: int) -> str:
    """The point type of a label."""
    if label == "Common Cause":
        return "common_cause"
    up = "Above" in label or "Increasing" in label
    if better == 0:
        return "special_cause_neutral_high" if up else "special_cause_neutral_low"
    return "special_cause_improvement" if up == (better == 1) else "special_cause_concern"
