"""Pages of a long list: which numbers to show, and addresses that keep the filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PER_PAGE = 25


@dataclass(frozen=True)
class Page:
    """One page of rows. `number` starts at 1; `total` counts all rows."""

    rows: Sequence[Any]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def last(self) -> int:
        """The number of the last page; 1 when there are no rows."""
        return max(1, -(-self.total // self.per_page))

    @property
    def summary(self) -> str:
        """ "Showing 26 to 50 of 312"."""
        if not self.total:
            return "Nothing to show"
        first = (self.number - 1) * self.per_page + 1
        return f"Showing {first:,} to {first + len(self.rows) - 1:,} of {self.total:,}"


def page_number(asked: str | None, total: int, per_page: int = PER_PAGE) -> int:
    """The page asked for, brought inside the range; anything that is not a number is page 1."""
    wanted = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    return min(max(1, wanted), max(1, -(-total // per_page)))


def take(rows: Any, asked: str | None, per_page: int = PER_PAGE) -> Page:
    """One page of a queryset or list; a queryset is counted once and sliced once."""
    total = len(rows) if isinstance(rows, list | tuple) else rows.count()
    number = page_number(asked, total, per_page)
    start = (number - 1) * per_page
    return Page(list(rows[start : start + per_page]), number, total, per_page)


def numbers(current: int, last: int) -> list[int | None]:
    """The numbers to print, None for a gap: 1 … 6 [7] 8 … 20."""
    wanted = sorted({1, last, *(n for n in range(current - 1, current + 2) if 1 <= n <= last)})
    out: list[int | None] = []
    for number in wanted:
        if out and number - (out[-1] or 0) > 1:
            out.append(None)
        out.append(number)
    return out


def address(query: Mapping[str, Any], number: int) -> str:
    """The query string of another page, with the other filters kept."""
    kept = query.lists() if hasattr(query, "lists") else [(key, [value]) for key, value in query.items()]
    pairs = [(key, value) for key, values in kept for value in values if key != "page" and value != ""]
    return "?" + urlencode([*pairs, ("page", number)])
