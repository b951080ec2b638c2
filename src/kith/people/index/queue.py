"""What waits for a reviewer: proposals, merges asked for, records that do not fit together. Derived, never stored
twice; only the claim is a row. Most pressing first, then oldest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from kith.authority.acts import Done, Refused, act
from kith.authority.models import Subject
from kith.authority.who import Session
from kith.people import matching
from kith.people.index import reliance, rules
from kith.people.index.models import Merge, Reading, ReviewClaim
from kith.people.models import PersonLink, Proposal, Quality

MOST = 5000  # rows of each kind weighed at once: the most pressing is first among all of them, not among the oldest
CLAIM_LASTS = timedelta(minutes=30)  # a claimed row returns to the queue after so long without an answer [L]
NO_RISK = (9, "")
COLUMNS = ("pk", "subject_id", "source_record__subject_id", "source_record_id", "proposed_at", "weight", "verdict",
           "against__0", "read", "verdict_by__name", "verdict_reason")
TITLES = {
    "proposal": "Is this the same person?",
    "unsure": "Somebody was not sure",
    "second": "A second reader is needed",
    "merge": "A merge was proposed",
    "broken": "Records that do not fit together",
    "conflict": "Two people, one number",
    "drift": "The index would now decide otherwise",
}


@dataclass(frozen=True)
class Task:
    """One row of the queue. `risk` is (rank, grade of the open concern)."""

    kind: str
    about: UUID
    subject: UUID  # the person held
    arriving: UUID  # the person the record stands for now, or the other person
    since: datetime
    risk: tuple[int, str]
    note: str = ""
    claimed_by: str = ""
    mine: bool = False
    record: UUID | None = None  # the arriving source record; one may be several people
    weight: float = 0.0

    @property
    def title(self) -> str:
        return TITLES[self.kind]


def tasks(by: Session, at: datetime) -> list[Task]:
    """Everything that waits, most pressing first."""
    rows = [*proposals(by), *merges(), *questions()]
    risk = reliance.risk_of([s for t in rows for s in (t.subject, t.arriving)])
    claims = claims_now(at)
    found = [with_risk(t, risk, claims.get(t.about), by) for t in rows]
    return sorted(found, key=lambda t: (t.risk[0], t.since))


def with_risk(task: Task, risk: dict[UUID, tuple[int, str]], claim: ReviewClaim | None, by: Session) -> Task:
    worst = min(risk.get(task.subject, NO_RISK), risk.get(task.arriving, NO_RISK))
    return replace(
        task,
        risk=worst,
        claimed_by=claim.created_by.name if claim else "",
        mine=claim is not None and claim.created_by_id == by.worker_id,
    )


def by_arrival(found: Iterable[Task]) -> list[list[Task]]:
    """The tasks of one arriving record together, where the most pressing of them stands, likeliest first."""
    groups: dict[UUID, list[Task]] = {}
    for task in found:
        groups.setdefault(task.record or task.about, []).append(task)
    return [sorted(group, key=lambda t: -t.weight) for group in groups.values()]


def proposals(by: Session) -> list[Task]:
    """Proposals nobody has answered for good, of records that nobody has linked since; those of which somebody was not
    sure, and those that wait for a second reader. Children born one after the other are two whatever anybody says:
    nobody is asked about them."""
    found = (
        Proposal.objects.filter(verdict__in=("", "unsure"))
        .exclude(guard_code="birth_order")
        .exclude(source_record_id__in=linked().values("source_record_id"))
        .exclude(subject__state="redirected")
        .exclude(subject_id=F("source_record__subject_id"))
        .annotate(read=Exists(Reading.objects.filter(proposal=OuterRef("pk"))))
        .order_by("proposed_at")
        .values_list(*COLUMNS)[:MOST]
    )
    return [
        Task(
            "unsure" if verdict else "second" if read else "proposal",
            one,
            subject,
            arriving,
            since,
            NO_RISK,
            " ".join(filter(None, (f"{who}: {why}" if verdict and why else who, "" if verdict else against))),
            record=record,
            weight=weight,
        )
        for one, subject, arriving, record, since, weight, verdict, against, read, who, why in found
    ]


def linked() -> QuerySet[PersonLink]:
    """Links in force that take a record to be somebody else than it arrived as."""
    own = PersonLink.objects.filter(
        source_record=OuterRef("source_record"), method="arrived", subject=OuterRef("subject")
    )
    return PersonLink.objects.filter(valid_to=None).exclude(method="arrived").exclude(Exists(own))


def merges() -> list[Task]:
    found = (
        Merge.objects.filter(merged_at=None, declined_at=None)
        .order_by("proposed_at")
        .select_related("created_by")
    )
    return [
        Task(
            "merge",
            m.pk,
            m.subject_id,
            m.other_id,
            m.proposed_at,
            NO_RISK,
            f"{m.created_by.name}: {m.reason}"[:160],
        )
        for m in found[:MOST]
    ]


def questions() -> list[Task]:
    found = Quality.objects.filter(settled_at=None).exclude(kind="question").order_by("raised_at")[:MOST]
    return [
        Task(q.kind, q.pk, q.subject_id, q.other_id or q.subject_id, q.raised_at, NO_RISK, q.what)
        for q in found
    ]


def claims_now(at: datetime) -> dict[UUID, ReviewClaim]:
    found = ReviewClaim.objects.filter(released_at=None).select_related("created_by")
    return {c.about_id: c for c in found if at - c.claimed_at < CLAIM_LASTS}


@act("review.claimed")
def claim(*, by: Session, at: datetime, subject: UUID, about: UUID) -> Done:
    """Take one row of the queue; nobody else is given it for half an hour."""
    standing = claims_now(at).get(about)
    if standing and standing.created_by_id != by.worker_id:
        raise Refused(f"{standing.created_by.name} has taken this already.")
    ReviewClaim.objects.filter(about_id=about, released_at=None).update(released_at=at)
    taken = ReviewClaim(about_id=about, subject_id=subject, claimed_at=at, created_by_id=by.worker_id)
    ReviewClaim.objects.bulk_create([taken])
    return Done(taken, subject)


@act("review.released")
def release(*, by: Session, at: datetime, subject: UUID, about: UUID) -> Done:
    """Put a row back into the queue."""
    ReviewClaim.objects.filter(about_id=about, released_at=None).update(released_at=at)
    return Done(Subject.objects.get(pk=subject), subject)


@act("review.read")
def read(
    *, by: Session, at: datetime, subject: UUID, proposal: Proposal, verdict: str, reason: str = ""
) -> Done:
    """Answer one proposal. "Same" against a guard that says they are two waits for a second reader; two readers who
    do not agree leave it unsure, until a third agrees with one of them."""
    if proposal.verdict not in ("", "unsure"):
        raise Refused("This has been answered already.")
    if verdict not in dict(Proposal.VERDICTS):
        raise Refused("Choose same person, different people, or not sure.")
    earlier = list(Reading.objects.filter(proposal=proposal).order_by("read_at"))
    own = [r for r in earlier if r.created_by_id == by.worker_id]
    if any(r.verdict != "unsure" for r in own):
        raise Refused("You have read this one. A second reader is somebody else.")
    if verdict == "same":
        matching.refuse_impossible(proposal.source_record, subject)
    said = {"verdict": verdict, "reason": reason, "read_at": at}
    if own:  # not sure before: whoever has found out says so
        Reading.objects.filter(pk=own[0].pk).update(**said)
    else:
        Reading.objects.bulk_create(
            [Reading(proposal=proposal, subject_id=subject, created_by_id=by.worker_id, **said)]
        )
    ReviewClaim.objects.filter(about_id=proposal.pk, released_at=None).update(released_at=at)
    agreed = settled(verdict, earlier, proposal.guard_code)
    if agreed:
        matching.decide(
            by=by,
            at=at,
            source=proposal.source_record,
            verdict=agreed,
            subject=proposal.subject_id,
            reason=reason,
        )
    return Done(proposal, subject, {"verdict": verdict, "readers": len(earlier) + (not own), "agreed": agreed})


def settled(verdict: str, earlier: Iterable[Reading], guard_code: str) -> str:
    """What the readers agree on; "" while a second is needed. "Not sure" is no voice: of those who were sure two must
    agree where a guard asks for it, or where two have differed."""
    before = [r.verdict for r in earlier if r.verdict != "unsure"]
    if not before:
        return "" if rules.second_reader(verdict, guard_code) else verdict
    return verdict if verdict in before else "unsure"
