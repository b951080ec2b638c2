"""Small measures: quantiles, CPU of the database's own processes, memory of ours."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lies, interpolated; 0 of nothing."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def cpu_of(pids: Iterable[int]) -> float | None:
    """CPU seconds (user and system) these processes have used; None where they run on another machine."""
    try:
        return sum(ticks(pid) for pid in pids) / TICK
    except OSError:
        return None


def ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # utime and stime, proc(5)


@dataclass
class Spent:
    """What a block took: wall seconds, CPU of this process, CPU of the database's processes (None: out of reach)."""

    wall: float = 0.0
    own: float = 0.0
    database: float | None = None

    @property
    def cpu(self) -> float | None:
        return None if self.database is None else self.own + self.database


@contextmanager
def spending(pids: Iterable[int] = ()) -> Iterator[Spent]:
    """Measure a block; `pids` are the database's processes that work for it."""
    watched, spent = list(pids), Spent()
    before, wall, own = cpu_of(watched), time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.own = time.perf_counter() - wall, time.process_time() - own
    after = cpu_of(watched)
    spent.database = None if before is None or after is None else after - before


def each(times: int, do: Callable[[int], object]) -> tuple[list[float], list[float]]:
    """Run `do(0) … do(times - 1)`; wall and CPU milliseconds of each in this process."""
    wall, cpu = [], []
    for turn in range(times):
        with spending() as spent:
            do(turn)
        wall.append(spent.wall * 1e3)
        cpu.append(spent.own * 1e3)
    return wall, cpu


def memory(pid: int) -> tuple[float, float]:
    """(PSS, RSS) of a process in megabytes of 10^6 bytes: PSS shares out what several processes hold in common."""
    found = {"Pss": 0, "Rss": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in found:
            found[name] = int(rest.split()[0])
    return found["Pss"] * 1024 / 1e6, found["Rss"] * 1024 / 1e6


def children(pid: int) -> list[int]:
    """Processes that `pid` started directly."""
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
