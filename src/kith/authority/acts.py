"""The act: one door for every change. Authorised, rule-checked with plain reasons, atomic, recorded, announced."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from kith.authority import ledger, policy
from kith.authority.ids import uuid7
from kith.authority.ledger import Entry
from kith.authority.who import Session


class Refused(Exception):
    """A rule says no. `reasons` are sentences for the person who asked, each saying what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class NotYours(Exception):
    """No grant: to the person who asked, the thing does not exist."""


class Follower(Protocol):
    def __call__(self, entry: Entry, *, by: Session, outcome: Any) -> None: ...


@dataclass(frozen=True)
class Act:
    """A declared verb: what it is called, what it opens and closes, where it is written."""

    verb: str
    function: Callable[..., Any]
    words: str


ACTS: dict[str, Act] = {}
FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> Follower:
    """Register a lower room's mechanism that watches entries (clocks, chronology). Handovers go in handovers.py."""
    FOLLOWERS.append(follower)
    return follower


@dataclass(frozen=True)
class Done:
    """What an act hands back for recording: the record, whom it is about, and facts without personal words.

    `verb` replaces the act's own where one act has several outcomes (`contact.graded_red`); such verbs are declared in
    `also` of the decorator.
    """

    record: Any
    subject: UUID | None = None
    facts: Mapping[str, Any] | None = None
    verb: str = ""
    about: tuple[UUID, ...] = ()            # subjects whose chronology this entry belongs in, where not `subject`
    moments: Mapping[str, datetime] = field(default_factory=dict)  # earlier moments a clock may run from ("received")
    hangs_on: UUID | None = None            # the record whose clock this is, where a subject has several of a kind
    owed_by: UUID | None = None             # the agency that owes what the started clock asks for


def act(verb: str, *, when: Callable[..., Iterable[str]] | None = None,
        also: Iterable[str] = ()) -> Callable[[Callable[..., Done]], Callable[..., Any]]:
    """Make a function the only door for one kind of change.

    The function is keyword-only, takes `by` (Session) and `at`, may take `subject` (checked against the verb's
    grants) and returns Done. `when` is a pure rule: it takes any of the same arguments by name and yields reasons
    against. Raises NotYours (no grant) and Refused (reasons). What is returned to the caller is Done.record.
    """
    def wrap(function: Callable[..., Done]) -> Callable[..., Any]:
        wants = set(inspect.signature(when).parameters) if when else set()

        @functools.wraps(function)
        def door(**given: Any) -> Any:
            by: Session = given["by"]
            if policy.leave(by, verb, given.get("subject")) is None:
                raise NotYours(verb)
            if when and (reasons := list(when(**{k: v for k, v in given.items() if k in wants}))):
                raise Refused(*reasons)
            with transaction.atomic():
                done = function(**given)
                record(done, verb=done.verb or verb, by=by, at=given["at"])
            return done.record

        ACTS[verb] = Act(verb, door, inspect.getdoc(function) or "")
        for other in also:
            ACTS[other] = Act(other, door, inspect.getdoc(function) or "")
        return door

    return wrap


def record(done: Done, *, verb: str, by: Session, at: datetime) -> None:
    """Write the entry, then let the followers react to it in the same transaction."""
    pk = getattr(done.record, "pk", None)
    entry = ledger.append(verb, at=at, subject=done.subject, record=pk if isinstance(pk, UUID) else None,
                          facts=done.facts)
    for follower in FOLLOWERS:
        follower(entry, by=by, outcome=done)


def open_tie(*, holder: UUID, subject: UUID, kind: str, until: datetime | None = None) -> None:
    """Called by acts only, before the records it lets the holder read. Refused by the database without a footing."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.open_tie(%s, %s, %s, %s, %s, null)", [uuid7(), holder, subject, kind, until])


def close_tie(*, holder: UUID, subject: UUID, kind: str, at: datetime) -> None:
    """The tie ends at `at` (a moment to come is kept on the tie itself, never in a job)."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.close_tie(%s, %s, %s, %s)", [holder, subject, kind, at])
