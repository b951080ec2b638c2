"""An index of invented people, filled by COPY as the owner: the tables as arrivals leave them, without their acts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connections
from psycopg import sql

from kith.authority.ids import uuid7
from kith.authority.models import Worker
from kith.measure import cast
from kith.people import linkage, matching
from kith.people.arrivals import born_on
from kith.people.linkage.evaluate import record
from kith.people.linkage.populations import households
from kith.people.linkage.populations.households import Population

PEOPLE_A_RECORD = 0.6     # the population has about 1.6 records a person
SEED = 907                # no seed of training or of the pure benchmark
WRITTEN_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
FIELDS = ("given_name", "family_name", "known_as", "dob", "sex", "address", "postcode", "nhs_number", "upn", "phone")
SUBJECT = ("id", "kind", "state", "created_by_id", "created_at")
PERSON = ("subject_id", "kind", "given_name", "family_name", "known_as", "born_on", "precision", "sex",
          "multiple_birth", "area", "created_by_id")
SOURCE = ("id", "subject_id", "agency_id", "system", "source_ref", "version", "received_at", "fields", "created_by_id")
LINK = ("id", "source_record_id", "subject_id", "method", "model_version", "reason", "decided_by_id", "valid_from")


def population(records: int, arriving: int) -> Population:
    """About `records` rows for the index and `arriving` referrals, a fifth of them about people not in it."""
    return households.generate(int(records * PEOPLE_A_RECORD), SEED, arriving)


def fill_index(found: Population) -> dict[str, UUID]:
    """Write the population's rows; returns the subject of each true person."""
    clerk = Worker.objects.using("owner").get(pk=cast.hire("hub_screener", 1)[0])
    subjects = {person: uuid7() for person in dict.fromkeys(found.truth.values())}
    ids = [uuid7() for _ in found.rows]
    of = [subjects[found.truth[row["record_id"]]] for row in found.rows]
    first = dict(zip(reversed(of), reversed(found.rows), strict=True))
    copy("authority_subject", SUBJECT, ((s, "child", "active", clerk.pk, WRITTEN_AT) for s in subjects.values()))
    copy("people_sourcerecord", SOURCE, (source(*three, clerk) for three in zip(ids, of, found.rows, strict=True)))
    copy("people_person", PERSON, (person(subject, row, clerk) for subject, row in first.items()))
    copy("people_personlink", LINK, ((uuid7(), one, subject, "arrived", "", "", clerk.pk, WRITTEN_AT)
                                     for one, subject in zip(ids, of, strict=True)))
    index(ids, of, found.rows)
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
        cursor.execute("vacuum people_indexkey, people_indexrecord")  # as the server does by itself within minutes
    return subjects


def source(one: UUID, subject: UUID, row: Mapping[str, str], clerk: Worker) -> tuple[Any, ...]:
    fields = {name: row[name] for name in FIELDS if row.get(name)}
    return (one, subject, clerk.agency_id, row["source"], row["record_id"], 1, WRITTEN_AT, json.dumps(fields), clerk.pk)


def person(subject: UUID, row: Mapping[str, str], clerk: Worker) -> tuple[Any, ...]:
    born = born_on(row["dob"])
    return (subject, "child", row["given_name"][:100], row["family_name"][:100], row["known_as"][:100], born,
            "exact" if born else "unknown", row["sex"] if row["sex"] in ("M", "F") else "U", False, "", clerk.pk)


def index(ids: Sequence[UUID], of: Sequence[UUID], rows: Sequence[Mapping[str, str]]) -> None:
    """Cleaned projections and keys, made by the same functions as the live path's."""
    cleaned = [linkage.clean(record(row)) for row in rows]
    versions = [matching.VERSION] * len(cleaned)
    copy("people_indexrecord", ("source_record_id", "subject_id", "packed", "version"),
         zip(ids, of, map(linkage.pack, cleaned), versions, strict=True))
    keys = sorted((key, at) for at, c in enumerate(cleaned) for key in linkage.indexed(c))  # in order: fast
    copy("people_indexkey", ("key", "source_record_id"), ((key, ids[at]) for key, at in keys))


def copy(table: str, columns: Sequence[str], rows: Iterator[tuple[Any, ...]] | zip[Any]) -> None:
    """COPY rows into a table as the owner."""
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
    with connections["owner"].cursor() as cursor, unforced(cursor, table), bare(cursor, table), \
            cursor.cursor.copy(statement) as out:
        for row in rows:
            out.write_row(row)


@contextmanager
def bare(cursor: Any, table: str) -> Iterator[None]:
    """A table without its references and further indexes meanwhile: millions of rows go in minutes sooner."""
    cursor.execute("select conname, pg_get_constraintdef(oid) from pg_constraint "
                   "where conrelid = %s::regclass and contype = 'f'", [table])
    references = cursor.fetchall()
    cursor.execute("select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i "
                   "where i.indrelid = %s::regclass and not exists "
                   "(select from pg_constraint c where c.conindid = i.indexrelid)", [table])
    indexes = cursor.fetchall()
    change = sql.SQL("alter table {} ").format(sql.Identifier(table))
    for name, _ in references:
        cursor.execute(change + sql.SQL("drop constraint {}").format(sql.Identifier(name)))
    for name, _ in indexes:
        cursor.execute(sql.SQL("drop index {}").format(sql.SQL(name)))
    yield
    for _, made in indexes:
        cursor.execute(made)
    for name, made in references:
        cursor.execute(change + sql.SQL("add constraint {} {}").format(sql.Identifier(name), sql.SQL(made)))


@contextmanager
def unforced(cursor: Any, table: str) -> Iterator[None]:
    """PostgreSQL refuses COPY under forced row security: lift the force meanwhile, in a database of our own only."""
    cursor.execute("select relforcerowsecurity from pg_class where oid = %s::regclass", [table])
    forced = (cursor.fetchone() or (False,))[0]
    words = sql.SQL("alter table {} {} row level security").format
    if forced:
        cursor.execute(words(sql.Identifier(table), sql.SQL("no force")))
    try:
        yield
    finally:
        if forced:
            cursor.execute(words(sql.Identifier(table), sql.SQL("force")))
