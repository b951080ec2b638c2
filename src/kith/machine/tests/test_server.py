"""The embedded server: two logins, a path with a space, and a start after any end."""

import os
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest

from kith.machine import binaries, environment, logins, places, server, settings
from kith.machine.accounts import Account, server_account
from kith.machine.server import Server
from kith.machine.trouble import Trouble

pytestmark = pytest.mark.database


def powers(address: str) -> tuple[str, bool, bool, bool, bool]:
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
    assert row is not None
    return row


def test_the_owner_makes_roles_and_databases_but_passes_by_no_lock(server: Server) -> None:
    assert powers(server.urls().owner) == (logins.OWNER, False, False, True, True)


def test_the_application_may_do_nothing_of_itself(server: Server) -> None:
    assert powers(server.urls().application) == (logins.APPLICATION, False, False, False, False)
    with (
        psycopg.connect(server.urls().application) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine (id int)")


def test_the_owner_can_install_the_extensions_we_use(server: Server) -> None:
    with psycopg.connect(server.urls().owner) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        connection.rollback()


def test_a_wrong_password_does_not_get_in(server: Server) -> None:
    kept = server.urls().application.replace("kith_app:", "kith_app:0")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(kept)


def test_the_server_listens_on_no_network_and_logs_no_values(server: Server) -> None:
    with psycopg.connect(server.urls().owner) as connection:
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in ("listen_addresses", "log_error_verbosity", "idle_in_transaction_session_timeout")
        }
    assert shown == {
        "listen_addresses": ("",),
        "log_error_verbosity": ("terse",),
        "idle_in_transaction_session_timeout": ("30s",),
    }


def test_only_its_account_may_enter_data_and_socket(server: Server) -> None:
    for folder in (server.folder, server.data, server.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == server.account.uid
    assert stat.S_IMODE((server.home / "passwords.json").stat().st_mode) == 0o600


def test_a_second_start_finds_the_same_server(server: Server) -> None:
    before = (server.data / "postmaster.pid").read_text()
    assert server.start() == server.urls()
    assert (server.data / "postmaster.pid").read_text() == before


def test_it_starts_again_after_kill_9(server: Server) -> None:
    with psycopg.connect(server.urls().owner) as connection:
        connection.execute("SET synchronous_commit = on")  # the quick server of the tests has it off
        connection.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    server.start()
    with psycopg.connect(server.urls().owner) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        connection.execute("DROP TABLE kept")


def test_a_pid_file_that_names_a_stranger_does_not_stop_it(server: Server) -> None:
    server.stop()
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.data}\n{int(time.time())}\n5432\n\n\n\n")
    server.account.own(pid_file)
    server.start()
    assert server.answers()


def test_users_come_and_go_and_the_last_one_stops_it(server: Server) -> None:
    server.stop()
    with server.in_use():
        with server.in_use():
            assert server.answers()
        assert server.answers()
    assert not server.answers()
    server.start()


def test_a_server_kept_for_developers_runs_on(server: Server) -> None:
    server.keep(True)
    with server.in_use():
        pass
    assert server.answers()
    server.keep(False)


def test_data_of_another_version_is_told_in_one_line(server: Server) -> None:
    mark = server.data / "PG_VERSION"
    before = mark.read_text()
    try:
        mark.write_text("14\n")
        with pytest.raises(Trouble, match="made by PostgreSQL 14.*KITH_PG_BIN.*--fresh"):
            server.start()
    finally:
        mark.write_text(before)


def test_a_long_path_takes_a_short_socket_folder() -> None:
    deep = Path("/srv") / ("long" * 30) / "postgres"
    assert server.socket_folder(Path("/srv/kith/postgres")) == Path("/srv/kith/postgres/socket")
    assert server.socket_folder(deep).parent == Path("/tmp")
    assert server.socket_folder(deep) != server.socket_folder(deep / "other")


def test_a_socket_folder_that_somebody_else_put_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").symlink_to(tmp_path)
    with pytest.raises(Trouble, match="belongs to another account"):
        server.private_folder(tmp_path / "theirs", Account(os.geteuid(), os.getegid()))


def test_root_gives_the_server_to_another_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    account = server_account(tmp_path / "absent")
    assert account.uid != 0
    assert account.spawn() == {"user": account.uid, "group": account.gid, "extra_groups": [], "cwd": "/"}


def test_an_ordinary_user_runs_the_server_himself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)
    assert server_account(tmp_path).uid == 1234
    assert server_account(tmp_path).spawn() == {"cwd": "/"}


def test_a_state_folder_the_account_cannot_enter_moves_the_data_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "can_enter", lambda self, folder: False)
    state = Path("/srv/closed/var")
    assert server.home_for(state) == server.FAR_HOMES / places.digest(state)


def test_settings_quote_a_socket_folder_with_space_and_quote() -> None:
    text = settings.text(Path("/srv/it's a b/socket"), 5432, quick=False)
    assert "unix_socket_directories = '\"/srv/it''s a b/socket\"'\n" in text
    assert "fsync" not in text


def test_only_tests_give_up_safety_for_speed() -> None:
    assert "fsync = off\n" in settings.text(Path("/s"), 5432, quick=True)


@pytest.mark.parametrize(("gigabytes", "kept"), [(1, "'128MB'"), (8, "'512MB'"), (64, "'1024MB'")])
def test_the_server_keeps_a_sixteenth_of_the_memory_within_bounds(gigabytes: int, kept: str) -> None:
    assert settings.buffers(gigabytes * 2**30) == kept


@pytest.mark.parametrize("named", ["", "/nowhere/bin"])
def test_a_folder_without_programs_is_told(
    named: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KITH_PG_BIN", named)
    monkeypatch.setattr(binaries, "_wheels", lambda environment: [])
    monkeypatch.setattr(binaries, "_of_the_system", list)
    with pytest.raises(Trouble, match="KITH_PG_BIN=/nowhere" if named else "DATABASE_URL"):
        binaries.find(tmp_path)


def test_too_old_programs_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KITH_PG_BIN", str(tmp_path))
    monkeypatch.setattr(binaries, "major_version", lambda folder: 14)
    with pytest.raises(Trouble, match="PostgreSQL 14: Kith needs 15"):
        binaries.find(tmp_path)


def test_a_copy_of_the_wheel_runs_where_it_is_put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_PG_BIN", raising=False)
    wheel = next(b for b in binaries.installed(environment.folder()) if binaries.PACKAGE in str(b.folder))
    monkeypatch.setattr(Account, "can_run", lambda self, program: tmp_path in program.parents)
    moved = binaries.within_reach(wheel, Account(os.geteuid(), os.getegid()), tmp_path)
    assert tmp_path in moved.folder.parents
    assert binaries.major_version(moved.folder) == wheel.major
