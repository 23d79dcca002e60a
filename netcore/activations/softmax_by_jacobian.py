"""Softmax the long way: backward through the whole Jacobian, one sample after the other.

It gives what ``Softmax`` gives. There the product with the Jacobian is multiplied out once for all, on paper; here it
is done with numbers, so that one can look at it.
"""

from typing import ClassVar

import numpy as np

from netcore.activations.softmax import Softmax
from netcore.arrays import Array, Rng


class SoftmaxByJacobian(Softmax):
    """The softmax of each row, with its gradient by the Jacobian matrix.

    ::

        Jᵢⱼ = ∂outputᵢ/∂inputsⱼ = outputᵢ · ((1 if i = j else 0) − outputⱼ)
        ∂L/∂inputs = J · ∂L/∂output        for each sample its own J

    Shapes: all (samples, classes), each Jacobian (classes, classes). It takes a step a sample, so it is for small
    batches. Source: "Neural Networks from Scratch", chapter 9.
    """

    name: ClassVar[str] = "softmax_by_jacobian"

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs: each sample's Jacobian times its output gradient."""
        self.dinputs = np.zeros_like(dvalues)
        for sample in range(len(dvalues)):
            self.dinputs[sample] = self.jacobian(sample) @ dvalues[sample]
        return self.dinputs

    @classmethod
    def example(cls, rng: Rng) -> "tuple[SoftmaxByJacobian, Array]":
        """Return a softmax and three samples of three numbers."""
        return cls(), rng.standard_normal((3, 3))
