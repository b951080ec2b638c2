"""Hygiene of row security, asked of the database's own catalogue (S7), and the oracle (S1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from kith.authority import locks, who
from kith.authority.models import Bar, Seal, Tie
from kith.people.arrivals import Arriving
from kith.people.models import Person

READERS = (
    "hub",
    "screener",
    "hub_police",
    "alice",
    "bob",
    "charlie",
    "nurse",
    "dsl",
    "other_dsl",
    "duty",
    "administrator",
    "leader",
    "scrutineer",
    "guardian",
)


def rows(statement: str) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_every_table_the_application_can_read_has_forced_row_security(world):
    readable = rows(f"""select distinct c.relname, c.relrowsecurity, c.relforcerowsecurity from pg_class c
        join pg_namespace n on n.oid = c.relnamespace, pg_roles r
        where n.nspname = 'public' and c.relkind in ('r', 'p') and r.rolname in
        ('{settings.ROLE_PREFIX}_narrow', '{settings.ROLE_PREFIX}_wide', '{settings.ROLE_PREFIX}_door', 'kith_app')
        and has_table_privilege(r.oid, c.oid, 'select')""")
    assert readable
    assert [r for r in readable if not (r[1] and r[2])] == []


def test_the_application_owns_nothing_and_bypasses_nothing(world):
    app = settings.DATABASES["default"]["USER"]
    assert rows(f"select rolsuper, rolbypassrls from pg_roles where rolname = '{app}'") == [(False, False)]
    assert rows(f"select count(*) from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = '{app}'") == [
        (0,)
    ]


def test_definer_functions_fix_their_search_path_and_no_view_or_matview_is_readable(world):
    loose = rows("""select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                    where n.nspname in ('sec', 'public') and p.prosecdef
                    and not exists (select from unnest(coalesce(p.proconfig, '{}')) x where x like 'search_path=%')""")
    assert loose == []
    assert (
        rows("""select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                   where n.nspname = 'public' and relkind in ('v', 'm')""")
        == []
    )


def test_without_a_session_no_table_shows_a_row(world):
    world.contact()
    for which in ("narrow", "wide", "door"):
        for table, lock in locks.LOCKS.items():
            if lock.kind == "none" or (which == "door" and lock.door_reads):
                continue
            with transaction.atomic(), connection.cursor() as cursor:
                who.take_role(which)
                try:
                    with transaction.atomic():
                        cursor.execute(f'select count(*) from "{table}"')
                        assert cursor.fetchone() == (0,), (which, table)
                except DatabaseError:
                    continue


def test_a_narrow_session_gains_nothing_by_taking_the_wide_role(world):
    world.contact()
    with world.at_work("charlie"), connection.cursor() as cursor:
        cursor.execute(f'set local role "{who.role_name("wide")}"')
        assert Person.objects.count() == 0


def test_a_forged_identity_or_a_revoked_session_sees_nothing(world):
    world.contact()
    token = world.token("hub")
    with who.working_as(token), connection.cursor() as cursor:
        assert Person.objects.count() == 1
        cursor.execute("select set_config('kith.token', 'forged', true)")
        assert Person.objects.count() == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("update authority_session set revoked_at = now()")
    with pytest.raises(who.NoSession), who.working_as(token):
        pass


def test_a_role_taken_away_is_gone_at_the_next_request(world):
    world.contact()
    token = world.token("hub")
    with connections["owner"].cursor() as cursor:
        cursor.execute("delete from authority_workerrole where worker_id = %s", [world.worker("hub").pk])
    with who.working_as(token) as by:
        assert by.roles == frozenset()
        assert Person.objects.count() == 0


def test_an_idle_session_ends_and_an_absolute_one_too(world):
    token = world.token("hub")
    for column, value in (
        ("active_at", "now() - interval '16 minutes'"),
        ("expires_at", "now() - interval '1 second'"),
    ):
        with connections["owner"].cursor() as cursor:
            cursor.execute("update authority_session set active_at = now(), expires_at = now() + interval '1 hour'")
            cursor.execute(f"update authority_session set {column} = {value}")
        with pytest.raises(who.NoSession), who.working_as(token):
            pass


def children(world) -> list:
    """Six children in six different positions: tied, team's, barred, sealed, expired, none."""
    names = ["Tied", "Teamed", "Barred", "Sealed", "Expired", "Alone"]
    contacts = [
        world.contact(child=Arriving(given_name=n, family_name=f"Case{n}", dob=f"201{i}-02-03"))
        for i, n in enumerate(names)
    ]
    return [world.child_of(c) for c in contacts]


def test_policy_equals_an_independent_oracle(world):
    """Row security's answer for every reader and child equals ten plain lines that read the matrix, not the code."""
    tied, teamed, barred, sealed, expired, alone = children(world)
    alice, council_team = world.worker("alice").pk, rows("select id from authority_team where key = 'north'")[0][0]
    with connections["owner"].cursor() as cursor:
        cursor.execute("select now()")
        now = cursor.fetchone()[0]
    make = Tie.objects.using("owner").bulk_create
    make(
        [
            Tie(holder_id=alice, subject_id=tied, kind="involved", from_at=now),
            Tie(holder_id=council_team, subject_id=teamed, kind="agency_involved", from_at=now),
            Tie(holder_id=alice, subject_id=barred, kind="involved", from_at=now),
            Tie(holder_id=alice, subject_id=sealed, kind="involved", from_at=now),
            Tie(
                holder_id=alice,
                subject_id=expired,
                kind="involved",
                from_at=now - timedelta(days=2),
                until_at=now - timedelta(days=1),
            ),
        ]
    )
    for key in ("alice", "hub"):
        Bar.objects.using("owner").create(worker=world.worker(key), subject_id=barred, reason="aunt", declared_at=now)
    Seal.objects.using("owner").create(subject_id=sealed, level=2, sealed_at=now)
    expected = {
        "hub": {tied, teamed, expired, alone},
        "screener": {tied, teamed, barred, expired, alone},
        "hub_police": {tied, teamed, barred, expired, alone},
        "alice": {tied, teamed},
        "bob": {teamed},
        **{
            k: set()
            for k in (
                "charlie",
                "nurse",
                "dsl",
                "other_dsl",
                "duty",
                "administrator",
                "leader",
                "scrutineer",
                "guardian",
            )
        },
    }
    for key in READERS:
        with world.at_work(key):
            assert set(Person.objects.values_list("subject_id", flat=True)) == expected[key], key


def test_the_duty_role_is_wide_only_while_on_the_rota(world):
    world.contact()
    with world.at_work("duty"):
        assert Person.objects.count() == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into authority_rota (id, worker_id, from_at, until_at) values "
            "(gen_random_uuid(), %s, now() - interval '1 hour', now() + interval '1 hour')",
            [world.worker("duty").pk],
        )
    with world.at_work("duty") as by:
        assert by.wide
        assert Person.objects.count() == 1


def test_nobody_opens_a_tie_to_a_stranger(world):
    child = world.child_of(world.contact())
    for key in ("charlie", "dsl", "administrator"):
        with pytest.raises(DatabaseError), world.at_work(key) as by, connection.cursor() as cursor:
            cursor.execute(
                "select sec.open_tie(gen_random_uuid(), %s, %s, 'involved', null, null)", [by.worker_id, child]
            )


def test_a_worker_of_the_child_sees_the_family_and_nobody_elses(world):
    mother = Arriving(given_name="Leila", family_name="Karim")
    child = world.child_of(world.contact(others=[("mother", mother)]))
    world.contact(
        child=Arriving(given_name="Somebody", family_name="Else", dob="2015-01-05"),
        others=[("mother", Arriving(given_name="Another", family_name="Else"))],
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("select now()")
        now = cursor.fetchone()[0]
    Tie.objects.using("owner").create(
        holder_id=world.worker("alice").pk, subject_id=child, kind="involved", from_at=now
    )
    with world.at_work("alice"):
        assert set(Person.objects.values_list("given_name", flat=True)) == {"Noor", "Leila"}
    leila = rows("select subject_id from people_person where given_name = 'Leila'")[0][0]
    Bar.objects.using("owner").create(
        worker=world.worker("alice"), subject_id=leila, reason="sister", declared_at=now
    )
    with world.at_work("alice"):
        assert set(Person.objects.values_list("given_name", flat=True)) == {"Noor"}
