"""The virtual environment: made once, its packages installed by hash, skipped while nothing changed."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from kith.machine.places import REPO, SOURCE
from kith.machine.trouble import Trouble

STAMP = "kith-stamp.json"
VERSIONED = re.compile(r"python3\.\d+")
OLDEST_MINOR = 11  # of Python 3
ROOM_NEEDED = 700_000_000  # bytes: packages, database, and air
# The list itself last; it holds the others.
LISTS = {"core": ("core.txt",), "pdf": ("core.txt", "pdf.txt"), "dev": ("core.txt", "dev.txt")}

NO_NETWORK = "The packages could not be fetched: check the network (or `pip config list`) and try again."

# What pip says -> what a person can do. First match wins.
PIP_SAYS = (
    ("No space left on device", "The disk is full: free about 1 GB and run the same command again."),
    ("DO NOT MATCH THE HASHES", "A fetched package is not the one that was checked: try again, then ask."),
    ("Permission denied", "This account may not write to .venv: use a checkout of your own."),
    ("requires a different Python", "This Python is not one the packages support: use Python 3.11 or 3.12."),
    ("Connection", NO_NETWORK),
    ("name resolution", NO_NETWORK),
    ("No matching distribution", NO_NETWORK),
)

COMMAND = """#!/bin/sh
exec "$(dirname "$0")/python" -m kith "$@"
"""


def folder() -> Path:
    """The virtual environment's folder: KITH_VENV, else .venv in the checkout."""
    return Path(os.environ.get("KITH_VENV") or REPO / ".venv").resolve()


def python(environment: Path) -> Path:
    """The environment's Python."""
    return environment / "bin" / "python"


def ensure(packages: str = "core") -> Path:
    """Make the environment hold the packages of `core`, `pdf` or `dev` and answer with its folder.

    Does nothing while the digests of the lists are the ones last installed. Raises Trouble with one line for
    everything a person can put right.
    """
    environment = folder()
    wanted = wanted_digests(packages)
    if is_current(environment, wanted):
        return environment
    check_room(REPO)
    if not works(environment):
        create(environment)
    install(environment, REPO / "requirements" / LISTS[packages][-1])
    point_to_source(environment)
    (environment / STAMP).write_text(json.dumps({**read_stamp(environment), **wanted}))
    return environment


def wanted_digests(packages: str) -> dict[str, str]:
    """The state in which nothing is to be done: a digest for each list."""
    return {name: _digest(REPO / "requirements" / name) for name in LISTS[packages]}


def is_current(environment: Path, wanted: dict[str, str]) -> bool:
    """Whether the environment works and was last installed from the lists as they are now."""
    kept = read_stamp(environment)
    return works(environment) and all(kept.get(name) == value for name, value in wanted.items())


def read_stamp(environment: Path) -> dict[str, str]:
    """What was last installed; nothing where that is not known."""
    try:
        return dict(json.loads((environment / STAMP).read_text()))
    except (OSError, ValueError):
        return {}


def works(environment: Path) -> bool:
    """Whether the environment's Python is there, new enough, and still the one its packages are for.

    A system update can move `python3` to a version whose folder of packages does not exist.
    """
    real = python(environment).resolve()
    folders = [folder.name for folder in environment.glob("lib/python3.*")]
    if not real.exists() or not folders:
        return False
    name = real.name if VERSIONED.fullmatch(real.name) else folders[0]
    return name in folders and int(name.rpartition(".")[2]) >= OLDEST_MINOR


def check_room(place: Path, needed: int = ROOM_NEEDED) -> None:
    """Raise Trouble where the disk has not the room that set-up needs."""
    free = shutil.disk_usage(place).free
    if free < needed:
        raise Trouble(
            f"The disk is nearly full: {place} has {free // 1_000_000} MB free and set-up needs "
            f"{needed // 1_000_000} MB."
        )


def create(environment: Path) -> None:
    """Make an empty environment. Debian packs the module for it apart, the commonest hurdle."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Trouble(f"Python lacks its venv module: run `{_sudo()}apt-get install python3-venv` first.")
    if environment.exists():
        shutil.rmtree(environment)
    command = [sys.executable, "-m", "venv", str(environment)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"The environment could not be made: {explain(done.stdout + done.stderr)}")


def install(environment: Path, requirements: Path) -> None:
    """Install a list whose every line carries its hash."""
    command = [str(python(environment)), "-m", "pip", "install", "--quiet", "--no-input", "--no-compile"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "--require-hashes"]
    command += ["--requirement", str(requirements)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(explain(done.stderr + done.stdout))


def explain(said: str) -> str:
    """One line a person can act on, from what pip or venv said."""
    for mark, line in PIP_SAYS:
        if mark in said:
            return line
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    faults = [line for line in lines if line.startswith("ERROR")]
    return f"The packages could not be installed: {(faults or lines or ['no message'])[-1]}"


def point_to_source(environment: Path) -> None:
    """Let the environment's Python find `kith`, and give it the command of that name.

    Both stand paths with spaces; the command finds its Python beside itself, so a copied folder still works.
    """
    for packages in environment.glob("lib/python3.*/site-packages"):
        (packages / "kith.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
    command = environment / "bin" / "kith"
    command.write_text(COMMAND)
    command.chmod(0o755)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _sudo() -> str:
    return "" if os.geteuid() == 0 else "sudo "


def for_tools() -> dict[str, str]:
    """Variables for ruff, mypy and import-linter. Mypy loads the settings, which ask for a mode."""
    return {**os.environ, "PYTHONPATH": str(SOURCE), "MYPYPATH": str(SOURCE), "KITH_MODE": "test"}
