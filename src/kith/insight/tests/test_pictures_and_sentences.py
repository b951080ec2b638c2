"""Each figure becomes a picture, a table and one sentence that says what it shows and no more."""

from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.insight import pictures, sentences
from kith.insight.consistency import side_by_side
from kith.insight.control import Label, xmr
from kith.insight.coverage import drop_off
from kith.insight.funnel import Unit, funnel
from kith.insight.movement import counted, movement, veiled
from kith.kit.tests.fragments import Fragment
from kith.measure.counties import county

SCALE = ("green", "amber", "red")
MONTHS = [f"Month {at}" for at in range(1, 14)]
FLAT = [0.6, 0.62] * 6
COUNTS = st.fixed_dictionaries({(a, b): st.integers(0, 12) for a in SCALE for b in SCALE})


def test_a_control_chart_says_what_its_newest_point_shows():
    drawing = pictures.control(xmr([*FLAT, 0.4], fix_after=12, better=1), MONTHS, title="In time", percent=True)
    assert drawing.sentence == "The newest value: below the lower limit, worse than chance explains."
    assert "40%" in Fragment(drawing.table).text
    ElementTree.fromstring(drawing.picture)


def test_points_that_chance_explains_are_said_to_be_so_with_those_before_that_were_not():
    assert sentences.of_control(xmr(FLAT)) == "The newest value is one that chance explains."
    before = sentences.of_control(xmr([*FLAT, 0.4, 0.61], fix_after=12))
    assert before.endswith("1 before it under the same limits was not.")
    assert sentences.of_control([]) == sentences.NOTHING


def test_every_label_has_words():
    assert set(sentences.SHOWS) == set(Label)


def test_a_funnel_names_the_low_teams_and_draws_its_limits():
    made = county(1)
    found = funnel(made.units)
    drawing = pictures.funnel(found, title="Screened, by team")
    assert all(name in drawing.sentence for name in made.planted)
    assert drawing.picture.count("kit-svg__mark--low") == 2 * len(found.low)     # on the plane and in the key
    ElementTree.fromstring(drawing.picture)


def test_a_funnel_with_nobody_low_says_so():
    said = sentences.of_funnel(funnel([Unit(f"Team {at}", 80, 100) for at in range(9)]))
    assert said == "None of 9 teams is lower than chance and the usual spread explain. All together: 80%."


def test_one_low_team_is_named_in_the_singular():
    honest = (Unit(f"Team {at}", 80 + at % 3, 100) for at in range(20))
    said = sentences.of_funnel(funnel([*honest, Unit("Saltmere", 30, 100)]))
    assert said.startswith("1 of 21 teams is lower") and "explain: Saltmere." in said


def test_drop_off_says_where_most_are_lost():
    stages = drop_off([("eligible", 200), ("started", 190), ("completed", 100), ("shared", 90)])
    drawing = pictures.drop_off(stages, title="From eligible to shared")
    assert drawing.sentence == (
        "Of 200 eligible, 90 (45%) came to shared; most are lost between started and completed (90).")  # fmt: skip
    assert sentences.of_drop_off(drop_off([("eligible", 5), ("shared", 5)])).endswith("none was lost on the way.")
    assert sentences.of_drop_off(drop_off([("eligible", 0)])) == sentences.NOTHING


def test_movement_says_how_many_were_graded_lower_and_higher():
    found = counted({("green", "amber"): 20, ("green", "green"): 70, ("red", "amber"): 10}, SCALE)
    drawing = pictures.movement(found, title="Grades", first="officer", later="hub")
    assert drawing.sentence == "Of 100, 20 (20%) were graded lower by the officer than by the hub, and 10 (10%) higher."
    assert "graded lower by the officer than by the hub" in Fragment(drawing.picture).text
    assert "yet" in sentences.of_movement(movement([], SCALE), "the officer", "the hub")


@given(COUNTS)
def test_a_veiled_movement_shows_no_small_number_in_table_or_sentence(counts):
    found = veiled(counted(counts, SCALE))
    shown = [*(count for row in found.counts for count in row), found.total, found.same, found.under, found.over]
    assert not [count for count in shown if count is not None and 0 < count < 5]
    drawing = pictures.movement(found, title="Grades", first="officer", later="hub")
    assert (None in [count for row in found.counts for count in row]) is ("hidden" in Fragment(drawing.picture).text)


def test_one_small_cell_in_a_direction_takes_another_with_it_where_their_sum_is_told():
    counts = {(a, b): 30 for a in SCALE for b in SCALE} | {("green", "red"): 2}
    found = veiled(counted(counts, SCALE))
    upper = [found.counts[0][1], found.counts[0][2], found.counts[1][2]]
    assert upper.count(None) >= 2 or found.under is None


def test_agreement_says_how_often_and_how_far_beyond_chance():
    found = side_by_side(Counter({(0, 0): 40, (1, 1): 30, (0, 1): 15, (1, 0): 15}), 2, seed=1, replicates=50)
    assert sentences.of_agreement(found).startswith("Of 100 screenings graded twice, 70% of pairs had the same grade")
    assert "pulls kappa" not in sentences.of_agreement(found)


def test_agreement_warns_where_nearly_all_have_one_grade():
    found = side_by_side(Counter({(0, 0): 188, (1, 1): 2, (0, 1): 5, (1, 0): 5}), 2, seed=1, replicates=20)
    assert "pulls kappa down to 0.26 although people agree" in sentences.of_agreement(found)
    nothing = side_by_side(Counter(), 2, seed=1)
    assert sentences.of_agreement(nothing) == "No screenings have been graded twice yet."


def test_a_run_of_months_leaves_a_gap_where_nothing_was_graded_twice():
    one = side_by_side(Counter({(0, 0): 40, (1, 1): 30, (0, 1): 15}), 2, seed=1, replicates=50)
    drawing = pictures.run([("May", one), ("June", None), ("July", one)], title="Agreement by month")
    assert "no data" in Fragment(drawing.table).text and "85" in Fragment(drawing.table).text
    assert drawing.sentence.startswith("Gwet's AC1 was 0.") and drawing.sentence.endswith("in July.")


@pytest.mark.parametrize(
    ("values", "said"),
    [([], sentences.NOTHING), ([("May", None)], sentences.NOTHING), ([("May", 0.5)], "AC1 was 0.50 in May."),
     ([("May", 0.5), ("June", None), ("July", 0.75)], "AC1 was 0.50 in May and is 0.75 in July.")],
)  # fmt: skip
def test_a_run_is_told_from_its_first_to_its_newest_value(values, said: str):
    assert sentences.of_run(values, "AC1") == said
