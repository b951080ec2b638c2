"""Settings of the embedded PostgreSQL server, each with its reason."""

import os
from pathlib import Path

from kith.machine.accounts import Account
from kith.machine.places import write_private

FILE = "kith.conf"
LOG_LIMIT = 10_000_000  # bytes

SETTINGS = {
    "listen_addresses": "''",  # sockets only: nothing of ours listens on the network
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "max_wal_size": "'2GB'",  # an invented county goes in by one long COPY
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "idle_in_transaction_session_timeout": "'30s'",  # one open transaction would hold up the ledger's seal
    "log_error_verbosity": "'terse'",  # details of errors repeat the values of rows
    "log_min_error_statement": "'panic'",  # so do the statements that failed
    "log_line_prefix": "'%m [%p] '",
    "log_timezone": "'UTC'",
    "timezone": "'UTC'",
}

# Tests may lose their data in a power cut. Their databases are small, and each one made or dropped goes through all
# buffers three times.
QUICK = {
    "shared_buffers": "'128MB'",
    "max_wal_size": "'512MB'",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "'minimal'",
    "max_wal_senders": "0",
}


def buffers(memory: int) -> str:
    """What the server keeps of its pages: a sixteenth of the machine's `memory` (bytes), 128 MB to 1 GB.

    A county's index is asked on every arrival. Left to the system's cache, its pages go cold where a host takes unused
    memory back. Nothing is taken before pages fill it.
    """
    return f"'{max(128, min(1024, memory // 16 // 2**20))}MB'"


def text(socket: Path, port: int, *, quick: bool) -> str:
    """The settings file. The socket's folder is a list to PostgreSQL: quoted twice, it may hold a space."""
    folder = str(socket).replace("'", "''")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    chosen = {**SETTINGS, "shared_buffers": buffers(memory), "port": str(port),
              "unix_socket_directories": f"'\"{folder}\"'"}
    chosen |= QUICK if quick else {}
    return "".join(f"{name} = {value}\n" for name, value in chosen.items())


def write(data: Path, account: Account, socket: Path, port: int, *, quick: bool) -> None:
    """Write the settings where the server in `data` reads them."""
    write_private(data / FILE, text(socket, port, quick=quick))
    account.own(data / FILE)


def locale(major: int) -> list[str]:
    """Options for initdb: text sorts by code point alike on every machine."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]
