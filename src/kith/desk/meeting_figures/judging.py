"""Numbers into tables and control charts, small ones hidden from those who may not open the rows behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kith.desk.meeting_figures.asking import Everything, Week, by_agency
from kith.insight import control, pictures, suppression
from kith.insight.rules import reasons_against_chart
from kith.insight.sentences import percent
from kith.kit.svg import Drawing

HIDDEN = "hidden"
FEWEST_WEEKS = 2
Pairs = Mapping[str, tuple[int, int]]


def number(count: int, *, hide: bool) -> str:
    """A count as it may be shown."""
    few = hide and 0 < count < suppression.LEAST
    return f"fewer than {suppression.LEAST}" if few else f"{count:,}"


def share(done: int, of: int, *, hide: bool) -> str:
    """A share in per cent; where few are counted, or few are not, "hidden" to those without the rows."""
    if not of:
        return "none yet"
    if hide and suppression.share(done, of) is None:
        return HIDDEN
    return percent(done / of)


def table(counts: Pairs, *, hide: bool) -> list[list[str]]:
    """Rows of agency, of, done, share; small numbers hidden, and as many others as it takes."""
    if not hide:
        return [[name, f"{of:,}", f"{done:,}", percent(done / of)] for name, (done, of) in sorted(counts.items()) if of]
    shown = suppression.by_group(dict(sorted(counts.items())))
    return [[g.name, told(g.of), told(g.done), HIDDEN if g.share is None else percent(g.share)]
            for g in shown if g.name != suppression.TOTAL]


def told(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def totals(found: Everything, *, hide: bool) -> list[dict[str, str]]:
    """The measures of P3 over the whole period, one line each."""
    weeks = found.weeks
    items, discussed = add(w.items for w in weeks), add(w.discussed for w in weeks)
    lines = [
        ("Meetings held", number(add(w.sittings for w in weeks), hide=False)),
        ("Items", number(items, hide=hide)),
        ("Minutes an item", minutes(weeks)),
        ("Prepared before the meeting", share(add(w.prepared for w in weeks), add(w.owed for w in weeks), hide=hide)),
        ("Actions done on time",
         share(add(c.done for c in found.actions), add(c.of for c in found.actions), hide=hide)),
        ("Items that led to a strategy discussion", part(add(w.converted for w in weeks), discussed, hide=hide)),
        ("Children who came back: a review together is owed", number(add(w.repeats for w in weeks), hide=hide)),
        ("Best placed to work with the child: not the council",
         share(add(m.elsewhere for m in found.made), add(m.placed for m in found.made), hide=hide)),
        ("Decisions with the child's voice",
         share(add(m.voiced for m in found.made), add(m.made for m in found.made), hide=hide)),
    ]
    return [{"key": key, "value": value} for key, value in lines]


def part(done: int, of: int, *, hide: bool) -> str:
    """ "12 (8%)", or what of it may be shown """
    shown = share(done, of, hide=hide)
    return shown if shown == HIDDEN or not of else f"{done:,} ({shown})"


def minutes(weeks: Iterable[Week]) -> str:
    listed = list(weeks)
    discussed = add(w.discussed for w in listed)
    return f"{add(w.seconds for w in listed) / 60 / discussed:.1f}" if discussed else "none yet"


def add(numbers: Iterable[int]) -> int:
    return sum(numbers)


def week_words(day: date) -> str:
    return f"{day:%-d %b %Y}"


def counted(weeks: Sequence[Week], *, hide: bool) -> Drawing | None:
    """Items a week."""
    items = {week_words(w.week): w.items for w in weeks}
    shown = suppression.line(items) if hide else dict(items)
    return drawn({k: n for k, n in shown.items() if n is not None and k != suppression.TOTAL}, "Items a week", better=0)


def paced(weeks: Sequence[Week]) -> Drawing | None:
    """Minutes an item, week by week: about the meeting's time, not about a child."""
    return drawn({week_words(w.week): w.seconds / 60 / w.discussed for w in weeks if w.discussed}, "Minutes an item",
                 better=0)


def shares(pairs: Iterable[tuple[date, int, int]], title: str, *, hide: bool) -> Drawing | None:
    """A share week by week; weeks whose share would give somebody away are left out."""
    added = by_agency((day.isoformat(), done, of) for day, done, of in pairs)
    named = {week_words(date.fromisoformat(k)): pair for k, pair in sorted(added.items()) if pair[1]}
    if hide:
        found = {g.name: g.share for g in suppression.by_group(named) if g.name != suppression.TOTAL}
    else:
        found = {name: done / of for name, (done, of) in named.items()}
    kept = {name: value for name, value in found.items() if value is not None}
    return drawn(kept, title, better=1, percent=True, below=[named[name][1] for name in kept])


def drawn(values: Mapping[str, float], title: str, *, better: int, percent: bool = False,
          below: Sequence[int] | None = None) -> Drawing | None:
    """A control chart by the NHS rules; None until there are two weeks to compare."""
    if len(values) < FEWEST_WEEKS:
        return None
    points = control.xmr(list(values.values()), better=better)
    against = next(iter(reasons_against_chart(list(values.values()), below)), "")
    drawing = pictures.control(points, list(values), title=title, percent=percent,
                               head=("Week from", "Per cent" if percent else title))
    return replace(drawing, sentence=f"{drawing.sentence} {against}".strip())


def charts(found: Everything, *, hide: bool) -> list[Drawing]:
    """Every chart that has something to compare."""
    weeks = found.weeks
    made: list[Callable[[], Drawing | None]] = [
        lambda: counted(weeks, hide=hide), lambda: paced(weeks),
        lambda: shares(((w.week, w.prepared, w.owed) for w in weeks), "Prepared before the meeting", hide=hide),
        lambda: shares(((c.week, c.done, c.of) for c in found.actions), "Actions done on time", hide=hide),
        lambda: shares(((m.week, m.voiced, m.made) for m in found.made), "Decisions with the child's voice", hide=hide)]
    return [drawing for draw in made if (drawing := draw()) is not None]


def tables(found: Everything, *, hide: bool) -> list[dict[str, Any]]:
    """Attendance, actions, voice in decisions and unused words, each by agency. An empty chair is no child's: who
    comes is never hidden."""
    wanted = (
        ("Who comes, by agency", ("Needed at", "Came"), ((s.agency, s.came, s.due) for s in found.seats), False),
        ("Actions on time, by agency", ("Due", "On time"), ((c.agency, c.done, c.of) for c in found.actions), hide),
        ("Decisions with the child's voice, by the decider's agency", ("Decisions", "With voice"),
         ((m.agency, m.voiced, m.made) for m in found.made), hide),
        ("Children's words that nothing decided has used, by who heard them", ("Heard", "Unused"),
         ((u.agency, u.unused, u.heard) for u in found.unused), hide))
    numeric = [{"text": "Share", "numeric": True}]
    return [{"title": title, "head": ["Agency", *({"text": h, "numeric": True} for h in head), *numeric],
             "rows": table(by_agency(counts), hide=few)} for title, head, counts, few in wanted]
