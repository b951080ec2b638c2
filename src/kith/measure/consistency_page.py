"""What the page of screening figures costs at county size: sixty teams, three years, 30,000 incidents, filled by COPY.

Measured as the other pages are, in the web process, for a reader of all teams; what the database spends stands beside.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections

from kith.authority.ids import uuid7
from kith.authority.models import Team, Worker
from kith.desk.consistency import jobs
from kith.invented.load.tables import model_of
from kith.measure import cast, filling
from kith.measure.calling import Answer, Caller, counting
from kith.measure.counties import HONEST, INCIDENTS, TEAMS
from kith.measure.marks import Row, against, beside
from kith.measure.timing import each, quantile, spending
from kith.screening import rules

PAGE, TIMES, YEARS, SEED = "/work/screening/", 20, 3, 43
FEWEST_A_TEAM = 400                      # up to INCIDENTS' most: 30,000 in all
GRADES = (("green", 0.62), ("amber", 0.28), ("red", 0.1))
READERS = (("", "hub_manager"), ("?months=36", "hub_manager"), ("", "senior_leader"))
TWICE_A_MONTH = 20
COLUMNS = {
    "authority_subject": filling.SUBJECT,
    "people_sourcerecord": filling.SOURCE,
    "screening_incident": ("subject_id", "agency_id", "system", "number", "kind", "began_at", "received_at", "summary",
                           "address", "postcode", "officer_id", "officer_name", "team_id", "shift", "matched_at",
                           "created_by_id", "created_at"),
    "screening_expected": ("id", "incident_id", "subject_id", "source_record_id", "triggers", "sex", "ethnicity", "age",
                           "expected_at", "begun_at", "missed_at", "missed_to_id", "created_by_id"),
    "screening_screening": ("id", "expected_id", "incident_id", "subject_id", "source_record_id", "tool",
                            "tool_version", "domestic_abuse", "officer_grade", "officer_reason", "grade", "handled_as",
                            "voice", "demeanour", "school", "others", "submitted_at", "supervised_at",
                            "supervised_by_id", "reached_at", "shared_at", "not_shared_at", "acknowledged_at",
                            "created_by_id"),
    "screening_step": ("id", "screening_id", "incident_id", "subject_id", "source_record_id", "kind", "codes", "text",
                       "before", "after", "by_hub", "at", "created_by_id"),
    "screening_sample": ("id", "kind", "month", "seed", "frame", "drawn", "strata", "drawn_at", "created_by_id"),
    "screening_sampled": ("id", "sample_id", "incident_id", "subject_id", "screening_id", "stratum", "grade", "note",
                          "given_at", "given_by_id", "created_by_id"),
}


@dataclass
class County:
    """Rows by table, as they are written."""

    clerk: Worker
    now: datetime
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    draw: random.Random = field(default_factory=lambda: random.Random(SEED))
    made: dict[str, list[tuple[UUID, UUID, UUID, str]]] = field(default_factory=dict)   # by month: to be graded twice

    def add(self, table: str, *values: Any) -> None:
        self.rows[table].append(values)


def fill(now: datetime) -> County:
    """Sixty teams with three years of incidents, each with a child; the rows written in one COPY a table."""
    clerk = Worker.objects.using("owner").get(pk=cast.hire("constable", 1)[0])
    county = County(clerk, now)
    teams = [Team(key=f"bench_{n}", name=f"Response {n}", agency_id=clerk.agency_id) for n in range(TEAMS)]
    Team.objects.using("owner").bulk_create(teams)
    for team in teams:
        rate = county.draw.betavariate(*HONEST) * 0.83
        for _ in range(county.draw.randint(FEWEST_A_TEAM, INCIDENTS[1])):
            incident(county, team, rate)
    second_looks(county)
    for table, rows in county.rows.items():
        more = [f for f in model_of(table)._meta.local_concrete_fields if f.column not in COLUMNS[table] and not f.null]
        rest = tuple(f.get_default() for f in more)
        filling.copy(table, [*COLUMNS[table], *(str(f.column) for f in more)], (row + rest for row in rows))
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    return county


def incident(county: County, team: Team, rate: float) -> None:
    """One incident with one child, and what became of the child's screening."""
    key, child, record, clerk, draw = uuid7(), uuid7(), uuid7(), county.clerk, county.draw
    began = county.now - timedelta(minutes=draw.randrange(4 * 1440, YEARS * 365 * 1440))
    county.add("authority_subject", key, "incident", "active", clerk.pk, began)
    county.add("authority_subject", child, "child", "active", clerk.pk, began)
    county.add("people_sourcerecord", record, child, clerk.agency_id, "Control", record.hex, 1, began,
               json.dumps({"given_name": "Ash", "family_name": "Hale"}), clerk.pk)
    county.add("screening_incident", key, clerk.agency_id, "Control", key.hex, "domestic_abuse", began, began, "", "",
               "", clerk.pk, clerk.name, team.pk, rules.shift_of(began), began, clerk.pk, began)
    expected, sent = uuid7(), draw.random() < rate
    county.add("screening_expected", expected, key, child, record, ["domestic_present"], draw.choice("FM"),
               draw.choice(("W1", "W1", "W1", "A1", "B1", "M1", "")), draw.randrange(18), began,
               began + timedelta(hours=1) if sent else None, None, None, clerk.pk)
    if sent:
        screening(county, key, child, record, expected, began)


def screening(county: County, key: UUID, child: UUID, record: UUID, expected: UUID, began: datetime) -> None:
    """One screening through the whole line, one in ten with a grade that was raised."""
    draw, clerk, made, at = county.draw, county.clerk, uuid7(), began + timedelta(hours=2)
    grade, officer = grades(draw)
    shared, wide = draw.random() < 0.6, draw.random
    county.add("screening_screening", made, expected, key, child, record, "vist", "2", True, officer, "", grade, grade,
               wide() < 0.6, wide() < 0.8, wide() < 0.8, wide() < 0.9, at, at + timedelta(hours=8), clerk.pk, at,
               at + timedelta(hours=20) if shared else None, None if shared else at + timedelta(hours=20),
               at + timedelta(hours=30) if shared else None, clerk.pk)
    for kind in ("supervised", *(["regraded"] if grade != officer else []), "researched", "shared"):
        county.add("screening_step", uuid7(), made, key, child, record, kind, [], "", officer, grade,
                   kind == "researched", at, clerk.pk)
    county.made.setdefault(f"{began:%Y-%m}-01", []).append((made, key, child, officer))


def grades(draw: random.Random) -> tuple[str, str]:
    """(the grade it ended with, the officer's)."""
    names = [name for name, _ in GRADES]
    ended = draw.choices(names, [share for _, share in GRADES])[0]
    return ended, names[max(0, names.index(ended) - 1)] if draw.random() < 0.15 else ended


def second_looks(county: County) -> None:
    """Each month's share graded a second time."""
    for month, made in sorted(county.made.items()):
        sample, drawn = uuid7(), county.draw.sample(made, min(TWICE_A_MONTH, len(made)))
        county.add("screening_sample", sample, "second_grading", month, f"bench/{month}", len(made), len(drawn), "{}",
                   county.now, county.clerk.pk)
        for key, incident_key, child, officer in drawn:
            other = officer if county.draw.random() < 0.75 else county.draw.choice([name for name, _ in GRADES])
            county.add("screening_sampled", uuid7(), sample, incident_key, child, key, "", other, "", county.now,
                       county.clerk.pk, county.clerk.pk)


def run() -> Iterator[Row]:
    """The page for those who answer for all teams, over a year and over three; the night's work beside."""
    county = fill(moment())
    sizes = {table: len(rows) for table, rows in county.rows.items()}
    yield beside("incidents of the consistency page", sizes["screening_incident"], "", "count",
                 f"{TEAMS} teams, {sizes['screening_screening']:,} screenings")
    with spending() as night:
        jobs.keep_agreement()
    yield beside("agreement of three periods, together and by team, at night", night.own, "s", "cpu")
    for query, role in READERS:
        yield from page(f"consistency page{' of three years' if query else ''}, {role.replace('_', ' ')}",
                        Caller(cast.sign_in(cast.hire(role, 1)[0])), query)


def moment() -> datetime:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select sec.now()")
        row = cursor.fetchone()
    assert row is not None
    found: datetime = row[0]
    return found


def page(words: str, caller: Caller, query: str) -> Iterator[Row]:
    """One reader's page: CPU of the web process against its mark; statements, size and wall time beside."""
    with counting() as counted:
        answer = asked(caller, query)
    with spending(database_processes()) as spent:
        wall, cpu = each(TIMES, lambda n: asked(caller, query))
    note = f"p95 {quantile(cpu, .95):.0f}, of {TIMES} requests"
    yield against("screening.page", quantile(cpu, 0.5), words, note)
    yield beside(f"{words}: queries besides the frame's", len(counted.own), "", "count")
    yield beside(f"{words}: HTML", len(answer.body) / 1e3, "KB", "size")
    if spent.database is not None:
        yield beside(f"{words}: the database's CPU a page", spent.database / TIMES * 1e3, "ms", "cpu")
    yield beside(f"{words}: p50, wall", quantile(wall, 0.5), "ms", "wall")


def database_processes() -> list[int]:
    """Those that work for this program in this database."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pid from pg_stat_activity where datname = current_database() and pid <> %s",
                       [cursor.connection.info.backend_pid])
        return [row[0] for row in cursor.fetchall()]


def asked(caller: Caller, query: str) -> Answer:
    """The page; raises ValueError where it is not the page that was asked for."""
    answer = caller.get(f"{PAGE}{query}")
    if answer.status != 200 or b"Graded too low at first" not in answer.body:
        raise ValueError(f"The consistency page answered {answer.status}.")
    return answer
