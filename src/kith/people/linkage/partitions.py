"""Step 2 of the bulk run: one partition of the keys, grouped, made into pairs; values many people share are noted."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from .columns import MARK, spread
from .guards import Birth, multiple_births
from .keys import CLASS, HOME, IDENTIFIERS, NEEDS, keys_by
from .record import Cleaned, unpack
from .sections import Array, Lines, once, read_section, write_sections, write_text
from .too_common import note

if TYPE_CHECKING:
    from .bulk import Work

NARROW_CAP, WIDE_CAP = 60, 60
"""Of groups above this size not every pair is compared: the key says too little."""
MANY = 20
"""A number or telephone of more than so many people by first name and day of birth is shared, not personal."""
MANY_AT_HOME = 60
_KINDS = {"n": "nhs", "u": "upn", "t": "contact", "m": "contact"}


def key_partition(work: Work, partition: int, slice_count: int) -> None:
    """Pairs of one partition by block (the slice of the first record), and what its large groups share."""
    keys, entries = _sorted(work, partition, slice_count)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.array([], "i8")
    sizes, kinds = np.diff(np.append(starts, len(keys))), keys[starts] & CLASS
    lines, table = work.lines(), work.table()
    shared: dict[str, list[str]] = defaultdict(list)
    wide = np.isin(kinds, tuple(NEEDS))
    narrow, records = (kinds != HOME) & ~wide, entries >> 1
    for start, size in zip(starts[narrow & (sizes > MANY)], sizes[narrow & (sizes > MANY)], strict=True):
        if _people(table.take(records[start : start + size])) > MANY:
            _note(int(keys[start]), unpack(lines[int(records[start])]), shared)
    for start in starts[(kinds == HOME) & (sizes > MANY_AT_HOME)]:
        place = unpack(lines[int(entries[start]) >> 1]).homes[0]
        shared["home"].append(f"{place.postcode}|{place.number}")
    homes = (kinds == HOME) & (sizes > 2) & (sizes <= MANY_AT_HOME)
    births = _births(starts[homes], sizes[homes], records, lines, table)
    made = (kinds != HOME) & (sizes <= np.where(wide, WIDE_CAP, NARROW_CAP))
    common = (kinds != HOME) & ~made
    large = narrow & ~made
    near = _neighbours(records[spread(starts[large], sizes[large])], np.repeat(starts[large], sizes[large]), table)
    pairs = once(np.concatenate((_pairs(starts[made], sizes[made], wide[made], entries), near)))
    note(work, partition, records[np.repeat(made, sizes)], near, records[np.repeat(common, sizes)])
    edges = np.arange(1, slice_count, dtype="u8") * np.uint64(work.slice_size) << np.uint64(32)
    write_sections(work.pairs(partition), np.split(pairs, np.searchsorted(pairs, edges)))
    found = {"shared": shared, "births": births, "common": int(common.sum())}
    write_text(work.found(partition), json.dumps(found, ensure_ascii=False))


def _sorted(work: Work, partition: int, slice_count: int) -> tuple[Array, Array]:
    """Keys in order with their entries (record * 2 + whether it needs the key), rising, each entry once a key."""
    found = [read_section(work.keys(number), partition, "i8") for number in range(slice_count)]
    both = np.concatenate([np.empty(0, "i8"), *found]).reshape(-1, 2)
    both = both[np.argsort(both[:, 0], kind="stable")]
    new = np.concatenate(([True], (both[1:] != both[:-1]).any(1))) if len(both) else np.array([], bool)
    return both[new, 0], both[new, 1]


def _pairs(starts: Array, sizes: Array, wide: Array, entries: Array) -> Array:
    """Every two entries of each group, as first record << 32 | second, in order, each pair once."""
    found = [np.empty(0, "u8")]
    for size in range(2, int(sizes.max(initial=1)) + 1):
        chosen = sizes == size
        first, second = np.triu_indices(size, 1)
        a, b = (entries[starts[chosen][:, None] + side] for side in (first, second))
        known = ~wide[chosen][:, None] | ((a | b) & 1 > 0)
        found.append((a[known] >> 1 << 32 | b[known] >> 1).astype("u8"))
    return once(np.concatenate(found))


def _neighbours(records: Array, group: Array, table: Array) -> Array:
    """In groups too large for every pair, among records of one name and day of birth each beside the next and beside
    the first: a child of whom a hundred reports are held is one child."""
    seen = table.take(records)
    told = (seen["given"] > 0) & (seen["date"] > 0)
    records, group, seen = records[told], group[told], seen[told]
    order = np.lexsort((records, seen["nhs"], seen["family"], seen["given"], seen["date"], group))
    records, group, seen = records[order], group[order], seen[order]
    beside = group[1:] == group[:-1]
    for field in ("date", "given", "family"):
        beside &= seen[field][1:] == seen[field][:-1]
    at = np.arange(1, len(records))
    first = np.maximum.accumulate(np.where(beside, 0, at))  # of the run that each belongs to
    a, b = np.concatenate((records[:-1][beside], records[first][beside])), np.tile(records[1:][beside], 2)
    found: Array = (np.minimum(a, b) << 32 | np.maximum(a, b)).astype("u8")
    return found


def _people(seen: Array) -> int:
    """How many people these records are of, by first name and day of birth."""
    return len(np.unique(np.stack((seen["given"], seen["date"].astype("u8"))), axis=1).T)


def _births(starts: Array, sizes: Array, records: Array, lines: Lines, table: Array) -> list[Birth]:
    """Multiple births at the homes where two first names stand beside one date of birth."""
    at, home = records[spread(starts, sizes)], np.repeat(np.arange(len(starts)), sizes)
    seen = table.take(at)
    told = (seen["date"] > 0) & (seen["given"] > 0) & (seen["marks"] & MARK["new_year"] == 0)
    home, date, given = home[told], seen["date"][told], seen["given"][told]
    order = np.lexsort((given, date, home))
    home, date, given = home[order], date[order], given[order]
    two = (home[1:] == home[:-1]) & (date[1:] == date[:-1]) & (given[1:] != given[:-1])
    found: list[Birth] = []
    for one in np.unique(home[1:][two]):
        members = records[starts[one] : starts[one] + sizes[one]].tolist()
        found += multiple_births(unpack(lines[record]) for record in members)
    return found


def _note(key: int, c: Cleaned, shared: dict[str, list[str]]) -> None:
    """Note the value of this record that made the key, if it is one that could be shared."""
    for rule, values in zip(IDENTIFIERS, ((c.nhs,), (c.upn,), c.phones, c.emails), strict=True):
        shared[_KINDS[rule.letter]] += [v for v, made in zip(values, keys_by((rule,), c), strict=False) if made == key]
