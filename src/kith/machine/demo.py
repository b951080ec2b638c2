"""`run.py demo`: from a fresh clone to an address with one sign-in link per role."""

import argparse
import contextlib
import fcntl
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from kith.machine import environment, ground, pango, places, processes, stages, surroundings
from kith.machine.ground import Ground
from kith.machine.processes import Crew
from kith.machine.stages import Command, stage
from kith.machine.trouble import Trouble

FIRST_PORT = 8000
LOG_LINES = 30


def demo(options: argparse.Namespace) -> int:
    """Run the demo until Ctrl-C; with --check walk the main job once and answer 0 or 1."""
    begun = time.monotonic()
    check_time(options.now)
    with stage("packages"):
        venv = environment.ensure("pdf" if pango.found() else "core")
    if not pango.found():
        print(f"  {pango.MISSING} Word files need no more than this.", flush=True)
    if options.check:
        return _check(options, venv, begun)
    state = places.state_folder(options.state)
    with only_one(state):
        Crew(state).end_leftovers()
        if options.fresh:
            with stage("starting over"):
                ground.start_over(state, venv)
        return _stay(options, state, venv, begun)


def check_time(now: str | None) -> None:
    """Raise Trouble where --now is no date and time."""
    try:
        datetime.fromisoformat(now or "2026-01-01T00:00")
    except ValueError:
        raise Trouble(f"--now {now} is no date and time: write it like 2026-12-24T15:40.") from None


def _stay(options: argparse.Namespace, state: Path, venv: Path, begun: float) -> int:
    port = processes.free_port(options.host, options.port or FIRST_PORT)
    with running(options, state, venv, port) as (ground_, crew):
        address = _address(options.host, port)
        print(f"\nKith is ready after {time.monotonic() - begun:.1f} s: {address}\n")
        print(f"{_links(ground_, address)}\nCtrl-C stops it; the data is kept.", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            crew.wait()
        print("\nStopping web, live updates, worker and database.", flush=True)
    return 0


def _check(options: argparse.Namespace, venv: Path, begun: float) -> int:
    """Everything once from nothing, in a state folder of its own that is gone afterwards."""
    state = Path(tempfile.mkdtemp(prefix="kith-check-")).resolve()
    state.chmod(0o711 if os.geteuid() == 0 else 0o700)
    places.prepare(state)
    port = processes.free_port(options.host, options.port)
    try:
        with running(options, state, venv, port) as (ground_, _):
            print(f"  ready after {time.monotonic() - begun:.1f} s", flush=True)
            code = _walk(ground_, _address(options.host, port))
            if code:
                _show_logs(state)
    finally:
        with processes.uninterrupted():
            _forget(state, venv)
    print("demo --check: everything worked." if code == 0 else "demo --check: FAILED (see above).")
    return 1 if code else 0


def _walk(ground_: Ground, address: str) -> int:
    command: Command = [ground_.python, "-m", "kith", "demo-check", "--base-url", address]
    with stage("the main job over HTTP"):
        return stages.passed_on(command, ground_.variables)[0]


def _show_logs(state: Path) -> None:
    for log in sorted((state / "log").glob("*.log")):
        lines = log.read_text(errors="replace").splitlines()[-LOG_LINES:]
        print(f"--- last lines of {log.name}", *lines, sep="\n", file=sys.stderr)


def _forget(state: Path, venv: Path) -> None:
    if not os.environ.get("DATABASE_URL"):
        ground.start_over(state, venv)
    shutil.rmtree(state, ignore_errors=True)


@contextlib.contextmanager
def running(
    options: argparse.Namespace, state: Path, venv: Path, port: int
) -> Iterator[tuple[Ground, Crew]]:
    """Database, tables, county, web and worker while the block runs; stopped in order afterwards."""
    crew = Crew(state)
    with contextlib.ExitStack() as open_things, processes.interruptible():
        assets = Alongside("pages' style and scripts", partial(build_assets, environment.python(venv)))
        with stage("database"):
            prepared = open_things.enter_context(ground.prepared(state, venv, "demo"))
        prepared.variables.update(chosen(options))
        open_things.callback(_stop, crew)
        with stage("tables and the invented county"):
            stages.run([prepared.python, "-m", "kith", "seed", "--demo"], prepared.variables)
        assets.finish()
        with stage("web, live updates and worker"):
            start_crew(crew, prepared, options.host, port)
        yield prepared, crew


def chosen(options: argparse.Namespace) -> dict[str, str]:
    """Variables that follow from the options: the invented time, the names the server answers to."""
    values = {"KITH_NOW": options.now} if options.now else {}
    if options.host not in ("127.0.0.1", "localhost") and "KITH_ALLOWED_HOSTS" not in os.environ:
        name = socket.gethostname() if options.host == "0.0.0.0" else options.host
        values["KITH_ALLOWED_HOSTS"] = f"localhost,127.0.0.1,[::1],{name}"
    return values


def start_crew(crew: Crew, prepared: Ground, host: str, port: int) -> None:
    """Start gunicorn (2 workers of 4 threads, the program read once for both) and in front of it the live process; wait
    for the first page, then start the background worker: nobody waits for it."""
    told = surroundings.without_owner(prepared.variables)
    behind = f"127.0.0.1:{processes.free_port('127.0.0.1', None)}"
    live: list[str | Path] = [prepared.python, "-m", "kith", "live", "--in-front-of", behind]
    live += ["--host", host, "--port", str(port)]
    web: list[str | Path] = [prepared.python, "-m", "gunicorn", "kith.config.wsgi:application"]
    web += ["--bind", behind, "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    web += ["--preload", "--no-control-socket"]  # the socket would stand in the home folder, shared by two demos
    crew.start("web", web, told)
    crew.start("live", live, told)
    processes.wait_for_page(crew, host, port)
    crew.start("worker", [prepared.python, "-m", "kith", "worker"], told)


def _stop(crew: Crew) -> None:
    with processes.uninterrupted():
        crew.stop()


def build_assets(python: Path) -> None:
    """Compile the style sheet and scripts; returns at once while their inputs are unchanged."""
    stages.run([python, "-m", "kith.kit.build"], {**os.environ, "PYTHONPATH": str(places.SOURCE)})


class Alongside:
    """A stage that runs beside others, because it mostly waits for another program."""

    def __init__(self, name: str, do: Callable[[], None]) -> None:
        self.name = name
        self.error: Exception | None = None
        self.seconds = 0.0
        self._thread = threading.Thread(target=self._run, args=(do,), daemon=True)
        self._thread.start()

    def _run(self, do: Callable[[], None]) -> None:
        begun = time.monotonic()
        try:
            do()
        except Exception as error:  # raised again by finish(), in the thread that can print it
            self.error = error
        self.seconds = time.monotonic() - begun

    def finish(self) -> None:
        """Wait for the end, print the time, raise what went wrong."""
        self._thread.join()
        print(stages.timed(self.name, self.seconds, "(alongside)"), flush=True)
        if self.error:
            raise self.error


@contextlib.contextmanager
def only_one(state: Path) -> Iterator[None]:
    """Refuse a second demo on the same state folder."""
    places.prepare(state)
    with open(state / ".demo-lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"A demo already runs on {state}: stop it, or name another KITH_STATE.") from None
        yield


def _address(host: str, port: int) -> str:
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"


def _links(ground_: Ground, address: str) -> str:
    command: Command = [ground_.python, "-m", "kith", "demo-links", "--base-url", address]
    return stages.run(command, ground_.variables)
