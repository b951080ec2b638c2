"""Are the figures of screening right? Control charts, agreement coefficients, and funnels over invented counties.

Charts are measured against a slow engine of our own and, where a folder is given, against its reference files
(`series*.csv` with `expected*.csv` beside it); coefficients against the published values; funnels against the truth.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from kith.insight import agreement, consistency, spc_csv
from kith.insight.agreement import Pattern
from kith.insight.control import xmr
from kith.measure import consistency_page, counties, ground, logged, obvious
from kith.measure.marks import Row, against, beside

COUNTIES, SERIES, MONTHS = 200, 200, 36


def _tallied(text: str) -> Counter[Pattern]:
    """Raters in lines, items in columns, `.` for missing; the lowest category is 1."""
    raters = [[None if cell == "." else int(cell) for cell in line.split()] for line in text.split("/")]
    return agreement.tally(zip(*raters, strict=True), range(1, 6))


def _from_counts(text: str) -> Counter[Pattern]:
    """Items in lines: how many raters chose each category."""
    items = (enumerate(map(int, line.split())) for line in text.split("/"))
    return Counter(tuple(k for k, raters in item for _ in range(raters)) for item in items)


KRIPPENDORFF = _tallied("1 2 3 3 2 1 4 1 2 . . . / 1 2 3 3 2 2 4 1 2 5 . 3 / . 3 3 3 2 3 4 2 2 5 1 . / "
                        "1 2 3 3 2 4 4 1 2 5 1 .")  # fmt: skip
FLEISS = _from_counts("0 0 0 0 14 / 0 2 6 4 2 / 0 0 3 5 6 / 0 3 9 2 0 / 2 2 8 1 1 / 7 7 0 0 0 / 3 2 6 3 0 / 2 5 3 2 2"
                      " / 6 5 2 1 0 / 0 2 2 3 7")  # fmt: skip
PREVALENT: Counter[Pattern] = Counter({(0, 0): 188, (1, 1): 2, (0, 1): 5, (1, 0): 5})   # 95 in 100 agree, 95 are alike


def published() -> Iterator[tuple[str, float, str]]:
    """(coefficient, ours, the published value as printed). Krippendorff 2004, Fleiss 1971, Gwet's irrCAC."""
    k, f, p = KRIPPENDORFF, FLEISS, PREVALENT
    wanted = {"nominal": "0.7434", "ordinal": "0.8154", "interval": "0.8491", "ratio": "0.7974"}
    for name, value in wanted.items():
        yield f"alpha, {name}", agreement.krippendorff(k, 5, getattr(agreement, name)) or 0, value
    yield "agreement", agreement.observed(k, 5) or 0, "0.8181818"
    yield "AC1", agreement.gwet(k, 5) or 0, "0.77544"
    yield "AC1, standard error", agreement.gwet_standard_error(k, 5) or 0, "0.14295"
    yield "Fleiss' kappa", agreement.fleiss(k, 5) or 0, "0.76117"
    yield "Conger's kappa", agreement.kappa(k, 5) or 0, "0.76207"
    yield "Brennan and Prediger", agreement.brennan_prediger(k, 5) or 0, "0.77273"
    yield "Fleiss' kappa, 14 raters", agreement.fleiss(f, 5) or 0, "0.2099"
    yield "agreement, 14 raters", agreement.observed(f, 5) or 0, "0.3780"
    yield "AC1, 14 raters", agreement.gwet(f, 5) or 0, "0.2256"
    yield "Cohen's kappa, 95 in 100 alike", agreement.kappa(p, 2) or 0, "0.26"
    yield "AC1, 95 in 100 alike", agreement.gwet(p, 2) or 0, "0.946"


def run(full: bool = False, *, spc: Path | None = None, many: int = COUNTIES,
        log: int = logged.INCIDENTS) -> tuple[list[Row], list[str]]:
    """Rows of the three parts; `spc` is the folder with reference files, `many` the number of invented counties, `log`
    of incidents that a force sends (none: that part is left out)."""
    notes = [] if spc else ["Reference files of the control chart: name their folder with --spc FOLDER."]
    rows = [*charts(many), *(reference(spc) if spc else ()), *coefficients(), *funnels(many),
            *(consistency_page.run() if log else ()), *(logged.run(log) if log else ())]
    return rows, notes


def charts(many: int) -> Iterator[Row]:
    """Against the slow engine on invented series of every kind."""
    points = unlike = 0
    off = 0.0
    for seed in range(many):
        ys, given = series(seed)
        fast = xmr(ys, rebase_at=given[0], fix_after=given[1], screen=given[2], better=given[3])
        for point, slow in zip(fast, obvious.charted(ys, *given), strict=True):
            points += 1
            unlike += (point.label.value, point.kind.value) != slow[3:]
            off = max(off, abs(point.lower - slow[1]), abs(point.upper - slow[2]))
    yield against("screening.labels", 1 - unlike / points, "against our slow engine", f"of {points:,} points")
    yield against("screening.limits", off, "against our slow engine")


def series(seed: int) -> tuple[list[float], tuple[list[int], int | None, bool, int]]:
    """A series of two to three years: plain, shifted, drifting, spiked or with ties; and its settings."""
    draw = Random(f"series {seed}")
    months, turn = draw.randint(20, MONTHS), draw.randint(5, 25)
    slope, step = draw.choice([0, 0, 0.4]), draw.choice([0, 0, 6, -6])
    ys = [50 + slope * at + step * (at > turn) + draw.gauss(0, 4) for at in range(months)]
    ys[draw.randrange(months)] += draw.choice([0, 0, 25])
    if seed % 3 == 0:
        ys = [float(round(y)) for y in ys]
    settings = ([turn] * draw.randint(0, 1), draw.choice([None, 12]), draw.random() < 0.5, draw.choice([-1, 0, 1]))
    return ys, settings


def reference(folder: Path) -> Iterator[Row]:
    """Against the files: answered as `kith charts spc` does, cell by cell."""
    files = sorted(folder.glob("series*.csv"))
    if not files:
        raise ground.Unready(f"{folder} holds no series*.csv")
    points = unlike = 0
    off, started = 0.0, time.process_time()
    for file in files:
        answer = csv.DictReader(spc_csv.answered(file.read_text(encoding="utf-8")).splitlines())
        with file.with_name(file.name.replace("series", "expected")).open(encoding="utf-8", newline="") as wanted:
            for ours, theirs in zip(answer, csv.DictReader(wanted), strict=True):
                points += 1
                unlike += any(ours[name] != theirs[name] for name in ("series", "i", "label", "point_type"))
                off = max(off, *(abs(float(ours[name]) - float(theirs[name])) for name in ("mean", "lpl", "upl")))
    yield against("screening.labels", 1 - unlike / points, "against the reference files", f"of {points:,} points")
    yield against("screening.limits", off, "against the reference files")
    yield beside("charting them, with reading and writing", time.process_time() - started, "s", "cpu")


def coefficients() -> Iterator[Row]:
    """Against every published value, to the decimals it is printed with."""
    found = list(published())
    right = sum(round(ours, len(wanted) - 2) == float(wanted) for _, ours, wanted in found)
    yield against("screening.agreement", right / len(found), note=f"of {len(found)} values")
    started = time.process_time()
    consistency.side_by_side(graded(), 4, seed="bench")
    yield beside("six coefficients of 300 pairs with intervals", time.process_time() - started, "s", "cpu")


def graded() -> Counter[Pattern]:
    """300 screenings graded twice, one in four a grade apart."""
    draw = Random("graded")
    first: Sequence[int] = draw.choices(range(4), [42, 33, 18, 7], k=300)
    return Counter((one, min(3, max(0, one + draw.choice([0] * 6 + [1, -1])))) for one in first)


def funnels(many: int) -> Iterator[Row]:
    """Six of sixty teams at 0.7 of their rate; then nothing planted; then a spread that no method can see through."""
    started = time.process_time()
    planted, nothing = counties.judged(range(many)), counties.judged(range(many), planted=0)
    took = time.process_time() - started
    spread = f"overdispersion {nothing.phi:.1f} without the planted, {planted.phi:.1f} with them"
    yield against("screening.recall", planted.recall, note=f"{many} counties; {spread}")
    yield against("screening.precision", planted.precision)
    yield against("screening.false", nothing.named_share)
    yield beside("funnels of all counties, with inventing them", took, "s", "cpu")
    harder = counties.judged(range(many), officers=1)
    best = counties.best_precision(range(many), recall=0.9, officers=1)
    note = f"precision {harder.precision:.2f}; a cut that names 9 in 10 of the planted has precision {best:.2f} at best"
    yield beside("where whole teams differ as single officers do: recall", harder.recall, "", "ratio", note)
