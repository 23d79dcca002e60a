"""LeakyReLU: keep what is positive, and let a little of the rest through.

Where a ReLU is silent it also passes no gradient back, and a neuron that is silent for every sample never learns again.
A small slope below zero keeps it alive.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.errors import SettingError
from netcore.layers.base import Layer


class LeakyReLU(Layer):
    """The leaky rectified linear unit.

    ::

        output = inputs              where inputs > 0
                 slope · inputs      elsewhere
        ∂L/∂inputs = ∂L/∂output              where inputs > 0
                     slope · ∂L/∂output      elsewhere

    Shapes: all (samples, neurons). At exactly zero there is a corner; the gradient there is taken as the lower side's.
    Raises ``SettingError`` for a slope that is not from 0 up to 1. Source: Maas, Hannun and Ng 2013.
    """

    name: ClassVar[str] = "leaky_relu"
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    def __init__(self, slope: float = 0.01) -> None:
        if not 0 <= slope < 1:
            raise SettingError(f"the slope below zero is from 0 up to 1, not {slope}")
        self.slope = float(slope)

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return the inputs with everything below zero made small."""
        self.inputs = inputs
        self.output = np.where(inputs > 0, inputs, self.slope * inputs)
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Let the gradient through whole where the input was positive, and a little of it elsewhere."""
        self.dinputs = np.where(self.inputs > 0, dvalues, self.slope * dvalues)
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[LeakyReLU, Array]":
        """Return a LeakyReLU with a slope that one can see, and five samples of three numbers, of both signs."""
        return cls(0.1), rng.standard_normal((5, 3))
