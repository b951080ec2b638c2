"""Components of a record's page: who it is about, facts with sources, words as they were said, comparison."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString

from kith.kit.components.page import tag
from kith.kit.components.times import moment
from kith.kit.markup import attrs, esc, href, safe

Row = Mapping[str, Any]


def fact(
    text: str | None,
    *,
    source: str = "",
    at: datetime | date | None = None,
    now: datetime | None = None,
    url: str = "",
    unknown: str = "Not known",
) -> SafeString:
    """A statement with the line that says how we know it: source, time, and where to read it. None reads as unknown."""
    said = esc(text) if text else f'<span class="kit-unknown">{esc(unknown)}</span>'
    when = f", {moment(at, now)}" if at and now else ""
    origin = f'<a class="govuk-link" href="{href(url)}">{esc(source)}</a>' if url and source else esc(source)
    line = f' <span class="kit-source">{origin}{when}</span>' if source else ""
    return safe(f'<span class="kit-fact">{said}{line}</span>')


def own_words(
    content: str,
    *,
    who: str,
    heard_by: str = "",
    at: datetime | date | None = None,
    now: datetime | None = None,
    setting: str = "",
) -> SafeString:
    """Somebody's own words in a quiet box: quoted, dated, with who heard them and where."""
    when = f", {moment(at, now)}" if at and now else ""
    heard = f" Heard by {esc(heard_by)}{when}." if heard_by else f"{when[2:]}."
    place = f" {esc(setting)}." if setting else ""
    return safe(
        f'<figure class="kit-words"><blockquote class="kit-words__said">{esc(content)}</blockquote>'
        f'<figcaption class="kit-words__who"><strong>{esc(who)}</strong>, in their own words.{heard}{place}'
        "</figcaption></figure>"
    )


def _bar_fact(item: Row) -> str:
    value = item.get("value")
    shown = esc(value) if value else '<span class="kit-unknown">Not known</span>'
    return f"<div><dt>{esc(item['key'])}</dt><dd>{shown}</dd></div>"


def identity_bar(
    *,
    name: str,
    age: str = "",
    line: str = "",
    facts: Iterable[Row] = (),
    flags: Iterable[Row] = (),
    url: str = "",
) -> SafeString:
    """Who this page is about: name, age, one line on who they live with.

    facts: dicts `key`, `value`; flags: dicts `text`, `colour`.
    """
    title = f'<a href="{href(url)}">{esc(name)}</a>' if url else esc(name)
    years = f'<span class="kit-identity__age">, {esc(age)}</span>' if age else ""
    under = f'<p class="kit-identity__line">{esc(line)}</p>' if line else ""
    marks = "".join(f"<li>{tag(flag['text'], colour=flag.get('colour', ''))}</li>" for flag in flags)
    listed = f'<ul class="kit-identity__flags">{marks}</ul>' if marks else ""
    pairs = "".join(_bar_fact(item) for item in facts)
    known = f'<dl class="kit-identity__facts">{pairs}</dl>' if pairs else ""
    return safe(
        f'<section class="kit-identity" aria-label="Who this page is about"><div class="kit-identity__who">'
        f'<p class="kit-identity__name">{title}{years}</p>{under}{listed}</div>{known}</section>'
    )


_STATES = {
    "same": ("Same", "green"),
    "close": ("Close", "yellow"),
    "different": ("Different", "red"),
    "missing": ("Not held", "grey"),
}


def _compare_row(row: Row) -> str:
    word, colour = _STATES[row["state"]]
    why = f'<span class="kit-source">{esc(row["why"])}</span>' if row.get("why") else ""
    cells = "".join(_compare_cell(row.get(side)) for side in ("left", "right"))
    return (
        f'<tr role="row" class="kit-compare__row kit-compare__row--{row["state"]}">'
        f'<th scope="row" role="rowheader">{esc(row["key"])}</th>'
        f'{cells}<td role="cell">{tag(row.get("word") or word, colour=colour)}{why}</td></tr>'
    )


def _compare_cell(value: Any) -> str:
    shown = esc(value) if value not in (None, "") else '<span class="kit-unknown">Not held</span>'
    return f'<td role="cell">{shown}</td>'


def compare(rows: Sequence[Row], *, left: str, right: str, caption: str = "Side by side") -> SafeString:
    """Two records side by side, the differences marked by a word and a colour, never a colour alone.

    rows: `key`, `left`, `right`, `state` (same, close, different, missing), optional `why` and `word`. The roles are
    written out because the table is laid out as a grid on a phone, where browsers would otherwise forget them.
    """
    body = "".join(_compare_row(row) for row in rows)
    heads = "".join(
        f'<th role="columnheader" scope="col">{esc(text)}</th>' for text in (left, right, "Compared")
    )
    return safe(
        f'<div class="kit-scroll" role="region" tabindex="0"{attrs({"aria-label": caption})}>'
        f'<table class="kit-compare" role="table"><caption class="govuk-visually-hidden">{esc(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><td role="cell"></td>{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def compare_words(left: str, right: str) -> tuple[SafeString, SafeString]:
    """Both texts with the words that the other lacks inside `<mark>`, for `compare` rows."""
    return _marked(left, right), _marked(right, left)


def _marked(text: str, other: str) -> SafeString:
    known = {word.casefold() for word in other.split()}
    return safe(
        " ".join(
            esc(word) if word.casefold() in known else f"<mark>{esc(word)}</mark>" for word in text.split()
        )
    )
