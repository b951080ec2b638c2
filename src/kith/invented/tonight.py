"""The last hours before the demonstration opens, done through the acts: incidents of tonight, one to be screened, one
sent, one supervised and with the hub, one that never came."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from kith.authority.who import Session
from kith.instruments import shelf
from kith.instruments.tool import Answers, WhyNot
from kith.instruments.tool import Named as Told
from kith.invented.opening import at_work
from kith.people.arrivals import Arriving
from kith.screening import acts, escalation, intake, jobs, line
from kith.screening.acts import Named
from kith.screening.models import Expected, Incident, Screening
from kith.statute.calendar import london_date

OFFICER, SERGEANT, HUB = "ben@police", "moira@police", "gareth@police"
PC = "PC 4000 Ben Carrow"
Child = tuple[str, str, str]  # given name, date of birth, sex

EVENING: tuple[tuple[str, str, float, str, str, str, tuple[Child, ...]], ...] = (
    # number, kind, hours ago, family name, mother, address, children
    ("1180", "domestic_abuse", 0.8, "Hale", "Jo", "9 Quay Street, Saltmere",
     (("Finn", "2021-03-01", "M"), ("Isla", "2018-09-14", "F"), ("Jude", "2014-01-20", "M"))),
    ("1164", "missing_return", 5, "Brierley", "Tess", "3 Foundry Row, Elmcaster", (("Casey", "2011-06-30", "F"),)),
    ("1122", "domestic_abuse", 20, "Pardoe", "Lin", "27 Beacon Hill, Elmcaster",
     (("Rowan", "2016-11-02", "M"), ("Wren", "2019-04-17", "F"))),
    ("1171", "custody", 3, "Lacey", "Dee", "14 Lock View, Elmcaster", (("Tyler", "2020-08-08", "M"),)),
    ("1090", "warrant", 30, "Swann", "Ros", "2 Hollow Lane, Otterley", (("Ivy", "2022-02-12", "F"),)),
)
SENT = {"1164": "amber", "1122": "green", "1171": "red"}  # number -> the officer's grade; the others are not sent


def play() -> int:
    """Everything of the evening; returns how many screenings were sent."""
    incidents = {each[0]: arrive(*each) for each in EVENING}
    with at_work(OFFICER) as by:
        sent = [screen(by, expected, SENT[number], aloud=n % 2 == 0)
                for number, incident in incidents.items() if number in SENT
                for n, expected in enumerate(Expected.objects.filter(incident=incident).select_related(
                    "incident", "source_record").order_by("pk"))]
    supervise(incidents["1122"])
    escalation.weigh_waiting()
    jobs.tell_sergeants()
    return len(sent)


def arrive(number: str, kind: str, hours: float, family: str, mother: str, address: str,
           children: tuple[Child, ...]) -> UUID:
    """One incident as command and control would send it."""
    with at_work(HUB) as by:
        began = by.now - timedelta(hours=hours)
        people = [Named(Arriving(given_name=g, family_name=family, dob=dob, sex=sex, address=address,
                                 school="Ashbrook Primary"), "child", "at_home", kind != "custody")
                  for g, dob, sex in children]
        people.append(Named(Arriving(given_name=mother, family_name=family, dob="1991-05-05", sex="F", address=address),
                            "adult", "mother", True))
        made: Incident = intake.take_in(
            by=by, at=by.now, number=f"TC-{began:%Y%m%d}-{number}", kind=kind, began_at=began, agency=by.agency_id,
            system="Control", attended=acts.attended_by(PC, team="response_a", agency=by.agency_id), people=people,
            address=address, summary="As logged by the control room.")
        return made.pk


def screen(by: Session, expected: Expected, grade: str, *, aloud: bool) -> Screening:
    """The officer's answers about one child."""
    tool = shelf.in_force("vist", london_date(expected.incident.began_at))
    made: Screening = line.submit(by=by, at=by.now, subject=expected.incident_id, expected=expected, tool=tool,
                                  answers=answers(grade, aloud))
    return made


def answers(grade: str, aloud: bool) -> Answers:
    spoken: Answers = {"spoken": "alone", "words": "They shout and I go under the bed."} if aloud else {
        "spoken": "no", "not_spoken": "asleep"}
    return {"nature": "domestic", "what_happened": "Raised voices, a chair turned over. Calm when we left.",
            "weapon": "no", "home": ("fine",), "adults": (Told("The mother", "", "mother"),),
            "adult_worry": ("drink",), "other_children": WhyNot("none"), "seen": "yes", **spoken,
            "demeanour": ("withdrawn",) if aloud else ("asleep",), "hurt": "no", "school": "Ashbrook Primary",
            "safe_now": "yes", "grade": grade, "grade_why": "What I saw and heard myself.",
            "told": "yes"}


def supervise(incident: UUID) -> None:
    """The sergeant agrees with both; somebody in the hub takes one on."""
    with at_work(SERGEANT) as by:
        for screening in Screening.objects.filter(incident=incident).select_related("incident"):
            line.supervise(by=by, at=by.now, subject=incident, screening=screening)
    with at_work(HUB) as by:
        first = Screening.objects.filter(incident=incident).select_related("incident").order_by("pk").first()
        assert first is not None
        line.take(by=by, at=by.now, subject=incident, screening=first)
