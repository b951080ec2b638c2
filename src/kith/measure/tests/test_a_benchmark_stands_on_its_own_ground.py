"""A benchmark gets a migrated database and a state folder of its own, and leaves neither behind."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from kith.measure import ground, served

pytestmark = pytest.mark.database


def test_the_database_is_made_migrated_and_dropped(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    with ground.own_database() as environment:
        state = Path(environment["KITH_STATE"])
        with psycopg.connect(environment["DATABASE_URL"]) as link:
            assert link.execute("select count(*) from authority_opens").fetchone()[0] > 10
            name = link.info.dbname
        assert state.is_dir() and name != psycopg.conninfo.conninfo_to_dict(os.environ["DATABASE_URL"])["dbname"]
    with psycopg.connect(os.environ["DATABASE_URL"]) as link:
        assert link.execute("select count(*) from pg_database where datname = %s", [name]).fetchone()[0] == 0
    assert not state.exists()


def test_without_a_database_it_says_what_to_do(monkeypatch):
    monkeypatch.delenv("KITH_APP_DATABASE_URL")
    with pytest.raises(ground.Unready, match=r"KITH_APP_DATABASE_URL is not set: run this as"), ground.own_database():
        pass


def test_a_command_that_fails_says_its_last_line():
    with pytest.raises(ground.Unready, match="kith nothing"):
        ground.kith(["nothing"], os.environ)


def test_memory_and_public_weights_come_from_the_real_server(world, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATE", tmp_path)
    rows, _ = served.run(world.token("screener"), ["/work/"], rounds=1)
    found = {row.words: row.value for row in rows}
    assert 40 < found["both web workers together"] < 2_000
    assert found["requests to another host"] == 0
    assert 1 < found["heaviest public page over the wire, first visit"] < 400
