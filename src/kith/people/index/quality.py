"""How good the data are: numbers verified by source, open questions, duplicates found, machine links undone; what
people answered by weight; and the nightly check of the index against itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from kith.authority.acts import Done, Refused, act
from kith.authority.who import Session
from kith.people import linkage, matching
from kith.people.index import ground
from kith.people.index.models import Merge
from kith.people.linkage.calibrate import pooled
from kith.people.linkage.cluster import ids_of_packed
from kith.people.models import PersonLink, Proposal, Quality, SourceRecord

CP_IS = 0.95  # CP-IS: an authority goes live with at least 95 % of records carrying a matched NHS number
RECENT = timedelta(days=90)
NOBODY = UUID(int=0)
COUNTED = """count(distinct s.subject_id) as children,
       count(distinct s.subject_id) filter (where exists (select from people_identifier i
             where i.subject_id = s.subject_id and i.scheme = 'nhs' and i.verified and i.ended_at is null)) as verified,
       count(distinct s.subject_id) filter (where exists (select from people_identifier i
             where i.subject_id = s.subject_id and i.scheme = 'nhs' and i.ended_at is null)
             or s.fields ? 'nhs_number') as given"""
BY_SOURCE = f"""
select a.name, {COUNTED}, a.id
  from people_sourcerecord s join authority_agency a on a.id = s.agency_id
  join people_person p on p.subject_id = s.subject_id and p.kind = 'child'
  join authority_subject u on u.id = s.subject_id and u.state <> 'redirected'
 group by a.id, a.name order by children desc, a.name
"""
OF_ALL = f"""
select '', {COUNTED} from people_sourcerecord s
  join people_person p on p.subject_id = s.subject_id and p.kind = 'child'
  join authority_subject u on u.id = s.subject_id and u.state <> 'redirected'
"""


@dataclass(frozen=True)
class Share:
    """How many of an agency's children carry an NHS number, and a verified one."""

    agency: str
    children: int
    verified: int
    given: int
    agency_id: UUID | None = None

    @property
    def percent(self) -> int:
        """Whole per cent, never rounded up to a goal that is not reached."""
        return int(self.share * 100)

    @property
    def share(self) -> float:
        return self.verified / self.children if self.children else 0.0

    @property
    def enough(self) -> bool:
        return self.share >= CP_IS


def numbers_by_source() -> list[Share]:
    """The report CP-IS asks for, by the agency that wrote the records; one query."""
    return [Share(*row) for row in ground.ask(BY_SOURCE, [])]


def numbers_of_all() -> Share:
    """The same for every child, each counted once whoever wrote of them."""
    return Share(*ground.ask(OF_ALL, [])[0])


def figures(at: datetime) -> dict[str, int]:
    """Duplicates found and machine links undone in the last 90 days, and what is still open."""
    since = at - RECENT
    linked = PersonLink.objects.filter(valid_from__gte=since)
    machine = linked.filter(method="machine")
    denied = Proposal.objects.filter(
        source_record=OuterRef("source_record"), subject=OuterRef("subject"), verdict="different"
    )
    undone = machine.filter(Exists(denied), valid_to__isnull=False)
    return {
        "machine": machine.count(),
        "undone": undone.count(),
        "by_people": linked.filter(method="person").values("source_record").distinct().count(),
        "merged": Merge.objects.filter(merged_at__gte=since, undone_at=None).count(),
        "unmerged": Merge.objects.filter(undone_at__gte=since).count(),
        "questions": Quality.objects.filter(settled_at=None).count(),
    }


def open_questions(most: int = 100) -> list[Quality]:
    return list(
        Quality.objects.filter(settled_at=None)
        .select_related("subject__person", "created_by")
        .order_by("raised_at")[:most]
    )


@act("quality.settled")
def settle(*, by: Session, at: datetime, subject: UUID, question: Quality, note: str) -> Done:
    """A question about data is answered: what was found, by whom."""
    if not note.strip():
        raise Refused("Write what you found and what was done.")
    if not Quality.objects.filter(pk=question.pk, settled_at=None).update(
        settled_at=at, settled_by=by.worker_id, settled_note=note
    ):
        raise Refused("This question has been answered already.")
    return Done(question, subject)


def calibration() -> list[tuple[float, float, int]]:
    """What people answered, by weight: (weight from, share found to be the same, answers), never falling."""
    answered = Proposal.objects.filter(verdict__in=("same", "different")).values_list("weight", "verdict")
    pools = pooled((weight, float(verdict == "same"), 1.0) for weight, verdict in answered)
    return [(pool.low, pool.share, int(pool.answers)) for pool in pools]


@dataclass(frozen=True)
class Difference:
    """One record about which the index would now decide otherwise than stands."""

    record: UUID
    subject: UUID
    other: UUID | None
    kind: str
    what: str


def index_drift(after: UUID = NOBODY, most: int = 500) -> tuple[list[Difference], UUID | None]:
    """Compare one batch of the site's own records with everybody, as if each arrived now: what would be decided
    otherwise, and where the next batch begins (None at the end). Persons whose records contradict are found too."""
    rows = ground.ask("select * from sec.index_walk(%s, %s)", [after, most])
    methods = dict(
        PersonLink.objects.filter(source_record__in=[r for r, _, _ in rows], valid_to=None).values_list(
            "source_record_id", "method"
        )
    )
    found = [
        d
        for record, subject, packed in rows
        for d in differs(record, subject, packed, methods.get(record, ""))
    ]
    return [*found, *broken([s for _, s, _ in rows])], (rows[-1][0] if len(rows) == most else None)


def differs(record: UUID, subject: UUID, packed: str, method: str) -> list[Difference]:
    """Would this record be linked to somebody else today? A person's own link is never questioned by the machine."""
    if method == "person":
        return []
    found = matching.compare(linkage.unpack(packed), never={subject}, record=record)
    answered = matching.ruled_out(SourceRecord.objects.get(pk=record))
    best = UUID(str(found[0].subject_id)) if found and found.decision.kind == "auto" else None
    if best is None or best in answered:
        return []
    return [
        Difference(
            record,
            subject,
            best,
            "drift",
            "The index would now link this record to another person: " + "; ".join(found[0].for_reasons),
        )
    ]


def broken(subjects: Sequence[UUID]) -> list[Difference]:
    """Persons with two valid NHS or pupil numbers among their records, or with records said never to be one."""
    found = []
    for subject, facts in ground.cluster_facts(set(subjects)).items():
        ids = [ids_of_packed(line) for line in facts.packed]
        for at, words in ((0, "NHS"), (1, "pupil")):
            if len({i[at].upper() for i in ids if i[at]}) > 1:
                record = SourceRecord.objects.filter(subject_id=subject).order_by("-received_at").first()
                if record:
                    found.append(
                        Difference(
                            record.pk,
                            subject,
                            None,
                            "broken",
                            f"Two valid {words} numbers stand among this person's records",
                        )
                    )
    return found


@act("index.checked")
def check(*, by: Session, at: datetime, after: UUID = NOBODY, most: int = 500) -> Done:
    """The nightly check of one batch: what the index would decide otherwise goes to review, each question once."""
    found, following = index_drift(after, most)
    about = [d.subject for d in found] + [d.other for d in found if d.other]
    asked = {
        (kind, frozenset(pair))
        for kind, *pair in Quality.objects.filter(settled_at=None, subject__in=about).values_list(
            "kind", "subject_id", "other_id"
        )
    }
    new = {(d.kind, frozenset((d.subject, d.other))): d for d in reversed(found)}
    fresh = [
        Quality(
            subject_id=d.subject,
            other_id=d.other,
            source_record_id=d.record,
            kind=d.kind,
            what=d.what[:200],
            raised_at=at,
            created_by_id=by.worker_id,
        )
        for pair, d in new.items()
        if pair not in asked
    ]
    Quality.objects.bulk_create(fresh)
    return Done({"raised": len(fresh), "next": following}, None, {"raised": len(fresh)})


@act("index.rekeyed")
def rekey(*, by: Session, at: datetime, most: int = 500) -> Done:
    """Make one batch of records again whose cleaner or keys are of an earlier version, and those not yet indexed.
    Every other record is found by its old keys meanwhile."""
    stale = [r for (r,) in ground.ask("select * from sec.stale_records(%s, %s)", [matching.VERSION, most])]
    missing = [r for (r,) in ground.ask("select * from sec.unindexed(%s)", [most])]
    for source in SourceRecord.objects.filter(pk__in=[*stale, *missing]):
        matching.index(source)
    return Done(
        {"rekeyed": len(stale), "indexed": len(missing)},
        None,
        {"rekeyed": len(stale), "indexed": len(missing)},
    )


def how_it_came_about(records: Sequence[UUID]) -> list[dict[str, Any]]:
    """Every link of these source records, oldest first: who took them to be whom, why, from when until when."""
    links = (
        PersonLink.objects.filter(source_record_id__in=records)
        .select_related("decided_by", "source_record__agency", "subject__person")
        .order_by("valid_from")
    )
    return [
        {
            "at": link.valid_from,
            "title": said(link),
            "text": link.reason,
            "tag": "ended" if link.valid_to else "",
            "strong": link.method == "machine",
        }
        for link in links
    ]


def said(link: PersonLink) -> str:
    person = getattr(link.subject, "person", None)
    name = person.name if person else "a record you may not open"
    source = f"{link.source_record.agency.name}'s record"
    return {
        "arrived": f"{source} arrived and stood for itself ({name})",
        "machine": f"The index took {source} to be {name}",
        "person": f"{link.decided_by.name} took {source} to be {name}",
    }[link.method]
