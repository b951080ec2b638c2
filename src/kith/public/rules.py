"""Who must have agreed before anything is published, and what an answer must say. Values in, reasons out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from datetime import datetime

PARTNER_NAMES = {"council": "the council", "police": "the police", "health": "the NHS"}


def text_hash(title: str, summary: str, body: str) -> str:
    """The fingerprint of exactly this text, which a signature is for (the same sum as in site.sql)."""
    return hashlib.sha256(f"{title}\n{summary}\n{body}".encode()).hexdigest()


def reasons_against_signing(partner: str, published_at: datetime | None, signed: Set[str]) -> Iterator[str]:
    if partner not in PARTNER_NAMES:
        yield "Only the council, the police and the NHS sign. Ask a colleague of one of the three partners."
    if published_at:
        yield "This version is already published. Begin a new version to change it."
    if partner in signed:
        yield f"{PARTNER_NAMES[partner].capitalize()} has already signed this text."


def reasons_against_publishing(signed: Set[str], published_at: datetime | None) -> Iterator[str]:
    """The three safeguarding partners have a shared and equal duty: none publishes without the others."""
    if published_at:
        yield "This version is already published."
    missing = [name for key, name in PARTNER_NAMES.items() if key not in signed]
    if missing:
        yield f"Not yet signed by {' and '.join(missing)}. All three partners sign before publication."


def reasons_against_withdrawing(
    published_at: datetime | None, withdrawn_at: datetime | None, because: str
) -> Iterator[str]:
    if published_at is None:
        yield "This version is not published, so there is nothing to withdraw."
    if withdrawn_at:
        yield "This version is already withdrawn."
    if not because.strip():
        yield "Say why it is withdrawn. Visitors will read this."


def reasons_against_answering(you_said: str, we_did: str, publish: bool) -> Iterator[str]:
    if not we_did.strip():
        yield "Say what was done, or why nothing could be."
    if publish and not you_said.strip():
        yield "To publish it, say in your own words what the visitor said. Leave out anything about a person."
