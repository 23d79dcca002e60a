"""The data of each chart, taken from the lab: what the run remembers, and the network's own answers."""

from collections.abc import Callable

import numpy as np

from lessons.lab import Lab
from netcore.errors import NetcoreError
from netcore.feature_space import decision_grid
from tui.charts import ArrayHeatmap, Chart, DecisionBoundary, GradientFlow, LossCurve, Series

COLUMNS, ROWS = 48, 24
"""How finely the network is asked about the plane."""


def charts_for(lab: Lab) -> tuple[str, ...]:
    """Return the names of the charts that say something about this experiment."""
    is_plane = lab.run.X.ndim == 2 and lab.run.X.shape[1] == 2
    return tuple(name for name in _MAKERS if name != "decision_boundary" or is_plane)


def chart_of(lab: Lab, name: str) -> Chart | None:
    """Return a chart's data as the run stands; None where there is nothing to draw yet."""
    try:
        return _MAKERS[name](lab)
    except NetcoreError:
        return None


def _loss(lab: Lab) -> Chart | None:
    if not lab.update:
        return None
    history = lab.run.history
    return LossCurve((Series("loss", np.asarray(history.loss[: lab.update])),))


def _boundary(lab: Lab) -> Chart:
    run = lab.run
    seen = decision_grid(run.model, run.X, COLUMNS, ROWS)
    x, y = seen.x, seen.y
    return DecisionBoundary(run.X, run.y, seen.classes, (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1])))


def _flow(lab: Lab) -> Chart | None:
    if not lab.update:
        return None
    norms = lab.run.history.gradient_norms
    return GradientFlow(tuple((name, series[lab.update - 1]) for name, series in norms.items()))


def _heatmap(lab: Lab) -> Chart | None:
    operation = lab.cursor.operation
    return ArrayHeatmap(operation.result.label, operation.result.array) if operation is not None else None


_MAKERS: dict[str, Callable[[Lab], Chart | None]] = {
    "decision_boundary": _boundary,
    "loss": _loss,
    "gradient_flow": _flow,
    "heatmap": _heatmap,
}
