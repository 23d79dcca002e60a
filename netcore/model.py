"""The model: layers one after the other, and a loss at the end.

Forward, each layer's output is the next one's input. Backward, each layer's input gradient is the output gradient of
the one before it. That is the whole of backpropagation.
"""

import copy
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import NetcoreError, NotFiniteError, SettingError, ShapeError
from netcore.layers.base import Layer
from netcore.losses.base import Loss
from netcore.numerics import numerics_named


@dataclass(frozen=True)
class Parameter:
    """Where one parameter lives: on which layer, under which name, and at which place of the model's vector."""

    name: str
    """The parameter's full name, such as ``dense1.weights``."""
    layer: Layer
    attribute: str
    place: slice
    view: Array
    """The piece of the model's vector, in the parameter's own shape."""

    @property
    def gradient(self) -> Array:
        """The gradient that the layer's last backward pass left, in the parameter's shape."""
        gradient: Array = getattr(self.layer, "d" + self.attribute)
        return gradient


@dataclass(frozen=True, slots=True)
class Pass:
    """What a way through the model has shown."""

    outputs: Array
    """What the last layer gave for each sample."""
    data_loss: float
    """The mean of the samples' losses."""
    regularization_loss: float
    """What the parameters cost by themselves."""

    @property
    def loss(self) -> float:
        """The number that training lowers: both losses together."""
        return self.data_loss + self.regularization_loss


class Sequential:
    """A stack of layers with a loss.

    ``names`` holds a name for each layer, its kind and a count: ``("dense1", "relu1", "dense2", "softmax1")``. All
    parameters lie end to end in one array, ``vector``; ``layer.weights`` and its like are views of it, so that an
    optimizer can change everything at once while each layer reads as its formula.

    ``numerics`` names the arithmetic beneath (see ``netcore.numerics``): ``"plain"``, or ``"book"`` for the digits of
    the published figures.

    Raises ``SettingError`` for no layers, one layer used twice, or a class in the place of a part (``ReLU`` for
    ``ReLU()``), and ``ShapeError`` where two layers do not fit.
    """

    def __init__(self, layers: Sequence[Layer], loss: Loss, numerics: str = "plain") -> None:
        self.layers = tuple(layers)
        self.loss = loss
        check_is_made(loss, "loss")
        self.numerics = numerics_named(numerics)
        _check_layers(self.layers)
        self.names = _names(self.layers)
        self._has_short_way = _has_short_way(self.layers[0])
        self.vector = _laid_end_to_end(self.layers).view(self.numerics.array)
        self.numerics.check_dtype(self.vector.dtype)
        self.parameters = _views(self.vector, self.layers, self.names)

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return the output of the last layer for inputs (samples, features)."""
        values = inputs
        for layer in self.layers:
            values = layer.forward(values, training)
        self.output = values
        return self.output

    def backward(self, targets: Array) -> Array:
        """Leave every gradient on its layer, for the last forward pass; return that of the inputs."""
        dvalues = self.loss.backward(self.output, targets)
        for layer in reversed(self.layers):
            dvalues = layer.backward(dvalues)
        return dvalues

    def gradients(self, targets: Array) -> None:
        """Leave the gradient of every parameter on its layer; how the data should change, nobody asks."""
        dvalues = self.loss.backward(self.output, targets)
        for layer in reversed(self.layers[1:]):
            dvalues = layer.backward(dvalues)
        if self._has_short_way:
            self.layers[0].gradients(dvalues)
        else:
            self.layers[0].backward(dvalues)

    def propagate(self, inputs: Array, targets: Array, to_inputs: bool = True) -> Pass:
        """Go through forward, loss and backward, as an update does: leave every gradient, and return the losses.

        Without ``to_inputs`` the gradient of the inputs is left out, which changes no other one.
        """
        passed = self.measure(inputs, targets, training=True)
        if to_inputs:
            self.backward(targets)
        else:
            self.gradients(targets)
        return passed

    def measure(self, inputs: Array, targets: Array, training: bool = False) -> Pass:
        """Go forward, and return the losses."""
        outputs = self.forward(inputs, training)
        data_loss = float(self.loss.average(self.loss.forward(outputs, targets)))
        return Pass(outputs, data_loss, self.penalty())

    def penalty(self) -> float:
        """Return the regularization loss: what the layers' parameters cost by themselves."""
        return sum(float(layer.penalty()) for layer in self.layers)

    def predict(self, inputs: Array, probabilities: bool = False) -> Array:
        """Return what the model says of each sample: a prediction, or with ``probabilities`` its confidences."""
        outputs = self.forward(self.check_inputs(inputs))
        return self.loss.probabilities(outputs) if probabilities else self.loss.predictions(outputs)

    def part(self, name: str) -> Layer | Loss:
        """Return the layer of that name, or the loss for ``"loss"``; raise ``SettingError`` with the known names."""
        if name == "loss":
            return self.loss
        if name not in self.names:
            raise SettingError(f"no part {name!r}; there are {', '.join((*self.names, 'loss'))}")
        return self.layers[self.names.index(name)]

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of that full name; raise ``SettingError`` with the known names if there is none."""
        found = next((parameter for parameter in self.parameters if parameter.name == name), None)
        if found is None:
            known = ", ".join(parameter.name for parameter in self.parameters)
            raise SettingError(f"no parameter {name!r}; there are {known or 'none'}")
        return found

    def check_inputs(self, inputs: Array) -> Array:
        """Return the inputs in the model's dtype; raise an error unless they are rows of enough finite features."""
        inputs = _numbers(inputs)
        expected = self.n_inputs
        if inputs.ndim != 2 or expected not in (None, inputs.shape[1]):
            wanted = f"(samples, {expected})" if expected else "(samples, features)"
            raise ShapeError(f"the inputs' shape is {inputs.shape}; this model takes {wanted}, one row a sample")
        with np.errstate(over="ignore"):
            taken = self.numerics.take(_check_finite(inputs, inputs), self.dtype)
        return taken if taken.dtype == inputs.dtype else _check_finite(taken, inputs)

    def check_targets(self, targets: Array, samples: int, n_outputs: int) -> Array:
        """Return the targets as the loss takes them; raise ``TargetError`` if they do not fit the outputs."""
        return self.numerics.take_targets(self.loss.check(targets, samples, n_outputs), self.dtype)

    @property
    def n_inputs(self) -> int | None:
        """How many features a sample has, or None where no layer says."""
        return next((int(layer.weights.shape[0]) for layer in self.layers if hasattr(layer, "weights")), None)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of the parameters, and so of all that is computed from them."""
        dtype: np.dtype[Any] = self.vector.dtype
        return dtype

    def adopt(self) -> None:
        """Take in parameters that someone has put on a layer in place of the views: copy them into the vector."""
        for parameter in self.parameters:
            found = getattr(parameter.layer, parameter.attribute)
            if found is not parameter.view:
                parameter.view[...] = found
                setattr(parameter.layer, parameter.attribute, parameter.view)

    def copy(self) -> "Sequential":
        """Return a model of its own with the same parts and the same numbers."""
        return Sequential(copy.deepcopy(self.layers), copy.deepcopy(self.loss), self.numerics.name)


def check_is_made(part: object, what: str) -> None:
    """Raise ``SettingError`` for a class that stands where one of its kind should: ``ReLU`` in place of ``ReLU()``."""
    if isinstance(part, type):
        raise SettingError(f"{part.__name__} is a class, not yet a {what}; make one with {part.__name__}(…)")


def _numbers(inputs: Array) -> Array:
    """Return the inputs as an array; raise an error unless it holds real numbers in rows of one length."""
    try:
        inputs = np.asarray(inputs)
    except ValueError as error:
        raise ShapeError(f"the inputs are rows of the same length, one row a sample ({error})") from error
    if inputs.dtype.kind not in "biuf":
        raise NetcoreError(f"inputs are numbers, but these are {inputs.dtype}; make numbers of them first")
    return inputs


def _check_finite(taken: Array, given: Array) -> Array:
    """Return the inputs as they are taken; raise an error with the number as it was given if one is not finite."""
    wrong = ~np.isfinite(taken)
    if np.any(wrong):
        row, column = (int(number) for number in np.argwhere(wrong)[0])
        is_too_large = bool(np.isfinite(given[row, column]))
        advice = f"{taken.dtype} cannot hold it, so scale the inputs" if is_too_large else "make it a finite number"
        place = f"row {row}, column {column}"
        raise NotFiniteError(
            f"the inputs (their shape is {given.shape}) have {given[row, column]} in {place}; {advice}"
        )
    return taken


def _check_layers(layers: tuple[Layer, ...]) -> None:
    if not layers:
        raise SettingError("a model needs at least one layer")
    for layer in layers:
        check_is_made(layer, "layer")
    if len({id(layer) for layer in layers}) < len(layers):
        raise SettingError("a layer stands twice in the model; each place needs a layer of its own")
    width: int | None = None
    for number, layer in enumerate(layers, 1):
        weights = getattr(layer, "weights", None)
        if weights is None:
            continue
        if width not in (None, weights.shape[0]):
            raise ShapeError(
                f"layer {number} ({layer.name}) takes {weights.shape[0]} inputs, but the layer before it gives {width}"
            )
        width = weights.shape[1]


def _has_short_way(layer: Layer) -> bool:
    """Say whether a layer's ``gradients`` goes with its ``backward``, and no subclass has changed only the latter."""
    kinds = type(layer).__mro__
    return next("gradients" in vars(kind) for kind in kinds if {"gradients", "backward"} & vars(kind).keys())


def _names(layers: tuple[Layer, ...]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    names = []
    for layer in layers:
        seen[layer.name] += 1
        names.append(f"{layer.name}{seen[layer.name]}")
    return tuple(names)


def _laid_end_to_end(layers: tuple[Layer, ...]) -> Array:
    """Return a copy of all parameters, one after the other in one array."""
    arrays = [np.asarray(getattr(layer, attribute)) for layer in layers for attribute in layer.parameters]
    dtypes = {str(array.dtype) for array in arrays}
    if len(dtypes) > 1:
        raise SettingError(f"the layers' parameters are of several dtypes ({', '.join(sorted(dtypes))}); use one")
    return np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0)


def _views(vector: Array, layers: tuple[Layer, ...], names: tuple[str, ...]) -> tuple[Parameter, ...]:
    """Put a view of the vector in the place of each layer's parameters, and say where they are."""
    parameters, start = [], 0
    for name, layer in zip(names, layers, strict=True):
        for attribute in layer.parameters:
            shape = getattr(layer, attribute).shape
            place = slice(start, start + math.prod(shape))
            view = vector[place].reshape(shape)
            setattr(layer, attribute, view)
            parameters.append(Parameter(f"{name}.{attribute}", layer, attribute, place, view))
            start = place.stop
    return tuple(parameters)
