"""The charts of a lab: what each is drawn from is computed by `lessons.charts`, and given to its drawing here."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lessons.charts import Of
from lessons.charts.studies import SLOW, DirectedField, MarkedCurve, Picture, later_study_of, study_of
from lessons.errors import NamingError
from lessons.lab import Lab
from netcore.errors import NetcoreError
from netcore.studies.run_views import DecisionMap, GradientSizes, LearningCurve
from tui.charts import (
    CHARTS,
    ActivationChart,
    ArrayHeatmap,
    Chart,
    DecisionBoundary,
    GradientArrowsChart,
    GradientFlow,
    LossCurve,
    Series,
)

ALWAYS = ("loss", "gradient_flow", "heatmap", "layers", "firing")
"""The charts that every experiment has, besides those that a page asks for."""
OF_PARAMETERS = ("gradient_flow",)
"""Those of them that have nothing to show where there are no parameters."""


def charts_for(lab: Lab) -> tuple[str, ...]:
    """Return the names of the charts that say something about this experiment."""
    is_plane = lab.run.X.ndim == 2 and lab.run.X.shape[1] == 2 and np.issubdtype(lab.run.y.dtype, np.integer)
    names = ("decision_boundary", *ALWAYS) if is_plane else ALWAYS
    return names if lab.run.model.parameters else tuple(name for name in names if name not in OF_PARAMETERS)


def chart_of(lab: Lab, name: str, of: Of = ()) -> Chart | None:
    """Return a chart as the run stands; None where there is nothing to draw, or not yet."""
    try:
        study = study_of(lab, name, of)
    except (NetcoreError, NamingError):
        return None
    return None if study is None else _DRAWN.get(name, _as_it_is(name))(study)


def later_chart_of(lab: Lab, name: str, of: Of = ()) -> Callable[[], Chart | None] | None:
    """Return the work that makes a slow chart, fit for a thread; None for a chart that is there at once."""
    if name not in SLOW:
        return None
    try:
        study = later_study_of(lab, name, of)
    except (NetcoreError, NamingError):
        return lambda: None

    def chart() -> Chart | None:
        try:
            return _as_it_is(name)(study())
        except (NetcoreError, NamingError):
            return None

    return chart


def _as_it_is(name: str) -> Callable[[Any], Chart]:
    """Return the drawing that takes its study as it is."""
    drawing: Callable[[Any], Chart] = CHARTS[name]
    return drawing


def _loss(curve: LearningCurve) -> Chart:
    return LossCurve((Series("loss", curve.losses),), curve.first_update)


def _boundary(seen: DecisionMap) -> Chart:
    x, y = seen.grid.x, seen.grid.y
    ends = (float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))
    return DecisionBoundary(seen.points, seen.targets, seen.grid.classes, *ends)


def _flow(sizes: GradientSizes) -> Chart:
    return GradientFlow(sizes.norms)


def _heatmap(picture: Picture) -> Chart:
    return ArrayHeatmap(picture.label, picture.array)


def _activation(marked: MarkedCurve) -> Chart:
    return ActivationChart(marked.curve, marked.point)


def _arrows(directed: DirectedField) -> Chart:
    return GradientArrowsChart(directed.field, directed.is_downhill)


_DRAWN: dict[str, Callable[[Any], Chart]] = {
    "loss": _loss,
    "decision_boundary": _boundary,
    "gradient_flow": _flow,
    "heatmap": _heatmap,
    "activation": _activation,
    "gradient_arrows": _arrows,
}
"""How the drawings come by their data that do not take a study as it is."""
