"""The charts of the house by name, for the tag `{% chart "name" rows … %}`. Each is a function giving a `Drawing`."""

from collections.abc import Callable

from kith.kit.charts import control, funnel, matrix, plain, run, stages
from kith.kit.svg import Drawing

DRAWINGS: dict[str, Callable[..., Drawing]] = {
    "bars": plain.bars,
    "trend": plain.trend,
    "stacked": plain.stacked,
    "multiples": plain.multiples,
    "waterfall": plain.waterfall,
    "control": control.control,
    "funnel": funnel.funnel,
    "stages": stages.stages,
    "matrix": matrix.matrix,
    "run": run.run,
}
