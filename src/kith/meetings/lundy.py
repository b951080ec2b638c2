"""Lundy's four parts of being heard: space, voice, audience, influence. What is missing is shown as a gap, never as a
score of a child.

Source: Lundy, “Voice” is not enough (British Educational Research Journal 33, 2007); P7 of the field's reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kith.meetings.models import Decision
from kith.people.models import Voice
from kith.statute import codes

SECOND_HAND = "parent_reported"


@dataclass(frozen=True)
class Part:
    """One of the four: what stands on the record, and what is missing ("" where nothing is)."""

    name: str
    said: str
    gap: str = ""


@dataclass(frozen=True)
class Hearing:
    """How a child was heard, and what a decision made of it, as far as both are written down."""

    place: str = ""
    alone: bool | None = None
    with_whom: str = ""
    method: str = ""
    words: bool = False
    told_back_at: datetime | None = None
    decided_by: str = ""        # who used it in a decision, and where
    influence: str = ""         # a code of voice_influence
    difference: str = ""


def parts(heard: Hearing) -> tuple[Part, Part, Part, Part]:
    """The four parts in Lundy's order."""
    return space(heard), voice(heard), audience(heard), influence(heard)


def space(heard: Hearing) -> Part:
    """Where, and whether alone or with whom."""
    company = {True: "alone", False: f"with {heard.with_whom}" if heard.with_whom else "", None: ""}[heard.alone]
    missing = [text for text, lacks in (("where", not heard.place), ("whether alone", heard.alone is None),
                                        ("who else was there", heard.alone is False and not heard.with_whom)) if lacks]
    where = word("voice_place", heard.place).lower()
    return Part("Space", ", ".join(p for p in (where, company) if p), not_written(missing))


def voice(heard: Hearing) -> Part:
    """By which way, in whose words."""
    way = word("voice_method", heard.method).lower()
    said = f"{way}, in the child's own words" if heard.words else f"{way}, as it was seen"
    return Part("Voice", said, "A parent's account: hear the child too" if heard.method == SECOND_HAND else "")


def audience(heard: Hearing) -> Part:
    """Who that decides has heard it."""
    return Part("Audience", heard.decided_by, "" if heard.decided_by else "Nobody who decides has used it")


def influence(heard: Hearing) -> Part:
    """What it changed, and whether the child was told."""
    said = word("voice_influence", heard.influence)
    missing = not_written([] if heard.difference.strip() else ["what it changed"])
    untold = "" if heard.told_back_at else "The child has not been told"
    return Part("Influence", ": ".join(p for p in (said, heard.difference) if p),
                ". ".join(p for p in (missing, untold) if p))


def not_written(missing: list[str]) -> str:
    return f"Not written: {', '.join(missing)}" if missing else ""


def word(kind: str, code: str) -> str:
    return dict(codes.choices(kind)).get(code, code.replace("_", " "))


def of_voice(entry: Voice, made: Decision | None = None, where: str = "") -> tuple[Part, ...]:
    """The four parts of one entry, and of the decision that used it."""
    used = f"{made.created_by.name}, {where}".rstrip(", ") if made else ""
    return parts(Hearing(
        place=entry.place, alone=entry.alone, with_whom=entry.with_whom, method=entry.method, words=bool(entry.words),
        told_back_at=entry.told_back_at, decided_by=used, influence=made.voice_influence if made else "",
        difference=made.voice_difference if made else ""))


def of_decision(made: Decision, where: str) -> tuple[Part, ...]:
    """The four parts of the voice that a decision cites; where it cites none, the four gaps with the reason."""
    if made.voice is not None:
        return of_voice(made.voice, made, where)
    return tuple(without(made))


def without(made: Decision) -> Iterator[Part]:
    reason = word("no_voice_reason", made.no_voice_reason)
    if made.voice_id:
        yield Part("Voice", "Heard; the words are not open to you")
        return
    booked = f"; to be heard by {made.obtain_voice_on:%-d %B %Y}" if made.obtain_voice_on else ""
    yield Part("Voice", "", f"Decided without it: {reason.lower()}{booked}")
    yield from (Part(name, "", gap) for name, gap in (
        ("Space", "None was made yet"), ("Audience", "There is nothing to hear yet"),
        ("Influence", "It could change nothing yet")))
