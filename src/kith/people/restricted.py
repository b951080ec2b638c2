"""A place kept for named people only: who has one, and the words that could tell it to anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kith.people import reads
from kith.people.linkage.levels import LEVELS

SAID = "restricted: ring duty"
HINTS = frozenset(level.words for field in ("address", "contact") for level in LEVELS[field] if level.words)
"""What the index says for and against by a home or a telephone: never said about somebody whose place is restricted."""


def restricted(subjects: Sequence[Any]) -> list[UUID]:
    """Those of these people whose place is restricted; one query."""
    asked = "select s from unnest(%s::uuid[]) s where sec.place_restricted(s)"
    return [s for (s,) in reads.rows(asked, [list(subjects)])] if subjects else []
