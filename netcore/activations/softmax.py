"""Softmax: turn any row of numbers into confidences that sum to one.

Each number becomes a power of e, so that all are positive and the largest stands out; dividing by their sum makes
them shares of a whole.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.layers.base import Layer


class Softmax(Layer):
    """The softmax of each row.

    ::

        outputᵢ = exp(inputsᵢ − m) / Σⱼ exp(inputsⱼ − m)      m = the row's largest input
        ∂L/∂inputsᵢ = outputᵢ · (∂L/∂outputᵢ − Σⱼ ∂L/∂outputⱼ · outputⱼ)

    Shapes: all (samples, classes). Subtracting the largest changes no result, and keeps exp from overflowing. The
    gradient is the product with the Jacobian ∂outputᵢ/∂inputsⱼ = outputᵢ·(1 if i = j else 0) − outputᵢ·outputⱼ,
    multiplied out. Source: Bridle 1990; "Neural Networks from Scratch", chapters 4 and 9.
    """

    name: ClassVar[str] = "softmax"

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return one row of confidences a sample."""
        self.inputs = inputs
        exponentials = np.exp(inputs - inputs.max(axis=1, keepdims=True))
        self.output = exponentials / exponentials.sum(axis=1, keepdims=True)
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs: each confidence pulls on all inputs of its row."""
        pull = (dvalues * self.output).sum(axis=1, keepdims=True)
        self.dinputs = self.output * (dvalues - pull)
        return self.dinputs

    def jacobian(self, sample: int) -> Array:
        """Return how each of a sample's outputs (rows) answers to each of its inputs (columns): (classes, classes)."""
        output = self.output[sample]
        identity = np.eye(len(output), dtype=output.dtype)
        jacobian: Array = output[:, np.newaxis] * (identity - output)
        return jacobian

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Softmax, Array]":
        """Return a softmax and five samples of three numbers."""
        return cls(), rng.standard_normal((5, 3))
