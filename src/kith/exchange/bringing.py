"""Bringing a file in: every row is kept under its own reference before any of them is worked on. A row
that says something else under a known reference is set apart; a row that is known already is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from kith.authority.acts import Refused
from kith.authority.who import Session
from kith.exchange import acts, files, inbox, jobs, mapping, reads, rules
from kith.exchange.models import Arrival, Import

ASKED_AT_ONCE = 5_000
NO_REFERENCE = "Fill this in: it is needed."


def bring_in(
    *,
    by: Session,
    at: datetime,
    layout: str,
    system: str,
    raw: bytes,
    file_name: str = "",
    agency: UUID | None = None,
    most: int = files.MOST_BYTES,
    begin: bool = True,
) -> Import:
    """Keep a file's rows and begin to take them in. Raises Refused with what is wrong with the file as a
    whole. `agency`: whose file it is, where the intake job brings it in for somebody else; `begin`:
    start taking the rows in at once, as far as a page may wait."""
    text, encoding = files.decode(raw, most)
    found = files.read(text, layout)
    if not found:
        raise Refused("There is no row under the line that names the columns.")
    batch = Import(
        agency_id=agency or by.agency_id,
        system=system,
        layout=layout,
        file_name=file_name[:120],
        encoding=encoding,
        lines=sum(len(body["children"]) for _, body in found),
        created_by_id=by.worker_id,
        created_at=at,
    )
    rows = sort_out([row(batch, line, body, by=by, at=at) for line, body in found], at=at)
    if not rows:
        raise Refused("We hold every row of this file already. Nothing was added.")
    acts.receive_import(by=by, at=at, batch=batch, rows=rows)
    if begin:
        jobs.after_commit(batch.pk)
    return batch


def row(batch: Import, line: int, body: dict[str, Any], *, by: Session, at: datetime) -> Arrival:
    text = rules.canonical(body)
    reference = str(body.get("reference", ""))
    return Arrival(
        agency_id=batch.agency_id,
        system=batch.system,
        layout=batch.layout,
        body=text,
        line=line,
        batch=batch,
        message_id=reference if reads.usable_reference(reference) else f"line {line}",
        kept_at=at,
        body_sha256=rules.digest(text),
        received_at=mapping.receipt(body.get("received_at")),
        created_by_id=by.worker_id,
    )


def sort_out(rows: list[Arrival], *, at: datetime) -> list[Arrival]:
    """Refuse what cannot be read, set apart what contradicts a standing body, leave out what is known."""
    first = rows[0]
    standing: dict[str, bytes] = {}
    for some in batched({r.message_id for r in rows}, ASKED_AT_ONCE):
        held = Arrival.objects.filter(
            reads.STANDS, agency=first.agency_id, system=first.system, message_id__in=some
        )
        standing |= {name: bytes(sha) for name, sha in held.values_list("message_id", "body_sha256")}
    seen = {
        bytes(d)
        for d in reads.for_a_person()
        .filter(agency=first.agency_id, system=first.system)
        .values_list("body_sha256", flat=True)
    }
    kept = []
    for arrival in rows:
        before = standing.get(arrival.message_id)
        if before == arrival.body_sha256 or arrival.body_sha256 in seen:
            continue
        judge(arrival, before, at=at)
        if arrival.refused_at is None and arrival.quarantined_at is None:
            standing[arrival.message_id] = bytes(arrival.body_sha256)
        kept.append(arrival)
    return kept


def batched(names: Iterable[str], many: int) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, many)):
        yield some


def judge(arrival: Arrival, before: bytes | None, *, at: datetime) -> None:
    """Say at once of a row what can be said without taking it in."""
    if before is not None:
        arrival.quarantined_at, arrival.quarantine_reason = at, inbox.OTHER_BODY
    elif arrival.message_id.startswith("line "):
        arrival.refused_at = at
        arrival.reasons = [{"field": "reference", "say": NO_REFERENCE}]
