"""Control charts of a whole file: `series,i,y[,rebase,fix_after_n,screen_outliers,improvement_direction]` in,
`series,i,mean,lpl,upl,label,point_type` out, in the same order."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TypeVar

from kith.insight.control import Point, xmr

NEEDED = ("series", "i", "y")
KNOWN = (*NEEDED, "rebase", "fix_after_n", "screen_outliers", "improvement_direction")
ANSWERED = ("series", "i", "mean", "lpl", "upl", "label", "point_type")
FLAGS = {"": False, "0": False, "1": True}
DIRECTIONS = {"": 0, "-1": -1, "0": 0, "1": 1}

T = TypeVar("T")


class UnreadableFile(ValueError):
    """The file cannot be answered; `said` names each faulty line."""

    def __init__(self, said: list[str]) -> None:
        self.said = said
        super().__init__("\n".join(said))


@dataclass(frozen=True, slots=True)
class Row:
    """One line as read; `settings` are those of its whole series."""

    line: int
    series: str
    i: int
    y: float
    rebase: bool
    settings: tuple[int | None, bool, int]


def answered(text: str) -> str:
    """The answer as CSV, or UnreadableFile naming every faulty line."""
    rows = _rows(text)
    if faults := list(_faults_between(rows)):
        raise UnreadableFile(faults)
    points = _points(rows)
    return _written((row.series, str(row.i), *_shown(points[row.line])) for row in rows)


def _shown(point: Point) -> tuple[str, ...]:
    numbers = (f"{value:.15g}" for value in (point.mean, point.lower, point.upper))
    return (*numbers, point.label.value, point.kind.value)


def _points(rows: Iterable[Row]) -> dict[int, Point]:
    """The point of every line."""
    found: dict[int, Point] = {}
    for group in _by_series(rows).values():
        group.sort(key=lambda row: row.i)
        fix_after, screen, better = group[0].settings
        starts = [at for at, row in enumerate(group) if row.rebase]
        points = xmr([r.y for r in group], rebase_at=starts, fix_after=fix_after, screen=screen, better=better)
        found |= {row.line: point for row, point in zip(group, points, strict=True)}
    return found


def _by_series(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.series].append(row)
    return groups


def _faults_between(rows: Iterable[Row]) -> Iterator[str]:
    """Lines that contradict an earlier line of their series."""
    for series, group in _by_series(rows).items():
        seen: dict[int, int] = {}
        for row in group:
            if row.i in seen:
                yield f"line {row.line}: series {series} has i {row.i} already, in line {seen[row.i]}"
            elif row.settings != group[0].settings:
                yield (f"line {row.line}: fix_after_n, screen_outliers and improvement_direction are those of a whole "
                       f"series; series {series} has others in line {group[0].line}")
            seen.setdefault(row.i, row.line)


def _rows(text: str) -> list[Row]:
    lines = _lines(text)
    if not lines:
        raise UnreadableFile([f"line 1: the file is empty; it needs the columns {', '.join(NEEDED)}"])
    header = [name.strip() for name in lines[0][1]]
    if faults := list(_faults_of_header(header)):
        raise UnreadableFile([f"line {lines[0][0]}: {fault}" for fault in faults])
    rows, wrong = [], []
    for line, cells in lines[1:]:
        try:
            rows.append(_row(line, header, cells))
        except ValueError as fault:
            wrong.append(f"line {line}: {fault}")
    if wrong:
        raise UnreadableFile(wrong)
    return rows


def _faults_of_header(header: list[str]) -> Iterator[str]:
    yield from (f"there is no column {name}" for name in NEEDED if name not in header)
    yield from (f"the column {name} is there twice" for name in KNOWN if header.count(name) > 1)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each begins on; wholly empty lines are passed over."""
    reader, found, before = csv.reader(io.StringIO(text, newline=""), strict=True), [], 0
    try:
        for cells in reader:
            if cells:
                found.append((before + 1, cells))
            before = reader.line_num
    except csv.Error as fault:
        raise UnreadableFile([f"this is not a CSV file: {fault}"]) from fault
    return found


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise ValueError(f"{len(cells)} values, but the heading has {len(header)}")
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    if not given["series"]:
        raise ValueError("the series has no name")
    rebase, screen = (_one_of(given, name, FLAGS) for name in ("rebase", "screen_outliers"))
    settings = (_fix_after(given), screen, _one_of(given, "improvement_direction", DIRECTIONS))
    return Row(line, given["series"], _whole(given, "i"), _number(given["y"]), rebase, settings)


def _one_of(given: Mapping[str, str], name: str, choices: Mapping[str, T]) -> T:
    cell = given.get(name, "")
    if cell not in choices:
        raise ValueError(f'{name} is {" or ".join(key for key in choices if key)}, not "{cell}"')
    return choices[cell]


def _whole(given: Mapping[str, str], name: str) -> int:
    try:
        value = float(given[name])      # a spreadsheet writes 12.0
    except ValueError:
        value = 0.5
    if not value.is_integer():
        raise ValueError(f'{name} "{given[name]}" is not a whole number')
    return int(value)


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(f'y "{cell}" is not a number') from None
    if not isfinite(value):
        raise ValueError(f'y "{cell}" is not a number')
    return value


def _fix_after(given: Mapping[str, str]) -> int | None:
    if not given.get("fix_after_n"):
        return None
    points = _whole(given, "fix_after_n")
    if points < 2:
        raise ValueError(f"fix_after_n is {points}; limits need at least 2 points")
    return points


def _written(rows: Iterable[tuple[str, ...]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([ANSWERED, *rows])
    return out.getvalue()
