"""The invented county as the application finds it: whole, under its locks, with its clocks, and without the truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest
from django.conf import settings
from django.db import connections, transaction

from kith.authority import command as authority
from kith.authority import signin, who
from kith.authority.county import profile
from kith.authority.models import Seal, Tie, Worker
from kith.authority.who import Session
from kith.frontdoor.models import Contact, ContactPerson, Grading, Message
from kith.invented import command
from kith.invented.load.place import LETTERS
from kith.invented.load.tables import COLUMNS, columns
from kith.invented.signins import WITH_PASSWORD, demo_password
from kith.invented.tests.conftest import Seeded, as_owner, load_small, use
from kith.meetings.models import Decision, Position
from kith.people import matching
from kith.people.models import (
    Event,
    Identifier,
    IndexRecord,
    Person,
    Relationship,
    RestrictedAddress,
    SchoolPlace,
    SourceRecord,
    Voice,
)
from kith.public.examples import demo_editions
from kith.public.models import Edition
from kith.statute import duties
from kith.work.models import Answer, Deadline, Involvement, Request

pytestmark = pytest.mark.database

OF_MACHINES_TOO = ("authority_agency", "authority_worker", "authority_workerrole")
CASE_TABLES = (Person, Contact, SourceRecord, Voice, Event, Decision, Request, Deadline, Message, RestrictedAddress)
ONE_TO_ONE = ((Contact, "Contact"), (ContactPerson, "ContactChild"), (Grading, "RagGrade"), (Voice, "VoiceEntry"),
              (Decision, "Decision"), (Position, "Position"), (Request, "Request"), (Answer, "Answer"),
              (Relationship, "Relationship"), (Identifier, "Identifier"), (Involvement, "Involvement"))


def owned(model):
    return model.objects.using("owner")


def rows(statement: str, given: object = None) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


@contextmanager
def at_work(handle: str, county) -> Iterator[Session]:
    """A transaction under the session of one of the county's workers, as the application's login."""
    key = next(w.key for w in county.workers if w.handle == handle)
    with transaction.atomic():
        who.take_role("door")
        token = signin.open_session(key)
    with who.working_as(token) as by:
        yield by


@pytest.mark.parametrize(("model", "noun"), ONE_TO_ONE, ids=lambda value: getattr(value, "__name__", value))
def test_every_row_of_the_generator_stands_in_its_table(seeded: Seeded, model, noun: str):
    assert owned(model).count() == len(seeded.tables[noun]) > 0


def test_everybody_is_there_and_whoever_nobody_confirmed_stands_apart(seeded: Seeded):
    known = {p.key for p in seeded.tables["Person"]}
    assert known == set(owned(Person).filter(subject__state="active").values_list("subject_id", flat=True))
    unconfirmed = [r for r in seeded.tables["AgencyRecord"] if r.subject is None]
    apart = owned(SourceRecord).filter(pk__in=[r.key for r in unconfirmed])
    assert {s.subject.state for s in apart.select_related("subject")} == {"unidentified"}


def test_what_the_loader_counts_is_what_stands_in_the_tables(seeded: Seeded):
    for table, count in seeded.loaded.rows.items():
        if table not in OF_MACHINES_TOO:
            assert rows(f"select count(*) from {table}") == [(count,)], table


def test_every_contact_has_its_clocks_due_by_the_register(seeded: Seeded):
    days = profile().calendar()
    for contact in owned(Contact).all():
        for key, met in (("contact.decision", contact.decided_at), (f"contact.{contact.grade}", contact.decided_at)):
            if key != "contact.":
                clock = owned(Deadline).get(subject=contact.pk, duty=key, superseded_at__isnull=True)
                assert clock.due_at == duties.get(key, profile=profile()).due(contact.received_at, days).at
                assert clock.met_at == met


def test_a_late_decision_was_announced_and_an_open_one_is_left_to_the_sweep(seeded: Seeded):
    for clock in owned(Deadline).filter(superseded_at__isnull=True):
        late = clock.met_at is not None and clock.met_at > clock.reported_at
        assert (clock.announced_at is not None) == late


def test_every_question_has_a_clock_of_its_own(seeded: Seeded):
    asked = {r.key: r.sent_at for r in seeded.tables["Request"]}
    found = owned(Deadline).filter(duty__startswith="partner.reply_")
    assert {d.record_id: d.started_at for d in found} == asked
    assert all(d.agency_id for d in found)


def test_a_question_nobody_answered_is_withdrawn_with_the_decision_and_no_other(seeded: Seeded):
    decided = dict(owned(Contact).filter(decided_at__isnull=False).values_list("pk", "decided_at"))
    for question in owned(Request).select_related("answer"):
        silent = question.about_id in decided and not hasattr(question, "answer")
        assert question.withdrawn_at == (max(decided[question.about_id], question.sent_at) if silent else None)
        assert owned(Deadline).get(record_id=question.pk).superseded_at == question.withdrawn_at


def test_whoever_reported_heard_back_at_once_and_waits_for_the_outcome_alone(seeded: Seeded):
    assert not owned(Deadline).filter(duty="contact.acknowledged", met_at__isnull=True).exists()
    untold = set(owned(Contact).filter(decided_at__isnull=False, told_at__isnull=True).values_list("pk", flat=True))
    running = owned(Deadline).filter(duty="contact.told", met_at__isnull=True, superseded_at__isnull=True)
    assert set(running.values_list("subject_id", flat=True)) == untold


def test_index_lines_carry_the_version_that_the_matcher_writes(seeded: Seeded):
    assert rows("select distinct version from people_indexrecord") == [(matching.VERSION,)]


def test_references_are_short_and_no_two_alike(seeded: Seeded):
    found = list(owned(Contact).values_list("reference", flat=True))
    assert len(set(found)) == len(found)
    assert all(set(reference) <= {*LETTERS, "-"} and len(reference) == 9 for reference in found)


def test_decided_contacts_read_in_the_chronology_as_the_acts_say_it(seeded: Seeded):
    sentences = set(owned(Event).filter(verb="child.decided").values_list("sentence", flat=True))
    assert sentences
    assert all(s.startswith("Decided: ") and "(level " in s for s in sentences)
    assert owned(Event).filter(verb="contact.received").count() == len(seeded.tables["ContactChild"])


def test_charlie_finds_nothing_at_all(seeded: Seeded):
    with at_work("charlie", seeded.county):
        for model in CASE_TABLES:
            assert not model.objects.exists(), model.__name__


def test_the_administrator_and_the_leader_find_nothing_either(seeded: Seeded):
    for handle in ("adrian", "malcolm"):
        with at_work(handle, seeded.county):
            assert not Person.objects.exists()
            assert not Contact.objects.exists()


def test_a_school_sees_its_own_pupils_and_no_others(seeded: Seeded):
    places = owned(SchoolPlace).filter(until_on__isnull=True)
    sealed = set(owned(Seal).values_list("subject_id", flat=True))
    school = next(s for s in seeded.county.schools if places.filter(school__key=s.agency).count() > 1)
    pupils = set(places.filter(school__key=school.agency).values_list("subject_id", flat=True)) - sealed
    with at_work(f"lead-{school.urn}", seeded.county):
        found = set(Person.objects.values_list("subject_id", flat=True))
        assert found == pupils
        assert set(Contact.objects.values_list("agency__key", flat=True)) <= {school.agency}


def test_each_pupil_has_one_open_tie_to_one_school(seeded: Seeded):
    held = owned(Tie).filter(kind="on_school_roll", until_at__isnull=True).values_list("subject_id", flat=True)
    open_places = owned(SchoolPlace).filter(until_on__isnull=True).values_list("subject_id", flat=True)
    assert sorted(held) == sorted(open_places)


def test_the_sealed_child_is_invisible_even_to_the_hub(seeded: Seeded):
    sealed = {p.key for p in seeded.tables["Person"] if p.handling == "sealed"}
    assert sealed
    with at_work("priya", seeded.county):
        assert Person.objects.count() > 100
        assert not Person.objects.filter(subject_id__in=sealed).exists()
    keys = rows("select count(*) from people_indexkey k join people_sourcerecord s on s.id = k.source_record_id "
                "where s.subject_id = any(%s)", [list(sealed)])
    assert keys == [(0,)]


def test_a_hub_worker_never_sees_her_niece(seeded: Seeded):
    nieces = {p.key for p in seeded.tables["Person"] if p.family == "Brannigan" and p.unit < 0}
    for handle, sees in (("sunniva", False), ("marcus", True)):
        with at_work(handle, seeded.county):
            assert Person.objects.filter(subject_id__in=nieces).exists() == sees


def text_columns() -> list[tuple[str, str]]:
    return rows("select table_name, column_name from information_schema.columns where table_schema = 'public' "
                "and data_type in ('text', 'character varying', 'jsonb', 'ARRAY')")


def test_a_restricted_place_stands_nowhere_in_plain_words(seeded: Seeded):
    hidden = [f"%{a.line}, {a.town}%" for a in seeded.tables["Address"] if a.restricted]
    assert hidden
    assert owned(RestrictedAddress).count() > 0
    for table, column in text_columns():
        found = rows(f'select count(*) from "{table}" where "{column}"::text like any(%s)', [hidden])
        assert found == [(0,)], f"{table}.{column}"


def test_the_restricted_place_can_be_opened_with_the_key(seeded: Seeded):
    hidden = {f"{a.line}, {a.town}, {a.postcode}" for a in seeded.tables["Address"] if a.restricted}
    opened = {signin.ledger.decrypt(bytes(r.sealed_text), f"place/{r.subject_id}").decode()
              for r in owned(RestrictedAddress).all()}
    assert opened == hidden


def test_the_truth_is_in_its_own_file_and_not_in_the_database(seeded: Seeded):
    told = [json.loads(line) for line in seeded.truth.splitlines()]
    policed = [t for t in told if t["kind"] in ("screening_rate", "under_grading") or t["left"].startswith("TC-")]
    assert len(told) - len(policed) == len(seeded.tables["Truth"]) + 1  # and the day of the change of practice
    kinds = {t["kind"] for t in told if "_" in t["kind"]} - {"same_child"}
    for table, column in text_columns():
        if table not in ("django_migrations",):
            assert rows(f'select count(*) from "{table}" where "{column}"::text = any(%s)', [list(kinds)]) == [(0,)]
    person_of = {t["left"]: t["right"] for t in told if t["kind"] == "same_person"}
    unsure = owned(SourceRecord).filter(pk__in=[r.key for r in seeded.tables["AgencyRecord"] if r.subject is None])
    assert all(str(s.subject_id) != person_of[str(s.pk)] for s in unsure)


def test_the_index_holds_what_the_matcher_itself_would_write(seeded: Seeded):
    for line in owned(IndexRecord).select_related("source_record").order_by("pk")[:200]:
        record = matching.record_for(line.source_record)
        if line.source_record.subject_id not in {p.key for p in seeded.tables["Person"] if p.handling == "sealed"}:
            assert line.packed == matching.linkage.pack(matching.linkage.clean(record))


def test_nobody_has_looked_yet_so_the_ledger_is_empty(seeded: Seeded):
    before_the_tests = "select count(*) from authority_entry where verb not in ('session.opened')"
    assert rows(before_the_tests) == [(0,)]


def test_row_security_is_forced_again_on_every_table(seeded: Seeded):
    open_now = rows("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace "
                    "and relrowsecurity and not relforcerowsecurity")
    assert open_now == []


def test_a_column_the_loader_leaves_alone_gets_the_models_own_default(seeded: Seeded):
    left = owned(Contact).values_list("harm", "provenance", "receipt_hash").distinct()
    assert list(left) == [("", {}, None)]
    assert list(owned(Decision).values_list("evidence", "replaces").distinct()) == [([], None)]


def test_equal_seeds_give_equal_tables(seeded: Seeded):
    again = load_small(f"{seeded.database}_again")
    try:
        one, other = hashes(seeded.database), hashes(again.database)
    finally:
        as_owner(f'drop database "{again.database}" with (force)')
    assert one == other


def hashes(database: str) -> dict[str, str]:
    """A digest of every table that the loader fills, but for what is encrypted and for the machines' own rows."""
    before = use(database)
    try:
        return {t: rows(f"select md5(string_agg(r, '' order by r)) from (select {', '.join(columns(t))} from {t} x) x, "
                        "lateral (select x::text as r) y")[0][0]
                for t in COLUMNS if t not in ("people_restrictedaddress", *OF_MACHINES_TOO)}
    finally:
        use(before)


def test_a_second_demo_seed_keeps_what_is_there(seeded: Seeded, capsys):
    people = owned(Person).count()
    assert command.seed(["--demo"]) == 0
    assert "kept" in capsys.readouterr().out
    assert command.seed(["--households", "10"]) == 1
    assert owned(Person).count() == people


def test_the_demo_is_refused_where_people_work_for_real(seeded: Seeded, monkeypatch, capsys):
    monkeypatch.setattr(settings, "MODE", "live")
    assert command.seed(["--demo"]) == 2
    assert command.links([]) == 2
    assert capsys.readouterr().err.count("demo and test mode only") == 2


def test_demo_links_lead_in_as_the_worker_named(seeded: Seeded, capsys):
    assert command.links(["--base-url", "http://county.example/"]) == 0
    lines = capsys.readouterr().out.splitlines()
    roles = set(chain.from_iterable(w.roles for w in seeded.county.workers))
    assert len([line for line in lines if "/sign-in/demo/" in line]) == len(roles) + 1
    charlie = next(line for line in lines if "Charlie" in line)
    token = charlie.split("/sign-in/demo/")[1].rstrip("/")
    worker = signin.from_demo_token(token)
    assert owned(Worker).get(pk=worker).name == "Charlie Nobody"


def test_the_demo_seed_leaves_nothing_undone_before_the_first_page(seeded: Seeded, tmp_path, capsys):
    name, before = f"{seeded.database}_demo", str(connections["owner"].settings_dict["NAME"])
    as_owner(f'create database "{name}"')
    use(name)
    try:
        authority.migrate([])
        assert command.seed(["--demo", "--households", "60", "--truth", str(tmp_path / "truth.jsonl")]) == 0
        assert not owned(Contact).filter(matched_at__isnull=True).exists()
        assert owned(Edition).filter(published_at__isnull=False).count() == len(demo_editions())
        with transaction.atomic():
            who.take_role("door")
            assert isinstance(signin.password_right(WITH_PASSWORD, demo_password()), signin.Known)
        assert (tmp_path / "truth.jsonl").stat().st_size > 0
    finally:
        use(before)
        as_owner(f'drop database "{name}" with (force)')
