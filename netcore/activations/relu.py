"""ReLU: keep what is positive, and make the rest zero.

The rectified linear unit is the plainest bend there is, and bends are what let a network draw curves.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.layers.base import Layer


class ReLU(Layer):
    """The rectified linear unit.

    ::

        output = max(0, inputs)
        ∂L/∂inputs = ∂L/∂output   where inputs > 0
                     0            elsewhere

    Shapes: all (samples, neurons). At exactly zero there is no slope; the gradient there is taken as zero.
    Source: Nair and Hinton 2010; "Neural Networks from Scratch", chapters 4 and 9.
    """

    name: ClassVar[str] = "relu"
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return the inputs with everything below zero made zero."""
        self.inputs = inputs
        self.output = np.maximum(0, inputs)
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Let the gradient through where the input was positive, and stop it elsewhere."""
        self.dinputs = dvalues * (self.inputs > 0)
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[ReLU, Array]":
        """Return a ReLU and five samples of three numbers, of both signs."""
        return cls(), rng.standard_normal((5, 3))
