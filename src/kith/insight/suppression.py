"""Small numbers hidden, and as many others as it takes that nobody works them out from the totals.

Source: the Code of Practice for Statistics' usual practice of hiding counts from 1 to 4, with secondary suppression.
Cells and totals alike are cells; a line says that some parts add up to a total. The same total may stand in many
lines (by age, by sex), so that one breakdown cannot give away another.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

LEAST = 5          # the smallest count above nought that may be shown
TOTAL = "Total"

K = TypeVar("K", bound=Hashable)
Line = tuple[Sequence[K], K]          # (parts, their total)


def hidden(cells: Mapping[K, int], lines: Sequence[Line[K]], least: int = LEAST) -> frozenset[K]:
    """The cells to hide: every count from 1 to `least` - 1, and further ones until no line gives one away.

    Every key of a line must be in `cells`. Raises ValueError where a line does not add up.
    """
    for parts, total in lines:
        if sum(cells[part] for part in parts) != cells[total]:
            raise ValueError(f"the parts of {total!r} do not add up to it")
    kept_back = {key for key, count in cells.items() if 0 < count < least}
    while exposed := next(_exposed(cells, lines, kept_back, least), None):
        kept_back.add(exposed)
    return frozenset(kept_back)


def _exposed(cells: Mapping[K, int], lines: Sequence[Line[K]], kept_back: set[K], least: int) -> Iterator[K]:
    """What to hide next: the smallest cell of the shortest line that gives one away, else any; parts before totals."""
    leaks = [one for one in lines if _alone(one, kept_back) or _sum_leaks(cells, one, kept_back, least)]
    if not leaks:                                   # the longer question only where the short ones are answered
        known = worked_out(lines, kept_back)
        leaks = [one for one in lines if known & {*one[0], one[1]}]
    if not leaks:
        return
    totals, order = {total for _, total in lines}, {key: at for at, key in enumerate(cells)}
    beside = [{*parts, total} - kept_back for parts, total in sorted(leaks, key=lambda one: len(one[0]))]
    yield from sorted(
        next(filter(None, beside), set(cells) - kept_back),
        key=lambda key: (key in totals, cells[key] == 0, cells[key], order[key]),
    )


def _alone(line: Line[K], kept_back: set[K]) -> bool:
    """Whether the line hides one cell only, which then follows from the others."""
    return sum(key in kept_back for key in (*line[0], line[1])) == 1


def _sum_leaks(cells: Mapping[K, int], line: Line[K], kept_back: set[K], least: int) -> bool:
    """Whether the total is shown and tells that the hidden parts together are a small number."""
    parts, total = line
    return total not in kept_back and 0 < sum(cells[part] for part in parts if part in kept_back) < least


def worked_out(lines: Iterable[Line[K]], kept_back: Iterable[K]) -> set[K]:
    """The hidden cells that follow from the lines and from all that is shown: those alone in a reduced equation."""
    columns = list(kept_back)
    rows = [[Fraction((key in parts) - (key == total)) for key in columns] for parts, total in lines]
    reduced = _reduced(rows, len(columns))
    alone = ([at for at, value in enumerate(row) if value] for row in reduced)
    return {columns[found[0]] for found in alone if len(found) == 1}


def _reduced(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Reduced row echelon form (Gauss and Jordan), exact."""
    done = 0
    for column in range(width):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        lead = rows[done][column]
        rows[done] = [value / lead for value in rows[done]]
        for at, row in enumerate(rows):
            if at != done and row[column]:
                rows[at] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    return rows


@dataclass(frozen=True, slots=True)
class Shown:
    """A table that may be shown: count by (row, column), None where hidden; row and column totals under `TOTAL`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]

    def row(self, name: str) -> list[int | None]:
        """The row's counts in the order of the columns, its total last."""
        return [self.cells[name, column] for column in (*self.columns, TOTAL)]


def table(
    counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str], least: int = LEAST
) -> Shown:
    """A table of counts by (row, column) with its totals, small numbers hidden; a pair that is not there counts 0."""
    cells = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        cells[row, TOTAL] = sum(cells[row, column] for column in columns)
    for column in (*columns, TOTAL):
        cells[TOTAL, column] = sum(cells[row, column] for row in rows)
    across: list[Line[tuple[str, str]]] = [([(r, c) for c in columns], (r, TOTAL)) for r in (*rows, TOTAL)]
    down: list[Line[tuple[str, str]]] = [([(r, c) for r in rows], (TOTAL, c)) for c in (*columns, TOTAL)]
    gone = hidden(cells, across + down, least)
    return Shown(tuple(rows), tuple(columns), {key: None if key in gone else n for key, n in cells.items()})


def line(counts: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """One breakdown (name: count) with its sum under `TOTAL`, small numbers hidden."""
    cells = {**counts, TOTAL: sum(counts.values())}
    gone = hidden(cells, [(list(counts), TOTAL)], least)
    return {key: None if key in gone else count for key, count in cells.items()}


@dataclass(frozen=True, slots=True)
class Group:
    """A group's `done` of `of` and their share (0 to 1); None where hidden, or where there is no case."""

    name: str
    done: int | None
    of: int | None
    share: float | None


def by_group(counts: Mapping[str, tuple[int, int]], least: int = LEAST) -> list[Group]:
    """(done, of) by name of the group, as it may be shown; all together last, under `TOTAL`.

    Those not done are as protected as those done. Raises ValueError where more are done than there are.
    """
    if wrong := [name for name, (done, of) in counts.items() if not 0 <= done <= of]:
        raise ValueError(f"more done than there are: {', '.join(wrong)}")
    cells = {(name, "done"): done for name, (done, _) in counts.items()}
    cells |= {(name, "not"): of - done for name, (done, of) in counts.items()}
    shown = table(cells, list(counts), ["done", "not"], least)
    return [_group(name, *shown.row(name)) for name in (*counts, TOTAL)]


def _group(name: str, done: int | None, without: int | None, of: int | None) -> Group:
    return Group(name, done, of, done / of if done is not None and of else None)


def share(done: int, of: int, least: int = LEAST) -> float | None:
    """A share that may be shown (0 to 1): None where those counted, or those not, are fewer than `least`."""
    few = any(0 < count < least for count in (done, of - done))
    return None if not of or of < least or few else done / of
