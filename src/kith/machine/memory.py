"""Where the tests' database stands: in the machine's memory where there is room, else in the state folder.

Each test has a database of its own, a thousand small files made and removed. On ext4 without a journal, which virtual
machines often have, a new file looks through all inodes freed within minutes: 0.26 s of CPU a test, in memory 0.03 s.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kith.machine import places
from kith.machine.server import Server

IN_MEMORY = Path("/dev/shm")
MEMORY = Path("/proc/meminfo")
ROOM = 2 * 2**30  # bytes; twice what the suite was seen to use
SPARE = 3 * ROOM  # of the machine's memory, so that browser and tests keep theirs


@contextlib.contextmanager
def passing(state: Path, venv: Path) -> Iterator[Path]:
    """A state folder for the length of a run. Of one in memory the last run to leave takes the database away."""
    folder = IN_MEMORY / f"kith-{os.geteuid()}-{places.digest(state)}"
    if not (_is_ours(folder) and _has_room(IN_MEMORY)):
        yield state
        return
    try:
        yield folder
    finally:
        Server(folder, venv, quick=True).remove_unused()


def _is_ours(folder: Path) -> bool:
    """Whether the folder is this account's own, or can be: another account may have put one in its place."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return os.access(folder.parent, os.W_OK)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


def _has_room(top: Path) -> bool:
    """Whether a database fits there beside everything else. Its programs may be copied there: they must run."""
    try:
        told = os.statvfs(top)
        lines = dict(line.split(":") for line in MEMORY.read_text().splitlines())
        spare = int(lines["MemAvailable"].removesuffix("kB")) * 1024
    except (OSError, ValueError, KeyError):
        return False
    return told.f_bavail * told.f_frsize >= ROOM and spare >= SPARE and not told.f_flag & os.ST_NOEXEC
