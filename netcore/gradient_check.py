"""Gradient check: whether a gradient is right.

A gradient says how the loss answers to a number: a parameter, a number of the data, or one that a layer hands on. One
can also ask the loss itself: nudge that number up and down by a little, and see. This is slow, needs no thought, and so
is the best judge of a backward pass that took much thought.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.model import Sequential

EPSILON = 1e-5
"""How far a number is nudged: small beside what bends the loss, large beside what rounding does to it."""

TOLERANCE = 1e-5
"""The relative error up to which two gradients agree."""

Prepare = Callable[[Sequential], object]
"""Something that gives a model's layers what is random about a pass, such as ``run.prepare``."""


DATA = "X"
"""What the samples are called, as in a trace."""


@dataclass(frozen=True)
class CellCheck:
    """One number of a model at work, nudged, and its gradient found in two ways; all computed in float64.

    ::

        numeric = (L(w + ε) − L(w − ε)) / 2ε
        relative error = |numeric − analytic| / max(|numeric|, |analytic|)
    """

    name: str
    """What the number belongs to: a parameter, ``dense1.weights``, an output, ``relu1.output``, or the data, ``X``."""
    cell: tuple[int, ...]
    value: float
    """The number itself, w."""
    epsilon: float
    below: float
    """The loss at w − ε."""
    at: float
    """The loss at w."""
    above: float
    """The loss at w + ε."""
    analytic: float
    """The gradient that the backward pass gives."""
    wider: float = math.nan
    """The bend that nudges of ten times the size meet, where it was looked at to tell a curve from a corner."""

    @property
    def numeric(self) -> float:
        """The slope from below to above."""
        return (self.above - self.below) / (2 * self.epsilon)

    @property
    def left(self) -> float:
        """The slope on the way up to w."""
        return (self.at - self.below) / self.epsilon

    @property
    def right(self) -> float:
        """The slope on the way on from w."""
        return (self.above - self.at) / self.epsilon

    @property
    def bend(self) -> float:
        """How much the slope changes at w."""
        return abs(self.right - self.left)

    @property
    def noise(self) -> float:
        """How large an error the rounding of the losses alone may make in a slope."""
        return float(4 * np.finfo(np.float64).eps * max(abs(self.at), 1.0) / self.epsilon)

    @property
    def relative_error(self) -> float:
        """How far the two gradients are apart, as a share of the larger one; 0 where both are 0."""
        largest = max(abs(self.numeric), abs(self.analytic))
        return abs(self.numeric - self.analytic) / largest if largest else 0.0

    @property
    def has_corner(self) -> bool:
        """Whether the loss has a corner here, as where a ReLU switches, so that no single slope exists.

        At the bottom of a valley the slope changes its sign as it does at a corner. But the bend of a curve grows with
        the nudge, and that of a corner does not.
        """
        is_bent = self.bend > 0.01 * max(abs(self.right), abs(self.left)) + 2 * self.noise
        return is_bent and not (self.agrees and self.wider > 5 * self.bend)

    @property
    def agrees(self) -> bool:
        """Whether the two gradients are the same, as far as a nudge can tell; at a corner nothing can be told."""
        largest = max(abs(self.numeric), abs(self.analytic))
        return abs(self.numeric - self.analytic) <= TOLERANCE * largest + self.noise


def gradient_names(model: Sequential) -> dict[str, str]:
    """Return what can be nudged, each with the name of its gradient in a trace: parameters, the data, and outputs.

    What a layer gave is what the next one takes, so the gradient of ``dense1.output`` is ``relu1.dinputs``; that of the
    last output comes from the loss. What lies half-way inside a layer has no gradient of its own.
    """
    parameters = {each.name: ".d".join(each.name.rsplit(".", 1)) for each in model.parameters}
    gradients = (*(f"{name}.dinputs" for name in model.names), "loss.doutputs")
    return parameters | dict(zip(_stations(model), gradients, strict=True))


def check_cell(
    model: Sequential,
    X: Array,
    y: Array,
    name: str,
    cell: Sequence[int],
    epsilon: float = EPSILON,
    prepare: Prepare | None = None,
) -> CellCheck:
    """Return the check of one number, for samples X with targets y; the model is not touched.

    For a run: ``check_cell(run.model, *run.batch(), "dense1.weights", (0, 1), prepare=run.prepare)``; what else can be
    named, ``gradient_names`` tells. Raises ``SettingError`` for a name or a cell that there is not.
    """
    return _Checker(model, X, y, epsilon, prepare).check(name, tuple(cell))


def check_gradients(
    model: Sequential,
    X: Array,
    y: Array,
    names: Sequence[str] | None = None,
    epsilon: float = EPSILON,
    prepare: Prepare | None = None,
) -> tuple[CellCheck, ...]:
    """Return the checks of all numbers of what is named (None: of all parameters), in their order."""
    checker = _Checker(model, X, y, epsilon, prepare)
    chosen = [each.name for each in checker.model.parameters] if names is None else names
    return tuple(checker.check(name, cell) for name in chosen for cell in np.ndindex(checker.values(name).shape))


class _Checker:
    """A copy of a model in float64, ready to be nudged."""

    def __init__(self, model: Sequential, X: Array, y: Array, epsilon: float, prepare: Prepare | None) -> None:
        if not epsilon > 0:
            raise SettingError(f"a nudge is above zero, not {epsilon}")
        self.model = in_float64(model)
        self.X = self.model.check_inputs(X)
        self.y = self.model.check_targets(y, len(self.X), model.copy().forward(self.X[:1]).shape[1])
        self.epsilon = epsilon
        self._prepare = prepare
        self._stations: dict[str, Array] = {}
        self._at = self._loss()
        self._gradients = self._way_back()

    def values(self, name: str) -> Array:
        """Return the numbers of that name; raise ``SettingError`` with the parameters there are if there are none."""
        return self._stations[name] if name in self._stations else self.model.parameter(name).view

    def check(self, name: str, cell: tuple[int, ...]) -> CellCheck:
        """Nudge one number down and up, and put it back."""
        values = self.values(name)
        if len(cell) != values.ndim or not all(0 <= i < n for i, n in zip(cell, values.shape, strict=True)):
            raise SettingError(f"{name} has no cell {list(cell)}; its shape is {values.shape}")
        check = self._nudged(name, cell, self.epsilon)
        # A confidence near 0 bends the loss within one nudge: a smaller one tells more, until rounding drowns it.
        while name in self._stations and not (check.agrees and not check.has_corner):
            closer = self._nudged(name, cell, check.epsilon / 10)
            if closer.noise > TOLERANCE * max(abs(closer.numeric), abs(closer.analytic)):
                break
            check = closer
        wider = self._nudged(name, cell, 10 * check.epsilon).bend if check.has_corner else math.nan
        return replace(check, wider=wider)

    def _nudged(self, name: str, cell: tuple[int, ...], epsilon: float) -> CellCheck:
        value = float(self.values(name)[cell])
        below, above = (self._loss_with(name, cell, nudged) for nudged in (value - epsilon, value + epsilon))
        analytic = float(self._gradients[name][cell])
        return CellCheck(name, cell, value, epsilon, below, self._at, above, analytic)

    def _loss_with(self, name: str, cell: tuple[int, ...], number: float) -> float:
        """Return the loss with another number in one place."""
        if name in self._stations:
            values = self._stations[name].copy()
            values[cell] = number
            return self._loss(name, values)
        parameter = self.values(name)
        kept = parameter[cell]
        parameter[cell] = number
        loss = self._loss()
        parameter[cell] = kept
        return loss

    def _loss(self, station: str = "", nudged: Array | None = None) -> float:
        """Return the loss as an update sees it, with the same random numbers each time.

        All layers run, also those before the station whose values are exchanged: a random layer behind it must draw
        what it drew before.
        """
        if self._prepare is not None:
            self._prepare(self.model)
        passed, values = {}, self.X
        for name, layer in zip(_stations(self.model), (None, *self.model.layers), strict=True):
            values = values if layer is None else layer.forward(values, training=True)
            values = nudged if nudged is not None and name == station else values
            passed[name] = values.copy()
        self._stations = self._stations or passed
        return float(self.model.loss.average(self.model.loss.forward(values, self.y))) + self.model.penalty()

    def _way_back(self) -> dict[str, Array]:
        """Return the gradient of all that can be nudged, for the forward pass that was made last."""
        *before, last = self._stations
        dvalues = self.model.loss.backward(self._stations[last], self.y)
        gradients = {last: dvalues.copy()}
        for name, layer in zip(reversed(before), reversed(self.model.layers), strict=True):
            dvalues = layer.backward(dvalues)
            gradients[name] = dvalues.copy()
        return gradients | {each.name: each.gradient.copy() for each in self.model.parameters}


def _stations(model: Sequential) -> tuple[str, ...]:
    """Return the names of what flows through a model: the data, then each layer's output."""
    return (DATA, *(f"{name}.output" for name in model.names))


def in_float64(model: Sequential) -> Sequential:
    """Return a copy of a model that computes in float64."""
    wide = model.copy()
    for parameter in wide.parameters:
        setattr(parameter.layer, parameter.attribute, np.array(parameter.view, dtype=np.float64))
    return Sequential(wide.layers, wide.loss)
