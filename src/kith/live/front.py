"""In front of the web server, where no other front stands (the demo): pages are passed on, byte for byte.

HTTP/1.0 towards the web server: it then never sends chunks, and the end of the connection is the end of the page.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

PIECE = 65536
# Of one connection only (RFC 9110, 7.6.1), or what only a front may say about a visitor.
NOT_PASSED_ON = {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade",
                 b"expect", b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"}
NOT_THERE = b"The web server does not answer just now. Wait a moment and load the page again."


class Lost(Exception):
    """The web server was not there, or broke off before it had said anything."""


@dataclass(frozen=True)
class Front:
    """Passes requests on to the web server at `host`:`port`."""

    host: str
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
            return await plain(send, 411, b"Say how long the request is.")
        body = await whole(receive) if scope["method"] in ("GET", "HEAD") else None
        tries = 2 if body is not None else 1  # only what changes nothing may be asked twice
        while tries:
            tries -= 1
            try:
                return await self.once(scope, receive, send, body)
            except Lost:
                continue
        return await plain(send, 502, NOT_THERE)

    async def once(self, scope: Scope, receive: Receive, send: Send, body: bytes | None) -> None:
        try:
            reader, writer = await asyncio.open_connection(self.host, self.port, limit=PIECE)
        except OSError as error:
            raise Lost from error
        try:
            writer.write(head(scope))
            await write_body(writer, receive, body)
            await answer(reader, send)
        finally:
            writer.close()


def head(scope: Scope) -> bytes:
    """The request line and headers as the web server gets them."""
    path = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    lines = [scope["method"].encode() + b" " + path + b" HTTP/1.0"]
    lines += [name + b": " + value for name, value in scope["headers"] if name not in NOT_PASSED_ON]
    return b"\r\n".join(lines) + b"\r\n\r\n"


async def whole(receive: Receive) -> bytes:
    """The body of a request that should have none."""
    got = b""
    while True:
        message = await receive()
        got += message.get("body", b"")
        if not message.get("more_body"):
            return got


async def write_body(writer: asyncio.StreamWriter, receive: Receive, body: bytes | None) -> None:
    """The request's body, piece by piece as it comes."""
    if body is not None:
        writer.write(body)
        return
    with contextlib.suppress(ConnectionError):  # it may have answered already, to refuse a body too large
        while True:
            message = await receive()
            writer.write(message.get("body", b""))
            await writer.drain()
            if not message.get("more_body"):
                return


async def answer(reader: asyncio.StreamReader, send: Send) -> None:
    """The web server's answer, sent on as it comes. Raises Lost where none began."""
    try:
        top = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError) as error:
        raise Lost from error
    status, headers = read_head(top)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    while piece := await reader.read(PIECE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def read_head(top: bytes) -> tuple[int, list[Header]]:
    """Status and headers of an answer, without those of the one connection."""
    first, *lines = top[:-4].split(b"\r\n")
    pairs = [line.partition(b":") for line in lines]
    return int(first.split(b" ", 2)[1]), [(name.lower(), value.strip()) for name, _, value in pairs
                                          if name.lower() not in NOT_PASSED_ON]


async def plain(send: Send, status: int, words: bytes) -> None:
    """An answer of our own."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(words)).encode()),
               (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
