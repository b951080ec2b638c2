"""What an empty database gets is what the models ask for: its tables are laid in our own way (authority.tables)."""

from __future__ import annotations

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from tests.architecture.test_the_house_stands import ours

COLUMNS = """select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute
             where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped"""
KEYS = """select c.contype, a.attname, nullif(c.confrelid, 0)::regclass::text from pg_constraint c
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
          where c.conrelid = to_regclass(%s) and c.contype in ('p', 'f')"""
NAMES = """select conname from pg_constraint where conrelid = to_regclass(%(table)s) union
           select relname from pg_index join pg_class on oid = indexrelid where indrelid = to_regclass(%(table)s)"""


def told(statement: str, parameters) -> set[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, parameters)
        return set(cursor.fetchall())


def columns_wanted(model: type[Model]) -> set[tuple]:
    """The model's columns in the catalogue's own words: those of a passing table with the same columns."""
    owner = connections["owner"]
    columns = [f'"{f.column}" {f.db_type(owner)}{"" if f.null else " not null"}' for f in model._meta.concrete_fields]
    with owner.cursor() as cursor:
        cursor.execute(f"create temporary table wanted ({', '.join(columns)})")
        cursor.execute(COLUMNS, ["pg_temp.wanted"])
        found = set(cursor.fetchall())
        cursor.execute("drop table wanted")
    return found


def keys_wanted(model: type[Model]) -> set[tuple]:
    to = {("f", f.column, f.related_model._meta.db_table) for f in model._meta.concrete_fields
          if f.remote_field and f.db_constraint}
    return to | {("p", f.column, None) for f in model._meta.pk_fields}


def test_every_table_has_the_columns_keys_constraints_and_indexes_of_its_model(world):
    for model in ours():
        table = model._meta.db_table
        assert told(COLUMNS, [table]) == columns_wanted(model), table
        assert told(KEYS, [table]) == keys_wanted(model), table
        named = {(o.name,) for o in (*model._meta.constraints, *model._meta.indexes)}
        assert named <= told(NAMES, {"table": table}), table


def test_no_migration_is_left_to_apply(world):
    executor = MigrationExecutor(connections["owner"])
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
