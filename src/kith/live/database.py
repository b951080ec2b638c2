"""The live process's own few questions to the database, asked as each listener's session, under row security."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from kith.authority.who import role_name
from kith.live import topics

log = logging.getLogger("kith.live")
SIGNED_OUT, HIDDEN = "signed-out", "hidden"
MOST_CONNECTIONS = 4
AGAIN = 1.0  # seconds before a lost connection is tried again


def address() -> str:
    """The application's own login, as libpq writes it."""
    here = settings.DATABASES["default"]
    options = {k: v for k, v in here.get("OPTIONS", {}).items() if k != "pool"}
    return make_conninfo(dbname=here["NAME"], user=here["USER"], password=here["PASSWORD"] or None,
                         host=here["HOST"] or None, port=here["PORT"] or None, **options)


@dataclass
class Database:
    """One pool for the questions, one connection that listens."""

    conninfo: str = field(default_factory=address)
    pool: AsyncConnectionPool[Any] | None = None

    async def open(self) -> None:
        self.pool = AsyncConnectionPool(self.conninfo, min_size=1, max_size=MOST_CONNECTIONS, timeout=10, open=False)
        await self.pool.open()

    async def close(self) -> None:
        if self.pool is not None:
            await self.pool.close()

    async def look(self, token: str, kind: str, topic: UUID) -> int | str:
        """The version of what this session may watch; else SIGNED_OUT, or HIDDEN (not there, as far as it may know).

        Listening is not activity: a session that nobody uses still ends.
        """
        if kind not in topics.WATCHED:
            return HIDDEN
        assert self.pool is not None
        async with self.pool.connection() as link, link.transaction():
            await link.execute("reset role")
            entered = await (await link.execute("select wide from sec.enter(%s, false)", [token])).fetchone()
            if entered is None:
                return SIGNED_OUT
            role = role_name("wide" if entered[0] else "narrow")
            await link.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
            if not await (await link.execute(reading(kind), [topic])).fetchone():
                return HIDDEN
            return (await versions(link, [topic])).get(topic, 0)

    async def news(self, watched: Iterable[UUID]) -> AsyncIterator[tuple[UUID, int]]:
        """Every change as it commits. After a lost connection it first says where everything watched now stands."""
        while True:
            try:
                async for told in self.heard(watched):
                    yield told
            except psycopg.OperationalError as fault:
                log.warning("not listening for a moment: %s", type(fault).__name__)
            await asyncio.sleep(AGAIN)

    async def heard(self, watched: Iterable[UUID]) -> AsyncIterator[tuple[UUID, int]]:
        async with await psycopg.AsyncConnection.connect(self.conninfo, autocommit=True) as link:
            await link.execute(sql.SQL("listen {}").format(sql.Identifier(topics.CHANNEL)))
            async with link.transaction():
                await link.execute(sql.SQL("set local role {}").format(sql.Identifier(role_name("door"))))
                missed = await versions(link, list(watched))
            for number in missed.items():
                yield number
            async for notice in link.notifies():
                if (told := read(notice.payload)) is not None:
                    yield told


def reading(kind: str) -> sql.Composed:
    """Whether the row is there for this session."""
    table, key = topics.WATCHED[kind]
    return sql.SQL("select 1 from {} where {} = %s").format(sql.Identifier(table), sql.Identifier(key))


async def versions(link: psycopg.AsyncConnection[Any], wanted: list[UUID]) -> dict[UUID, int]:
    return dict(await (await link.execute("select topic, version from sec.live_versions(%s)", [wanted])).fetchall())


def read(payload: str) -> tuple[UUID, int] | None:
    """`sitting <uuid> <version>` as its parts; None for anything else that may turn up on the channel."""
    try:
        _, topic, version = payload.split(" ")
        return UUID(topic), int(version)
    except ValueError:
        return None
