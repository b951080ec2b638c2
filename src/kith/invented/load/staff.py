"""Agencies, teams, workers with their roles, the duty rota and the schools: the small tables, first of all."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kith.authority.policy import ROLES
from kith.invented.load.codes import AGENCY_KIND
from kith.invented.load.place import WRITER, Place
from kith.invented.nouns import Agency, School, Worker
from kith.statute.calendar import london_date, london_instant

HUB_TEAMS = {"hub", "hub_police", "hub_health", "hub_education", "hub_early_help", "duty"}
DUTY = ("rafal", "nell")
ROTA_DAYS = (-6, 28)  # before and after today
DAY = timedelta(days=1)


def write_staff(place: Place) -> None:
    """Everything that people need before they can be recorded by somebody."""
    for agency in place.county.agencies:
        _agency(place, agency)
    for team in place.county.teams:
        place.sheets.add("authority_team", place.team(team.key), place.agency(team.agency), team.key, team.name,
                         _phone(place, team.key))
    place.sheets.add("authority_worker", place.writer, "First records of the county", f"{WRITER}@kith.invalid", "", "",
                     place.agency("partnership"), place.now)
    for worker in place.county.workers:
        _worker(place, worker)
    for school in place.county.schools:
        _school(place, school)
    write_rota(place)


def _agency(place: Place, agency: Agency) -> None:
    place.sheets.add("authority_agency", place.agency(agency.key), agency.key, agency.name,
                     AGENCY_KIND.get(agency.kind, "partnership"), _phone(place, agency.key))


def _phone(place: Place, key: str) -> str:
    """A telephone number kept free for drama, of its own for each key."""
    return f"01632 960{int(place.id('phone', key)[:6], 16) % 1000:03d}"


def _worker(place: Place, worker: Worker) -> None:
    place.sheets.add("authority_worker", worker.key, worker.name, worker.email, worker.phone,
                     ROLES[worker.roles[0]] if worker.roles else "", place.agency(worker.agency), None)
    for role in worker.roles:
        place.sheets.add("authority_workerrole", place.id("role", worker.handle, role), worker.key, role)
    teams = dict.fromkeys((*worker.teams, *(("hub",) if HUB_TEAMS & set(worker.teams) else ())))
    for team in teams:
        place.sheets.add("authority_teammember", place.id("member", team, worker.handle), place.team(team), worker.key)


def _school(place: Place, school: School) -> None:
    place.sheets.add("people_school", place.agency(school.agency), school.urn, school.phase, school.independent,
                     school.starts, [[t.first_on.isoformat(), t.last_on.isoformat()] for t in school.terms],
                     [day.isoformat() for day in school.inset])


def write_rota(place: Place) -> None:
    """The emergency duty team is on from each closing of the hub to its next opening."""
    today = london_date(place.now)
    day, last = today + ROTA_DAYS[0] * DAY, today + ROTA_DAYS[1] * DAY
    hours = place.profile.hours
    while day < last:
        if place.calendar.is_working_day(day):
            opens = _next_opening(place, day, hours.hub_opens)
            _spell(place, london_instant(day, hours.hub_closes), opens)
        day += DAY


def _next_opening(place: Place, day: date, opens: time) -> datetime:
    return london_instant(place.calendar.this_or_next_working_day(day + DAY), opens)


def _spell(place: Place, since: datetime, until: datetime) -> None:
    for handle in DUTY:
        place.sheets.add("authority_rota", place.id("rota", handle, since), place.worker(handle), since, until)
