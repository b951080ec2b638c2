"""What every chart is made of: SVG drawn on the server, with a title, a plain sentence and its data as a table.

No style attributes (the page's policy forbids them): colours and strokes come from classes in the style sheet, sizes
from presentation attributes. A chart scales to the width of its box; one that is `roomy` leaves space for the larger
letters of a phone. Values may be None: a gap, said as "no data". The charts themselves are in `kith.kit.charts`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kith.kit.markup import esc, safe

WIDTH = 480
_NARROW = 3        # columns that fit a phone; wider tables scroll inside themselves


class Numbers(SafeString):
    """A chart's data as an HTML table, and as the plain cells that other papers are made from."""

    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, html: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> "Numbers":
        """The table as `html`, with its cells beside it."""
        made = cls(html)
        made.head, made.rows = tuple(head), tuple(map(tuple, rows))
        return made


@dataclass(frozen=True)
class Drawing:
    """A chart: its picture, its data as an HTML table, and the sentence that says what it shows."""

    picture: SafeString
    table: Numbers
    sentence: str
    title: str

    @property
    def html(self) -> SafeString:
        """All three together: sentence, picture, and the table behind a line."""
        return safe(
            f'<figure class="kit-chart"><figcaption><strong>{esc(self.title)}</strong> '
            f"{esc(self.sentence)}</figcaption>"
            f'{self.picture}<details class="govuk-details kit-chart__data"><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">Show the numbers</span></summary>'
            f'<div class="govuk-details__text">{self.table}</div></details></figure>'
        )

    def __str__(self) -> str:
        return self.html

    def __html__(self) -> str:
        """So that `{{ drawing }}` in a template needs no filter."""
        return self.html


def number(value: float | None, unit: str = "") -> str:
    """ "1,204", "3.5", "62%"; "no data" for None."""
    if value is None:
        return "no data"
    shown = (
        f"{value:,.0f}"
        if float(value).is_integer()
        else f"{value:,.1f}"
        if abs(value) >= 1
        else f"{value:.2g}"
    )
    return f"{shown}{unit if unit == '%' else ' ' + unit if unit else ''}"


def frame(inner: str, title: str, sentence: str, height: float, roomy: bool = False) -> SafeString:
    """The picture: the SVG element with its title and description."""
    name = "kit-svg kit-svg--roomy" if roomy else "kit-svg"
    return safe(
        f'<svg class="{name}" role="img" viewBox="0 0 {WIDTH} {height:g}">'
        f"<title>{esc(title)}</title><desc>{esc(sentence)}</desc>{inner}</svg>"
    )


def data_table(head: Sequence[str], rows: Sequence[Sequence[str]], title: str, wordy: int = 0) -> Numbers:
    """The same numbers as a table: the first cell of a row is its heading, the last `wordy` columns are words."""
    sides = ["", *["--numeric"] * (len(head) - 1 - wordy), *[""] * wordy]
    heads = "".join(
        f'<th scope="col" class="{_sided("header", side)}">{esc(words)}</th>'
        for words, side in zip(head, sides, strict=True)
    )
    body = "".join(f'<tr class="govuk-table__row">{_cells(row, sides)}</tr>' for row in rows)
    whole = (
        f'<table class="govuk-table kit-dense"><caption class="govuk-visually-hidden">{esc(title)}</caption>'
        f'<thead><tr class="govuk-table__row">{heads}</tr></thead><tbody>{body}</tbody></table>'
    )
    if len(head) > _NARROW:
        whole = f'<div class="kit-scroll" role="region" tabindex="0" aria-label="{esc(title)}">{whole}</div>'
    return Numbers.of(whole, head, rows)


def _cells(row: Sequence[str], sides: Sequence[str]) -> str:
    pairs = zip(row[1:], sides[1:], strict=True)
    cells = "".join(f'<td class="{_sided("cell", side)}">{esc(cell)}</td>' for cell, side in pairs)
    return f'<th scope="row" class="govuk-table__header">{esc(row[0])}</th>{cells}'


def _sided(part: str, side: str) -> str:
    name = f"govuk-table__{part}"
    return f"{name} {name}{side}" if side else name


def text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    """Words at a place."""
    name = f"kit-svg__text {style}".strip()
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{esc(words)}</text>'


def rect(x: float, y: float, width: float, height: float, style: str, hover: str = "") -> str:
    """A box, with words for the pointer."""
    tip = f"<title>{esc(hover)}</title>" if hover else ""
    box = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}"'
    return f'<rect class="{style}" {box}>{tip}</rect>'


def short(label: str, most: int = 20) -> str:
    """The label, cut where it is too long for the picture (the table has it whole)."""
    return label if len(label) <= most else label[: most - 1] + "…"
