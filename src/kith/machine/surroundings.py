"""The environment variables under which every `python -m kith …` runs."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from kith.machine.places import SOURCE, secret_file
from kith.machine.server import Urls

EXPORTED = (
    "DATABASE_URL",
    "KITH_APP_DATABASE_URL",
    "KITH_MODE",
    "KITH_STATE",
    "KITH_SECRET_FILE",
    "PYTHONPATH",
)


def variables(state: Path, urls: Urls, mode: str, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """`base` with what the application reads: addresses, mode (demo, test or live), state folder, key."""
    return {
        **base,
        "DATABASE_URL": urls.owner,
        "KITH_APP_DATABASE_URL": urls.application,
        "KITH_MODE": mode,
        "KITH_STATE": str(state),
        "KITH_SECRET_FILE": str(secret_file(state)),
        "PYTHONPATH": str(SOURCE),
    }


def without_owner(values: Mapping[str, str]) -> dict[str, str]:
    """For web and worker: they never hold the owner's login, so a fault in them cannot lift row security."""
    return {name: value for name, value in values.items() if name != "DATABASE_URL"}


def export_lines(values: Mapping[str, str]) -> str:
    """Lines for a shell's `eval`, in the order of EXPORTED."""
    return "\n".join(f"export {name}={shlex.quote(values[name])}" for name in EXPORTED)
