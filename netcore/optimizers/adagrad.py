"""AdaGrad: a learning rate of its own for every parameter.

It adds up the squares of all gradients that a parameter ever had, and divides by the root of the sum. A parameter that
has moved much slows down, one that has hardly moved keeps its pace. The sum never shrinks: in the end all stand still.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array
from netcore.optimizers.base import Optimizer, State, checked_epsilon
from netcore.optimizers.schedules import Schedule


class AdaGrad(Optimizer):
    """The adaptive gradient method.

    ::

        cache  = cache + gradient²
        change = −η · gradient / (√cache + ε)        η = the learning rate in force

    Shapes: all those of the parameter. ε stands outside the root and the cache begins at 0, as in the book and in
    PyTorch (there with ε = 1e-10); Keras puts it inside, and begins at 0.1. Raises ``SettingError`` for an epsilon that
    is not above zero, and as ``Optimizer`` does. Source: Duchi, Hazan and Singer 2011; "Neural Networks from Scratch",
    chapter 10.
    """

    name: ClassVar[str] = "adagrad"
    slots: tuple[str, ...] = ("cache",)

    def __init__(
        self,
        learning_rate: float = 1.0,
        decay: float = 0.0,
        epsilon: float = 1e-7,
        *,
        schedule: str | Schedule = "inverse_time",
    ) -> None:
        super().__init__(learning_rate, decay, schedule)
        self.epsilon = checked_epsilon(epsilon)

    def update(self, gradient: Array, state: State) -> Array:
        """Return the change: against the gradient, the smaller the more the parameter has moved so far."""
        learning_rate = self.learning_rate_at(state.updates)
        state.cache += gradient**2
        change: Array = -learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)
        return change

    @classmethod
    def examples(cls) -> "tuple[AdaGrad, ...]":
        """Return AdaGrad with and without decay."""
        return cls(1.0), cls(0.5, decay=0.1, epsilon=1e-3)
