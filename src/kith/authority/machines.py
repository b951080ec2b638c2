"""The machine workers: one a job, each with the one role its purpose needs. There is no role that may do everything."""

from __future__ import annotations

from kith.authority.models import Agency, Worker, WorkerRole

JOBS = {
    "sealing": "Kith: seals the ledger",
    "intake": "Kith: takes in what arrives",
    "linkage": "Kith: compares arriving people with those known",
    "sweep": "Kith: watches the clocks",
}


def ensure() -> None:
    """Create the machine agency and its workers where they are missing. Runs as the owner."""
    agency, _ = Agency.objects.using("owner").get_or_create(
        key="kith", defaults={"name": "Kith", "kind": "machine"})
    for job, name in JOBS.items():
        worker, _ = Worker.objects.using("owner").get_or_create(
            email=f"{job}@kith.invalid", defaults={"name": name, "agency": agency})
        WorkerRole.objects.using("owner").get_or_create(worker=worker, role=f"job_{job}")
