"""What the environment says: read here and nowhere else, with plain errors."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[3]
MODES = ("demo", "test", "live")


def mode() -> str:
    """`demo`, `test` or `live` (the default: only demo and test allow time travel and sign-in links)."""
    found = os.environ.get("KITH_MODE", "live")
    if found not in MODES:
        raise SystemExit(f"KITH_MODE is {found!r}; it must be one of {', '.join(MODES)}.")
    return found


def state() -> Path:
    """The folder for everything that is not the program: keys, logs, the embedded database, sent messages."""
    return Path(os.environ.get("KITH_STATE") or ROOT / "var")


def secret() -> str:
    """The installation's secret, from the file that set-up made. In test mode a fixed one will do."""
    path = Path(os.environ.get("KITH_SECRET_FILE") or state() / "secret")
    if path.exists():
        return path.read_text().strip()
    if mode() == "test":
        return "a-secret-for-tests-only-" + "0" * 32
    raise SystemExit(f"No secret at {path}. Start with `python3 run.py demo`, or set KITH_SECRET_FILE.")


def database(variable: str) -> dict[str, Any] | None:
    """Django's settings for the PostgreSQL URL in `variable`, or None where it is not set."""
    url = os.environ.get(variable)
    if not url:
        return None
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "kith"), "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""), "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")), "OPTIONS": dict(parts),
    }
