"""Identity: what comes in goes out.

It stands where a network needs no activation, such as at the end of a regression, so that every network reads alike.
"""

from typing import ClassVar

from netcore.arrays import Array, Rng
from netcore.layers.base import Layer


class Identity(Layer):
    """The linear activation.

    ::

        output = inputs
        ∂L/∂inputs = ∂L/∂output · 1

    Shapes: all (samples, neurons). Source: "Neural Networks from Scratch", chapters 4 and 17.
    """

    name: ClassVar[str] = "identity"

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return the inputs as they are."""
        self.inputs = inputs
        self.output = inputs
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient as it is: the slope is one everywhere."""
        self.dinputs = dvalues.copy()
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Identity, Array]":
        """Return an identity and five samples of three numbers."""
        return cls(), rng.standard_normal((5, 3))
