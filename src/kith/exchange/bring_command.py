"""The command `bring`: a file too large for a page, such as a force's log of three years, brought in at the machine."""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import uuid
from pathlib import Path
from uuid import UUID

from kith.authority import who
from kith.authority.acts import Refused
from kith.authority.models import Agency
from kith.exchange import bringing, jobs, layouts, reads
from kith.exchange.models import Import

MOST_BYTES = 500 * 1024 * 1024


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="kith bring", description=__doc__)
    made.add_argument("layout", nargs="?", choices=sorted(layouts.COLUMNS))
    made.add_argument("file", nargs="?", type=Path)
    made.add_argument("agency", nargs="?", help="the key of the agency whose file it is")
    made.add_argument("system", nargs="?", help="the system it comes from, as its own messages name it")
    made.add_argument("--hands", type=int, default=2, help="how many processes take the rows in at once")
    made.add_argument("--go-on", type=uuid.UUID, metavar="IMPORT", help="go on with an import that was interrupted")
    return made


def bring(argv: list[str]) -> int:
    """Keep every row, then take them in; what could not be read is mended on the import's page. 1 where refused."""
    gc.disable()  # a command's own life is short, and a hundred thousand messages are not rubbish to be searched
    given = parser().parse_args(argv)
    if given.go_on:
        return 0 if jobs.until_done(given.go_on) >= 0 else 1
    if given.system is None:
        parser().print_usage(sys.stderr)
        return 2
    try:
        batch = kept(given)
    except (Refused, Agency.DoesNotExist, OSError) as problem:
        print(f"kith bring: {problem}", file=sys.stderr)
        return 1
    with_hands(batch, given.hands)
    print(told(batch))
    return 0


def kept(given: argparse.Namespace) -> UUID:
    """The new import, its rows waiting."""
    file = bringing.read(given.file.read_bytes(), given.layout, given.file.name, MOST_BYTES)
    with who.job("intake") as by:
        agency = Agency.objects.get(key=given.agency)
        return bringing.keep(by=by, at=by.now, system=given.system, file=file, agency=agency.pk).pk


def with_hands(batch: UUID, hands: int) -> None:
    """This process and as many more as asked for work on the import until nothing of it waits."""
    command = [sys.executable, "-m", "kith", "bring", "--go-on", str(batch)]
    others = [subprocess.Popen(command) for _ in range(1, hands)]
    jobs.until_done(batch)
    for other in others:
        other.wait()


def told(batch: UUID) -> str:
    with who.job("intake"):
        found = reads.progress(Import.objects.get(pk=batch))
    return (f"{found.rows} kept: {found.taken} taken in, {found.refused} refused, {found.quarantined} set apart, "
            f"{found.stuck} stuck, {found.waiting} waiting. See /imports/{batch}/")
