"""Clocks of missing children and exploitation (C29, C30, C32)."""

from ..duty import Duty, since
from ..units import Length, Unit

_RISKS = ("high", "medium", "low")


def _review(risk: str) -> Duty:
    others = tuple(f"exploitation.graded_{other}" for other in _RISKS if other != risk)
    return Duty(
        f"exploitation.review_{risk}",
        "C32",
        f"Review a child at {risk} risk of exploitation",
        starts=f"exploitation.graded_{risk}",
        met_by=("exploitation.reviewed",),
        length=None,
        owner="exploitation meeting",
        source="The county's own rhythm",
        tag="L",
        in_force=since(2018, 7, 4),
        local=True,
        runs_from="happened",
        superseded_by=(*others, "exploitation.closed"),
    )


OUTSIDE_HOME: tuple[Duty, ...] = (
    Duty(
        "missing.return_interview",
        "C29",
        "Hold the return home interview",
        starts="missing.returned",
        met_by=("missing.interviewed", "missing.interview_declined"),
        length=Length(72, Unit.ELAPSED_HOURS),
        owner="council responsible for the child",
        source="Children who run away or go missing from home or care, 2014",
        tag="R",
        in_force=since(2014, 1, 1),
        runs_from="happened",
        warn_before=Length(24, Unit.ELAPSED_HOURS),
        note="The offer is tracked apart and does not meet it.",
    ),
    Duty(
        "missing.prevention_interview",
        "C30",
        "Police speak with the returned child",
        starts="missing.returned",
        met_by=("missing.prevention_interviewed",),
        length=None,
        owner="police",
        source="The county's own standard; as soon as possible",
        tag="L",
        in_force=since(2014, 1, 1),
        local=True,
        runs_from="happened",
    ),
    *(_review(risk) for risk in _RISKS),
)
