"""Open screens without browsers: each holds a stream, and on news fetches what changed, as the page's script does."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings

VERSION = re.compile(rb'(?:data-live-version="|X-Kith-Version: )(\d+)', re.IGNORECASE)
AGAIN = 1.35      # seconds after which a screen comes back, on average, as the page's script does
NEVER = 1e9


@dataclass
class Screen:
    """One person's open page. `seen` says when each mark looked for first stood on it."""

    port: int
    token: str
    stream: str
    page: str
    shown: int = -1
    wanted: int = 0
    text: bytes = b""
    seen: dict[bytes, float] = field(default_factory=dict)
    looked_for: set[bytes] = field(default_factory=set)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    loads: list[float] = field(default_factory=list)       # of the whole page, seconds
    fetches: list[float] = field(default_factory=list)     # of what changed, seconds
    lost: int = 0
    came_back: list[float] = field(default_factory=list)
    busy: bool = False

    async def run(self) -> None:
        """Until cancelled: listen, and come back after every loss."""
        gone_at = 0.0
        while True:
            try:
                async for version in self.events(gone_at):
                    gone_at = 0.0
                    self.wanted = max(self.wanted, version)
                    if not self.busy:
                        self.renewing = asyncio.create_task(self.renew())
            except (OSError, asyncio.IncompleteReadError, ValueError):
                pass
            self.lost += 1
            gone_at = gone_at or time.monotonic()
            await asyncio.sleep(AGAIN)

    async def events(self, gone_at: float):
        """Versions as they come, with -1 for a sign of life."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head(self.stream))
            top = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in top.split(b"\r\n", 1)[0]:
                raise ValueError(top[:40])
            self.opened.set()
            if gone_at:
                self.came_back.append(time.monotonic() - gone_at)
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    yield int(line[6:]) if line[6:].strip().isdigit() else -1
        finally:
            writer.close()

    async def renew(self) -> None:
        """Fetch the page until it shows the newest version known, one fetch at a time."""
        self.busy = True
        while self.wanted > self.shown:
            try:
                await self.fetch()
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self.lost += 1
                await asyncio.sleep(AGAIN)
        self.busy = False

    async def fetch(self) -> None:
        begun = time.monotonic()
        status, self.text = await self.get(self.page)
        if status not in (200, 204):
            raise ValueError(status)
        now = time.monotonic()
        (self.fetches if self.shown >= 0 else self.loads).append(now - begun)
        found = VERSION.search(self.text)
        self.shown = max(self.shown, int(found[1]) if found else self.wanted)
        for mark in [m for m in self.looked_for if m in self.text]:
            self.looked_for.discard(mark)
            self.seen[mark] = now

    async def get(self, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """One request over a connection of its own: status, and the answer with its headers."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head(path, body))
            top = await reader.readuntil(b"\r\n\r\n")
            content = await reader.read(-1)
        finally:
            writer.close()
        return int(top.split(b" ", 2)[1]), top + content

    def head(self, path: str, body: bytes | None = None) -> bytes:
        close = b"" if path == self.stream else b"Connection: close\r\n"
        told = (f"Host: localhost:{self.port}\r\nCookie: {settings.SESSION_COOKIE}={self.token}; "
                f"{settings.CSRF_COOKIE_NAME}={'k' * 32}\r\nX-Kith-Poll: 1\r\n").encode() + close
        told += f"X-Kith-Live: {self.shown}\r\n".encode() if self.shown >= 0 else b""
        if body is None:
            return f"GET {path} HTTP/1.1\r\n".encode() + told + b"\r\n"
        return (f"POST {path} HTTP/1.1\r\n".encode() + told + b"X-CSRFToken: " + b"k" * 32
                + b"\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def look_for(self, mark: bytes) -> None:
        self.looked_for.add(mark)


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


async def opened(screens: Sequence[Screen], seconds: float = 60) -> list[asyncio.Task[None]]:
    """All streams open, each page shown once."""
    tasks = [asyncio.create_task(screen.run()) for screen in screens]
    async with asyncio.timeout(seconds):
        await asyncio.gather(*(screen.opened.wait() for screen in screens))
    await until(lambda: not any(screen.busy for screen in screens), seconds)
    return tasks
