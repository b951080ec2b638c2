"""Index lines of source records, made in several processes. Knows the matcher, neither Django nor tables."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from kith.invented.load.text import escaped
from kith.people import linkage

BATCH = 1_000
VERSION = f"{linkage.CLEANER_VERSION}.{linkage.KEYS_VERSION}.{linkage.INDEX_VERSION}"  # as matching writes it
MOST_WAITING = 6  # batches on their way to the processes, so that memory stays bounded


class Typed(NamedTuple):
    """A source record as the index needs it; `key` and `subject` as 32 hexadecimal digits, `as_at` an ISO day."""

    key: str
    subject: str
    system: str
    as_at: str
    fields: dict[str, str]
    sealed: bool


def record_of(typed: Typed) -> linkage.Record:
    """The shape the matcher reads: as kith.people.matching.record_for makes it of a stored source record."""
    held = typed.fields.get
    return linkage.Record(
        record_id=str(UUID(typed.key)), source=typed.system, given_name=held("given_name", ""),
        middle_name=held("middle_name", ""), family_name=held("family_name", ""),
        dob=held("dob", "") or held("age", ""), expected_dob=held("expected_dob", ""), as_at=typed.as_at,
        sex=held("sex", ""), address=held("address", ""), postcode=held("postcode", ""),
        nhs_number=held("nhs_number", ""), upn=held("upn", ""), sealed=typed.sealed)


def lines(batch: Sequence[Typed]) -> tuple[list[str], list[str]]:
    """Lines for the index's two tables: record, subject, packed, version; and key, record."""
    records, keys = [], []
    for typed in batch:
        cleaned = linkage.clean(record_of(typed))
        records.append(f"{typed.key}\t{typed.subject}\t{escaped(linkage.pack(cleaned))}\t{VERSION}")
        keys += [f"{key}\t{typed.key}" for key in sorted(linkage.indexed(cleaned))]
    return records, keys


class Indexer:
    """Gathers records and hands their index lines to `put(table, line)`; `flush` sends the rest."""

    def __init__(self, put: Callable[[str, str], None], processes: int = 0) -> None:
        self.put = put
        self._batch: list[Typed] = []
        self._waiting: deque[Any] = deque()
        self._pool = multiprocessing.get_context("spawn").Pool(processes) if processes else None

    def add(self, typed: Typed) -> None:
        """One record more."""
        self._batch.append(typed)
        if len(self._batch) >= BATCH:
            self._hand_over()

    def flush(self) -> None:
        """Wait until every record's lines have been put."""
        self._hand_over()
        while self._waiting:
            self._take(self._waiting.popleft().get())

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.terminate()

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, []
        if not self._pool:
            return self._take(lines(batch))
        self._waiting.append(self._pool.apply_async(lines, (batch,)))
        if len(self._waiting) > MOST_WAITING:
            self._take(self._waiting.popleft().get())
        return None

    def _take(self, made: tuple[list[str], list[str]]) -> None:
        for table, texts in zip(("people_indexrecord", "people_indexkey"), made, strict=True):
            for text in texts:
                self.put(table, text)
