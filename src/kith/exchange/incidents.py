"""Incidents of a force's command and control: what its system may say, its columns in a file, and how a row becomes an
incident of the screening room. The number is the force's own; a code that nobody knows is a question, never a guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from kith.authority.who import Session
from kith.exchange.mapping import known
from kith.exchange.models import Arrival
from kith.exchange.schemas import Code, Day, In, Line, Long, Name, Reference, When
from kith.kit import words
from kith.people.arrivals import Arriving
from kith.screening import acts, intake
from kith.screening.acts import Attended, Named
from kith.screening.many import Logged
from kith.screening.models import Incident, IncidentPerson
from kith.statute import codes

OTHERWISE = "This says something else than what we hold. Ours stands: ask which is right."
Short = Annotated[str, Field(max_length=20)]
ROLES = tuple(code for code, _ in IncidentPerson.ROLES)
KINDS = tuple(code for code, _ in codes.choices("incident_kind"))
ARGUMENTS = ("number", "kind", "began_at", "received_at", "attended", "people", "summary", "address", "postcode")
ADULT_ROLES = ("mother", "father", "carer", "adult", "risk", "victim", "suspect", "witness")


class LoggedIn(In):
    """Somebody the log names."""

    given_name: Name = ""
    family_name: Name = ""
    dob: Day = ""
    age: Short = ""
    sex: Code = Field("", description="M, F or U")
    ethnicity: Annotated[str, Field(max_length=2)] = Field("", description="Self-defined, 18+1; empty: not stated")
    phone: Annotated[str, Field(max_length=30)] = ""
    school: Line = ""
    nhs_number: Short = ""
    present: bool = True


class LoggedChildIn(LoggedIn):
    role: Code = Field("at_home", description="at_home, victim, suspect, missing or witness")


class LoggedAdultIn(LoggedIn):
    role: Code = Field("adult", description="mother, father, carer, adult, risk, victim, suspect or witness")


def somebody(people: Any) -> Any:
    """A file has columns for a child on every row; a row that fills none of them names no child."""
    return [p for p in people if p] if isinstance(people, list) else people


class IncidentIn(In):
    """One incident under the force's own number. Sent again alike it is answered alike; otherwise set apart."""

    reference: Reference = Field(description="The force's own number of the incident")
    received_at: When = Field(description="When the log was closed or sent")
    began_at: When
    kind: Code = Field(description="A code of incident_kind")
    officer: Line = Field(description="Who attended: number and name")
    officer_email: Line = ""
    team: Line = Field("", description="The team's key or name; the officer's own where it is left out")
    children: Annotated[list[LoggedChildIn], BeforeValidator(somebody), Field(max_length=12)] = []
    adults: Annotated[list[LoggedAdultIn], Field(max_length=20)] = []
    address: Annotated[str, Field(max_length=200)] = ""
    postcode: Annotated[str, Field(max_length=8)] = ""
    summary: Long = ""


def future_times(body: IncidentIn, at: datetime) -> Iterator[dict[str, str]]:
    """Nothing is logged or begins in the future."""
    for name in ("received_at", "began_at"):
        if getattr(body, name) > at:
            yield {"field": name, "say": "This is in the future. Check the day, the time and the offset."}


def named(body: IncidentIn, asks: list[dict[str, str]]) -> list[Named]:
    """Everybody the log names, children first."""
    children = [person(body, c, "child", f"children.{n}", ROLES[:5], "at_home", asks)
                for n, c in enumerate(body.children)]
    return children + [person(body, a, "adult", f"adults.{n}", ADULT_ROLES, "adult", asks)
                       for n, a in enumerate(body.adults)]


def person(body: IncidentIn, given: LoggedIn, kind: str, where: str, roles: tuple[str, ...], usual: str,
           asks: list[dict[str, str]]) -> Named:
    role = known(str(getattr(given, "role", "")), roles, f"{where}.role", asks) or usual
    sex = known(given.sex.upper(), ("M", "F", "U"), f"{where}.sex", asks, as_sent=given.sex) or "U"
    arriving = Arriving(given_name=given.given_name, family_name=given.family_name, dob=given.dob, age=given.age,
                        sex=sex, phone=given.phone, school=given.school, nhs_number=given.nhs_number,
                        address=body.address, postcode=body.postcode)
    return Named(arriving, kind, role, given.present, given.ethnicity.upper())


def logged(arrival: Arrival, body: IncidentIn, attended: Attended) -> tuple[Logged, list[dict[str, str]]]:
    """The incident that a row tells of, and what must be asked about it."""
    asks: list[dict[str, str]] = []
    kind = known(body.kind, KINDS, "kind", asks) or "other"
    return Logged(number=body.reference, kind=kind, began_at=body.began_at, received_at=body.received_at,
                  attended=attended, people=named(body, asks), summary=body.summary, address=body.address,
                  postcode=body.postcode, digest=bytes(arrival.body_sha256)), asks


def attending(arrival: Arrival, body: IncidentIn) -> Attended:
    return acts.attended_by(body.officer, email=body.officer_email, team=body.team, agency=arrival.agency_id)


def take(arrival: Arrival, body: IncidentIn, *, by: Session, at: datetime) -> None:
    """Make the incident of a row and write it on the row (not yet saved). Raises Refused with the reasons.

    A number that is known already (a later version that a person let in) adds to what stands and overwrites nothing.
    """
    told, asks = logged(arrival, body, attending(arrival, body))
    before = Incident.objects.filter(agency=arrival.agency_id, system=arrival.system, number=told.number).first()
    if before is None:
        arrival.incident = intake.take_in(by=by, at=at, agency=arrival.agency_id, system=arrival.system,
                                          **{name: getattr(told, name) for name in ARGUMENTS})
    else:
        arrival.incident = intake.add_to(before, told, by=by, at=at)
        asks += differing(before, told)
    arrival.taken_at, arrival.questions, arrival.received_at = at, asks, body.received_at


def differing(before: Incident, told: Logged) -> Iterator[dict[str, str]]:
    """What a later version says otherwise: ours stands, and a person asks."""
    for field in ("kind", "began_at"):
        if getattr(before, field) != getattr(told, field):
            yield {"field": field, "say": OTHERWISE}


def received(arrival: Arrival) -> dict[str, Any]:
    """What the sender is told: how many children are to be screened, in words safe in their system."""
    taken = arrival.taken_at is not None
    return {"reference": arrival.message_id if taken else "", "your_reference": arrival.message_id,
            "state": "received" if taken else "kept", "say": said(arrival),
            "received_at": (arrival.received_at or arrival.kept_at).isoformat(), "questions": arrival.questions}


def said(arrival: Arrival) -> str:
    if arrival.taken_at is None:
        return "We have kept this and are taking it in."
    body = IncidentIn.model_validate_json(arrival.body)
    return f"The incident stands here with {words.plural(len(body.children), 'child', 'children')} named."
