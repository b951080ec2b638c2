"""A force's log of a hundred thousand incidents: brought in as a file, every child who is to be screened expected, and
the screenings that were there before found again. Wall time and CPU, of this process and of the database."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Event, Thread
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet

from kith.authority.ids import uuid7
from kith.authority.models import Agency, Team, TeamMember, Worker, WorkerRole
from kith.exchange import files, layouts, reads
from kith.exchange.models import Arrival
from kith.measure import ground
from kith.measure.intake import backends
from kith.measure.marks import Row, against, beside
from kith.measure.timing import cpu_of
from kith.screening.models import Expected, Incident, IncidentPerson, Screening, SentIn

KEY, LOOK = "bench_police", 0.2
HEAD = [c.name for c in layouts.COLUMNS["incident"]]
EACH = 100  # of so many incidents one was screened in the force's own system
INCIDENTS, TEAMS, OFFICERS = 100_000, 20, 12
KINDS = ("domestic_abuse", "domestic_abuse", "missing_return", "custody", "child_victim", "warrant")
GIVEN = ("Finn", "Isla", "Noor", "Ade", "Zofia", "Kai", "Mia", "Omar")
FAMILY = ("Hale", "Karim", "Moss", "Nowak", "Ives", "Okoro", "Pryce", "Shaw", "Tully", "Umar")
BEGINS = datetime(2023, 9, 1)


def run(many: int = INCIDENTS, hands: int = 2) -> Iterator[Row]:
    """`kith bring` of a file: from its start as a command until nothing waits, with the command's own start."""
    force, told = policed(), list(log(many))
    sent_before(force, told[::EACH])
    with tempfile.NamedTemporaryFile(suffix=".csv") as file, database_spending() as stored:
        file.write(files.write(HEAD, (row for rows in told for row in rows)).encode())
        file.flush()
        started, before = time.perf_counter(), children_cpu()
        ground.kith(["bring", "incident", file.name, KEY, "Control", "--hands", str(hands)], ground.here())
        wall, own = time.perf_counter() - started, children_cpu() - before
    share = INCIDENTS / many
    yield against("screening.log_wall", wall * share, note=f"{many:,} measured, {hands} processes")
    yield against("screening.log_cpu", (own + stored.cpu) * share,
                  note=f"{own * share:.0f} s of Kith, {stored.cpu * share:.0f} s of the database")
    yield beside("incidents taken in", owners(Incident).count(), "", "count")
    yield beside("people they name", owners(IncidentPerson).count(), "", "count")
    yield beside("screenings expected", owners(Expected).count(), "", "count")
    yield beside("screenings of the force's own found again", owners(Screening).count(), "", "count")
    yield beside("rows left waiting", owners(Arrival).filter(reads.WAITS).count(), "", "count")


def owners(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.using("owner")


def children_cpu() -> float:
    """CPU seconds of processes this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass
class Stored:
    """CPU seconds of the database's processes, as far as they could be seen."""

    cpu: float = 0.0


@contextmanager
def database_spending() -> Iterator[Stored]:
    """Watch the database's processes of the application's login: they come and go while a command runs."""
    stored, stop = Stored(), Event()
    seen: dict[int, float] = {}

    def watch() -> None:
        while not stop.wait(LOOK):
            for pid in backends():
                seen[pid] = cpu_of([pid]) or seen.get(pid, 0.0)
        connections["owner"].close()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    yield stored
    stop.set()
    watcher.join()
    stored.cpu = sum(seen.values())


def policed() -> Agency:
    """A force with its teams and officers, written as the owner."""
    force = Agency(key=KEY, name="Thornshire Constabulary", kind="police")
    Agency.objects.using("owner").bulk_create([force])
    for n in range(TEAMS):
        team = Team(key=f"response_{n}", name=f"Response {n}", agency=force)
        Team.objects.using("owner").bulk_create([team])
        officers = [Worker(name=f"Officer {n} {m}", email=f"{n}.{m}@police.example", agency=force)
                    for m in range(OFFICERS)]
        Worker.objects.using("owner").bulk_create(officers)
        WorkerRole.objects.using("owner").bulk_create([WorkerRole(worker=w, role="constable") for w in officers])
        TeamMember.objects.using("owner").bulk_create([TeamMember(worker=w, team=team) for w in officers])
    return force


def sent_before(force: Agency, told: Sequence[list[dict[str, str]]]) -> None:
    """Screenings that the force had finished in its own system, and that wait for these incidents."""
    clerk = Worker(name="Niche", email="niche@systems.invalid", agency=force)
    Worker.objects.using("owner").bulk_create([clerk])
    at = datetime(2026, 9, 1, tzinfo=UTC)
    SentIn.objects.using("owner").bulk_create([
        SentIn(agency=force, number=rows[0]["reference"], contact_id=uuid7(), position=0, tool="niche", grade="amber",
               given_name=rows[0]["child_given_name"], family_name=rows[0]["child_family_name"],
               dob=files.iso_day(rows[0]["child_dob"]), voice=True, demeanour=True, school=False, others=True,
               sent_at=at, kept_at=at, created_by=clerk) for rows in told])


def log(many: int) -> Iterator[list[dict[str, str]]]:
    """A log as a force's system exports it: one row a child, three years, as many children as the invented county's."""
    dice = Random("log")
    return (list(rows(n, dice)) for n in range(many))


def rows(number: int, dice: Random) -> Iterator[dict[str, str]]:
    began = BEGINS + timedelta(minutes=number * 1_500_000 // INCIDENTS)
    began += timedelta(hours=2 * (began.hour in (0, 1)))  # an hour that comes twice would be refused, not guessed
    team, family = dice.randrange(TEAMS), dice.choice(FAMILY)
    shared = {"reference": f"TC-{number:06d}", "received_at": f"{began + timedelta(hours=1):%d/%m/%Y %H:%M}",
              "began_at": f"{began:%d/%m/%Y %H:%M}", "kind": dice.choice(KINDS), "team": f"response_{team}",
              "officer": f"PC {4000 + team} Officer {team} {dice.randrange(OFFICERS)}",
              "address": f"{dice.randrange(1, 180)} Quay Street", "postcode": f"TS{dice.randrange(1, 19)} 2BB",
              "summary": "Shouting heard by neighbours."}
    for _ in range(1 + (dice.random() < 0.55) + (dice.random() < 0.2)):
        yield shared | {"child_given_name": dice.choice(GIVEN), "child_family_name": family,
                        "child_sex": dice.choice("FM"),
                        "child_dob": f"{began - timedelta(days=dice.randrange(60, 6_200)):%d/%m/%Y}",
                        "child_present": dice.choice(["yes", "no"]), "child_ethnicity": dice.choice(["W1", "A1", ""])}
