"""Questions and moves that only the database may answer or make for many persons at once: thin calls, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kith.authority.ids import uuid7


@dataclass(frozen=True)
class Word:
    """What a person said about two records or two persons, still standing."""

    id: UUID
    verdict: str
    cause: str
    reason: str
    said_at: datetime
    said_by: str
    subject: UUID | None = None

    @property
    def sentence(self) -> str:
        """ "Hal Hubworker said on 3 March 2026: never the same (a cousin of the same name)"."""
        what = "never the same" if self.verdict == "never" else "always the same"
        because = f" ({self.reason})" if self.reason else ""
        return f"{self.said_by} said on {self.said_at:%-d %B %Y}: {what}{because}"


def ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def tell(statement: str, values: Sequence[Any]) -> Any:
    """Run one function for what it does; its single value."""
    found = ask(statement, values)
    return found[0][0] if found else None


def words_about(record: UUID, subjects: Iterable[UUID]) -> list[Word]:
    """What people said about a source record and each of these persons."""
    rows = ask(
        "select id, subject_id, verdict, cause, reason, said_at, said_by from sec.words_about(%s, %s::uuid[])",
        [record, list(subjects)],
    )
    return [Word(i, v, c, r, at, by, s) for i, s, v, c, r, at, by in rows]


def words_between(one: UUID, two: UUID) -> list[Word]:
    """What people said about two persons, newest first."""
    return [Word(*row) for row in ask("select * from sec.words_between(%s, %s)", [one, two])]


def keep_word(verdict: str, cause: str, a: UUID, b: UUID, *, records: bool, reason: str = "") -> UUID:
    """Write a person's word about two source records (`records`) or two persons."""
    one = uuid7()
    tell("select sec.keep_override(%s, %s, %s, %s, %s, %s, %s)", [one, verdict, cause, a, b, records, reason])
    return one


def end_word(word: UUID) -> None:
    tell("select sec.end_override(%s)", [word])


def stands_for(subject: UUID) -> UUID:
    """The person a subject was folded into, or itself."""
    return tell("select sec.stands_for(%s)", [subject])


def fold(cause: UUID, was: UUID, becomes: UUID) -> int:
    """Everything hung on `was` hangs on `becomes`; each row is written down under `cause`. Rows moved."""
    return int(tell("select sec.fold(%s, %s, %s)", [cause, was, becomes]))


def unfold(cause: UUID) -> int:
    """What one cause moved goes back; rows that moved on since stay. Rows given back."""
    return int(tell("select sec.unfold(%s)", [cause]))


def unfold_subject(was: UUID) -> bool:
    return bool(tell("select sec.unfold_subject(%s)", [was]))


def follow_record(record: UUID, was: UUID, becomes: UUID) -> None:
    """Everything that came from a source record follows it, and so does its line in the index."""
    tell("select sec.follow_record(%s, %s, %s)", [record, was, becomes])
    tell("select sec.index_moves(%s, %s)", [record, becomes])


def note_links(cause: UUID, made: Sequence[UUID], ended: Sequence[UUID]) -> None:
    tell("select sec.note_links(%s, %s::uuid[], %s::uuid[])", [cause, list(made), list(ended)])


def noted_links(cause: UUID) -> list[tuple[UUID, UUID]]:
    """(link made, link ended) of a merge."""
    return [(made, ended) for made, ended in ask("select * from sec.noted_links(%s)", [cause])]


@dataclass(frozen=True)
class Facts:
    """What the database holds of one person as a cluster: lines of the index, numbers by scheme, a seal."""

    packed: list[str] = field(default_factory=list)
    numbers: dict[str, set[str]] = field(default_factory=lambda: {"nhs": set(), "upn": set()})
    sealed: list[bool] = field(default_factory=list)


def cluster_facts(subjects: Iterable[UUID]) -> dict[UUID, Facts]:
    """Facts of many persons in one question; whom nothing is held of is there too, empty."""
    wanted = list(subjects)
    found = {subject: Facts() for subject in wanted}
    for subject, what, value in ask("select * from sec.cluster_facts(%s::uuid[])", [wanted]):
        facts = found[subject]
        if what == "packed":
            facts.packed.append(value)
        elif what == "sealed":
            facts.sealed.append(True)
        else:
            facts.numbers[what].add(value)
    return found


def words_of(subject: UUID) -> list[Word]:
    """Every word that stands about a person and somebody else, newest first."""
    return [Word(*row) for row in ask("select * from sec.words_of(%s)", [subject])]


def looks_while(subject: UUID, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    """(worker, agency id, agency, looks, first, last) of everybody who looked at a person between two moments."""
    return ask("select * from sec.looks_while(%s, %s, %s)", [subject, since, until])
