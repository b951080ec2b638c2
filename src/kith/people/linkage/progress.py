"""Progress of a long run on standard error: step, share done, time left."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """One line per step, rewritten as it goes on; plain lines where the output is no terminal."""

    def __init__(self, out: TextIO = sys.stderr) -> None:
        self._out = out
        self._name, self._total, self._done, self._since, self._told = "", 0, 0, 0.0, 0.0

    def begin(self, name: str, total: int = 0) -> None:
        """A new step, of `total` units where that is known."""
        self._name = name
        self.start(total)
        print(f"{name} ...", file=self._out)

    def start(self, total: int) -> None:
        """How many units the step has."""
        self._total, self._done, self._since, self._told = total, 0, time.monotonic(), 0.0

    def step(self) -> None:
        """One unit is done; told at most once in two seconds."""
        self._done += 1
        now = time.monotonic()
        if now - self._told < 2 and self._done != self._total:
            return
        self._told = now
        print(f"  {self._name}: {self._done}{self._left(now)}", file=self._out)

    def _left(self, now: float) -> str:
        if not self._total:
            return " units done"
        left = (now - self._since) / self._done * (self._total - self._done)
        return f" of {self._total}, about {_spoken(left)} left"


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
