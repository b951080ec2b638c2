"""One bulk run, ours or Splink's, in a process of its own, so that its seconds and memory are its own.

`python -m kith.people.linkage.beside IN.csv FOLDER` prints one line of JSON: wall and CPU seconds, megabytes. Splink's
counterpart is `python -m kith.people.linkage.anchors IN.csv FOLDER`: its watch runs over predict and cluster, ours from
the file to the two files written. Memory is each process's own high-water mark since it began (`VmHWM`).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from . import bulk
from .command import people


def cpu() -> float:
    """CPU seconds of this process and of those it waited for."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def peak() -> float:
    """The most megabytes this process has held since it began; what its parent held before does not count."""
    status = Path("/proc/self/status")
    if not status.exists():  # no Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def kith(source: Path, folder: Path) -> dict[str, float]:
    """The whole command. Memory is the sum of all processes' peaks: more than was ever held at once."""
    started, before = time.perf_counter(), cpu()
    people(["link", str(source), "--pairs", str(folder / "pairs.csv"), "--clusters", str(folder / "clusters.csv"),
            "--model-out", str(folder / "model.json")])  # fmt: skip
    wall, worker = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"wall s": wall, "cpu s": cpu() - before, "peak MB": peak() + bulk.PROCESSES * worker}


def measured(source: Path, folder: Path, with_splink: bool, times: int = 3) -> dict[str, dict[str, float]]:
    """Medians of some runs, ours and Splink's in turn."""
    names = ("kith", "splink") if with_splink else ("kith",)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(times if with_splink else 1):
        for name in names:
            runs[name].append(_once(name, source, folder))
    return {name: {what: median(run[what] for run in found) for what in found[0]} for name, found in runs.items()}


def _once(name: str, source: Path, folder: Path) -> dict[str, float]:
    module = {"kith": "beside", "splink": "anchors"}[name]
    told = subprocess.run([sys.executable, "-m", f"kith.people.linkage.{module}", str(source), str(folder)],
                          check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    print(json.dumps(kith(Path(sys.argv[1]), Path(sys.argv[2]))))
