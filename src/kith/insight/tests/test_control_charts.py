"""Control charts mark what the published rules mark, point by point."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.insight.control import Kind, Label, assurance, limits, variation, xmr
from kith.measure import obvious

FLAT = [10, 12, 10, 12, 10, 12]                 # mean 11, mean range 2: limits 11 - 5.32 and 11 + 5.32
WHOLE = st.lists(st.integers(-20, 20), min_size=1, max_size=40)
DRIFTING = WHOLE.map(lambda ys: [y + 3 * (at // 9) for at, y in enumerate(ys)])
STARTS = st.lists(st.integers(0, 39), max_size=3)


def labels(ys, **given) -> list[str]:
    return [point.label.value for point in xmr(ys, **given)]


def test_limits_are_266_mean_ranges_from_the_mean():
    assert limits(FLAT) == (11, pytest.approx(5.32))


def test_a_range_beyond_3267_mean_ranges_does_not_widen_the_limits():
    spiked = [10, 12, 10, 12, 10, 12, 10, 12, 10, 60, 10, 12]
    assert limits(spiked, screen=True)[1] == pytest.approx(2.66 * 2)
    assert limits(spiked)[1] == pytest.approx(2.66 * (9 * 2 + 100) / 11)


@pytest.mark.parametrize("screen", [False, True])
def test_a_series_that_never_varies_has_its_mean_for_limits(screen: bool):
    assert {(p.lower, p.upper, p.label) for p in xmr([7.0] * 9, screen=screen)} == {(7.0, 7.0, Label.COMMON)}


def test_a_single_point_is_common_cause():
    assert labels([3.5]) == ["Common Cause"]


def test_a_point_on_its_limit_is_inside():
    ys = [0, 100, 0, 100, 0, 100, 50]
    upper = xmr(ys, fix_after=6)[0].upper
    assert xmr([*ys, upper], fix_after=6)[-1].label is Label.COMMON
    assert xmr([*ys, upper + 0.001], fix_after=6)[-1].label is Label.ABOVE_LIMIT


def test_every_point_of_a_shift_is_marked_and_a_point_on_the_mean_breaks_it():
    base = [10, 12] * 6                                             # mean 11
    assert labels([*base, *[12, 12.5] * 3, 12], fix_after=12)[11:] == ["7 Points Above CL"] * 8  # with the last 12
    assert "7 Points Above CL" not in labels([*base, 12, 12.5, 12, 11, 12, 12.5, 12, 12.5], fix_after=12)


def test_a_trend_names_its_way_and_a_tie_breaks_it():
    rising = [10, 12] * 6 + [9, 9.5, 10, 10.5, 11, 11.5, 12]
    assert labels(rising, fix_after=12)[12:] == ["7 Point Trend (Increasing)"] * 7
    assert "7 Point Trend (Increasing)" not in labels([*rising[:15], 10, *rising[15:18]], fix_after=12)
    falling = labels([-y for y in rising], fix_after=12)[12:]
    assert falling == ["7 Point Trend (Decreasing)"] * 7


def test_the_turning_point_of_two_trends_takes_the_way_it_goes_on():
    up_and_down = [*range(7), *range(5, -1, -1)]
    base = [-50, 50] * 6
    found = labels([*base, *up_and_down], fix_after=12)[12:]
    assert found[5:8] == ["7 Point Trend (Increasing)", "7 Point Trend (Decreasing)", "7 Point Trend (Decreasing)"]


def test_only_the_near_points_of_two_in_three_are_marked_and_points_outside_are_not_near():
    base = [10, 12] * 6                                             # near limits 11 ± 3.547, limits 11 ± 5.32
    assert labels([*base, 15, 11.5, 15], fix_after=12)[12:] == ["2 in 3 Above CL", "Common Cause", "2 in 3 Above CL"]
    assert labels([*base, 15, 11.5, 17], fix_after=12)[12:] == ["Common Cause", "Common Cause", "Above UCL"]
    assert labels([*base, 15, 10, 15], fix_after=12)[12:] == ["Common Cause"] * 3


def test_a_rebase_starts_everything_anew():
    points = xmr([*FLAT, *(y + 30 for y in FLAT)], rebase_at=[6])
    assert [p.mean for p in points] == [11] * 6 + [41] * 6
    assert {p.label for p in points} == {Label.COMMON}


def test_outside_comes_before_trend_and_trend_before_shift():
    base = [10, 12] * 6
    found = labels([*base, 12, 12.5, 13, 13.5, 14, 14.5, 30], fix_after=12)
    assert found[-1] == "Above UCL" and found[-2] == "7 Point Trend (Increasing)"


@given(DRIFTING, STARTS, st.none() | st.integers(2, 20), st.booleans(), st.sampled_from([-1, 0, 1]))
def test_the_chart_equals_ten_obvious_questions_for_each_point(ys, starts, fix_after, screen, better):
    fast = xmr(ys, rebase_at=starts, fix_after=fix_after, screen=screen, better=better)
    slow = obvious.charted(ys, starts, fix_after, screen, better)
    assert [(p.label.value, p.kind.value) for p in fast] == [answer[3:] for answer in slow]
    assert [(p.mean, p.lower, p.upper) for p in fast] == [pytest.approx(answer[:3], abs=1e-9) for answer in slow]


@pytest.mark.parametrize(("better", "kind"), [(1, Kind.IMPROVEMENT), (-1, Kind.CONCERN), (0, Kind.HIGH)])
def test_what_a_high_point_means_depends_on_which_way_is_better(better: int, kind: Kind):
    points = xmr([*FLAT, 40], fix_after=6, better=better)
    assert variation(points) is kind


@pytest.mark.parametrize(
    ("target", "better", "said"),
    [(5, 1, "consistently met"), (20, 1, "consistently missed"), (11, 1, "inconsistent"),
     (5, -1, "consistently missed"), (20, -1, "consistently met"), (20, 0, "")],
)  # fmt: skip
def test_the_target_is_met_missed_or_sometimes_each(target: float, better: int, said: str):
    assert assurance(xmr(FLAT), target, better) == said


def test_nothing_gives_nothing_and_nonsense_is_refused():
    assert xmr([]) == [] and variation([]) is None and assurance([], 1, 1) == ""
    with pytest.raises(ValueError, match="better"):
        xmr(FLAT, better=2)
    with pytest.raises(ValueError, match="at least 2"):
        xmr(FLAT, fix_after=1)
