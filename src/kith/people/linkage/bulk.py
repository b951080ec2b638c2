"""The bulk run: millions of records over files, in bounded memory, on all cores, resumable at every step.

Steps: 1 slices (clean, key), 2 key partitions (pairs that share a key), 3 pair blocks (score), 4 persons, both files.
Each unit of a step writes one file, renamed when whole; a unit whose file is there is not done again. The scorer, keys
and cleaner are those of the live path.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from fnmatch import fnmatch
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from . import joining, too_common
from .alone import RUNNING
from .blocks import pair_block
from .clean import CLEANER_VERSION
from .columns import TABLE, Columns, cleaned, joined, keys_of, needs_of, packed, table_of
from .keys import CLASS, KEYS_VERSION
from .model import Model, from_dict, to_dict
from .numbers import registers
from .partitions import key_partition
from .progress import Progress
from .rows import BadRows, InputError, Slice, slices
from .sections import Array, Lines, write_sections, write_table, write_text
from .train import Counted, adapt
from .unread import Unread, together, unread

TEXTS = {"given": "givens", "family": "families", "middle": "middle"}
"""Names that are compared, and their fields."""
SLICE = 20_000
PARTITIONS = 32
GUESSED, COMMON, ALONE = "persons that rest on review", "keys too common", "records without another key"
"""What is counted besides records, persons and decisions."""
MARKER = "input.sha256"
_PATTERNS = ("records-*", "keys-*", "names-*", "columns*", "vocabulary.*", "persons.*", "pairs-*", "people-*",
             "shared-*", "common-*", "unread-*", "scored-*", "model.*")  # fmt: skip
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

    def columns(self, number: int) -> Path:
        """First sight of a slice's records."""
        return self.folder / f"columns-{number:05d}.npy"

    def pairs(self, partition: int) -> Path:
        """Pairs of a key partition by block."""
        return self.folder / f"pairs-{partition:03d}.bin"

    def found(self, partition: int) -> Path:
        """What a key partition says about values many people share and homes with a multiple birth."""
        return self.folder / f"shared-{partition:03d}.json"

    def too_common(self, partition: int) -> Path:
        """Records with a key of a partition that is used, and with one that is too common."""
        return self.folder / f"common-{partition:03d}.npy"

    def unread(self, number: int) -> Path:
        """What a slice tells that could not be read."""
        return self.folder / f"unread-{number:05d}.json"

    def scored(self, block: int) -> Path:
        """Scored pairs of a block."""
        return self.folder / f"scored-{block:05d}.npy"

    def reasons(self, block: int) -> Path:
        """The reasons of a block's pairs; written last, so it marks the block as done."""
        return self.folder / f"scored-{block:05d}.json"

    def written(self, kind: str, number: int) -> Path:
        """A piece of one of the two answers."""
        return self.folder / f"{kind}-{number:05d}.csv"

    @property
    def vocabulary(self) -> Path:
        """Every name of the file once."""
        return self.folder / "vocabulary.json"

    @property
    def persons(self) -> Path:
        """The person of every record."""
        return self.folder / "persons.npy"

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

    def table(self) -> Array:
        """First sight of all records, by number."""
        return mapped_table(self)


@lru_cache(maxsize=2)
def mapped_lines(work: Work, slice_count: int) -> Lines:
    """The run's packed records, mapped once per process."""
    return Lines([work.records(n) for n in range(slice_count)], work.slice_size)


@lru_cache(maxsize=2)
def mapped_table(work: Work) -> Array:
    """The run's columns, mapped once per process."""
    found: Array = np.load(work.folder / "columns.npy", mmap_mode="r") if work.slice_count() else np.empty(0, TABLE)
    return found


def open_work(folder: Path, source: Path, model: Model, settings: str, slice_size: int = SLICE) -> tuple[Work, bool]:
    """The run's folder, emptied unless it belongs to the same input, code and model; and whether it is resumed.

    Raises `InputError` for a folder that holds files which are no run's.
    """
    _check_foreign(folder)
    stat = source.stat()
    file = f"{source.resolve()} {stat.st_size} {stat.st_mtime_ns}"
    mark = f"{file} {model.version} {CLEANER_VERSION} {KEYS_VERSION} {settings} {slice_size}"
    sign = hashlib.sha256(mark.encode()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    resumed = marker.exists() and marker.read_text() == sign
    if not resumed:
        discard(folder)
        folder.mkdir(parents=True, exist_ok=True)
        marker.write_text(sign)
    return Work(folder, slice_size), resumed


def ours(folder: Path) -> list[Path]:
    """Files of a run's folder that this module wrote, the marker last."""
    return [path for pattern in (*_PATTERNS, MARKER) for path in sorted(folder.glob(pattern))]


def is_ours(name: str) -> bool:
    """Has an intermediate file this name?"""
    return any(fnmatch(name, pattern) for pattern in (*_PATTERNS, MARKER, RUNNING))


def _check_foreign(folder: Path) -> None:
    """Somebody's own records-2026.csv must not be taken for an old run's and deleted."""
    found = ours(folder)
    if found and not (folder / MARKER).exists():
        raise InputError(f"{folder} holds {found[0].name}, which no earlier run wrote: give --work a folder of its own")


def discard(folder: Path) -> None:
    """Delete a run's folder with the files this module wrote there."""
    for path in ours(folder):
        path.unlink()
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def _begin_process(master: int) -> None:
    """A working process keeps no rubbish (nothing here refers to itself), leaves Ctrl-C to the one that started it,
    and does not outlive it."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(master,), daemon=True).start()


def _end_with(master: int) -> None:
    while os.getppid() == master:
        time.sleep(1)
    os._exit(1)


def in_processes(step: Callable[..., Any], units: Iterable[tuple[Any, ...]], progress: Progress) -> list[Any]:
    """Run a step for every unit on `PROCESSES` processes, never holding more than a few units at once."""
    waiting, answers = iter(units), []
    with ProcessPoolExecutor(PROCESSES, initializer=_begin_process, initargs=(os.getpid(),)) as pool:
        try:
            running: set[Future[Any]] = {pool.submit(step, *unit) for unit in islice(waiting, PROCESSES * 2)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for one in done:
                    answers.append(one.result())
                    progress.step()
                running |= {pool.submit(step, *unit) for unit in islice(waiting, len(done))}
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)  # what has begun is finished and kept, no more
            raise
    return answers


def read(work: Work, source: Path, bad: BadRows, progress: Progress, as_at: str = "") -> None:
    """Step 1: clean and key every row; `as_at` is the day on which rows were written that do not say so."""

    def missing() -> Iterator[tuple[Work, Slice]]:
        for one in slices(source, work.slice_size, bad, as_at):
            if not work.names(one.number).exists():
                yield work, one

    gc.disable()  # rows refer to nothing: looking through them again and again is a quarter of reading
    try:
        in_processes(clean_slice, missing(), progress)
    finally:
        gc.enable()
    _gather(work)


def _gather(work: Work) -> None:
    """All columns in one file, so that every process maps one copy."""
    counts = [np.load(work.columns(number), mmap_mode="r") for number in range(work.slice_count())]
    whole = work.folder / "columns.npy"
    if whole.exists() or not counts:
        return
    beside = whole.with_suffix(".part")
    table = np.lib.format.open_memmap(beside, "w+", TABLE, (sum(map(len, counts)),))
    for number, part in enumerate(counts):
        table[number * work.slice_size : number * work.slice_size + len(part)] = part
    table.flush()
    beside.rename(whole)


def clean_slice(work: Work, one: Slice) -> None:
    """Clean, pack and key one slice."""
    columns = cleaned(one.raw)
    write_text(work.records(one.number), "".join([line + "\n" for line in packed(columns)]))
    write_table(work.columns(one.number), table_of(columns))
    write_sections(work.keys(one.number), _by_partition(columns, one.number * work.slice_size))
    write_text(work.unread(one.number), json.dumps(unread(one)))
    write_text(work.names(one.number), json.dumps(_told(columns), ensure_ascii=False))


def told_in_vain(work: Work) -> list[Unread]:
    """What the whole file tells that could not be read."""
    texts = (work.unread(number).read_text(encoding="utf-8") for number in range(work.slice_count()))
    return together(Unread(*found) for text in texts for found in json.loads(text))


def _told(columns: Columns) -> dict[str, Any]:
    """The names of a slice: how often each is the current one, and every text there is to compare."""
    counted = Counted()
    for table in counted.names:
        names = columns[TEXTS[table]]
        for held, times in zip(names.values, names.counts(), strict=True):
            counted.count(table, held, times)
    texts = {name: [joined(held) for held in columns[TEXTS[name]].values] for name in ("given", "family")}
    texts["middle"] = columns["middle"].values
    return {"records": len(columns["record_id"].codes), "texts": texts, **counted.names}


def _by_partition(columns: Columns, first: int) -> list[Array]:
    """(key, record * 2 + whether the record needs it) of every record's keys, by partition."""
    made, owners = keys_of(columns)
    needed = np.zeros(len(made), "i8")
    for kind, those in needs_of(columns).items():
        needed |= (made & CLASS == kind) & those[owners]
    entries = np.stack((made, (owners + first) * 2 + needed), 1)
    at = made >> 4 & PARTITIONS - 1
    order = np.argsort(at.astype("u1"), kind="stable")
    edges = np.searchsorted(at[order], np.arange(1, PARTITIONS))
    return [part.ravel() for part in np.split(entries[order], edges)]


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
    counted, texts = Counted(), {field: set[str]() for field in TEXTS}
    for number in range(work.slice_count()):
        told = json.loads(work.names(number).read_text(encoding="utf-8"))
        for field, names in told.pop("texts").items():
            texts[field].update(names)
        counted.merge(told.pop("records"), {table: Counter(names) for table, names in told.items()})
    write_text(work.vocabulary, json.dumps({field: sorted(t) for field, t in texts.items()}, ensure_ascii=False))
    found = _shared(work)
    own = adapt(
        model,
        counted,
        {**found, "home": found.get("home", frozenset())},
        f"{model.version}, adapted to this file",
    )
    own = replace(own, registers=registers(work.table()))
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
    units = [(work, block, PARTITIONS) for block in range(count) if not work.reasons(block).exists()]
    progress.start(len(units))
    in_processes(pair_block, units, progress)


def write(work: Work, model: Model, pairs: Path, clusters: Path, progress: Progress) -> Counter[str]:
    """Step 4: join and write both files; returns what was counted."""
    progress.start(work.slice_count())
    counts = joining.write(work, model, pairs, clusters, lambda step, units: in_processes(step, units, progress))
    certain, joined = np.load(work.persons, mmap_mode="r")[:2]
    counts[GUESSED] = len(np.unique(joined[certain != joined]))
    counts[COMMON], counts[ALONE] = too_common.counted(work, PARTITIONS)
    return counts
