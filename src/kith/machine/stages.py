"""Stages of a set-up or a test run: each prints its name and its time."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kith.machine.places import REPO
from kith.machine.trouble import Trouble

WIDTH = 34
Command = Sequence[str | Path]


@contextlib.contextmanager
def stage(name: str) -> Iterator[None]:
    """Print how long the block took, also when it fails."""
    begun = time.monotonic()
    try:
        yield
    finally:
        print(timed(name, time.monotonic() - begun), flush=True)


def timed(name: str, seconds: float, verdict: str = "") -> str:
    """One line of the table of stages."""
    return f"  {name:<{WIDTH}} {seconds:6.1f} s  {verdict}".rstrip()


def run(command: Command, environment: Mapping[str, str] | None = None) -> str:
    """Run one step of a set-up in the checkout and answer with what it printed.

    Raises Trouble with the step's last line, having shown the rest, when it fails.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=REPO,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines() or ["(it said nothing)"]
        print("\n".join(lines[:-1]), file=sys.stderr)
        raise Trouble(f"`{' '.join(map(str, command[1:]))}` failed: {lines[-1]}")
    return done.stdout


def passed_on(command: Command, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command in the checkout, show its output as it comes; answer with its code and last line."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=REPO,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    last = ""
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line.strip() or last
    return process.wait(), last
