"""Asking a database through psql: before any package is installed there is no driver."""

import os
import subprocess

from kith.machine.addresses import tool_environment
from kith.machine.binaries import Binaries
from kith.machine.trouble import Trouble

QUIET = ("--no-psqlrc", "--no-align", "--tuples-only", "--quiet", "--set=ON_ERROR_STOP=1")


def run(binaries: Binaries, address: str, sql: str, *, seconds: float = 60) -> str:
    """The answer of the database, one row per line. Raises Trouble with the database's own first line."""
    done = _psql(binaries, address, sql, seconds)
    if done.returncode:
        raise Trouble(f"The database refused: {first_line(done.stderr)}")
    return done.stdout.strip()


def answer(binaries: Binaries, address: str, sql: str, *, seconds: float = 5) -> str | None:
    """As `run`, but None where the database cannot be reached or refuses."""
    try:
        done = _psql(binaries, address, sql, seconds)
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else done.stdout.strip()


def _psql(binaries: Binaries, address: str, sql: str, seconds: float) -> subprocess.CompletedProcess[str]:
    environment = {"PGCONNECT_TIMEOUT": "5", **tool_environment(address, os.environ)}
    command = [str(binaries.program("psql")), *QUIET]
    return subprocess.run(
        command, input=sql, env=environment, capture_output=True, text=True, check=False, timeout=seconds
    )


def first_line(text: str) -> str:
    """The first line with content, for messages."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "(no message)")
