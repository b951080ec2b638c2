"""May the machine add this record to that person? Its numbers, people's words, and seals are asked of the database."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from uuid import UUID

from kith.people import linkage
from kith.people.index import ground, rules
from kith.people.linkage.cluster import ids_of, ids_of_packed
from kith.people.models import Proposal, Relationship, SourceRecord

Valid = Callable[[Hashable], bool]


def reasons(
    cleaned: linkage.Cleaned, subjects: Iterable[UUID], record: UUID | None = None
) -> dict[UUID, str]:
    """Why each of these persons' records would no longer fit together with this one; absent where they would."""
    facts = ground.cluster_facts(subjects)
    found = {
        s: why
        for s, f in facts.items()
        if (why := rules.reasons_against_joining(ids_of(cleaned), numbers(f)))
    }
    words = ground.words_about(record, facts) if record else []
    never = {w.subject: w.sentence for w in words if w.verdict == "never" and w.subject}
    return {**found, **never, **{s: "this record is sealed" for s, f in facts.items() if f.sealed}}


def numbers(facts: ground.Facts) -> dict[str, set[str]]:
    """Checked numbers of a person, from what is kept and from every line of the index."""
    ids = [ids_of_packed(line) for line in facts.packed]
    return {
        "nhs": facts.numbers["nhs"] | {n for n, _ in ids if n},
        "upn": facts.numbers["upn"] | {u.upper() for _, u in ids if u},
    }


def valid(cleaned: linkage.Cleaned, record: UUID | None = None) -> Valid:
    """The question `linkage.match` asks of the best candidate, last and only where all else allows the link."""
    return lambda subject: not reasons(cleaned, [UUID(str(subject))], record)


def said_apart(record: UUID, subjects: Iterable[UUID]) -> set[UUID]:
    """Persons whom somebody has said this record is not, however often they were merged or rebuilt since."""
    return {w.subject for w in ground.words_about(record, subjects) if w.verdict == "never" and w.subject}


def said_same(record: UUID, subjects: Iterable[UUID]) -> UUID | None:
    """The one person somebody has said this record always is."""
    found = {w.subject for w in ground.words_about(record, subjects) if w.verdict == "always" and w.subject}
    return found.pop() if len(found) == 1 else None


def keep_apart(source: SourceRecord, subject: UUID, reason: str) -> None:
    """A person's "different": kept against every record of that person, so that it outlives merges and rebuilds."""
    known = {
        r for w in ground.words_about(source.pk, [subject]) if w.verdict == "never" for r in (w.subject,)
    }
    if subject in known:
        return
    for other in (
        SourceRecord.objects.filter(subject_id=subject).exclude(pk=source.pk).values_list("pk", flat=True)
    ):
        ground.keep_word("never", "verdict", source.pk, other, records=True, reason=reason)


def take_back(source: SourceRecord, subject: UUID) -> list[str]:
    """A person now says "same": earlier answers to proposals end. Words said for good are returned and stand."""
    words = [w for w in ground.words_about(source.pk, [subject]) if w.verdict == "never"]
    for word in words:
        if word.cause == "verdict":
            ground.end_word(word.id)
    return [w.sentence for w in words if w.cause != "verdict"]


def keep_kin(proposal: Proposal, *, by_worker: UUID) -> list[Relationship]:
    """Two people told apart by a guard are perhaps twins, brother and sister, or relatives: evidence worth keeping."""
    kind = rules.KIN.get(proposal.guard_code)
    one, other = proposal.source_record.subject_id, proposal.subject_id
    if kind is None or one == other or Relationship.objects.filter(subject_id=one, other_id=other).exists():
        return []
    return Relationship.objects.bulk_create(
        [
            Relationship(
                subject_id=a,
                other_id=b,
                kind=kind,
                confidence="possible",
                source="index",
                created_by_id=by_worker,
            )
            for a, b in ((one, other), (other, one))
        ]
    )
