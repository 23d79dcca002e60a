"""Softmax and categorical cross-entropy in one: the gradient becomes confidence minus truth.

Taken together, the long Jacobian of the softmax and the division by the confidence cancel, and what is left is the
shortest gradient of the whole field: each confidence, less one for the correct class.
"""

from typing import ClassVar

import numpy as np

from netcore.activations.softmax import Softmax
from netcore.arrays import Array, Rng
from netcore.losses.categorical_cross_entropy import CategoricalCrossEntropy
from netcore.targets import class_numbers


class SoftmaxCrossEntropy(CategoricalCrossEntropy):
    """Categorical cross-entropy of the softmax of the outputs, which are then called logits.

    ::

        p = softmax(z)                     z = outputs, the logits
        Lᵢ = −ln(pᵢ)                       pᵢ = the confidence of sample i in its own class, clipped
        ∂L̄/∂z = (p − one-hot targets) / n

    Shapes: ``outputs`` (samples, classes), any numbers; targets and ``output`` as in ``CategoricalCrossEntropy``.
    A network with this loss ends in its last dense layer, without a softmax of its own. Source: "Neural Networks
    from Scratch", chapter 9.
    """

    name: ClassVar[str] = "softmax_cross_entropy"

    def __init__(self) -> None:
        self.softmax = Softmax()

    def forward(self, outputs: Array, targets: Array) -> Array:
        """Return the loss of each sample."""
        return super().forward(self.softmax.forward(outputs), targets)

    def backward(self, outputs: Array, targets: Array) -> Array:
        """Return the gradient of the mean loss with respect to each logit."""
        samples, classes = np.arange(len(outputs)), class_numbers(targets)
        self.doutputs = self.probabilities(outputs).copy()
        self.doutputs[samples, classes] -= 1
        self.doutputs = self.doutputs / len(outputs)
        return self.doutputs

    def probabilities(self, outputs: Array) -> Array:
        """Return the softmax of the logits; that of the last forward pass is not computed twice."""
        has_seen = getattr(self.softmax, "inputs", None) is outputs
        return self.softmax.output if has_seen else self.softmax.forward(outputs)

    def predictions(self, outputs: Array) -> Array:
        """Return the number of the class with the most confidence, for each sample; of equals, the first."""
        return super().predictions(self.probabilities(outputs))

    def accuracy(self, outputs: Array, targets: Array) -> float:
        """Return the share of samples whose most confident class is the correct one.

        Logits that differ in their last digits can give one and the same confidence, so it is the confidences that
        are compared, as after a softmax layer.
        """
        return super().accuracy(self.probabilities(outputs), targets)

    @classmethod
    def example(cls, rng: Rng) -> "tuple[SoftmaxCrossEntropy, Array, Array]":
        """Return a loss, four rows of three logits, and class numbers."""
        return cls(), rng.standard_normal((4, 3)), np.array([0, 2, 1, 1])
