"""A yardstick in a process of its own: Splink's realtime compare of one record with its candidates, SQL cached.

Runs as a script under a Python that has the extra `linkage`, and imports nothing of Kith. First line in: the settings.
Each further line: {"one": row, "many": [row, …]}; each line out: {"ms": milliseconds, "rows": compared}.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import duckdb
import pandas
from splink import DuckDBAPI
from splink.internals.realtime import compare_records


def compare(api: Any, settings: dict[str, Any], one: dict[str, Any], many: list[dict[str, Any]]) -> dict[str, float]:
    """Milliseconds of one comparison, the answer read out."""
    started = time.perf_counter()
    found = compare_records(pandas.DataFrame([one]), pandas.DataFrame(many), settings, api, sql_cache_key="kith")
    rows = found.as_record_list()
    took = (time.perf_counter() - started) * 1e3
    found.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
    return {"ms": took, "rows": len(rows)}


def main() -> None:
    api = DuckDBAPI(connection=duckdb.connect())
    settings = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(compare(api, settings, asked["one"], asked["many"])), flush=True)


if __name__ == "__main__":
    main()
