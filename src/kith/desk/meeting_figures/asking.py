"""What the page asks of the database: numbers by week and agency. Definer functions decide who may ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kith.kit import words
from kith.meetings import terms
from kith.people import reads as people
from kith.people.reads import rows as ask

HELD_AS = "strategy.held"
UNUSED = """
select v.subject_id, a.name, v.heard_at from people_voice v join authority_agency a on a.id = v.agency_id
 where v.heard_at >= %s and v.heard_at < %s
   and not exists (select from meetings_decision d where d.voice_id = v.id)
 order by v.heard_at limit %s
"""


class Week(NamedTuple):
    """A week in which meetings were held, from its Monday."""

    week: date
    sittings: int
    items: int
    discussed: int
    seconds: int
    owed: int        # items times needed seats
    prepared: int    # of these, told before the meeting was opened
    converted: int   # items from which a strategy discussion was called
    repeats: int     # children who came back so often that a review is owed


class Seat(NamedTuple):
    agency: str
    due: int
    came: int
    apologies: int


class Count(NamedTuple):
    """`done` of `of` of one agency in one week."""

    week: date
    agency: str
    of: int
    done: int


class Made(NamedTuple):
    """Decisions of one agency in one week."""

    week: date
    agency: str
    made: int
    voiced: int
    placed: int
    elsewhere: int   # best placed: somebody who is not the council's


class Unused(NamedTuple):
    agency: str
    heard: int
    unused: int


@dataclass(frozen=True)
class Everything:
    """All the numbers of one page."""

    weeks: Sequence[Week]
    seats: Sequence[Seat]
    actions: Sequence[Count]
    made: Sequence[Made]
    unused: Sequence[Unused]


def everything(since: datetime, until: datetime, cut: datetime) -> Everything:
    """Five statements. `cut`: words heard after it may still be cited, so they cannot be unused yet."""
    strategy = [f.key for f in terms.on(until) if f.held_as == HELD_AS]
    span = [since, until]
    return Everything(
        [Week(*r) for r in ask("select * from sec.meeting_weeks(%s, %s, %s)", [*span, strategy])],
        [Seat(*r) for r in ask("select * from sec.meeting_attendance(%s, %s)", span)],
        [Count(*r) for r in ask("select * from sec.meeting_actions(%s, %s)", span)],
        [Made(*r) for r in ask("select * from sec.meeting_decisions(%s, %s)", span)],
        [Unused(*r) for r in ask("select * from sec.voices_unused(%s, %s)", [since, cut])])


class Waiting(NamedTuple):
    """A child whose words nobody used: only for readers whom row security shows the child."""

    child: UUID
    said: str
    agency: str
    heard_at: datetime


def waiting(since: datetime, cut: datetime, most: int) -> list[Waiting]:
    """The oldest unused words that this reader may open; two statements."""
    found = ask(UNUSED, [since, cut, most])
    known = people.lines([row[0] for row in found], words.local(cut).date())
    return [Waiting(child, known[child].said, agency, at) for child, agency, at in found if child in known]


def by_agency(counts: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """(agency, done, of) added up as {agency: (done, of)}."""
    found: dict[str, tuple[int, int]] = {}
    for name, done, of in counts:
        held = found.get(name, (0, 0))
        found[name] = (held[0] + done, held[1] + of)
    return found
