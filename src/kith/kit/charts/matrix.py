"""A matrix of first against later choice on one scale; the cells of one direction are outlined and named in the key."""

from collections.abc import Sequence
from itertools import product

from kith.kit.charts.plane import KEY_LINE, key, nothing
from kith.kit.svg import WIDTH, Drawing, data_table, frame, rect, short, text

_LEFT, _TOP, _ROW, _SHADES = 118.0, 52.0, 56.0, 5
HIDDEN = "hidden"          # also beside a small number: what it is must not follow from the rest


def matrix(
    names: Sequence[str], *, counts: Sequence[Sequence[int | None]], down: str, across: str, title: str, sentence: str,
    outlined: str = "raised", outlined_words: str = "chosen lower first than later", same_words: str = "the same",
) -> Drawing:  # fmt: skip
    """counts[row][column] on the scale `names` (lowest first): row is the first choice, column the later one; None is
    hidden. outlined: "raised" (later is higher) or "lowered"."""
    inner, height = nothing(), 80.0
    if names:
        places = product(range(len(names)), repeat=2)
        cells = [_cell(names, counts, row, column, outlined) for row, column in places]
        words = _key(outlined_words, same_words, any(count is None for row in counts for count in row))
        bottom = _TOP + _ROW * len(names) + 14
        inner = _heads(names, down, across) + "".join(cells) + key(words, bottom)
        height = bottom + len(words) * KEY_LINE
    rows = [(name, *(_said(count) for count in row)) for name, row in zip(names, counts, strict=True)]
    table = data_table((f"{down} \\ {across}", *names), rows, title)
    return Drawing(frame(inner, title, sentence, height, roomy=True), table, sentence, title)


def _said(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _heads(names: Sequence[str], down: str, across: str) -> str:
    wide = (WIDTH - _LEFT) / len(names)
    parts = [text(0, _TOP - 10, short(down, 12), "kit-svg__small"),
             text((WIDTH + _LEFT) / 2, 16, short(across, 30), "kit-svg__small", "middle")]  # fmt: skip
    for at, name in enumerate(names):
        parts.append(text(_LEFT + (at + 0.5) * wide, _TOP - 10, short(name, 9), "kit-svg__value", "middle"))
        parts.append(text(_LEFT - 10, _TOP + at * _ROW + 33, short(name, 9), "kit-svg__value", "end"))
    return "".join(parts)


def _cell(names: Sequence[str], counts: Sequence[Sequence[int | None]], row: int, column: int, outlined: str) -> str:
    wide, count = (WIDTH - _LEFT) / len(names), counts[row][column]
    x, y = _LEFT + column * wide, _TOP + row * _ROW
    whole = sum(n or 0 for n in counts[row])
    share = (count or 0) / whole if whole else 0.0
    style = f"kit-svg__cell kit-svg__cell--{min(int(share * _SHADES), _SHADES - 1)}"
    if (column > row) if outlined == "raised" else (column < row):
        style += " kit-svg__cell--outlined"
    hover = f"{names[row]}, then {names[column]}: {_said(count)}"
    hidden = any(n is None for n in counts[row])
    style_of_count = "kit-svg__small" if count is None else "kit-svg__value"
    inside = [text(x + wide / 2, y + 26, _said(count), style_of_count, "middle")]
    if count and not hidden:
        inside.append(text(x + wide / 2, y + 45, f"{100 * share:.0f}%", "kit-svg__small", "middle"))
    if row == column:
        inside.append(f'<circle class="kit-svg__same" cx="{x + 13:.1f}" cy="{y + 13:.1f}" r="4"/>')
    return rect(x + 3, y + 3, wide - 6, _ROW - 6, style, hover) + "".join(inside)


def _key(outlined_words: str, same_words: str, hides: bool) -> list[tuple[str, str]]:
    box = rect(-10, -8, 20, 16, "kit-svg__cell kit-svg__cell--0 kit-svg__cell--outlined")
    lines = [(box, outlined_words), ('<circle class="kit-svg__same" cx="0" cy="0" r="4"/>', same_words)]
    return [*lines, ("", "hidden: small numbers, and what would give them away")] if hides else lines
