"""What every verb of run.py stands on: state folder, environment, a running database, the variables."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kith.machine import environment, given, places, surroundings
from kith.machine.server import Server
from kith.machine.trouble import Trouble


@dataclass(frozen=True)
class Ground:
    """A prepared machine: where things are and what the application must be told."""

    state: Path
    python: Path
    variables: dict[str, str]


@contextlib.contextmanager
def prepared(state: Path, venv: Path, mode: str) -> Iterator[Ground]:
    """A running database while the block runs: the one DATABASE_URL names, else our own."""
    places.prepare(state)
    python = environment.python(venv)
    if owner := os.environ.get("DATABASE_URL"):
        # The login outlives the passing folder of a check or a test run.
        kept_in = places.state_folder()
        places.prepare(kept_in)
        urls = given.adopt(owner, kept_in, venv)
        yield Ground(state, python, surroundings.variables(state, urls, mode))
        return
    with Server(state, venv, quick=mode == "test").in_use() as urls:
        yield Ground(state, python, surroundings.variables(state, urls, mode))


def start_over(state: Path, venv: Path) -> None:
    """Forget a state folder: stop its database and delete what stands in it."""
    if os.environ.get("DATABASE_URL"):
        raise Trouble("--fresh does not empty a database given by DATABASE_URL: empty it there yourself.")
    if not (state / places.MARK).exists():
        return
    Server(state, venv).remove()
    places.clear(state)
