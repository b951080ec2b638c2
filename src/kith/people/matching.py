"""The person index at work: indexing what arrives, proposing who it may be, linking and unlinking.

The arithmetic is people.linkage; here it meets the database, always under a session that may ask the index.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection

from kith.authority import who
from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.people import linkage, names, rules
from kith.people.index import calibration, ground, reliance, validity
from kith.people.models import Person, PersonLink, Proposal, SourceRecord
from kith.people.restricted import restricted

log = logging.getLogger("kith.people")
AUTOMATIC = 14.0    # bits: the machine links by itself only where the odds are 16,000 to one or better [L]
MOST = 300          # candidate rows scored for one arriving record
COMMON = 400        # a key that more records share says nothing [L]
VERSION = f"{linkage.CLEANER_VERSION}.{linkage.KEYS_VERSION}.{linkage.INDEX_VERSION}"  # others are made again


def record_for(source: SourceRecord) -> linkage.Record:
    """The source's fields in the shape the matcher reads."""
    f = source.fields
    return linkage.Record(
        record_id=str(source.id), source=source.system, given_name=f.get("given_name", ""),
        middle_name=f.get("middle_name", ""), family_name=f.get("family_name", ""), known_as=f.get("known_as", ""),
        dob=f.get("dob", "") or f.get("age", ""), expected_dob=f.get("expected_dob", ""),
        as_at=source.received_at.date().isoformat(), sex=f.get("sex", ""), address=f.get("address", ""),
        postcode=f.get("postcode", ""), nhs_number=f.get("nhs_number", ""), upn=f.get("upn", ""),
        phone=f.get("phone", ""), email=f.get("email", ""), parent_names=tuple(f.get("parent_names", ())),
        aliases=tuple(f.get("aliases", ())), previous_addresses=tuple(f.get("previous_addresses", ())),
        birth_order=f.get("birth_order") or 0, protected=bool(f.get("protected")))


def index(source: SourceRecord) -> linkage.Cleaned:
    """Put a source record into the index under its current subject; returns its cleaned form."""
    cleaned = linkage.clean(record_for(source))
    keys = sorted(linkage.indexed(cleaned))
    with connection.cursor() as cursor:
        cursor.execute("select sec.index_record(%s, %s, %s, %s), sec.index_version(%s, %s)",
                       [source.id, source.subject_id, linkage.pack(cleaned), keys, source.id, VERSION])
    return cleaned


def candidates(cleaned: linkage.Cleaned, most: int = MOST) -> list[tuple[UUID, UUID, str]]:
    """(source record, subject, packed) rows that share a telling key; common keys are left out by the data itself."""
    keys = "{" + ",".join(map(str, linkage.asked(cleaned))) + "}"  # as PostgreSQL writes it: the driver is slower
    with connection.cursor() as cursor:
        cursor.execute("select * from sec.candidates(%s::bigint[], %s, %s)", [keys, COMMON, most])
        return list(cursor.fetchall())


def compare(cleaned: linkage.Cleaned, *, never: Iterable[UUID] = (), record: UUID | None = None) -> linkage.Matches:
    """Everybody this may be, best first, with the three-way decision. `record`: the arriving source record, whose
    earlier versions people may have spoken about. Automatic only where the person's records would still fit together.
    """
    rows = candidates(cleaned)
    apart = validity.said_apart(record, {s for _, s, _ in rows}) if record else set()
    return linkage.match(calibration.model_now(), cleaned, rows, never=frozenset({*never, *apart}),
                         valid=validity.valid(cleaned, record), restricted=restricted)


def ruled_out(source: SourceRecord) -> set[UUID]:
    """Subjects somebody has said this record is not; that answer outlives every rebuild, and every merge."""
    said = Proposal.objects.filter(source_record=source, verdict="different").values_list("subject_id", flat=True)
    return {each for s in said for each in (s, ground.stands_for(s))}


@act("match.proposed")
def propose(*, by: Session, at: datetime, source: SourceRecord, apart_from: Iterable[UUID] = ()) -> Done:
    """Index an arriving record and write down everybody it may be, with reasons for and against.

    `apart_from`: subjects named in the same contact, who are known to be other people. The outcome's record is the
    source record; a clear single match is linked by the machine, reversibly (method `machine`).
    """
    cleaned = index(source)
    if restricted([source.subject_id]):  # kept among the reasons, which many more read than the place
        cleaned = cleaned._replace(protected=True)
    found = compare(cleaned, never={source.subject_id, *apart_from, *ruled_out(source)}, record=source.pk)
    version = calibration.model_now().version[:40]
    Proposal.objects.bulk_create([Proposal(
        source_record=source, subject_id=UUID(str(c.subject_id)), weight=c.weight,
        probability=c.probability, guard=c.guard[:80], guard_code=c.guard_code[:24],
        reasons=list(c.for_reasons), against=list(c.against_reasons), bars=[list(b) for b in c.bars],
        model_version=version, proposed_at=at, created_by_id=by.worker_id) for c in found[:6]], ignore_conflicts=True)
    if always := validity.said_same(source.pk, [UUID(str(c.subject_id)) for c in found]):
        move(source, always, by=by, at=at, method="machine", reason="somebody said that these are always the same")
    elif found and found.decision.kind == "auto" and found[0].weight >= AUTOMATIC:
        best = found[0]
        move(source, UUID(str(best.subject_id)), by=by, at=at, method="machine", weight=best.weight,
             reason="; ".join(best.for_reasons))
    return Done(source, source.subject_id, {"candidates": len(found), "outcome": found.decision.kind})


def move(source: SourceRecord, to: UUID, *, by: Session, at: datetime, method: str, weight: float | None = None,
         reason: str = "") -> None:
    """Take a source record to be `to`; its items follow it, and a placeholder left empty points there."""
    was = source.subject_id
    if was == to:
        return
    PersonLink.objects.filter(source_record=source, valid_to__isnull=True).update(valid_to=at)
    link = PersonLink(source_record=source, subject_id=to, method=method, weight=weight, reason=reason,
                      model_version=linkage.load_model().version if weight is not None else "",
                      decided_by_id=by.worker_id, valid_from=at)
    PersonLink.objects.bulk_create([link])
    ground.follow_record(source.id, was, to)
    if not PersonLink.objects.filter(subject_id=was, valid_to__isnull=True).exists():
        ground.fold(link.pk, was, to)
    source.subject_id = to
    for each in (was, to):
        names.head(each)


def soon(what: str, one: UUID, match: Callable[[UUID, Session], None]) -> bool:
    """Match one arrival (a contact, an incident) in a transaction of its own, after what brought it is safely kept.

    A fault is told without content, and the sweep comes back to it: a database's own words can hold a child's name.
    """
    try:
        with who.job("linkage") as by:
            match(one, by)
        return True
    except (DatabaseError, ObjectDoesNotExist, ValueError) as fault:
        log.error("matching %s %s failed (%s); the sweep will try again", what, one, type(fault).__name__)
        return False


@act("match.decided")
def decide(*, by: Session, at: datetime, source: SourceRecord, verdict: str, subject: UUID | None = None,
           reason: str = "") -> Done:
    """A person says who an arriving record is: the `same` as `subject`, `different` from it, or `unsure`."""
    if verdict == "same":
        if subject is None:
            raise Refused("Choose which person this is.")
        refuse_impossible(source, subject)
        if words := validity.take_back(source, subject):
            raise Refused(*(f"{w}. Take that back first if it was wrong." for w in words))
        move(source, subject, by=by, at=at, method="person", reason=reason)
    if subject is not None:
        answer(source, subject, verdict, by=by, at=at, reason=reason)
    return Done(source, source.subject_id, {"verdict": verdict, "other": str(subject or "")})


def answer(source: SourceRecord, subject: UUID, verdict: str, *, by: Session, at: datetime, reason: str) -> None:
    """Keep the answer to a proposal. "Different" outlives every rebuild, and what told the two apart is kept too."""
    asked = Proposal.objects.filter(source_record=source, subject_id=subject)
    asked.update(verdict=verdict, verdict_by=by.worker_id, verdict_at=at, verdict_reason=reason)
    if verdict == "different":
        validity.keep_apart(source, subject, reason)
        for proposal in asked.select_related("source_record"):
            validity.keep_kin(proposal, by_worker=by.worker_id)


def refuse_impossible(source: SourceRecord, subject: UUID) -> None:
    """The guards that nobody's say-so lifts: birth order, different days of death."""
    arriving = Person.objects.filter(source_record=source).first()
    known = Person.objects.filter(subject_id=subject).first()
    if arriving and known and (reasons := list(rules.reasons_against_merge(arriving, known))):
        raise Refused(*reasons)


@act("match.undone")
def undo(*, by: Session, at: datetime, source: SourceRecord, reason: str) -> Done:
    """A wrong link is undone: the record and its items go back to the placeholder they arrived under. What relied on it
    is flagged here and becomes actions (handovers). Returns the link that ended."""
    first = PersonLink.objects.filter(source_record=source, method="arrived").order_by("valid_from").first()
    if first is None or first.subject_id == source.subject_id:
        raise Refused("This record stands for itself already: there is no link to undo.")
    wrong = source.subject_id
    if words := [w.sentence for w in ground.words_about(source.pk, [wrong]) if w.verdict == "always"]:
        raise Refused(*(f"{w}. Take that back first if it was wrong." for w in words))
    link = PersonLink.objects.filter(source_record=source, valid_to__isnull=True).get()
    relied = reliance.flag(link.pk, wrong, link.valid_from, by=by, at=at)
    if not ground.unfold_subject(first.subject_id):
        ground.tell("select sec.unredirect(%s)", [first.subject_id])
    move(source, first.subject_id, by=by, at=at, method="person", reason=reason)
    validity.keep_apart(source, wrong, reason)
    Proposal.objects.filter(source_record=source, subject_id=wrong).update(
        verdict="different", verdict_by=by.worker_id, verdict_at=at, verdict_reason=reason)
    return Done(link, source.subject_id, {"wrong": str(wrong), "relied": len(relied)})
