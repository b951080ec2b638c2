"""Parts of a demo: stopped with their children, seen when they die, never mistaken for a stranger's."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kith.machine import browser, demo, places, processes
from kith.machine.processes import Crew
from kith.machine.trouble import Trouble

SLEEPS = "import time; time.sleep(60)"
HAS_CHILD = (
    "import subprocess, sys;"
    f"print(subprocess.Popen([sys.executable, '-c', {SLEEPS!r}]).pid, flush=True);"
)


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    places.prepare(tmp_path)
    made = Crew(tmp_path)
    yield made
    made.stop()


def surroundings(crew: Crew) -> dict[str, str]:
    return {**os.environ, "KITH_STATE": str(crew.state)}


def gone(pid: int) -> bool:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_stopping_a_part_stops_its_children(crew: Crew) -> None:
    part = crew.start("worker", [sys.executable, "-c", HAS_CHILD + SLEEPS], surroundings(crew))
    until = time.monotonic() + 5
    while not part.log.read_text().strip() and time.monotonic() < until:
        time.sleep(0.02)
    child = int(part.log.read_text())
    crew.stop()
    assert gone(child)


def test_a_part_that_will_not_stop_is_made_to(crew: Crew) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True);" + SLEEPS
    part = crew.start("worker", [sys.executable, "-c", deaf], surroundings(crew))
    while not part.log.read_text():
        time.sleep(0.02)
    part.stop(grace=0.2)
    assert part.process.returncode == -signal.SIGKILL


def test_a_part_that_dies_is_told_with_its_last_words(crew: Crew) -> None:
    dies = [sys.executable, "-c", "raise SystemExit('no such table')"]
    part = crew.start("worker", dies, surroundings(crew))
    part.process.wait()
    with pytest.raises(Trouble, match="The worker stopped by itself: no such table"):
        crew.check()


def test_what_a_killed_demo_left_is_ended_and_a_stranger_is_not(crew: Crew) -> None:
    ours = crew.start("web", [sys.executable, "-c", SLEEPS], surroundings(crew))
    stranger = subprocess.Popen([sys.executable, "-c", SLEEPS], start_new_session=True)
    try:
        with (crew.state / "running").open("a") as file:
            file.write(f" {stranger.pid}")
        Crew(crew.state).end_leftovers()
        assert ours.process.wait(5) == -signal.SIGTERM
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        assert processes.free_port("127.0.0.1", number) > number


def test_any_port_will_do_for_a_check() -> None:
    assert processes.free_port("127.0.0.1", None) > 1023


def test_sigterm_ends_a_demo_as_ctrl_c_does() -> None:
    with pytest.raises(KeyboardInterrupt), processes.interruptible():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)


def test_a_second_ctrl_c_does_not_break_the_stopping() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell starts us with it ignored
    try:
        with processes.uninterrupted():
            os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_two_demos_never_share_a_state_folder(tmp_path: Path) -> None:
    with demo.only_one(tmp_path), pytest.raises(Trouble, match="already runs"), demo.only_one(tmp_path):
        pytest.fail("both ran")


def test_an_unreadable_time_is_told_before_anything_starts() -> None:
    demo.check_time("2026-12-24T15:40")
    with pytest.raises(Trouble, match="2026-12-24T15:40"):
        demo.check_time("Christmas Eve")


def test_the_invented_time_and_an_open_address_reach_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_ALLOWED_HOSTS", raising=False)
    told = demo.chosen(argparse.Namespace(now="2026-12-24T15:40", host="192.0.2.7"))
    assert told["KITH_NOW"] == "2026-12-24T15:40"
    assert told["KITH_ALLOWED_HOSTS"].endswith(",192.0.2.7")
    assert demo.chosen(argparse.Namespace(now=None, host="127.0.0.1")) == {}


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_BROWSER", raising=False)
    monkeypatch.setattr(browser, "_on_the_path", lambda: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble, match="apt-get install chromium"):
        browser.find()
