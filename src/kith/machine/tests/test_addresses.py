"""Addresses survive spaces and odd passwords, and passwords never reach a command line."""

from pathlib import Path

import psycopg.conninfo
import pytest

from kith.machine import addresses
from kith.machine.trouble import Trouble


def test_a_socket_folder_with_a_space_is_read_back_by_the_driver() -> None:
    made = addresses.socket_address("kith_owner", "p w/?#", "kith", Path("/srv/a b/socket"), 5432)
    read = psycopg.conninfo.conninfo_to_dict(made)
    assert (read["host"], read["password"], read["port"]) == ("/srv/a b/socket", "p w/?#", "5432")
    assert (read["user"], read["dbname"]) == ("kith_owner", "kith")


def test_our_own_reading_agrees_with_the_drivers() -> None:
    made = addresses.socket_address("kith_owner", "s3cret%", "kith", Path("/srv/a b/socket"), 5432)
    assert addresses.parts(made) == psycopg.conninfo.conninfo_to_dict(made)


def test_a_server_on_the_network_is_reached_by_variables_with_its_password() -> None:
    found = addresses.variables("postgresql://owner:p%40ss@db.thornshire.example:6432/kith?sslmode=require")
    assert found == {
        "PGHOST": "db.thornshire.example",
        "PGPORT": "6432",
        "PGUSER": "owner",
        "PGPASSWORD": "p@ss",
        "PGDATABASE": "kith",
        "PGSSLMODE": "require",
    }


def test_somebody_elses_variables_do_not_mix_with_ours() -> None:
    mixed = addresses.tool_environment("postgresql:///kith?host=/run", {"PGSSLMODE": "require", "HOME": "/h"})
    assert mixed == {"HOME": "/h", "PGHOST": "/run", "PGDATABASE": "kith"}


def test_another_login_keeps_the_place() -> None:
    made = addresses.with_login("postgresql://owner:x@db:6432/kith?sslmode=require", "kith_app", "y/z")
    assert made == "postgresql://kith_app:y%2Fz@db:6432/kith?sslmode=require"


@pytest.mark.parametrize("wrong", ["mysql://a@b/c", "kith.sqlite3", "postgresql://a:[b@c/d"])
def test_a_wrong_address_is_refused_in_words(wrong: str) -> None:
    with pytest.raises(Trouble, match="DATABASE_URL"):
        addresses.parts(wrong)


def test_a_parameter_that_cannot_be_passed_on_is_named() -> None:
    with pytest.raises(Trouble, match="krbsrvname"):
        addresses.variables("postgresql://db/kith?krbsrvname=x")
