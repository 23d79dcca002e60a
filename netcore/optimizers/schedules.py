"""How the learning rate changes while training goes on: large steps at first, small ones near the goal."""

from collections.abc import Callable
from dataclasses import dataclass

from netcore.errors import SettingError

Schedule = Callable[[int], float]
"""From the number of finished updates to the learning rate in force."""


@dataclass(frozen=True)
class InverseTimeDecay:
    """The learning rate divided by a number that grows evenly: rate / (1 + decay · t), t = finished updates.

    Without decay the rate stays as it is. Source: "Neural Networks from Scratch", chapter 10.
    """

    learning_rate: float
    decay: float = 0.0

    def __post_init__(self) -> None:
        if not self.learning_rate > 0:
            raise SettingError(f"a learning rate is above zero, not {self.learning_rate}")
        if not self.decay >= 0:
            raise SettingError(f"a decay is zero or above, not {self.decay}")

    def __call__(self, updates: int) -> float:
        """Return the learning rate once so many updates are finished."""
        return self.learning_rate * (1.0 / (1.0 + self.decay * updates))
