"""Steps the tests of the index take: people who arrive, and what stands where."""

from __future__ import annotations

from uuid import UUID

from django.db import connections

from kith.people.arrivals import Arriving
from kith.people.models import PersonLink, SourceRecord

HOME = {"address": "12 Weir Street", "postcode": "TS9 4QT"}
AMARA = Arriving(
    given_name="Amara", family_name="Osei-Bonsu", dob="2019-09-04", sex="F", birth_order=1, **HOME
)
AMIRA = Arriving(
    given_name="Amira", family_name="Osei-Bonsu", dob="2019-09-04", sex="F", birth_order=2, **HOME
)


def arrives(
    world, person: Arriving, by_key: str = "constable", words: str = "", **more
) -> tuple[UUID, SourceRecord]:
    """(subject, source record) of a child named in a fresh contact."""
    contact = world.contact(by_key, child=person, words=words, **more)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select source_record_id from frontdoor_contactperson where contact_id = %s and role = 'child'",
            [contact.pk],
        )
        record = SourceRecord.objects.using("owner").get(pk=cursor.fetchone()[0])
    return record.subject_id, record


def child(given: str, family: str, dob: str, **more) -> Arriving:
    return Arriving(given_name=given, family_name=family, dob=dob, **more)


def standing() -> dict[str, set[tuple]]:
    """Everything that points at a person now: every row of every table, its subject, and every current link."""
    found: dict[str, set[tuple]] = {}
    with connections["owner"].cursor() as cursor:
        cursor.execute("select t, col, pk from sec.person_columns()")
        for table, column, key in cursor.fetchall():
            if table != "people_event":
                cursor.execute(f'select "{key}", "{column}" from "{table}"')
                found[f"{table}.{column}"] = set(cursor.fetchall())
        cursor.execute("select id, state, redirected_to_id from authority_subject")
        found["subjects"] = set(cursor.fetchall())
        cursor.execute(
            "select holder_id, subject_id, kind from authority_tie where until_at is null or until_at > sec.now()"
        )
        found["ties"] = set(cursor.fetchall())
    found["links"] = set(
        PersonLink.objects.using("owner")
        .filter(valid_to=None)
        .values_list("source_record_id", "subject_id", "method", "weight", "decided_by_id")
    )
    return found
