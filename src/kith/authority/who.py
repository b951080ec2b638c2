"""Who is asking: one frozen value a request, taken from the database's own answer, never from the browser."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction


@dataclass(frozen=True)
class Session:
    """A worker at work: a person, a job with a stated purpose, or a partner's system."""

    worker_id: UUID
    name: str
    agency_id: UUID
    agency_key: str
    agency_name: str
    agency_kind: str
    roles: frozenset[str]
    holders: tuple[UUID, ...]
    kind: str
    purpose: str
    wide: bool
    now: datetime

    def has(self, *roles: str) -> bool:
        return any(r in self.roles for r in roles)


class NoSession(Exception):
    """The token opens nothing: never signed in, timed out, or revoked."""


def role_name(which: str) -> str:
    """The database role of a class of session: `narrow`, `wide` or `door` (nobody signed in)."""
    return f"{settings.ROLE_PREFIX}_{which}"


def take_role(which: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'set local role "{role_name(which)}"')


def enter(token: str, *, active: bool = True) -> Session | None:
    """Set the transaction's context from a token and take its database role; None, as `door`, if it opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("select * from sec.enter(%s, %s)", [token, active])
        row = cursor.fetchone()
        if row is None:
            take_role("door")
            return None
        cursor.execute(f'set local role "{role_name("wide" if row[10] else "narrow")}"')
    return Session(worker_id=row[0], name=row[1], agency_id=row[2], agency_key=row[3], agency_name=row[4],
                   agency_kind=row[5], roles=frozenset(row[6]), holders=tuple(row[7]), kind=row[8],
                   purpose=row[9], wide=row[10], now=row[11])


def new_token() -> str:
    return secrets.token_urlsafe(32)


@contextmanager
def working_as(token: str) -> Iterator[Session]:
    """A transaction under a session, outside a web request (jobs, the command line, tests)."""
    with transaction.atomic():
        by = enter(token)
        if by is None:
            raise NoSession("This session is not open.")
        yield by


@contextmanager
def job(purpose: str) -> Iterator[Session]:
    """A transaction under a job's own session. `purpose` names the job's one role, `job_<purpose>`."""
    token = new_token()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("reset role")
            cursor.execute("select sec.open_job(%s, %s)", [token, purpose])
        by = enter(token)
        if by is None:
            raise NoSession(f"No machine worker may do the job {purpose!r}. Run `kith migrate`.")
        yield by
        with connection.cursor() as cursor:
            cursor.execute("select sec.close_session()")


def now() -> datetime:
    """The moment, asked of the database at the door (moved on by `kith clock` in demo and test mode only)."""
    with connection.cursor() as cursor:
        cursor.execute("select sec.now()")
        row = cursor.fetchone()
    assert row is not None
    return row[0]
