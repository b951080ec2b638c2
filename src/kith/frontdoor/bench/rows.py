"""Records out of hand-written SQL. A page that asks a dozen questions pays more for having each compiled anew than for
the answers; here the statements are text, made once, and their rows become the records that the acts expect."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model


@dataclass(frozen=True)
class Part:
    """The columns of one record in a statement: the model, the name its table has there, the fields wanted."""

    model: type[Model]
    alias: str
    wanted: frozenset[str]   # attribute names ("agency_id"); the key is always among them

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The attribute names in the order of the table, which is how a record is made from its values."""
        return tuple(f.attname for f in self.model._meta.concrete_fields if f.primary_key or f.attname in self.wanted)

    @cached_property
    def key(self) -> int:
        """The place of the key among the values."""
        pk = self.model._meta.pk
        assert pk is not None
        return self.names.index(pk.attname)

    @cached_property
    def documents(self) -> frozenset[int]:
        """The places of JSON columns, which the driver hands over as text."""
        fields = {f.attname: f for f in self.model._meta.concrete_fields}
        return frozenset(n for n, name in enumerate(self.names) if isinstance(fields[name], JSONField))

    @property
    def columns(self) -> str:
        by_name = {f.attname: f.column for f in self.model._meta.concrete_fields}
        return ", ".join(f'{self.alias}."{by_name[name]}"' for name in self.names)

    def made(self, values: Sequence[Any]) -> Any:
        """The record, as if the ORM had read these fields and no others; None where nothing was joined."""
        if values[self.key] is None:
            return None
        if self.documents:
            values = [json.loads(v) if n in self.documents and v is not None else v
                      for n, v in enumerate(values)]
        return self.model.from_db("default", self.names, values)


def part(model: type[Model], alias: str, *wanted: str) -> Part:
    """Some fields of a model; all of them where none is named. Raises ValueError for a name it does not have."""
    known = {f.attname for f in model._meta.concrete_fields}
    if unknown := set(wanted) - known:
        raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    return Part(model, alias, frozenset(wanted or known))


def columns(*parts: Part) -> str:
    """The select list of several records, one after the other."""
    return ", ".join(p.columns for p in parts)


def read(statement: str, given: Mapping[str, Any] | Sequence[Any], *parts: Part) -> list[tuple[Any, ...]]:
    """One tuple a row: a record (or None) for each part, then the remaining columns as they come."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [cut(row, parts) for row in cursor.fetchall()]


def cut(row: Sequence[Any], parts: Sequence[Part]) -> tuple[Any, ...]:
    """A row of values as its records and what is left over."""
    made, at = [], 0
    for each in parts:
        made.append(each.made(row[at:at + len(each.names)]))
        at += len(each.names)
    return (*made, *row[at:])


def know(record: Model, name: str, other: Model | None) -> None:
    """Let a record know the one it points at (or that points at it), so that nobody asks the database again.

    `other` None: row security hides it, or there is none. The record's own column is left as it is.
    """
    field: Any = record._meta.get_field(name)
    field.set_cached_value(record, other)
