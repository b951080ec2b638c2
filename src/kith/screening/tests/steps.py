"""Steps that the tests of this room share: an incident with three children, as command and control would send it."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.people.arrivals import Arriving
from kith.screening import acts, intake
from kith.screening.acts import Attended, Named
from kith.screening.models import Incident

HOME = {"address": "9 Quay Street, Saltmere", "postcode": "ts4 2bb"}
CHILDREN = (("Finn", "Hale", "2021-03-01", "M"), ("Isla", "Hale", "2018-09-14", "F"),
            ("Jude", "Hale", "2014-01-20", "M"))


def child(given: str, family: str, dob: str, sex: str = "U", *, role: str = "at_home", present: bool = True,
          **more) -> Named:
    return Named(Arriving(given_name=given, family_name=family, dob=dob, sex=sex, **{**HOME, **more}), "child", role,
                 present)


def mother(given: str = "Jo", family: str = "Hale") -> Named:
    return Named(Arriving(given_name=given, family_name=family, dob="1990-05-05", sex="F", **HOME), "adult", "mother",
                 True)


def incident(world, *, number: str = "TC-1", kind: str = "domestic_abuse", began_at: datetime | None = None,
             people=None, officer: str = "constable", **more) -> Incident:
    """An incident of tonight, attended by the constable of the response team, taken in by the intake job."""
    worker = world.worker(officer) if officer else None
    with world.at_work("hub_police") as by:
        attended = acts.attended_by(f"PC 4411 {worker.name}" if worker else "PC 1 Nobody Here",
                                    agency=by.agency_id)
        made = intake.take_in(by=by, at=by.now, number=number, kind=kind, agency=by.agency_id, system="Control",
                              began_at=began_at or by.now - timedelta(minutes=50), attended=attended,
                              people=people if people is not None else [*(child(*c) for c in CHILDREN), mother()],
                              summary="Shouting heard by neighbours; the parents had argued.", **HOME, **more)
    assert isinstance(attended, Attended)
    return made
