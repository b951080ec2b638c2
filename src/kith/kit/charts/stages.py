"""Drop-off: how many reached each stage of a line of work, and how many were lost on the way."""

from collections.abc import Sequence

from kith.kit.charts.plane import nothing
from kith.kit.svg import WIDTH, Drawing, data_table, frame, number, rect, short, text

_DEEP = 52.0


def stages(
    rows: Sequence[tuple[str, int]], *, title: str, sentence: str, head: str = "Stage", lost: str = "lost"
) -> Drawing:
    """(stage, how many reached it), in order. `lost` is the word for those who did not come from the stage before."""
    top = max([reached for _, reached in rows] + [1])
    before = [rows[max(at - 1, 0)][1] for at in range(len(rows))]
    inner = "".join(
        _stage(name, reached, was, at, top, lost)
        for at, ((name, reached), was) in enumerate(zip(rows, before, strict=True))
    )
    table = data_table(
        (head, "Reached", "Of all", "Of the stage before", lost.capitalize()),
        [(name, number(reached), _percent(reached, rows[0][1]), _percent(reached, was), number(was - reached))
         for (name, reached), was in zip(rows, before, strict=True)],
        title,
    )  # fmt: skip
    picture = frame(inner or nothing(), title, sentence, max(len(rows) * _DEEP, 80.0), roomy=True)
    return Drawing(picture, table, sentence, title)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "no data"


def _stage(name: str, reached: int, before: int, at: int, top: int, lost: str) -> str:
    y, scale = at * _DEEP, WIDTH / top
    gone = f"{before - reached:,} {lost}" if at and before > reached else ""
    said = f"{reached:,}" if not at else f"{reached:,} ({_percent(reached, before)})"
    return "".join((
        text(0, y + 19, short(name, 22), "kit-svg__value"),
        text(200, y + 19, said),
        text(WIDTH, y + 19, gone, "kit-svg__small", "end"),
        rect(0, y + 26, reached * scale, 16, "kit-svg__bar", f"{name}: {reached:,}"),
        rect(reached * scale, y + 26, (before - reached) * scale, 16, "kit-svg__lost", gone) if gone else "",
    ))  # fmt: skip
