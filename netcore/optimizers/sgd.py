"""Stochastic gradient descent: a step downhill, as long as the slope is steep.

The gradient points uphill, so the change is its negative, times a learning rate that says how far to trust it.
"""

from typing import ClassVar

from netcore.arrays import Array
from netcore.optimizers.base import Optimizer, State


class SGD(Optimizer):
    """Gradient descent on one batch at a time.

    ::

        change = −η · gradient             η = learning_rate / (1 + decay · t), t = finished updates

    Shapes: all those of the parameter. Raises ``SettingError`` for a learning rate that is not above zero or a decay
    below zero. Source: Robbins and Monro 1951; "Neural Networks from Scratch", chapter 10.
    """

    name: ClassVar[str] = "sgd"

    def __init__(self, learning_rate: float = 1.0, decay: float = 0.0) -> None:
        super().__init__(learning_rate, decay)

    def update(self, gradient: Array, state: State) -> Array:
        """Return the change: against the gradient, scaled by the learning rate in force."""
        learning_rate = self.learning_rate_at(state.updates)
        return -learning_rate * gradient

    @classmethod
    def examples(cls) -> "tuple[SGD, ...]":
        """Return gradient descent with and without decay."""
        return cls(1.0), cls(0.5, decay=0.1)
