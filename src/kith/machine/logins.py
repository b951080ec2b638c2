"""The database's logins: the owner migrates, the application may do what it is granted and no more."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from kith.machine.places import write_private
from kith.machine.trouble import Trouble

SUPERUSER = "postgres"
DATABASE = "kith"
OWNER = "kith_owner"
APPLICATION = "kith_app"


@dataclass(frozen=True)
class Passwords:
    """The passwords of our own server, kept beside its data."""

    superuser: str
    owner: str
    application: str


def new_passwords() -> Passwords:
    """Three random passwords of 192 bits; hexadecimal, so that they need no quoting anywhere."""
    return Passwords(*(secrets.token_hex(24) for _ in range(3)))


def save(passwords: Passwords, file: Path) -> None:
    """Keep the passwords where only this account reads them."""
    write_private(file, json.dumps(asdict(passwords)) + "\n")


def load(file: Path) -> Passwords:
    """The kept passwords. Raises Trouble where they are gone or were made by another account."""
    try:
        return Passwords(**json.loads(file.read_text()))
    except FileNotFoundError:
        raise Trouble(
            f"{file} is missing, so its database cannot be opened: put it back, or start over with --fresh."
        ) from None
    except PermissionError:
        raise Trouble(
            f"{file} belongs to another account: run as that account, or name another folder with KITH_STATE."
        ) from None


def install_sql(passwords: Passwords) -> str:
    """SQL for a superuser, safe to run again: both logins and the database.

    The owner may make roles and databases (role classes, test databases) but is no superuser, and neither
    login may pass by row security.
    """
    return f"""
{_missing_role(OWNER)}
{_missing_role(APPLICATION)}
ALTER ROLE {OWNER} LOGIN CREATEDB CREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION
  PASSWORD '{passwords.owner}';
ALTER ROLE {APPLICATION} LOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION
  PASSWORD '{passwords.application}';
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""


def _missing_role(name: str) -> str:
    there = f"SELECT FROM pg_roles WHERE rolname = '{name}'"
    return f"SELECT 'CREATE ROLE {name}' WHERE NOT EXISTS ({there}) \\gexec"
