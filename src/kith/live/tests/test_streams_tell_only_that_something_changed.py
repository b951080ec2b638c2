"""The real process beside the real database: who may listen, what is said, when it is said, and that it ends."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from kith.authority import who
from kith.live import command, streams, topics
from kith.live.application import Application
from kith.machine import processes
from kith.people.models import Person

HEARD = 3.0  # seconds within which a test wants to have heard


class Listener:
    """A browser's EventSource, as bytes."""

    def __init__(self, port: int, path: str, token: str, last: str = "") -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=HEARD)
        headers = {"Cookie": f"theme=a b; {settings.SESSION_COOKIE}={token}", "Last-Event-ID": last}
        self.link.request("GET", path, headers=headers)
        self.answer = self.link.getresponse()
        self.status = self.answer.status

    def next(self) -> dict[str, str]:
        """The next event's fields."""
        lines = iter(lambda: self.answer.readline().decode().strip(), "")
        return dict(line.split(": ", 1) for line in lines)

    def all_until_the_end(self) -> str:
        return self.answer.read().decode()

    def close(self) -> None:
        self.answer.close()
        self.link.close()


@pytest.fixture
def live(world) -> Iterator[int]:
    """The port of a live process in this one; anything that names a child may be watched in these tests."""
    topics.watch("test_person", Person)
    port = processes.free_port("127.0.0.1", None)
    server = command.server(Application(), "127.0.0.1", port)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield port
    server.should_exit = True
    running.join(10)
    del topics.WATCHED["test_person"]


@pytest.fixture
def child(world):
    return world.child_of(world.contact())


def moved(world, child) -> int:
    with world.at_work("hub"):
        return topics.moved("test_person", child)


def path(child) -> str:
    return f"/live/test_person/{child}/"


def test_a_change_is_told_as_a_number_and_nothing_else(world, live, child):
    moved(world, child)
    listener = Listener(live, path(child), world.token("hub"))
    assert listener.status == 200
    assert listener.next() == {"id": "1", "event": "version", "data": "1"}
    begun = time.monotonic()
    moved(world, child)
    assert listener.next() == {"id": "2", "event": "version", "data": "2"}
    assert time.monotonic() - begun < 1
    listener.close()


def test_what_is_rolled_back_was_never_told(world, live, child):
    moved(world, child)
    listener = Listener(live, path(child), world.token("hub"), last="1")
    with pytest.raises(ZeroDivisionError), world.at_work("hub"), transaction.atomic():
        topics.moved("test_person", child)
        raise ZeroDivisionError
    moved(world, child)
    events = [listener.next(), listener.next()]
    assert [e["data"] for e in events if e["event"] == "version"] == ["2"]
    listener.close()


def test_whoever_comes_back_is_told_what_was_missed(world, live, child):
    for _ in range(3):
        moved(world, child)
    returning = Listener(live, path(child), world.token("hub"), last="2")
    assert returning.next() == {"id": "3", "event": "version", "data": "3"}
    up_to_date = Listener(live, path(child), world.token("hub"), last="3")
    assert up_to_date.next()["event"] == "beat"
    returning.close()
    up_to_date.close()


@pytest.mark.parametrize("key", ["charlie", "administrator", "dsl"])
def test_who_may_not_see_the_record_gets_what_an_absent_one_gets(world, live, child, key):
    listener = Listener(live, path(child), world.token(key))
    absent = Listener(live, path("0190" + str(child)[4:]), world.token("hub"))
    assert (listener.status, listener.all_until_the_end()) == (404, absent.all_until_the_end())
    assert absent.status == 404


def test_nobody_listens_without_a_session(world, live, child):
    assert Listener(live, path(child), "").status == 401
    assert Listener(live, path(child), "forged").status == 401
    assert Listener(live, "/live/people_person/1/", world.token("hub")).status == 404
    assert Listener(live, f"/live/authority_session/{child}/", world.token("hub")).status == 404


def test_a_stream_ends_when_its_session_does(world, live, child, monkeypatch):
    monkeypatch.setattr(streams, "AGAIN", 0.3)
    monkeypatch.setattr(streams, "BEAT", 0.2)
    token = world.token("hub")
    listener = Listener(live, path(child), token)
    listener.next()
    with who.working_as(token), connections["default"].cursor() as cursor:
        cursor.execute("select sec.close_session()")
    assert listener.all_until_the_end().endswith("event: over\ndata: signed-out\n\n")


def test_listening_keeps_no_session_awake(world, live, child):
    token = world.token("hub")
    with connections["owner"].cursor() as cursor:
        cursor.execute("update authority_session set active_at = now() - interval '14 minutes'")
    Listener(live, path(child), token).close()
    with connections["owner"].cursor() as cursor:
        cursor.execute("select max(active_at) < now() - interval '13 minutes' from authority_session")
        assert cursor.fetchone() == (True,)


def test_only_somebody_at_work_can_say_that_something_changed(world, child):
    topics.watch("test_person", Person)
    with pytest.raises(DatabaseError, match="nobody is at work"), transaction.atomic():
        who.take_role("narrow")
        topics.moved("test_person", child)


def test_what_changed_is_asked_for_by_name_and_only_since_what_is_shown(world, child):
    topics.watch("test_person", Person)
    other = uuid4()
    with world.at_work("hub"):
        first = topics.moved("test_person", child, ((other, "told"), (child, "agenda")))
        second = topics.moved("test_person", child, ((child, "agenda"),))
    with world.at_work("hub"):
        assert topics.since(child, other, 0) == topics.News(second, frozenset({"agenda"}), frozenset({"told"}))
        assert topics.since(child, other, first) == topics.News(second, frozenset({"agenda"}), frozenset())
        assert not topics.since(child, other, second).has("agenda")
        topics.moved("test_person", child)
        assert topics.since(child, other, second).has("whatever stands there")
    del topics.WATCHED["test_person"]
