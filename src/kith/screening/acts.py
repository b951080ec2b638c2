"""What begins a screening: an incident arrives, it calls for a screening of each child, the officer begins it or says
why none is needed, and where nothing comes the sergeant is told by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kith.authority import notices
from kith.authority.acts import Done, Refused, act, open_tie
from kith.authority.county import profile
from kith.authority.models import Subject, Team, TeamMember, Worker
from kith.authority.who import Session
from kith.people import arrivals
from kith.people.arrivals import Arriving
from kith.people.chronology import chronicle
from kith.people.rules import age_on
from kith.screening import known, rules
from kith.screening.models import Expected, Incident, IncidentPerson, NotNeeded
from kith.statute import codes, screening
from kith.statute.calendar import london_date

TOLD_WITHIN = timedelta(days=28)  # a log of years, brought in today, is counted on the board and rings nobody [L]


@dataclass(frozen=True)
class Named:
    """Somebody whom the log names: what they are in the incident, whether they were there, and who they are."""

    person: Arriving
    kind: str
    role: str
    present: bool
    ethnicity: str = ""


@dataclass(frozen=True)
class Attended:
    """Who attended: as the log names them, and as workers here where they can be told."""

    name: str
    officer: UUID | None = None
    team: UUID | None = None


@act("incident.received", when=rules.reasons_against_incident)
def receive(*, by: Session, at: datetime, number: str, kind: str, began_at: datetime, agency: UUID, system: str,
            attended: Attended, people: Sequence[Named], received_at: datetime | None = None, summary: str = "",
            address: str = "", postcode: str = "") -> Done:
    """An incident of the force arrives once under its own number; each child of it who is screened is expected."""
    subject = Subject(kind="incident", created_by_id=by.worker_id, created_at=at)
    Subject.objects.bulk_create([subject])
    tie_to_those_who_attended(subject.pk, attended)
    incident = Incident(subject=subject, agency_id=agency, system=system, number=number, kind=kind, began_at=began_at,
                        received_at=received_at or at, summary=summary, address=address,
                        postcode=arrivals.tidy_postcode(postcode), officer_id=attended.officer,
                        officer_name=attended.name, team_id=attended.team, shift=rules.shift_of(began_at),
                        created_by_id=by.worker_id, created_at=at)
    Incident.objects.bulk_create([incident])
    named = [name_person(incident, n, one, by=by, at=at) for n, one in enumerate(people)]
    expect_all(incident, list(zip(named, people, strict=True)), by=by, at=at)
    return Done(incident, incident.pk, {"kind": kind, "people": len(named)})


def tie_to_those_who_attended(incident: UUID, attended: Attended) -> None:
    """The officer reaches their own incident, the sergeants of the team that attended reach it through the team."""
    if attended.officer:
        open_tie(holder=attended.officer, subject=incident, kind="attended")
    if attended.team:
        open_tie(holder=attended.team, subject=incident, kind="team_attended")


def name_person(incident: Incident, position: int, one: Named, *, by: Session, at: datetime) -> IncidentPerson:
    record = arrivals.take_in(one.person, kind=one.kind, by=by, at=at, agency=incident.agency_id,
                              system=incident.system)
    named = IncidentPerson(incident=incident, subject_id=record.subject_id, source_record=record, kind=one.kind,
                           role=one.role, present=one.present, position=position, created_by_id=by.worker_id)
    IncidentPerson.objects.bulk_create([named])
    return named


@act("incident.amended")
def amend(*, by: Session, at: datetime, incident: Incident, people: Sequence[Named]) -> Done:
    """The log came again with more: whom it newly names is added and, where a trigger says so, to be screened. What
    stands is not overwritten."""
    held = {who_is_it(one.kind, one.fields) for one in known.people_of([incident.pk])}
    new = [one for one in people if who_is_it(one.kind, vars(one.person)) not in held]
    named = [name_person(incident, len(held) + n, one, by=by, at=at) for n, one in enumerate(new)]
    expect_all(incident, list(zip(named, new, strict=True)), by=by, at=at)
    Incident.objects.filter(pk=incident.pk).update(matched_at=None if named else incident.matched_at)
    return Done(incident, incident.pk, {"people": len(named)})


def who_is_it(kind: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells one person of a log from another: kind, names and date of birth, whatever the letters' case."""
    return (kind, *(str(fields.get(name) or "").strip().casefold() for name in ("given_name", "family_name", "dob")))


def expect_all(incident: Incident, named: Sequence[tuple[IncidentPerson, Named]], *, by: Session,
               at: datetime) -> None:
    """Each child of the household separately, by the triggers in force on the day of the incident."""
    on, local = london_date(incident.began_at), profile().screening
    for person, one in named:
        triggers = screening.called_for(incident.kind, one.role, one.present, on, local)
        if person.kind == "child" and triggers:
            expect(by=by, at=at, incident=incident, person=person, triggers=triggers, details=details_of(one, on))


def details_of(one: Named, on: date) -> dict[str, object]:
    born = arrivals.born_on(one.person.dob, on)
    return {"sex": one.person.sex or "U", "ethnicity": one.ethnicity, "age": age_on(born, on)}


@act("screening.expected")
def expect(*, by: Session, at: datetime, incident: Incident, person: IncidentPerson, triggers: Sequence[str],
           details: dict[str, object]) -> Done:
    """This child is to be screened, because of these triggers; the time runs from the incident."""
    expected = Expected(incident=incident, subject_id=person.subject_id, source_record_id=person.source_record_id,
                        triggers=list(triggers), expected_at=incident.began_at, created_by_id=by.worker_id, **details)
    Expected.objects.bulk_create([expected])
    return Done(expected, incident.pk, {"triggers": list(triggers)}, about=(person.subject_id,),
                moments={"happened": incident.began_at}, hangs_on=expected.pk)


@act("incident.matched")
def mark_matched(*, by: Session, at: datetime, incident: Incident) -> Done:
    """The index has looked at everybody the log names."""
    Incident.objects.filter(pk=incident.pk).update(matched_at=at)
    return Done(incident, incident.pk)


@act("screening.begun")
def begin(*, by: Session, at: datetime, subject: UUID, expected: Expected) -> Done:
    """The officer has opened the form: begun, not yet sent."""
    Expected.objects.filter(pk=expected.pk, begun_at__isnull=True).update(begun_at=at)
    return Done(expected, subject)


@act("screening.not_needed", when=rules.reasons_against_not_needed)
def not_needed(*, by: Session, at: datetime, subject: UUID, expected: Expected, reason: str, note: str = "") -> Done:
    """No screening was needed after all, for a coded reason; a share of these is looked at by somebody else."""
    if hasattr(expected, "screening") or NotNeeded.objects.filter(expected=expected).exists():
        raise Refused("This child is screened already, or a reason stands already. Go back to your list.")
    said = NotNeeded(expected=expected, incident_id=expected.incident_id, subject_id=expected.subject_id,
                     source_record_id=expected.source_record_id, reason=reason, note=note.strip(), said_at=at,
                     created_by_id=by.worker_id)
    NotNeeded.objects.bulk_create([said])
    return Done(said, subject, {"reason": reason}, hangs_on=expected.pk)


@act("screening.missed")
def tell_sergeant(*, by: Session, at: datetime, incident: Incident, expected: Expected) -> Done:
    """No screening came in time: the sergeant of the team that attended is told by name, once."""
    sergeants = sergeants_of(incident)
    Expected.objects.filter(pk=expected.pk, missed_at__isnull=True).update(
        missed_at=at, missed_to=sergeants[0].pk if sergeants else None)
    holders = [s.pk for s in sergeants] or notices.holding("hub_police")
    told = " ".join(s.name for s in sergeants) or "No sergeant is known for this team"
    if incident.began_at > at - TOLD_WITHIN:
        notices.post(by=by, at=at, holders=holders, path="/screenings/board/",
                     text=f"{told}: no screening came from {incident.officer_name} for incident {incident.number}.")
    return Done(expected, incident.pk, {"sergeant": str(sergeants[0].pk) if sergeants else ""}, hangs_on=expected.pk)


def sergeants_of(incident: Incident) -> list[Worker]:
    """The sergeants of the team that attended, by name."""
    members = TeamMember.objects.filter(team=incident.team_id).values("worker_id")
    return list(Worker.objects.filter(pk__in=members, held_roles__role="sergeant", left_at__isnull=True)
                .order_by("name")) if incident.team_id else []


def attended_by(name: str, *, email: str = "", team: str = "", agency: UUID) -> Attended:
    """Who attended, found among the force's workers by address or by exact name; the team by its key or name, else the
    officer's own. Whoever cannot be told stays as the log names them."""
    workers = Worker.objects.filter(agency=agency, left_at__isnull=True)
    found = list((workers.filter(email__iexact=email) if email else workers.filter(name__iexact=bare(name)))[:2])
    officer = found[0] if len(found) == 1 else None
    teams = Team.objects.filter(agency=agency)
    known = teams.filter(key=team).first() or teams.filter(name__iexact=team).first() if team else None
    if known is None and officer:
        known = teams.filter(members__worker=officer).order_by("name").first()
    return Attended(name, officer.pk if officer else None, known.pk if known else None)


def bare(name: str) -> str:
    """"PC 4411 Ben Carrow" as the worker's own name."""
    return " ".join(w for w in name.split() if w.upper() not in ("PC", "DC", "PS", "PCSO") and not w.isdigit())


def kind_words(incident: Incident) -> str:
    return codes.label("incident_kind", incident.kind)


chronicle("screening.expected", lambda e, by: f"Police incident: {kind_words(e.incident)}. A screening is expected",
          path=lambda e: f"/screenings/incidents/{e.incident_id}/")
