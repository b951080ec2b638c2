"""A database run by somebody else: checked, completed with the application's login, or told what to run."""

from pathlib import Path

import psycopg
import pytest

from kith.machine import environment, given, psql
from kith.machine.server import Server
from kith.machine.trouble import Trouble

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def no_login_named(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.delenv("KITH_APP_DATABASE_URL", raising=False)
    with psycopg.connect(server.urls().owner, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS thornshire")
        connection.execute("DROP ROLE IF EXISTS thornshire_app")
        connection.execute("CREATE DATABASE thornshire")


def owner(server: Server) -> str:
    return server.urls().owner.replace("/kith?", "/thornshire?")


def test_the_applications_login_is_made_once_and_kept(server: Server, tmp_path: Path) -> None:
    first = given.adopt(owner(server), tmp_path, environment.folder())
    again = given.adopt(owner(server), tmp_path, environment.folder())
    assert first == again
    with psycopg.connect(first.application) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("thornshire_app",)
    assert (tmp_path / given.KEPT).stat().st_mode & 0o777 == 0o600


def test_a_login_of_that_name_with_another_password_is_left_alone(server: Server, tmp_path: Path) -> None:
    given.adopt(owner(server), tmp_path, environment.folder())
    (tmp_path / given.KEPT).unlink()
    with pytest.raises(Trouble, match='already exists.*ALTER ROLE "thornshire_app" LOGIN'):
        given.adopt(owner(server), tmp_path, environment.folder())


def test_where_it_may_not_make_logins_it_prints_the_sql(server: Server, tmp_path: Path) -> None:
    powerless = server.urls().application.replace("/kith?", "/thornshire?")
    with pytest.raises(Trouble, match="permission denied.*CREATE ROLE.*KITH_APP_DATABASE_URL") as told:
        given.adopt(powerless, tmp_path, environment.folder())
    assert "choose-a-password" in str(told.value)


def test_a_named_login_is_taken_as_it_is(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_APP_DATABASE_URL", "postgresql://app@db/thornshire")
    assert given.adopt(owner(server), tmp_path, environment.folder()).application.startswith("postgresql://app@")


def test_a_database_too_old_is_told(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psql, "run", lambda binaries, address, sql: "140009")
    with pytest.raises(Trouble, match="PostgreSQL 14: Kith needs 15 or newer"):
        given.adopt(owner(server), tmp_path, environment.folder())


def test_a_database_that_cannot_be_reached_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="refused") as told:
        given.adopt(f"postgresql:///kith?host={tmp_path}", tmp_path, environment.folder())
    assert "\n" not in str(told.value)
