"""Components that show several things in order: summaries, tables, pages, checklists, timelines, comparisons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from kith.kit import pagination as paging
from kith.kit.components.page import tag
from kith.kit.components.times import moment
from kith.kit.markup import attrs, classes, esc, href, safe

Row = Mapping[str, Any]
_NOT_KNOWN = '<span class="kit-unknown">Not known</span>'


def _action(item: Row, key: str) -> str:
    hidden = esc(item.get("about") or key)
    return (
        f'<a class="govuk-link" href="{href(item["url"])}">{esc(item["text"])}'
        f'<span class="govuk-visually-hidden"> {hidden}</span></a>'
    )


def _summary_row(row: Row) -> str:
    value = row.get("value")
    shown = _NOT_KNOWN if value is None or value == "" else esc(value)
    source = f'<span class="kit-source">{esc(row["source"])}</span>' if row.get("source") else ""
    action = _action({"text": "Change", **row["action"]}, row["key"]) if row.get("action") else ""
    last = f'<dd class="govuk-summary-list__actions">{action}</dd>' if action else ""
    none = "" if action else " govuk-summary-list__row--no-actions"
    return (
        f'<div class="govuk-summary-list__row{none}"><dt class="govuk-summary-list__key">{esc(row["key"])}</dt>'
        f'<dd class="govuk-summary-list__value">{shown}{source}</dd>{last}</div>'
    )


def summary_list(rows: Iterable[Row], *, dense: bool = False, borders: bool = True) -> SafeString:
    """Facts in pairs. rows: `key`, `value`, optional `source` and `action` (`url`, `text`, `about`).

    A missing value reads "Not known": never an empty space.
    """
    style = classes(
        "govuk-summary-list",
        None if borders else "govuk-summary-list--no-border",
        "kit-dense" if dense else None,
    )
    return safe(f'<dl class="{style}">{"".join(_summary_row(row) for row in rows)}</dl>')


def _head_cell(head: Any) -> str:
    cell = head if isinstance(head, Mapping) else {"text": head}
    number = " govuk-table__header--numeric" if cell.get("numeric") else ""
    sort = {"data-sort": cell.get("sort"), "aria-sort": cell.get("sorted")}
    return f'<th scope="col" class="govuk-table__header{number}"{attrs(sort)}>{esc(cell["text"])}</th>'


def _cell(cell: Any, first: bool, numeric: bool) -> str:
    given = cell if isinstance(cell, Mapping) else {"text": cell}
    text = given.get("text")
    shown = _NOT_KNOWN if text is None else esc(text)
    sort = attrs({"data-value": given.get("value")})
    if first:
        return f'<th scope="row" class="govuk-table__header"{sort}>{shown}</th>'
    number = " govuk-table__cell--numeric" if numeric else ""
    return f'<td class="govuk-table__cell{number}"{sort}>{shown}</td>'


def _table_row(row: Any, numeric: Sequence[bool], first_head: bool) -> str:
    cells = row["cells"] if isinstance(row, Mapping) else row
    own = (
        {
            "data-href": row.get("url"),
            "class": classes("govuk-table__row", row.get("class")),
            "id": row.get("id"),
        }
        if (isinstance(row, Mapping))
        else {"class": "govuk-table__row"}
    )
    inner = "".join(
        _cell(cell, first_head and at == 0, numeric[at] if at < len(numeric) else False)
        for at, cell in enumerate(cells)
    )
    return f"<tr{attrs(own)}>{inner}</tr>"


def table(
    *,
    head: Sequence[Any],
    rows: Iterable[Any],
    caption: str = "",
    hide_caption: bool = False,
    dense: bool = True,
    sortable: bool = False,
    queue: bool = False,
    first_head: bool = True,
) -> SafeString:
    """A table that scrolls inside itself. The caption is required reading for those who cannot see the page.

    head: texts, or dicts `text`, `numeric`, `sort` ("text", "number"), `sorted`. rows: lists of cells, or dicts
    `cells`, `url`, `class`, `id`; a cell is a text or a dict `text`, `value` (what to sort by).
    queue: j, k and Enter walk the rows.
    """
    numeric = [bool(cell.get("numeric")) if isinstance(cell, Mapping) else False for cell in head]
    body = "".join(_table_row(row, numeric, first_head) for row in rows)
    style = classes("govuk-table", "kit-dense" if dense else None, "kit-broad" if len(head) > 3 else None)
    flags = attrs({"data-sortable": sortable or None, "data-queue": queue or None})
    hidden = " govuk-visually-hidden" if hide_caption else ""
    title = f'<caption class="govuk-table__caption govuk-table__caption--s{hidden}">{esc(caption)}</caption>'
    scroll = attrs({"role": "region", "aria-label": caption or None, "tabindex": "0"})
    return safe(
        f'<div class="kit-scroll"{scroll}><table class="{style}"{flags}>{title if caption else ""}'
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{"".join(map(_head_cell, head))}</tr></thead>'
        f'<tbody class="govuk-table__body">{body}</tbody></table></div>'
    )


def _page_link(number: int, current: int, query: Row) -> str:
    here = " govuk-pagination__item--current" if number == current else ""
    mark = ' aria-current="page"' if number == current else ""
    return (
        f'<li class="govuk-pagination__item{here}"><a class="govuk-link govuk-pagination__link" '
        f'href="{esc(paging.address(query, number))}" aria-label="Page {number}"{mark}>{number}</a></li>'
    )


def _page_step(number: int, word: str, rel: str, query: Row) -> str:
    return (
        f'<div class="govuk-pagination__{rel}"><a class="govuk-link govuk-pagination__link" rel="{rel}" '
        f'href="{esc(paging.address(query, number))}"><span class="govuk-pagination__link-title">{word}'
        '<span class="govuk-visually-hidden"> page</span></span></a></div>'
    )


def pagination(page: paging.Page, query: Row | None = None) -> SafeString:
    """The line of page numbers under a list. query: the present GET parameters, kept in every link."""
    kept = query or {}
    summary = f'<p class="govuk-body-s kit-shown">{esc(page.summary)}</p>'
    if page.last == 1:
        return safe(summary)
    gap = '<li class="govuk-pagination__item govuk-pagination__item--ellipsis">&ctdot;</li>'
    items = "".join(
        _page_link(n, page.number, kept) if n else gap for n in paging.numbers(page.number, page.last)
    )
    before = _page_step(page.number - 1, "Previous", "prev", kept) if page.number > 1 else ""
    after = _page_step(page.number + 1, "Next", "next", kept) if page.number < page.last else ""
    return safe(
        f'{summary}<nav class="govuk-pagination" aria-label="Pages">{before}'
        f'<ul class="govuk-pagination__list">{items}</ul>{after}</nav>'
    )


def _check_line(item: Row) -> str:
    done = bool(item.get("done"))
    word = tag(item.get("word") or ("Done" if done else "To do"), colour="green" if done else "orange")
    text = (
        f'<a class="govuk-link" href="{href(item["url"])}">{esc(item["text"])}</a>'
        if item.get("url")
        else (f"<span>{esc(item['text'])}</span>")
    )
    hint = f'<span class="kit-source">{esc(item["hint"])}</span>' if item.get("hint") else ""
    return f'<li class="kit-check{" kit-check--done" if done else ""}">{word} <span>{text}{hint}</span></li>'


def checklist(items: Iterable[Row], *, title: str = "") -> SafeString:
    """What is still missing, each line a link. items: `text`, `url`, `done`, optional `hint`, `word`."""
    head = f'<h3 class="govuk-heading-s">{esc(title)}</h3>' if title else ""
    return safe(f'{head}<ul class="kit-checklist">{"".join(_check_line(item) for item in items)}</ul>')


def _timeline_item(item: Row, now: datetime) -> str:
    if item.get("gap"):
        return f'<li class="kit-timeline__gap">{esc(item["gap"])}</li>'
    byline = f'<span class="kit-timeline__by">{esc(item["by"])}</span> ' if item.get("by") else ""
    body = f'<div class="kit-timeline__text">{esc(item["text"])}</div>' if item.get("text") else ""
    title = (
        f'<a class="govuk-link" href="{href(item["url"])}">{esc(item["title"])}</a>'
        if item.get("url")
        else (esc(item["title"]))
    )
    mark = tag(item["tag"], colour=item.get("colour", "")) if item.get("tag") else ""
    style = " kit-timeline__item--strong" if item.get("strong") else ""
    return (
        f'<li class="kit-timeline__item{style}"><div class="kit-timeline__head"><h3 class="kit-timeline__title">{title}'
        f'</h3> {mark}</div><p class="kit-timeline__when">{byline}{moment(item["at"], now)}</p>{body}</li>'
    )


def timeline(items: Iterable[Row], now: datetime) -> SafeString:
    """What happened, newest first as given. items: `at`, `title`, `by`, `text`, `url`, `tag`, `colour`, `strong`;
    or `gap`: a line saying that nothing is held between two entries."""
    return safe(f'<ol class="kit-timeline">{"".join(_timeline_item(item, now) for item in items)}</ol>')
