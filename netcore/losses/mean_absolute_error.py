"""Mean absolute error: how far off, and twice as far counts twice as much.

Every error pulls with the same force, whether large or small, so a few samples that are far off cannot outweigh the
others, and no error is ever too small to be worth mending.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.losses.regression import RegressionLoss
from netcore.targets import in_rows


class MeanAbsoluteError(RegressionLoss):
    """The absolute difference, averaged over the outputs.

    ::

        Lᵢ = (1/k) · Σⱼ |yᵢⱼ − ŷᵢⱼ|              y = target, ŷ = output, k outputs
        ∂L̄/∂ŷᵢⱼ = sign(ŷᵢⱼ − yᵢⱼ) / k / n        L̄ is the mean over the n samples

    Shapes: ``outputs`` and ``targets`` (samples, k), targets also (samples,) for a single output; ``output``
    (samples,). Where output and target are equal there is a corner; the gradient there is taken as zero. The book's
    printed code has the sign the wrong way round, sign(y − ŷ), which would raise the loss. Source: "Neural Networks
    from Scratch", chapter 17.
    """

    name: ClassVar[str] = "mean_absolute_error"
    kinks: ClassVar[tuple[float, ...]] = (0.0,)

    def forward(self, outputs: Array, targets: Array) -> Array:
        """Return the loss of each sample."""
        targets = in_rows(targets, outputs)
        self.output = np.mean(np.abs(targets - outputs), axis=1)
        return self.output

    def backward(self, outputs: Array, targets: Array) -> Array:
        """Return the gradient of the mean loss with respect to each output: up where too high, down where too low."""
        targets = in_rows(targets, outputs)
        samples, n_outputs = outputs.shape
        self.doutputs = np.sign(outputs - targets) / n_outputs / samples
        return self.doutputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[MeanAbsoluteError, Array, Array]":
        """Return a loss, four rows of two outputs, and their targets."""
        return cls(), rng.standard_normal((4, 2)), rng.standard_normal((4, 2))
