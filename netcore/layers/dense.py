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
from netcore.regularization import checked_strength, penalty, with_penalty


class Dense(Layer):
    """A fully connected layer.

    ::

        output  = inputs · weights + biases
        ∂L/∂weights = inputsᵀ · ∂L/∂output        every sample adds its share
        ∂L/∂biases  = Σ over the samples of ∂L/∂output
        ∂L/∂inputs  = ∂L/∂output · weightsᵀ
        penalty = weight_l1 · Σ|weights| + weight_l2 · Σweights², and the same of the biases

    Shapes: ``inputs`` (samples, n_inputs), ``weights`` (n_inputs, n_neurons), ``biases`` (1, n_neurons), ``output``
    (samples, n_neurons). Each gradient has the shape of what it is the gradient of.

    ``initializer`` names how the weights begin (see ``netcore.initializers``), ``rng`` is where their random numbers
    come from: a generator, a seed, or None for new ones each time. Where a penalty is set, its gradients
    (see ``netcore.regularization``) are added to those of the loss. Raises ``SettingError`` for a size below one, an
    unknown initializer, or a penalty below zero. Source: "Neural Networks from Scratch", chapters 2, 3, 9 and 14.
    """

    name: ClassVar[str] = "dense"
    parameters: ClassVar[tuple[str, ...]] = ("weights", "biases")

    def __init__(
        self,
        n_inputs: int,
        n_neurons: int,
        initializer: str = "scaled_normal",
        weight_l1: float = 0,
        weight_l2: float = 0,
        bias_l1: float = 0,
        bias_l2: float = 0,
        rng: Seed = None,
        *,
        dtype: Any = np.float64,
    ) -> None:
        if n_inputs < 1 or n_neurons < 1:
            raise SettingError(f"a dense layer needs at least one input and one neuron, not {n_inputs} and {n_neurons}")
        self.n_inputs, self.n_neurons = n_inputs, n_neurons
        self.initializer = initializer
        self.weight_l1 = checked_strength(weight_l1, "weight_l1")
        self.weight_l2 = checked_strength(weight_l2, "weight_l2")
        self.bias_l1 = checked_strength(bias_l1, "bias_l1")
        self.bias_l2 = checked_strength(bias_l2, "bias_l2")
        self.weights = initializer_named(initializer)(as_rng(rng), n_inputs, n_neurons, dtype)
        self.biases = np.zeros((1, n_neurons), dtype)

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return ``inputs · weights + biases``."""
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs; leave those of the weights and the biases on the layer."""
        self.gradients(dvalues)
        self.dinputs = dvalues @ self.weights.T
        return self.dinputs

    def gradients(self, dvalues: Array) -> None:
        """Leave the gradients of the weights and the biases on the layer."""
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = dvalues.sum(axis=0, keepdims=True)
        if self.is_regularized:
            self.dweights = with_penalty(self.dweights, self.weights, self.weight_l1, self.weight_l2)
            self.dbiases = with_penalty(self.dbiases, self.biases, self.bias_l1, self.bias_l2)

    @property
    def is_regularized(self) -> bool:
        """Whether large weights or biases cost something."""
        return bool(self.weight_l1 or self.weight_l2 or self.bias_l1 or self.bias_l2)

    def penalty(self) -> Any:
        """Return what the weights and the biases cost."""
        of_weights = penalty(self.weights, self.weight_l1, self.weight_l2)
        return of_weights + penalty(self.biases, self.bias_l1, self.bias_l2)

    def parameter_kinks(self, parameter: str) -> tuple[float, ...]:
        """Return zero for a parameter with an L1 penalty, whose |w| has its corner there."""
        has_corner = self.weight_l1 if parameter == "weights" else self.bias_l1
        return (0.0,) if has_corner else ()

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Dense, Array]":
        """Return a layer of three inputs and four neurons, and five samples for it."""
        return cls(3, 4, "glorot_uniform", rng=rng), rng.standard_normal((5, 3))
