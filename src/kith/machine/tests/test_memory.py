"""The tests' database in memory: only where it fits, only in a folder of our own, and gone afterwards."""

from pathlib import Path

import pytest

from kith.machine import environment, ground, memory


@pytest.fixture
def shelf(passable: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the machine's memory."""
    top = passable / "shelf"
    top.mkdir(mode=0o711, exist_ok=True)
    monkeypatch.setattr(memory, "IN_MEMORY", top)
    monkeypatch.setattr(memory, "ROOM", 0)
    monkeypatch.setattr(memory, "SPARE", 0)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return top


@pytest.mark.database
def test_the_database_is_used_and_taken_away(shelf: Path, passable: Path) -> None:
    venv = environment.folder()
    with memory.passing(passable / "one", venv) as state, ground.prepared(state, venv, "test") as prepared:
        assert state.parent == shelf
        assert prepared.state == state
        assert (state / "postgres" / "data" / "postmaster.pid").exists()
    assert not (state / "postgres").exists()


@pytest.mark.parametrize("name", ["ROOM", "SPARE"])
def test_without_room_the_state_folder_is_used(shelf: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(memory, name, 2**60)
    with memory.passing(shelf / "kept", environment.folder()) as state:
        assert state == shelf / "kept"


def test_what_another_put_in_its_place_is_not_used(shelf: Path, tmp_path: Path) -> None:
    venv = environment.folder()
    with memory.passing(tmp_path, venv) as state:
        assert state.parent == shelf
    state.symlink_to(tmp_path)
    with memory.passing(tmp_path, venv) as again:
        assert again == tmp_path
