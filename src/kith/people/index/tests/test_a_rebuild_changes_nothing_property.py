"""Whatever people said and did, making every record of the index again and checking it all changes no link and no
person's id; two records that somebody said are different never come together, not even when they arrive again."""

from __future__ import annotations

from uuid import UUID

from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kith.authority import who
from kith.authority.acts import Refused
from kith.people import arrivals, matching
from kith.people.index import acts, ground, jobs
from kith.people.index.tests.steps import child, standing
from kith.people.models import PersonLink, SourceRecord

WEIR = {"address": "12 Weir Street", "postcode": "TS9 4QT"}
PEOPLE = (
    child("Noor", "Karim", "2019-05-02", sex="F", **WEIR),
    child("Noor", "Karim", "2019-05-02", sex="F", **WEIR),
    child("Nour", "Kareem", "2019-02-05", sex="F", **WEIR),
    child("Noura", "Karim", "2019-05-02", sex="F", **WEIR),
    child("Leo", "Marsh", "2014-03-02"),
)
FEW = settings(  # each example is a world of its own in the database: no time to make a failing one smaller
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(("same", "different", "undo", "merge", "never")), st.integers(0, 4), st.integers(0, 4)),
    max_size=5,
)


def arrive() -> list[UUID]:
    """Five records alone in the world, each compared with those before it, as when they come in."""
    found = []
    with connections["owner"].cursor() as cursor:
        cursor.execute("truncate authority_subject cascade")
    for person in PEOPLE:
        with who.job("linkage") as by:
            record = arrivals.take_in(person, kind="child", by=by, at=by.now, agency=by.agency_id, system="form")
            matching.propose(by=by, at=by.now, source=record)
            found.append(record.pk)
    return found


def done(world, step: str, one: UUID, other: UUID) -> bool:
    """One thing a worker of the hub says of two records; False where it is refused."""
    with world.at_work("hub") as by:
        source, held = SourceRecord.objects.get(pk=one), SourceRecord.objects.get(pk=other)
        to = {"by": by, "at": by.now}
        try:
            if step == "undo":
                matching.undo(**to, source=source, reason="Not her")
            elif step in ("same", "different"):
                matching.decide(**to, source=source, verdict=step, subject=held.subject_id)
            elif step == "never":
                acts.say_never(**to, subject=source.subject_id, other=held.subject_id, reason="Two girls")
            else:
                merge = acts.propose_merge(**to, subject=source.subject_id, other=held.subject_id, reason="One girl")
                acts.merge_persons(**to, subject=merge.subject_id, merge=merge)
        except Refused:
            return False
    return True


def rebuilt() -> None:
    """Every row of the index is of an earlier version: all are made again, then all are checked."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("update people_indexrecord set version = 'earlier'")
    assert jobs.rekey_all(most=3) == len(PEOPLE)
    jobs.check_all(most=3)


@FEW
@given(steps=STEPS)
def test_a_rebuild_moves_no_record_and_renames_no_person(world, steps):
    records = arrive()
    for step, one, other in steps:
        if one != other:
            done(world, step, records[one], records[other])
    before = standing()
    rebuilt()
    after = standing()
    kept = set(before) - {"people_quality.subject_id", "people_quality.other_id"}
    assert {t for t in kept if after[t] != before[t]} == set()


@FEW
@given(apart=st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda p: p[0] != p[1]), again=st.booleans())
def test_what_was_said_to_be_different_never_comes_together_again(world, apart, again):
    records = arrive()
    one, other = records[max(apart)], records[min(apart)]
    if SourceRecord.objects.using("owner").get(pk=one).subject_id == SourceRecord.objects.using("owner").get(
        pk=other
    ).subject_id:
        assert done(world, "undo", one, other)
    done(world, "different", one, other)
    rebuilt()
    for record in records if again else [one]:
        with who.job("linkage") as by:
            matching.propose(by=by, at=by.now, source=SourceRecord.objects.get(pk=record))
    stands = dict(PersonLink.objects.using("owner").filter(valid_to=None).values_list("source_record_id", "subject_id"))
    assert stands[one] != stands[other]
    with world.at_work("hub"):
        assert any(w.verdict == "never" for w in ground.words_about(one, [stands[other]]))
