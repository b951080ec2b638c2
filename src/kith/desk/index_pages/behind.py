"""The records that stand for a person: what each source wrote, what is not as held, how it came to stand there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.html import format_html_join

from kith.frontdoor.bench import matching as side_by_side
from kith.kit import words
from kith.people.index import ground
from kith.people.models import Person, PersonLink, SourceRecord
from kith.people.restricted import SAID, restricted

PLACES = ("address", "postcode", "phone")
HOW = {"arrived": "stands as it arrived", "machine": "linked by the index"}


def held(subject: UUID) -> list[SourceRecord]:
    """The records that stand for a person, oldest first."""
    return list(SourceRecord.objects.filter(subject_id=subject).select_related("agency").order_by("received_at"))


def told(record: SourceRecord, hide: Collection[UUID] = ()) -> dict[str, str]:
    """What one source wrote, as people read it. `hide`: people whose place is restricted, wherever it was written."""
    typed = side_by_side.arriving_fields(record)
    kept = record.subject_id in hide
    return {name: SAID if kept and value and name in PLACES else value for name, value in typed.items()}


def in_a_line(typed: Mapping[str, str]) -> str:
    """ "Noor Karim, 2 May 2019, 4 Mill Lane, NHS 943 476 5919"."""
    name = f"{typed['given_name']} {typed['family_name']}".strip()
    number = f"NHS {typed['nhs_number']}" if typed["nhs_number"] else ""
    return ", ".join(filter(None, (name, typed["dob"], typed["address"], number))) or "nothing typed"


def lines(records: Iterable[SourceRecord]) -> list[tuple[str, str]]:
    """Each record to choose from: whose it is, when it came, what it says."""
    found = list(records)
    hide = restricted([r.subject_id for r in found])
    return [(str(r.pk), f"{r.agency.name}, {words.long_date(words.local(r.received_at).date())}: "
             f"{in_a_line(told(r, hide))}") for r in found]


def words_once(subject: UUID) -> list[ground.Word]:
    """What people said for good about this person and others, each saying once however many records it holds for."""
    return [group[0] for group in words_said(subject)]


def words_said(subject: UUID) -> list[list[ground.Word]]:
    """The words one saying left behind, together: telling two people apart is kept against every record of both."""
    found: dict[tuple[Any, ...], list[ground.Word]] = {}
    for word in ground.words_of(subject):
        if word.subject:
            found.setdefault((word.subject, word.verdict, word.said_at, word.reason), []).append(word)
    return list(found.values())


def rows(subject: UUID, records: list[SourceRecord], wrong: Collection[UUID]) -> list[dict[str, Any]]:
    """Each record in a row of the table, what is not as held marked. `wrong`: records whose link can be undone."""
    person = Person.objects.filter(pk=subject).first()
    head = side_by_side.person_fields(person) if person else {}
    hide = restricted([subject])
    links = {link.source_record_id: link for link in PersonLink.objects.filter(
        source_record__in=records, valid_to=None).select_related("decided_by")}
    return [row(r, told(r, hide), head, links.get(r.pk), r.pk in wrong) for r in records]


def row(record: SourceRecord, typed: dict[str, str], head: Mapping[str, str], link: PersonLink | None,
        undo: bool) -> dict[str, Any]:
    known = {name: value for name, value in head.items() if typed.get(name)}
    beside = {found["key"]: found for found in side_by_side.compared(typed, known)}
    unlike = [key.lower() for key in ("First name", "Last name", "Date of birth", "Sex")
              if key in beside and beside[key]["state"] in ("close", "different")]
    parts = [(beside.get(key, {}).get("left", ""),) for key in ("First name", "Last name")]
    how = HOW.get(link.method, f"linked by {link.decided_by.name}") if link else "not linked"
    return {"record": record, "line": in_a_line(typed), "typed": typed, "link": link, "how": how,
            "name": format_html_join(" ", "{}", [p for p in parts if p[0]]),
            "born": beside.get("Date of birth", {}).get("left", ""), "unlike": unlike, "undo": undo}
