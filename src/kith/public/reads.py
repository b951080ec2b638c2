"""What anybody may read of the site's own tables, through definer functions that give out published rows
only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.safestring import SafeString

from kith.public import wording
from kith.public.models import KINDS, PARTNERS

SECTIONS = {"news": ("news",), "arrangements": ("arrangements",), "reports": ("report", "yearly", "briefing")}
SECTION_OF = {kind: section for section, kinds in SECTIONS.items() for kind in kinds}


@dataclass(frozen=True)
class Published:
    """A line of a public list: the newest standing version of one page."""

    id: UUID
    slug: str
    kind: str
    version: int
    title: str
    summary: str
    published_at: datetime

    @property
    def url(self) -> str:
        return f"/{SECTION_OF[self.kind]}/{self.slug}/"

    @property
    def kind_words(self) -> str:
        return dict(KINDS)[self.kind]


@dataclass(frozen=True)
class Reading(Published):
    """One version of a page as anybody may read it; without its text where it was withdrawn."""

    body: str
    withdrawn_at: datetime | None
    withdrawn_because: str
    newest: bool

    @property
    def html(self) -> SafeString:
        return wording.drawn(self.body)


@dataclass(frozen=True)
class Version:
    version: int
    published_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Answer:
    """One line of "You said, we did"."""

    you_said: str
    we_did: str
    answered_at: datetime


def rows(sql: str, given: list[Any]) -> list[dict[str, Any]]:
    """Rows of a definer function by column name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def published(section: str) -> list[Published]:
    """The pages of a section, newest first."""
    found = rows("select * from sec.editions_published(%s)", [list(SECTIONS[section])])
    return [Published(**row) for row in found]


def reading(section: str, slug: str, version: int | None = None) -> Reading | None:
    """A page by its address (and version); None where nothing of that name was ever published here."""
    found = rows("select * from sec.edition_read(%s, %s)", [slug, version])
    if not found or found[0]["kind"] not in SECTIONS[section]:
        return None
    return Reading(**found[0])


def versions(slug: str) -> list[Version]:
    return [Version(**row) for row in rows("select * from sec.edition_versions(%s)", [slug])]


def signers(edition: UUID) -> list[tuple[str, datetime]]:
    """Partner ("council", "police", "health") and when it signed the text that was published."""
    order = [key for key, _ in PARTNERS]
    found = rows("select * from sec.edition_signers(%s)", [edition])
    return sorted(((r["partner"], r["signed_at"]) for r in found), key=lambda pair: order.index(pair[0]))


def answers() -> list[Answer]:
    return [Answer(**row) for row in rows("select * from sec.feedback_answers()", [])]


def pace() -> int:
    """Reports from the public within the last hour; for staff only (0 for anybody else)."""
    return int(rows("select sec.report_pace() as found", [])[0]["found"])
