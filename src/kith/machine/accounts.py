"""Which account of the machine runs the database: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith.machine.trouble import Trouble

ROOT = 0


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Whether this process already runs as the account."""
        return self.uid == os.geteuid()

    def spawn(self) -> dict[str, Any]:
        """Arguments for subprocess that start a program as this account, in a folder it may enter."""
        if self.is_ours:
            return {"cwd": "/"}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account can really pass through to `folder` (tried, not worked out from modes)."""
        command = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        return subprocess.run(command, capture_output=True, check=False, **self.spawn()).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Whether the account can start `program`, its libraries included."""
        try:
            done = subprocess.run([program, "--version"], capture_output=True, check=False, **self.spawn())
        except OSError:
            return False
        return done.returncode == 0


def server_account(data: Path) -> Account:
    """The account for the database in `data`: ourselves; for root the folder's owner, or `nobody`."""
    if os.geteuid() != ROOT:
        return Account(os.geteuid(), os.getegid())
    if data.exists() and data.stat().st_uid != ROOT:
        return Account(data.stat().st_uid, data.stat().st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble("The account `nobody` is missing: run as an ordinary user instead of root.") from None
    return Account(nobody.pw_uid, nobody.pw_gid)
