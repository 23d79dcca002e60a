"""Sigmoid: press any number into the range from 0 to 1.

Far below zero it is almost 0, far above almost 1, and at zero exactly one half: a switch that turns smoothly. At the
end of a network its output is read as the confidence in a yes.
"""

from typing import Any, ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.layers.base import Layer


class Sigmoid(Layer):
    """The logistic function.

    ::

        output = 1 / (1 + exp(−inputs))
        ∂L/∂inputs = ∂L/∂output · (1 − output) · output

    Shapes: all (samples, neurons). Inputs are kept from going so far below zero that exp overflows; the output there
    is as good as 0 in any case. The slope is never more than a quarter, which is why gradients vanish in a deep
    network of sigmoids. Source: Verhulst 1838; "Neural Networks from Scratch", chapters 4 and 16.
    """

    name: ClassVar[str] = "sigmoid"

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return each input pressed into the range from 0 to 1."""
        self.inputs = inputs
        bounded = np.maximum(inputs, -_largest_power(inputs.dtype))
        self.output = 1 / (1 + np.exp(-bounded))
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs: most passes where the output is undecided."""
        self.dinputs = dvalues * (1 - self.output) * self.output
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Sigmoid, Array]":
        """Return a sigmoid and five samples of three numbers."""
        return cls(), rng.standard_normal((5, 3))


def _largest_power(dtype: np.dtype[Any]) -> int:
    """Return the largest whole number whose exp a dtype can hold: 88 for float32, 709 for float64."""
    largest = np.finfo(np.result_type(dtype, np.float16)).max
    return int(np.log(largest))
