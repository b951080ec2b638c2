"""The police's incidents and screenings as rows: the log's people, what was expected, the line of each screening."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TextIO

from kith.invented import nouns
from kith.invented.answering import WHY
from kith.invented.load.answers import version, write_answers, write_editions
from kith.invented.load.arrived import source, unidentified
from kith.invented.load.place import FOLLOWED, Place
from kith.invented.policing import GRADES, SEEN_AS, Force, Line, Logged, LoggedIncident, Team, officers
from kith.invented.shire import write_lines
from kith.invented.streams import Weighted, stream
from kith.people.rules import age_on
from kith.screening import rules
from kith.statute import screening as law
from kith.statute.calendar import london_date
from kith.statute.screening import Graded

SYSTEM = "Control"
HUB_WORKERS, SERGEANT = ("gareth", "leila"), "moira"
NEVER_CAME = timedelta(hours=24)


def write_policing(place: Place, truth: TextIO | None) -> None:
    """Teams, officers, then every incident with its line; the truth to its own file."""
    force = Force(place.county)
    write_editions(place)
    for team in force.teams:
        write_team(place, team)
    if truth:
        write_lines(force.truth(), truth.write)
    graded: dict[date, list[tuple[LoggedIncident, Logged]]] = defaultdict(list)
    for incident in force.incidents():
        write_incident(place, incident)
        for child in incident.children:
            if child.line.done_at:
                graded[london_date(incident.began_at).replace(day=1)].append((incident, child))
        if truth:
            write_lines((nouns.Truth("true_grade", f"{incident.number}#{c.key}", c.line.true,
                                     f"officer {c.line.officer}") for c in incident.children if c.line.true),
                        truth.write)


    for month, found in sorted(graded.items()):
        if month < london_date(place.now).replace(day=1):
            write_sample(place, month, found)


def write_sample(place: Place, month: date, found: list[tuple[LoggedIncident, Logged]]) -> None:
    """The month's blind second grading: drawn by its seed, given by somebody in the hub."""
    key, seed = place.id("sample", month), f"second_grading/{month}/{place.county.seed}"
    strata: dict[str, list[str]] = defaultdict(list)
    by_key = {place.id("screening", child.key): (incident, child) for incident, child in found}
    for one, (incident, child) in by_key.items():
        strata[f"{child.line.officer}, {rules.shift_of(incident.began_at)}"].append(one)
    drawn = rules.draw(strata, place.profile.screening.second_grading_a_month, seed)
    at = place.morning(month + timedelta(days=40))
    place.sheets.add("screening_sample", key, "second_grading", month, seed, len(by_key), sum(map(len, drawn.values())),
                     {name: [len(ids), len(drawn.get(name, ()))] for name, ids in strata.items()}, at, place.writer)
    for stratum, one in ((name, one) for name, ids in drawn.items() for one in ids):
        incident, child = by_key[one]
        chance = stream(place.county.seed, "second grade", one)
        grade = Weighted(GRADES, SEEN_AS[child.line.true]).draw(chance)
        place.sheets.add("screening_sampled", place.id("sampled", one), key, incident.key, child.key, one, None,
                         stratum, grade, None, "As I read the answers without the grade.", at,
                         place.worker(HUB_WORKERS[1]), place.writer)


def write_team(place: Place, team: Team) -> None:
    """A team, its sergeant and its officers; those of the first two teams work here already."""
    known = {t.key for t in place.county.teams}
    if team.key not in known:
        place.sheets.add("authority_team", place.team(team.key), place.agency("police"), team.key, team.name,
                         "01632 960500")
    for number, name in enumerate(officers(team)):
        if bare(name) not in place.by_name:
            write_worker(place, team, officer_key(place, team, name), bare(name), f"{team.key}.{number}", "constable")
    if team.key != "response_a":
        write_worker(place, team, place.id("sergeant", team.key), f"Sergeant {team.name}", f"sgt.{team.key}",
                     "sergeant")


def write_worker(place: Place, team: Team, key: str, name: str, address: str, role: str) -> None:
    place.sheets.add("authority_worker", key, name, f"{address}@police.thornshire.example", "01632 960501",
                     role.capitalize(), place.agency("police"), None)
    place.sheets.add("authority_workerrole", place.id("role", key, role), key, role)
    place.sheets.add("authority_teammember", place.id("member", team.key, key), place.team(team.key), key)


def bare(name: str) -> str:
    return " ".join(name.split()[2:])


def officer_key(place: Place, team: Team, name: str) -> str:
    """The worker who attended: one who signs in, or the team's own."""
    known = place.by_name.get(bare(name))
    return known.key.hex if known else place.id("officer", team.key, name)


def write_incident(place: Place, incident: LoggedIncident) -> None:
    """The incident, its ties, and each child."""
    key, officer = incident.key.hex, officer_key(place, incident.team, incident.officer)
    place.subject(key, "incident", incident.began_at)
    if incident.began_at > place.now - FOLLOWED:
        place.tie(officer, key, "attended", incident.began_at)
        place.tie(place.team(incident.team.key) or "", key, "team_attended", incident.began_at)
    place.sheets.add(
        "screening_incident", key, place.agency("police"), SYSTEM, incident.number, incident.kind, incident.began_at,
        incident.began_at + timedelta(minutes=30), "", incident.address, incident.postcode, officer, incident.officer,
        place.team(incident.team.key), rules.shift_of(incident.began_at), incident.began_at, place.writer,
        incident.began_at)
    for number, child in enumerate(incident.children):
        write_child(place, incident, child, number, officer)


def write_child(place: Place, incident: LoggedIncident, child: Logged, number: int, officer: str) -> None:
    """A child of the log with the screening expected of them."""
    key, subject, at = place.id("logged-record", child.key), child.key.hex, incident.began_at
    fields = {"given_name": child.given, "family_name": child.family, "dob": child.born.isoformat(), "sex": child.sex,
              "address": incident.address, "postcode": incident.postcode}
    source(place, key, subject, "police", SYSTEM, key, at, fields)
    unidentified(place, subject, "child", fields, key, at)
    place.sheets.add("people_personlink", place.id("link", key, subject), key, subject, "arrived", "", place.writer, at,
                     None)
    role = {"missing_return": "missing", "child_victim": "victim", "child_suspect": "suspect"}.get(incident.kind,
                                                                                                   "at_home")
    place.sheets.add("screening_incidentperson", place.id("logged-person", child.key), incident.key, subject, key,
                     "child", role, child.present, number, place.writer)
    called = law.called_for(incident.kind, role, child.present, london_date(at), place.profile.screening)
    if called:
        write_expected(place, incident, child, key, officer, called)


def write_expected(place: Place, incident: LoggedIncident, child: Logged, record: str, officer: str,
                   called: tuple[str, ...]) -> None:
    line, subject, expected = child.line, child.key.hex, place.id("expected", child.key)
    late = line.submitted_at is None and not line.not_needed
    missed = incident.began_at + NEVER_CAME if late else None
    place.sheets.add(
        "screening_expected", expected, incident.key, subject, record, f"{{{','.join(called)}}}", child.sex,
        child.ethnicity, age_on(child.born, london_date(incident.began_at)), incident.began_at, line.begun_at, missed,
        sergeant_of(place, incident.team) if missed else None, place.writer)
    if line.not_needed:
        place.sheets.add("screening_notneeded", place.id("not-needed", child.key), expected, incident.key, subject,
                         record, line.not_needed, "Said by the officer at the time.",
                         incident.began_at + timedelta(hours=3), officer)
    elif line.submitted_at:
        write_screening(place, incident, child, record, officer, expected)


def sergeant_of(place: Place, team: Team) -> str:
    return place.worker(SERGEANT) if team.key == "response_a" else place.id("sergeant", team.key)


def write_screening(place: Place, incident: LoggedIncident, child: Logged, record: str, officer: str,
                    expected: str) -> None:
    """The screening as it stands now, then the steps that made it so."""
    line, key, abuse = child.line, place.id("screening", child.key), incident.kind == "domestic_abuse"
    given = write_answers(place, incident, child, officer, expected)
    graded = Graded(key, None, incident.began_at, line.grade, abuse)
    handled = rules.highest(line.grade, law.counted_grade(graded, place.profile.escalation))
    hub = place.worker(HUB_WORKERS[child.key.int % 2]) if line.done_at else None
    place.sheets.add(
        "screening_screening", key, expected, incident.key, child.key, record, given, "vist", version(incident),
        abuse, line.officer, WHY[line.officer], line.grade, handled, line.voice, line.demeanour, line.school,
        line.others, line.submitted_at, line.improved_at, None, line.supervised_at,
        sergeant_of(place, incident.team) if line.supervised_at else None, line.reached_at, hub,
        line.done_at if line.shared else None, None, line.done_at if line.not_shared else None, line.acknowledged_at,
        line.done_at or line.submitted_at, officer)
    for step in steps_of(place, incident, line, officer, hub):
        write_step(place, incident, child, record, key, *step)


Step = tuple[str, datetime, str, str, str, str, str]  # kind, at, by, codes, text, before, after


def steps_of(place: Place, incident: LoggedIncident, line: Line, officer: str, hub: str | None) -> list[Step]:
    found: list[Step] = []
    sergeant = sergeant_of(place, incident.team)
    if line.returned_at and line.improved_at:
        found += [("returned", line.returned_at, sergeant, line.returned_for, "", "", ""),
                  ("improved", line.improved_at, officer, "", "", "", "")]
    if line.supervised_at:
        if line.sergeant:
            found.append(("regraded", line.supervised_at, sergeant, "", REGRADED, line.officer, line.sergeant))
        found.append(("supervised", line.supervised_at, sergeant, "", "", "", ""))
    if line.done_at and hub:
        if line.hub:
            found.append(("regraded", line.done_at, hub, "", REGRADED, line.sergeant or line.officer, line.hub))
        found += [("researched", line.done_at, hub, "", "Looked in our own systems for the household.", "", ""),
                  ("shared" if line.shared else "not_shared", line.done_at, hub, line.not_shared, DECIDED, "", "")]
    return found


REGRADED = "What was held already on the household does not fit the grade that was given."
DECIDED = "Decided on what was seen, what the child said and what is held."


def write_step(place: Place, incident: LoggedIncident, child: Logged, record: str, screening: str, kind: str,
               at: datetime, by: str, codes: str, text: str, before: str, after: str) -> None:
    in_hub = kind in ("researched", "shared", "not_shared") or by in {place.worker(h) for h in HUB_WORKERS}
    place.sheets.add("screening_step", place.id("step", screening, kind, at, after), screening, incident.key, child.key,
                     record, kind, f"{{{codes}}}", text, before, after, in_hub, at, by)
