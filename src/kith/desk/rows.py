"""One line of My work, whatever it stands for: about whom, what next, by when. And how lines are put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from kith.kit import words
from kith.people import reads as people

GRADE_RANK = {"red": 0, "amber": 1, "green": 2, "": 1}
SECTIONS = ("Now", "Today", "Next", "Waiting on others", "Nothing due")
SOON = timedelta(hours=4)


@dataclass(frozen=True)
class Row:
    """A line of a queue. `step` is a thing to do; pressing it opens the page where it is done."""

    kind: str  # contact | question | action | second | tell | chase | sent | child
    url: str
    step: str
    subject: UUID | None = None  # the child, where one is named
    who: str = ""
    line: str = ""
    grade: str = ""
    due: datetime | None = None
    treat_as_due: datetime | None = None  # where it could be more urgent than its clock: nobody has graded it yet
    verb: str = "Due"
    explain_url: str = ""
    waiting: str = ""  # agencies that have not answered
    waits: bool = False  # nothing to do here but wait for them
    owner: str = ""
    owner_id: UUID | None = None
    now: bool = False  # wants doing before anything else, whatever its clock says
    note: str = ""

    @property
    def small(self) -> str:
        """The second line: whom we wait for, where it came from, whose it is."""
        whose = self.owner or ("nobody has taken it yet" if self.kind == "contact" else "")
        return " · ".join(p for p in (self.waiting and f"waiting for {self.waiting}", self.note, whose) if p)

    @property
    def runs_out(self) -> datetime | None:
        return min((d for d in (self.due, self.treat_as_due) if d), default=None)

    def section(self, at: datetime) -> str:
        """Where the line stands. Now: red, breached, due within four hours, not yet graded (it could be red), or to be
        matched before anything else."""
        due = self.runs_out
        if self.now or self.grade == "red" or (due and due - at <= SOON):
            return "Now"
        if self.waits:
            return "Waiting on others"
        if self.due and words.local(self.due).date() <= words.local(at).date():
            return "Today"
        return "Nothing due" if self.kind in ("child", "sent") and not self.due else "Next"


def in_order(rows: Iterable[Row], at: datetime) -> list[Row]:
    """What runs out first stands first, inside its section; of two that run out together, what nobody has graded."""
    far = at + timedelta(days=3650)
    return sorted(
        rows, key=lambda r: (SECTIONS.index(r.section(at)), r.runs_out or far, GRADE_RANK.get(r.grade, 1), r.who)
    )


@dataclass(frozen=True)
class Group:
    """Lines under one heading; `total` counts those on other pages too, `begun` says that an earlier page began it."""

    name: str
    rows: Sequence[Row]
    total: int
    begun: bool


def grouped(shown: Sequence[Row], everything: Sequence[Row], at: datetime) -> list[Group]:
    """The lines of this page under their headings; a heading without lines is left out."""
    totals = Counter(r.section(at) for r in everything)
    first = {section: row.url for row in reversed(everything) for section in [row.section(at)]}
    found = [(name, [r for r in shown if r.section(at) == name]) for name in SECTIONS]
    return [Group(name, rows, totals[name], rows[0].url != first[name]) for name, rows in found if rows]


def with_people(rows: Sequence[Row], at: datetime) -> list[Row]:
    """Put name, age and household to the lines that are shown (two queries, however many lines)."""
    found = people.lines([r.subject for r in rows if r.subject], at.date())
    return [
        replace(
            r,
            who=found[r.subject].said,
            line=f"with {home}" if (home := found[r.subject].lives_with) else r.line,
        )
        if r.subject in found
        else r
        for r in rows
    ]
