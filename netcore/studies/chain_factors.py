"""The chain rule for one weight and one sample, factor by factor: how the loss answers to it."""

import copy
import math
from dataclasses import dataclass

import numpy as np

from netcore.activations import ACTIVATIONS
from netcore.errors import SettingError
from netcore.model import Sequential
from netcore.studies.activation_curve import is_elementwise
from netcore.trace import Trace


@dataclass(frozen=True)
class Factor:
    """One local slope."""

    name: str
    """What it is: ``∂L/∂y``."""
    says: str
    """Where it is found: ``dense2.dinputs[0, 1]``."""
    value: float


@dataclass(frozen=True)
class ChainFactors:
    """Local slopes whose product is one sample's share of a weight's gradient."""

    weight: str
    sample: int
    factors: tuple[Factor, ...]
    gradient: float
    """The gradient of the weight over the whole batch: the sum of all samples' shares."""
    samples: int
    """How many samples share it."""

    @property
    def share(self) -> float:
        """The product: what this sample contributes to the gradient."""
        return math.prod(factor.value for factor in self.factors)


def chain_factors(
    trace: Trace, model: Sequential, parameter: str, cell: tuple[int, ...], sample: int = 0
) -> ChainFactors:
    """Return the chain from the loss back to one cell of a dense layer's weights or biases, in a recorded update.

    Raises ``SettingError`` for a parameter, a cell or a sample that there is not.
    """
    layer, _, attribute = parameter.partition(".")
    if layer not in model.names or attribute not in ("weights", "biases") or parameter not in trace.names:
        known = [parameter.name for parameter in model.parameters]
        raise SettingError(f"no weights or biases {parameter!r}; there are {', '.join(known)}")
    gradients, inputs = trace.value(f"{layer}.d{attribute}").array, trace.value(f"{layer}.inputs").array
    if len(cell) != 2 or not all(0 <= index < length for index, length in zip(cell, gradients.shape, strict=True)):
        raise SettingError(f"{parameter} has no cell {list(cell)}; its shape is {gradients.shape}")
    if not 0 <= sample < len(inputs):
        raise SettingError(f"no sample {sample} in a batch of {len(inputs)}")
    row, neuron = cell
    factors = _to_sum(trace, model, layer, sample, neuron)
    if attribute == "weights":
        factors = (*factors, Factor("∂z/∂w", f"{layer}.inputs[{sample}, {row}]", float(inputs[sample, row])))
    else:
        factors = (*factors, Factor("∂z/∂b", "added as it is", 1.0))
    name = f"{parameter}[{row}, {neuron}]"
    return ChainFactors(name, sample, factors, float(gradients[row, neuron]), len(inputs))


def _to_sum(trace: Trace, model: Sequential, layer: str, sample: int, neuron: int) -> tuple[Factor, ...]:
    """Return the slopes from the loss to a neuron's sum z: through its activation, where that has one for each cell."""
    place = model.names.index(layer)
    following = model.layers[place + 1] if place + 1 < len(model.layers) else None
    if following is not None and following.name in ACTIVATIONS and is_elementwise(following):
        name = model.names[place + 1]
        sums = trace.value(f"{layer}.output").array[sample : sample + 1, neuron : neuron + 1]
        activation = copy.deepcopy(following)
        activation.forward(sums)
        slope = activation.backward(np.ones_like(sums))[0, 0]
        at = f"slope of {name} at z = {float(sums[0, 0]):.3g}".replace("-", "−")
        return (_arriving(trace, model, place + 1, sample, neuron, "y"), Factor("∂y/∂z", at, float(slope)))
    return (_arriving(trace, model, place, sample, neuron, "z"),)


def _arriving(trace: Trace, model: Sequential, place: int, sample: int, neuron: int, letter: str) -> Factor:
    """Return the gradient that comes back to a layer's output: what the next one, or the loss, gives it."""
    is_last = place + 1 == len(model.names)
    source = "loss.doutputs" if is_last else f"{model.names[place + 1]}.dinputs"
    value = trace.value(source).array[sample, neuron]
    return Factor(f"∂L/∂{letter}", f"{source}[{sample}, {neuron}]", float(value))
