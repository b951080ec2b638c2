"""Pango, the operating system's typesetter, which minutes as a PDF need: found, or installed by apt where allowed."""

import ctypes
import os
import shutil
import subprocess

from kith.machine.trouble import Trouble

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
MISSING = f"No Pango: PDFs cannot be made. Run `sudo apt-get install {' '.join(PACKAGES)}`, then again."


def found() -> bool:
    """Whether the libraries can be loaded."""
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def ensure() -> None:
    """Raise Trouble with the line to type where Pango is missing and may not be installed."""
    if not found() and not (os.geteuid() == 0 and _installed()):
        raise Trouble(MISSING)


def _installed() -> bool:
    if not shutil.which("apt-get"):
        return False
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", *PACKAGES]):
        subprocess.run(command, env=surroundings, capture_output=True, check=False)
    return found()
