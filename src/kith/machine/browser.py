"""The machine's own Chromium for the browser tests: found, or installed by apt where that is allowed."""

import os
import shutil
import subprocess

from kith.machine.trouble import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """The path of a browser. Raises Trouble with the line to type where there is none."""
    named = os.environ.get("KITH_BROWSER")
    if named and not os.access(named, os.X_OK):
        raise Trouble(f"KITH_BROWSER={named} cannot be run: name a Chromium, or unset it.")
    found = named or _on_the_path() or (_install() if os.geteuid() == 0 else None)
    if not found:
        raise Trouble("No browser for the browser tests: run `sudo apt-get install chromium`, then again.")
    return found


def _on_the_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install() -> str | None:
    if not shutil.which("apt-get"):
        return None
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "chromium"]):
        subprocess.run(command, env=surroundings, capture_output=True, check=False)
    return _on_the_path()
