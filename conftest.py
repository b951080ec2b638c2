"""Fixtures for every test that needs the database: a template made once, a fresh clone for each test.

A clone, not a rolled-back transaction: in a nested transaction a role and a token survive into the next request, so a
forgotten context would pass. The application's login is used for everything but arranging.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from kith.authority import command
from tests.world import World, arrange

NUMBER = itertools.count()
USED: list[str] = []
LONGEST = ("tests/journeys", "src/kith/invented", "src/kith/measure")


def name_databases(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@cache
def owner() -> psycopg.Connection:
    """One connection for the whole run, outside a transaction, to the database that set-up made."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def as_owner(statement: str) -> None:
    owner().execute(statement)


def copy(template: str, name: str) -> None:
    """A database like another, file by file: where nothing is synced, half the work of copying through the log."""
    as_owner(f'create database "{name}" template "{template}" strategy file_copy')


def drop(name: str) -> None:
    """Drop a database; a vacuum worker of the server's own may hold it for a moment, and is not ours to end."""
    for _ in range(300):
        try:
            return as_owner(f'drop database if exists "{name}" with (force)')
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            time.sleep(0.1)
    raise RuntimeError(f"The test database {name} could not be dropped.")


def drop_used() -> None:
    """Drop what earlier tests used. At the end of its own test, its last connection would be waited for (0.1 s)."""
    while USED:
        drop(USED.pop())


RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]


@contextmanager
def one_at_a_time() -> Iterator[bool]:
    """One process of a run at a time; whether the run's template stands already.

    Roles belong to the whole server: two first migrations would meet over them.
    """
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        link.execute("select pg_advisory_lock(hashtext(%s))", [RUN])
        yield link.execute("select from pg_database where datname = %s", [f"kith_test_{RUN}"]).rowcount == 1


def make_template() -> None:
    """Migrate a database and put the small world of the tests in it."""
    as_owner(f'create database "kith_test_{RUN}"')
    name_databases(f"kith_test_{RUN}")
    command.migrate([])
    arrange()
    name_databases(f"kith_test_{RUN}")  # closes what is open: a database in use cannot be copied


@pytest.fixture(scope="session")
def template(django_db_blocker) -> Iterator[str]:
    """This process's copy of the migrated database that the run's first process made."""
    if "owner" not in settings.DATABASES:
        pytest.fail("No DATABASE_URL. Run the tests with `python3 run.py test`.", pytrace=False)
    name = f"kith_test_{RUN}_{os.getpid()}"
    with owner(), django_db_blocker.unblock():
        with one_at_a_time() as stands:
            if not stands:
                make_template()
            copy(f"kith_test_{RUN}", name)
        name_databases(name)
        yield name
        name_databases(name)
        drop_used()
        drop(name)
        if not stands:
            drop(f"kith_test_{RUN}")


@pytest.fixture
def world(template: str, django_db_blocker) -> Iterator[World]:
    """A fresh copy of the world: what a test commits, no other test sees."""
    name = f"{template}_{next(NUMBER)}"
    copy(template, name)
    drop_used()
    with django_db_blocker.unblock():
        name_databases(name)
        yield World()
        name_databases(template)
    USED.append(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that use the world are `database` tests without saying so; the browser's say `browser` themselves.

    The rooms whose files take longest begin, so that at the end no process waits for another's last long file.
    """
    for item in items:
        if "world" in getattr(item, "fixturenames", ()):
            item.add_marker("database")
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    return next((n for n, folder in enumerate(LONGEST) if item.nodeid.startswith(folder)), len(LONGEST))
