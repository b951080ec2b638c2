"""One run at a time in a work folder: a file there names the process; one whose process is gone is taken over."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .header import InputError

RUNNING = "running.pid"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder, made where it is missing; it is removed afterwards if it is empty. Raises `InputError` at once
    while another run holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    held = folder / RUNNING
    _take(held)
    try:
        yield
    finally:
        held.unlink(missing_ok=True)
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _take(held: Path) -> None:
    """Write our process to the file. Looking and writing are one step: the folder itself is locked meanwhile."""
    opened = os.open(held.parent, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        if held.exists():
            _refuse_while_alive(held)
        held.write_text(f"{os.getpid()} {started(os.getpid())}\n", encoding="utf-8")
    finally:
        os.close(opened)


def _refuse_while_alive(held: Path) -> None:
    process, _, since = held.read_text(encoding="utf-8", errors="replace").strip().partition(" ")
    if process.isdecimal() and since and started(int(process)) == since:
        raise InputError(
            f"process {process} is at work in {held.parent}: wait until it is done, or give this run another --work"
        )


def started(process: int) -> str:
    """When a running process began, as its system counts, so that its number used again is not taken for it; "" for
    one that is gone."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return "" if state[0] in "ZX" else state[19]
    except OSError:
        return _running(process)


def _running(process: int) -> str:
    """Where the system has no /proc: only whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        return "running"
    return "running"
