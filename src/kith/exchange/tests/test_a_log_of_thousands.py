"""A force's log taken in as sets is what it would have been row by row, to the last column; what cannot be read is kept
with its line and reason, what is known is left out, what was interrupted goes on."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connections

from kith.authority import who
from kith.exchange import acts, bringing, files, jobs, layouts
from kith.exchange.models import Arrival, Import
from kith.screening import intake, known, many
from kith.screening.models import Expected, Incident, IncidentPerson

NAMES = ("Finn", "Isla", "Noor", "محمد", "Zoë", "Jo-Ann", "")
KINDS = ("domestic_abuse", "missing_return", "custody", "child_victim", "other", "DV-7")
HEAD = [c.name for c in layouts.COLUMNS["incident"]]


def owners(model):
    return model.objects.using("owner")


def rows_of(dice: random.Random, number: int) -> list[dict[str, str]]:
    """The rows of one invented incident, one a child: most are plain, some odd, some wrong."""
    began = datetime(2026, 3, 1) + timedelta(minutes=dice.randrange(300_000))
    shared = {"reference": f"TC-{number}", "began_at": f"{began:%d/%m/%Y %H:%M}", "kind": dice.choice(KINDS),
              "received_at": f"{began + timedelta(hours=1):%Y-%m-%dT%H:%M:00+00:00}",
              "officer": dice.choice(["PC 4411 Colin Constable", "PS 12 Sara Sergeant", "PC 9 Nobody Known"]),
              "team": dice.choice(["", "response", "Elmcaster response", "no such team"]),
              "address": dice.choice(["", "9 Quay Street"]), "postcode": dice.choice(["", "ts42bb"]),
              "mother_given_name": dice.choice(["", "Jo"]), "summary": dice.choice(["", "Shouting; “quiet” later."])}
    if dice.random() < 0.15:
        shared |= dice.choice([{"began_at": "yesterday"}, {"officer": ""}, {"reference": ""}, {"reference": "*!"},
                               {"began_at": "01/03/2099 10:00"}, {"child_present": "perhaps"}])
    return [shared | child_of(dice) for _ in range(dice.randrange(4))] or [shared]


def child_of(dice: random.Random) -> dict[str, str]:
    return {"child_given_name": dice.choice(NAMES), "child_family_name": dice.choice(["Hale", "O'Neill", ""]),
            "child_dob": dice.choice(["01/03/2021", "2014-09-18", "about 6", "", "31/02/2020"]),
            "child_role": dice.choice(["at_home", "victim", "missing", "", "cousin"]),
            "child_present": dice.choice(["yes", "no", ""]), "child_sex": dice.choice(["F", "m", "x", ""]),
            "child_ethnicity": dice.choice(["W1", "b2", ""]), "child_school": dice.choice(["Ashbrook Primary", ""])}


def a_file(seed: int, many_incidents: int = 60) -> bytes:
    """A random log: with repeats word for word, numbers that come twice with other words, and rows that are wrong."""
    dice = random.Random(seed)
    found = [rows_of(dice, n) for n in range(many_incidents)]
    found += dice.sample(found, 5)
    found += [[row | {"summary": "Other words."} for row in rows] for rows in dice.sample(found, 5)]
    return files.write(HEAD, [row for rows in found for row in rows]).encode()


def bring(world, raw: bytes, system: str) -> None:
    with world.at_work("hub_police") as by:
        bringing.bring_in(by=by, at=by.now, layout="incident", system=system, raw=raw, file_name="log.csv")


TABLES = {
    "incident": "select i.number, i.kind, i.began_at, i.received_at, i.summary, i.address, i.postcode, i.officer_id, "
                "i.officer_name, i.team_id, i.shift, i.agency_id, i.created_by_id, s.kind, s.state, s.created_by_id "
                "from screening_incident i join authority_subject s on s.id = i.subject_id where i.system = %s",
    "tie": "select i.number, t.holder_id, t.kind, t.until_at, t.cause from screening_incident i "
           "join authority_tie t on t.subject_id = i.subject_id where i.system = %s",
    "people": "select i.number, p.position, p.kind, p.role, p.present, p.created_by_id, r.fields, r.version, "
              "r.agency_id, r.created_by_id, r.subject_id = p.subject_id, r.source_ref = r.id::text, l.method, "
              "l.model_version, l.reason, l.decided_by_id, l.valid_to, l.subject_id = p.subject_id, n.type, "
              "n.given_name, n.family_name, n.script, n.created_by_id, a.lines, a.postcode, "
              "a.from_on, s.kind, s.state, to_jsonb(h) - 'subject_id' "
              "- 'source_record_id', h.source_record_id = r.id from screening_incident i "
              "join screening_incidentperson p on p.incident_id = i.subject_id "
              "join people_sourcerecord r on r.id = p.source_record_id and r.system = i.system "
              "left join people_personlink l on l.source_record_id = r.id "
              "left join people_name n on n.source_record_id = r.id "
              "left join people_address a on a.source_record_id = r.id join authority_subject s on s.id = p.subject_id "
              "left join people_person h on h.subject_id = p.subject_id where i.system = %s",
    "expected": "select i.number, r.fields, e.triggers, e.sex, e.ethnicity, e.age, e.expected_at, e.begun_at, "
                "e.missed_at, e.created_by_id, e.subject_id = r.subject_id from screening_incident i "
                "join screening_expected e on e.incident_id = i.subject_id "
                "join people_sourcerecord r on r.id = e.source_record_id where i.system = %s",
    "clock": "select i.number, d.duty, d.duty_version, d.started_at, d.due_at, d.reported_at, d.due_on, d.met_at, "
             "d.agency_id, d.reason_code, d.created_by_id, r.fields from screening_incident i "
             "join work_deadline d on d.subject_id = i.subject_id left join screening_expected e on e.id = d.record_id "
             "left join people_sourcerecord r on r.id = e.source_record_id where i.system = %s",
    "event": "select i.number, v.verb, v.sentence, v.significant, v.agency_id, v.created_by_id, "
             "replace(v.path, i.subject_id::text, ''), v.record_id = e.id, r.fields from screening_incident i "
             "join screening_expected e on e.incident_id = i.subject_id "
             "join people_event v on v.source_record_id = e.source_record_id "
             "join people_sourcerecord r on r.id = e.source_record_id where i.system = %s",
    "row": "select a.line, a.message_id, a.body, a.received_at, a.taken_at is null, a.questions, a.refused_at is null, "
           "a.reasons, a.quarantine_reason, a.tries, a.fault, a.stuck_at, i.number from exchange_arrival a "
           "left join screening_incident i on i.subject_id = a.incident_id where a.system = %s",
}


def standing(system: str) -> dict[str, list[str]]:
    """Everything that came of a system's log, without what differs by nature: identifiers and the moment."""
    with connections["owner"].cursor() as cursor:
        found = {}
        for table, query in TABLES.items():
            cursor.execute(query, [system])
            found[table] = sorted(json.dumps(row, default=str) for row in cursor.fetchall())
        return found


@pytest.mark.parametrize("seed", [1, 2])
def test_a_log_taken_in_as_sets_is_what_it_would_have_been_row_by_row(world, monkeypatch, seed):
    monkeypatch.setattr(intake, "try_to_match", lambda incident: False)  # who they are is asked later, of both
    raw, later = a_file(seed, 40), a_file(seed, 50)
    bring(world, raw, "Together")
    bring(world, later, "Together")
    monkeypatch.setattr(jobs, "work_on_incidents", lambda batch=None: 0)
    bring(world, raw, "One by one")
    bring(world, later, "One by one")
    together, alone = standing("Together"), standing("One by one")
    for table in TABLES:
        assert together[table] == alone[table], table
        assert together[table], table
    kept = owners(Arrival).filter(system="Together")
    assert kept.filter(refused_at__isnull=False).exists() and kept.filter(quarantined_at__isnull=False).exists()
    assert not kept.filter(taken_at__isnull=True, refused_at__isnull=True, quarantined_at__isnull=True).exists()


def entries(verb: str) -> list[dict]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts from authority_entry where verb = %s order by seq", [verb])
        return [json.loads(facts) if isinstance(facts, str) else facts for (facts,) in cursor.fetchall()]


def test_one_entry_names_every_incident_of_a_set_by_a_digest_that_anybody_can_work_out_again(world):
    bring(world, a_file(3), "Control")
    (told,) = entries("incidents.received")
    rows = list(owners(Arrival).filter(incident__isnull=False).order_by("kept_at", "line"))
    assert told["incidents"] == len(rows) == owners(Incident).count()
    assert told["people"] == owners(IncidentPerson).count() and told["expected"] == owners(Expected).count()
    assert told["digest"] == many.digest((r.incident_id, bytes(r.body_sha256)) for r in rows)
    (worked,) = entries("arrivals.worked")
    assert worked["digest"] == told["digest"] and worked["imports"] == [str(owners(Import).get().pk)]
    assert entries("incident.received") == entries("screening.expected") == []


def test_a_set_that_fails_as_a_whole_is_heard_row_by_row(world, monkeypatch):
    def fault(**_):
        raise DatabaseError("a fault")

    monkeypatch.setattr(acts, "work_all", fault)
    bring(world, a_file(4, 12), "Control")
    assert owners(Incident).count() == owners(Arrival).filter(taken_at__isnull=False).count() > 5
    assert not entries("incidents.received")


def test_an_import_that_was_interrupted_goes_on_where_it_stopped(world, monkeypatch):
    with monkeypatch.context() as early:
        early.setattr(jobs, "start", lambda batch: 0)
        bring(world, a_file(5), "Control")
    assert jobs.work_on_incidents(most=10) == 10
    begun = owners(Incident).count()
    assert 0 < begun <= 10
    assert jobs.work_on_imports() > 0
    assert not owners(Arrival).filter(taken_at__isnull=True, refused_at__isnull=True,
                                      quarantined_at__isnull=True).exists()
    assert jobs.work_on_imports() == 0


@pytest.mark.parametrize("key", ["hub_police", "manager", "constable", "partner", "administrator"])
def test_only_the_intake_job_writes_a_set_or_reads_whom_a_log_names(world, key):
    bring(world, a_file(6, 5), "Control")
    incidents = list(owners(Incident).values_list("pk", flat=True))
    with world.at_work(key), pytest.raises(DatabaseError, match="intake job"):
        connections["default"].cursor().execute("select sec.keep_incidents(%s, 'x', '[]', '[]', '[]', '[]')",
                                                [world.agency("police").pk])
    with world.at_work(key):
        assert known.people_of(incidents) == []
    with who.job("intake"):
        assert len(known.people_of(incidents)) == owners(IncidentPerson).count() > 0
