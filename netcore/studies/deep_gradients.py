"""Gradients in a deep network: whether what comes back from the loss still reaches the first layer.

Networks of equal layers are built for the purpose, one for each activation and each way to begin the weights. What
counts is the product of what each layer does to the gradient: below 1 it vanishes, above 1 it explodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netcore.activations import ACTIVATIONS
from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.layers import Dense
from netcore.losses import SoftmaxCrossEntropy
from netcore.model import Sequential
from netcore.vitals import length

ACTIVATION_NAMES = ("sigmoid", "tanh", "relu")
INITIALIZER_NAMES = ("scaled_normal", "he_normal", "unit_normal")
FEWEST, MOST = 2, 20
NEURONS, SAMPLES, CLASSES = 32, 64, 3


@dataclass(frozen=True, eq=False)
class DepthLine:
    """One network."""

    activation: str
    initializer: str
    norms: Array
    """The length of the gradient of what each layer gives before its activation, ∂L/∂z, the first layer first."""


@dataclass(frozen=True, eq=False)
class DeepGradients:
    """Networks of the same depth."""

    layers: int
    lines: tuple[DepthLine, ...]


def deep_gradients(
    layers: int = 10,
    initializers: Sequence[str] = INITIALIZER_NAMES,
    activations: Sequence[str] = ACTIVATION_NAMES,
    seed: int = 0,
) -> DeepGradients:
    """Return the gradients' lengths in networks of so many layers; raise ``SettingError`` for other than 2 to 20."""
    if not FEWEST <= layers <= MOST:
        raise SettingError(f"the networks have {FEWEST} to {MOST} layers, not {layers}")
    lines = [
        DepthLine(activation, initializer, _norms(layers, initializer, activation, seed))
        for initializer in initializers
        for activation in activations
    ]
    return DeepGradients(layers, tuple(lines))


def _norms(layers: int, initializer: str, activation: str, seed: int) -> Array:
    """Return how long the gradient is that reaches each layer, for one network before its first update."""
    if activation not in ACTIVATIONS:
        raise SettingError(f"no activation {activation!r}; there are {', '.join(ACTIVATIONS)}")
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((SAMPLES, NEURONS)), rng.integers(0, CLASSES, SAMPLES)
    stack = [
        layer
        for _ in range(layers - 1)
        for layer in (Dense(NEURONS, NEURONS, initializer, rng=rng), ACTIVATIONS[activation]())
    ]
    model = Sequential([*stack, Dense(NEURONS, CLASSES, initializer, rng=rng)], SoftmaxCrossEntropy())
    with np.errstate(all="ignore"):
        model.propagate(X, y)
    reaching = [activation.dinputs for activation in model.layers[1::2]]
    return np.array([length(gradient) for gradient in (*reaching, model.loss.backward(model.output, y))])
