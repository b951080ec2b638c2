"""Rules of deciding: values in, reasons against out. No database, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kith.statute import codes
from kith.statute.calendar import Calendar, london_date
from kith.statute.forum import Forum, Outcome


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
        if voice.influence not in INFLUENCES:
            yield "Say what difference the child's words made to this decision."
        elif not voice.difference.strip():
            yield "Say in a sentence how the child's words were used."
    elif not voice.no_voice_reason:
        yield "Use the child's own words, or say why there are none."
    elif voice.no_voice_reason not in NO_VOICE:
        yield "Choose one of the reasons why there are no words of the child."
    elif voice.no_voice_reason == "unborn" and not unborn:
        yield "“Unborn” cannot be the reason: this child is born."
    elif voice.no_voice_reason == "preverbal":
        yield "A child too young to speak is observed instead: add what was seen."
    elif voice.no_voice_reason == "not_yet_seen" and voice.obtain_on is None:
        yield "Give the day on which the child will be seen and heard."
    elif voice.no_voice_reason == "not_yet_seen" and voice.obtain_on and voice.obtain_on < at.date():
        yield "The day on which the child will be heard cannot be in the past."


INFLUENCES = frozenset(code for code, _ in codes.choices("voice_influence"))
NO_VOICE = frozenset(code for code, _ in codes.choices("no_voice_reason"))


def reasons_against_reasoning(options: str, rationale: str, least: int) -> Iterator[str]:
    """A decision says which options were weighed and why this one."""
    if not options.strip():
        yield "Write which other options you considered."
    if len(rationale.strip()) < least:
        yield f"Give your reasons in at least {least} characters: somebody will read this in five years."


def reasons_against_convening(forum: Forum, starts_at: datetime, roles: Collection[str], by_itself: bool,
                              calendar: Calendar) -> Iterator[str]:
    """Who may call a sitting of this forum, and on which day."""
    if not by_itself and forum.convened_by and not set(forum.convened_by) & set(roles):
        yield f"“{forum.name}” is not called by your role. Ask whoever calls it to do so."
    yield from reasons_against_day(forum, starts_at, calendar)


def reasons_against_day(forum: Forum, starts_at: datetime, calendar: Calendar) -> Iterator[str]:
    """A conference is never booked for a Saturday, a Sunday or a bank holiday (DfE census rules 8870Q and 8875)."""
    day = london_date(starts_at)
    if forum.working_days_only and not calendar.is_working_day(day):
        what = "a bank holiday" if calendar.is_bank_holiday(day) else f"a {day:%A}"
        yield f"{day:%-d %B %Y} is {what}. “{forum.name}” is held on a working day: choose another."


def missing_from_quorum(forum: Forum, taken: Collection[str]) -> list[str]:
    """What is missing for the item to be discussed quorately, in words; empty where it is quorate."""
    names = {s.key: s.name for s in forum.seat}
    missing = [names[k] for k in forum.quorum.seats if k not in taken]
    others = len(set(taken) - set(forum.quorum.seats))
    if others < forum.quorum.others:
        missing.append(f"{forum.quorum.others - others} more besides")
    return missing


@dataclass(frozen=True)
class View:
    """One seat's newest position, as the rules see it."""

    seat: str
    agency: str
    proposes: str   # "" where it takes no side or said nothing
    partner: bool


def how_decided(chosen: str, views: Sequence[View], *, urgent: bool) -> str:
    """How the three keys stood for what was chosen: agreed, majority, escalated, or urgent before they were given."""
    if urgent:
        return "urgent"
    for_it = Counter(v.proposes for v in views if v.partner)[chosen]
    return {3: "agreed", 2: "majority"}.get(for_it, "escalated")


def dissenting(chosen: str, views: Sequence[View]) -> list[View]:
    """Seats, partners or not, that would have decided otherwise. To take no side is not to dissent."""
    return [v for v in views if v.proposes and v.proposes != chosen]


def reasons_against_deciding(outcome: Outcome, *, maker_kind: str, revealed: bool, urgent_because: str,
                             views: Sequence[View], interim_step: str, already: bool,
                             texts: Mapping[str, str]) -> Iterator[str]:
    """The three keys (the voice and the reasoning are judged beside): nobody decides before all were heard, save in a
    lawful emergency; and a function that the law gives to one body is that body's."""
    if already:
        yield "This child is decided at this meeting. Another decision is made where a disagreement is settled."
    yield from (f"Write first: {name}." for name, text in texts.items() if not text.strip())
    if not revealed and len(urgent_because.strip()) < LEAST_URGENCY:
        yield ("Council, police and health have not all given their position. Wait for them, or say why it cannot "
               "wait: an urgent decision by one agency needs its reason.")
    if outcome.function_of not in ("meeting", maker_kind):
        yield (f"“{outcome.name}” is the {outcome.function_of}'s own function ({outcome.under}). The meeting advises; "
               f"somebody from {outcome.function_of} records it.")
    if dissenting(outcome.key, views) and not interim_step.strip():
        yield "A partner does not agree: write the safer step that stands in the meantime."


LEAST_URGENCY = 20  # letters of a reason


def reasons_against_position(view: str, proposes: str, reasons: str, allowed: Collection[str],
                             asked: Mapping[str, Collection[str]], answers: Mapping[str, str]) -> Iterator[str]:
    """A position proposes one of the forum's outcomes and answers its questions, or takes no side; always with why."""
    if view == "proposes" and proposes not in allowed:
        yield "Choose what your agency would decide for this child."
    if view == "proposes":
        yield from (f"Answer for your agency: {question}" for question, choices in asked.items()
                    if answers.get(question) not in choices)
    if not reasons.strip():
        yield "Give your agency's reason, also where it takes no side."
