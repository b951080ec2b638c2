"""The people of a benchmark: an agency, workers with a role, their sessions as the application opens them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import transaction

from kith.authority import signin, who
from kith.authority.ids import uuid7
from kith.authority.models import Agency, Team, TeamMember, Worker, WorkerRole

AGENCY, TEAM = "thornshire_bench", "hub"


def hire(role: str, count: int) -> list[UUID]:
    """New workers of one council who hold `role`, members of the hub's team; written as the owner."""
    agency, _ = Agency.objects.using("owner").get_or_create(
        key=AGENCY, defaults={"name": "Thornshire County Council", "kind": "council"})
    team, _ = Team.objects.using("owner").get_or_create(
        key=TEAM, defaults={"name": "Thornshire hub", "agency": agency})
    workers = [Worker(name=f"Bench {role} {n}", email=f"{uuid7().hex}@example.org", agency=agency)
               for n in range(count)]
    Worker.objects.using("owner").bulk_create(workers)
    WorkerRole.objects.using("owner").bulk_create([WorkerRole(worker=w, role=role) for w in workers])
    TeamMember.objects.using("owner").bulk_create([TeamMember(worker=w, team=team) for w in workers])
    return [w.pk for w in workers]


def sign_in(worker: UUID) -> str:
    """The token of a new session, opened through the door as the sign-in page does."""
    with transaction.atomic():
        who.take_role("door")
        return signin.open_session(worker)


def someone(role: str) -> UUID:
    """A worker of the seeded county who holds `role`, else a new one."""
    found = (WorkerRole.objects.using("owner").filter(role=role, worker__left_at__isnull=True)
             .order_by("worker__email").values_list("worker_id", flat=True).first())
    return found or hire(role, 1)[0]


def connect() -> psycopg.Connection[Any]:
    """A connection of its own as the application's login, outside Django."""
    here = settings.DATABASES["default"]
    options = {k: v for k, v in here.get("OPTIONS", {}).items() if k != "pool"}
    return psycopg.connect(dbname=here["NAME"], user=here["USER"], password=here["PASSWORD"] or None,
                           host=here["HOST"] or None, port=here["PORT"] or None, autocommit=True, **options)
