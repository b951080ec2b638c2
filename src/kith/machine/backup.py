"""`kith backup FILE` and `kith restore FILE`: everything an installation needs, in one file.

The file holds a dump of the database, the installation's key (without which sealed fields and the ledger's
seals cannot be read), the ledger's heads, and a manifest of counts and digests. It opens everything: it is
written for this account alone, and belongs encrypted on another machine.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kith.machine import contents, places, psql
from kith.machine.addresses import tool_environment
from kith.machine.binaries import Binaries, installed, tools_for
from kith.machine.contents import Contents, Session
from kith.machine.trouble import Trouble, in_one_line

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
KEY_FILES = (places.SECRET, "ledger-heads.txt")  # of the state folder; the first must be there
LEFT_TO_MIGRATE = (" POLICY ", " ROW SECURITY ")  # installed anew, because they name roles of the old server
BATCH = 2_000_000  # transactions spent at a time while catching up, about four seconds

EMPTY = f"""
SET lock_timeout = '5s'; SET client_min_messages = 'error';
SELECT format('DROP SCHEMA %I CASCADE', n.nspname) FROM pg_namespace n WHERE {contents.OURS} \\gexec
CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


@dataclass(frozen=True)
class Target:
    """The database and state folder of this installation, and programs that fit the server."""

    address: str
    state: Path
    tools: Binaries

    @property
    def environment(self) -> dict[str, str]:
        """Variables for PostgreSQL's tools."""
        return tool_environment(self.address, os.environ)

    def ask(self, sql: str) -> str:
        """One answer from the database."""
        return psql.run(self.tools, self.address, sql, seconds=600)

    def contents(self) -> Contents:
        """What stands in the database now."""
        return Session(self.tools, self.environment).contents()


def backup(argv: list[str]) -> int:
    """Write everything to a new file; 0 when it is whole."""
    parser = argparse.ArgumentParser(prog="kith backup", description=backup.__doc__)
    parser.add_argument("file", type=Path, help="the file to write, for example thornshire.kith")
    options = parser.parse_args(argv)
    return _in_one_line(lambda: write(target(), options.file.absolute()))


def restore(argv: list[str]) -> int:
    """Read a backup into this installation, compare every table, and verify the ledger."""
    parser = argparse.ArgumentParser(prog="kith restore", description=restore.__doc__)
    parser.add_argument("file", type=Path, help="a file written by `kith backup`")
    parser.add_argument("--replace", action="store_true", help="delete what stands in the database now")
    options = parser.parse_args(argv)
    return _in_one_line(lambda: read(target(), options.file.absolute(), replace=options.replace))


def target() -> Target:
    """This installation, from the environment. Raises Trouble outside of it."""
    address = os.environ.get("DATABASE_URL")
    if not address:
        raise Trouble("DATABASE_URL is not set: run it as `python3 run.py kith backup FILE`.")
    venv = Path(sys.prefix)
    able = installed(venv)
    if not able:
        raise Trouble("psql was not found: run `apt-get install postgresql-client`.")
    major = int(psql.run(able[0], address, "SHOW server_version_num")) // 10_000
    return Target(address, places.state_folder(), tools_for(venv, major))


def write(source: Target, file: Path) -> int:
    """Write the backup beside its name first, so that a file of that name is always whole."""
    if file.exists():
        raise Trouble(f"{file} is there already: name a new file.")
    if not file.parent.is_dir():
        raise Trouble(f"The folder {file.parent} is not there: make it first.")
    part = file.with_name(file.name + ".part")
    try:
        with tempfile.TemporaryDirectory(prefix=".kith-backup-", dir=file.parent) as aside:
            manifest = _gather(source, Path(aside))
            _pack(Path(aside), part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    rows = sum(count for count, _ in manifest["tables"].values())
    print(f"{file.name}: {len(manifest['tables'])} tables, {rows} rows, {file.stat().st_size} bytes.")
    print("It opens everything this installation holds: encrypt it and keep it on another machine.")
    return 0


def _gather(source: Target, folder: Path) -> dict[str, Any]:
    session = Session(source.tools, source.environment)
    try:
        _dump(source, session.snapshot, folder / DUMP)
        found = session.contents()
    finally:
        session.close()
    for name in KEY_FILES:
        if (source.state / name).exists():
            shutil.copyfile(source.state / name, folder / name)
    if not (folder / KEY_FILES[0]).exists():
        raise Trouble(f"{source.state / KEY_FILES[0]} is missing: without the key a backup cannot be read.")
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": found.tables,
        "transactions": found.transactions,
        "files": {path.name: _digest(path) for path in sorted(folder.iterdir())},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return manifest


def _dump(source: Target, snapshot: str, to: Path) -> None:
    """Dump as the owner. Its policy opens every row (checked by the session), so row security may stay on."""
    command = ["pg_dump", "--format=custom", "--enable-row-security", "--no-owner", "--no-privileges"]
    _tool(source, [*command, f"--snapshot={snapshot}", f"--file={to}"])


def _pack(folder: Path, file: Path) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name in (MANIFEST, *sorted(p.name for p in folder.iterdir() if p.name != MANIFEST)):
            tar.add(folder / name, arcname=name)


def read(into: Target, file: Path, *, replace: bool) -> int:
    """Check the file, load it, compare, put the keys back, install row security, verify the ledger."""
    places.prepare(into.state)
    with tempfile.TemporaryDirectory(prefix=".kith-restore-", dir=into.state) as aside:
        manifest = unpack(file, Path(aside))
        _make_room(into, replace=replace)
        _load(into, Path(aside) / DUMP)
        _catch_up(into, manifest["transactions"])
        print(_compared(manifest, into.contents()))
        _put_back_keys(Path(aside), into.state)
    _kith("migrate")
    return _kith("ledger", "verify", checked=False)


def unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Take a backup's files out into `folder`; Trouble unless each is the one that was written."""
    try:
        with tarfile.open(file) as tar:
            manifest: dict[str, Any] = json.load(_member(tar, MANIFEST))
            if manifest.get("format") != FORMAT:
                raise Trouble(f"{file} has format {manifest.get('format')}: this Kith reads {FORMAT}.")
            for name in (DUMP, *KEY_FILES):
                if name in manifest["files"]:
                    with (folder / name).open("wb") as out:
                        shutil.copyfileobj(_member(tar, name), out)
    except (tarfile.TarError, KeyError, ValueError):
        raise Trouble(f"{file} is not a whole backup of Kith's.") from None
    except FileNotFoundError:
        raise Trouble(f"{file} was not found.") from None
    spoilt = [name for name, told in manifest["files"].items() if _digest(folder / name) != told]
    if spoilt:
        raise Trouble(f"{file} is damaged ({', '.join(spoilt)}): nothing was changed; use another copy.")
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> Any:
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _make_room(into: Target, *, replace: bool) -> None:
    if into.ask(contents.TABLES) == "0":
        return
    if not replace:
        raise Trouble("The database is not empty: add --replace to delete what stands in it now.")
    try:
        into.ask(EMPTY)
    except Trouble as error:
        raise Trouble(f"{error} Stop web and worker (or the demo) and try again.") from None


def _load(into: Target, dump: Path) -> None:
    listed = _tool(into, ["pg_restore", "--list", str(dump)])
    kept = [line for line in listed.splitlines() if not any(mark in line for mark in LEFT_TO_MIGRATE)]
    chosen = dump.with_suffix(".list")
    chosen.write_text("\n".join(kept) + "\n")
    database = into.environment["PGDATABASE"]
    command = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _tool(into, [*command, f"--use-list={chosen}", f"--dbname={database}", str(dump)])


def _catch_up(into: Target, transactions: int) -> None:
    """Spend transaction numbers until the server is past the old one's.

    The ledger keeps the number under which each entry was written and seals what is older than all that run;
    on a server that counts from the beginning, the restored entries would lie in the future.
    """
    while (missing := transactions - int(into.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())"))) > 0:
        step = min(missing, BATCH)
        into.ask(
            f"DO $$BEGIN FOR i IN 1..{step} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END$$"
        )


def _compared(manifest: dict[str, Any], found: Contents) -> str:
    told = Contents({name: (row[0], row[1]) for name, row in manifest["tables"].items()}, 0)
    different = told.differences(found)
    if different:
        raise Trouble(f"The restored database differs from the backup in {', '.join(different)}.")
    return f"{len(found.tables)} tables and {found.rows} rows are those of {manifest['made_at']}."


def _put_back_keys(folder: Path, state: Path) -> None:
    for name in KEY_FILES:
        old = state / name
        if old.exists():
            old.replace(state / f"{name}.before-restore")
        if (folder / name).exists():
            places.write_private(old, (folder / name).read_text())


def _kith(*arguments: str, checked: bool = True) -> int:
    code = subprocess.run([sys.executable, "-m", "kith", *arguments], check=False).returncode
    if checked and code:
        raise Trouble(f"`kith {' '.join(arguments)}` failed after the data was loaded: see above.")
    return code


def _tool(at: Target, command: list[str]) -> str:
    full = [str(at.tools.program(command[0])), *command[1:]]
    done = subprocess.run(full, env=at.environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"{command[0]}: {psql.first_line(done.stderr)}")
    return done.stdout


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _in_one_line(do: Callable[[], int]) -> int:
    try:
        return do()
    except Exception as error:
        line = in_one_line(error)
        if line is None:
            raise
        print(line, file=sys.stderr)
        return 1
