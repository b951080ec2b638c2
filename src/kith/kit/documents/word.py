"""A document as Word (Office Open XML): real headings, repeated table heads, words for pictures, British English."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kith.kit.documents.structure import Block, Chart, Document, Listing, Paragraph, Picture, Quote, Table, Withheld

FONT = "Arial"
HEADINGS = range(1, 7)


def write(document: Document) -> bytes:
    """The document as a .docx file."""
    made = docx.Document()
    set_up(made, document)
    made.add_heading(clean(document.title), level=1)
    if document.subtitle:
        made.add_paragraph(clean(document.subtitle), style="Subtitle")
    for level, section in document.walk():
        made.add_heading(clean(section.heading), level=min(level, 6))
        for one in section.blocks:
            block(made, one)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def set_up(made: Any, document: Document) -> None:
    """Language, fonts, properties, and what stands on every sheet."""
    moment = document.footer.at.astimezone(UTC).replace(tzinfo=None)
    properties = made.core_properties
    properties.title, properties.author, properties.language = document.title, document.footer.by, document.language
    properties.comments, properties.created, properties.modified = "", moment, moment
    properties.last_modified_by = document.footer.by
    speak(made.styles, document.language)
    for name in ("Normal", "Subtitle", "Caption", *(f"Heading {n}" for n in HEADINGS)):
        wear(made.styles[name])
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.footer.paragraphs[0].text = clean(document.footer.words)
    if document.marking:
        page.header.paragraphs[0].text = clean(document.marking)


def speak(styles: Any, language: str) -> None:
    """The language of every run that says no other."""
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    found = defaults.find(qn("w:lang"))
    tag = found if found is not None else OxmlElement("w:lang")
    tag.set(qn("w:val"), language)
    if found is None:
        defaults.append(tag)


def wear(style: Any) -> None:
    """Our typeface in place of the theme's, in black."""
    style.font.name = FONT
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    if style.name == "Normal":
        style.font.size = Pt(11)


def block(made: Any, one: Block) -> None:
    match one:
        case Paragraph():
            for piece in one.pieces:
                made.add_paragraph(clean(piece))
        case Quote():
            made.add_paragraph(f"“{clean(one.text)}”", style="Quote")
            if one.source:
                made.add_paragraph(clean(one.source))
        case Listing():
            for item in one.items:
                made.add_paragraph(clean(item), style="List Number" if one.numbered else "List Bullet")
        case Table():
            table(made, one)
        case Picture():
            picture(made, one)
        case Chart():
            made.add_paragraph(clean(one.alt))
        case Withheld():
            made.add_paragraph(clean(one.text), style="Intense Quote")


def table(made: Any, one: Table) -> None:
    """With a caption above, a head that is repeated on each sheet, and the caption as the table's own title."""
    made.add_paragraph(clean(one.caption), style="Caption").paragraph_format.keep_with_next = True
    grid = made.add_table(rows=0, cols=len(one.head), style="Table Grid")
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), clean(one.caption))
    grid._tbl.tblPr.append(title)
    for texts in (one.head, *one.rows):
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = clean(text)
    head = grid.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    made.add_paragraph()


def picture(made: Any, one: Picture) -> None:
    shape = made.add_picture(io.BytesIO(one.png))
    shape._inline.docPr.set("descr", clean(one.alt))
    if shape.width > Mm(170):
        shape.height, shape.width = int(shape.height * Mm(170) / shape.width), Mm(170)


def clean(text: str) -> str:
    """Without the control characters that XML cannot hold (XML 1.0, 2.2)."""
    return "".join(c for c in text if c in "\n\t" or c >= " ")
