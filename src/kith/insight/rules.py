"""When a figure may be shown, and when it would mislead. Reasons in plain sentences; none means yes."""

from collections.abc import Iterator, Sequence

from kith.insight.funnel import Unit, funnel

OFFICER_INCIDENTS = 30        # over the periods together; below, no statistic can tell an officer from chance
OFFICER_PERIODS = 2           # the newest two, one after the other
FEW_A_MONTH = 5               # counts below this make an XmR chart alarm falsely
FEW_BELOW_THE_LINE = 20       # denominators below this do the same to a share


def reasons_against_officer_figure(incidents: Sequence[int], *, own_supervisor: bool) -> Iterator[str]:
    """Why one officer's figures may not be shown. `incidents`: their number in each period, newest last.

    Both of the newest two periods must hold some, and together at least 30; the reader must be the officer's own
    supervisor, for whom it is a prompt to coach and nothing else.
    """
    newest = list(incidents)[-OFFICER_PERIODS:]
    if not own_supervisor:
        yield "One officer's figures are for their own supervisor only."
    if len(newest) < OFFICER_PERIODS or not all(newest):
        yield f"There are not yet {OFFICER_PERIODS} periods with incidents one after the other."
    if sum(newest) < OFFICER_INCIDENTS:
        yield f"{sum(newest)} incidents are too few to tell from chance; {OFFICER_INCIDENTS} are needed."


def coaching_prompts(periods: Sequence[Sequence[Unit]]) -> list[str]:
    """Officers who are low on the funnel of all officers in each of the newest two periods, and may be shown.

    periods: every officer's `Unit` of a period, newest last; names in the order of the newest. Whether the reader is
    the officer's supervisor is asked of `reasons_against_officer_figure`, for each name.
    """
    newest = periods[-OFFICER_PERIODS:]
    if len(newest) < OFFICER_PERIODS or not all(any(unit.of for unit in units) for units in newest):
        return []
    incidents = [{unit.name: unit.of for unit in units} for units in newest]
    low = [{placed.unit.name for placed in funnel(units).low} for units in newest]
    names = (unit.name for unit in newest[-1] if all(unit.name in named for named in low))
    counts = ((name, [of[name] for of in incidents]) for name in names)
    return [name for name, seen in counts if not any(reasons_against_officer_figure(seen, own_supervisor=True))]


def reasons_against_chart(values: Sequence[float], below: Sequence[int] | None = None) -> Iterator[str]:
    """Why an XmR chart of these months would mislead. `below`: the denominators where the values are shares."""
    if len(values) < 12:
        yield f"{len(values)} points are few: until there are 12, the limits move with each new one."
    if below is None and values and sum(value < FEW_A_MONTH for value in values) * 2 > len(values):
        yield f"Most counts are below {FEW_A_MONTH}: look at the time between them instead."
    if below is not None and any(count < FEW_BELOW_THE_LINE for count in below):
        yield f"Some months have fewer than {FEW_BELOW_THE_LINE} cases below the line: their shares swing by chance."
