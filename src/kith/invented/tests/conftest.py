"""One demonstration county and one null county, made once for all tests of this room."""

from __future__ import annotations

import io
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from kith import invented
from kith.authority import command
from kith.invented.load.loader import Loaded, load
from kith.invented.shire import County

SEEDED_NOW = datetime(2026, 12, 24, 15, 30, tzinfo=UTC)

Tables = dict[str, list[Any]]


def tables_of(county: County) -> Tables:
    """Every row by table name."""
    found: Tables = defaultdict(list)
    for row in county.small_tables():
        found[type(row).__name__].append(row)
    for group in county.kin_groups():
        for row in group:
            found[type(row).__name__].append(row)
    return found


@pytest.fixture(scope="session")
def demo_county() -> County:
    """About the size of the demonstration."""
    return invented.county(households=600, seed=7)


@pytest.fixture(scope="session")
def demo(demo_county: County) -> Tables:
    """Its rows."""
    return tables_of(demo_county)


@pytest.fixture(scope="session")
def larger() -> Tables:
    """Enough families for rates to settle."""
    return tables_of(invented.county(households=6000, seed=11))


@pytest.fixture(scope="session")
def null_world() -> Tables:
    """The same generator with nothing planted."""
    return tables_of(invented.county(households=600, seed=7, planted=False))


@dataclass(frozen=True)
class Seeded:
    """A small county in a database of its own: where it came from, what the loader counted, and the truth apart."""

    database: str
    county: County
    tables: Tables
    loaded: Loaded
    truth: str


def as_owner(statement: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        link.execute(statement)


def use(name: str) -> str:
    """Point Django at a database; returns the one it was pointed at."""
    before = str(connections["owner"].settings_dict["NAME"])
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    return before


def load_small(name: str) -> Seeded:
    """A county of sixty households in a new database."""
    as_owner(f'create database "{name}"')
    before = use(name)
    try:
        command.migrate([])
        command.move("set", SEEDED_NOW.isoformat())
        county, truth = invented.county(60, 7, now=SEEDED_NOW), io.StringIO()
        loaded = load(county, truth=truth, say=lambda line: None)
        return Seeded(name, county, tables_of(county), loaded, truth.getvalue())
    finally:
        use(before)


@pytest.fixture(scope="session")
def small_county(django_db_blocker) -> Iterator[Seeded]:
    """Made once for all tests that only read it."""
    if "owner" not in settings.DATABASES:
        pytest.fail("No DATABASE_URL. Run the tests with `python3 run.py test`.", pytrace=False)
    name = f"kith_seeded_{os.getpid()}"
    with django_db_blocker.unblock():
        yield load_small(name)
    as_owner(f'drop database "{name}" with (force)')


@pytest.fixture
def seeded(small_county: Seeded, django_db_blocker) -> Iterator[Seeded]:
    """The small county, with Django pointed at it for the length of one test."""
    with django_db_blocker.unblock():
        before = use(small_county.database)
        yield small_county
        use(before)
