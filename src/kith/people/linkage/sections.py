"""Plain files for a bulk run: sectioned arrays of numbers, and lines of text with their positions.

A file is written beside its place and renamed when whole, so a half-written file never counts after an interruption.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

_HEAD = "Q"


def write_sections(path: Path, sections: Sequence[array]) -> None:
    """Write arrays of one type one after another, with their lengths in front."""
    beside = path.with_suffix(".part")
    with beside.open("wb") as out:
        array(_HEAD, [len(sections), *(len(s) for s in sections)]).tofile(out)
        for section in sections:
            section.tofile(out)
    beside.rename(path)


def read_section(path: Path, at: int, code: str) -> array:
    """One section of a file of `write_sections`; `code` is the array's type code."""
    with path.open("rb") as source:
        count = array(_HEAD)
        count.fromfile(source, 1)
        lengths = array(_HEAD)
        lengths.fromfile(source, count[0])
        found = array(code)
        source.seek(8 * (1 + count[0]) + sum(lengths[:at]) * found.itemsize)
        found.fromfile(source, lengths[at])
        return found


class Lines:
    """Records by number over several text files, mapped into memory, so that two processes share one copy."""

    def __init__(self, paths: Sequence[Path], per_file: int) -> None:
        self._per_file = per_file
        self._maps = [_mapped(path) for path in paths]
        self._starts = [_line_starts(one) for one in self._maps]

    def __len__(self) -> int:
        return sum(len(starts) - 1 for starts in self._starts)

    def __getitem__(self, number: int) -> str:
        part, at = divmod(number, self._per_file)
        starts = self._starts[part]
        return self._maps[part][starts[at] : starts[at + 1] - 1].decode()

    def __iter__(self) -> Iterator[str]:
        for one, starts in zip(self._maps, self._starts, strict=True):
            for at in range(len(starts) - 1):
                yield one[starts[at] : starts[at + 1] - 1].decode()


def _mapped(path: Path) -> bytes | mmap.mmap:
    if not path.stat().st_size:
        return b""
    with path.open("rb") as source:
        return mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)


def _line_starts(text: bytes | mmap.mmap) -> array:
    starts = array("Q", [0])
    at = text.find(b"\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find(b"\n", at + 1)
    return starts


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    beside = path.with_suffix(".part")
    beside.write_text(text, encoding="utf-8", newline="")
    beside.rename(path)
