"""Meetings: a change on every screen, forty rooms at once, a killed web process, fifty editors, agenda and minutes."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from kith.authority import who
from kith.authority.models import Draft
from kith.kit.documents import pdf
from kith.live import topics
from kith.measure import fronted, meeting_room, screens
from kith.measure.fronted import Site
from kith.measure.marks import Row, against, beside
from kith.measure.meeting_room import Room
from kith.measure.screens import Screen
from kith.measure.served import Server
from kith.measure.timing import Spent, memory, quantile, spending
from kith.meetings import agenda, convening, minutes
from kith.meetings.models import Item, SharedText, Sitting

IN_ONE, CHANGES = 12, 40
ROOMS, MINUTES = 40, 1.0                    # sittings at once; length of the run
RHYTHM = 20.0   # seconds between two changes: an item of five minutes has about sixteen (words, positions, actions)
IDLE, EACH, QUIET = 2000, 20, 30.0          # streams, of one session, seconds of silence
UP_TO_DATE = 10**9
PASSED = 300                                # pages passed on
EDITORS, EDITS = 50, 100                    # each
MONDAY = 200                                # concerns that a county receives from Friday to Monday, [L]
PAPER_ITEMS = 25
TYPED_EVERY, KEPT_WITHIN = 3.0, 5.0         # seconds: the page's autosave; what may be lost
ITEM = "/meetings/items/{}/"


def run(full: bool = False) -> tuple[list[Row], list[str]]:
    """Each mark in turn, in one database."""
    random.seed(7)
    rows = editing()
    with fronted.site() as site:
        rows += one_room(site) + killed(site) + many_rooms(site) + idle(site)
    found, said = papers()
    return rows + found, said


def screens_of(port: int, room: Room, item: Item) -> list[Screen]:
    stream = topics.PREFIX + f"{convening.WATCHED}/{room.sitting.pk}/"
    return [Screen(port, token, stream, ITEM.format(item.pk)) for token in room.tokens]


async def changed(pool: ThreadPoolExecutor, room: Room, item: Item, watching: Sequence[Screen],
                  mark: str) -> list[float]:
    """Somebody writes; seconds from the press until it stands on each screen."""
    for screen in watching:
        screen.look_for(mark.encode())
    begun = time.monotonic()
    await asyncio.get_running_loop().run_in_executor(pool, in_thread, write_next, room, item, mark)
    await screens.until(lambda: all(mark.encode() in s.seen for s in watching), 30)
    return [s.seen.get(mark.encode(), begun + screens.NEVER) - begun for s in watching]


def write_next(room: Room, item: Item, mark: str) -> None:
    token = random.choice(room.tokens)
    meeting_room.write(token, item, f"{meeting_room.IMPACT} {mark}", meeting_room.version_of(token, item))


def in_thread(do: Callable[..., object], *given: object) -> None:
    """Django's connection of a thread is given back afterwards."""
    try:
        do(*given)
    finally:
        connections.close_all()


def one_room(site: Site) -> list[Row]:
    """Twelve people look at one item of eight; somebody writes, again and again."""
    tokens = meeting_room.sessions(IN_ONE)
    room = meeting_room.sitting([meeting_room.child(n, tokens[0]) for n in range(8)], tokens)
    meeting_room.spoken(room)
    watching = screens_of(site.port, room, room.items[0])
    with spending(site.parts) as spent:
        delays = asyncio.run(one_after_another(room, watching))
    cpu = (spent.database or 0) / max(1, sum(len(s.fetches) for s in watching))
    last, each = [max(d) for d in delays], [one for d in delays for one in d]
    note = f"{CHANGES} changes; p50 {quantile(last, .5):.2f} s; every screen p95 {quantile(each, .95):.2f} s"
    return [against("meetings.one", quantile(last, 0.95), note=note),
            beside("page that shows a change, p50", quantile([f for s in watching for f in s.fetches], .5) * 1e3, "ms",
                   "wall"),
            beside("page that shows a change, CPU of web and live", cpu * 1e3, "ms", "cpu", "the database apart"),
            beside("page that shows a change", len(watching[0].text) / 1e3, "KB", "size")]


async def one_after_another(room: Room, watching: Sequence[Screen]) -> list[list[float]]:
    tasks = await screens.opened(watching)
    with ThreadPoolExecutor(2) as pool:
        delays = [await changed(pool, room, room.items[0], watching, f"[one-{n}]") for n in range(CHANGES)]
    await closed(tasks)
    return delays


async def closed(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def many_rooms(site: Site) -> list[Row]:
    """Forty sittings of twelve at once; in each, somebody writes every twenty seconds."""
    tokens = meeting_room.sessions(ROOMS * IN_ONE)
    rooms = [meeting_room.sitting([meeting_room.child(1000 + n, tokens[0])], tokens[n * IN_ONE:(n + 1) * IN_ONE])
             for n in range(ROOMS)]
    watching = [(room, screens_of(site.port, room, room.items[0])) for room in rooms]
    joined, delays, spent = asyncio.run(all_at_once(site, watching))
    note = (f"{ROOMS * IN_ONE} screens, {len(delays)} changes in {spent.wall:.0f} s; p50 {quantile(delays, .5):.2f} s; "
            f"web and live {(spent.database or 0) / spent.wall:.2f} cores, this client {spent.own / spent.wall:.2f}")
    return [against("meetings.forty", quantile(delays, 0.95), note=note),
            beside(f"{ROOMS * IN_ONE} people join at once", joined, "s", "wall")]


async def all_at_once(site: Site, watching: Sequence[tuple[Room, list[Screen]]]) -> tuple[float, list[float], Spent]:
    begun = time.monotonic()
    tasks = await screens.opened([screen for _, some in watching for screen in some])
    joined = time.monotonic() - begun
    delays: list[float] = []
    with ThreadPoolExecutor(4) as pool, spending(site.parts) as spent:
        await asyncio.gather(*(sits(pool, room, some, delays) for room, some in watching))
    await closed(tasks)
    return joined, delays, spent


async def sits(pool: ThreadPoolExecutor, room: Room, watching: Sequence[Screen], delays: list[float]) -> None:
    """One sitting's changes: the time until the last screen has each."""
    ends = time.monotonic() + MINUTES * 60
    await asyncio.sleep(random.uniform(0, RHYTHM))
    turn = 0
    while time.monotonic() < ends:
        begun, turn = time.monotonic(), turn + 1
        delays.append(max(await changed(pool, room, room.items[0], watching, f"[{room.sitting.pk}-{turn}]")))
        await asyncio.sleep(max(0.0, random.uniform(0.5, 1.5) * RHYTHM - (time.monotonic() - begun)))


def killed(site: Site) -> list[Row]:
    """Twelve people type; a web process is killed with SIGKILL, then the live process too."""
    tokens = meeting_room.sessions(IN_ONE)
    room = meeting_room.sitting([meeting_room.child(500, tokens[0])], tokens)
    watching = screens_of(site.port, room, room.items[0])
    typists = [Typist(screen) for screen in watching]
    delay = asyncio.run(kill_both(site, room, watching, typists))
    lost = sum(len(t.kept) < t.typed(t.killed_at - KEPT_WITHIN) for t in typists)
    back = [s.came_back[-1] for s in watching if s.came_back]
    return [against("meetings.lost", lost, note=f"of {len(typists)} who type; drafts saved every {TYPED_EVERY:.0f} s"),
            against("meetings.back", len(watching) - len(back),
                    note=f"slowest {max(back, default=0):.1f} s; the next change stood on all after {delay:.2f} s")]


async def kill_both(site: Site, room: Room, watching: Sequence[Screen], typists: Sequence[Typist]) -> float:
    """What was kept stands in each typist afterwards; returns how long the first change after it all took."""
    tasks = await screens.opened(watching)
    typing = [asyncio.create_task(t.run()) for t in typists]
    await asyncio.sleep(8)
    site.kill_a_web_worker()
    await asyncio.to_thread(in_thread, see_what_is_kept, typists, time.monotonic())
    await asyncio.sleep(4)
    site.stop(signal.SIGKILL)
    await asyncio.to_thread(site.start)
    await screens.until(lambda: all(s.came_back for s in watching), 30)
    with ThreadPoolExecutor(1) as pool:
        delay = max(await changed(pool, room, room.items[0], watching, "[after]"))
    await closed([*typing, *tasks])
    return delay


class Typist:
    """Somebody who types without a pause, and whose page saves the draft as the page's own script does."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.begun, self.killed_at, self.kept = screen, time.monotonic(), 0.0, ""
        self.page = f"Bench-{id(self)}"

    def typed(self, at: float) -> int:
        """Characters typed by a moment: five a second."""
        return max(0, int((at - self.begun) * 5))

    async def run(self) -> None:
        await asyncio.sleep(random.uniform(0, TYPED_EVERY))
        while True:
            body = f"text={'x' * self.typed(time.monotonic())}".encode()
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, IndexError):
                await self.screen.get(f"/draft/?page={self.page}&about=1&path=/&title=Bench", body)
            await asyncio.sleep(TYPED_EVERY)


def see_what_is_kept(typists: Sequence[Typist], killed_at: float) -> None:
    """What stands in the database of each draft at the moment of the kill."""
    for one in typists:
        found = Draft.objects.using("owner").filter(page=one.page).first()
        one.killed_at, one.kept = killed_at, found.answers["text"][0] if found else ""


def idle(site: Site) -> list[Row]:
    """What streams cost that nobody says anything on, and what it costs a page to pass through the live process."""
    tokens = meeting_room.sessions(IDLE // EACH)
    room = meeting_room.sitting([meeting_room.child(900, tokens[0])], tokens)
    watching = [Screen(s.port, s.token, s.stream, s.page, shown=UP_TO_DATE)
                for s in screens_of(site.port, room, room.items[0]) for _ in range(EACH)]
    with spending([site.live.pid]) as passing:
        for _ in range(PASSED):
            Server(site.port, site.live.pid).fetch("/robots.txt")
    before = memory(site.live.pid)[0]
    spent, held = asyncio.run(doing_nothing(site, watching))
    busy = (spent.database or 0) / spent.wall * 100
    return [beside(f"{len(watching)} idle streams: CPU of the live process", busy, "% of a core", "cpu",
                   f"over {spent.wall:.0f} s; a sign of life each 15 s, the session asked for each 60 s"),
            beside("an idle stream: memory of the live process", (held - before) / len(watching) * 1e3, "KB", "size"),
            beside("a page through the live process", (passing.database or 0) / PASSED * 1e3, "ms", "cpu")]


async def doing_nothing(site: Site, watching: Sequence[Screen]) -> tuple[Spent, float]:
    tasks = []
    for some in range(0, len(watching), 100):
        tasks += await screens.opened(watching[some:some + 100])
    with spending([site.live.pid]) as spent:
        await asyncio.sleep(QUIET)
    held = memory(site.live.pid)[0]
    await closed(tasks)
    return spent, held


def editing(editors: int = EDITORS, edits: int = EDITS) -> list[Row]:
    """Fifty people write one text, each on the version they have before them, until 5,000 edits are in."""
    tokens = meeting_room.sessions(editors)
    item = meeting_room.sitting([meeting_room.child(1, tokens[0])], tokens).items[0]
    wrong: list[str] = []

    bases: dict[int, int] = {}

    def read(number: int) -> None:
        bases[number] = meeting_room.version_of(tokens[number], item)

    def write(number: int, turn: int) -> None:
        written = meeting_room.write(tokens[number], item, edit(number, turn), bases[number])
        if not written.aside and written.version != bases[number] + 1:
            wrong.append(written.text)

    def edit_on(number: int) -> None:
        """Two requests an edit, each with a connection of its own, as in the web server."""
        for turn in range(edits):
            in_thread(read, number)
            time.sleep(random.uniform(0, 0.02))
            in_thread(write, number, turn)

    with ThreadPoolExecutor(editors) as pool, spending() as spent:
        list(pool.map(edit_on, range(editors)))
    stands = list(SharedText.objects.using("owner").filter(item=item).values_list("text", "version", "aside"))
    missing = {edit(n, t) for n in range(editors) for t in range(edits)} - {text for text, _, _ in stands}
    chain = sorted(version for _, version, aside in stands if not aside)
    gaps = len(set(range(1, len(chain) + 1)).symmetric_difference(chain))
    note = (f"{editors} editors, {editors * edits} edits in {spent.wall:.0f} s: {len(chain)} versions in a row, "
            f"{len(stands) - len(chain)} kept beside a newer text, {len(missing)} missing")
    return [against("meetings.overwritten", len(wrong) + len(missing) + gaps, note=note)]


def edit(editor: int, turn: int) -> str:
    return f"{editor}/{turn}: {meeting_room.IMPACT}"


def papers() -> tuple[list[Row], list[str]]:
    """The agenda of a county's Monday, and the minutes of twenty-five items as PDF."""
    tokens = meeting_room.sessions(3)
    for n in range(MONDAY):
        meeting_room.child(5000 + n, tokens[0], ("amber", "red", "green")[n % 3])
    with who.working_as(tokens[0]) as by:
        called = convening.convene(by=by, at=by.now, forum=meeting_room.FORUM, starts_at=by.now)
        with spending([connections["default"].connection.info.backend_pid]) as spent:
            added = agenda.gather(called, by=by, at=by.now)
    note = f"{added} reasons from {MONDAY} concerns; sources: {', '.join(sorted(agenda.GATHERERS))}"
    return [against("meetings.agenda", spent.own if spent.cpu is None else spent.cpu, note=note), *printing(tokens)], []


def printing(tokens: list[str]) -> list[Row]:
    """Everything said at twenty-five items, read as one of the partners may, and written as tagged PDF."""
    room = meeting_room.sitting([meeting_room.child(7000 + n, tokens[0]) for n in range(PAPER_ITEMS)], tokens)
    meeting_room.spoken(room)
    with who.working_as(tokens[1]) as by:
        sitting = Sitting.objects.get(pk=room.sitting.pk)
        with spending([connections["default"].connection.info.backend_pid]) as spent:
            made = pdf.write(minutes.document(sitting, by=by, at=by.now, version=1))
    note = f"{len(made) / 1e3:.0f} KB; reading, laying out, tagging, and loading the library the first time"
    return [against("meetings.pdf", spent.own if spent.cpu is None else spent.cpu, note=note)]
