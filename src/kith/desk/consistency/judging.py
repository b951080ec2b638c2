"""From counts to charts and sentences: drop-off, funnels, movement, completeness over time, agreement, equality. Pure
but for the shapes of kit's charts; no score and no rank of anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kith.desk.consistency.asking import PARTS, SCALE, Counts, Kind, Move, Officer, pairs
from kith.insight import control, movement, suppression
from kith.insight.agreement import Tally
from kith.insight.consistency import ORDERED, Consistency, side_by_side
from kith.insight.funnel import Funnel, Unit, funnel
from kith.insight.rules import coaching_prompts, reasons_against_chart
from kith.kit import words
from kith.kit.charts.control import Point
from kith.kit.charts.funnel import Limit
from kith.kit.charts.funnel import Unit as Dot
from kith.statute import codes

STAGE_WORDS = dict(codes.choices("screening_stage"))
STAGE_OF = {"eligible": "eligible", "begun": "started", "completed": "completed", "supervised": "supervised",
            "shared": "shared", "acknowledged": "acknowledged"}
PART_WORDS = {"voice": "The child's words", "demeanour": "How the child was", "school": "The school",
              "others": "Other children"}
STEPS = 12           # widths at which the funnel's limits are drawn
MARKS = {control.Kind.IMPROVEMENT: "better", control.Kind.CONCERN: "worse"}
BANDS = ((0, 4, "0 to 4"), (5, 9, "5 to 9"), (10, 15, "10 to 15"), (16, 17, "16 and 17"))
BY_AGE = {name: place for place, (_, _, name) in enumerate(BANDS)}
ETHNICITIES = {"W": "White", "M": "Mixed", "A": "Asian", "B": "Black", "O": "Other", "": "Not stated"}
ALPHA, AC1 = "Krippendorff's alpha (ordinal)", "Gwet's AC1"
REPLICATES = 400     # of the bootstrap, at night


def stages(counts: Counts) -> list[tuple[str, int]]:
    """(stage in words, how many reached it)."""
    total = counts.total()
    return [(STAGE_WORDS[STAGE_OF[key]], total[key]) for key in STAGE_OF]


def stages_sentence(counts: Counts) -> str:
    total = counts.total()
    if not total["eligible"]:
        return "No incident of this time called for a screening."
    missed = total["eligible"] - total["completed"]
    return (f"{total['completed']:,} of {total['eligible']:,} children who should have been screened were "
            f"({share_words(total['completed'], total['eligible'])}); {missed:,} were not. Counted from incidents.")


def share_words(done: int, of: int) -> str:
    return f"{100 * done / of:.0f}%" if of else "none"


def placed(by_unit: Mapping[str, Mapping[str, int]], done: str = "completed", of: str = "eligible") -> Funnel:
    return funnel([Unit(name, n[done], n[of]) for name, n in by_unit.items() if n[of]])


def funnel_chart(found: Funnel, what: str) -> dict[str, Any]:
    """What kit's funnel draws, with the sentence that says who stands out."""
    most = max((one.unit.of for one in found.placed), default=1)
    sizes = sorted({max(1, most * n // STEPS) for n in range(1, STEPS + 1)})
    return {"units": [Dot(one.unit.name, one.unit.done, one.unit.of, one.flag) for one in found.placed],
            "limits": [Limit(n, *found.limits(n, 2), *found.limits(n, 3)) for n in sizes],
            "target": found.target, "sentence": funnel_sentence(found, what)}


def funnel_sentence(found: Funnel, what: str) -> str:
    names = [one.unit.name for one in found.low]
    together = f"All together: {100 * found.target:.0f}%."
    if not names:
        return f"{together} No team is lower than chance and the usual spread between teams explain."
    return (f"{together} {words.join_and(names)} {what} less than chance and the usual spread between teams explain. "
            "The limits allow for honest differences; this is a reason to ask, not a verdict.")


def moved(moves: Sequence[Move], first: int, later: int, *, hide: bool = True) -> dict[str, Any]:
    """A matrix of grades and its sentence; small numbers hidden from those who may not open the rows behind it."""
    found = movement.counted(pairs(moves, first, later), SCALE)
    shown = suppression.table(pairs(moves, first, later), SCALE, SCALE)
    whole = [list(row) for row in found.counts]
    return {"counts": [[shown.cells[a, b] for b in SCALE] for a in SCALE] if hide else whole, "total": found.total,
            "sentence": movement_sentence(found)}


def movement_sentence(found: movement.Movement) -> str:
    if not found.total:
        return "Nothing has been graded by both yet."
    return (f"Of {found.total:,}, {share_words(found.same, found.total)} kept the first grade, "
            f"{share_words(found.under, found.total)} were raised later (outlined: the first grade was too low) and "
            f"{share_words(found.over, found.total)} lowered.")


def over_time(counts: Counts, part: str, of: str = "completed") -> dict[str, Any]:
    """One share month by month on a control chart, by the NHS rules."""
    months = [(name, n) for name, n in counts.by("month").items() if n[of]]
    values = [100 * n[part] / n[of] for _, n in months]
    points = control.xmr(values, better=1) if len(values) > 1 else []
    drawn = [Point(month_words(name), p.y, p.mean, p.lower, p.upper, MARKS.get(p.kind, ""), str(p.label))
             for (name, _), p in zip(months, points, strict=False)]
    against = list(reasons_against_chart(values, [n[of] for _, n in months]))
    return {"points": drawn, "sentence": time_sentence(PART_WORDS.get(part, "Completed"), points, against)}


def month_words(iso: str) -> str:
    year, month, _ = iso.split("-")
    return f"{month}/{year}"


def time_sentence(what: str, points: Sequence[control.Point], against: Sequence[str]) -> str:
    if not points:
        return "There are not yet two months to compare."
    kind = control.variation(points)
    said = {control.Kind.IMPROVEMENT: "has got better beyond chance", control.Kind.CONCERN: "has got worse beyond "
            "chance"}.get(kind, "varies as chance does") if kind else "varies as chance does"
    return " ".join([f"{what}: {points[-1].y:.0f}% in the newest month; it {said}.", *against[:1]])


def completeness(counts: Counts) -> list[tuple[str, float]]:
    """What stood in the completed screenings, in per cent."""
    total = counts.total()
    return [(PART_WORDS[p], round(100 * total[p] / total["completed"], 1) if total["completed"] else 0) for p in PARTS]


def coefficients(given: Tally, seed: str, replicates: int = 0) -> Consistency:
    """All coefficients side by side; with intervals where there is time for them."""
    return side_by_side(given, len(SCALE), seed=seed, replicates=replicates, chosen=dict(ORDERED))


def told_alike(given: Tally) -> str:
    """How alike everybody graded the shared stories, in a sentence; nothing where fewer than five did."""
    graders = max((len(pattern) - pattern.count(None) for pattern in given), default=0)
    if graders < suppression.LEAST:
        return ""
    found = {one.name: two(one.value) for one in coefficients(given, "stories").measured}
    return (f"{graders} people graded the newest shared stories alone: agreement {found['Per cent agreement']}, "
            f"Krippendorff's alpha {found[ALPHA]}, AC1 {found[AC1]}.")


def as_rows(found: Consistency) -> list[list[str]]:
    return [[one.name, two(one.value), f"{two(one.low)} to {two(one.high)}" if one.low is not None else "at night"]
            for one in found.measured]


def two(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def band(kind: Kind) -> str:
    return next((name for low, high, name in BANDS if kind.age is not None and low <= kind.age <= high), "Not known")


def equality(kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """Called for, completed and with the child's words, by who the child is; small numbers hidden."""
    sexes = {"F": "Girls", "M": "Boys"}
    return [breakdown("By ethnicity", kinds, lambda k: ETHNICITIES.get(k.ethnicity[:1], "Not stated")),
            breakdown("By sex", kinds, lambda k: sexes.get(k.sex, "Not known")),
            breakdown("By age", kinds, band)]


def breakdown(title: str, kinds: Sequence[Kind], name_of: Any) -> dict[str, Any]:
    """One table: the counts and the rest of each row add up, so both are hidden where one would give away the other."""
    counts: dict[tuple[str, str], int] = {}
    for kind in kinds:
        name = name_of(kind)
        for column, n in (("completed", kind.completed), ("not", kind.eligible - kind.completed)):
            counts[name, column] = counts.get((name, column), 0) + n
    names = sorted({name for name, _ in counts}, key=lambda name: (BY_AGE.get(name, 0), name))
    shown = suppression.table(counts, names, ("completed", "not"))
    return {"title": title, "rows": [[name, *equal_cells(shown.row(name))] for name in names]}


def equal_cells(row: Sequence[int | None]) -> list[str]:
    done, _, total = row
    share = share_words(done, total) if done is not None and total else "hidden"
    return ["hidden" if n is None else f"{n:,}" for n in (total, done)] + [share]


def prompts(found: Sequence[Officer]) -> list[str]:
    """Officers of the reader's own team who are low in both periods and may be talked with; never a rank."""
    periods = [[Unit(o.name, o.done, o.of) for o in found if o.period == p] for p in (1, 2)]
    return [name for name in coaching_prompts(periods) if not name.startswith("Officer ")]
