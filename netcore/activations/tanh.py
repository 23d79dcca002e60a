"""Tanh: press any number into the range from −1 to 1.

It is a sigmoid stretched to both sides of zero. Its outputs are of both signs, so the next layer is not pushed one way,
and around zero it lets almost everything through.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.layers.base import Layer


class Tanh(Layer):
    """The hyperbolic tangent.

    ::

        output = tanh(inputs) = (exp(inputs) − exp(−inputs)) / (exp(inputs) + exp(−inputs))
        ∂L/∂inputs = ∂L/∂output · (1 − output²)

    Shapes: all (samples, neurons). NumPy's ``tanh`` overflows nowhere, as the quotient would. Source: LeCun, Bottou,
    Orr and Müller 1998, "Efficient BackProp".
    """

    name: ClassVar[str] = "tanh"

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return each input pressed into the range from −1 to 1."""
        self.inputs = inputs
        self.output = np.tanh(inputs)
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs: most passes where the output is near zero."""
        self.dinputs = dvalues * (1 - self.output**2)
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Tanh, Array]":
        """Return a tanh and five samples of three numbers."""
        return cls(), rng.standard_normal((5, 3))
