"""Step 4 of the bulk run: persons from the pairs that were kept, and the two files, piece by piece.

Nearly all groups of linked records hold nothing that speaks against them: numpy finds those at once. The few with two
numbers or a cannot-link inside are joined by `cluster`, best pair first, as everywhere else.
"""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .blocks import GUARD_CODES, Pair, own_model, scored_block
from .cluster import Link, cluster_twice, ids_of_packed
from .columns import MARK
from .guards import GUARDS
from .model import Model
from .record import record_id
from .sections import Array, Lines, write_table

if TYPE_CHECKING:
    from .bulk import Work

PAIR_COLUMNS = ("record_id_a", "record_id_b", "weight", "probability", "decision", "reason")
PERSON_COLUMNS = ("record_id", "person_id")
LINK, REVIEW, APART = "link", "review", "apart"
_FINAL = np.array([bool(code) and GUARDS[code].cannot_link for code in GUARD_CODES])
_GUESS = np.array([GUARDS[code].guess if code else -np.inf for code in GUARD_CODES])
"""The weight from which a pair may be a best guess, by guard, as `guards.best_guess`."""


class Persons(NamedTuple):
    """The person of every record, named by its lowest record: as certain links join it, and as best guesses do.

    `nhs` and `upn` stand for the official number that the guessed person holds, 0 for none.
    """

    certain: Array
    joined: Array
    nhs: Array
    upn: Array

    def told_apart(self, a: Array, b: Array) -> Array:
        """Do the persons of these records hold two different numbers of one kind?"""
        found: Array = np.any([(of[a] != 0) & (of[b] != 0) & (of[a] != of[b]) for of in (self.nhs, self.upn)], 0)
        return found


def join(work: Work, model: Model, blocks: int) -> Persons:
    """Persons the machine may make by itself (links at or above `join`), and best guesses (at or above `keep`).

    Best first, cannot-links respected; certain from unguarded pairs alone; the second only adds to the first.
    """
    kept = [np.load(work.scored(block))[["a", "b", "weight", "guard"]] for block in range(blocks)]
    found = np.concatenate(kept) if kept else np.empty(0, [("a", "u4"), ("b", "u4"), ("weight", "f8"), ("guard", "u1")])
    cannot = found[_FINAL[found["guard"]]]
    links = found[(found["weight"] >= model.keep) & (found["weight"] >= _GUESS[found["guard"]])]
    joined = components(len(work.table()), links["a"], links["b"])
    hard = _hard(joined, cannot, work.table())
    sure = links[(links["guard"] == 0) & (links["weight"] >= model.join) & ~hard[joined[links["a"]]]]
    certain = components(len(joined), sure["a"], sure["b"])
    _settle(certain, joined, links[hard[joined[links["a"]]]], cannot, model, work.lines())
    return Persons(certain, joined, *(_of_persons(numbers, joined) for numbers in _numbers(work.table())))


def components(count: int, a: Array, b: Array) -> Array:
    """The lowest record that each record is joined with by any chain of pairs."""
    labels = np.arange(count)
    while len(a):
        one, other = labels[a], labels[b]
        if (one == other).all():
            break
        np.minimum.at(labels, np.maximum(one, other), np.minimum(one, other))
        while (labels[labels] != labels).any():
            labels = labels[labels]
    return labels


def _hard(joined: Array, cannot: Array, table: Array) -> Array:
    """By lowest record: does its group hold two numbers, or two records that must stay apart?"""
    hard = np.zeros(len(joined), bool)
    for held, number in _numbers(table):
        low, high = np.full(len(joined), number.max(initial=0)), np.zeros(len(joined), "u8")
        np.minimum.at(low, joined[held], number)
        np.maximum.at(high, joined[held], number)
        hard |= low < high
    inside = joined[cannot["a"]] == joined[cannot["b"]]
    hard[joined[cannot["a"][inside]]] = True
    return hard


def _numbers(table: Array) -> Iterator[tuple[Array, Array]]:
    """The records that hold an official number, and the number: NHS numbers, then pupil numbers."""
    for field, mark in (("nhs", "nhs_valid"), ("upn", "pupil")):
        held = np.flatnonzero(table["marks"] & MARK[mark])
        yield held, _as_number(table[field][held])


def _of_persons(numbers: tuple[Array, Array], joined: Array) -> Array:
    """For every record the number of its person."""
    (held, number), of = numbers, np.zeros(len(joined), "u8")
    np.maximum.at(of, joined[held], number)
    found: Array = of[joined].view("i8")
    return found


def _as_number(texts: Array) -> Array:
    """A number for each text of one width: as unlike as the texts are."""
    words = np.ascontiguousarray(texts).view("u4").reshape(len(texts), texts.itemsize // 4).astype("u8")
    made = np.zeros(len(texts), "u8")
    for word in words.T:
        made = (made ^ word) * 0x9E3779B97F4A7C15
        made ^= made >> 29
    return made


def _settle(sure: Array, guessed: Array, links: Array, cannot: Array, model: Model, lines: Lines) -> None:
    """Join the groups with something against them link by link."""
    records = np.unique(np.concatenate((links["a"], links["b"])))
    inside = np.isin(cannot["a"], records) & np.isin(cannot["b"], records)
    apart = zip(cannot["a"][inside].tolist(), cannot["b"][inside].tolist(), strict=True)
    found = (Link(*link) for link in links[["weight", "a", "b"]].tolist())
    certain, joined = cluster_twice(
        found, lambda number: ids_of_packed(lines[number]), apart, model.join, model.lead, lambda n: record_id(lines[n])
    )
    for record in records.tolist():
        sure[record] = certain.get(record, record)
        guessed[record] = joined.of(record)


def write(
    work: Work, model: Model, pairs: Path, clusters: Path, run: Callable[..., list[Counter[str]]]
) -> Counter[str]:
    """Write both files, each whole or not at all; returns what was counted. `run` does a step for many units."""
    blocks = work.slice_count()
    persons = join(work, model, blocks)
    write_table(work.persons, np.stack(persons))
    counts = sum(run(write_piece, [(work, block) for block in range(blocks)]), Counter[str]())
    _together(pairs, PAIR_COLUMNS, [work.written("pairs", block) for block in range(blocks)])
    _together(clusters, PERSON_COLUMNS, [work.written("people", block) for block in range(blocks)])
    counts.update(records=len(persons.joined), persons=int((persons.joined == np.arange(len(persons.joined))).sum()))
    return counts


def write_piece(work: Work, block: int) -> Counter[str]:
    """The lines of one block's pairs and of one slice's records."""
    persons, lines, counts = Persons(*np.load(work.persons, mmap_mode="r")), work.lines(), Counter[str]()

    def id_of(number: int) -> str:
        return record_id(lines[number])

    kept = np.load(work.scored(block), mmap_mode="r")
    together = (persons.certain[kept["a"]] == persons.certain[kept["b"]]).tolist()
    apart = persons.told_apart(kept["a"], kept["b"]).tolist()
    judged = ((pair, decision(pair.guard, *told)) for pair, *told in zip(scored_block(work, block), together, apart,
                                                                         strict=True))  # fmt: skip
    _write_rows(work.written("pairs", block), pair_rows(judged, own_model(work), id_of, counts))
    first = block * work.slice_size
    of = persons.joined[first : first + work.slice_size].tolist()
    _write_rows(work.written("people", block), ((id_of(first + at), id_of(one)) for at, one in enumerate(of)))
    return counts


def decision(guard: str, together: bool, told_apart: bool) -> str:
    """link, review or apart. A pair is linked where certain links join its two records; final guards keep apart.

    Two first names at one home on one day are twins or one child with two names: apart for good only where numbers
    tell two children; the machine joins them in no case. Whoever is joined by other records is not asked about again
    only because too little is known of these two.
    """
    if guard == "possible_twin" and not told_apart:
        return REVIEW
    if guard and not (together and GUARDS[guard].lacking):
        return APART if GUARDS[guard].cannot_link else REVIEW
    return LINK if together else REVIEW


def pair_rows(
    judged: Iterable[tuple[Pair, str]], model: Model, id_of: Callable[[int], str], counts: Counter[str]
) -> Iterator[tuple[str, ...]]:
    """Lines of the pairs file; `judged` holds every pair with its decision."""
    for pair, kind in judged:
        if pair.weight < model.floor:
            continue
        counts[kind] += 1
        chance = f"{model.probability(pair.weight):.6f}"
        yield id_of(pair.a), id_of(pair.b), f"{pair.weight:.12g}", chance, kind, pair.reason


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one file whole or not at all."""
    beside = path.with_name(path.name + ".part")
    _write_rows(beside, chain([header], rows))
    beside.replace(path)


def _write_rows(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def _together(path: Path, header: Sequence[str], pieces: Sequence[Path]) -> None:
    beside = path.with_name(path.name + ".part")
    _write_rows(beside, [header])
    with beside.open("ab") as out:
        for piece in pieces:
            with piece.open("rb") as source:
                shutil.copyfileobj(source, out)
    beside.replace(path)
