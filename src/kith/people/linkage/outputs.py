"""Before a bulk run begins: may its files be read and written, and does none of them stand in another's way?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path

from .header import InputError


def check(read: Mapping[str, Path], written: Mapping[str, Path]) -> None:
    """Raise `InputError` for the first thing that stands against the run; both by the name the reader knows."""
    for name, path in read.items():
        _check_read(name, path)
    for name, path in written.items():
        _check_written(name, path)
    for (one, path), (other, path_too) in combinations([*read.items(), *_with_parts(written)], 2):
        if _same(path, path_too):
            raise InputError(f"{one} and {other} are one file, {path}: each needs a file of its own")


def _check_read(name: str, path: Path) -> None:
    if not path.exists():
        raise InputError(f"{name}: there is no file {path}")
    if path.is_dir():
        raise InputError(f"{name}: {path} is a folder, not a file")
    if not os.access(path, os.R_OK):
        raise InputError(f"{name}: {path} may not be read by you")


def _check_written(name: str, path: Path) -> None:
    if path.is_symlink() and not path.exists():
        raise InputError(f"{name}: {path} is a link to a file that is not there")
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "a device, not a plain file"
        raise InputError(f"{name}: {path} is {kind}: it is not written over")
    if path.exists() and not os.access(path, os.W_OK):
        raise InputError(f"{name}: {path} is there and may not be written over")
    if not path.parent.is_dir():
        raise InputError(f"{name}: there is no folder {path.parent} to write to")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            return
    except OSError as wrong:
        raise InputError(f"{name}: the folder {path.parent} cannot be written to ({wrong.strerror})") from wrong


def check_work(folder: Path, files: Mapping[str, Path], ours: Callable[[str], bool]) -> None:
    """Raise `InputError` where the folder for intermediate files cannot be one, or clearing it up would delete one of
    the run's own files; `ours` knows the names of intermediate files."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--work: {folder} is a file, not a folder")
    for name, path in files.items():
        if ours(path.name) and path.resolve().parent == folder.resolve():
            raise InputError(f"{name}: {path} has the name of an intermediate file in {folder}: put it elsewhere")


def target(path: Path) -> Path:
    """What a link names, so that the link stays one; any other path as it is."""
    return path.resolve() if path.is_symlink() else path


@contextmanager
def whole_or_not_at_all(*paths: Path) -> Iterator[None]:
    """Whatever happens meanwhile, no half of these files is left behind."""
    try:
        yield
    finally:
        for path in paths:
            part_of(path).unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(path.name + ".part")


def _with_parts(written: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    yield from written.items()
    for name, path in written.items():
        yield f"{name} while it is written", part_of(path)


def _same(one: Path, other: Path) -> bool:
    """One file, by whatever names and links?"""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
