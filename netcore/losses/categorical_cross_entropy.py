"""Categorical cross-entropy: how surprised the network is by the truth.

Only the confidence in the correct class counts. Sure and right costs almost nothing; sure and wrong costs a great
deal, because −ln p grows without end as p goes to zero.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array, Rng
from netcore.losses.base import Loss
from netcore.metrics import categorical_accuracy
from netcore.targets import check_classes, class_numbers

CLIP = 1e-7
"""Confidences are kept this far from 0 and 1 before the logarithm, so that a loss is never infinite."""


class CategoricalCrossEntropy(Loss):
    """The negative logarithm of the confidence in the correct class.

    ::

        Lᵢ = −ln(pᵢ)           pᵢ = the confidence of sample i in its own class, clipped to [1e-7, 1 − 1e-7]
        ∂L̄/∂pᵢ = −1 / pᵢ / n    and 0 for every other class; L̄ is the mean over the n samples

    Shapes: ``outputs`` (samples, classes), rows that sum to one; ``targets`` class numbers (samples,) or one-hot rows
    (samples, classes); ``output`` (samples,). The gradient divides by the confidence as it is, not clipped.
    Source: "Neural Networks from Scratch", chapters 5 and 9.
    """

    name: ClassVar[str] = "categorical_cross_entropy"

    def forward(self, outputs: Array, targets: Array) -> Array:
        """Return the loss of each sample."""
        clipped = outputs.clip(CLIP, 1 - CLIP)
        confidences = clipped[np.arange(len(outputs)), class_numbers(targets)]
        self.output = -np.log(confidences)
        return self.output

    def backward(self, outputs: Array, targets: Array) -> Array:
        """Return the gradient of the mean loss with respect to each confidence."""
        samples, classes = np.arange(len(outputs)), class_numbers(targets)
        self.doutputs = np.zeros_like(outputs)
        self.doutputs[samples, classes] = -1 / outputs[samples, classes] / len(outputs)
        return self.doutputs

    def predictions(self, outputs: Array) -> Array:
        """Return the number of the class with the most confidence, for each sample."""
        predictions: Array = np.argmax(outputs, axis=1)
        return predictions

    def accuracy(self, outputs: Array, targets: Array) -> float:
        """Return the share of samples whose most confident class is the correct one."""
        return categorical_accuracy(outputs, targets)

    def check(self, targets: Array, samples: int, n_outputs: int) -> Array:
        """Return the targets; raise ``TargetError`` unless they are class numbers or one-hot rows that fit."""
        return check_classes(targets, samples, n_outputs)

    @classmethod
    def example(cls, rng: Rng) -> "tuple[CategoricalCrossEntropy, Array, Array]":
        """Return a loss, four rows of confidences in three classes, and class numbers."""
        scores = rng.uniform(0.1, 1, (4, 3))
        return cls(), scores / np.sum(scores, axis=1, keepdims=True), np.array([0, 2, 1, 1])
