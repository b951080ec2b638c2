"""Addresses of databases, in the form of libpq (PostgreSQL documentation, 34.1.1.2 Connection URIs)."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from kith.machine.trouble import Trouble

# Parameter of a connection address -> environment variable (PostgreSQL documentation, 34.15). Passwords go by
# the environment, because a command line can be read by every account of the machine.
VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "options": "PGOPTIONS",
    "application_name": "PGAPPNAME",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


def socket_address(user: str, password: str, database: str, folder: Path, port: int) -> str:
    """The address of a database reached through a socket in `folder`."""
    return (
        f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@/{quote(database, safe='')}"
        f"?host={quote(str(folder), safe='/')}&port={port}"
    )


def parts(address: str) -> dict[str, str]:
    """The parameters of an address by libpq's names. Raises Trouble where it is no PostgreSQL address."""
    try:
        split = urlsplit(address)
        port = split.port
    except ValueError as error:
        raise Trouble(f"DATABASE_URL cannot be read ({error}): percent-encode the password.") from None
    if split.scheme not in ("postgresql", "postgres"):
        raise Trouble("DATABASE_URL must begin with postgresql:// (Kith stands on PostgreSQL alone).")
    found = {
        "host": unquote(split.hostname or ""),
        "port": str(port or ""),
        "user": unquote(split.username or ""),
        "password": unquote(split.password or ""),
        "dbname": unquote(split.path.lstrip("/")),
    }
    found.update(parse_qsl(split.query))
    return {name: value for name, value in found.items() if value}


def variables(address: str) -> dict[str, str]:
    """The environment under which psql, pg_dump and pg_restore reach `address`."""
    found = parts(address)
    unknown = sorted(set(found) - set(VARIABLES))
    if unknown:
        raise Trouble(f"DATABASE_URL has parameters Kith cannot pass on: {_shown(unknown)}.")
    return {VARIABLES[name]: value for name, value in found.items()}


def _shown(names: list[str]) -> str:
    """Names for a message; a mistyped address may have put a password among them."""
    return ", ".join(name if name.isidentifier() else "(unreadable)" for name in names)


def with_login(address: str, user: str, password: str) -> str:
    """The same database for another login."""
    split = urlsplit(address)
    place = split.netloc.rpartition("@")[2]
    kept = "&".join(
        piece for piece in split.query.split("&") if not piece.startswith(("user=", "password="))
    )
    netloc = f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"
    return urlunsplit((split.scheme, netloc, split.path, kept, ""))


def tool_environment(address: str, base: Mapping[str, str]) -> dict[str, str]:
    """`base` without anyone else's PG variables, with those of `address`."""
    clean = {name: value for name, value in base.items() if not name.startswith("PG")}
    return {**clean, **variables(address)}
