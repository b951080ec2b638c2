"""Small, fast pieces of HTML: every value is escaped unless it is already marked safe."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def esc(value: Any) -> str:
    """The value as text safe inside HTML and inside a quoted attribute; None is empty."""
    return "" if value is None else conditional_escape(value)


def attrs(pairs: Mapping[str, Any]) -> str:
    """` name="value"` for each pair; True gives the bare name, None and False are left out. Names: `_` becomes `-`."""
    out = []
    for name, value in pairs.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        out.append(f" {esc(name)}" if value is True else f' {esc(name)}="{esc(value)}"')
    return "".join(out)


def classes(*names: str | None) -> str:
    """The names that are there, with a space between."""
    return " ".join(name for name in names if name)


def safe(html: str) -> SafeString:
    """Marks a string built here, from escaped parts only, as HTML."""
    return mark_safe(html)


def joined(parts: Iterable[str]) -> str:
    """The parts without anything between."""
    return "".join(parts)


def href(url: Any) -> str:
    """An address for a link: script-bearing schemes become `#`, so that a typed address can never run."""
    text = str(url).strip()
    head = "".join(
        char for char in text.split("/", 1)[0].lower() if char.isprintable() and not char.isspace()
    )
    if ":" in head and head.split(":", 1)[0] not in ("http", "https", "tel", "mailto", "sms"):
        return "#"
    return esc(url)
