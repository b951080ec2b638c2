"""The running parts of a demo: web and worker, started in order, stopped in the opposite one."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kith.machine.places import REPO
from kith.machine.trouble import Trouble

NOT_YET = 502  # what the live process, in front, answers while the web server behind it starts
GRACE = 10.0  # seconds between asking a part to stop and making it
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Part:
    """One running program, leader of its own process group so that its children stop with it."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self, grace: float = GRACE) -> None:
        """Ask the whole group to stop; after `grace` seconds make it."""
        _signal_group(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            _signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        """The last line of the part's log."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it left no message"


@dataclass
class Crew:
    """All parts that run for one state folder."""

    state: Path
    parts: list[Part] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> Part:
        """Start a part; what it prints goes to a log in the state folder."""
        log = self.state / "log" / f"{name}.log"
        with log.open("ab") as out:
            out.truncate(0)
            process = subprocess.Popen(
                [str(piece) for piece in command],
                cwd=REPO,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        part = Part(name, process, log)
        self.parts.append(part)
        self._note()
        return part

    def check(self) -> None:
        """Raise Trouble where a part has ended by itself."""
        for part in self.parts:
            if part.process.poll() is not None:
                raise Trouble(f"The {part.name} stopped by itself: {part.last_words()} (log: {part.log})")

    def wait(self) -> None:
        """Until a part ends by itself (Trouble) or somebody interrupts."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop all parts, the first started first: web before worker."""
        for part in self.parts:
            part.stop()
        self.parts.clear()
        self._note()

    def end_leftovers(self) -> None:
        """End parts that an earlier run left behind when it was killed; never a process that is not ours."""
        ours = [pid for pid in _noted(self.state) if _is_ours(pid, self.state)]
        for pid in ours:
            _signal_group(pid, signal.SIGTERM)
        until = time.monotonic() + GRACE
        while time.monotonic() < until and any(_is_ours(pid, self.state) for pid in ours):
            time.sleep(0.05)

    def _note(self) -> None:
        pids = " ".join(str(part.process.pid) for part in self.parts)
        (self.state / "running").write_text(pids)


def _noted(state: Path) -> list[int]:
    try:
        return [int(word) for word in (state / "running").read_text().split()]
    except (OSError, ValueError):
        return []


def _is_ours(pid: int, state: Path) -> bool:
    try:
        surroundings = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return f"KITH_STATE={state}".encode() in surroundings.split(b"\0")


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def free_port(host: str, first: int | None) -> int:
    """`first` or the next port that nobody uses; with None any free one."""
    for port in range(first, first + 100) if first else (0,):
        with contextlib.suppress(OSError), socket.create_server((host, port)) as tried:
            return int(tried.getsockname()[1])
    raise Trouble(f"No free port was found on {host} from {first} on: name one with --port.")


def wait_for_page(crew: Crew, host: str, port: int, seconds: float = 30) -> None:
    """Until the web server answers with a page. Raises Trouble when it dies, errs or stays silent."""
    until, log = time.monotonic() + seconds, crew.state / "log" / "web.log"
    while time.monotonic() < until:
        crew.check()
        with contextlib.suppress(OSError, http.client.HTTPException):
            status = _status(host, port)
            if status < 500:
                return
            if status != NOT_YET:
                raise Trouble(f"The web server answers with error {status} (log: {log}).")
        time.sleep(0.05)
    raise Trouble(f"The web server did not answer within {seconds:.0f} s (log: {log}).")


def _status(host: str, port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=20)
    with contextlib.closing(connection):
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the block as Ctrl-C does.

    SIGINT too: a shell starts its background jobs with Ctrl-C ignored.
    """

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in STOPPING}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Finish the block whatever is pressed: a second Ctrl-C must not leave half of it running."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
