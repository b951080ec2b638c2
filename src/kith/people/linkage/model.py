"""The model: what each level is worth in bits, how common each name is, the prior, the thresholds.

A model is a JSON file, frozen once shipped; its version covers cleaner, keys, weights and term frequencies, so that an
old score can be reproduced. `load_model()` reads the shipped file once per process.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from .levels import FIELDS, LEVELS

SHIPPED = Path(__file__).with_name("model") / "kith-1.json"
START = SHIPPED.with_name("start.json")
"""Hand-set weights that training starts from."""
_TABLES = ("given", "family")
MEMORY = 300_000
"""Comparisons of two names remembered per model before the memory is emptied."""


class ModelError(ValueError):
    """A model file that cannot be used; the message names the line of reasoning, not the data."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one level is worth. With `tf` the chance agreement is the name's own frequency, not below `floor`."""

    m: float
    u: float
    tf: bool = False
    floor: float = 0.0
    damp: float = 1.0

    def bits(self, frequency: float | None = None) -> float:
        """log2(m / u), or log2(m / frequency) for a level adjusted by term frequency."""
        chance = max(frequency or 0.0, self.floor) if self.tf else self.u
        return math.log2(self.m / chance) * self.damp


@dataclass(slots=True)
class Model:
    """A loaded model with its lookups. Treat as frozen: make a changed one with `train.adapt` or `from_dict`."""

    version: str
    prior: float
    join: float
    keep: float
    floor: float
    lead: float
    weights: dict[str, tuple[Weight, ...]]
    frequencies: dict[str, dict[str, float]]
    calibration: tuple[tuple[float, float], ...] = ()
    shared: dict[str, frozenset[str]] = field(default_factory=dict)
    registers: frozenset[str] = frozenset()
    """Columns that hold some other register's numbers, one person each, as the file shows (`numbers.registers`)."""
    trained_on: str = ""
    adults_born_before: str = "1990-01-01"
    fixed: dict[str, tuple[float, ...]] = field(init=False, compare=False)
    most: dict[str, float] = field(init=False, compare=False)
    memory: dict[str, dict[tuple[str, str], tuple[int, float]]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        self.fixed = {f: tuple(0.0 if i == 0 else w.bits() for i, w in enumerate(self.weights[f])) for f in FIELDS}
        self.most = {f: max(0.0, *found) for f, found in self.fixed.items()}
        self.memory = {table: {} for table in _TABLES}

    def frequency(self, table: str, value: str) -> float:
        """Share of people with this name; 0 when it is not in the frozen table."""
        return self.frequencies[table].get(value, 0.0)

    def probability(self, weight: float) -> float:
        """Chance that a pair of this weight is one person; by the calibration points where the model has them."""
        return (
            _between(self.calibration, weight)
            if self.calibration
            else 1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, weight)))
        )


def _between(points: tuple[tuple[float, float], ...], weight: float) -> float:
    at = bisect_left(points, (weight,))
    if at == 0 or at == len(points):
        return points[min(at, len(points) - 1)][1]
    (w0, p0), (w1, p1) = points[at - 1], points[at]
    return p0 + (p1 - p0) * (weight - w0) / (w1 - w0)


def from_dict(data: dict[str, Any]) -> Model:
    """A model from the JSON of its file. Raises `ModelError` naming the first thing that is missing or impossible."""
    try:
        weights = {f: _weights(f, data["levels"][f]) for f in FIELDS}
        thresholds = data["thresholds"]
        return Model(
            version=str(data["version"]),
            prior=float(data["prior"]),
            join=thresholds["join"],
            keep=thresholds["keep"],
            floor=thresholds["floor"],
            lead=thresholds["lead"],
            weights=weights,
            frequencies={t: dict(data["frequencies"][t]) for t in _TABLES},
            calibration=tuple(map(tuple, data.get("calibration", ()))),
            shared={k: frozenset(v) for k, v in dict(data.get("shared", {})).items()},
            registers=frozenset(data.get("registers", ())),
            trained_on=str(data.get("trained_on", "")),
            adults_born_before=str(thresholds.get("adults_born_before", "1990-01-01")),
        )
    except (KeyError, TypeError, IndexError) as wrong:
        raise ModelError(f"the model lacks {wrong}") from wrong


def _weights(name: str, found: dict[str, dict[str, float]]) -> tuple[Weight, ...]:
    weights = tuple(Weight(1.0, 1.0) if i == 0 else Weight(**found[level.key]) for i, level in enumerate(LEVELS[name]))  # type: ignore[arg-type]
    if any(not 0 < w.m <= 1 or not (w.tf or 0 < w.u <= 1) or (w.tf and w.floor <= 0) for w in weights):
        raise ModelError(f"{name}: every m, u and floor must lie between 0 and 1")
    return weights


def to_dict(model: Model) -> dict[str, object]:
    """The JSON of a model, without its Splink settings."""
    return {
        "version": model.version,
        "trained_on": model.trained_on,
        "prior": model.prior,
        "thresholds": {
            "join": model.join,
            "keep": model.keep,
            "floor": model.floor,
            "lead": model.lead,
            "adults_born_before": model.adults_born_before,
        },
        "levels": {
            f: {level.key: _weight_dict(w) for level, w in zip(LEVELS[f][1:], model.weights[f][1:], strict=True)}
            for f in FIELDS
        },
        "calibration": [list(point) for point in model.calibration],
        "shared": {k: sorted(v) for k, v in model.shared.items()},
        "registers": sorted(model.registers),
        "frequencies": model.frequencies,
    }


def _weight_dict(weight: Weight) -> dict[str, float | bool]:
    found: dict[str, float | bool] = {"m": weight.m, "u": weight.u}
    if weight.tf:
        found.update(tf=True, floor=weight.floor)
    if weight.damp != 1.0:
        found["damp"] = weight.damp
    return found


@lru_cache(maxsize=4)
def load_model(path: str = "") -> Model:
    """The shipped model, or the one at `path`; read once per process."""
    return from_dict(json.loads(Path(path or SHIPPED).read_text(encoding="utf-8")))
