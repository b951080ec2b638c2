"""The plain text in which pages are written: paragraphs, headings, lists, links. No HTML goes in, so none
comes out.

A blank line ends a block. `## ` and `### ` begin headings; lines with `- ` or `1. ` are lists; `> ` is a
quotation;
`[words](address)` is a link to a page of this site, a https page, an e-mail address or a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LINK = re.compile(r"\[([^\]\n]{1,200})\]\(([^)\s]{1,500})\)")
ALLOWED = re.compile(r"(/(?!/)|https://|mailto:|tel:)[^\s\"'<>]*\Z")
NUMBERED = re.compile(r"\d{1,2}\. ")


@dataclass(frozen=True)
class Block:
    """One block: `kind` is "h2", "h3", "p", "quote", "bullets" or "numbers"; `lines` are its texts or list
    items."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    chunks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return tuple(
        block for chunk in chunks if chunk.strip() for block in _of_chunk(chunk.strip("\n").split("\n"))
    )


def _of_chunk(lines: list[str]) -> Iterator[Block]:
    """A heading may stand directly over its paragraph; a list directly under its sentence."""
    held: list[str] = []
    kind = ""
    for line in lines:
        if held and line.startswith("  ") and kind in ("bullets", "numbers"):
            held[-1] += f" {line.strip()}"
            continue
        now, words = _kind(line.strip())
        if held and (now != kind or now in ("h2", "h3")):
            yield _block(kind, held)
            held = []
        held.append(words)
        kind = now
    if held:
        yield _block(kind, held)


def _kind(line: str) -> tuple[str, str]:
    for mark, kind in (("### ", "h3"), ("## ", "h2"), ("- ", "bullets"), ("> ", "quote")):
        if line.startswith(mark):
            return kind, line[len(mark) :].strip()
    if found := NUMBERED.match(line):
        return "numbers", line[found.end() :].strip()
    return "p", line


def _block(kind: str, lines: list[str]) -> Block:
    return Block(kind, tuple(lines) if kind in ("bullets", "numbers") else (" ".join(lines),))


def inline(text: str) -> SafeString:
    """One line with its links; an address of any other sort stays as it was typed."""
    parts: list[SafeString] = []
    end = 0
    for found in LINK.finditer(text):
        parts += [format_html("{}", text[end : found.start()]), _link(found)]
        end = found.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, format_html("{}", text[end:])]))


def _link(found: re.Match[str]) -> SafeString:
    words, address = found.group(1), found.group(2)
    if not ALLOWED.match(address):
        return format_html("{}", found.group(0))
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, words)


DRAWN = {
    "h2": '<h2 class="govuk-heading-m">{}</h2>',
    "h3": '<h3 class="govuk-heading-s">{}</h3>',
    "p": '<p class="govuk-body">{}</p>',
    "quote": '<blockquote class="govuk-inset-text">{}</blockquote>',
}


def drawn(text: str) -> SafeString:
    """The whole text as HTML, every word of it escaped."""
    return format_html_join("\n", "{}", ((_drawn(block),) for block in blocks(text)))


def _drawn(block: Block) -> SafeString:
    if block.kind in DRAWN:
        return format_html(DRAWN[block.kind], inline(block.lines[0]))
    items = format_html_join("", "<li>{}</li>", ((inline(line),) for line in block.lines))
    if block.kind == "numbers":
        return format_html('<ol class="govuk-list govuk-list--number">{}</ol>', items)
    return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)


def faults(text: str) -> list[str]:
    """What is wrong with a text, in sentences for its author: links that would not work, tags that would
    show."""
    out = [
        f"The link “{words}” goes to {address}, which is not allowed. Use a page of this site or https://…"
        for words, address in LINK.findall(text)
        if not ALLOWED.match(address)
    ]
    if re.search(r"</?[a-zA-Z][^>\n]{0,80}>", text):
        out.append("There is HTML in the text. Write plain text with ##, - and [words](address).")
    return out
