"""Keys that so many records share that they say nothing: how many there were, and who had no other key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .sections import Array, write_table

if TYPE_CHECKING:
    from .bulk import Work


class TooCommon(NamedTuple):
    """Keys not compared by, and records that had only such keys."""

    keys: int = 0
    records: int = 0


def note(work: Work, partition: int, used: Array, near: Array, common: Array) -> None:
    """Which records of a partition have a key they are compared by, and which one that is too common; one bit each.
    `near` are pairs (first record << 32 | second) that are compared although their key is too common."""
    seen = np.zeros((2, len(work.table())), bool)
    seen[0, used] = True
    seen[0, near >> np.uint64(32)] = True
    seen[0, near & np.uint64(0xFFFFFFFF)] = True
    seen[1, common] = True
    write_table(work.too_common(partition), np.packbits(seen, axis=1))


def counted(work: Work, partitions: int) -> TooCommon:
    """What all partitions noted."""
    found = [json.loads(work.found(partition).read_text(encoding="utf-8"))["common"] for partition in range(partitions)]
    if not any(found):
        return TooCommon()
    used, common = np.bitwise_or.reduce([np.load(work.too_common(partition)) for partition in range(partitions)])
    return TooCommon(sum(found), int(np.unpackbits(common & ~used).sum()))
