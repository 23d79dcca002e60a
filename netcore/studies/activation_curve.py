"""An activation function and its slope, over a range of inputs: what its own forward and backward pass say."""

import copy
from dataclasses import dataclass

import numpy as np

from netcore.activations import ACTIVATIONS
from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.layers.base import Layer

STEP = "step"
"""The oldest activation: 1 for inputs above zero, else 0. No layer of ours, for its slope tells nothing."""

ROW = 3
"""How many numbers a row has for a function that looks at the whole row; the others are 0."""


@dataclass(frozen=True, eq=False)
class ActivationCurve:
    """A function of one input, with its slope at each place."""

    name: str
    inputs: Array
    outputs: Array
    slopes: Array
    kinks: tuple[float, ...] = ()
    """Inputs at which there is a corner or a jump, so that no slope exists there."""
    is_of_row: bool = False
    """Whether it looks at a whole row; the curve is then that of one number, the others of the row being 0."""


@dataclass(frozen=True)
class CurvePoint:
    """One place of a curve."""

    x: float
    y: float
    slope: float


def activation_names() -> tuple[str, ...]:
    """Return the names of the functions that can be looked at."""
    return (STEP, *ACTIVATIONS)


def activation_curve(name: str, low: float = -5.0, high: float = 5.0, points: int = 401) -> ActivationCurve:
    """Return an activation's curve and slope at evenly spaced inputs; raise ``SettingError`` for an unknown name."""
    inputs = np.linspace(low, high, points)
    if name == STEP:
        return ActivationCurve(name, inputs, (inputs > 0).astype(float), np.zeros(points), (0.0,))
    layer = _activation(name)
    is_of_row = not is_elementwise(layer)
    outputs, slopes = _along(layer, inputs, ROW if is_of_row else 1)
    return ActivationCurve(name, inputs, outputs, slopes, layer.kinks, is_of_row)


def activation_at(name: str, x: float) -> CurvePoint:
    """Return one place of an activation's curve."""
    if name == STEP:
        return CurvePoint(x, float(x > 0), 0.0)
    layer = _activation(name)
    outputs, slopes = _along(layer, np.array([x]), 1 if is_elementwise(layer) else ROW)
    return CurvePoint(x, float(outputs[0]), float(slopes[0]))


def is_elementwise(layer: Layer) -> bool:
    """Return whether an activation makes each output of the one input at its place, not of the whole row."""
    layer = copy.deepcopy(layer)
    alone, in_company = layer.forward(np.array([[0.5]])), layer.forward(np.array([[0.5, 2.0]]))
    return bool(alone[0, 0] == in_company[0, 0])


def _activation(name: str) -> Layer:
    if name not in ACTIVATIONS:
        raise SettingError(f"no activation {name!r}; there are {', '.join(activation_names())}")
    return ACTIVATIONS[name]()


def _along(layer: Layer, inputs: Array, columns: int) -> tuple[Array, Array]:
    """Return the first column's outputs and slopes; the other columns stay 0."""
    rows = np.zeros((len(inputs), columns))
    rows[:, 0] = inputs
    outputs = layer.forward(rows)[:, 0].copy()
    only_first = np.zeros_like(rows)
    only_first[:, 0] = 1
    return outputs, layer.backward(only_first)[:, 0]
