"""What a decision can rely on: the answers, the child's words, the contacts; each by its identifier."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kith.frontdoor.bench.family import Earlier
from kith.frontdoor.bench.reads import Bench, heard_when
from kith.frontdoor.bench.sources import Reply
from kith.kit import words
from kith.people.models import Voice
from kith.statute import codes

CUT = 90


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CUT else line[: CUT - 1] + "…"


def voice_words(voice: Voice) -> str:
    """An entry as a choice: the words quoted, how and when heard, by whom."""
    said = f"“{short(voice.words)}”" if voice.words else f"Seen: {short(voice.observed)}"
    how = dict(codes.choices("voice_method")).get(voice.method, voice.method).lower()
    return f"{said} ({how}; heard by {voice.heard_by}, {words.exact(heard_when(voice.heard_at))})"


def earlier_words(contact: Earlier) -> str:
    day = words.long_date(words.local(contact.received_at).date())
    return f"{contact.reference}, {day}: {contact.source}, {contact.outcome}"


def evidence(found: Bench, replies: Iterable[Reply], voices: Iterable[Voice],
             earlier: Iterable[Earlier]) -> list[tuple[str, str]]:
    """(id, words) for everything on the table about this child."""
    listed = [(c.pk, f"{c.reference}: the concern from {c.agency.name if c.agency else 'the public'}")
              for c in found.contacts]
    listed += [(r.answer.pk, f"{r.request.agency.name}: {short(r.answer.text or r.state)}")
               for r in replies if r.answer is not None]
    listed += [(v.pk, voice_words(v)) for v in voices]
    listed += [(e.contact, earlier_words(e)) for e in list(earlier)[:12]]
    return [(str(pk), text) for pk, text in listed]


def chosen(values: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(UUID(v) for v in values)
