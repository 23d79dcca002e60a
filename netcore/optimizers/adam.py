"""Adam: momentum and RMSProp in one, with a fair beginning.

It keeps a moving average of the gradients (which way) and one of their squares (how steep). Both begin at zero and
would be too small for a while; dividing by 1 − βᵗ makes up for that.
"""

from typing import ClassVar

import numpy as np

from netcore.arrays import Array
from netcore.optimizers.base import Optimizer, State, checked_epsilon, checked_share
from netcore.optimizers.schedules import Schedule


class Adam(Optimizer):
    """Adaptive momentum.

    ::

        m = β₁ · m + (1 − β₁) · gradient
        v = β₂ · v + (1 − β₂) · gradient²
        m̂ = m / (1 − β₁ᵗ)      v̂ = v / (1 − β₂ᵗ)        t = 1 at the first update
        change = −η · m̂ / (√v̂ + ε)                      η = the learning rate in force

    Shapes: all those of the parameter; m is the state's ``momentum``, v its ``cache``. ε stands outside the root of the
    corrected v̂, as in the paper, the book and PyTorch (there with ε = 1e-8); Keras adds it to the uncorrected √v.
    Raises ``SettingError`` for betas that are not from 0 up to 1, an epsilon that is not above zero, and as
    ``Optimizer`` does. Source: Kingma and Ba 2015; "Neural Networks from Scratch", chapter 10.
    """

    name: ClassVar[str] = "adam"
    slots: tuple[str, ...] = ("momentum", "cache")

    def __init__(
        self,
        learning_rate: float = 0.001,
        decay: float = 0.0,
        epsilon: float = 1e-7,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        *,
        schedule: str | Schedule = "inverse_time",
    ) -> None:
        super().__init__(learning_rate, decay, schedule)
        self.epsilon = checked_epsilon(epsilon)
        self.beta_1 = checked_share(beta_1, "beta_1")
        self.beta_2 = checked_share(beta_2, "beta_2")

    def update(self, gradient: Array, state: State) -> Array:
        """Return the change: along the average gradient, in steps of about the learning rate."""
        learning_rate, t = self.learning_rate_at(state.updates), state.updates + 1
        state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
        state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
        corrected_momentum = state.momentum / (1 - self.beta_1**t)
        corrected_cache = state.cache / (1 - self.beta_2**t)
        change: Array = -learning_rate * corrected_momentum / (np.sqrt(corrected_cache) + self.epsilon)
        return change

    @classmethod
    def examples(cls) -> "tuple[Adam, ...]":
        """Return Adam with and without decay, and with steps."""
        return cls(0.01), cls(0.05, decay=5e-3), cls(0.1, 0.5, 1e-3, 0.5, 0.9, schedule="step")
