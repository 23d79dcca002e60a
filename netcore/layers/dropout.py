"""Dropout: during training, each number is left out by chance.

A network in which any neuron may be missing cannot lean on a few of them, and learns everything several times over.
What is left is made larger, so that on average as much goes on as without dropout. When the network is used, all
neurons are there and the layer does nothing.
"""

from typing import Any, ClassVar

import numpy as np

from netcore.arrays import Array, Rng, Seed, as_rng
from netcore.errors import SettingError
from netcore.layers.base import Layer


class Dropout(Layer):
    """Inverted dropout.

    ::

        mask   = 0 with probability rate, else 1 / (1 − rate)      all 1 outside training
        output = inputs · mask
        ∂L/∂inputs = ∂L/∂output · mask

    Shapes: all (samples, neurons). ``rate`` is the share that is dropped, as in Keras and PyTorch. Each forward pass in
    training draws a new mask from ``rng``; a run puts a new ``rng`` there before each update, by its seed and the
    update's number, so that the same update always drops the same. ``dtype`` is that of the mask; None: the inputs'.
    Raises ``SettingError`` for a rate that is not from 0 up to 1. Source: Hinton et al. 2012; "Neural Networks from
    Scratch", chapter 15.
    """

    name: ClassVar[str] = "dropout"
    is_random: ClassVar[bool] = True

    def __init__(self, rate: float, *, rng: Seed = None, dtype: Any = None) -> None:
        if not 0 <= rate < 1:
            raise SettingError(f"the share that dropout leaves out is from 0 up to 1, not {rate}")
        self.rate = float(rate)
        self.rng = as_rng(rng)
        self.dtype = dtype

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return the inputs, in training with some left out and the rest made larger."""
        self.inputs = inputs
        self.mask = self.new_mask(inputs) if training else np.ones_like(inputs)
        self.output = inputs * self.mask
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Let the gradient through where the input went through, as much larger as the input was made."""
        self.dinputs = dvalues * self.mask
        return self.dinputs

    def new_mask(self, inputs: Array) -> Array:
        """Return a mask for these inputs: 0 for what is dropped, 1 / (1 − rate) for what is kept."""
        keep = 1 - self.rate
        mask: Array = self.rng.binomial(1, keep, inputs.shape) / keep
        return mask.astype(inputs.dtype if self.dtype is None else self.dtype)

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Dropout, Array]":
        """Return a layer that drops 40 in 100, and five samples of three numbers."""
        return cls(0.4, rng=rng), rng.standard_normal((5, 3))
