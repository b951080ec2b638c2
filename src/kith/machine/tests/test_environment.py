"""Installing is skipped while nothing changed, and every failure says what to do."""

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from kith.machine import environment
from kith.machine.trouble import Trouble


class Disk(NamedTuple):
    total: int
    used: int
    free: int


def working(folder: Path, stamp: dict[str, str]) -> Path:
    """The least that counts as a working environment."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    (folder / "lib" / version / "site-packages").mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(sys.executable)
    (folder / environment.STAMP).write_text(json.dumps(stamp))
    return folder


def test_nothing_is_done_while_lists_are_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = working(tmp_path / "venv", environment.wanted_digests("dev"))
    monkeypatch.setenv("KITH_VENV", str(folder))
    monkeypatch.setattr(environment, "install", lambda *_: pytest.fail("installed again"))
    assert environment.ensure("dev") == folder
    assert environment.ensure("core") == folder


def test_a_changed_list_installs_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = working(tmp_path / "venv", {"core.txt": "older"})
    installed: list[str] = []
    monkeypatch.setenv("KITH_VENV", str(folder))
    monkeypatch.setattr(environment, "check_room", lambda place: None)
    monkeypatch.setattr(environment, "install", lambda where, listed: installed.append(listed.name))
    environment.ensure("core")
    assert installed == ["core.txt"]
    assert environment.is_current(folder, environment.wanted_digests("core"))


def test_tests_need_their_own_list_although_the_core_is_there(tmp_path: Path) -> None:
    folder = working(tmp_path / "venv", environment.wanted_digests("core"))
    assert environment.is_current(folder, environment.wanted_digests("core"))
    assert not environment.is_current(folder, environment.wanted_digests("dev"))


def test_an_environment_whose_python_is_gone_does_not_work(tmp_path: Path) -> None:
    folder = working(tmp_path / "venv", {})
    assert environment.works(folder)
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to(tmp_path / "gone")
    assert not environment.works(folder)


def test_an_environment_whose_python_was_updated_does_not_work(tmp_path: Path) -> None:
    folder = working(tmp_path / "venv", {})
    newer = tmp_path / "python3.99"
    newer.touch()
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").symlink_to(newer)
    assert not environment.works(folder)


def test_a_missing_venv_module_names_the_apt_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Trouble, match="apt-get install python3-venv"):
        environment.create(tmp_path / "venv")


def test_a_full_disk_is_told_before_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Disk(1, 1, 5_000_000))
    with pytest.raises(Trouble, match="5 MB free and set-up needs 700 MB"):
        environment.check_room(tmp_path)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param("OSError: [Errno 28] No space left on device", "disk is full", id="disk full"),
        pytest.param("NewConnectionError: failed to establish", "check the network", id="no network"),
        pytest.param("ERROR: No matching distribution found for x==1", "check the network", id="not found"),
        pytest.param("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was checked", id="hash"),
        pytest.param("a\nERROR: something new\nnotice", "something new", id="anything else: pip's own error"),
    ],
)
def test_what_pip_says_becomes_one_line(said: str, told: str) -> None:
    line = environment.explain(said)
    assert told in line
    assert "\n" not in line


def test_the_command_stands_a_path_with_a_space(tmp_path: Path) -> None:
    folder = working(tmp_path / "a b", {})
    environment.point_to_source(folder)
    command = folder / "bin" / "kith"
    assert command.read_text().startswith("#!/bin/sh\n")
    assert command.stat().st_mode & 0o111
    [pointer] = folder.glob("lib/*/site-packages/kith.pth")
    assert Path(pointer.read_text().strip(), "kith", "machine").is_dir()
