"""Mean squared error: how far off, and far counts more than twice as much as half as far.

Squaring makes every error positive and the large ones stand out. One sample that is far off can outweigh all others.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.losses.regression import RegressionLoss
from netcore.targets import in_rows


class MeanSquaredError(RegressionLoss):
    """The squared difference, averaged over the outputs.

    ::

        Lᵢ = (1/k) · Σⱼ (yᵢⱼ − ŷᵢⱼ)²              y = target, ŷ = output, k outputs
        ∂L̄/∂ŷᵢⱼ = −2 · (yᵢⱼ − ŷᵢⱼ) / k / n        L̄ is the mean over the n samples

    Shapes: ``outputs`` and ``targets`` (samples, k), targets also (samples,) for a single output; ``output``
    (samples,). Source: Legendre 1805; "Neural Networks from Scratch", chapter 17.
    """

    name: ClassVar[str] = "mean_squared_error"

    def forward(self, outputs: Array, targets: Array) -> Array:
        """Return the loss of each sample."""
        targets = in_rows(targets, outputs)
        self.output = np.mean((targets - outputs) ** 2, axis=1)
        return self.output

    def backward(self, outputs: Array, targets: Array) -> Array:
        """Return the gradient of the mean loss with respect to each output: the further off, the steeper."""
        targets = in_rows(targets, outputs)
        samples, n_outputs = outputs.shape
        self.doutputs = -2 * (targets - outputs) / n_outputs / samples
        return self.doutputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[MeanSquaredError, Array, Array]":
        """Return a loss, four rows of two outputs, and their targets."""
        return cls(), rng.standard_normal((4, 2)), rng.standard_normal((4, 2))
