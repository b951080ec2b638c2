"""Steps that the tests of this room share: an incident with three children, as command and control would send it."""

from __future__ import annotations

from datetime import datetime, timedelta

from kith.instruments import shelf
from kith.instruments.models import Words
from kith.instruments.tool import Named as ToldOf
from kith.instruments.tool import WhyNot
from kith.people.arrivals import Arriving
from kith.screening import acts, escalation, intake, line
from kith.screening.acts import Attended, Named
from kith.screening.models import Expected, Incident, Screening

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


def incident_of(world, *, number: str = "TC-1", kind: str = "domestic_abuse", began_at: datetime | None = None,
             people=None, officer: str = "constable", home=None, **more) -> Incident:
    """An incident of tonight, attended by the constable of the response team, taken in by the intake job."""
    worker = world.worker(officer) if officer else None
    with world.at_work("hub_police") as by:
        attended = acts.attended_by(f"PC 4411 {worker.name}" if worker else "PC 1 Nobody Here",
                                    agency=by.agency_id)
        made = intake.take_in(by=by, at=by.now, number=number, kind=kind, agency=by.agency_id, system="Control",
                              began_at=began_at or by.now - timedelta(minutes=50), attended=attended,
                              people=people if people is not None else [*(child(*c) for c in CHILDREN), mother()],
                              summary="Shouting heard by neighbours; the parents had argued.", **(home or HOME), **more)
    assert isinstance(attended, Attended)
    return made


WORDS = "I put my hands on my ears."
WHY = "Officers were called to this home four times since May; the child has heard it all."


def answers(grade: str = "green", **changes) -> dict:
    """A plain case under the shipped tool, as an officer would give it."""
    return {"nature": "domestic", "what_happened": "Shouting, a plate thrown. Both parents calm when we left.",
            "weapon": "no", "home": ("fine",), "adults": (ToldOf("Jo Hale", "36", "mother"),),
            "adult_worry": ("nothing",), "other_children": WhyNot("none"), "seen": "yes", "spoken": "alone",
            "words": WORDS, "demeanour": ("withdrawn",), "hurt": "no", "school": "Ashbrook Primary", "safe_now": "yes",
            "grade": grade, "grade_why": "Both parents calm now.", "told": "yes", **changes}


def expected_of(incident: Incident, child: str = "Finn") -> Expected:
    return Expected.objects.select_related("incident").get(incident=incident,
                                                           source_record__fields__given_name=child)


def screened(world, *, incident: Incident | None = None, expected: Expected | None = None, child: str = "Finn",
             grade: str = "green", officer: str = "constable", **changes) -> Screening:
    """One child's screening, sent by the officer who attended; the rule has weighed it."""
    incident = incident or incident_of(world)
    with world.at_work(officer) as by:
        tool = shelf.in_force("vist", by.now.date())
        made = line.submit(by=by, at=by.now, subject=incident.pk, expected=expected or expected_of(incident, child),
                           tool=tool, answers=answers(grade, **changes))
    return weighed(world, made)


def weighed(world, screening: Screening) -> Screening:
    escalation.weigh_these([screening.pk])
    return fresh(world, screening)


def fresh(world, screening: Screening) -> Screening:
    return Screening.objects.using("owner").select_related("incident", "response", "expected").get(pk=screening.pk)


def returned(world, screening: Screening) -> None:
    with world.at_work("sergeant") as by:
        line.return_to_officer(by=by, at=by.now, subject=screening.incident_id, screening=screening,
                               reasons=["school", "grade"])


def supervised(world, screening: Screening, **more) -> Screening:
    with world.at_work("sergeant") as by:
        line.supervise(by=by, at=by.now, subject=screening.incident_id, screening=screening, **more)
    return fresh(world, screening)


def taken(world, screening: Screening) -> Screening:
    with world.at_work("hub_police") as by:
        line.take(by=by, at=by.now, subject=screening.incident_id, screening=screening)
    return fresh(world, screening)


def researched(world, screening: Screening) -> Screening:
    taken(world, screening)
    with world.at_work("hub_police") as by:
        line.research(by=by, at=by.now, subject=screening.incident_id, screening=screening,
                      text="Two earlier incidents at this address, both shouting; nothing on either parent.")
    return fresh(world, screening)


def shared(world, screening: Screening) -> Screening:
    screening = researched(world, supervised(world, screening))
    with world.at_work("hub_police") as by:
        line.share(by=by, at=by.now, subject=screening.incident_id,
                   screening=Screening.objects.select_related("incident", "response").get(pk=screening.pk), reason=WHY)
    return fresh(world, screening)


def words(world, key: str, screening: Screening) -> list[str]:
    with world.at_work(key):
        return list(Words.objects.filter(response=screening.response_id).values_list("text", flat=True))
