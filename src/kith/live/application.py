"""The asynchronous application: `/live/<kind>/<id>/` is a stream of server-sent events; the rest belongs to the web."""

from __future__ import annotations

import asyncio
import contextlib
from uuid import UUID

import psycopg
from django.conf import settings
from django.http.cookie import parse_cookie

from kith.live import topics
from kith.live.database import SIGNED_OUT, Database
from kith.live.front import Front, Receive, Scope, Send, plain
from kith.live.streams import Stream, Streams, flow

HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy that collects before it sends would hold the news back
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Application:
    """One for a process: the open streams, the database, and the web server behind (or none)."""

    def __init__(self, database: Database | None = None, front: Front | None = None) -> None:
        self.database = database or Database()
        self.front = front
        self.streams = Streams()
        self.listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(topics.PREFIX):
            await self.listen(scope, receive, send)
        elif scope["type"] == "http" and self.front:
            await self.front(scope, receive, send)
        elif scope["type"] == "http":
            await plain(send, 404, b"Only live streams are here.")

    async def live(self, receive: Receive, send: Send) -> None:
        """From the start of the process to its end."""
        await receive()
        await self.database.open()
        self.listening = asyncio.create_task(self.hear())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.listening
        await self.database.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def hear(self) -> None:
        async for topic, version in self.database.news(self.streams):
            self.streams.tell(topic, version)

    async def listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One listener, from the check of its session to its going."""
        kind, topic, token = *asked(scope["path"]), token_of(scope)
        if scope["method"] != "GET" or topic is None:
            return await plain(send, 404, b"There is nothing to listen to here.")
        try:
            answer = await self.database.look(token, kind, topic)
        except psycopg.Error:
            return await plain(send, 503, b"The database does not answer just now.")
        if isinstance(answer, str):
            return await plain(send, 401 if answer == SIGNED_OUT else 404, b"There is nothing to listen to here.")
        if self.streams.is_full(token):
            return await plain(send, 429, b"Too many pages are open. Close some.")
        stream = Stream(topic, token, answer, told=last_told(scope))
        self.streams.add(stream)
        gone = asyncio.create_task(until_gone(receive))
        gone.add_done_callback(stream.leave)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await flow(stream, send, lambda: self.still(stream, kind))
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self.streams.remove(stream)

    async def still(self, stream: Stream, kind: str) -> int | str:
        """Whether the listener may go on. While the database is away nothing is told, so nothing is taken from them."""
        try:
            return await self.database.look(stream.token, kind, stream.topic)
        except psycopg.Error:
            return stream.newest


def asked(path: str) -> tuple[str, UUID | None]:
    """Kind and identifier of `/live/<kind>/<uuid>/`."""
    parts = path.removeprefix(topics.PREFIX).strip("/").split("/")
    try:
        kind, topic = parts
        return kind, UUID(topic)
    except ValueError:
        return "", None


def header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def token_of(scope: Scope) -> str:
    """The session's token, from the same cookie as on every page."""
    return parse_cookie(header(scope, b"cookie")).get(settings.SESSION_COOKIE, "")


def last_told(scope: Scope) -> int:
    """The last version a returning listener has heard of (Last-Event-ID); -1 for a new one, which is told where things
    stand."""
    last = header(scope, b"last-event-id")
    return int(last) if last.isascii() and last.isdigit() and len(last) < 19 else -1


async def until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
