"""Open streams: who listens to what. Each holds one number, so a slow listener costs nothing and misses nothing."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Send = Callable[[dict[str, Any]], Awaitable[None]]
Look = Callable[[], Awaitable[int | str]]

BEAT = 15.0      # seconds between signs of life; the page takes two missed ones for a lost connection
AGAIN = 60.0     # seconds after which the session's leave to listen is asked of the database again
GAP = 0.1        # seconds between two events on one stream: a burst of changes is one fetch
STALLED = 30.0   # seconds that a listener may take no byte before the stream is given up
MOST_EACH = 20   # streams that one session may hold


@dataclass(eq=False)
class Stream:
    """One listener: the newest version known and the newest one told. Never a queue."""

    topic: UUID
    token: str
    newest: int
    told: int = -1
    gone: bool = False
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, version: int) -> None:
        if version > self.newest:
            self.newest = version
            self.woken.set()

    def leave(self, *_: object) -> None:
        self.gone = True
        self.woken.set()

    async def rest(self, seconds: float) -> None:
        """Until there is news, the listener goes, or the time is over."""
        self.woken.clear()
        if self.gone or self.newest > self.told:
            return
        try:
            async with asyncio.timeout(seconds):
                await self.woken.wait()
        except TimeoutError:
            return


class Streams:
    """All open streams by what they listen to."""

    def __init__(self) -> None:
        self.by_topic: defaultdict[UUID, set[Stream]] = defaultdict(set)
        self.held: Counter[str] = Counter()

    def __len__(self) -> int:
        return self.held.total()

    def __iter__(self) -> Iterator[UUID]:
        return iter(list(self.by_topic))

    def is_full(self, token: str) -> bool:
        return self.held[token] >= MOST_EACH

    def add(self, stream: Stream) -> None:
        self.by_topic[stream.topic].add(stream)
        self.held[stream.token] += 1

    def remove(self, stream: Stream) -> None:
        listeners = self.by_topic[stream.topic]
        listeners.discard(stream)
        if not listeners:
            del self.by_topic[stream.topic]
        self.held[stream.token] -= 1
        if not self.held[stream.token]:
            del self.held[stream.token]

    def tell(self, topic: UUID, version: int) -> None:
        """News from the database: every listener of the topic takes note."""
        for stream in self.by_topic.get(topic, ()):
            stream.hear(version)

    def end(self) -> None:
        """The process stops: every listener is let go, and comes back by itself."""
        for listeners in self.by_topic.values():
            for stream in listeners:
                stream.leave()


async def flow(stream: Stream, send: Send, look: Look) -> None:
    """Send events until the listener goes, stalls, or may no longer listen."""
    spread = random.random()  # so that thousands of beats and questions do not fall into one moment
    asked = asyncio.get_running_loop().time() - AGAIN * spread / 2
    wait = BEAT * (0.5 + spread / 2)
    while not stream.gone:
        if not await sent(send, event(stream)):
            return
        await asyncio.sleep(GAP)
        await stream.rest(wait)
        wait = BEAT
        if asyncio.get_running_loop().time() - asked >= AGAIN:
            asked = asyncio.get_running_loop().time()
            answer = await look()
            if isinstance(answer, str):
                await sent(send, f"event: over\ndata: {answer}\n\n")
                return
            stream.hear(answer)


def event(stream: Stream) -> str:
    """The next thing to say: a version not told yet, else a sign of life. No word of any record."""
    if stream.newest > stream.told:
        stream.told = stream.newest
        return f"id: {stream.told}\nevent: version\ndata: {stream.told}\n\n"
    return "event: beat\ndata: 1\n\n"


async def sent(send: Send, text: str) -> bool:
    """Whether the listener took it. The send waits while the listener's buffer is full."""
    try:
        async with asyncio.timeout(STALLED):
            await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
    except (TimeoutError, OSError):
        return False
    return True
