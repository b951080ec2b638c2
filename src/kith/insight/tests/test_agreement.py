"""Agreement coefficients equal the published ones, and their intervals are drawn the same from the same seed."""

from collections import Counter
from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kith.insight import agreement
from kith.insight.consistency import ORDERED, UNORDERED, side_by_side
from kith.measure.screening import FLEISS, KRIPPENDORFF, published

GRADES = ("green", "amber", "red")
PAIRS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40)
MISSING = st.lists(
    st.tuples(*[st.none() | st.integers(0, 2)] * 3).filter(lambda row: row.count(None) < 3), min_size=2, max_size=30
)


@pytest.mark.parametrize(("what", "found", "wanted"), list(published()), ids=lambda one: str(one)[:40])
def test_a_coefficient_equals_its_published_value(what: str, found: float, wanted: str):
    assert f"{found:.{len(wanted.partition('.')[2])}f}" == wanted


def test_the_published_tables_are_whole():
    assert sum(KRIPPENDORFF.values()) == 12 and sum(FLEISS.values()) == 10
    assert {len(pattern) for pattern in FLEISS} == {14}


def test_a_grade_that_is_not_on_the_scale_is_refused_and_items_without_a_grade_are_left_out():
    with pytest.raises(ValueError, match="blue"):
        agreement.tally([("blue", "red")], GRADES)
    assert agreement.tally([(None, None), ("red", None)], GRADES) == Counter({(2, None): 1})


@given(PAIRS, st.sampled_from([agreement.identity, agreement.linear, agreement.quadratic]))
def test_cohens_weighted_kappa_equals_one_minus_cost_seen_over_cost_by_chance(pairs, weight):
    cost = [1 - weight(a, b, 3) for a, b in pairs]
    by_chance = [1 - weight(a, b, 3) for a, _ in pairs for _, b in pairs]
    assume(sum(by_chance) > 0)
    expected = 1 - (sum(cost) / len(cost)) / (sum(by_chance) / len(by_chance))
    assert agreement.kappa(Counter(pairs), 3, weight) == pytest.approx(expected, abs=1e-9)


@given(MISSING, st.sampled_from([agreement.nominal, agreement.interval]))
def test_krippendorffs_alpha_equals_the_mean_distance_within_items_over_that_of_all_pairs(rows, distance):
    """The definition, pair by pair, without a coincidence matrix."""
    graded = [[g for g in row if g is not None] for row in rows]
    twice = [gs for gs in graded if len(gs) > 1]
    everyone = [g for gs in twice for g in gs]
    within = sum(distance(a, b, ()) / (len(gs) - 1) for gs in twice for a in gs for b in gs)
    between = sum(distance(a, b, ()) for a in everyone for b in everyone)
    assume(between > 0)
    expected = 1 - within * (len(everyone) - 1) / between
    assert agreement.krippendorff(Counter(rows), 3, distance) == pytest.approx(expected, abs=1e-9)


@given(MISSING)
def test_agreement_is_the_share_of_pairs_of_graders_who_chose_the_same(rows):
    graded = [[g for g in row if g is not None] for row in rows if len(row) - row.count(None) > 1]
    assume(graded)
    each = [sum(comb(gs.count(k), 2) for k in range(3)) / comb(len(gs), 2) for gs in graded]
    assert agreement.observed(Counter(rows), 3) == pytest.approx(sum(each) / len(each))


@given(PAIRS)
def test_order_of_items_and_of_graders_changes_nothing_in_alpha_or_ac1(pairs):
    turned = Counter((b, a) for a, b in reversed(pairs))
    for of in (agreement.gwet, agreement.krippendorff, agreement.fleiss):
        assert of(Counter(pairs), 3) == pytest.approx(of(turned, 3))


def test_full_agreement_is_one_and_without_variation_kappa_and_alpha_do_not_exist():
    full = Counter({(0, 0): 5, (2, 2): 5})
    assert [of(full, 3) for of in ORDERED.values()] == [1.0] * len(ORDERED)
    one_grade = Counter({(0, 0): 5})
    assert agreement.kappa(one_grade, 3) is None and agreement.krippendorff(one_grade, 3) is None
    assert agreement.gwet(one_grade, 3) == 1.0


def test_items_graded_once_give_no_agreement():
    once = Counter({(0, None): 3, (None, 1): 2})
    assert [of(once, 3) for of in ORDERED.values()] == [None] * len(ORDERED)
    assert agreement.gwet_standard_error(once, 3) is None
    assert agreement.kappa(Counter({(0,): 4}), 3) is None


def test_intervals_hold_the_value_and_come_the_same_from_the_same_seed():
    given = Counter({(0, 0): 40, (1, 1): 20, (0, 1): 9, (2, 1): 6, (2, 2): 10})
    found = side_by_side(given, 3, seed="June", replicates=200)
    assert found == side_by_side(given, 3, seed="June", replicates=200)
    assert found != side_by_side(given, 3, seed="July", replicates=200)
    assert (found.items, found.twice) == (85, 85)
    for one in found.measured:
        assert one.low < one.value < one.high


def test_the_resampled_spread_of_ac1_is_near_its_standard_error():
    given = Counter({(0, 0): 120, (1, 1): 50, (0, 1): 25, (1, 0): 25})
    one = side_by_side(given, 2, seed=1, replicates=600, chosen=UNORDERED)["Gwet's AC1"]
    assert (one.high - one.low) / 3.92 == pytest.approx(agreement.gwet_standard_error(given, 2), rel=0.15)


def test_nothing_compared_has_no_interval():
    empty = side_by_side(Counter(), 3, seed=1)
    assert empty.items == 0 and {one[1:] for one in empty.measured} == {(None, None, None)}
