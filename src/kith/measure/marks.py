"""The marks: what was promised, in one table. Nowhere else does a mark stand as a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, le, lt

FOUNDING = "founding plan of the house, marks to reach"
MEETINGS = "plan of meetings and decisions, marks to reach"
INDEX = "plan of the person index, acceptance targets"
SCREENING = "screening, marks to reach"
SENSES: dict[str, tuple[str, Callable[[float, float], bool]]] = {
    "at least": (">=", ge), "at most": ("<=", le), "under": ("<", lt)}
KINDS = ("ratio", "count", "size", "cpu", "wall")  # the order of printing: wall times come last
REACHED, SHORT, NO_MARK = "reached", "falls short", ""


@dataclass(frozen=True)
class Mark:
    """One promise. `kind` says how it is measured; a mark of kind `wall` holds for a quiet machine only."""

    words: str
    sense: str
    value: float
    unit: str
    kind: str
    source: str = FOUNDING

    def asked(self) -> str:
        return f"{SENSES[self.sense][0]} {number(self.value)} {self.unit}".strip()

    def holds(self, measured: float) -> bool:
        return SENSES[self.sense][1](measured, self.value)


MARKS: dict[str, Mark] = {
    "ledger.append": Mark("append against a bare insert, 32 writers", "at least", 0.60, "", "ratio"),
    "ledger.verify": Mark("a million entries verified", "under", 60, "s", "cpu"),
    "ledger.verify_wall": Mark("a million entries verified, wall", "under", 60, "s", "wall"),
    "pages.queries": Mark("queries besides the frame's, most", "at most", 12, "", "count"),
    "pages.html": Mark("HTML, largest", "at most", 60, "KB", "size"),
    "pages.cpu": Mark("CPU in the web process, median of a page", "at most", 25, "ms", "cpu"),
    "pages.work_wall": Mark("my work p95, wall", "at most", 150, "ms", "wall"),
    "pages.child_wall": Mark("child page p95, wall", "at most", 80, "ms", "wall"),
    "pages.search_wall": Mark("search p95, wall", "at most", 300, "ms", "wall"),
    "pages.memory": Mark("both web workers together", "under", 350, "MB", "size"),
    "pages.public": Mark("heaviest public page over the wire, first visit", "under", 100, "KB", "size"),
    "pages.hosts": Mark("requests to another host", "at most", 0, "", "count"),
    "linkage.splink_p50": Mark("live match p50 against Splink's realtime compare p50", "at most", 1 / 30, "",
                               "ratio", INDEX),
    "linkage.splink_p95": Mark("live match p95 against Splink's realtime compare p50", "at most", 1 / 10, "",
                               "ratio", INDEX),
    "linkage.wall": Mark("live match p95, wall", "at most", 50, "ms", "wall", INDEX),
    "linkage.twice": Mark("live match p95 on twice the records against p95 before", "at most", 1.5, "", "ratio", INDEX),
    "linkage.clients": Mark("matches a second, twenty clients at once", "at least", 150, "/s", "wall", INDEX),
    "linkage.recall": Mark("planted person among the candidates", "at least", 0.995, "", "ratio", INDEX),
    "linkage.top": Mark("planted person first", "at least", 0.99, "", "ratio", INDEX),
    "screening.labels": Mark("control chart, points marked the same", "at least", 1, "", "ratio", SCREENING),
    "screening.limits": Mark("control chart, limits at most apart", "at most", 1e-9, "", "ratio", SCREENING),
    "screening.agreement": Mark("agreement coefficients as published", "at least", 1, "", "ratio", SCREENING),
    "screening.recall": Mark("planted teams named", "at least", 0.9, "", "ratio", SCREENING),
    "screening.precision": Mark("teams named that were planted", "at least", 0.8, "", "ratio", SCREENING),
    "meetings.one": Mark("a change on the last of 12 screens, p95", "at most", 1, "s", "wall", MEETINGS),
    "meetings.forty": Mark("40 sittings of 12 at once: a change on the last screen, p95", "at most", 2, "s", "wall",
                           MEETINGS),
    "meetings.lost": Mark("people whose words, typed over 5 s before a web process was killed, are lost", "at most", 0,
                          "", "count", MEETINGS),
    "meetings.back": Mark("screens not back by themselves after the live process was killed", "at most", 0, "", "count",
                          MEETINGS),
    "meetings.agenda": Mark("agenda of a county's Monday", "at most", 2, "s", "cpu", MEETINGS),
    "meetings.pdf": Mark("minutes of 25 items as PDF", "at most", 5, "s", "cpu", MEETINGS),
    "meetings.overwritten": Mark("texts overwritten in silence", "at most", 0, "", "count", MEETINGS),
    "screening.log_wall": Mark("100,000 incidents brought in and reconciled", "under", 60, "s", "wall", SCREENING),
    "screening.log_cpu": Mark("the same, CPU on two cores", "under", 120, "s", "cpu", SCREENING),
    "screening.page": Mark("CPU in the web process, median of a page", "at most", 60, "ms", "cpu", SCREENING),
    "screening.false": Mark("teams named where nothing is planted, mean", "at most", 0.05, "", "ratio", SCREENING),
}


@dataclass(frozen=True)
class Row:
    """One line of a table: what was measured, and whether it reaches its mark (if it has one)."""

    words: str
    value: float
    unit: str
    kind: str
    mark: Mark | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.mark is None:
            return NO_MARK
        return REACHED if self.mark.holds(self.value) else SHORT


def against(key: str, value: float, where: str = "", note: str = "") -> Row:
    """A measurement against the mark `key`; `where` comes before its words ("child page: …")."""
    mark = MARKS[key]
    return Row(f"{where}: {mark.words}" if where else mark.words, value, mark.unit, mark.kind, mark, note)


def beside(words: str, value: float, unit: str, kind: str, note: str = "") -> Row:
    """A measurement that no mark asks for."""
    return Row(words, value, unit, kind, None, note)


def number(value: float) -> str:
    """Three significant digits, thousands with commas, no exponent."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
