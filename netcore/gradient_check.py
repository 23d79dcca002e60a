"""Gradient check: whether a gradient is right.

A gradient says how the loss answers to a parameter. One can also ask the loss itself: nudge one number up and down by
a little, and see. This is slow, needs no thought, and so is the best judge of a backward pass that took much thought.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.model import Parameter, Sequential

EPSILON = 1e-5
"""How far a parameter is nudged: small beside what bends the loss, large beside what rounding does to it."""

TOLERANCE = 1e-5
"""The relative error up to which two gradients agree."""

Prepare = Callable[[Sequential], object]
"""Something that gives a model's layers what is random about a pass, such as ``run.prepare``."""


@dataclass(frozen=True)
class CellCheck:
    """One number of a parameter, nudged, and its gradient found in two ways; all computed in float64.

    ::

        numeric = (L(w + ε) − L(w − ε)) / 2ε
        relative error = |numeric − analytic| / max(|numeric|, |analytic|)
    """

    parameter: str
    """The parameter's full name, such as ``dense1.weights``."""
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
        """Whether the loss has a corner here, as where a ReLU switches, so that no single slope exists."""
        bend = abs(self.right - self.left)
        return bend > 0.01 * max(abs(self.right), abs(self.left)) + 2 * self.noise

    @property
    def agrees(self) -> bool:
        """Whether the two gradients are the same, as far as a nudge can tell; at a corner nothing can be told."""
        largest = max(abs(self.numeric), abs(self.analytic))
        return abs(self.numeric - self.analytic) <= TOLERANCE * largest + self.noise


def check_cell(
    model: Sequential,
    X: Array,
    y: Array,
    parameter: str,
    cell: Sequence[int],
    epsilon: float = EPSILON,
    prepare: Prepare | None = None,
) -> CellCheck:
    """Return the check of one number of a parameter, for samples X with targets y; the model is not touched.

    For a run: ``check_cell(run.model, *run.batch(), "dense1.weights", (0, 1), prepare=run.prepare)``.
    Raises ``SettingError`` for a parameter or a cell that there is not.
    """
    checker = _Checker(model, X, y, epsilon, prepare)
    return checker.check(checker.parameter(parameter), tuple(cell))


def check_gradients(
    model: Sequential,
    X: Array,
    y: Array,
    parameters: Sequence[str] | None = None,
    epsilon: float = EPSILON,
    prepare: Prepare | None = None,
) -> tuple[CellCheck, ...]:
    """Return the checks of all numbers of these parameters (None: of all there are), in their order."""
    checker = _Checker(model, X, y, epsilon, prepare)
    names = [each.name for each in checker.model.parameters] if parameters is None else parameters
    chosen = [checker.parameter(name) for name in names]
    return tuple(checker.check(each, cell) for each in chosen for cell in np.ndindex(each.view.shape))


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
        self._at = self._loss()
        self.model.backward(self.y)
        self._gradients = {each.name: each.gradient.copy() for each in self.model.parameters}

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of that name; raise ``SettingError`` with the known names if there is none."""
        return self.model.parameter(name)

    def check(self, parameter: Parameter, cell: tuple[int, ...]) -> CellCheck:
        """Nudge one number down and up, and put it back."""
        values = parameter.view
        if len(cell) != values.ndim or not all(0 <= i < n for i, n in zip(cell, values.shape, strict=True)):
            raise SettingError(f"{parameter.name} has no cell {list(cell)}; its shape is {values.shape}")
        value = float(values[cell])
        losses = []
        for nudged in (value - self.epsilon, value + self.epsilon):
            values[cell] = nudged
            losses.append(self._loss())
        values[cell] = value
        analytic = float(self._gradients[parameter.name][cell])
        return CellCheck(parameter.name, cell, value, self.epsilon, losses[0], self._at, losses[1], analytic)

    def _loss(self) -> float:
        """Return the loss as an update sees it, with the same random numbers each time."""
        if self._prepare is not None:
            self._prepare(self.model)
        return self.model.measure(self.X, self.y, training=True).loss


def in_float64(model: Sequential) -> Sequential:
    """Return a copy of a model that computes in float64."""
    wide = model.copy()
    for parameter in wide.parameters:
        setattr(parameter.layer, parameter.attribute, np.array(parameter.view, dtype=np.float64))
    return Sequential(wide.layers, wide.loss)
