"""Times on the page: words first, the exact time on hover and in print, a class and a word for urgency."""

from datetime import date, datetime

from django.utils.safestring import SafeString

from kith.kit import words
from kith.kit.markup import esc, href, safe

_WORDS = {"overdue": "Overdue", "soon": "Soon", "today": "Today", "later": ""}


def moment(at: datetime | date, now: datetime) -> str:
    """A past time in relative words inside `<time>`, with the exact time as title."""
    text = words.ago(at, now) if isinstance(at, datetime) else words.day_of(at, words.local(now).date())
    return _time(at, text)


def ago(at: datetime | date | None, now: datetime) -> SafeString:
    """Relative time with its exact title; "time not known" for none."""
    return safe(moment(at, now) if at else '<span class="kit-unknown">time not known</span>')


def on(at: datetime | date | None) -> SafeString:
    """The exact day (and time) in full: "Friday 27 November 2026 at 16:00"."""
    return safe(_time(at, words.exact(at)) if at else '<span class="kit-unknown">date not known</span>')


def _time(at: datetime | date, text: str, more: str = "") -> str:
    exact = words.exact(at)
    title = "" if text == exact else f' title="{exact}"'  # said already: on paper it would stand there twice
    return f'<time datetime="{words.machine(at)}"{title}{more}>{esc(text)}</time>'


def _met(due: datetime | date, met: datetime, label: str) -> str:
    late = met > due if isinstance(due, datetime) else words.local(met).date() > due
    word = "Done late" if late else "Done in time"
    style = "late" if late else "met"
    return f'<span class="kit-clock kit-clock--{style}">{label}{word}, {_time(met, words.exact(met))}</span>'


def clock(
    due: datetime | date | None,
    now: datetime,
    *,
    verb: str = "Due",
    label: str = "",
    met_at: datetime | None = None,
    explain_url: str = "",
    explained: str = "",
) -> SafeString:
    """A clock in words: "Decide by 16:00 today (1 h 20 min left)"; "Overdue by 2 h: explain".

    due: an aware datetime, or a date for clocks that count whole days. label: what the clock is about, said first.
    met_at: when it was met. explain_url: where a breach is explained; explained: the explanation once given.
    """
    about = f'<span class="kit-clock__label">{esc(label)}</span> ' if label else ""
    if due is None:
        return safe(f'<span class="kit-clock kit-clock--later">{about}No time set</span>')
    if met_at is not None:
        return safe(_met(due, met_at, about))
    state = words.urgency(due, now)
    live = f' data-due data-now="{words.machine(now)}"' if isinstance(due, datetime) else ""
    text = _time(due, words.until(due, now, verb), live)
    flag = f'<strong class="kit-clock__flag">{_WORDS[state]}</strong> ' if state == "soon" else ""
    tail = ""
    if state == "overdue" and explained:
        tail = f": {esc(explained)}"
    elif state == "overdue" and explain_url:
        tail = f': <a class="govuk-link kit-clock__explain" href="{href(explain_url)}">explain</a>'
    return safe(f'<span class="kit-clock kit-clock--{state}">{about}{flag}{text}{tail}</span>')
