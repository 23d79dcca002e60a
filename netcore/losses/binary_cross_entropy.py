"""Binary cross-entropy: how surprised the network is by a yes or a no.

Each output is a confidence in a yes of its own, from 0 to 1. Where the truth is yes, −ln p counts; where it is no,
−ln(1 − p). Outputs do not compete, so a sample may have several yeses or none.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.losses.base import Loss
from netcore.losses.categorical_cross_entropy import CLIP
from netcore.metrics import binary_accuracy
from netcore.targets import check_yes_or_no, in_rows


class BinaryCrossEntropy(Loss):
    """The negative logarithm of the confidence in the truth, averaged over the outputs.

    ::

        Lᵢ = −(1/k) · Σⱼ (yᵢⱼ · ln pᵢⱼ + (1 − yᵢⱼ) · ln(1 − pᵢⱼ))        p clipped to [1e-7, 1 − 1e-7], k outputs
        ∂L̄/∂pᵢⱼ = −(yᵢⱼ / pᵢⱼ − (1 − yᵢⱼ) / (1 − pᵢⱼ)) / k / n            L̄ is the mean over the n samples

    Shapes: ``outputs`` (samples, k), from 0 to 1; ``targets`` 0 and 1, of the same shape, or (samples,) for a single
    output; ``output`` (samples,). The gradient too uses the clipped confidence, so that it is never infinite.
    Source: "Neural Networks from Scratch", chapter 16.
    """

    name: ClassVar[str] = "binary_cross_entropy"

    def forward(self, outputs: Array, targets: Array) -> Array:
        """Return the loss of each sample."""
        targets = in_rows(targets, outputs)
        clipped = outputs.clip(CLIP, 1 - CLIP)
        losses = -(targets * np.log(clipped) + (1 - targets) * np.log(1 - clipped))
        self.output = np.mean(losses, axis=1)
        return self.output

    def backward(self, outputs: Array, targets: Array) -> Array:
        """Return the gradient of the mean loss with respect to each confidence."""
        targets = in_rows(targets, outputs)
        samples, n_outputs = outputs.shape
        clipped = outputs.clip(CLIP, 1 - CLIP)
        self.doutputs = -(targets / clipped - (1 - targets) / (1 - clipped)) / n_outputs / samples
        return self.doutputs

    def predictions(self, outputs: Array) -> Array:
        """Return 1 for a confidence above one half and else 0: (samples,) for a single output, or (samples, k)."""
        answers = (outputs > 0.5).astype(np.int64)
        return answers[:, 0] if outputs.shape[1] == 1 else answers

    def accuracy(self, outputs: Array, targets: Array) -> float:
        """Return the share of answers that are right, all outputs taken together."""
        return binary_accuracy(outputs, targets)

    def check(self, targets: Array, samples: int, n_outputs: int) -> Array:
        """Return the targets as rows of 0 and 1; raise ``TargetError`` if they are anything else."""
        return check_yes_or_no(targets, samples, n_outputs)

    @classmethod
    def example(cls, rng: Rng) -> "tuple[BinaryCrossEntropy, Array, Array]":
        """Return a loss, four rows of two confidences, and rows of 0 and 1."""
        return cls(), rng.uniform(0.1, 0.9, (4, 2)), np.array([[0, 1], [1, 1], [0, 0], [1, 0]])
