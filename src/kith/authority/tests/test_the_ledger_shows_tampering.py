"""Seal, verify, and what a superuser can and cannot hide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings as site
from django.db import DatabaseError, connection, connections

from kith.authority import command, ledger, sealing
from tests.world import seal_everything


@pytest.fixture
def sealed(world, tmp_path, settings):
    """A world whose ledger holds a few sealed entries, with the second sink in a folder of its own."""
    settings.STATE = tmp_path
    world.contact()
    seal_everything()
    with world.at_work("hub") as by:
        ledger.append("desk.viewed", at=by.now, personal="words that were searched")
    seal_everything()
    return world


def tamper(statement: str) -> None:
    """What the host's administrator could do: triggers off, then a change."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table authority_entry disable trigger user")
        cursor.execute("alter table authority_leaf disable trigger user")
        cursor.execute("alter table authority_seal_head disable trigger user")
        cursor.execute(statement)


def test_an_untouched_ledger_verifies(sealed):
    verdict = sealing.verify()
    assert verdict.faults == []
    assert verdict.sealed == verdict.entries > 3


@pytest.mark.parametrize(
    "statement",
    [
        "update authority_entry set verb = 'other' where seq = 2",
        "update authority_entry set facts = '{\"x\": 1}' where seq = 2",
        "update authority_entry e set at = at - interval '1 day' where seq = 2",
        "delete from authority_entry where seq = 2",
        "update authority_entry e set verb = 'other', leaf = sec.leaf(row(e.seq, e.id, e.xid, e.at, e.worker_id,"
        " e.agency_id, e.purpose, 'other', e.subject_id, e.record_id, e.facts, e.leaf)::authority_entry) where seq = 2",
        "update authority_leaf set position = case position when 1 then 100 else position end where position = 1",
        "update authority_seal_head set signature = sha256('x')"
        " where size = (select max(size) from authority_seal_head)",
        "with l as (delete from authority_leaf"
        " where position >= (select min(size) from authority_seal_head) returning seq),"
        " e as (delete from authority_entry where seq in (select seq from l))"
        " delete from authority_seal_head where size > (select min(size) from authority_seal_head)",
        "update authority_entry set xid = '3' where seq = 2; delete from authority_leaf where seq = 2",
    ],
    ids=["verb", "facts", "backdated", "deleted", "leaf recomputed", "reordered", "signature", "tail cut", "unsealed"],
)
def test_a_superusers_change_is_found(sealed, statement: str):
    tamper(statement)
    assert sealing.verify().faults


def test_the_altered_row_is_named_and_the_command_exits_1(sealed, capsys):
    tamper("update authority_entry set verb = 'other' where seq = 2")
    assert command.ledger(["verify"]) == 1
    assert "entry 2 has been altered" in capsys.readouterr().out


def test_the_application_can_neither_read_nor_change_the_ledger(world):
    for statement in (
        "select * from authority_entry",
        "update authority_entry set verb = 'x'",
        "delete from authority_entry",
        "truncate authority_entry",
        "select * from authority_entrypersonal",
        "select * from authority_tie",
        "select * from authority_session",
        "select * from authority_credential",
        "insert into authority_entry (id, purpose, verb, facts, leaf) values (gen_random_uuid(), 'x', 'x', '{}', 'x')",
    ):
        assert refused(world, "hub", lambda c, s=statement: c.execute(s)), statement


def refused(world, key: str, do: Callable) -> bool:
    try:
        with world.at_work(key), connection.cursor() as cursor:
            do(cursor)
    except DatabaseError:
        return True
    return False


def test_an_entry_takes_its_actor_from_the_session_not_from_the_caller(world):
    with world.at_work("alice") as by:
        ledger.append("desk.viewed", at=by.now)
    with connections["owner"].cursor() as cursor:
        cursor.execute("select worker_id, agency_id from authority_entry where verb = 'desk.viewed'")
        assert cursor.fetchone() == (world.worker("alice").pk, world.agency("council").pk)


def test_the_personal_half_is_encrypted_and_only_its_commitment_stands_in_the_entry(world):
    with world.at_work("hub") as by:
        entry = ledger.append("search.made", at=by.now, personal="Noor Karim")
    with connections["owner"].cursor() as cursor:
        cursor.execute("select facts::text from authority_entry where id = %s", [entry.id])
        assert "Noor" not in cursor.fetchone()[0]
        cursor.execute("select sealed_text from authority_entrypersonal where entry_id = %s", [entry.id])
        kept = bytes(cursor.fetchone()[0])
    assert b"Noor" not in kept
    assert ledger.decrypt(kept, str(entry.id))[16:] == b"Noor Karim"


def test_with_the_ledger_unwritable_no_page_is_served(world):
    contact = world.contact()
    client = world.client("hub")
    client.raise_request_exception = False
    assert client.get(f"/contacts/{contact.pk}/").status_code == 200
    roles = ", ".join(f'"{site.ROLE_PREFIX}_{r}"' for r in ("narrow", "wide"))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"revoke insert (id, purpose, verb, subject_id, record_id, facts) on authority_entry from {roles}"
        )
    answer = client.get(f"/contacts/{contact.pk}/")
    assert answer.status_code >= 500
    assert b"bruise" not in answer.content
