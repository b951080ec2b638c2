"""Plain files for a bulk run: sectioned arrays of numbers, tables by record, and lines of text with their positions.

A file is written beside its place and renamed when whole, so a half-written file never counts after an interruption.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def write_sections(path: Path, sections: Sequence[Array]) -> None:
    """Write arrays of eight-byte numbers one after another, with their lengths in front."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as out:
        np.array([len(sections), *map(len, sections)], "u8").tofile(out)
        for section in sections:
            section.tofile(out)
    beside.rename(path)


def read_section(path: Path, at: int, code: str) -> Array:
    """One section of a file of `write_sections`; `code` is the array's type code."""
    with path.open("rb") as source:
        count = int(np.fromfile(source, "u8", 1)[0])
        lengths = np.fromfile(source, "u8", count)
        source.seek(8 * (1 + count + int(lengths[:at].sum())))
        return np.fromfile(source, code, int(lengths[at]))


def once(numbers: Array) -> Array:
    """The numbers in order, each once. numpy's own `unique` is thirty times slower here."""
    found: Array = np.sort(numbers)
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def write_table(path: Path, table: Array) -> None:
    """Write one array whole or not at all."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as out:
        np.save(out, table)
    beside.rename(path)


class Lines:
    """Records by number over several text files, mapped into memory, so that two processes share one copy."""

    def __init__(self, paths: Sequence[Path], per_file: int) -> None:
        self._paths, self._per_file = paths, per_file
        self._held: dict[int, tuple[bytes | mmap.mmap, array[int]]] = {}

    def __len__(self) -> int:
        whole = len(self._paths) - 1  # every file but the last is full
        return whole * self._per_file + len(self._part(whole)[1]) - 1 if self._paths else 0

    def __getitem__(self, number: int) -> str:
        part, at = divmod(number, self._per_file)
        text, starts = self._held.get(part) or self._part(part)
        return text[starts[at] : starts[at + 1] - 1].decode()

    def __iter__(self) -> Iterator[str]:
        for part in range(len(self._paths)):
            text, starts = self._part(part)
            for at in range(len(starts) - 1):
                yield text[starts[at] : starts[at + 1] - 1].decode()

    def _part(self, part: int) -> tuple[bytes | mmap.mmap, array[int]]:
        """One file and where its lines start, looked at when it is first asked for."""
        if part not in self._held:
            text = _mapped(self._paths[part])
            self._held[part] = text, _line_starts(text)
        return self._held[part]


def _mapped(path: Path) -> bytes | mmap.mmap:
    if not path.stat().st_size:
        return b""
    with path.open("rb") as source:
        return mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)


def _line_starts(text: bytes | mmap.mmap) -> array[int]:
    ends = np.flatnonzero(np.frombuffer(text, "u1") == ord("\n"))
    starts = array("q", [0])  # reads one number faster than numpy does
    starts.frombytes((ends + 1).tobytes())
    return starts


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    beside = path.with_suffix(".part")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.rename(path)
