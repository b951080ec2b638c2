"""However people are merged, undoing in reverse gives back every link and item, and never touches anybody else."""

from __future__ import annotations

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.authority.acts import Refused
from kith.frontdoor import reliance as _registered
from kith.people import acts as people
from kith.people import arrivals
from kith.people.index import acts
from kith.people.index.models import Merge
from kith.people.index.tests.steps import child, standing
from kith.people.models import Relationship
from kith.work import acts as work

assert _registered
GIVEN = ("Ivo", "Noor", "Kofi", "Wren", "Sana")
PAIRS = st.tuples(st.integers(0, 4), st.integers(0, 4))


def some_people(world, hung: list[tuple[int, int]]) -> list[UUID]:
    """Five people with voices, actions and relations hung on them as `hung` says."""
    with world.at_work("hub") as by:
        found = [
            arrivals.take_in(
                child(name, f"Case{name}", f"201{n}-02-0{n + 1}"),
                kind="child",
                by=by,
                at=by.now,
                agency=by.agency_id,
                system="form",
            )
            for n, name in enumerate(GIVEN)
        ]
        for n, other in hung:
            record = found[n]
            people.new_voice(
                by=by,
                at=by.now,
                subject=record.subject_id,
                source_record=record.pk,
                heard_at=by.now,
                method="spoke",
                heard_by="A teacher",
                words=f"Words {other}",
            )
            work.agree_action(
                by=by, at=by.now, subject=record.subject_id, agency=by.agency_id, what=f"Ring {other}"
            )
            Relationship.objects.bulk_create(
                [
                    Relationship(
                        subject_id=record.subject_id,
                        other_id=found[other].subject_id,
                        kind="associate",
                        created_by_id=by.worker_id,
                    )
                ]
            )
    return [r.subject_id for r in found]


def merged(world, one: UUID, two: UUID) -> Merge | None:
    with world.at_work("hub") as by:
        try:
            merge = acts.propose_merge(by=by, at=by.now, subject=one, other=two, reason="One person")
            return acts.merge_persons(by=by, at=by.now, subject=merge.subject_id, merge=merge)
        except Refused:
            return None


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hung=st.lists(PAIRS, max_size=5), pairs=st.lists(PAIRS, min_size=1, max_size=4))
def test_merges_undone_in_reverse_restore_every_link_and_item(world, hung, pairs):
    subjects = some_people(world, hung)
    bystander = some_people(world, [])[0]
    before = standing()
    done = [m for one, two in pairs if (m := merged(world, subjects[one], subjects[two]))]
    touched = {s for m in done for s in (m.subject_id, m.other_id)}
    moved = {row for rows in standing().values() for row in rows} ^ {
        row for rows in before.values() for row in rows
    }
    assert not any(bystander in row for row in moved)
    assert {row[0] for row in before["subjects"] ^ standing()["subjects"]} <= touched
    for merge in reversed(done):
        with world.at_work("hub") as by:
            acts.unmerge(
                by=by, at=by.now, subject=merge.subject_id, merge=Merge.objects.get(pk=merge.pk), reason="Two"
            )
    after = standing()
    assert {t for t in before if after[t] != before[t]} == set()
