"""One month on paper: every figure of the page with its sentence, its picture and its numbers, for one reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from kith.authority.who import Session
from kith.desk.consistency import alike, figures
from kith.desk.consistency.asking import Span
from kith.desk.consistency.figures import Asked, Figure
from kith.kit.documents import Block, Chart, Document, Footer, Paragraph, Section, Table
from kith.kit.words import LONDON

LONGEST = 36          # months on a control chart, and as far back as a month can be printed
OFFERED = 12          # months offered on the page
SAMPLED = 12          # months of second gradings, and of figures by team, in one month's paper: one has too few
MARKING = "OFFICIAL"
NOTHING_ABOUT = ("Counts only: nobody is named. Small numbers are hidden from readers who may not open the records "
                 "behind them. The newest days may still be under way.")


def month_before(day: date, months: int) -> date:
    """The first day of the month so many months before this day's."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def months_before(today: date, many: int = OFFERED) -> list[date]:
    """The months that are over, the newest first."""
    return [month_before(today, n) for n in range(1, many + 1)]


def begins(day: date) -> datetime:
    """London's midnight at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def kept_key(month: date) -> str:
    """Under which the agreement up to a month is kept."""
    return f"alike/{month:%Y-%m}"


def document(month: date, *, by: Session, at: datetime, hide: bool) -> Document:
    """The month as this reader may see it: row security and `sec` decide whose teams, `hide` the small numbers."""
    after = month_before(month, -1)
    span = Span(begins(month), begins(after), begins(month_before(after, LONGEST)))
    found = figures.everything(Asked(span, None, hide, kept_key(month), (month_before(after, SAMPLED), after),
                                     lambda **wanted: "", alike.REPLICATES,
                                     span._replace(since=begins(month_before(after, SAMPLED)))))
    parts = tuple(Section(part.heading, tuple(blocks(part.figures))) for part in found.parts) if found.total else ()
    first = Section("In short", (Paragraph(found.sentence), Paragraph(NOTHING_ABOUT)))
    return Document(f"Police screening in {month:%B %Y}", Footer(by.name, f"the figures of {month:%B %Y}", at),
                    (first, *parts), subtitle="Every time, and alike? " + by.agency_name, marking=MARKING)


def blocks(shown: Sequence[Figure]) -> Iterator[Block]:
    """A figure as it stands on paper: its words, then its picture, then its numbers."""
    for figure in shown:
        if figure.words:
            yield Paragraph(figure.words)
        if drawing := figure.drawing:
            yield Paragraph(f"{drawing.title}. {drawing.sentence}")
            yield Chart(drawing.picture, f"{drawing.title}. {drawing.sentence}")
            yield Table(f"{drawing.title}: the numbers", tuple(drawing.table.head), tuple(drawing.table.rows))
        if grid := figure.grid:
            yield Table(grid.caption, tuple(grid.head), tuple(tuple(row) for row in grid.rows))
