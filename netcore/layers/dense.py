"""The dense layer: every neuron looks at every input.

A neuron multiplies each input by its own weight, adds the products, and adds its bias. A layer is a row of such
neurons side by side, and a matrix product does them all at once, for all samples at once.
"""

from typing import Any, ClassVar

import numpy as np

from netcore.arrays import Array, Rng, Seed, as_rng
from netcore.errors import SettingError
from netcore.initializers import initializer_named
from netcore.layers.base import Layer


class Dense(Layer):
    """A fully connected layer.

    ::

        output  = inputs · weights + biases
        ∂L/∂weights = inputsᵀ · ∂L/∂output        every sample adds its share
        ∂L/∂biases  = Σ over the samples of ∂L/∂output
        ∂L/∂inputs  = ∂L/∂output · weightsᵀ

    Shapes: ``inputs`` (samples, n_inputs), ``weights`` (n_inputs, n_neurons), ``biases`` (1, n_neurons), ``output``
    (samples, n_neurons). Each gradient has the shape of what it is the gradient of.

    ``initializer`` names how the weights begin (see ``netcore.initializers``), ``rng`` is where their random numbers
    come from: a generator, a seed, or None for new ones each time. Raises ``SettingError`` for a size below one or an
    unknown initializer. Source: "Neural Networks from Scratch", chapters 2, 3 and 9.
    """

    name: ClassVar[str] = "dense"
    parameters: ClassVar[tuple[str, ...]] = ("weights", "biases")

    def __init__(
        self,
        n_inputs: int,
        n_neurons: int,
        initializer: str = "scaled_normal",
        *,
        rng: Seed = None,
        dtype: Any = np.float64,
    ) -> None:
        if n_inputs < 1 or n_neurons < 1:
            raise SettingError(f"a dense layer needs at least one input and one neuron, not {n_inputs} and {n_neurons}")
        self.initializer = initializer
        self.weights = initializer_named(initializer)(as_rng(rng), n_inputs, n_neurons, dtype)
        self.biases = np.zeros((1, n_neurons), dtype)

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return ``inputs · weights + biases``."""
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs; leave those of the weights and the biases on the layer."""
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Dense, Array]":
        """Return a layer of three inputs and four neurons, and five samples for it."""
        return cls(3, 4, "glorot_uniform", rng=rng), rng.standard_normal((5, 3))
