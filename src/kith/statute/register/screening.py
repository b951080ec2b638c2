"""Clocks of police vulnerability screening: made, supervised, improved, looked at in the hub (C44 to C46)."""

from ..duty import Duty, since
from ..units import Length, Unit

_GRADES = ("red", "amber", "green")
_POLICE = "The force's own standard for vulnerability screening; the length is the county's"


def _triage(grade: str) -> Duty:
    """The hub's clock for one grade. A grade changed on the way starts the other grade's clock from the same moment."""
    others = tuple(f"screening.reached_{other}" for other in (*_GRADES, "blue") if other != grade)
    return Duty(
        f"screening.triage_{grade}",
        "C46",
        f"Decide whether to share a {grade.capitalize()} screening",
        starts=f"screening.reached_{grade}",
        met_by=("screening.shared", "screening.not_shared"),
        length=None,
        owner="hub",
        source="A police force's published triage standard; the length is the county's",
        tag="R",
        in_force=since(2013, 4, 15),
        local=True,
        runs_from="received",
        superseded_by=others,
        warn_before=Length(1, Unit.ELAPSED_HOURS),
    )


SCREENING: tuple[Duty, ...] = (
    Duty(
        "screening.submitted",
        "C44",
        "Screen a child that an incident calls for",
        starts="screening.expected",
        met_by=("screening.submitted", "screening.sent_in", "screening.not_needed"),
        length=None,
        owner="attending officer",
        source=_POLICE,
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        runs_from="happened",
        note="Counted from the incident, never from the screening. When it runs out the sergeant is told by name.",
    ),
    Duty(
        "screening.supervised",
        "C45",
        "Supervise a screening",
        starts="screening.submitted",
        met_by=("screening.supervised", "screening.returned"),
        length=None,
        owner="sergeant",
        source=_POLICE,
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
        note="A red screening is on the hub's queue at once and does not wait for it.",
    ),
    Duty(
        "screening.improved",
        "C45",
        "Improve a screening that was returned",
        starts="screening.returned",
        met_by=("screening.submitted",),
        length=None,
        owner="attending officer",
        source=_POLICE,
        tag="L",
        in_force=since(2013, 4, 15),
        local=True,
    ),
    *(_triage(grade) for grade in _GRADES),
)
