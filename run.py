#!/usr/bin/env python3
"""Kith's front door. It needs Python and the operating system's packages, nothing else.

    python3 run.py demo [--now 2026-12-24T15:40] [--fresh] [--check] [--host H] [--port N]
    python3 run.py test [--only style|types|arrows|unit|database|browser] [arguments for pytest]
    python3 run.py bench [names]
    python3 run.py kith …      passes on to the command line (backup, restore, clock, ledger, seed, …)
    python3 run.py db          starts the database and prints lines for `eval` (db --stop ends it)
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - it is exactly the older ones that must be told
    found = ".".join(map(str, sys.version_info[:2]))
    sys.exit("Kith needs Python 3.11 or newer and this is %s: try `python3.11 run.py`." % found)  # noqa: UP031
sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from kith.machine import demo as demonstration
from kith.machine import environment, ground, places, surroundings, trial
from kith.machine.server import Server
from kith.machine.trouble import in_one_line

MODES = ("demo", "test", "live")


def demo(arguments: list[str]) -> int:
    """Set everything up and serve the invented county until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="run.py demo", description=demo.__doc__)
    parser.add_argument("--now", help="the time in the demo at the start, e.g. 2026-12-24T15:40")
    parser.add_argument("--fresh", action="store_true", help="start over with a new county")
    parser.add_argument("--check", action="store_true", help="walk the main job once and stop with 0 or 1")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, help="the port (default: 8000 or the next free one)")
    parser.add_argument("--state", help="the state folder (default: KITH_STATE, else var/)")
    return demonstration.demo(parser.parse_args(arguments))


def test(arguments: list[str]) -> int:
    """Run every check, each with its time; arguments after the options go to pytest."""
    parser = argparse.ArgumentParser(prog="run.py test", description=test.__doc__)
    parser.add_argument("--only", choices=trial.ONLY, help="only one kind of check")
    options, rest = parser.parse_known_args(arguments)
    return trial.test(options, rest)


def bench(arguments: list[str]) -> int:
    """Run the benchmarks; each figure is a ratio measured in one run."""
    return trial.bench(arguments)


def kith(arguments: list[str]) -> int:
    """Run Kith's command line inside the environment, with the database running."""
    mode = os.environ.get("KITH_MODE", "demo")
    venv = environment.ensure("core")
    with ground.prepared(places.state_folder(), venv, mode) as prepared:
        command = [str(prepared.python), "-m", "kith", *arguments]
        return subprocess.run(command, env=prepared.variables, check=False).returncode


def db(arguments: list[str]) -> int:
    """For developers: a database that runs on, as lines for `eval "$(python3 run.py db)"`."""
    parser = argparse.ArgumentParser(prog="run.py db", description=db.__doc__)
    parser.add_argument("--state", help="the state folder (default: KITH_STATE, else var/)")
    parser.add_argument("--mode", choices=MODES, default="demo")
    parser.add_argument("--stop", action="store_true", help="stop it again")
    options = parser.parse_args(arguments)
    state = places.state_folder(options.state)
    places.prepare(state)
    server = Server(state, environment.ensure("core"), quick=options.mode == "test")
    if options.stop:
        server.keep(False)
        server.stop()
        return 0
    urls = server.start()
    server.keep(True)
    print(surroundings.export_lines(surroundings.variables(state, urls, options.mode)))
    return 0


def help_(arguments: list[str]) -> int:
    """Say what there is."""
    print(__doc__)
    return 0


VERBS = {"demo": demo, "test": test, "bench": bench, "kith": kith, "db": db, "help": help_}


def main(arguments: list[str]) -> int:
    """Run one verb; what a person can put right is said in one line."""
    verb = VERBS.get(arguments[0] if arguments else "help")
    if verb is None:
        print(f"There is no `{arguments[0]}`; there are: {', '.join(VERBS)}.", file=sys.stderr)
        return 2
    try:
        return verb(arguments[1:])
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except Exception as error:
        line = in_one_line(error)
        if line is None:
            raise
        print(line, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
