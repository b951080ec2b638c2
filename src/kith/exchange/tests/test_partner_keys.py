"""`kith partner-key`: a key is shown once, only its hash is kept, and it does what its one role allows."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connections
from django.test import Client

from kith.authority import who
from kith.authority.models import WorkerRole
from kith.exchange import command
from kith.exchange.models import Arrival
from kith.exchange.tests.examples import concern, send
from kith.frontdoor.models import Contact


def test_a_key_is_printed_once_and_only_its_hash_is_kept(world, capsys):
    assert command.partner_key(["police", "Niche"]) == 0
    key = capsys.readouterr().out.strip()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select kind, purpose, roles from authority_session where token_hash = %s",
            [hashlib.sha256(key.encode()).digest()],
        )
        assert cursor.fetchone() == ("partner", "Niche", ["partner_system"])
    assert send(Client(headers={"authorization": f"Bearer {key}"}), "contacts", concern()).status_code == 201


def test_a_second_key_is_of_the_same_system_and_all_are_ended_at_once(world, capsys):
    command.partner_key(["police", "Niche"])
    command.partner_key(["police", "Niche"])
    assert WorkerRole.objects.using("owner").filter(worker__email="niche.police@systems.invalid").count() == 1
    assert command.partner_key(["police", "Niche", "--end"]) == 0
    assert "2 keys" in capsys.readouterr().out


def test_an_unknown_agency_or_a_wrong_line_is_told_what_to_write(world, capsys):
    assert command.partner_key(["nobody", "Niche"]) == 2
    assert "There are: " in capsys.readouterr().err
    assert command.partner_key(["police"]) == 2
    assert command.partner_key(["police", "Niche;drop"]) == 2


def test_a_key_opens_no_page_and_a_page_session_opens_no_api(world):
    key = command.make_key(world.agency("police"), "Niche")
    with_key = Client(headers={"authorization": f"Bearer {key}"})
    assert with_key.get("/imports/").status_code == 302
    with_key.cookies["kith_session"] = key
    assert with_key.get("/imports/").status_code == 404


def test_the_database_shows_a_system_its_own_messages_only(world):
    keys = {s: command.make_key(world.agency("police"), s) for s in ("Niche", "Control")}
    for system, key in keys.items():
        send(Client(headers={"authorization": f"Bearer {key}"}), "contacts", concern(reference=f"R-{system}"))
    from_niche = [a.message_id for a in rows_seen(keys["Niche"], Arrival)]
    assert from_niche == ["R-Niche"]
    assert Contact.objects.using("owner").count() == 2


def rows_seen(key: str, model) -> list:
    with who.working_as(key):
        return list(model.objects.all())


@pytest.mark.parametrize("key", ["constable", "sergeant", "charlie", "nurse"])
def test_what_a_system_sends_is_not_opened_to_everybody_at_its_agency(world, key):
    send(
        Client(headers={"authorization": f"Bearer {command.make_key(world.agency('police'), 'Niche')}"}),
        "contacts",
        concern(),
    )
    with world.at_work(key):
        assert Contact.objects.count() == 0
    with world.at_work("hub_police"):
        assert Contact.objects.count() == 1
