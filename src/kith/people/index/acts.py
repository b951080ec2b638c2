"""What people do about persons: make two one, take one apart, say what holds for good, seal. All can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kith.authority.acts import Done, Refused, act
from kith.authority.ids import uuid7
from kith.authority.models import Subject
from kith.authority.who import Session
from kith.people import arrivals, matching
from kith.people.arrivals import Arriving
from kith.people.chronology import chronicle
from kith.people.index import ground, reliance, rules, sides
from kith.people.index.models import Merge
from kith.people.models import Person, PersonLink, SourceRecord


def refuse_merging(one: UUID, two: UUID) -> tuple[rules.Side, rules.Side]:
    """Both persons as the rules see them; raises Refused where they cannot be one, whoever agrees."""
    if one == two:
        raise Refused("This is one record already.")
    found = sides.sides([one, two])
    if len(found) < 2:
        raise Refused("These records cannot be merged.")
    never = [w.sentence for w in ground.words_between(one, two) if w.verdict == "never"]
    if reasons := list(rules.reasons_against_merge(found[one], found[two], never)):
        raise Refused(*reasons)
    return found[one], found[two]


def elder_first(one: UUID, two: UUID) -> tuple[UUID, UUID]:
    """The record that was opened first stands; the other will point to it."""
    order = list(
        Subject.objects.filter(pk__in=[one, two]).order_by("created_at", "pk").values_list("pk", flat=True)
    )
    if len(order) != 2:
        raise Refused("These records cannot be merged.")
    return order[0], order[1]


@act("persons.merge_proposed")
def propose_merge(*, by: Session, at: datetime, subject: UUID, other: UUID, reason: str) -> Done:
    """Say that two persons, each with a record of their own, are one; somebody else must agree where B1 asks it."""
    if not reason.strip():
        raise Refused("Say why these are one person: whoever agrees reads it.")
    one, two = refuse_merging(subject, other)
    elder, younger = elder_first(subject, other)
    if Merge.objects.filter(subject_id=elder, other_id=younger, merged_at=None, declined_at=None).exists():
        raise Refused("This merge has been proposed already. It waits in the review queue.")
    merge = Merge(
        subject_id=elder,
        other_id=younger,
        reason=reason,
        proposed_at=at,
        created_by_id=by.worker_id,
        needs_second=rules.needs_second(one, two, known=bool(reliance.HISTORIES)),
    )
    Merge.objects.bulk_create([merge])
    return Done(merge, elder, {"other": str(younger), "needs_second": merge.needs_second})


@act("persons.merged")
def merge_persons(*, by: Session, at: datetime, subject: UUID, merge: Merge, note: str = "") -> Done:
    """Make two persons one: the older id stands, the other points to it, every link and item moves and is noted."""
    refuse_settled(merge)
    one, two = refuse_merging(merge.subject_id, merge.other_id)
    needs = merge.needs_second or rules.needs_second(one, two, known=bool(reliance.HISTORIES))
    if reasons := list(rules.reasons_against_approving(needs, merge.created_by_id, by.worker_id)):
        raise Refused(*reasons)
    moved = move_links(merge, by=by, at=at)
    items = ground.fold(merge.pk, merge.other_id, merge.subject_id)
    Merge.objects.filter(pk=merge.pk).update(
        merged_at=at, merged_by=by.worker_id, note=note, needs_second=needs
    )
    return Done(merge, merge.subject_id, {"other": str(merge.other_id), "links": moved, "items": items})


def refuse_settled(merge: Merge) -> None:
    if Merge.objects.filter(pk=merge.pk, merged_at=None, declined_at=None).exists():
        return
    raise Refused("This has been decided already.")


def move_links(merge: Merge, *, by: Session, at: datetime) -> int:
    """Each of the other's records is taken to be the older person from now; the old link stays in its time."""
    old = list(PersonLink.objects.filter(subject_id=merge.other_id, valid_to=None))
    new = [
        PersonLink(
            source_record_id=link.source_record_id,
            subject_id=merge.subject_id,
            method="person",
            reason=merge.reason,
            decided_by_id=by.worker_id,
            valid_from=at,
        )
        for link in old
    ]
    PersonLink.objects.filter(pk__in=[link.pk for link in old]).update(valid_to=at)
    PersonLink.objects.bulk_create(new)
    ground.note_links(merge.pk, [link.pk for link in new], [link.pk for link in old])
    return len(new)


@act("persons.merge_declined")
def decline_merge(
    *, by: Session, at: datetime, subject: UUID, merge: Merge, note: str, never: bool = False
) -> Done:
    """The second reader does not agree. `never`: and says that these two are different people, for good."""
    refuse_settled(merge)
    if not note.strip():
        raise Refused("Say why these are not one person.")
    Merge.objects.filter(pk=merge.pk).update(declined_at=at, declined_by=by.worker_id, note=note)
    if never:
        ground.keep_word("never", "said", merge.subject_id, merge.other_id, records=False, reason=note)
    return Done(merge, merge.subject_id, {"never": never})


@act("persons.unmerged")
def unmerge(*, by: Session, at: datetime, subject: UUID, merge: Merge, reason: str) -> Done:
    """Give back both persons as they were: every link, every item. What relied on the merge meanwhile is flagged."""
    if not reason.strip():
        raise Refused("Say why these are two people: the reason stays with the record.")
    if merge.merged_at is None or merge.undone_at:
        raise Refused("This merge is not in force.")
    if Subject.objects.filter(pk=merge.subject_id, state="redirected").exists():
        raise Refused("This record was merged again later. Undo the later merge first.")
    relied = reliance.flag(merge.pk, merge.subject_id, merge.merged_at, by=by, at=at)
    items = ground.unfold(merge.pk)
    links = restore_links(merge, by=by, at=at)
    Merge.objects.filter(pk=merge.pk).update(undone_at=at, undone_by=by.worker_id, undo_reason=reason)
    return Done(
        merge,
        merge.subject_id,
        {"other": str(merge.other_id), "links": links, "items": items, "relied": len(relied)},
        about=(merge.subject_id, merge.other_id),
    )


def restore_links(merge: Merge, *, by: Session, at: datetime) -> int:
    """Records that still stand where the merge put them go back, linked as they were before it."""
    before = {
        link.source_record_id: link
        for link in PersonLink.objects.filter(pk__in=[ended for _, ended in ground.noted_links(merge.pk)])
    }
    now = list(
        PersonLink.objects.filter(source_record__in=list(before), subject_id=merge.subject_id, valid_to=None)
    )
    PersonLink.objects.filter(pk__in=[link.pk for link in now]).update(valid_to=at)
    PersonLink.objects.bulk_create([again(before[link.source_record_id], at) for link in now])
    for link in now:
        ground.follow_record(
            link.source_record_id, merge.subject_id, before[link.source_record_id].subject_id
        )
    return len(now)


def again(link: PersonLink, at: datetime) -> PersonLink:
    """The same link, from now on: who decided it then and why stays with it."""
    return PersonLink(
        source_record_id=link.source_record_id,
        subject_id=link.subject_id,
        method=link.method,
        weight=link.weight,
        model_version=link.model_version,
        reason=link.reason,
        decided_by_id=link.decided_by_id,
        valid_from=at,
    )


@act("persons.split")
def split(*, by: Session, at: datetime, subject: UUID, records: Sequence[UUID], reason: str) -> Done:
    """Some records of a person belong to somebody else: they become a new person, and the two stay apart for good."""
    held = list(SourceRecord.objects.filter(subject_id=subject).order_by("received_at", "pk"))
    chosen = [r for r in held if r.pk in set(records)]
    if not chosen or len(chosen) != len(set(records)):
        raise Refused("Choose which records belong to somebody else.")
    if len(chosen) == len(held):
        raise Refused("Leave at least one record with this person.")
    if not reason.strip():
        raise Refused("Say why these records belong to somebody else.")
    since = min(
        PersonLink.objects.filter(source_record__in=chosen, valid_to=None).values_list(
            "valid_from", flat=True
        )
    )
    fresh = new_person(subject, chosen[0], by=by, at=at)
    relied = reliance.flag(fresh, subject, since, by=by, at=at)
    arrived = PersonLink.objects.filter(source_record__in=chosen, method="arrived").values_list(
        "subject_id", flat=True
    )
    ground.tell("select sec.lend_ties(%s, %s::uuid[], %s)", [subject, list(arrived), fresh])
    for record in chosen:
        matching.move(record, fresh, by=by, at=at, method="person", reason=reason)
    ground.keep_word("never", "split", subject, fresh, records=False, reason=reason)
    return Done(
        Subject.objects.get(pk=fresh),
        subject,
        {"new": str(fresh), "records": len(chosen), "relied": len(relied)},
        about=(subject, fresh),
    )


def new_person(like: UUID, record: SourceRecord, *, by: Session, at: datetime) -> UUID:
    """A person as one record says: the new half of a split."""
    kind = Subject.objects.get(pk=like).kind
    person = Subject(kind=kind, state="active", created_by_id=by.worker_id, created_at=at)
    Subject.objects.bulk_create([person])
    said = {k: v for k, v in record.fields.items() if k in Arriving.__dataclass_fields__}
    fields = Arriving(**said)
    born = arrivals.born_on(fields.dob)
    Person.objects.bulk_create(
        [
            Person(
                subject=person,
                kind=kind if kind in ("child", "adult") else "child",
                given_name=fields.given_name,
                family_name=fields.family_name,
                known_as=fields.known_as,
                born_on=born,
                sex=fields.sex or "U",
                precision="exact" if born else "unknown",
                birth_order=fields.birth_order,
                source_record=record,
                expected_on=arrivals.born_on(fields.expected_dob),
                created_by_id=by.worker_id,
            )
        ]
    )
    return person.pk


@act("persons.said_never")
def say_never(*, by: Session, at: datetime, subject: UUID, other: UUID, reason: str) -> Done:
    """Two persons are never the same: no machine and no merge makes them one until somebody takes this back."""
    if subject == other:
        raise Refused("This is one record. To take it apart, choose which records belong to somebody else.")
    if not reason.strip():
        raise Refused("Say how you know that they are two people.")
    ground.keep_word("never", "said", subject, other, records=False, reason=reason)
    return Done(Subject.objects.get(pk=subject), subject, {"other": str(other)})


@act("persons.said_always")
def say_always(*, by: Session, at: datetime, subject: UUID, records: Sequence[UUID], reason: str) -> Done:
    """Some records of a person are always this one person: no machine takes them apart, later versions follow."""
    chosen = list(SourceRecord.objects.filter(pk__in=records, subject_id=subject).order_by("received_at", "pk"))
    if len(chosen) != len(set(records)):
        raise Refused("Link the records first; then say that they are always the same.")
    if len(chosen) < 2:
        raise Refused("Choose two or more records.")
    if not reason.strip():
        raise Refused("Say how you know that they are one person.")
    first, *others = [record.pk for record in chosen]
    for other in others:
        ground.keep_word("always", "said", first, other, records=True, reason=reason)
    return Done(Subject.objects.get(pk=subject), subject, {"records": [str(r.pk) for r in chosen]})


@act("persons.word_ended")
def end_word(*, by: Session, at: datetime, subject: UUID, word: UUID) -> Done:
    """Take back a "never" or an "always": it stays written down, with who ended it and when."""
    ground.end_word(word)
    return Done(Subject.objects.get(pk=subject), subject, {"word": str(word)})


@act("person.sealed")
def seal(*, by: Session, at: datetime, subject: UUID, becomes: UUID | None = None, level: int = 2) -> Done:
    """Seal a record by order of the court (adoption, witness protection): its keys leave the index, nothing proposes
    it to the new identity, and nobody but named people learns that it exists. A guardian of information alone."""
    if level not in (1, 2):
        raise Refused("Choose named people only, or invisible.")
    ground.tell("select sec.seal_person(%s, %s, %s, %s)", [subject, level, becomes, uuid7()])
    return Done(None, subject, {"level": level})


@act("person.unsealed")
def unseal(*, by: Session, at: datetime, sealed: UUID, reason: str) -> Done:
    """Open a sealed record again. Its records go back into the index with the nightly check."""
    if not reason.strip():
        raise Refused("Say by whose order the seal is lifted.")
    if not ground.tell("select sec.unseal_person(%s)", [sealed]):
        raise Refused("This record is not sealed.")
    return Done(None, sealed, {})


chronicle(
    "persons.merged", lambda m, by: f"{by.name} agreed that two records are one person", significant=True
)
chronicle("persons.unmerged", lambda m, by: f"{by.name} undid a merge: two people again", significant=True)
chronicle(
    "persons.split",
    lambda s, by: f"{by.name} took records apart that belong to somebody else",
    significant=True,
)
