"""Vital signs: whether every layer is still learning, and at what pace.

A gradient that is tiny in the first layers, a change that is large beside the weights, neurons that give zero for every
sample: each is a way in which training stalls. It costs about one update to measure them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from netcore.activations.relu import ReLU
from netcore.arrays import Array

if TYPE_CHECKING:
    from netcore.run import Run


@dataclass(frozen=True)
class Pace:
    """How fast one parameter moves: the lengths √Σx² of three arrays, before and in an update."""

    values: float
    """The length of the parameter itself."""
    gradient: float
    change: float
    """The length of what the update adds."""

    @property
    def ratio(self) -> float:
        """The change beside the values; about 0.001 is a healthy pace. Infinite where the values are all zero."""
        return self.change / self.values if self.values else float("inf") if self.change else 0.0


@dataclass(frozen=True)
class Vitals:
    """The vital signs of a model in one update."""

    paces: Mapping[str, Pace]
    """For each parameter by its full name, how fast it moves."""
    dead: Mapping[str, float]
    """For each ReLU by its name, the share of its neurons that give zero for every sample of the batch."""


def vitals_of(run: "Run") -> Vitals:
    """Return the vital signs of the update that a run would do next; the run itself does not move."""
    model, (X, y), moment = run.model.copy(), run.batch(), run.moment()
    run.prepare(model)
    model.propagate(X, y)
    paces = {}
    for number, parameter in enumerate(model.parameters):
        change = run.optimizer.update(parameter.gradient, moment.state(number))
        paces[parameter.name] = Pace(length(parameter.view), length(parameter.gradient), length(change))
    relus = ((name, layer) for name, layer in zip(model.names, model.layers, strict=True) if isinstance(layer, ReLU))
    return Vitals(paces, {name: float(np.mean(~np.any(layer.output > 0, axis=0))) for name, layer in relus})


def length(array: Array) -> float:
    """Return the length of an array's numbers taken as one vector, √Σx²; not finite if one of them is not."""
    square = np.vdot(array, array)
    if not math.isinf(square):
        return math.sqrt(square)
    largest = float(np.max(np.abs(array)))
    return largest * math.sqrt(np.sum((array / np.float64(largest)) ** 2)) if math.isfinite(largest) else largest
