"""The index's night: records of an earlier version made again, then every record compared as if it arrived now."""

from __future__ import annotations

from uuid import UUID

from kith.authority import who
from kith.people.index import calibration, quality


def rekey_all(most: int = 500) -> int:
    """Make stale and missing records again, a batch a transaction; how many were made."""
    made = 0
    while True:
        with who.job("linkage") as by:
            done = quality.rekey(by=by, at=by.now, most=most)
        made += done["rekeyed"] + done["indexed"]
        if not done["rekeyed"] + done["indexed"]:
            return made


def check_all(most: int = 500) -> int:
    """Compare every record of the site with what stands, a batch a transaction; how many questions were raised."""
    raised = 0
    following: UUID | None = quality.NOBODY
    while following is not None:
        with who.job("linkage") as by:
            done = quality.check(by=by, at=by.now, after=following, most=most)
        raised += done["raised"]
        following = UUID(str(done["next"])) if done["next"] else None
    return raised


def calibrate() -> int:
    """Lay the answers so far over the model's curve; 1 where a new version was made."""
    with who.job("linkage") as by:
        return int(calibration.calibrate(by=by, at=by.now) is not None)
