"""No count from 1 to 4 is shown, and none can be worked out from what is."""

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kith.insight.suppression import TOTAL, by_group, hidden, line, share, table, worked_out

ROWS, COLUMNS = ("north", "south", "west"), ("amber", "red")
SMALL = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6])
TABLES = st.fixed_dictionaries({(r, c): SMALL for r in ROWS for c in COLUMNS})


def could_be(shown) -> dict[tuple[str, str], set[int]]:
    """Values each hidden cell may have in tables of whole numbers that agree with all that is shown; two of each do."""
    inner = list(product(ROWS, COLUMNS))
    gone = [key for key in inner if shown.cells[key] is None]
    found: dict[tuple[str, str], set[int]] = {key: set() for key in gone}
    for guess in product(*(range(most(shown, key) + 1) for key in gone)):
        if all(len(values) > 1 for values in found.values()):
            break
        cells = {key: shown.cells[key] for key in inner} | dict(zip(gone, guess, strict=True))
        if adds_up(cells, shown):
            for key in gone:
                found[key].add(cells[key])
    return found


def most(shown, key) -> int:
    """The most a hidden cell can hold: no more than its totals, as far as they are shown."""
    totals = (shown.cells[key[0], TOTAL], shown.cells[TOTAL, key[1]], shown.cells[TOTAL, TOTAL])
    return min([12, *(total for total in totals if total is not None)])


def adds_up(cells, shown) -> bool:
    across = {(r, TOTAL): sum(cells[r, c] for c in COLUMNS) for r in ROWS}
    down = {(TOTAL, c): sum(cells[r, c] for r in ROWS) for c in COLUMNS}
    totals = {**across, **down, (TOTAL, TOTAL): sum(across.values())}
    return all(shown.cells[key] in (None, value) for key, value in totals.items())


@settings(max_examples=50, deadline=None)
@given(TABLES)
def test_no_small_count_can_be_worked_out_by_trying_every_table(counts):
    shown = table(counts, ROWS, COLUMNS)
    gone = [key for key in counts if shown.cells[key] is None]
    assume(0 < len(gone) <= 4)
    possible = could_be(shown)
    for key, count in counts.items():
        if 0 < count < 5:
            assert len(possible[key]) > 1


@given(TABLES)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts):
    shown = table(counts, ROWS, COLUMNS)
    assert not [value for value in shown.cells.values() if value is not None and 0 < value < 5]
    assert all(shown.cells[key] in (None, value) for key, value in counts.items())


@given(TABLES)
def test_no_hidden_cell_follows_from_the_totals(counts):
    shown = table(counts, ROWS, COLUMNS)
    gone = {key for key, value in shown.cells.items() if value is None}
    across = [([(r, c) for c in COLUMNS], (r, TOTAL)) for r in (*ROWS, TOTAL)]
    down = [([(r, c) for r in ROWS], (TOTAL, c)) for c in (*COLUMNS, TOTAL)]
    assert worked_out(across + down, gone) == set() or gone == set(shown.cells)


def test_a_table_of_large_numbers_is_shown_whole():
    shown = table({(r, c): 10 for r in ROWS for c in COLUMNS}, ROWS, COLUMNS)
    assert shown.row("north") == [10, 10, 20] and shown.row(TOTAL) == [30, 30, 60]


def test_one_small_count_takes_the_smallest_other_with_it():
    assert line({"girls": 3, "boys": 40, "not known": 6}) == {
        "girls": None, "boys": 40, "not known": None, TOTAL: 49}  # fmt: skip


def test_small_counts_that_together_are_small_take_a_third_with_them():
    assert line({"girls": 1, "boys": 1, "not known": 30, "other": 9}) == {
        "girls": None, "boys": None, "not known": 30, "other": None, TOTAL: 41}  # fmt: skip


def test_nought_may_be_shown():
    assert line({"girls": 0, "boys": 40}) == {"girls": 0, "boys": 40, TOTAL: 40}


def test_a_small_total_is_hidden_too():
    assert set(line({"girls": 1, "boys": 2}).values()) == {None}


def test_one_breakdown_does_not_give_away_another_with_the_same_total():
    cells = {"girls": 3, "boys": 30, "young": 2, "old": 31, "all": 33}
    lines = [(["girls", "boys"], "all"), (["young", "old"], "all")]
    gone = hidden(cells, lines)
    assert gone == {"girls", "boys", "young", "old"}
    assert worked_out(lines, {"girls", "young", "all"}) == set()
    assert worked_out(lines, {"girls"}) == {"girls"}


def test_a_cell_known_only_through_two_lines_together_is_found():
    lines = [(["a", "b"], "ab"), (["b", "c"], "bc"), (["a", "b", "c"], "abc")]
    assert worked_out(lines, {"a", "b"}) == {"a", "b"}


def test_lines_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="add up"):
        hidden({"a": 9, "b": 9, "all": 20}, [(["a", "b"], "all")])


@pytest.mark.parametrize(
    ("done", "of", "seen"), [(3, 40, None), (38, 40, None), (2, 4, None), (0, 0, None), (20, 40, 0.5), (0, 40, 0.0)]
)
def test_a_share_is_shown_only_where_neither_side_is_a_small_number(done: int, of: int, seen: float | None):
    assert share(done, of) == seen


DONE_OF = st.integers(0, 30).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
GROUPS = st.dictionaries(st.sampled_from("abcdef"), DONE_OF, min_size=1)


@given(GROUPS)
def test_neither_those_done_nor_those_not_done_are_shown_or_left_over_when_few(counts):
    for group in by_group(counts):
        done, of = counts.get(group.name) or (sum(d for d, _ in counts.values()), sum(o for _, o in counts.values()))
        assert group.done in (None, done) and group.of in (None, of)
        if group.done is not None and group.of is not None:
            assert not 0 < group.done < 5 and not 0 < group.of - group.done < 5
            assert group.share == (done / of if of else None)
        else:
            assert group.share is None


def test_groups_keep_their_order_with_all_together_last():
    found = by_group({"girls": (30, 40), "boys": (20, 40)})
    assert [(g.name, g.share) for g in found] == [("girls", 0.75), ("boys", 0.5), (TOTAL, 0.625)]
    with pytest.raises(ValueError, match="boys"):
        by_group({"boys": (5, 4)})
