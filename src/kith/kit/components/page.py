"""Components any page may carry: buttons, banners, links, boxes. GOV.UK Frontend's mark-up, written out by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from kith.kit.markup import attrs, classes, esc, href, safe

TAG_COLOURS = ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")
Link = Mapping[str, Any]


def button(
    text: str,
    *,
    kind: str = "",
    url: str = "",
    type: str = "submit",
    name: str | None = None,
    value: str | None = None,
    disabled: bool = False,
    once: bool = True,
    key: str | None = None,
    classes_: str = "",
    **more: Any,
) -> SafeString:
    """A button, or a link that looks like one when `url` is given.

    kind: "", "secondary", "warning", "inverse" or "start". once: refuse a second press.
    key: the letter that presses it.
    """
    style = classes("govuk-button", f"govuk-button--{kind}" if kind else None, classes_)
    shared = {
        "class": style,
        "data-module": "govuk-button",
        "data-key": key,
        "aria-keyshortcuts": key,
        **more,
    }
    if url:
        return safe(f'<a href="{href(url)}" role="button" draggable="false"{attrs(shared)}>{esc(text)}</a>')
    state = {"disabled": disabled, "aria-disabled": "true" if disabled else None}
    twice = {"data-prevent-double-click": "true" if once and type == "submit" else None}
    own = attrs({"type": type, "name": name, "value": value, **state, **twice})
    return safe(f"<button{own}{attrs(shared)}>{esc(text)}</button>")


def details(content: str, *, summary: str, open: bool = False, id: str | None = None) -> SafeString:
    """Content behind one line."""
    return safe(
        f'<details class="govuk-details"{attrs({"open": open, "id": id})}>'
        '<summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{esc(summary)}</span></summary>'
        f'<div class="govuk-details__text">{esc(content)}</div></details>'
    )


def distressing(content: str, *, line: str = "Contains a description of injury.") -> SafeString:
    """Hard reading behind a plain line that says what it is. Opens for print."""
    return safe(
        '<details class="kit-distressing" data-distressing><summary class="kit-distressing__summary">'
        f'<span class="kit-distressing__line">{esc(line)}</span> <span class="kit-distressing__show">Show</span>'
        '<span class="kit-distressing__hide">Hide</span></summary>'
        f'<div class="kit-distressing__text">{esc(content)}</div>'
        "</details>"
    )


def inset(content: str) -> SafeString:
    """A paragraph set apart by a bar."""
    return safe(f'<div class="govuk-inset-text">{esc(content)}</div>')


def warning(text: str) -> SafeString:
    """A warning with its mark and the hidden word."""
    return safe(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">Warning</span> '
        f"{esc(text)}</strong></div>"
    )


def notification_banner(
    content: str, *, success: bool = False, title: str = "", id: str = "govuk-notification-banner-title"
) -> SafeString:
    """A banner about what just happened (success) or what matters now. Plain text becomes its heading."""
    style = " govuk-notification-banner--success" if success else ""
    heading = title or ("Done" if success else "Important")
    body = (
        esc(content)
        if "<" in esc(content)
        else f'<p class="govuk-notification-banner__heading">{esc(content)}</p>'
    )
    return safe(
        f'<div class="govuk-notification-banner{style}" role="{"alert" if success else "region"}"'
        f' aria-labelledby="{esc(id)}" data-module="govuk-notification-banner">'
        f'<div class="govuk-notification-banner__header"><h2 class="govuk-notification-banner__title" id="{esc(id)}">'
        f'{esc(heading)}</h2></div><div class="govuk-notification-banner__content">{body}</div></div>'
    )


def panel(content: str, *, title: str) -> SafeString:
    """The green panel at the end: what was done, and the reference in its body."""
    return safe(
        '<div class="govuk-panel govuk-panel--confirmation"><h1 class="govuk-panel__title">'
        f'{esc(title)}</h1><div class="govuk-panel__body">{esc(content)}</div></div>'
    )


def phase_banner(content: str, *, phase: str = "Beta") -> SafeString:
    """Says that this is new and how to tell us what to mend."""
    return safe(
        '<div class="govuk-phase-banner govuk-width-container" role="region" aria-label="About this site">'
        '<p class="govuk-phase-banner__content">'
        f'<strong class="govuk-tag govuk-phase-banner__content__tag">{esc(phase)}</strong>'
        f'<span class="govuk-phase-banner__text">{esc(content)}</span></p></div>'
    )


def tag(text: str, *, colour: str = "") -> SafeString:
    """A short state word in colour. The word carries the meaning, the colour only helps."""
    if colour and colour not in TAG_COLOURS:
        raise ValueError(f"no such colour of tag: {colour}; one of {', '.join(TAG_COLOURS)}")
    style = f" govuk-tag--{colour}" if colour else ""
    return safe(f'<strong class="govuk-tag{style}">{esc(text)}</strong>')


def back_link(url: str, *, text: str = "Back") -> SafeString:
    """One step back."""
    return safe(f'<nav aria-label="Back"><a href="{href(url)}" class="govuk-back-link">{esc(text)}</a></nav>')


def _crumb(item: Link) -> str:
    inner = f'<a class="govuk-breadcrumbs__link" href="{href(item["url"])}">{esc(item["text"])}</a>'
    if not item.get("url"):
        return f'<li class="govuk-breadcrumbs__list-item" aria-current="page">{esc(item["text"])}</li>'
    return f'<li class="govuk-breadcrumbs__list-item">{inner}</li>'


def breadcrumbs(items: Iterable[Link]) -> SafeString:
    """items: dicts with `text` and `url`; the last may have no url and is then the present page."""
    inner = "".join(_crumb({"url": "", **item}) for item in items)
    return safe(
        '<nav class="govuk-breadcrumbs govuk-breadcrumbs--collapse-on-mobile" aria-label="Breadcrumb">'
        f'<ol class="govuk-breadcrumbs__list">{inner}</ol></nav>'
    )


def _nav_item(item: Link) -> str:
    current = ' aria-current="page"' if item.get("current") else ""
    count = (
        f' <span class="kit-count">{esc(item["count"])}</span>' if item.get("count") not in (None, "") else ""
    )
    return f'<li><a href="{href(item["url"])}"{current}>{esc(item["text"])}{count}</a></li>'


def sections(items: Iterable[Link], *, label: str = "Sections") -> SafeString:
    """Links between views of one thing, in place of tabs. items: `text`, `url`, `current`, `count` (optional)."""
    inner = "".join(_nav_item(item) for item in items)
    return safe(f'<nav class="kit-sections" aria-label="{esc(label)}"><ul>{inner}</ul></nav>')


def chips(items: Iterable[Link], *, label: str = "Filters") -> SafeString:
    """Filters as links; the chosen ones carry `current` and say so in words to those who cannot see the colour."""
    return safe(
        f'<nav class="kit-chips" aria-label="{esc(label)}"><ul>{"".join(_chip(item) for item in items)}</ul></nav>'
    )


def _chip(item: Link) -> str:
    chosen = '<span class="govuk-visually-hidden"> (chosen)</span>' if item.get("current") else ""
    current = ' aria-current="true"' if item.get("current") else ""
    count = (
        f' <span class="kit-count">{esc(item["count"])}</span>' if item.get("count") not in (None, "") else ""
    )
    return f'<li><a class="kit-chip" href="{href(item["url"])}"{current}>{esc(item["text"])}{count}{chosen}</a></li>'


def empty_state(text: str, *, first: str = "", url: str = "") -> SafeString:
    """An empty list that teaches: what will appear here, and (first, url) what to press to begin."""
    link = f'<a class="govuk-link" href="{href(url)}">{esc(first)}</a>' if url else esc(first)
    step = f'<p class="govuk-body kit-empty__first">{link}</p>' if first else ""
    return safe(f'<div class="kit-empty"><p class="govuk-body">{esc(text)}</p>{step}</div>')


def copy(text: str, *, label: str = "Copy") -> SafeString:
    """A short code with a button that copies it; without JavaScript only the code shows."""
    return safe(
        f'<span class="kit-copy"><code>{esc(text)}</code> <button type="button" class="kit-small-button" hidden '
        f'data-copy="{esc(text)}">{esc(label)}<span class="govuk-visually-hidden"> {esc(text)}</span></button></span>'
    )
