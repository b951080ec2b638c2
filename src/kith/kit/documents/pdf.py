"""A document as PDF/UA-1: tagged, with its language, title, table headers and words for pictures (ISO 14289-1)."""

from __future__ import annotations

import base64
import importlib
from collections.abc import Iterable
from html import escape
from typing import Any

from kith.kit.documents import ink
from kith.kit.documents.structure import (
    Block,
    Chart,
    Document,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Section,
    Table,
    Withheld,
)

NO_WEASYPRINT = "PDFs cannot be made here: the extra [pdf] is not installed. The Word file says the same."
NO_PANGO = ("PDFs cannot be made here: Pango is missing (`apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0`). The Word file says the same.")
STYLE = """
@page {
  size: A4; margin: 22mm 18mm 24mm;
  @top-right { content: element(marking); }
  @bottom-left { content: element(foot); width: 85%; }
  @bottom-right { content: counter(page) " of " counter(pages); font: 8pt "DejaVu Sans", Arial, sans-serif; }
}
body { font: 10.5pt/1.45 "DejaVu Sans", Arial, sans-serif; color: #0b0c0c; margin: 0; }
.foot { position: running(foot); font-size: 8pt; }
.marking { position: running(marking); font-size: 8pt; font-weight: 700; }
h1 { font-size: 19pt; margin: 0 0 2mm; line-height: 1.2; }
h2 { font-size: 14pt; margin: 7mm 0 2mm; }
h3, h4, h5, h6 { font-size: 11.5pt; margin: 5mm 0 1.5mm; }
h1, h2, h3, h4, caption { break-after: avoid; }
.subtitle { font-size: 12pt; margin: 0 0 5mm; }
p { margin: 0 0 2.5mm; white-space: pre-line; }
li { margin-bottom: 1mm; }
blockquote { margin: 0 0 3mm; padding: 1mm 0 1mm 4mm; border-left: 1mm solid #505a5f; }
blockquote p { margin: 0; }
.withheld { border: 0.4mm dashed #505a5f; padding: 2mm 3mm; }
table { width: 100%; border-collapse: collapse; margin: 0 0 4mm; }
caption { text-align: left; font-weight: 700; margin-bottom: 1mm; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 3mm 1.2mm 0; border-bottom: 0.2mm solid #b1b4b6; }
th, td { white-space: pre-line; }
tbody th { font-weight: 400; }
tr { break-inside: avoid; }
img { max-width: 100%; }
.chart { width: 150mm; display: block; margin: 1mm 0 3mm; }
"""


class CannotMake(Exception):
    """PDFs cannot be made on this machine; the message is one line that says what to do."""


def write(document: Document) -> bytes:
    """The document as PDF. Fetches nothing, from anywhere. Raises CannotMake."""
    weasyprint = printer()
    closed = importlib.import_module("weasyprint.urls").URLFetcher(allowed_protocols=("data",))
    page = weasyprint.HTML(string=html(document), url_fetcher=closed)
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


def printer() -> Any:
    """The library, loaded when the first PDF is wanted: it takes a third of a second."""
    try:
        return importlib.import_module("weasyprint")
    except ImportError as error:
        raise CannotMake(NO_WEASYPRINT) from error
    except OSError as error:
        raise CannotMake(NO_PANGO) from error


def html(document: Document) -> str:
    """The whole document as HTML; every text is escaped."""
    title, parts = escape(document.title), "".join(section(level, one) for level, one in document.walk())
    made = document.footer.at.isoformat()
    head = (f'<meta charset="utf-8"><title>{title}</title><meta name="author" content="{escape(document.footer.by)}">'
            f'<meta name="dcterms.created" content="{made}"><style>{STYLE}</style>')
    marking = f'<div class="marking">{escape(document.marking)}</div>' if document.marking else ""
    subtitle = f'<p class="subtitle">{escape(document.subtitle)}</p>' if document.subtitle else ""
    return (f'<!DOCTYPE html><html lang="{escape(document.language)}"><head>{head}</head><body>{marking}'
            f'<div class="foot">{escape(document.footer.words)}</div><h1>{title}</h1>{subtitle}{parts}</body></html>')


def section(level: int, one: Section) -> str:
    level = min(level, 6)
    return f"<h{level}>{escape(one.heading)}</h{level}>" + "".join(block(b) for b in one.blocks)


def block(one: Block) -> str:
    match one:
        case Paragraph():
            return "".join(f"<p>{escape(piece)}</p>" for piece in one.pieces)
        case Quote():
            source = f"<p>{escape(one.source)}</p>" if one.source else ""
            return f"<blockquote><p>“{escape(one.text)}”</p>{source}</blockquote>"
        case Listing():
            tag = "ol" if one.numbered else "ul"
            return f"<{tag}>" + "".join(f"<li>{escape(item)}</li>" for item in one.items) + f"</{tag}>"
        case Table():
            return table(one)
        case Picture():
            return f'<img alt="{escape(one.alt)}" src="data:image/png;base64,{base64.b64encode(one.png).decode()}">'
        case Chart():
            return f'<img class="chart" alt="{escape(one.alt)}" src="{ink.on_paper(one.svg)}">'
        case Withheld():
            return f'<p class="withheld">{escape(one.text)}</p>'


def table(one: Table) -> str:
    head = cells("th", one.head, ' scope="col"')
    rows = "".join("<tr>" + cells("th", row[:1], ' scope="row"') + cells("td", row[1:]) + "</tr>" for row in one.rows)
    return (f"<table><caption>{escape(one.caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>")


def cells(tag: str, texts: Iterable[str], more: str = "") -> str:
    return "".join(f"<{tag}{more}>{escape(text)}</{tag}>" for text in texts)
