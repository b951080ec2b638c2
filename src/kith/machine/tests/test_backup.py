"""A backup is whole or refused; a restore puts back every row and never deletes unasked."""

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kith.machine import backup, environment, places
from kith.machine.addresses import parts, socket_address
from kith.machine.backup import Target
from kith.machine.binaries import tools_for
from kith.machine.server import Server
from kith.machine.trouble import Trouble

pytestmark = pytest.mark.database

TABLES = """
CREATE EXTENSION pg_trgm;
CREATE SCHEMA sec;
CREATE TABLE child (id int PRIMARY KEY, words text, at timestamptz DEFAULT now());
CREATE TABLE sec.key (id int PRIMARY KEY, sealed bytea);
ALTER TABLE child ENABLE ROW LEVEL SECURITY;
ALTER TABLE child FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON child TO kith_owner USING (true) WITH CHECK (true);
INSERT INTO child SELECT n, 'Zoë said "' || n || '"' FROM generate_series(1, 500) n;
INSERT INTO sec.key SELECT n, decode(md5(n::text), 'hex') FROM generate_series(1, 20) n;
"""


def target(server: Server, database: str, state: Path) -> Target:
    places.prepare(state)
    owner = parts(server.urls().owner)
    address = socket_address(owner["user"], owner["password"], database, server.socket, 5432)
    return Target(address, state, tools_for(environment.folder(), server.binaries.major))


@pytest.fixture
def pair(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Target, Target]]:
    """An installation with content and an empty one; `kith migrate` and `ledger verify` stay out of it."""
    monkeypatch.setattr(backup, "_kith", lambda *arguments, checked=True: 0)
    owner = server.urls().owner
    with psycopg.connect(owner, autocommit=True) as connection:
        for name in ("here", "there"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
    made = target(server, "here", tmp_path / "here"), target(server, "there", tmp_path / "there")
    with psycopg.connect(made[0].address) as connection:
        connection.execute(TABLES)
    yield made


def test_every_row_comes_back_in_another_installation(pair: tuple[Target, Target], tmp_path: Path) -> None:
    here, there = pair
    (here.state / "ledger-heads.txt").write_text("1 abc\n")
    file = tmp_path / "a b.kith"
    assert backup.write(here, file) == 0
    assert backup.read(there, file, replace=False) == 0
    assert there.contents().differences(here.contents()) == []
    assert there.contents().rows == 520
    for name in backup.KEY_FILES:
        assert (there.state / name).read_text() == (here.state / name).read_text()


def test_the_file_is_for_this_account_alone(pair: tuple[Target, Target], tmp_path: Path) -> None:
    backup.write(pair[0], tmp_path / "b.kith")
    assert (tmp_path / "b.kith").stat().st_mode & 0o777 == 0o600


def test_row_security_stays_off_until_migrate_installs_it(
    pair: tuple[Target, Target], tmp_path: Path
) -> None:
    here, there = pair
    backup.write(here, tmp_path / "b.kith")
    backup.read(there, tmp_path / "b.kith", replace=False)
    assert there.ask("SELECT count(*) FROM pg_policy") == "0"
    assert there.ask("SELECT relrowsecurity FROM pg_class WHERE relname = 'child'") == "f"


def test_a_database_with_content_is_replaced_only_when_asked(
    pair: tuple[Target, Target], tmp_path: Path
) -> None:
    here, _ = pair
    backup.write(here, tmp_path / "b.kith")
    here.ask("DELETE FROM child WHERE id > 100")
    with pytest.raises(Trouble, match="--replace"):
        backup.read(here, tmp_path / "b.kith", replace=False)
    assert here.ask("SELECT count(*) FROM child") == "100"
    backup.read(here, tmp_path / "b.kith", replace=True)
    assert here.ask("SELECT count(*) FROM child") == "500"


def test_a_table_that_hides_rows_from_the_owner_stops_the_backup(
    pair: tuple[Target, Target], tmp_path: Path
) -> None:
    here, _ = pair
    here.ask("DROP POLICY owner_all ON child; CREATE POLICY few ON child USING (id < 10)")
    with pytest.raises(Trouble, match=r"does not see every row of public\.child"):
        backup.write(here, tmp_path / "b.kith")
    assert list(tmp_path.glob("*.kith*")) == []


def test_a_restrictive_policy_stops_the_backup_too(pair: tuple[Target, Target], tmp_path: Path) -> None:
    here, _ = pair
    here.ask("CREATE POLICY fewer ON child AS RESTRICTIVE USING (id < 10)")
    with pytest.raises(Trouble, match=r"public\.child"):
        backup.write(here, tmp_path / "b.kith")


def test_a_changed_row_is_found_although_the_count_is_the_same(pair: tuple[Target, Target]) -> None:
    here, _ = pair
    before = here.contents()
    here.ask("UPDATE child SET words = 'other' WHERE id = 7")
    assert here.contents().differences(before) == ["public.child"]


@pytest.mark.parametrize("part", ["database.dump", places.SECRET])
def test_one_changed_byte_is_found_before_anything_is_touched(
    pair: tuple[Target, Target], tmp_path: Path, part: str
) -> None:
    here, _ = pair
    file = tmp_path / "b.kith"
    backup.write(here, file)
    with tarfile.open(file) as tar:
        place = tar.getmember(part).offset_data + 20
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(Trouble, match=f"damaged .{part}"):
        backup.read(here, file, replace=True)
    assert here.ask("SELECT count(*) FROM child") == "500"


def test_half_a_file_is_refused(pair: tuple[Target, Target], tmp_path: Path) -> None:
    here, _ = pair
    file = tmp_path / "b.kith"
    backup.write(here, file)
    file.write_bytes(file.read_bytes()[:6000])
    with pytest.raises(Trouble, match="not a whole backup"):
        backup.read(here, file, replace=True)


def test_the_new_server_counts_on_from_the_old_ones_transactions(
    pair: tuple[Target, Target], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = pair
    file = tmp_path / "b.kith"
    backup.write(here, file)
    now = int(there.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())"))
    monkeypatch.setattr(backup, "BATCH", 2000)
    backup._catch_up(there, now + 5000)
    assert int(there.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())")) >= now + 5000
    with tarfile.open(file) as tar:
        manifest = json.load(backup._member(tar, backup.MANIFEST))
    assert 0 < manifest["transactions"] <= now


def test_an_existing_file_is_not_overwritten(pair: tuple[Target, Target], tmp_path: Path) -> None:
    (tmp_path / "b.kith").write_text("precious")
    with pytest.raises(Trouble, match="there already"):
        backup.write(pair[0], tmp_path / "b.kith")
    assert (tmp_path / "b.kith").read_text() == "precious"


def test_outside_the_environment_it_says_how_to_run_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert backup.backup(["b.kith"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
