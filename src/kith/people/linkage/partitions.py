"""Step 2 of the bulk run: one partition of the keys, grouped, made into pairs; values many people share are noted."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from .guards import multiple_births
from .keys import HOME, hashed, is_wide
from .record import Cleaned, unpack
from .sections import Lines, read_section, write_sections, write_text

if TYPE_CHECKING:
    from .bulk import Work

NARROW_CAP, WIDE_CAP = 60, 60
"""Groups above this size make no pairs: the key says too little."""
MANY = 20
"""A number, telephone or home of more than so many records is shared, not personal."""
MANY_AT_HOME = 60


def key_partition(work: Work, partition: int, slice_count: int) -> None:
    """Pairs of one partition by block (the slice of the first record), and what its large groups share."""
    groups = _grouped(work, partition, slice_count)
    blocks = [array("Q") for _ in range(slice_count)]
    lines, slice_size = work.lines(), work.slice_size
    shared: dict[str, list[str]] = defaultdict(list)
    births: list[tuple[str, str, str]] = []
    for key, entries in groups.items():
        if key & 3 == HOME:
            if len(entries) > 2:
                _home(entries, lines, shared, births)
            continue
        if len(entries) > MANY and not is_wide(key):
            _note(key, entries, lines, shared)
        if len(entries) <= (WIDE_CAP if is_wide(key) else NARROW_CAP):
            _pair(entries, is_wide(key), blocks, slice_size)
    write_sections(work.pairs(partition), blocks)
    write_text(work.found(partition), json.dumps({"shared": shared, "births": births}, ensure_ascii=False))


def _grouped(work: Work, partition: int, slice_count: int) -> dict[int, list[int]]:
    """Entries of every key that two records or more have; most keys have one."""
    first: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for number in range(slice_count):
        found = read_section(work.keys(number), partition, "q")
        for key, entry in zip(found[::2], found[1::2], strict=True):
            earlier = first.setdefault(key, entry)
            if earlier != entry:
                if key in groups:
                    groups[key].append(entry)
                else:
                    groups[key] = [earlier, entry]
    return groups


def _pair(entries: list[int], wide: bool, blocks: list[array], slice_size: int) -> None:
    """Entries are record * 2 + poor, in rising order of record."""
    for a, b in combinations(entries, 2):
        if wide and not (a | b) & 1:
            continue
        blocks[(a >> 1) // slice_size].append((a >> 1) << 32 | (b >> 1))


def _home(entries: list[int], lines: Lines, shared: dict[str, list[str]], births: list) -> None:
    if len(entries) <= MANY_AT_HOME:
        births += multiple_births(unpack(lines[e >> 1]) for e in entries)
    else:
        place = unpack(lines[entries[0] >> 1]).homes[0]
        shared["home"].append(f"{place.postcode}|{place.number}")


def _note(key: int, entries: list[int], lines: Lines, shared: dict[str, list[str]]) -> None:
    kind, value = _kind(key, unpack(lines[entries[0] >> 1]))
    if kind:
        shared[kind].append(value)


def _kind(key: int, c: Cleaned) -> tuple[str, str]:
    """Which value of this record made the key, if it is one that could be shared."""
    if c.nhs and key == hashed("n" + c.nhs):
        return "nhs", c.nhs
    if c.upn and key == hashed("u" + c.upn):
        return "upn", c.upn
    for letter, values in (("t", c.phones), ("m", c.emails)):
        for value in values:
            if key == hashed(letter + value):
                return "contact", value
    return "", ""
