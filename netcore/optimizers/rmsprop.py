"""RMSProp: a learning rate of its own for every parameter, by how steep it was of late.

Like AdaGrad it divides by the root of the squared gradients, but it keeps a moving average of them instead of their
sum. What was long ago is forgotten, so a parameter can become quick again.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array
from netcore.optimizers.base import Optimizer, State, checked_epsilon, checked_share
from netcore.optimizers.schedules import Schedule


class RMSProp(Optimizer):
    """Root mean square propagation.

    ::

        cache  = ρ · cache + (1 − ρ) · gradient²
        change = −η · gradient / (√cache + ε)        η = the learning rate in force

    Shapes: all those of the parameter. ε stands outside the root, as in the book and in PyTorch (there with ρ = 0.99,
    ε = 1e-8); Keras puts it inside. The cache begins at 0, so the first steps are up to 1 / √(1 − ρ) times too long.
    Raises ``SettingError`` for a rho that is not from 0 up to 1, an epsilon that is not above zero, and as
    ``Optimizer`` does. Source: Tieleman and Hinton 2012; "Neural Networks from Scratch", chapter 10.
    """

    name: ClassVar[str] = "rmsprop"
    slots: tuple[str, ...] = ("cache",)

    def __init__(
        self,
        learning_rate: float = 0.001,
        decay: float = 0.0,
        epsilon: float = 1e-7,
        rho: float = 0.9,
        *,
        schedule: str | Schedule = "inverse_time",
    ) -> None:
        super().__init__(learning_rate, decay, schedule)
        self.epsilon = checked_epsilon(epsilon)
        self.rho = checked_share(rho, "rho")

    def update(self, gradient: Array, state: State) -> Array:
        """Return the change: against the gradient, the smaller the steeper the parameter was of late."""
        learning_rate = self.learning_rate_at(state.updates)
        state.cache = self.rho * state.cache + (1 - self.rho) * gradient**2
        change: Array = -learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)
        return change

    @classmethod
    def examples(cls) -> "tuple[RMSProp, ...]":
        """Return RMSProp with and without decay, and with a longer memory."""
        return cls(0.01), cls(0.02, decay=1e-2, epsilon=1e-3, rho=0.999)
