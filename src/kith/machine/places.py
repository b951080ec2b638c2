"""Where things stand on this machine: the checkout, the state folder, its secrets."""

import hashlib
import os
import secrets
import shutil
from pathlib import Path

from kith.machine.trouble import Trouble

REPO = Path(__file__).resolve().parents[3]
SOURCE = REPO / "src"
MARK = ".kith-state"
SECRET = "secret"
KEPT_WHEN_FRESH = ("test", "bench", ".demo-lock")  # beginnings of names


def state_folder(given: str | None = None) -> Path:
    """The folder that holds database, keys and logs: `given`, else KITH_STATE, else var/ in the checkout."""
    return Path(given or os.environ.get("KITH_STATE") or REPO / "var").expanduser().resolve()


def digest(path: Path) -> str:
    """Twelve characters that stand for a path where the path itself is too long or may not be written."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def prepare(state: Path) -> None:
    """Make the state folder, its mark and its secret key. Safe to call again.

    As root the folder may be passed through (not listed), because the database runs under another account.
    """
    if not state.exists():
        state.mkdir(parents=True)
        state.chmod(0o711 if os.geteuid() == 0 else 0o700)
    (state / MARK).touch()
    (state / "log").mkdir(mode=0o700, exist_ok=True)
    secret = secret_file(state)
    if not secret.exists():
        write_private(secret, secrets.token_urlsafe(48) + "\n")


def secret_file(state: Path) -> Path:
    """The file with the key that signs sessions and forms."""
    return state / SECRET


def write_private(path: Path, text: str) -> None:
    """Write a file that only this account may read; complete or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    part.replace(path)


def clear(state: Path) -> None:
    """Empty a state folder of ours, so that the next start begins from nothing.

    Raises Trouble where the folder lacks our mark: a wrong KITH_STATE must not cost anyone their files.
    """
    if not state.exists():
        return
    if any(state.iterdir()) and not (state / MARK).exists():
        raise Trouble(f"{state} is not a folder of Kith's (no {MARK} in it): nothing was deleted.")
    for entry in state.iterdir():
        if not entry.name.startswith(KEPT_WHEN_FRESH):
            _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)
