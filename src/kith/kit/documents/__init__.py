"""Files that leave the screen: a document as tagged PDF and as Word, a meeting as a calendar entry. From plain, frozen
structures; no words of the field stand here."""

from kith.kit.documents.structure import (
    Block,
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
)

__all__ = ["Block", "Chart", "Document", "Footer", "Listing", "Paragraph", "Picture", "Quote", "Section", "Table",
           "Withheld"]
