"""Rules of deciding: values in, reasons against out. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kith.statute.calendar import Calendar


@dataclass(frozen=True)
class VoiceUsed:
    """The child's voice as a decision uses it: an entry with the difference it made, or a coded reason for none."""

    heard_at: datetime | None = None
    is_observation: bool = False
    influence: str = ""
    difference: str = ""
    no_voice_reason: str = ""
    obtain_on: date | None = None


def reasons_against_voice(voice: VoiceUsed, *, at: datetime, calendar: Calendar, most_days: int,
                          unborn: bool) -> Iterator[str]:
    """The voice gate (P7): no gated decision without a recent entry and what it changed, or a coded reason.

    `most_days` working days is the county's limit on the entry's age.
    """
    if voice.heard_at is not None:
        age = calendar.working_days_between(voice.heard_at, at)
        if age > most_days:
            yield (f"The child's words are {age} working days old; they may be at most {most_days}. "
                   "Hear the child again, or give the reason why not.")
        if not voice.influence:
            yield "Say what difference the child's words made to this decision."
        elif not voice.difference.strip():
            yield "Say in a sentence how the child's words were used."
    elif not voice.no_voice_reason:
        yield "Use the child's own words, or say why there are none."
    elif voice.no_voice_reason == "unborn" and not unborn:
        yield "“Unborn” cannot be the reason: this child is born."
    elif voice.no_voice_reason == "preverbal":
        yield "A child too young to speak is observed instead: add what was seen."
    elif voice.no_voice_reason == "not_yet_seen" and voice.obtain_on is None:
        yield "Give the day on which the child will be seen and heard."
    elif voice.no_voice_reason == "not_yet_seen" and voice.obtain_on and voice.obtain_on < at.date():
        yield "The day on which the child will be heard cannot be in the past."


def reasons_against_reasoning(options: str, rationale: str, least: int) -> Iterator[str]:
    """A decision says which options were weighed and why this one."""
    if not options.strip():
        yield "Write which other options you considered."
    if len(rationale.strip()) < least:
        yield f"Give your reasons in at least {least} characters: somebody will read this in five years."
