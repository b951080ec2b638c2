"""Commands of this room: migrate, clock, ledger."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections, transaction

from kith.authority import locks, machines, sealing, tables

UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "w": "weeks"}


def migrate(argv: list[str]) -> int:
    """Apply migrations as the owner, then rebuild row security, grants and the machine workers.

    Where the program's own digest stands in the database and every policy is in place, nothing is left to do.
    """
    if "--force" not in argv and locks.stands():
        print("The database is ready: nothing has changed.")
        return 0
    tables.lay()
    with transaction.atomic(using="owner"):
        locked = locks.install()
        machines.ensure()
    print(f"The database is ready: {locked} tables under row security.")
    return 0


def span(text: str) -> timedelta:
    """`4h`, `1d`, `90m`, `1d4h` as a duration; ValueError otherwise."""
    parts = re.findall(r"(\d+)([wdhms])", text)
    if not parts or "".join(n + u for n, u in parts) != text:
        raise ValueError(f"{text!r} is not a span of time: write 4h, 1d or 1d4h.")
    return sum((timedelta(**{UNITS[u]: int(n)}) for n, u in parts), timedelta())


def clock(argv: list[str]) -> int:
    """Move time on, in demo and test mode only: there is no such thing as a past deadline being unmade."""
    if settings.MODE not in ("demo", "test"):
        print("kith clock works in demo and test mode only.", file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(prog="kith clock")
    parser.add_argument("what", choices=("forward", "set", "reset", "show"))
    parser.add_argument("value", nargs="?", default="")
    given = parser.parse_args(argv)
    try:
        moment = move(given.what, given.value)
    except ValueError as error:
        print(f"kith clock: {error}", file=sys.stderr)
        return 2
    print(f"It is now {moment.astimezone(ZoneInfo('Europe/London')):%A %d %B %Y %H:%M %Z}.")
    return 0


def move(what: str, value: str) -> datetime:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("select coalesce((select shift from authority_clock limit 1), interval '0')")
        shift = (cursor.fetchone() or (timedelta(),))[0]
        if what == "forward":
            shift += span(value)
        elif what == "set":
            wanted = datetime.fromisoformat(value)
            wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=ZoneInfo("Europe/London"))
            cursor.execute("select %s - clock_timestamp()", [wanted])
            shift = (cursor.fetchone() or (timedelta(),))[0]
        elif what == "reset":
            shift = timedelta()
        cursor.execute("delete from authority_clock")
        cursor.execute("insert into authority_clock (shift) values (%s::interval)",
                       [f"{shift.total_seconds()} seconds"])
        cursor.execute("select sec.now()")
        return (cursor.fetchone() or (datetime.now(),))[0]


def ledger(argv: list[str]) -> int:
    """`verify` exits 1 and names what is wrong; `seal` seals what waits."""
    if argv == ["seal"]:
        print(f"{sealing.seal()} entries sealed.")
        return 0
    if argv != ["verify"]:
        print("kith ledger verify | seal", file=sys.stderr)
        return 2
    verdict = sealing.verify()
    print(f"{verdict.entries} entries, {verdict.sealed} sealed, checked in {verdict.seconds:.1f} s.")
    for fault in verdict.faults:
        print(f"FAULT: {fault}")
    print("The ledger is whole." if not verdict.faults else "The ledger has been tampered with.")
    return 1 if verdict.faults else 0
