"""The command `kith`: one line a verb. Verbs that need no database do not load Django."""

from __future__ import annotations

import importlib
import os
import sys

# verb -> (module:function, does it need Django?, one line of help)
VERBS: dict[str, tuple[str, bool, str]] = {
    "clocks": ("kith.statute.command:clocks", False, "compute due dates: clocks due --csv IN --out OUT; clocks table"),
    "county": ("kith.instruments.command:county", False, "check a county's folder: county check [FOLDER]"),
    "instruments": ("kith.instruments.adding:instruments", True,
                    "a county's own tools: instruments list | check FILE | add FILE"),
    "charts": ("kith.insight.command:charts", False, "control charts over files: charts spc --csv IN --out OUT"),
    "people": ("kith.people.linkage.command:people", False,
               "link a file of people: people link IN.csv --pairs P --clusters C"),
    "backup": ("kith.machine.backup:backup", False, "write everything to one file: backup FILE"),
    "restore": ("kith.machine.backup:restore", False, "read it back and verify the ledger: restore FILE"),
    "migrate": ("kith.authority.command:migrate", True, "create or update the database and its row security"),
    "clock": ("kith.authority.command:clock", True, "demo and test only: clock forward 4h | set MOMENT | reset"),
    "ledger": ("kith.authority.command:ledger", True, "ledger verify; ledger seal"),
    "worker": ("kith.timetable:run", True, "the background sweeps: sealing, intake, breaches, chasing"),
    "live": ("kith.live.command:live", True, "tells open pages of changes: live --port P [--in-front-of HOST:PORT]"),
    "seed": ("kith.invented.command:seed", True, "the invented county: seed --households N --seed S | --demo"),
    "demo-links": ("kith.invented.command:links", True, "one sign-in link for each role (demo only)"),
    "demo-check": ("kith.invented.walk:check", True, "walk the main job over HTTP: demo-check --base-url URL"),
    "bench": ("kith.measure.command:bench", True,
              "ratios measured in one run: bench [ledger intake pages linkage screening]"),
    "docs": ("kith.generated:docs", True, "write the generated pages of docs/ (access, rooms)"),
    "bring": ("kith.exchange.bring_command:bring", True,
              "bring a large file in: bring LAYOUT FILE AGENCY SYSTEM; bring --go-on IMPORT"),
    "partner-key": ("kith.exchange.command:partner_key", True,
                    "a key for a partner's system: partner-key AGENCY SYSTEM"),
}


def usage() -> str:
    width = max(map(len, VERBS))
    return "kith VERB …\n\n" + "\n".join(f"  {v:<{width}}  {words}" for v, (_, _, words) in VERBS.items())


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the exit code (2: the command line is wrong)."""
    given = sys.argv[1:] if argv is None else argv
    if not given or given[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if given else 2
    if given[0] not in VERBS:
        print(f"kith: no verb {given[0]!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    where, needs_django, _ = VERBS[given[0]]
    if needs_django:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
        django = importlib.import_module("django")
        django.setup()
    module, _, name = where.partition(":")
    return int(getattr(importlib.import_module(module), name)(given[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
