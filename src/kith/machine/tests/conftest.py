"""A real server for the tests of this room: made once, thrown away afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kith.machine import environment, places
from kith.machine.server import Server


@pytest.fixture(scope="session")
def passable() -> Iterator[Path]:
    """A temporary folder with a space in its name that other accounts may pass through."""
    top = Path(tempfile.mkdtemp(prefix="kith-machine-"))
    top.chmod(0o711)
    folder = top / "a b"
    folder.mkdir(mode=0o711)
    yield folder
    shutil.rmtree(top)


@pytest.fixture(scope="session")
def server(passable: Path) -> Iterator[Server]:
    """A running server in a path with a space."""
    state = passable / "state"
    places.prepare(state)
    made = Server(state, environment.folder(), quick=True)
    made.start()
    yield made
    made.remove()
