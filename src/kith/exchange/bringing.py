"""Bringing a file in: every row is kept under its own reference before any of them is worked on. A row
that says something else under a known reference is set apart; a row that is known already is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from kith.authority.acts import Refused
from kith.authority.who import Session
from kith.exchange import acts, files, inbox, jobs, mapping, reads, rules
from kith.exchange.models import Arrival, Import

AT_ONCE = 2_000
NO_REFERENCE = "Fill this in: it is needed."


@dataclass(frozen=True)
class Read:
    """A file as read: the messages with their lines, before anybody's rows are touched."""

    layout: str
    messages: list[tuple[int, dict[str, Any]]]
    encoding: str
    name: str


def read(raw: bytes, layout: str, name: str = "", most: int = files.MOST_BYTES) -> Read:
    """Raises Refused with what is wrong with the file as a whole. Needs no session: a large file takes its time."""
    text, encoding = files.decode(raw, most)
    found = files.read(text, layout)
    if not found:
        raise Refused("There is no row under the line that names the columns.")
    return Read(layout, found, encoding, name[:120])


def bring_in(
    *, by: Session, at: datetime, layout: str, system: str, raw: bytes, file_name: str = ""
) -> Import:
    """Keep a file's rows and begin to take them in, as far as a page may wait. Raises Refused."""
    batch = keep(by=by, at=at, system=system, file=read(raw, layout, file_name))
    jobs.after_commit(batch.pk)
    return batch


def keep(*, by: Session, at: datetime, system: str, file: Read, agency: UUID | None = None) -> Import:
    """Keep a file's rows. `agency`: whose file it is, where the intake job brings it in for somebody else."""
    batch = Import(
        agency_id=agency or by.agency_id,
        system=system,
        layout=file.layout,
        file_name=file.name,
        encoding=file.encoding,
        lines=sum(len(body["children"]) for _, body in file.messages),
        created_by_id=by.worker_id,
        created_at=at,
    )
    rows = (row(batch, line, body, by=by, at=at) for line, body in file.messages)
    acts.receive_import(by=by, at=at, batch=batch, rows=sort_out(batch, rows, at=at))
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


def sort_out(batch: Import, rows: Iterable[Arrival], *, at: datetime) -> Iterator[list[Arrival]]:
    """The rows to keep, some thousands at a time: refuse what cannot be read, set apart what contradicts a standing
    body, leave out what is known."""
    log = {"agency": batch.agency_id, "system": batch.system}
    seen = {bytes(d) for d in reads.for_a_person().filter(**log).values_list("body_sha256", flat=True)}
    standing: dict[str, bytes] = {}
    for some in batched(rows, AT_ONCE):
        names = {r.message_id for r in some} - standing.keys()
        held = Arrival.objects.filter(reads.STANDS, message_id__in=names, **log)
        standing |= {name: bytes(sha) for name, sha in held.values_list("message_id", "body_sha256")}
        if kept := [arrival for arrival in some if is_new(arrival, standing, seen, at=at)]:
            yield kept


def is_new(arrival: Arrival, standing: dict[str, bytes], seen: set[bytes], *, at: datetime) -> bool:
    """Judge a row by what stands, and note it where it stands itself; False where it is known word for word."""
    before = standing.get(arrival.message_id)
    if before == arrival.body_sha256 or arrival.body_sha256 in seen:
        return False
    judge(arrival, before, at=at)
    if arrival.refused_at is None and arrival.quarantined_at is None:
        standing[arrival.message_id] = bytes(arrival.body_sha256)
    return True


def batched(rows: Iterable[Arrival], many: int) -> Iterator[list[Arrival]]:
    rest = iter(rows)
    while some := list(islice(rest, many)):
        yield some


def judge(arrival: Arrival, before: bytes | None, *, at: datetime) -> None:
    """Say at once of a row what can be said without taking it in."""
    if before is not None:
        arrival.quarantined_at, arrival.quarantine_reason = at, inbox.OTHER_BODY
    elif arrival.message_id.startswith("line "):
        arrival.refused_at = at
        arrival.reasons = [{"field": "reference", "say": NO_REFERENCE}]
