"""Whom incidents name already, for the job that takes in what a force sends later: a second version of the log, or a
screening made in the force's own system. The job reads the log's words and nothing else of anybody's record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class Logged:
    """Somebody a log names. `expected`: the screening called for of them; `met`: it is there."""

    incident: UUID
    kind: str
    subject: UUID
    record: UUID
    fields: dict[str, Any]
    expected: UUID | None
    met: bool


def people_of(incidents: Sequence[UUID]) -> list[Logged]:
    """Everybody these incidents name, in the order named; nobody where the session is not the intake job's."""
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.logged_people(%s)", [list(incidents)])
        return [Logged(incident, kind, subject, record, json.loads(fields), expected, met)
                for incident, kind, subject, record, fields, expected, met in cursor.fetchall()]
