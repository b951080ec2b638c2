"""Rows on their way into the database: gathered by table, sent by COPY when a table has enough of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kith.invented.load.tables import COLUMNS, columns, constants, further
from kith.invented.load.text import line

ENOUGH = 5_000  # rows of one table kept in memory before they are sent


class Sheets:
    """Sends rows to the tables through one open cursor, in the caller's transaction. `counts` says how many."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.counts: Counter[str] = Counter()
        self._waiting: dict[str, list[str]] = {table: [] for table in COLUMNS}
        self._ends = {table: constants(table) for table in COLUMNS}
        self._into = {table: _into(table) for table in COLUMNS}

    def add(self, table: str, *values: object) -> None:
        """One row, its values in the order of tables.COLUMNS."""
        self.add_line(table, line(values))

    def add_line(self, table: str, text: str) -> None:
        """One row already in COPY's text format."""
        waiting = self._waiting[table]
        waiting.append(text)
        if len(waiting) >= ENOUGH:
            self._send(table)

    def flush(self) -> None:
        """Send everything that waits."""
        for table in COLUMNS:
            self._send(table)

    def _send(self, table: str) -> None:
        rows = self._waiting[table]
        if not rows:
            return
        end = self._ends[table]
        with self.cursor.copy(self._into[table]) as copy:
            copy.write((f"{end}\n".join(rows) + f"{end}\n").encode())
        self.counts[table] += len(rows)
        rows.clear()


def _into(table: str) -> str:
    listed = ", ".join([*columns(table), *(str(f.column) for f in further(table))])
    return f"copy {table} ({listed}) from stdin"
