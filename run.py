#!/usr/bin/env python3
"""Kith's front door: needs Python and the operating system's packages, nothing else. `python3 run.py help`."""

import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        "Kith needs Python 3.11 or newer and this is %d.%d: run it with a newer one, for example `python3.11 run.py`."
        % sys.version_info[:2]
    )
sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from kith.machine import environment, places, surroundings  # noqa: E402
from kith.machine.server import Server  # noqa: E402
from kith.machine.trouble import in_one_line  # noqa: E402


def db(arguments: list[str]) -> int:
    state = places.state_folder(arguments[arguments.index("--state") + 1] if "--state" in arguments else None)
    places.prepare(state)
    urls = Server(state, environment.ensure("core")).start()
    print(surroundings.export_lines(surroundings.variables(state, urls, "demo")))
    return 0


def kith(arguments: list[str]) -> int:
    state = places.state_folder()
    places.prepare(state)
    venv = environment.ensure("core")
    urls = Server(state, venv).start()
    command = [str(environment.python(venv)), "-m", "kith", *arguments]
    mode = os.environ.get("KITH_MODE", "demo")
    return subprocess.run(command, env=surroundings.variables(state, urls, mode), check=False).returncode


def main(arguments: list[str]) -> int:
    verbs = {"db": db, "kith": kith}
    try:
        return verbs[arguments[0]](arguments[1:])
    except Exception as error:
        line = in_one_line(error)
        if line is None:
            raise
        print(line, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
