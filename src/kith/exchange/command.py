"""Commands of this room: partner-key."""

from __future__ import annotations

import re
import sys
from uuid import UUID

from django.db import connections, transaction

from kith.authority import who
from kith.authority.models import Agency, Worker, WorkerRole

DAYS = 365  # [L] then the partner asks for a new key


def partner_key(argv: list[str]) -> int:
    """Make a key for a partner's system and print it once: `partner-key AGENCY SYSTEM [--end]`. Runs as the
    owner.

    A new key does not end the old ones, so that a system can change over; `--end` ends them all.
    """
    if len(argv) not in (2, 3) or argv[2:] not in ([], ["--end"]):
        print("kith partner-key AGENCY SYSTEM [--end]", file=sys.stderr)
        return 2
    agency, system = argv[:2]
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}", system):
        print(
            "kith partner-key: write the system as up to 40 letters, digits, spaces and . _ -",
            file=sys.stderr,
        )
        return 2
    found = Agency.objects.using("owner").filter(key=agency).first()
    if found is None:
        known = ", ".join(Agency.objects.using("owner").order_by("key").values_list("key", flat=True)[:40])
        print(f"kith partner-key: there is no agency {agency!r}. There are: {known}", file=sys.stderr)
        return 2
    return end_keys(found, system) if argv[2:] else print_key(found, system)


def print_key(agency: Agency, system: str) -> int:
    print(make_key(agency, system))
    print(
        f"This is the key of {system} at {agency.name}. It is shown this once and runs out in "
        f"{DAYS} days. Send it as the header: Authorization: Bearer KEY",
        file=sys.stderr,
    )
    return 0


def machine(agency: Agency, system: str) -> Worker:
    """The worker that stands for a partner's system, with its one role."""
    address = f"{re.sub(r'[^a-z0-9]+', '-', system.lower()).strip('-')}.{agency.key}@systems.invalid"
    worker, _ = Worker.objects.using("owner").get_or_create(
        email=address,
        defaults={"name": f"{system} ({agency.name})"[:120], "agency": agency, "job_title": "System"},
    )
    WorkerRole.objects.using("owner").get_or_create(worker=worker, role="partner_system")
    return worker


def make_key(agency: Agency, system: str) -> str:
    """A new key of a partner's system. Only its hash is kept; the session's purpose is the system."""
    token = who.new_token()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "select sec.open_session(%s, %s, 'partner', %s, d, d) from make_interval(days => %s) d",
            [token, machine(agency, system).pk, system, DAYS],
        )
    return token


def end_keys(agency: Agency, system: str) -> int:
    ended = revoke(machine(agency, system).pk)
    print(f"{ended} keys of {system} at {agency.name} are ended.")
    return 0


def revoke(worker: UUID) -> int:
    """End every key of a partner's system, from the next request on; returns how many."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "update authority_session set revoked_at = clock_timestamp() "
            "where worker_id = %s and kind = 'partner' and revoked_at is null",
            [worker],
        )
        return int(cursor.rowcount)
