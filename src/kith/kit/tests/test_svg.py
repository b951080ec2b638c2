"""Charts are sound SVG with words and numbers beside them, for those who cannot see them and for those who can."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kit import svg
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
}
MORE = {"stacked": {"names": (BAD, "two")}}


def draw(kind: str) -> svg.Drawing:
    """The chart of one kind, with bad words wherever words go."""
    return svg.DRAWINGS[kind](ROWS[kind], title=BAD, sentence=BAD, **MORE.get(kind, {}))


@pytest.mark.parametrize("kind", svg.DRAWINGS)
def test_each_chart_is_well_formed_and_harmless(kind: str) -> None:
    drawing = draw(kind)
    ElementTree.fromstring(drawing.picture)
    found = Fragment(drawing.html)
    assert found.faults == [] and "script" not in found.names


@pytest.mark.parametrize("kind", svg.DRAWINGS)
def test_each_chart_names_itself_and_says_what_it_shows(kind: str) -> None:
    root = ElementTree.fromstring(draw(kind).picture)
    assert root.get("role") == "img" and [child.tag for child in root][:2] == ["title", "desc"]
    assert root[0].text == BAD and root[1].text == BAD


def test_the_table_holds_every_number_and_says_where_there_is_none() -> None:
    text = Fragment(svg.bars([("Elmcaster", 1204), ("Otterley", None)], title="t", sentence="s").table).text
    assert "1,204" in text and "no data" in text


def test_a_gap_breaks_the_line() -> None:
    picture = svg.trend([("a", 1), ("b", None), ("c", 2), ("d", 3)], title="t", sentence="s").picture
    path = next(part for part in picture.split("<") if part.startswith("path"))
    assert path.count("M") == 2 and path.count("L") == 1


def test_a_control_chart_draws_its_middle_and_limits() -> None:
    pairs = [("a", 1.0), ("b", 9.0)]
    picture = svg.trend(pairs, title="t", sentence="s", middle=3, limits=(1, 6), marked=["b"]).picture
    assert picture.count("kit-svg__limit") == 2 and "kit-svg__middle" in picture and "dot--marked" in picture


def test_a_waterfall_ends_at_the_sum_of_its_steps() -> None:
    drawing = svg.waterfall([("for", 4.0), ("against", -6.5)], title="t", sentence="s", start=("begin", 1.0))
    assert "-1.5" in Fragment(drawing.table).text and "kit-svg__against" in drawing.picture


@given(PAIRS)
def test_any_numbers_can_be_drawn(pairs: list[tuple[str, float | None]]) -> None:
    for kind in (svg.bars, svg.trend):
        picture = kind(pairs, title="t", sentence="s").picture
        ElementTree.fromstring(picture)
        assert "nan" not in picture and "inf" not in picture


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(1204, "", "1,204"), (3.46, "", "3.5"), (62.0, "%", "62%"), (0.034, "", "0.034"), (None, "%", "no data"),
     (3, "days", "3 days")],
)  # fmt: skip
def test_numbers_are_written_for_people(value: float | None, unit: str, said: str) -> None:
    assert svg.number(value, unit) == said
