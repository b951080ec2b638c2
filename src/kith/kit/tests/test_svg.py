"""Charts are sound SVG with words and numbers beside them, for those who cannot see them and for those who can."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import charts, svg
from kith.kit.charts import control, funnel, matrix, plain, plane, run, stages
from kith.kit.tests.fragments import Fragment

BAD = "\"'><script>alert(1)</script>&"
VALUES = st.one_of(st.none(), st.floats(0, 1e6))
PAIRS = st.lists(
    st.tuples(st.text(st.characters(exclude_categories=["C"]), max_size=40), VALUES), max_size=12
)
ROWS = {
    "bars": [(BAD, 3), ("b", None)],
    "trend": [(BAD, 3), ("b", None), ("c", 5)],
    "stacked": [(BAD, (1, 2)), ("b", (None, 0))],
    "multiples": [(BAD, [("x", 1), ("y", 2)]), ("b", [])],
    "waterfall": [(BAD, 4.2), ("b", -1.1)],
    "control": [control.Point(BAD, 3.0, 4, 1, 7, "better", BAD), control.Point("b", 9, 4, 1, 7, "worse", BAD)],
    "funnel": [funnel.Unit(BAD, 3, 10, "low"), funnel.Unit("b", 0, 0), funnel.Unit(BAD, 9, 10, "high")],
    "stages": [(BAD, 9), ("b", 3)],
    "matrix": [BAD, "b"],
    "run": [run.Month(BAD, 0.5, 0.2, 0.8, 9), run.Month("b", None)],
}
MORE = {
    "stacked": {"names": (BAD, "two")},
    "control": {"unit": BAD},
    "funnel": {"limits": [funnel.Limit(10, 0.2, 0.8, 0.1, 0.9)], "target": 0.5, "across": BAD, "head": (BAD, BAD)},
    "stages": {"lost": BAD, "head": BAD},
    "matrix": {"counts": [(1, None), (0, 3)], "down": BAD, "across": BAD, "outlined_words": BAD, "same_words": BAD},
    "run": {"head": (BAD, BAD), "cases": BAD},
}


def draw(kind: str) -> svg.Drawing:
    """The chart of one kind, with bad words wherever words go."""
    return charts.DRAWINGS[kind](ROWS[kind], title=BAD, sentence=BAD, **MORE.get(kind, {}))


@pytest.mark.parametrize("kind", charts.DRAWINGS)
def test_each_chart_is_well_formed_and_harmless(kind: str) -> None:
    drawing = draw(kind)
    ElementTree.fromstring(drawing.picture)
    found = Fragment(drawing.html)
    assert found.faults == [] and "script" not in found.names


@pytest.mark.parametrize("kind", charts.DRAWINGS)
def test_each_chart_names_itself_and_says_what_it_shows(kind: str) -> None:
    root = ElementTree.fromstring(draw(kind).picture)
    assert root.get("role") == "img" and [child.tag for child in root][:2] == ["title", "desc"]
    assert root[0].text == BAD and root[1].text == BAD


def test_the_table_holds_every_number_and_says_where_there_is_none() -> None:
    text = Fragment(plain.bars([("Elmcaster", 1204), ("Otterley", None)], title="t", sentence="s").table).text
    assert "1,204" in text and "no data" in text


def test_a_gap_breaks_the_line() -> None:
    picture = plain.trend([("a", 1), ("b", None), ("c", 2), ("d", 3)], title="t", sentence="s").picture
    path = next(part for part in picture.split("<") if part.startswith("path"))
    assert path.count("M") == 2 and path.count("L") == 1


def test_a_control_chart_draws_its_middle_and_limits() -> None:
    pairs = [("a", 1.0), ("b", 9.0)]
    picture = plain.trend(pairs, title="t", sentence="s", middle=3, limits=(1, 6), marked=["b"]).picture
    assert picture.count("kit-svg__limit") == 2 and "kit-svg__middle" in picture and "dot--marked" in picture


def test_a_waterfall_ends_at_the_sum_of_its_steps() -> None:
    drawing = plain.waterfall([("for", 4.0), ("against", -6.5)], title="t", sentence="s", start=("begin", 1.0))
    assert "-1.5" in Fragment(drawing.table).text and "kit-svg__against" in drawing.picture


@given(PAIRS)
def test_any_numbers_can_be_drawn(pairs: list[tuple[str, float | None]]) -> None:
    months = [run.Month(label, value, value, value) for label, value in pairs]
    points = [control.Point(label, value or 0, 5, value or 0, 9) for label, value in pairs]
    for drawing in (
        plain.bars(pairs, title="t", sentence="s"),
        plain.trend(pairs, title="t", sentence="s"),
        run.run(months, title="t", sentence="s"),
        control.control(points, title="t", sentence="s"),
        stages.stages([(label, int(value or 0)) for label, value in pairs], title="t", sentence="s"),
    ):
        ElementTree.fromstring(drawing.picture)
        assert "nan" not in drawing.picture and "inf" not in drawing.picture


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(1204, "", "1,204"), (3.46, "", "3.5"), (62.0, "%", "62%"), (0.034, "", "0.034"), (None, "%", "no data"),
     (3, "days", "3 days")],
)  # fmt: skip
def test_numbers_are_written_for_people(value: float | None, unit: str, said: str) -> None:
    assert svg.number(value, unit) == said


def test_a_drawing_stands_in_a_template_by_itself() -> None:
    drawing = plain.bars([("Elmcaster", 3)], title="t", sentence="s")
    assert Template("{{ drawing }}").render(Context({"drawing": drawing})) == drawing.html


@pytest.mark.parametrize("kind", ["control", "funnel", "stages", "matrix", "run"])
def test_a_chart_without_data_says_so(kind: str) -> None:
    more = {name: given for name, given in MORE.get(kind, {}).items() if name not in ("limits", "counts")}
    empty = {"funnel": {"limits": []}, "matrix": {"counts": []}}.get(kind, {})
    picture = charts.DRAWINGS[kind]([], title="t", sentence="s", **{**more, **empty}).picture
    assert "Nothing to show yet" in picture


def test_a_wide_table_scrolls_inside_itself_and_a_narrow_one_need_not() -> None:
    assert 'tabindex="0"' in svg.data_table(("a", "b", "c", "d"), [("1", "2", "3", "4")], "t")
    assert "tabindex" not in svg.data_table(("a", "b"), [("1", "2")], "t")


def marks(picture: str) -> dict[str, int]:
    """How often each shape stands in a picture, the key included."""
    return {name: picture.count(f'd="{path}"') for name, path in plane.SHAPES.items()}


def test_points_that_stand_out_differ_in_shape_and_the_key_names_only_what_is_there() -> None:
    points = [control.Point(f"{y}", y, 4, 1, 7, mark) for y, mark in ((5, ""), (9, "better"), (0, "worse"))]
    picture = control.control(points, title="t", sentence="s").picture
    assert marks(picture) == {"dot": 1, "up": 2, "diamond": 2, "down": 0, "square": 0}
    assert "worse than chance explains" in picture and "lower than" not in picture


def test_new_limits_break_the_lines_of_a_control_chart() -> None:
    points = [control.Point("a", 5, 4, 1, 7), control.Point("b", 15, 14, 11, 17)]
    picture = control.control(points, title="t", sentence="s").picture
    key = 1
    assert picture.count("kit-svg__limit") == 4 + key and picture.count("kit-svg__middle") == 2 + key


def test_a_control_charts_table_says_what_each_point_shows() -> None:
    points = [control.Point("May", 9.12345, 4, 1, 7, "better", "above the upper limit")]
    words = Fragment(control.control(points, title="t", sentence="s", unit="%").table).text
    assert "above the upper limit" in words and "9.1%" in words


def test_units_named_on_a_funnel_are_numbered_in_the_order_given_and_named_in_the_key() -> None:
    given_units = (("Saltmere", 3, "low"), ("Otterley", 15, ""), ("Elmcaster", 2, "low"))
    units = [funnel.Unit(name, done, 20, flag) for name, done, flag in given_units]
    picture = funnel.funnel(units, limits=[], target=0.5, title="t", sentence="s").picture
    words = Fragment(picture).text
    assert "1  Saltmere: 15% of 20" in words and "2  Elmcaster: 10% of 20" in words and "3  " not in words
    assert words.count("Otterley") == 1


def test_a_unit_with_no_case_stands_in_the_table_only() -> None:
    units = [funnel.Unit("a", 0, 0), funnel.Unit("b", 1, 2)]
    drawing = funnel.funnel(units, limits=[], target=0.5, title="t", sentence="s")
    assert "no data" in Fragment(drawing.table).text and marks(drawing.picture)["dot"] == 1


def test_each_stage_says_how_many_were_lost_since_the_one_before() -> None:
    drawing = stages.stages([("Asked", 80), ("Answered", 60), ("Agreed", 60)], title="t", sentence="s", lost="not")
    words = Fragment(drawing.picture).text
    assert "60 (75%)" in words and "20 not" in words and "0 not" not in words.replace("20 not", "")
    assert drawing.picture.count("kit-svg__lost") == 1


@pytest.mark.parametrize(("outlined", "cells"), [("raised", 3), ("lowered", 3)])
def test_one_direction_of_a_matrix_is_outlined(outlined: str, cells: int) -> None:
    counts = [(5, 1, 0), (2, 6, 3), (0, 0, 7)]
    picture = matrix.matrix(
        ["low", "mid", "high"], counts=counts, down="First", across="Later", title="t", sentence="s", outlined=outlined
    ).picture
    tips = [tip.split("</title>")[0] for tip in picture.split("outlined")[1:] if "<title>" in tip.split("</rect>")[0]]
    assert len(tips) == cells
    first, later = tips[0].split("<title>")[1].split(":")[0].split(", then ")
    order = ["low", "mid", "high"].index
    assert (order(later) > order(first)) is (outlined == "raised")


def test_a_hidden_number_is_said_to_be_hidden_and_gives_no_share_of_its_row() -> None:
    drawing = matrix.matrix(["a", "b"], counts=[(9, None), (2, 8)], down="x", across="y", title="t", sentence="s")
    words = Fragment(drawing.picture).text
    assert "hidden: small numbers" in words and "100%" not in words and "80%" in words


def test_a_month_without_data_breaks_the_run_and_has_no_interval() -> None:
    months = [run.Month("a", 0.5, 0.4, 0.6, 9), run.Month("b", None), run.Month("c", 0.7, 0.6, 0.8, 9)]
    picture = run.run(months, title="t", sentence="s").picture
    key = 1
    assert picture.count("kit-svg__interval") == 2 * 3 + key and marks(picture)["dot"] == 2


@given(st.lists(st.floats(0, 500), max_size=12), st.floats(1, 30))
def test_labels_moved_apart_keep_their_order_and_their_distance(heights: list[float], least: float) -> None:
    moved = plane.apart(heights, least)
    ordered = sorted(zip(heights, moved, strict=True))
    assert all(b[1] - a[1] >= least - 1e-6 for a, b in zip(ordered, ordered[1:], strict=False) if a[0] != b[0])
    assert sum(moved) == pytest.approx(sum(heights), abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_labels_made_clear_cover_no_other_and_stay_where_nothing_is_near(places: list[tuple[float, float]]) -> None:
    moved = plane.clear(places, 22, 15)
    for at, (x, y) in enumerate(moved):
        assert x == places[at][0] and y >= places[at][1]
        assert not [1 for other, (a, b) in enumerate(moved) if other != at and abs(a - x) < 22 and abs(b - y) < 15]
    assert plane.clear([(0, 0), (100, 0)], 22, 15) == [(0, 0), (100, 0)]
