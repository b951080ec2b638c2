"""What stands in a database: counted and summed table by table, so that a restored copy can be compared."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from kith.machine.binaries import Binaries
from kith.machine.psql import QUIET, first_line
from kith.machine.trouble import Trouble

# Values become the same text on both sides.
SAME_TEXT = """
SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601';
SET bytea_output = 'hex'; SET extra_float_digits = 1; SET idle_in_transaction_session_timeout = 0;
"""
OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"

# The sum of the rows' hashes does not depend on their order (hashtextextended: PostgreSQL's own, 64 bits).
COUNT = f"""
SELECT format('SELECT %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)'
              ' FROM ONLY %I.%I t',
              n.nspname || '.' || c.relname, n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND {OURS} ORDER BY 1 \\gexec
"""

# Tables of which this login would see only some rows: row security acts on it, and no policy opens every row.
PARTLY_SEEN = f"""
SELECT n.nspname || '.' || c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND {OURS} AND row_security_active(c.oid)
   AND (NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
                       AND p.polcmd IN ('*', 'r') AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                       AND EXISTS (SELECT FROM unnest(p.polroles) r
                                    WHERE r = 0 OR pg_has_role(current_user, r, 'USAGE')))
        OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive
                      AND EXISTS (SELECT FROM unnest(p.polroles) r
                                   WHERE r = 0 OR pg_has_role(current_user, r, 'USAGE'))))
"""

TABLES = f"""
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND {OURS}
"""


@dataclass(frozen=True)
class Contents:
    """Per table: how many rows, and the sum of their hashes; and the server's transaction counter."""

    tables: dict[str, tuple[int, str]]
    transactions: int

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(count for count, _ in self.tables.values())

    def differences(self, other: "Contents") -> list[str]:
        """Names of tables that are not the same in both."""
        names = sorted(set(self.tables) | set(other.tables))
        return [name for name in names if self.tables.get(name) != other.tables.get(name)]


class Session:
    """One transaction that sees one moment of the database; a dump can be told to see the same one."""

    def __init__(self, binaries: Binaries, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [str(binaries.program("psql")), *QUIET],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._say(SAME_TEXT + "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n")
        self.snapshot = self._ask("SELECT pg_export_snapshot();")
        self._transactions = int(self._ask("SELECT pg_snapshot_xmax(pg_current_snapshot());"))

    def contents(self) -> Contents:
        """Count everything and end the session. Raises Trouble where some rows would not be seen."""
        output, error = self._process.communicate(f"{PARTLY_SEEN} \\g\n\\echo ==\n{COUNT}")
        if self._process.returncode:
            raise Trouble(f"The database could not be counted: {first_line(error)}")
        hidden, _, counted = output.partition("==\n")
        if hidden.strip():
            names = ", ".join(hidden.split())
            raise Trouble(f"This login does not see every row of {names}: use the owner's.")
        return Contents(dict(map(_row, counted.split())), self._transactions)

    def close(self) -> None:
        """End the session whatever its state."""
        self._process.kill()
        self._process.wait()

    def _say(self, sql: str) -> None:
        stdin: IO[str] | None = self._process.stdin
        assert stdin is not None
        stdin.write(sql)
        stdin.flush()

    def _ask(self, sql: str) -> str:
        self._say(sql + "\n")
        assert self._process.stdout is not None
        answer = self._process.stdout.readline().strip()
        if not answer:
            _, error = self._process.communicate()
            raise Trouble(f"The database cannot be read: {first_line(error)}")
        return answer


def _row(line: str) -> tuple[str, tuple[int, str]]:
    table, count, total = line.rsplit("|", 2)
    return table, (int(count), total)
