"""What each chart is drawn from: a study of netcore's, of the lab's run or of its parameters alone.

study_of(lab, "activation", (("function", "sigmoid"),))     # an ActivationCurve and a CurvePoint
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lessons.blocks import Experiment
from lessons.charts import Follows, Of, Settings, Value, chart_named
from lessons.errors import NamingError
from lessons.evidence import find_in
from lessons.experiment import build
from lessons.references import parse_reference
from netcore.arrays import Array
from netcore.studies.activation_curve import ActivationCurve, CurvePoint, activation_at, activation_curve
from netcore.studies.chain_factors import ChainFactors, chain_factors
from netcore.studies.cross_entropy_curve import CrossEntropyCurve, cross_entropy_curve
from netcore.studies.deep_gradients import DeepGradients, deep_gradients
from netcore.studies.difference_error import DifferenceError, difference_error
from netcore.studies.firing_map import FiringMap, firing_map
from netcore.studies.gradient_field import GradientField, gradient_field
from netcore.studies.layer_spaces import LayerSpaces, layer_spaces
from netcore.studies.logit_surface import LogitSurface, logit_surface
from netcore.studies.loss_plane import Cell, LossPlane, loss_plane, plane_with_way, with_tries
from netcore.studies.random_tries import random_tries
from netcore.studies.run_views import (
    DecisionMap,
    GradientSizes,
    LearningCurve,
    Samples,
    decision_map,
    decision_maps,
    gradient_sizes,
    learning_curve,
    samples_of,
)
from netcore.studies.tangent import Tangent, tangent

if TYPE_CHECKING:
    from lessons.lab import Lab


Later = Callable[[], Any]
"""Work that gives a study."""


@dataclass(frozen=True, eq=False)
class Picture:
    """An array with its name."""

    label: str
    array: Array


@dataclass(frozen=True, eq=False)
class MarkedCurve:
    """An activation, and the place of it that is looked at."""

    curve: ActivationCurve
    point: CurvePoint | None = None


@dataclass(frozen=True, eq=False)
class DirectedField:
    """A relief with its gradients, and whether they are looked at against their direction."""

    field: GradientField
    is_downhill: bool = False


def study_of(lab: Lab, name: str, of: Of = ()) -> Any:
    """Return what a chart is drawn from; None where there is nothing to draw yet.

    Raises `NamingError` for a chart or a parameter that there is not, and `NetcoreError` for what the network has not.
    """
    settings = chart_named(name).settings(of)
    return SLOW[name](lab, settings)() if name in SLOW else STUDIES[name](lab, settings)


def later_study_of(lab: Lab, name: str, of: Of = ()) -> Later:
    """Return the work that makes the study of a slow chart; it has copies of all that it needs, so a thread may do it.

    Raises as `study_of` does, now or when it is done.
    """
    return SLOW[name](lab, chart_named(name).settings(of))


def moment_of(lab: Lab, name: str, of: Of = ()) -> tuple[object, ...]:
    """Return what a chart depends on: where it is equal to what it was, the chart has not changed."""
    follows = chart_named(name).follows
    moment: tuple[object, ...] = (name, of)
    if follows is not Follows.NOTHING:
        moment = (*moment, lab.experiment)
    if follows in (Follows.UPDATE, Follows.STEP):
        moment = (*moment, lab.update)
    return (*moment, lab.place.position) if follows is Follows.STEP else moment


def _loss(lab: Lab, _: Settings) -> LearningCurve | None:
    return learning_curve(lab.run) if lab.update else None


def _data(lab: Lab, settings: Settings) -> Samples:
    features = _numbers(settings["features"])
    if len(features) != 2:
        raise NamingError(f"the chart is of {len(features)} features", "Give two: features = [0, 1].")
    return samples_of(lab.run, (features[0], features[1]))


def _boundary(lab: Lab, _: Settings) -> DecisionMap:
    return decision_map(lab.run)


def _boundaries(lab: Lab, settings: Settings) -> Later:
    experiment, updates = lab.experiment, _numbers(settings["updates"])
    return lambda: _maps(experiment, updates)


@lru_cache(maxsize=4)
def _maps(experiment: Experiment, updates: tuple[int, ...]) -> tuple[DecisionMap, ...]:
    """Return the maps of an experiment; it is run anew for them, so they are remembered."""
    return decision_maps(build(experiment), updates)


def _layers(lab: Lab, settings: Settings) -> LayerSpaces:
    run = lab.run
    return layer_spaces(run.model, run.X, run.y, _names(settings.get("layers", ())))


def _firing(lab: Lab, settings: Settings) -> FiringMap:
    run = lab.run
    return firing_map(run.model, run.X, run.y, str(settings.get("layer", "")))


def _flow(lab: Lab, _: Settings) -> GradientSizes:
    return gradient_sizes(lab.run)


def _chain(lab: Lab, settings: Settings) -> ChainFactors:
    parameter, cell = _cell(settings["weight"])
    sample = min(_whole(settings["sample"]), len(lab.trace.value("X").array) - 1)
    return chain_factors(lab.trace, lab.run.model, parameter, cell, sample)


def _heatmap(lab: Lab, settings: Settings) -> Picture | None:
    if "value" in settings:
        found = find_in(lab.trace, parse_reference(str(settings["value"])))
        return Picture(str(settings["value"]), found.numbers)
    operation = lab.cursor.operation
    return Picture(operation.result.label, operation.result.array) if operation is not None else None


def _surface(lab: Lab, settings: Settings) -> Later:
    experiment, update = lab.experiment, lab.update
    model, X, y = lab.run.model.copy(), lab.run.X, lab.run.y
    cells, path = (_cell(settings["x"]), _cell(settings["y"])), settings.get("path")
    span, step = _number(settings["span"]), _number(settings["step"])
    tries, seed = _whole(settings["tries"]), _whole(settings["seed"])

    def study() -> LossPlane:
        if path == "training":
            return plane_with_way(build(experiment), *cells, span, update)
        plane = loss_plane(model, X, y, *cells, span)
        return plane if path is None else with_tries(plane, model, X, y, cells, str(path), tries, step, seed)

    return study


def _tries(lab: Lab, settings: Settings) -> Later:
    model, X, y = lab.run.model.copy(), lab.run.X, lab.run.y
    tries, seed = _whole(settings["tries"]), _whole(settings["seed"])
    method, step = str(settings["method"]), _number(settings["step"])
    return lambda: random_tries(model, X, y, method, tries, step, seed)


def _activation(_: Lab, settings: Settings) -> MarkedCurve:
    function = str(settings["function"])
    at = settings.get("at")
    return MarkedCurve(activation_curve(function), None if at is None else activation_at(function, _number(at)))


def _cross_entropy(_: Lab, settings: Settings) -> CrossEntropyCurve:
    return cross_entropy_curve(_number(settings["at"]), is_logarithmic=settings["scale"] == "log")


def _logits(_: Lab, settings: Settings) -> LogitSurface:
    return logit_surface(_whole(settings["correct"]))


def _slope(_: Lab, settings: Settings) -> Tangent:
    return tangent(str(settings["function"]), _number(settings["at"]), _number(settings["step"]))


def _slope_error(_: Lab, settings: Settings) -> DifferenceError:
    dtypes, methods = _names(settings["dtypes"]), _names(settings["methods"])
    return difference_error(str(settings["function"]), _number(settings["at"]), dtypes, methods)


def _arrows(_: Lab, settings: Settings) -> DirectedField:
    return DirectedField(gradient_field(str(settings["function"])), settings["direction"] == "downhill")


def _deep(_: Lab, settings: Settings) -> DeepGradients:
    return deep_gradients(_whole(settings["layers"]), _names(settings["initializers"]))


STUDIES: Mapping[str, Callable[[Lab, Settings], Any]] = {
    "loss": _loss,
    "loss_and_accuracy": _loss,
    "data": _data,
    "decision_boundary": _boundary,
    "layers": _layers,
    "firing": _firing,
    "gradient_flow": _flow,
    "chain": _chain,
    "heatmap": _heatmap,
    "activation": _activation,
    "cross_entropy": _cross_entropy,
    "loss_over_logits": _logits,
    "slope": _slope,
    "slope_error": _slope_error,
    "gradient_arrows": _arrows,
    "vanishing_gradients": _deep,
}
"""How each chart's study is made, in a few milliseconds."""

SLOW: Mapping[str, Callable[[Lab, Settings], Later]] = {
    "decision_boundaries": _boundaries,
    "loss_surface": _surface,
    "tries": _tries,
}
"""How those studies are prepared that take longer than a person should wait for a key."""


def _cell(value: Value) -> Cell:
    """Return a parameter's name and the cell of it that is meant."""
    reference = parse_reference(str(value))
    return reference.path, tuple(index or 0 for index in reference.index)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _whole(value: Value) -> int:
    return int(_number(value))


def _numbers(value: Value) -> tuple[int, ...]:
    return tuple(map(_whole, value)) if isinstance(value, tuple) else ()


def _names(value: Value) -> tuple[str, ...]:
    return tuple(str(name) for name in value) if isinstance(value, tuple) else ()
