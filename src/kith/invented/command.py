"""Commands of the invented county: fill an empty database with it, and say how to sign in to it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from kith.authority import command as authority
from kith.invented import County, county, tonight
from kith.invented.load.loader import Loaded, load, open_truth
from kith.invented.load.place import has_a_county
from kith.invented.opening import match_what_waits, publish_pages
from kith.invented.signins import give_password, links

DEMO_HOUSEHOLDS, DEMO_SEED = 600, 7

__all__ = ["links", "seed"]


def seed(argv: list[str]) -> int:
    """`kith seed --demo`, or `--households N --seed S`: the county in an empty database. 1: there is data already."""
    given = _seed_arguments(argv)
    if given.demo and settings.MODE not in ("demo", "test"):
        print("kith seed --demo works in demo and test mode only: set KITH_MODE=demo.", file=sys.stderr)
        return 2
    if given.demo:
        authority.migrate([])  # in one process with the county: a second demo waits for one start of Python, not two
    if has_a_county():
        print("There is a county in this database already; it is kept as it is.")
        return 0 if given.demo else 1
    chosen = _county(given)
    began = time.monotonic()
    with ExitStack() as files:
        truth = files.enter_context(open_truth(given.truth)) if given.truth else None
        _report(chosen, load(chosen, truth=truth), time.monotonic() - began)
    if given.demo:
        give_password()
        print(f"  {publish_pages()} pages of the public site signed by the three partners and published")
        print(f"  {tonight.play()} screenings of tonight sent by the officer, through the same acts as his own")
    return _match()


def _match() -> int:
    """Compare the contacts left open with everybody known; 1 where one could not be (the worker will try again)."""
    done, failed = match_what_waits()
    print(f"  {done} open contacts compared with everybody known; the ledger begins with these.")
    if failed:
        print(f"{failed} open contacts could not be compared (see above); the county is written.", file=sys.stderr)
    return 1 if failed else 0


def _seed_arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kith seed", description=seed.__doc__)
    parser.add_argument("--demo", action="store_true", help="the county of the demonstration; keeps what is there")
    parser.add_argument("--households", type=int, default=DEMO_HOUSEHOLDS, help="at least so many (default 600)")
    parser.add_argument("--seed", type=int, default=DEMO_SEED, help="equal seeds give equal counties (default 7)")
    parser.add_argument("--start", type=date.fromisoformat, help="the first of the three years (default: end now)")
    parser.add_argument("--truth", type=Path, help="a file for what is really so; the application never reads it")
    given = parser.parse_args(argv)
    if given.households < 1:
        parser.error("--households must be at least 1")
    if given.demo and given.truth is None:
        given.truth = settings.STATE / "truth.jsonl"
    return given


def _county(given: argparse.Namespace) -> County:
    """The county asked for, ending at its start's end where one is given, else at the application's own now."""
    if given.start:
        return county(given.households, given.seed, start=given.start)
    return county(given.households, given.seed, now=the_moment())


def the_moment() -> datetime:
    """The application's now, moved to KITH_NOW first where that is set, to the whole minute."""
    if wanted := os.environ.get("KITH_NOW"):
        authority.move("set", wanted)
    with connections["owner"].cursor() as cursor:
        cursor.execute("select sec.now()")
        row = cursor.fetchone()
    assert row is not None
    return row[0].astimezone(UTC).replace(second=0, microsecond=0)


def _report(chosen: County, loaded: Loaded, seconds: float) -> None:
    rows = loaded.rows
    print(f"The county of Thornshire until {chosen.now:%d %B %Y %H:%M} UTC, in {seconds:.1f} s: "
          f"{rows['people_person']:,} people, {rows['frontdoor_contact']:,} contacts, "
          f"{rows['people_sourcerecord']:,} records, {rows['people_indexkey']:,} keys.")
    print("  " + ", ".join(f"{name} {spent:.1f} s" for name, spent in loaded.seconds.items()))
