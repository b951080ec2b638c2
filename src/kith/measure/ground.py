"""A database of its own for each benchmark, on the server that DATABASE_URL names, dropped afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql
from psycopg.conninfo import make_conninfo

NEEDED = ("DATABASE_URL", "KITH_APP_DATABASE_URL")


class Unready(Exception):
    """The benchmark cannot start; the message says in one line what to do."""


@contextmanager
def own_database(keep: bool = False) -> Iterator[dict[str, str]]:
    """The environment of a fresh, migrated database with a state folder of its own; both gone afterwards."""
    if missing := [name for name in NEEDED if not os.environ.get(name)]:
        raise Unready(f"{missing[0]} is not set: run this as `python3 run.py bench`, or set it.")
    name = f"kith_bench_{os.getpid()}"
    state = Path(settings.STATE) / "bench" / name
    state.mkdir(parents=True, mode=0o711)
    try:
        as_owner(sql.SQL("create database {}").format(sql.Identifier(name)))
        environment = surroundings(name, state)
        kith(["migrate"], environment)
        yield environment
    except psycopg.errors.InsufficientPrivilege as error:
        raise Unready("The owner's login may not create databases: give it CREATEDB.") from error
    finally:
        if keep:
            print(f"Kept: database {name}, state {state}.")
        else:
            as_owner(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            shutil.rmtree(state, ignore_errors=True)


def as_owner(statement: sql.Composed) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        link.execute(statement)


def surroundings(database: str, state: Path) -> dict[str, str]:
    """This environment with both logins pointed at `database`. Database roles are shared: they belong to the server."""
    moved = {name: make_conninfo(os.environ[name], dbname=database) for name in NEEDED}
    secret = os.environ.get("KITH_SECRET_FILE") or str(Path(settings.STATE) / "secret")
    if Path(secret).exists():
        moved["KITH_SECRET_FILE"] = secret
    return {**os.environ, **moved, "KITH_STATE": str(state), "KITH_ROLE_PREFIX": settings.ROLE_PREFIX}


def here() -> dict[str, str]:
    """The environment for a further process that is to work in the database this one works in."""
    return surroundings(str(connections["owner"].settings_dict["NAME"]), Path(settings.STATE))


def kith(arguments: list[str], environment: Mapping[str, str], quiet: bool = True) -> None:
    """Run one `kith` command there. Raises Unready with its last line where it fails."""
    done = subprocess.run([sys.executable, "-m", "kith", *arguments], env=dict(environment), text=True, check=False,
                          stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None)
    if done.returncode:
        words = (done.stdout or "").strip().splitlines() or [f"exit {done.returncode}"]
        raise Unready(f"`kith {' '.join(arguments)}` failed: {words[-1]}")
