"""Ways in for the demonstration: a link for each role, and one worker with a password to try the real sign-in."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from kith.authority import signin
from kith.authority.models import Credential, Worker
from kith.authority.policy import ROLES

BASE_URL = "http://127.0.0.1:8000"
NO_PAGE = ("partner_system", "referrer")
WITH_PASSWORD = "priya@council.thornshire.example"
WITHOUT_TIES = "charlie@council.thornshire.example"
FIRST_SCHOOL = "Ashbrook Primary"
WORDS = ("harbour", "sapling", "lantern", "meadow", "pebble", "thistle", "ember", "willow", "orchard", "barley",
         "teasel", "kiln", "cuckoo", "flint", "ropewalk", "linnet")


@dataclass(frozen=True)
class WayIn:
    """A role's line in the table: what the role is called, who holds it, where to sign in."""

    role: str
    worker: str
    agency: str
    url: str


def links(argv: list[str]) -> int:
    """`kith demo-links [--base-url URL]`: a sign-in link for each role, and Charlie. In demo and test mode only."""
    parser = argparse.ArgumentParser(prog="kith demo-links", description=links.__doc__)
    parser.add_argument("--base-url", default=BASE_URL)
    given = parser.parse_args(argv)
    if settings.MODE not in ("demo", "test"):
        print("kith demo-links works in demo and test mode only: set KITH_MODE=demo.", file=sys.stderr)
        return 2
    found = list(ways_in(given.base_url.rstrip("/")))
    if not found:
        print("Nobody works here yet: run `kith seed --demo` first.", file=sys.stderr)
        return 1
    print(table(found))
    print(f"\nTo try the real sign-in: {given.base_url.rstrip('/')}/sign-in/ as {WITH_PASSWORD}, password "
          f"{demo_password()}; the code's key is shown at the first sign-in.")
    return 0


def ways_in(base_url: str) -> Iterator[WayIn]:
    """For each role with a page the worker who was entered first under it, then Charlie."""
    workers = workers_by_role()
    for role, name in ROLES.items():
        if role in workers and role not in NO_PAGE:
            yield way_in(name, workers[role], base_url)
    charlie = Worker.objects.using("owner").filter(email=WITHOUT_TIES).select_related("agency").first()
    if charlie:
        yield way_in("No tie to anybody", charlie, base_url)


def way_in(role: str, worker: Worker, base_url: str) -> WayIn:
    return WayIn(role, worker.name, worker.agency.name, link(base_url, worker.pk))


def workers_by_role() -> dict[str, Worker]:
    """One worker for each role, always the same: Noor's school (scenario A1) before others, but never Charlie."""
    found: dict[str, Worker] = {}
    rows = (Worker.objects.using("owner").filter(left_at__isnull=True).exclude(email=WITHOUT_TIES)
            .exclude(agency__kind="machine").select_related("agency").prefetch_related("held_roles")
            .order_by("phone", "email"))
    for worker in sorted(rows, key=lambda w: w.agency.name != FIRST_SCHOOL):
        for held in worker.held_roles.all():
            found.setdefault(held.role, worker)
    return found


def link(base_url: str, worker: UUID) -> str:
    """The address that signs this worker in, in demo and test mode only."""
    return f"{base_url}/sign-in/demo/{signin.demo_token(worker)}/"


def table(rows: Sequence[WayIn]) -> str:
    """Aligned columns: role, worker, agency, link."""
    role, worker, agency = (max(len(getattr(r, name)) for r in rows) for name in ("role", "worker", "agency"))
    return "\n".join(f"{r.role:<{role}}  {r.worker:<{worker}}  {r.agency:<{agency}}  {r.url}" for r in rows)


def demo_password() -> str:
    """The demonstration's one password, of this installation alone: made from its secret, so that none is shipped."""
    digest = hashlib.sha256(f"kith/demo-password/{settings.SECRET_KEY}".encode()).digest()
    return "-".join(WORDS[byte % len(WORDS)] for byte in digest[:4]) + f"-{digest[4] % 90 + 10}"


def give_password() -> None:
    """Let one worker sign in with the demonstration's password; the one-time code is set up at the first sign-in."""
    worker = Worker.objects.using("owner").filter(email=WITH_PASSWORD).first()
    if worker:
        kept = {"password": make_password(demo_password())}
        Credential.objects.using("owner").update_or_create(worker=worker, defaults=kept)
