"""Drop-off: of all that should have been done, how many reached each stage. The first stage comes from incidents.

Coverage is never counted from what was sent in: what was never written would then never be missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage reached by `reached` cases; shares are 0 to 1, None where none could have come."""

    name: str
    reached: int
    of_first: float | None
    of_before: float | None
    lost: int                # since the stage before


def drop_off(counts: Sequence[tuple[str, int]]) -> list[Stage]:
    """Stages from (name, cases that reached it), in order.

    Raises ValueError where a stage holds more cases than the one before: then something was counted from elsewhere.
    """
    stages: list[Stage] = []
    for name, reached in counts:
        first = stages[0].reached if stages else reached
        before = stages[-1].reached if stages else reached
        if reached > before:
            raise ValueError(f"{name} has {reached}, more than the {before} of {stages[-1].name}")
        stages.append(Stage(name, reached, _share(reached, first), _share(reached, before), before - reached))
    return stages


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def reached(furthest: Iterable[str | None], stages: Sequence[str]) -> list[tuple[str, int]]:
    """(name, cases that came at least so far) from the furthest stage of each case; None: not even the first.

    Raises ValueError for a stage that is not among `stages`.
    """
    came = [0] * len(stages)
    for stage in furthest:
        for at in range(stages.index(stage) + 1 if stage is not None else 0):
            came[at] += 1
    return list(zip(stages, came, strict=True))
