"""What people answered teaches what a weight is worth: every night, over all answers so far, versioned, never silently.

Only the words beside a weight change ("likely the same person"): what the machine links by itself hangs on the weight
and the guards, which no answer moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from time import monotonic
from uuid import UUID

from django.db import connection

from kith.authority.acts import Done, act
from kith.authority.who import Session
from kith.people import linkage
from kith.people.index.models import Calibration
from kith.people.linkage.calibrate import recalibrated
from kith.people.models import Proposal

VERDICTS = ("same", "different")
FRESH_FOR = 60.0  # seconds
READ: dict[str, tuple[float, Calibration | None]] = {}  # database -> when read, what stood there


@dataclass(frozen=True)
class Answer:
    """One pair a person decided, kept for good: who said what, when, of which weight."""

    proposal: UUID
    weight: float
    same: bool
    by: UUID | None
    at: datetime | None


def base(version: str) -> str:
    """The shipped model's version behind any calibration of it: "kith-1 (cleaner 3, keys 3)"."""
    return version.split(" +", 1)[0]


def answers(version: str) -> list[Answer]:
    """Every decided pair weighed by this model, oldest first. A pair decided again counts as decided last."""
    decided = Proposal.objects.filter(verdict__in=VERDICTS, model_version__startswith=base(version))
    return [
        Answer(p.pk, p.weight, p.verdict == "same", p.verdict_by_id, p.verdict_at)
        for p in decided.order_by("verdict_at")
    ]


@act("index.calibrated")
def calibrate(*, by: Session, at: datetime) -> Done:
    """Lay all answers over the shipped model's curve. Kept as a new version where that is better on answers the curve
    had not seen; where they are too few, or no better, the last version stands."""
    shipped = linkage.load_model()
    judged = answers(shipped.version)
    standing = newest(shipped.version)
    if standing is not None and standing.answers == len(judged):
        return Done(None, None, {"answers": len(judged), "changed": False})
    found = recalibrated(shipped, [(a.weight, a.same) for a in judged])
    if found is None:
        return Done(None, None, {"answers": len(judged), "changed": False})
    made = Calibration(
        model=base(shipped.version),
        version=named(shipped.version, found.answers),
        answers=found.answers,
        points=[list(p) for p in found.model.calibration],
        brier_before=found.before,
        brier_after=found.after,
        made_at=at,
        created_by_id=by.worker_id,
    )
    Calibration.objects.bulk_create([made])
    READ.clear()
    return Done(made, None, {"answers": found.answers, "changed": True})


def named(version: str, count: int) -> str:
    """Short enough to stand beside every proposal (40 characters)."""
    return f"{base(version)[:30]} +{count}"


def newest(version: str) -> Calibration | None:
    """The calibration that stands for this model; None before there is one."""
    return Calibration.objects.filter(model=base(version)).order_by("-made_at", "-pk").first()


def known() -> Calibration | None:
    """The newest calibration as this process last read it: it changes once a night, and every comparison asks."""
    database = str(connection.settings_dict["NAME"])
    read, found = READ.get(database, (float("-inf"), None))
    if monotonic() - read > FRESH_FOR:
        found = newest(linkage.load_model().version)
        READ[database] = (monotonic(), found)
    return found


def model_now() -> linkage.Model:
    """The shipped model with the curve that people's answers gave it, if they have."""
    standing = known()
    if standing is None:
        return linkage.load_model()
    return curved(standing.version, tuple((float(w), float(p)) for w, p in standing.points))


@lru_cache(maxsize=2)
def curved(version: str, points: tuple[tuple[float, float], ...]) -> linkage.Model:
    """Made once a process and version: a model remembers the names it has compared."""
    return replace(linkage.load_model(), version=version, calibration=points)
