"""From counts to charts and sentences: drop-off, funnels, completeness over time, equality. Pure but for the shapes of
kit's charts; no score and no rank of anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kith.desk.consistency.asking import PARTS, Counted, Counts, Kind, Officer
from kith.insight import control, suppression
from kith.insight.funnel import Funnel, Unit, funnel
from kith.insight.rules import coaching_prompts, reasons_against_chart
from kith.kit import charts, words
from kith.kit.charts.control import Point
from kith.kit.charts.funnel import Limit
from kith.kit.charts.funnel import Unit as Dot
from kith.kit.svg import Drawing
from kith.statute import codes

STAGE_WORDS = dict(codes.choices("screening_stage"))
STAGE_OF = {"eligible": "eligible", "begun": "started", "completed": "completed", "supervised": "supervised",
            "shared": "shared", "acknowledged": "acknowledged"}
PART_WORDS = {"voice": "The child's words", "demeanour": "How the child was", "school": "The school",
              "others": "Other children"}
STEPS = 12           # widths at which the funnel's limits are drawn
MARKS = {control.Kind.IMPROVEMENT: "better", control.Kind.CONCERN: "worse"}
SAID = {control.Kind.IMPROVEMENT: "has got better beyond chance", control.Kind.CONCERN: "has got worse beyond chance"}
FUNNEL_WORDS = "The limits allow for honest differences; this is a reason to ask, not a verdict."
BANDS = ((0, 4, "0 to 4"), (5, 9, "5 to 9"), (10, 15, "10 to 15"), (16, 17, "16 and 17"))
BY_AGE = {name: place for place, (_, _, name) in enumerate(BANDS)}
ETHNICITIES = {"W": "White", "M": "Mixed", "A": "Asian", "B": "Black", "O": "Other"}
SEXES = {"F": "Girls", "M": "Boys"}
LEAST_A_MONTH = 10   # of those below the line; a share of fewer swings from nothing to all [L]
WHO = {**{f"ethnicity-{key}": name for key, name in ETHNICITIES.items()}, "ethnicity-": "Not stated",
       **{f"sex-{key}": name for key, name in SEXES.items()}, "sex-": "Not known",
       **{f"age-{low}": name for low, _, name in BANDS}, "age-": "Not known"}   # groups of children, by their own key
FEWEST = 3           # teams from which on a funnel says anything


def stages(counts: Counts) -> list[tuple[str, int]]:
    """(stage in words, how many reached it)."""
    total = counts.total()
    return [(STAGE_WORDS[STAGE_OF[key]], total[key]) for key in STAGE_OF]


def shown_stages(found: list[tuple[str, int]]) -> tuple[list[tuple[str, int]], str]:
    """The stages for readers without the rows: one at which fewer than five got no further is left out, and said."""
    kept = found[:1]
    for stage in found[1:]:
        if not 0 < kept[-1][1] - stage[1] < suppression.LEAST:
            kept.append(stage)
    left = [name.lower() for name, _ in found if name not in dict(kept)]
    return kept, f" Not drawn, for fewer than five got no further: {words.join_and(left)}." if left else ""


def stages_sentence(counts: Counts) -> str:
    total = counts.total()
    if not total["eligible"]:
        return "No incident of this time called for a screening."
    missed = total["eligible"] - total["completed"]
    return (f"{total['completed']:,} of {total['eligible']:,} children who should have been screened were "
            f"({share_words(total['completed'], total['eligible'])}); {missed:,} were not. Counted from incidents.")


def share_words(done: int, of: int) -> str:
    return f"{100 * done / of:.0f}%" if of else "none"


def placed(by_unit: Mapping[str, Counted], done: str = "completed", of: str = "eligible") -> Funnel:
    return funnel([Unit(name, n[done], n[of]) for name, n in by_unit.items() if n[of]])


def funnel_of(found: Funnel, what: str, *, title: str, across: str, hide: bool, worse: str = "low") -> Drawing:
    """The funnel with the sentence that says who stands out on the side that is worse. All teams are judged; those
    with few on either side are not drawn for readers who may not open the rows."""
    most = max((one.unit.of for one in found.placed), default=1)
    sizes = sorted({max(1, most * n // STEPS) for n in range(1, STEPS + 1)})
    veiled = few(found) if hide else frozenset()
    dots = [Dot(one.unit.name, one.unit.done, one.unit.of, one.flag) for one in found.placed
            if one.unit.name not in veiled]
    limits = [Limit(n, *found.limits(n, 2), *found.limits(n, 3)) for n in sizes]
    return charts.DRAWINGS["funnel"](dots, limits=limits, target=found.target, title=title, across=across, worse=worse,
                                     sentence=funnel_sentence(found, what, worse) + not_drawn(len(veiled)),
                                     head=("Team", "Counted"))


def few(found: Funnel) -> frozenset[str]:
    """Teams whose counts are small, and as many others as it takes that nobody works them out."""
    shown = suppression.by_group({one.unit.name: (one.unit.done, one.unit.of) for one in found.placed})
    return frozenset(group.name for group in shown if group.share is None and group.name != suppression.TOTAL)


def not_drawn(many: int) -> str:
    return f" Not drawn, for fewer than five stand on one side: {words.plural(many, 'team')}." if many else ""


def stand_out(found: Funnel, worse: str = "low") -> list[str]:
    """The units beyond the funnel on the side that is worse, in the order given."""
    return [one.unit.name for one in found.placed if one.flag == worse]


def funnel_sentence(found: Funnel, what: str, worse: str = "low") -> str:
    names, way = stand_out(found, worse), "less" if worse == "low" else "more"
    together = f"All together: {100 * found.target:.0f}%."
    if not names:
        side = "lower" if worse == "low" else "higher"
        return f"{together} No team is {side} than chance and the usual spread between teams explain."
    return (f"{together} {words.join_and(names)} {what} {way} than chance and the usual spread between teams explain. "
            f"{FUNNEL_WORDS}")


def enough(months: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """The months with enough below the line for a share to mean something; none where most have too few."""
    kept = {name: (done, of) for name, (done, of) in months.items() if of >= LEAST_A_MONTH}
    return kept if 2 * len(kept) > sum(1 for _, of in months.values() if of) else {}


def by_month(months: Mapping[str, tuple[int, int]], what: str, *, title: str, better: int = 1) -> Drawing | None:
    """A share month by month on a control chart, by the NHS rules; nothing before there are two months (`enough`).
    Limits are drawn no further than a share can go."""
    seen = [(name, done, of) for name, (done, of) in months.items()]
    if len(seen) < 2:
        return None
    values = [100 * done / of for _, done, of in seen]
    points = control.xmr(values, better=better)
    drawn = [Point(month_words(name), p.y, p.mean, max(0, p.lower), min(100, p.upper), MARKS.get(p.kind, ""),
                   str(p.label))
             for (name, _, _), p in zip(seen, points, strict=True)]
    against = list(reasons_against_chart(values, [of for _, _, of in seen]))
    return charts.DRAWINGS["control"](drawn, title=title, unit="%", head=("Month", "Share"),
                                      sentence=time_sentence(what, points, against))


def month_words(iso: str) -> str:
    year, month, _ = iso.split("-")
    return f"{month}/{year}"


def time_sentence(what: str, points: Sequence[control.Point], against: Sequence[str]) -> str:
    kind = control.variation(points)
    said = SAID.get(kind, "varies as chance does") if kind else "varies as chance does"
    return " ".join([f"{what}: {points[-1].y:.0f}% in the newest month; it {said}.", *against[:1]])


def completeness(counts: Counts, *, hide: bool) -> list[tuple[str, float | None]]:
    """What stood in the completed screenings, in per cent; None where too few stand on one side to be shown."""
    total = counts.total()
    of = total["completed"]
    return [(PART_WORDS[p], None if not of or hide and suppression.share(total[p], of) is None
             else round(100 * total[p] / of, 1)) for p in PARTS]


def band(name: str | None) -> str:
    age = int(name) if name else -1
    return next((words for low, high, words in BANDS if low <= age <= high), "Not known")


GROUPS: dict[str, tuple[str, Callable[[str | None], str]]] = {
    "ethnicity": ("By ethnicity", lambda name: ETHNICITIES.get(name or "", "Not stated")),
    "sex": ("By sex", lambda name: SEXES.get(name or "", "Not known")),
    "age": ("By age", band),
}


def equality(kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """Called for, and completed, by who the child is; small numbers hidden."""
    found = []
    for what, (title, name_of) in GROUPS.items():
        made = breakdown(title, [(name_of(k.name), k.completed, k.eligible) for k in kinds if k.what == what])
        keys = {name: key for key, name in WHO.items() if key.startswith(f"{what}-")}
        found.append({**made, "who": [keys[row[0]] for row in made["rows"]]})
    return found


def breakdown(title: str, groups: Sequence[tuple[str, int, int]]) -> dict[str, Any]:
    """One table: the counts and the rest of each row add up, so both are hidden where one would give away the other."""
    counts: dict[tuple[str, str], int] = {}
    for name, completed, eligible in groups:
        for column, n in (("completed", completed), ("not", eligible - completed)):
            counts[name, column] = counts.get((name, column), 0) + n
    names = sorted({name for name, _ in counts}, key=lambda name: (BY_AGE.get(name, len(BANDS)), name))
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
