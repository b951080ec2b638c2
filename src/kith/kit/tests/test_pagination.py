"""Long lists come in pages; the filters stay in the address."""

import pytest
from django.http import QueryDict

from kith.kit import pagination
from kith.kit.components.lists import pagination as drawn
from kith.kit.tests.fragments import Fragment


@pytest.mark.parametrize(
    ("asked", "number"),
    [(None, 1), ("", 1), ("2", 2), ("99", 3), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("9" * 9, 1)],
)
def test_the_page_asked_for_is_brought_inside_the_range(asked: str | None, number: int) -> None:
    assert pagination.take(list(range(60)), asked).number == number


def test_a_page_holds_its_rows_and_says_which() -> None:
    page = pagination.take(list(range(60)), "3")
    assert list(page.rows) == list(range(50, 60)) and page.summary == "Showing 51 to 60 of 60"
    assert pagination.take([], None).summary == "Nothing to show"


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [(1, 1, [1]), (1, 3, [1, 2, 3]), (7, 20, [1, None, 6, 7, 8, None, 20]), (20, 20, [1, None, 19, 20])],
)
def test_the_numbers_leave_gaps(current: int, last: int, shown: list[int | None]) -> None:
    assert pagination.numbers(current, last) == shown


def test_the_other_filters_stay_in_the_address() -> None:
    query = QueryDict("team=north&team=south&page=4&empty=")
    assert pagination.address(query, 5) == "?team=north&team=south&page=5"


def test_one_page_needs_no_links() -> None:
    assert "nav" not in Fragment(drawn(pagination.take([1], None))).names
