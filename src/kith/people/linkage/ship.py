"""Make the shipped model: `python -m kith.people.linkage.ship`. Trained without labels on invented populations only.

Training seeds are `TRAINING`; evaluation uses other seeds. The thresholds were set on the training seeds.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace

from .calibrate import calibrate
from .clean import CLEANER_VERSION, clean
from .evaluate import candidate_pairs, index, record, scored_pairs, true_pairs
from .keys import KEYS_VERSION
from .levels import FIELDS
from .model import SHIPPED, START, Model, Weight, load_model, to_dict
from .populations import households, registers
from .splink_settings import settings
from .train import Counted, adapt, train

TRAINING = ((households, 101), (registers, 102), (households, 103), (registers, 104))
PEOPLE = 20_000
SHRINK = 300.0
"""Firmness of the starting weights here: an invented county must not decide what is rare in it."""
PERSONS = 600_000
"""The prior of the shipped model: about so many persons are known to the partners of one county."""
VERSION = f"kith-1 (cleaner {CLEANER_VERSION}, keys {KEYS_VERSION})"


def main() -> None:
    """Train on every training population, average, calibrate, write the file."""
    start = load_model(str(START))
    trained, judged, counted = [], [], Counted()
    for population, seed in TRAINING:
        made = population.generate(PEOPLE, seed)
        cleaned = [clean(record(row)) for row in made.rows]
        own = Counted()
        for c in cleaned:
            own.add(c)
            counted.add(c)
        model = train(adapt(start, own), cleaned, seed, firmness=SHRINK)
        trained.append(model)
        true = true_pairs([made.truth[c.record_id] for c in cleaned])
        found = scored_pairs(model, cleaned, candidate_pairs(cleaned, index(cleaned)))
        judged += [(w, (a, b) in true) for w, a, b, guard, _ in found if not guard]
    shipped = _averaged(start, trained)
    shipped = replace(
        shipped,
        version=VERSION,
        prior=-math.log2(PERSONS),
        calibration=calibrate(judged),
        join=8.0,
        keep=1.0,
        frequencies=_common(counted),
        trained_on="invented populations "
        + ", ".join(f"{p.__name__.rsplit('.', 1)[1]} seed {seed}" for p, seed in TRAINING),
    )
    data = {**to_dict(shipped), "splink": settings(shipped)}
    SHIPPED.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")


def _common(counted: Counted) -> dict[str, dict[str, float]]:
    """Name shares over all training populations; names under 1 in 50,000 are left to the floor."""
    shares = {}
    for table, found in counted.names.items():
        total = sum(found.values())
        shares[table] = {name: round(n / total, 7) for name, n in sorted(Counter(found).items()) if n / total >= 2e-5}
    return shares


def _averaged(start: Model, models: list[Model]) -> Model:
    """Geometric mean of m and u over the trained models."""
    weights = {f: tuple(_mean([m.weights[f][i] for m in models]) for i in range(len(start.weights[f]))) for f in FIELDS}
    return replace(start, weights=weights)


def _mean(found: list[Weight]) -> Weight:
    n = len(found)
    return replace(
        found[0],
        m=float(f"{math.exp(sum(math.log(w.m) for w in found) / n):.6g}"),
        u=float(f"{math.exp(sum(math.log(w.u) for w in found) / n):.6g}"),
    )


if __name__ == "__main__":
    main()
