"""`run.py test`: every check, each stage with its time; a failure stops no other stage."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kith.machine import binaries, browser, demo, environment, ground, memory, pango, places, stages
from kith.machine.stages import Command
from kith.machine.trouble import Trouble

# What `--only` takes -> pytest's choice by marks; the rest are checks without pytest.
PYTEST_CHOICES = {
    "unit": "not database and not browser",
    "database": "database",
    "browser": "browser",
    "all": "",
}
WITHOUT_BROWSER = "not browser"
SPREAD = ("--dist", "loadfile", "--no-loadscope-reorder")  # in the order of conftest.py: what takes longest begins
CHECKS: dict[str, Command] = {
    "style": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy"),
    "arrows": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
}
ONLY = (*CHECKS, "unit", "database", "browser")


@dataclass
class Outcome:
    """What a run has shown so far: the table of stages, pytest's closing line."""

    rows: list[str] = field(default_factory=list)
    failed: bool = False
    closing: str = ""

    def add(self, name: str, seconds: float, good: bool) -> None:
        """Keep one stage for the table at the end."""
        self.rows.append(stages.timed(name, seconds, "ok" if good else "FAILED"))
        self.failed = self.failed or not good


def test(options: argparse.Namespace, pytest_arguments: list[str]) -> int:
    """Run the checks and answer with 0 when all held, else 1. Pytest's closing line is printed last."""
    outcome = Outcome()
    with stages.stage("packages"):
        venv = environment.ensure("dev")
    python = environment.python(venv)
    _timed(outcome, "pages' style and scripts", lambda: demo.build_assets(python))
    for name, arguments in CHECKS.items():
        if options.only in (None, name) and not pytest_arguments:
            _checked(outcome, name, [python, *arguments])
    if options.only not in CHECKS:
        _tests(outcome, venv, PYTEST_CHOICES[options.only or "all"], pytest_arguments)
    print("\n" + "\n".join(outcome.rows))
    print(outcome.closing, flush=True)
    return int(outcome.failed)


def _timed(outcome: Outcome, name: str, do: Callable[[], None]) -> None:
    begun = time.monotonic()
    try:
        do()
    except Trouble as error:
        print(error, file=sys.stderr)
        outcome.add(name, time.monotonic() - begun, False)
    else:
        outcome.add(name, time.monotonic() - begun, True)


def _checked(outcome: Outcome, name: str, command: Command) -> None:
    begun = time.monotonic()
    print(f"\n== {name}", flush=True)
    code, _ = stages.passed_on(command, environment.for_tools())
    outcome.add(name, time.monotonic() - begun, code == 0)


def _tests(outcome: Outcome, venv: Path, choice: str, arguments: list[str]) -> None:
    major = binaries.find(venv).major
    kept = places.state_folder() / f"test-{major}"
    _timed(outcome, "Pango for PDFs", pango.ensure)
    chosen, told = _with_browser(outcome, choice)
    print(f"\n== tests on PostgreSQL {major}", flush=True)
    begun = time.monotonic()
    with memory.passing(kept, venv) as state, ground.prepared(state, venv, "test") as prepared:
        spread = () if arguments else ("-n", str(os.cpu_count() or 2), *SPREAD)
        command = [prepared.python, "-m", "pytest", *(("-m", chosen) if chosen else ()), *spread, *arguments]
        code, outcome.closing = stages.passed_on(command, {**prepared.variables, **told})
    outcome.add(f"tests on PostgreSQL {major}", time.monotonic() - begun, code == 0)


def _with_browser(outcome: Outcome, choice: str) -> tuple[str, dict[str, str]]:
    """Marks and variables for pytest. Without a browser the run fails, but the other tests still run."""
    if choice not in (PYTEST_CHOICES["browser"], PYTEST_CHOICES["all"]):
        return choice, {}
    try:
        return choice, {"KITH_BROWSER": browser.find()}
    except Trouble as error:
        print(error, file=sys.stderr)
        outcome.add("browser", 0.0, False)
        return WITHOUT_BROWSER, {}


def bench(names: list[str]) -> int:
    """Run the benchmarks named (all by default) on a database of their own that is as safe as a live one."""
    with stages.stage("packages"):
        venv = environment.ensure("dev")
    demo.build_assets(environment.python(venv))
    with ground.prepared(places.state_folder() / "bench", venv, "demo") as prepared:
        command: Command = [prepared.python, "-m", "kith", "bench", *names]
        return stages.passed_on(command, prepared.variables)[0]
