"""The embedded PostgreSQL server: made, started, believed only when it answers, stopped.

Two embedded servers never meet: each listens on a socket in a folder of its own that only its account may
enter, so the number in the socket's name may always be the same one.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kith.machine import binaries as programs
from kith.machine import logins, places, psql, settings
from kith.machine.accounts import Account, server_account
from kith.machine.addresses import socket_address
from kith.machine.binaries import Binaries
from kith.machine.trouble import Trouble

PORT = 5432
SOCKET_PATH_LIMIT = 100
FAR_HOMES = Path("/var/lib/kith")
ATTEMPTS = 8


@dataclass(frozen=True)
class Urls:
    """Addresses of one database: for migrations (owner) and for the application."""

    owner: str
    application: str


class Server:
    """The database of one state folder.

    `quick` is for tests only: it gives up safety against a power cut for speed.
    """

    def __init__(self, state: Path, environment: Path, *, quick: bool = False) -> None:
        self.state = state
        self.quick = quick
        self.home = home_for(state)
        self.folder = self.home / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.account = server_account(self.folder)
        self.socket = socket_folder(self.folder)
        self._found = programs.find(environment)

    def start(self) -> Urls:
        """Make the server if need be, start it if need be, and answer with its addresses."""
        self._prepare()
        with self.locked():
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._check_version()
            self._bring_up()
            sql = logins.install_sql(self._passwords())
            psql.run(self.binaries, self._superuser_address("postgres"), sql)
        return self.urls()

    @contextlib.contextmanager
    def in_use(self) -> Iterator[Urls]:
        """Run while the block runs; stop after the last user, unless `keep` asked for it to go on."""
        self._prepare()
        with open(self.home / ".in-use", "w") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            try:
                yield self.start()
            finally:
                self._leave(file)

    def keep(self, wanted: bool) -> None:
        """Let the server run on when its users are gone (for developers), or no longer."""
        kept = self.home / ".kept"
        if wanted:
            kept.touch()
        else:
            kept.unlink(missing_ok=True)

    def remove_unused(self) -> None:
        """Delete the server where it is not in use and nobody asked for it to go on."""
        if self.home.exists():
            with open(self.home / ".in-use", "w") as file:
                if self._is_last(file):
                    self.remove()

    def _leave(self, file: IO[str]) -> None:
        if self._is_last(file):
            self.stop()

    def _is_last(self, file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return not (self.home / ".kept").exists()

    def stop(self) -> None:
        """Stop the server, ending its connections; nothing happens where it does not run."""
        if not (self.data / "postmaster.pid").exists():
            return
        with self.locked():
            self._pg_ctl("stop", "-m", "fast", "-w", "-t", "60")

    def urls(self) -> Urls:
        """The addresses of the two logins."""
        kept = self._passwords()
        return Urls(
            owner=self._address(logins.OWNER, kept.owner, logins.DATABASE),
            application=self._address(logins.APPLICATION, kept.application, logins.DATABASE),
        )

    def answers(self) -> bool:
        """Whether a real connection reaches a server that keeps its data in our folder."""
        if not (self.home / "passwords.json").exists():
            return False
        told = psql.answer(self.binaries, self._superuser_address("postgres"), "SHOW data_directory")
        return told is not None and os.path.realpath(told) == os.path.realpath(self.data)

    def remove(self) -> None:
        """Stop the server and delete its data, keys to it and socket."""
        self.stop()
        for folder in {self.folder, self.socket}:
            if folder.exists():
                shutil.rmtree(folder)
        (self.home / "passwords.json").unlink(missing_ok=True)
        if self.home.parent == FAR_HOMES:
            shutil.rmtree(self.home, ignore_errors=True)

    @property
    def binaries(self) -> Binaries:
        """The programs, where the server's account can run them."""
        return programs.within_reach(self._found, self.account, self.folder)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process at a time makes, starts or stops this server."""
        with open(self.home / ".server-lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _prepare(self) -> None:
        if self.home != self.state:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o711)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.account.own(self.folder)
        private_folder(self.socket, self.account)

    def _create(self) -> None:
        """Run initdb into a folder aside, so that a broken-off start leaves nothing half made."""
        part, pwfile = self.folder / "data.part", self.folder / "superuser"
        for old in (part, self.data):
            shutil.rmtree(old, ignore_errors=True)
        fresh = logins.new_passwords()
        logins.save(fresh, self.home / "passwords.json")
        places.write_private(pwfile, fresh.superuser)
        self.account.own(pwfile)
        try:
            self._initdb(part, pwfile)
        finally:
            pwfile.unlink(missing_ok=True)
        with open(part / "postgresql.conf", "a") as conf:
            conf.write(f"include '{settings.FILE}'\n")
        part.replace(self.data)

    def _initdb(self, part: Path, pwfile: Path) -> None:
        command: list[str | Path] = [self.binaries.program("initdb"), "-D", part, "-E", "UTF8"]
        command += ["-U", logins.SUPERUSER, "--auth=scram-sha-256", f"--pwfile={pwfile}", "--data-checksums"]
        command += settings.locale(self.binaries.major)
        command += ["--no-sync"] if self.quick else []
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self.account.spawn())
        if done.returncode:
            raise Trouble(f"The database could not be made: {psql.first_line(_fault(done.stderr))}")

    def _check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self.binaries.major:
            raise Trouble(
                f"The database in {self.folder} was made by PostgreSQL {made_by}, the programs are "
                f"{self.binaries.major}: name the old ones with KITH_PG_BIN, or start over with --fresh."
            )

    def _bring_up(self) -> None:
        """Start until a real connection answers.

        After a kill -9 the old server's children hold its memory for a moment, and its pid file may by now
        name a stranger: so one failed start proves nothing.
        """
        for attempt in range(ATTEMPTS):
            if self.answers():
                return
            self._drop_strangers_pid()
            settings.write(self.data, self.account, self.socket, PORT, quick=self.quick)
            self._rotate_log()
            self._pg_ctl("start", "-w", "-t", "600", "-l", str(self.log))
            if self.answers():
                return
            if attempt == ATTEMPTS - 2:
                self._pg_ctl("stop", "-m", "immediate", "-w", "-t", "20")
            time.sleep(0.3 * (attempt + 1))
        raise Trouble(f"The database does not start: {self._last_words()} (whole log: {self.log})")

    def _drop_strangers_pid(self) -> None:
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
            told = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if b"postgres" not in told:
            pid_file.unlink(missing_ok=True)

    def _pg_ctl(self, *arguments: str) -> None:
        command = [str(self.binaries.program("pg_ctl")), "-D", str(self.data), "-s", *arguments]
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            start_new_session=True,
            **self.account.spawn(),
        )

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > settings.LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))

    def _last_words(self) -> str:
        if not self.log.exists():
            return "it left no log"
        lines = self.log.read_text(errors="replace").splitlines()
        faults = [line for line in lines if "FATAL" in line or "PANIC" in line]
        return (faults or lines or ["an empty log"])[-1]

    def _passwords(self) -> logins.Passwords:
        return logins.load(self.home / "passwords.json")

    def _superuser_address(self, database: str) -> str:
        return self._address(logins.SUPERUSER, self._passwords().superuser, database)

    def _address(self, user: str, password: str, database: str) -> str:
        return socket_address(user, password, database, self.socket, PORT)


def home_for(state: Path) -> Path:
    """Where the server's files stand: the state folder, or (as root) one its account may enter."""
    far = FAR_HOMES / places.digest(state)
    if (far / "postgres").exists():
        return far
    return state if server_account(state / "postgres").can_enter(state) else far


def socket_folder(folder: Path) -> Path:
    """A folder for the socket whose whole path fits the system's limit (107 bytes on Linux)."""
    near = folder / "socket"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}")) < SOCKET_PATH_LIMIT:
        return near
    return Path("/tmp") / f"kith-{places.digest(folder)}"


def private_folder(folder: Path, account: Account) -> None:
    """Make a folder that only `account` may enter; refuse one that somebody else put there first."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        account.own(folder)
    if folder.is_symlink() or not folder.is_dir() or folder.stat().st_uid != account.uid:
        raise Trouble(f"{folder} belongs to another account: remove it, or name another KITH_STATE.")
    folder.chmod(0o700)


def _fault(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "error" in line or "FATAL" in line) or text
