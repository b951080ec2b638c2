"""The real files, opened again by other libraries: what they say, how they are tagged, what they never contain."""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import icalendar
import pypdf
import pytest
from docx.oxml.ns import qn

from kith.kit import charts
from kith.kit.documents import (
    Chart,
    Document,
    Footer,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Section,
    Table,
    Withheld,
    ink,
    invitation,
    pdf,
    word,
)
from kith.kit.documents.invitation import Guest, Invitation

AT = datetime(2026, 7, 6, 15, 5, tzinfo=UTC)
ALT = "Run of 12 months: from 4 to 9"


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + dot + chunk(b"IEND", b"")


def document(**values: Any) -> Document:
    blocks = (
        Paragraph("Said <b>first</b> & then\n\nSaid second"),
        Quote("I hide under the bed", "Noor, 3 July, to her teacher"),
        Listing(("Ring the school", "Visit at home"), numbered=True),
        Table("Who was there", ("Agency", "Name"), (("Police", "Pat Constable"), ("Health", "Nia Nurse"))),
        Withheld("Police hold more. Ring the police representative."),
        Picture(png(), ALT),
    )
    inner = (Section("What we decided", (Paragraph("Visit today."),)),)
    given = {"title": "Minutes of 6 July", "subtitle": "Daily meeting", "marking": "OFFICIAL-SENSITIVE",
             "footer": Footer("Dee Lead, Ashbrook Primary", "the school's file", AT),
             "sections": (Section("Noor K., 7", blocks, inner),), **values}
    return Document(**given)


@pytest.fixture(scope="module")
def printed() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.write(document())))


def tags(node: Any) -> list[tuple[str, Any]]:
    """Every tag of the structure tree in reading order, with its dictionary."""
    node = node.get_object()
    if isinstance(node, list):
        return [found for one in node for found in tags(one)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["/S"]), node)] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


def test_the_pdf_says_what_the_document_says_and_who_printed_it(printed: pypdf.PdfReader) -> None:
    text = " ".join(printed.pages[0].extract_text().split())
    for words in ("Minutes of 6 July", "Said <b>first</b> & then", "“I hide under the bed”", "Pat Constable",
                  "Police hold more.", "OFFICIAL-SENSITIVE"):
        assert words in text
    assert "Printed by Dee Lead, Ashbrook Primary for the school's file, 6 July 2026 at 16:05." in text


def test_the_pdf_is_tagged_for_a_screen_reader(printed: pypdf.PdfReader) -> None:
    root: Any = printed.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert printed.metadata and printed.metadata.title == "Minutes of 6 July"
    found = tags(root["/StructTreeRoot"]["/K"])
    names = [name for name, _ in found]
    assert [n for n in names if n in ("/H1", "/H2", "/H3")] == ["/H1", "/H2", "/H3"]
    assert (names.count("/Table"), names.count("/TH"), names.count("/TD"), names.count("/LI")) == (1, 4, 2, 2)
    assert [node["/Alt"] for name, node in found if name == "/Figure"] == [ALT]
    assert b"pdfuaid" in printed.xmp_metadata.stream.get_data()  # type: ignore[union-attr]


def test_a_chart_is_drawn_and_said_in_words_on_paper_and_only_said_in_a_word_file() -> None:
    drawn = charts.DRAWINGS["bars"]([("School", 62.0), ("Voice", 41.0)], title="What stands in them", sentence="Of 40.")
    one = document(sections=(Section("Well?", (Chart(drawn.picture, "What stands in them. Of 40."),)),))
    root: Any = pypdf.PdfReader(io.BytesIO(pdf.write(one))).trailer["/Root"]
    found = [node["/Alt"] for name, node in tags(root["/StructTreeRoot"]["/K"]) if name == "/Figure"]
    assert found == ["What stands in them. Of 40."]
    said = [p.text for p in docx.Document(io.BytesIO(word.write(one))).paragraphs]
    assert "What stands in them. Of 40." in said
    with pytest.raises(ValueError):
        Chart(drawn.picture, " ")


def test_paper_knows_every_colour_that_the_screen_knows() -> None:
    sheet = (Path(ink.__file__).parents[1] / "sass" / "_chart.scss").read_text(encoding="utf-8")
    assert set(re.findall(r"kit-svg__[a-z]+(?:--[a-z0-9]+)?", sheet)) <= set(
        re.findall(r"kit-svg__[a-z]+(?:--[a-z0-9]+)?", ink.INK))


def test_making_a_pdf_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *a, **k: pytest.fail("it fetched"))
    monkeypatch.setattr(pdf, "html", lambda d: '<p>x<img alt="" src="http://elsewhere.example/a.png">'
                                               '<img alt="" src="file:///etc/hostname"></p>')
    assert pdf.write(document()).startswith(b"%PDF")


@pytest.mark.parametrize(("fault", "words"), [(OSError, "Pango is missing"), (ImportError, "extra [pdf]")])
def test_where_it_cannot_be_made_one_line_says_why(monkeypatch: pytest.MonkeyPatch, fault: type, words: str) -> None:
    def broken(name: str) -> None:
        raise fault

    monkeypatch.setattr(pdf.importlib, "import_module", broken)
    with pytest.raises(pdf.CannotMake) as said:
        pdf.write(document())
    assert words in str(said.value)
    assert "\n" not in str(said.value)


def test_the_word_file_has_real_headings_heads_and_language() -> None:
    made = docx.Document(io.BytesIO(word.write(document())))
    headings = [(p.style.name, p.text) for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "Minutes of 6 July"), ("Heading 2", "Noor K., 7"),
                        ("Heading 3", "What we decided")]
    grid = made.tables[0]
    assert [[c.text for c in row.cells] for row in grid.rows][1] == ["Police", "Pat Constable"]
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert grid._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Who was there"
    assert made.styles.element.find(".//" + qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert made.inline_shapes[0]._inline.docPr.get("descr") == ALT
    assert "Printed by Dee Lead" in made.sections[0].footer.paragraphs[0].text
    assert made.core_properties.title == "Minutes of 6 July"
    assert "Said <b>first</b> & then" in [p.text for p in made.paragraphs]


def test_control_characters_do_not_break_a_file() -> None:
    odd = document(sections=(Section("A\x0bB", (Paragraph("C\x00D"), Table("E\x01", ("F",), (("G\x02",),)))),))
    assert "CD" in [p.text for p in docx.Document(io.BytesIO(word.write(odd))).paragraphs]
    assert pdf.write(odd).startswith(b"%PDF")


def test_a_table_must_be_square_and_a_picture_must_have_words() -> None:
    with pytest.raises(ValueError, match="another length"):
        Table("Who", ("A", "B"), (("1",),))
    with pytest.raises(ValueError, match="needs its words"):
        Picture(png(), " ")


def meeting(sequence: int) -> Invitation:
    return Invitation(uid="0190-1@kith", sequence=sequence, title="Daily meeting", where="Hub, room 2",
                      starts=datetime(2026, 7, 6, 8, 15, tzinfo=UTC), ends=datetime(2026, 7, 6, 9, 0, tzinfo=UTC),
                      organiser=Guest("Morag Manager", "morag@example.org"), sent_at=AT, url="https://kith.example/m/1/",
                      guests=(Guest("Pat Constable", "pat@example.org"), Guest("Dee Lead", "dee@example.org", False)))


def test_an_invitation_is_read_by_a_calendar_in_london_time() -> None:
    calendar = icalendar.Calendar.from_ical(invitation.write(meeting(0)))
    event = calendar.walk("VEVENT")[0]
    assert (calendar["method"], event["sequence"]) == ("REQUEST", 0)
    assert (event["status"], event["class"]) == ("CONFIRMED", "PRIVATE")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event["dtstart"].dt.isoformat() == "2026-07-06T09:15:00+01:00"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    assert [g.params["ROLE"] for g in event["attendee"]] == ["REQ-PARTICIPANT", "OPT-PARTICIPANT"]


def test_a_cancellation_names_the_same_meeting_with_a_higher_number() -> None:
    calendar = icalendar.Calendar.from_ical(invitation.write(meeting(2), "CANCEL"))
    event = calendar.walk("VEVENT")[0]
    assert (calendar["method"], str(event["uid"]), event["sequence"], event["status"]) == (
        "CANCEL", "0190-1@kith", 2, "CANCELLED")
