"""Grades that move, and cases that drop off, are counted as they were recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.insight.coverage import drop_off, reached
from kith.insight.movement import along, counted, differences, movement, sign_test

SCALE = ("green", "amber", "red")
STAGES = ("eligible", "started", "completed", "supervised", "shared", "acknowledged")
GRADE = st.sampled_from(SCALE)


@given(st.lists(st.tuples(GRADE, GRADE), max_size=60))
def test_the_matrix_counts_every_pair_once_and_knows_which_way_it_moved(pairs):
    found, rank = movement(pairs, SCALE), SCALE.index
    assert found.total == len(pairs)
    assert found.under == sum(rank(first) < rank(later) for first, later in pairs)
    assert found.over == sum(rank(first) > rank(later) for first, later in pairs)
    assert found.same == found.total - found.under - found.over
    for first, row in zip(SCALE, found.counts, strict=True):
        assert list(row) == [pairs.count((first, later)) for later in SCALE]


def test_counts_from_a_database_give_the_same_matrix():
    assert counted({("green", "red"): 2}, SCALE) == movement([("green", "red")] * 2, SCALE)
    assert counted({("green", "red"): 2}, SCALE).under_share == 1.0
    assert movement([], SCALE).under_share is None


def test_a_grade_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="blue"):
        movement([("blue", "red")], SCALE)


def test_each_step_of_the_line_and_the_whole_line_have_a_matrix():
    chains = [("green", "amber", "amber"), ("green", None, "red"), ("red", "red", None)]
    found = along(chains, SCALE, ("officer", "supervisor", "hub"))
    assert {name: (m.total, m.under) for name, m in found.items()} == {
        "officer to supervisor": (2, 1), "supervisor to hub": (1, 0), "officer to hub": (2, 2)}  # fmt: skip


def test_a_line_of_two_steps_has_one_matrix():
    assert list(along([("green", "red")], SCALE, ("officer", "auditor"))) == ["officer to auditor"]


def test_a_team_that_grades_low_is_told_apart_from_chance():
    rows = [("Elmcaster A", "green", "amber")] * 8 + [("Saltmere B", "amber", "green"), ("Saltmere B", "red", "red")]
    low, other = differences(rows, SCALE)
    assert (low.group, low.items, low.lower, low.higher, low.mean) == ("Elmcaster A", 8, 8, 0, -1.0)
    assert low.p == pytest.approx(2 / 2**8)
    assert (other.mean, other.p) == (0.5, 1.0)


@pytest.mark.parametrize(("lower", "higher", "p"), [(0, 0, 1.0), (5, 5, 1.0), (6, 0, 0.03125), (1, 9, 0.021484375)])
def test_the_sign_test_is_exact(lower: int, higher: int, p: float):
    assert sign_test(lower, higher) == p == sign_test(higher, lower)


def test_drop_off_says_how_many_were_lost_at_each_stage():
    stages = drop_off([("eligible", 200), ("started", 150), ("completed", 120)])
    assert [(s.reached, s.of_first, s.of_before, s.lost) for s in stages] == [
        (200, 1.0, 1.0, 0), (150, 0.75, 0.75, 50), (120, 0.6, 0.8, 30)]  # fmt: skip


def test_nothing_eligible_has_no_shares():
    assert [(s.reached, s.of_first) for s in drop_off([("eligible", 0), ("started", 0)])] == [(0, None), (0, None)]


def test_more_at_a_later_stage_than_before_is_refused():
    with pytest.raises(ValueError, match="started has 9, more than the 8 of eligible"):
        drop_off([("eligible", 8), ("started", 9)])


@given(st.lists(st.none() | st.sampled_from(STAGES), max_size=40))
def test_a_case_is_counted_at_every_stage_up_to_its_furthest(furthest):
    found = dict(reached(furthest, STAGES))
    for at, stage in enumerate(STAGES):
        assert found[stage] == sum(f is not None and STAGES.index(f) >= at for f in furthest)
    assert [s.reached for s in drop_off(list(found.items()))] == list(found.values())
