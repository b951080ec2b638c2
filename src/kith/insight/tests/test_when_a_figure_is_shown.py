"""One officer's figures are for their supervisor, from 30 incidents over two periods; charts say when they mislead."""

import pytest

from kith.insight.funnel import Unit
from kith.insight.rules import coaching_prompts, reasons_against_chart, reasons_against_officer_figure


@pytest.mark.parametrize(
    ("incidents", "own", "refused"),
    [([15, 15], True, False), ([15, 14], True, True), ([40], True, True), ([0, 40], True, True), ([40, 0], True, True),
     ([], True, True), ([15, 15], False, True), ([90, 10, 20], True, False), ([90, 2, 3], True, True)],
)  # fmt: skip
def test_an_officers_figure_needs_thirty_incidents_two_periods_and_the_right_reader(incidents, own, refused):
    assert bool(list(reasons_against_officer_figure(incidents, own_supervisor=own))) is refused


def test_the_reasons_are_sentences():
    said = list(reasons_against_officer_figure([3], own_supervisor=False))
    assert said[0] == "One officer's figures are for their own supervisor only."
    assert said[2] == "3 incidents are too few to tell from chance; 30 are needed."


def officers(low: int, of: int = 40) -> list[Unit]:
    return [*(Unit(f"Officer {n}", (33 + n % 3) * of // 40, of) for n in range(30)), Unit("Officer L", low, of)]


def test_a_prompt_needs_two_low_periods_one_after_the_other():
    assert coaching_prompts([officers(8), officers(9)]) == ["Officer L"]
    assert coaching_prompts([officers(8), officers(33)]) == []
    assert coaching_prompts([officers(8), officers(33), officers(9)]) == []


def test_no_prompt_where_the_figure_may_not_be_shown():
    assert coaching_prompts([]) == coaching_prompts([officers(8)]) == []
    nobody_new = [*officers(0)[:-1], Unit("Officer L", 0, 0)]
    assert coaching_prompts([officers(0), nobody_new]) == []
    assert coaching_prompts([officers(0), [Unit("Officer L", 0, 0)]]) == []
    assert coaching_prompts([officers(0, 14), officers(0, 14)]) == []
    assert coaching_prompts([officers(0, 15), officers(0, 15)]) == ["Officer L"]


def test_a_chart_of_few_or_rare_things_says_so():
    assert list(reasons_against_chart([20.0] * 24)) == []
    assert "5 points" in next(reasons_against_chart([20.0] * 5))
    assert "time between" in next(reasons_against_chart([2.0] * 24))
    assert "fewer than 20" in next(reasons_against_chart([0.8] * 24, [60] * 23 + [8]))
    assert list(reasons_against_chart([0.8] * 24, [60] * 24)) == []
