"""The benchmark of meetings on a small scale: its figures are there, and its counts can be wrong."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from kith.measure import fronted, meeting_room, meetings, screens
from kith.measure.marks import REACHED


def test_a_lost_edit_would_be_counted(world, monkeypatch):
    row = meetings.editing(3, 4)[0]
    assert (row.value, row.verdict) == (0, REACHED)
    assert "12 edits" in row.note
    write = meeting_room.write

    def forgets(token, item, text, base, name="impact"):
        return write(token, item, "Somebody else's words." if text.startswith("1/2") else text, base, name)

    monkeypatch.setattr(meeting_room, "write", forgets)
    assert meetings.editing(3, 4)[0].value == 1


def test_a_typist_has_typed_what_the_clock_says():
    typist = meetings.Typist(screens.Screen(0, "", "", ""))
    typist.begun = 100.0
    assert (typist.typed(90), typist.typed(100), typist.typed(110)) == (0, 0, 50)


@pytest.fixture
def site(world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    with fronted.site() as running:
        yield running


def test_a_change_is_seen_on_every_screen_through_the_real_servers(site):
    tokens = meeting_room.sessions(3)
    room = meeting_room.sitting([meeting_room.child(1, tokens[0])], tokens)
    watching = meetings.screens_of(site.port, room, room.items[0])

    async def watch() -> list[float]:
        tasks = await screens.opened(watching)
        with meetings.ThreadPoolExecutor(1) as pool:
            found = await meetings.changed(pool, room, room.items[0], watching, "[seen]")
        await meetings.closed(tasks)
        return found

    begun = time.monotonic()
    with ThreadPoolExecutor(1) as apart:  # a browser that another test left open has a loop running in this thread
        delays = apart.submit(asyncio.run, watch()).result()
    assert len(delays) == 3
    assert 0 < max(delays) <= time.monotonic() - begun
    assert all(b"[seen]" in screen.text for screen in watching)
