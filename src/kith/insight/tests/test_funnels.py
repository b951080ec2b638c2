"""Funnels name the units that are low beyond chance and the honest spread, and rarely anybody else."""

from math import comb, sqrt
from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.insight.funnel import Unit, chance, discoveries, exact_limits, funnel, score, spread, winsorised
from kith.measure.counties import county, judged

UNITS = st.lists(st.integers(10, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), min_size=3,
                 max_size=30)  # fmt: skip


def units(pairs) -> list[Unit]:
    return [Unit(f"Team {at}", done, of) for at, (done, of) in enumerate(pairs)]


def test_planted_teams_are_named_and_honest_ones_are_not():
    found = judged(range(20))
    assert found.recall >= 0.9 and found.precision >= 0.8


def test_counties_with_nothing_planted_name_few_teams():
    assert judged(range(20), planted=0).named_share <= 0.05


def test_a_county_is_the_same_from_the_same_seed_and_no_two_are_alike():
    assert county(3) == county(3) != county(4)


def test_where_units_differ_by_chance_alone_there_is_no_spread_and_limits_are_exact():
    even = funnel(units([(82, 100), (160, 200), (241, 300), (80, 100)]))
    assert even.tau2 == 0 and even.phi < 1 and even.low == []
    assert even.limits(100, 2) == exact_limits(even.target, 100, 0.022750131948179195)


def test_spread_between_units_widens_the_limits():
    spread_out = funnel(units([(60, 100), (95, 100), (70, 100), (88, 100), (99, 100), (65, 100)]))
    lower, upper = spread_out.limits(10_000, 2)
    assert spread_out.phi > 3 and upper - lower > 0.3
    assert spread_out.limits(20, 3)[1] == 1.0


def test_small_units_are_placed_but_neither_judged_nor_used_for_the_spread():
    big = [(90, 100)] * 10
    found = funnel(units([*big, (0, 9), (0, 0)]))
    assert [(p.share, p.z, p.flag) for p in found.placed[-2:]] == [(0.0, None, ""), (None, None, "")]
    assert found.phi == pytest.approx(funnel(units(big)).phi, abs=0.2)


def test_units_stay_in_the_order_given():
    given_names = [placed.unit.name for placed in funnel(units([(1, 20), (20, 20), (10, 20)])).placed]
    assert given_names == ["Team 0", "Team 1", "Team 2"]


def test_a_high_unit_is_marked_high_and_never_low():
    found = funnel(units([(50, 100)] * 20 + [(95, 100)]))
    assert found.placed[-1].flag == "high" and found.low == []


@given(UNITS)
def test_the_additive_variance_equals_its_definition_line_by_line(pairs):
    given_units = units(pairs)
    target = sum(u.done for u in given_units) / sum(u.of for u in given_units)
    phi, tau2 = spread(given_units, target)
    if not 0 < target < 1:
        assert (phi, tau2) == (1.0, 0.0)
        return
    s = [sqrt(target * (1 - target) / u.of) for u in given_units]
    z = sorted((u.done / u.of - target) / width for u, width in zip(given_units, s, strict=True))
    w = [1 / width**2 for width in s]
    expected = max(0, (len(w) * phi - (len(w) - 1)) / (sum(w) - sum(x * x for x in w) / sum(w)))
    assert tau2 == pytest.approx(expected)
    assert phi <= fmean(x * x for x in z) + 1e-9


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=40))
def test_winsorising_moves_nothing_inwards_beyond_the_outer_tenths(values):
    moved = winsorised(values)
    assert all(min(values) <= m <= max(values) for m in moved)
    assert median(moved) == pytest.approx(median(values), abs=1e-9)
    assert sum(a != b for a, b in zip(values, moved, strict=True)) <= 2 * (len(values) // 10 + 1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=15), st.sampled_from([0.05, 0.1, 0.2]))
def test_discoveries_equal_the_step_up_rule_tried_for_every_number(chances, rate):
    m = len(chances)
    sizes = [k for k in range(m + 1) if sum(p <= rate * k / m for p in chances) >= k]
    assert len(discoveries(chances, rate)) == max(sizes)


@given(st.integers(1, 80), st.floats(0.02, 0.98), st.sampled_from([0.02275, 0.00135]))
def test_exact_limits_equal_the_binomial_counted_out(of, share, tail):
    below = [sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(n + 1)) for n in range(of + 1)]
    low = min((n for n in range(of + 1) if below[n] > tail), default=of)
    high = min((n for n in range(of + 1) if below[n] >= 1 - tail), default=of)
    one_case = 1.01 / of               # a sum that meets the tail to the last bit may fall on either side
    assert exact_limits(share, of, tail) == pytest.approx((low / of, high / of), abs=one_case)


def test_a_score_is_the_distance_in_standard_deviations():
    assert chance(0.5, 100) == 0.0025
    assert score(Unit("a", 40, 100), 0.5) == pytest.approx(-2)
    assert score(Unit("a", 40, 100), 0.5, tau2=0.0075) == pytest.approx(-1)
    assert score(Unit("a", 10, 10), 1.0) == 0.0


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="no share"):
        Unit("Saltmere A", 5, 4)
    with pytest.raises(ValueError, match="at least one case"):
        funnel([Unit("Saltmere A", 0, 0)])
    assert exact_limits(1.0, 50, 0.02) == (1.0, 1.0)
