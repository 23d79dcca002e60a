"""What each layer makes of the samples: every layer lays them out in a space of its own, to be looked at in the plane.

One neuron is a line, two are the plane itself, three are seen from a corner of their box. More than three are seen
along the two directions in which the samples differ most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.feature_space import layer_outputs
from netcore.model import Sequential
from netcore.targets import class_numbers

MOST = 4
"""Layers that are looked at side by side."""


class Look(StrEnum):
    """How a layer's space is looked at."""

    LINE = "on a line"
    PLANE = "as they are"
    CORNER = "from a corner"
    PRINCIPAL = "where they differ most"


@dataclass(frozen=True, eq=False)
class LayerSpace:
    """The samples as one layer has them."""

    layer: str
    neurons: int
    look: Look
    points: Array
    """Where each sample is seen, (samples, 2)."""
    axes: Array
    """Where each neuron's axis runs from the origin, in the same picture: (neurons, 2); no rows for many neurons."""
    origin: tuple[float, float] = (0.0, 0.0)
    """Where all neurons are 0, in the picture."""


@dataclass(frozen=True, eq=False)
class LayerSpaces:
    """The samples as several layers have them."""

    spaces: tuple[LayerSpace, ...]
    classes: Array
    """The class of each sample; zeros where the targets are no classes."""


def layer_spaces(model: Sequential, X: Array, y: Array, layers: Sequence[str] = ()) -> LayerSpaces:
    """Return how layers lay the samples out: the ones named (``inputs`` are the data), or the first ones; none changes.

    Raises ``SettingError`` for a layer that the model does not have, or more than can be looked at.
    """
    outputs = layer_outputs(model, X)
    chosen = tuple(layers) or tuple(outputs)[:MOST]
    if len(chosen) > MOST:
        raise SettingError(f"at most {MOST} layers fit side by side, not {len(chosen)}")
    for name in chosen:
        if name not in outputs:
            raise SettingError(f"no layer {name!r}; there are {', '.join(outputs)}")
    y = np.asarray(y)
    classes = class_numbers(y) if np.issubdtype(y.dtype, np.integer) else np.zeros(len(X), dtype=int)
    return LayerSpaces(tuple(_space(name, np.asarray(outputs[name], np.float64)) for name in chosen), classes)


def _space(name: str, outputs: Array) -> LayerSpace:
    neurons = outputs.shape[1]
    if neurons == 1:
        points = np.column_stack([outputs[:, 0], np.zeros(len(outputs))])
        return LayerSpace(name, neurons, Look.LINE, points, np.array([[1.0, 0.0]]))
    if neurons == 2:
        return LayerSpace(name, neurons, Look.PLANE, outputs, np.eye(2))
    if neurons == 3:
        return LayerSpace(name, neurons, Look.CORNER, outputs @ CORNER, CORNER)
    return LayerSpace(name, neurons, Look.PRINCIPAL, principal(outputs), np.zeros((0, 2)))


CORNER = np.array([[-np.sqrt(3) / 2, -0.5], [np.sqrt(3) / 2, -0.5], [0.0, 1.0]])
"""Three axes as one sees them from the corner of their box: to the left, to the right, and up."""


def principal(points: Array) -> Array:
    """Return points (samples, n) along the two directions in which they differ most, (samples, 2), around 0."""
    away = points - np.mean(points, axis=0)
    _, axes = np.linalg.eigh(away.T @ away)
    seen: Array = away @ axes[:, :-3:-1]
    return seen
