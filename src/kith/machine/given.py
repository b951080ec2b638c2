"""A database that somebody else runs, named by DATABASE_URL (the owner's) and KITH_APP_DATABASE_URL."""

import json
import os
import secrets
from pathlib import Path

from kith.machine import psql
from kith.machine.addresses import parts, with_login
from kith.machine.binaries import OLDEST, Binaries, installed, tools_for
from kith.machine.places import write_private
from kith.machine.server import Urls
from kith.machine.trouble import Trouble

KEPT = "given-login.json"


def adopt(owner: str, state: Path, environment: Path) -> Urls:
    """Check the given database and answer with both addresses; make the application's login if allowed.

    Raises Trouble: too old, not reachable, or the exact SQL that its administrator must run.
    """
    binaries = _client(environment)
    _check_version(binaries, owner)
    application = os.environ.get("KITH_APP_DATABASE_URL") or _application_login(binaries, owner, state)
    return Urls(owner=owner, application=application)


def _client(environment: Path) -> Binaries:
    return (installed(environment) or [tools_for(environment, OLDEST)])[0]


def _check_version(binaries: Binaries, owner: str) -> None:
    number = int(psql.run(binaries, owner, "SHOW server_version_num"))
    if number < OLDEST * 10_000:
        raise Trouble(f"The database is PostgreSQL {number // 10_000}: Kith needs {OLDEST} or newer.")


def _application_login(binaries: Binaries, owner: str, state: Path) -> str:
    login = f"{parts(owner).get('dbname', 'kith')}_app"
    kept = _kept(state, login)
    if kept and psql.answer(binaries, kept, "SELECT 1") == "1":
        return kept
    password = secrets.token_hex(24)
    sql = f'CREATE ROLE "{login}" LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD \'{password}\''
    try:
        psql.run(binaries, owner, sql)
    except Trouble as error:
        verb = "ALTER" if "already exists" in str(error) else "CREATE"
        shown = sql.replace(password, "choose-a-password").replace("CREATE", verb, 1)
        raise Trouble(
            f"The application's login could not be made ({error}). Have the database's administrator run: "
            f"{shown}; and set KITH_APP_DATABASE_URL to that login."
        ) from None
    address = with_login(owner, login, password)
    write_private(state / KEPT, json.dumps({login: address}))
    return address


def _kept(state: Path, login: str) -> str | None:
    file = state / KEPT
    return json.loads(file.read_text()).get(login) if file.exists() else None
