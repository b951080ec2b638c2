"""One line of My work, whatever it stands for: about whom, what next, by when. And how lines are put in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from kith.kit import words
from kith.people import reads as people

GRADE_RANK = {"red": 0, "amber": 1, "green": 2, "": 1}
SECTIONS = ("Now", "Today", "Waiting on others", "Later")
SOON = timedelta(hours=2)


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
    verb: str = "Due"
    explain_url: str = ""
    waiting: str = ""
    owner: str = ""
    owner_id: UUID | None = None
    now: bool = False  # wants doing before anything else, whatever its clock says
    note: str = ""

    def section(self, at: datetime) -> str:
        """Where the line stands: overdue, red or nearly due is now; then today; what others owe; later."""
        if self.now or self.grade == "red" or (self.due and self.due - at <= SOON):
            return "Now"
        if self.waiting:
            return "Waiting on others"
        if self.due and words.local(self.due).date() <= words.local(at).date():
            return "Today"
        return "Later"


def in_order(rows: Iterable[Row], at: datetime) -> list[Row]:
    """What runs out first stands first, inside its section."""
    far = at + timedelta(days=3650)
    return sorted(
        rows, key=lambda r: (SECTIONS.index(r.section(at)), r.due or far, GRADE_RANK.get(r.grade, 1))
    )


def grouped(rows: Sequence[Row], at: datetime) -> list[tuple[str, list[Row]]]:
    """The lines under their headings; a heading without lines is left out."""
    return [(name, found) for name in SECTIONS if (found := [r for r in rows if r.section(at) == name])]


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
