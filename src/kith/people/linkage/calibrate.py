"""From weights to probabilities, and again from what people decided: pure, to be called nightly with every answer.

Isotonic calibration (pool adjacent violators, Ayer and others 1955). People judge the doubtful middle only, so their
answers are laid over the model's own curve, which counts as `FIRMNESS` answers at each of its points: the curve moves
where people have spoken and stays where they have not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .model import Model, load_model, to_dict
from .sections import write_text

Judged = tuple[float, bool]
"""(weight in bits, did people say it is the same person?)"""
Points = tuple[tuple[float, float], ...]
AT_LEAST, AT_LEAST_OF_EACH = 200, 30
"""Answers needed before the curve moves, in all and of each kind."""
FIRMNESS = 10.0
_FOLDS, _STEPS = 5, 40


class Calibrated(NamedTuple):
    """A model with its new curve, the answers behind it, and the Brier score of the old curve and of the new one.

    Both scores are over answers that the curve had not seen (five folds); lower is better.
    """

    model: Model
    answers: int
    before: float
    after: float


class Pool(NamedTuple):
    """Answers taken together: from which weight on, at which mean weight, the share the same, how many."""

    low: float
    weight: float
    share: float
    answers: float

    def with_next(self, other: Pool) -> Pool:
        """Both, averaged."""
        both = self.answers + other.answers
        weight = (self.weight * self.answers + other.weight * other.answers) / both
        return Pool(self.low, weight, (self.share * self.answers + other.share * other.answers) / both, both)


def recalibrated(model: Model, judged: Iterable[Judged]) -> Calibrated | None:
    """The model calibrated on people's answers; None while they are too few or the new curve is no better.

    Call it with the model that was shipped or trained, not with one calibrated before, and with all answers so far.
    """
    answers = sorted(judged)
    same = sum(yes for _, yes in answers)
    if len(answers) < AT_LEAST or min(same, len(answers) - same) < AT_LEAST_OF_EACH:
        return None
    before = brier(model, answers)
    after = sum(map(_unseen, [model] * _FOLDS, [answers] * _FOLDS, range(_FOLDS))) / len(answers)
    version = f"{model.version}, calibrated on {len(answers)} answers"
    made = replace(model, version=version, calibration=laid_over(model, answers))
    return Calibrated(made, len(answers), before, after) if after < before else None


def brier(model: Model, answers: Sequence[Judged]) -> float:
    """Mean squared distance of the model's probability from what people said (Brier 1950)."""
    return sum((model.probability(weight) - yes) ** 2 for weight, yes in answers) / (len(answers) or 1)


def _unseen(model: Model, answers: Sequence[Judged], fold: int) -> float:
    """Squared distances over one fold, by the curve of the others."""
    own = replace(model, calibration=laid_over(model, [a for at, a in enumerate(answers) if at % _FOLDS != fold]))
    held = answers[fold::_FOLDS]
    return brier(own, held) * len(held)


def laid_over(model: Model, answers: Iterable[Judged]) -> Points:
    """The model's own curve moved by answers."""
    own = model.calibration or tuple((float(weight), model.probability(weight)) for weight in range(-8, 21))
    return thinned([(w, p, FIRMNESS) for w, p in own] + [(w, float(yes), 1.0) for w, yes in answers])


def calibrate(scored: Iterable[Judged]) -> Points:
    """Weight to probability from judged pairs alone."""
    return thinned([(weight, float(same), 1.0) for weight, same in scored])


def thinned(seen: Iterable[tuple[float, float, float]]) -> Points:
    """Points (weight, probability) that never fall, from (weight, share, how many stand behind it)."""
    points = [(round(pool.weight, 3), round(pool.share, 6)) for pool in pooled(seen)]
    return tuple(points[:: max(1, len(points) // _STEPS)]) + tuple(points[-1:])


def pooled(seen: Iterable[tuple[float, float, float]]) -> list[Pool]:
    """Neighbours are averaged until shares rise with weight."""
    pools: list[Pool] = []
    for weight, share, count in sorted(seen):
        pools.append(Pool(weight, weight, share, count))
        while len(pools) > 1 and pools[-2].share >= pools[-1].share:
            last = pools.pop()
            pools[-1] = pools[-1].with_next(last)
    return pools


def write_model(model: Model, path: Path) -> None:
    """Store a model whole or not at all; `load_model(str(path))` reads it."""
    write_text(path, json.dumps(to_dict(model), ensure_ascii=False))
    load_model.cache_clear()
