"""The bulk run: millions of records over files, in bounded memory, on all cores, resumable at every step.

Steps: 1 slices (clean, key), 2 key partitions (pairs that share a key), 3 pair blocks (score), 4 clusters and
output. Each
unit of a step writes one file, renamed when whole; a unit whose file is there is not done again. The scorer, keys and
cleaner are those of the live path.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from .blocks import pair_block
from .clean import CLEANER_VERSION, clean
from .keys import KEYS_VERSION, home_key, keys, poor
from .model import Model, from_dict, to_dict
from .partitions import key_partition
from .progress import Progress
from .record import pack
from .rows import BadRows, Slice, slices, to_record
from .sections import Lines, write_sections, write_text
from .train import Counted, adapt

SLICE = 20_000
PARTITIONS = 32
PROCESSES = max(2, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2))
"""One a core, two at least, eight at most: each holds up to half a gigabyte."""


class Work:
    """The folder of one run: names of its files, and whether it belongs to this input and model."""

    def __init__(self, folder: Path, slice_size: int = SLICE) -> None:
        self.folder, self.slice_size = folder, slice_size
        self.stamp = time.time_ns()  # tells one run's folder from the next one's under the same name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Work) and (self.folder, self.stamp) == (other.folder, other.stamp)

    def __hash__(self) -> int:
        return hash((self.folder, self.stamp))

    def records(self, number: int) -> Path:
        """Packed records of a slice."""
        return self.folder / f"records-{number:05d}.txt"

    def keys(self, number: int) -> Path:
        """Keys of a slice by partition."""
        return self.folder / f"keys-{number:05d}.bin"

    def names(self, number: int) -> Path:
        """Names counted in a slice; written last, so it marks the slice as done."""
        return self.folder / f"names-{number:05d}.json"

    def pairs(self, partition: int) -> Path:
        """Pairs of a key partition by block."""
        return self.folder / f"pairs-{partition:03d}.bin"

    def found(self, partition: int) -> Path:
        """What a key partition says about values many people share and homes with a multiple birth."""
        return self.folder / f"shared-{partition:03d}.json"

    def scored(self, block: int) -> Path:
        """Scored pairs of a block."""
        return self.folder / f"scored-{block:05d}.csv"

    @property
    def model(self) -> Path:
        """The model as adapted to the file."""
        return self.folder / "model.json"

    def slice_count(self) -> int:
        """Slices done so far, counted without gaps."""
        number = 0
        while self.names(number).exists():
            number += 1
        return number

    def lines(self) -> Lines:
        """All packed records by number."""
        return mapped_lines(self, self.slice_count())


@lru_cache(maxsize=2)
def mapped_lines(work: Work, slice_count: int) -> Lines:
    """The run's packed records, mapped once per process."""
    return Lines([work.records(n) for n in range(slice_count)], work.slice_size)


def open_work(folder: Path, source: Path, model: Model, settings: str, slice_size: int = SLICE) -> tuple[Work, bool]:
    """The run's folder, emptied unless it belongs to the same input, code and model; and whether it is resumed."""
    stat = source.stat()
    file = f"{source.resolve()} {stat.st_size} {stat.st_mtime_ns}"
    mark = f"{file} {model.version} {CLEANER_VERSION} {KEYS_VERSION} {settings} {slice_size}"
    sign = hashlib.sha256(mark.encode()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / "input.sha256"
    resumed = marker.exists() and marker.read_text() == sign
    if not resumed:
        discard(folder)
        folder.mkdir(parents=True, exist_ok=True)
        marker.write_text(sign)
    return Work(folder, slice_size), resumed


def discard(folder: Path) -> None:
    """Delete a run's folder with the files this module wrote there."""
    for pattern in (
        "records-*",
        "keys-*",
        "names-*",
        "pairs-*",
        "shared-*",
        "scored-*",
        "model.*",
        "input.sha256",
    ):
        for path in folder.glob(pattern):
            path.unlink()
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def in_processes(step: Callable[..., Any], units: Iterable[tuple[Any, ...]], progress: Progress) -> None:
    """Run a step for every unit on `PROCESSES` processes, never holding more than a few units at once."""
    waiting = iter(units)
    with ProcessPoolExecutor(PROCESSES, initializer=gc.disable) as pool:  # nothing here refers to itself
        running: set[Future[Any]] = {pool.submit(step, *unit) for unit in islice(waiting, PROCESSES * 2)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
                progress.step()
            running |= {pool.submit(step, *unit) for unit in islice(waiting, len(done))}


def read(work: Work, source: Path, bad: BadRows, progress: Progress) -> None:
    """Step 1: clean and key every row."""

    def missing() -> Iterator[tuple[Work, Slice]]:
        for one in slices(source, work.slice_size, bad):
            if not work.names(one.number).exists():
                yield work, one

    in_processes(clean_slice, missing(), progress)


def clean_slice(work: Work, one: Slice) -> None:
    """Clean, pack and key one slice."""
    lines, counted = [], Counted()
    parts = [array("q") for _ in range(PARTITIONS)]
    for at, row in enumerate(one.rows):
        c = clean(to_record(row))
        counted.add(c)
        lines.append(pack(c))
        entry = (one.number * work.slice_size + at) * 2 + poor(c)
        for key in keys(c):
            parts[(key >> 2) % PARTITIONS].extend((key, entry))
        if (home := home_key(c)) is not None:
            parts[(home >> 2) % PARTITIONS].extend((home, entry))
    write_text(work.records(one.number), "".join(line + "\n" for line in lines))
    write_sections(work.keys(one.number), parts)
    write_text(work.names(one.number), json.dumps({"records": counted.records, **counted.names}, ensure_ascii=False))


def find_pairs(work: Work, progress: Progress) -> None:
    """Step 2: pairs of records that share a key."""
    count = work.slice_count()
    units = [(work, p, count) for p in range(PARTITIONS) if not work.found(p).exists()]
    progress.start(len(units))
    in_processes(key_partition, units, progress)


def own_model(work: Work, model: Model, trained: Callable[[Model, Lines], Model] | None) -> Model:
    """The model with the file's own name frequencies, prior and shared values; `trained` may learn its weights."""
    if work.model.exists():
        return from_dict(json.loads(work.model.read_text(encoding="utf-8")))
    counted = Counted()
    for number in range(work.slice_count()):
        found = json.loads(work.names(number).read_text(encoding="utf-8"))
        counted.merge(found.pop("records"), {table: Counter(names) for table, names in found.items()})
    found = _shared(work)
    own = adapt(
        model,
        counted,
        {**found, "home": found.get("home", frozenset())},
        f"{model.version}, adapted to this file",
    )
    if trained:
        own = trained(own, work.lines())
    write_text(work.model, json.dumps(to_dict(own), ensure_ascii=False))
    return own


def _shared(work: Work) -> dict[str, frozenset[str]]:
    gathered: dict[str, set[str]] = {}
    for partition in range(PARTITIONS):
        for field, values in json.loads(work.found(partition).read_text(encoding="utf-8"))["shared"].items():
            gathered.setdefault(field, set()).update(values)
    return {field: frozenset(values) for field, values in gathered.items()}


def score_pairs(work: Work, progress: Progress) -> None:
    """Step 3: score every pair, keep those at or above the review floor and all cannot-links."""
    count = work.slice_count()
    units = [(work, block, PARTITIONS) for block in range(count) if not work.scored(block).exists()]
    progress.start(len(units))
    in_processes(pair_block, units, progress)
