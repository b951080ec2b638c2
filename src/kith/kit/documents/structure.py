"""What a document is made of. Whoever makes one decides what its reader may see; nothing is hidden later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Paragraph:
    """Running text; a blank line begins a new paragraph."""

    kind: ClassVar[str] = "paragraph"
    text: str

    @property
    def pieces(self) -> list[str]:
        return [piece.strip() for piece in self.text.split("\n\n") if piece.strip()]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, and whose they are."""

    kind: ClassVar[str] = "quote"
    text: str
    source: str = ""


@dataclass(frozen=True)
class Listing:
    """Points, in order where `numbered`."""

    kind: ClassVar[str] = "listing"
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a head; the first cell of a row is its name. The caption says what the table is of."""

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"The table “{self.caption}” has rows of another length than its head.")


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, and the same in words for who cannot see it."""

    kind: ClassVar[str] = "picture"
    png: bytes
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A picture needs its words.")


@dataclass(frozen=True)
class Chart:
    """A chart as SVG, and what it shows in words. Its numbers stand in a table beside it."""

    kind: ClassVar[str] = "chart"
    svg: str
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A chart needs its words.")


@dataclass(frozen=True)
class Withheld:
    """Something stands here that this reader may not see, and whom to ask. Never silently left out."""

    kind: ClassVar[str] = "withheld"
    text: str


Block = Paragraph | Quote | Listing | Table | Picture | Chart | Withheld


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def levels(self, level: int = 2) -> Iterator[tuple[int, Section]]:
        """This section and those inside it, each with the level of its heading."""
        yield level, self
        for section in self.sections:
            yield from section.levels(level + 1)


@dataclass(frozen=True)
class Footer:
    """Who had this made, for whom or what, and when: on every sheet."""

    by: str
    purpose: str
    at: datetime

    @property
    def words(self) -> str:
        moment = f"{self.at.astimezone(LONDON):%-d %B %Y at %H:%M}"
        return f"Printed by {self.by} for {self.purpose}, {moment}. Do not copy or leave lying."


@dataclass(frozen=True)
class Document:
    """A whole document. `marking` stands at the top of every sheet (OFFICIAL-SENSITIVE)."""

    title: str
    footer: Footer
    sections: tuple[Section, ...]
    subtitle: str = ""
    marking: str = ""
    language: str = "en-GB"

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section in reading order, with the level of its heading (the title is level 1)."""
        for section in self.sections:
            yield from section.levels()
