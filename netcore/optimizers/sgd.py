"""Stochastic gradient descent: a step downhill, as long as the slope is steep.

The gradient points uphill, so the change is its negative, times a learning rate that says how far to trust it. With
momentum, part of the previous change is done again: what keeps pointing the same way grows, what goes to and fro
cancels, and small hollows are rolled over.
"""

from typing import ClassVar

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.optimizers.base import Optimizer, State, checked_share
from netcore.optimizers.schedules import Schedule


class SGD(Optimizer):
    """Gradient descent on one batch at a time, with or without momentum.

    ::

        change = −η · gradient                       η = the learning rate in force
        change = μ · previous change − η · gradient        with momentum μ
        change = μ · that change − η · gradient            with Nesterov's: as if one step ahead already

    Shapes: all those of the parameter. The learning rate is inside what is remembered, as in the book and in Keras;
    PyTorch keeps it outside, which differs once the rate changes. Raises ``SettingError`` for a momentum that is not
    from 0 up to 1, Nesterov's without any, and as ``Optimizer`` does. Source: Robbins and Monro 1951; Polyak 1964;
    Nesterov 1983; "Neural Networks from Scratch", chapter 10.
    """

    name: ClassVar[str] = "sgd"

    def __init__(
        self,
        learning_rate: float = 1.0,
        decay: float = 0.0,
        momentum: float = 0.0,
        *,
        nesterov: bool = False,
        schedule: str | Schedule = "inverse_time",
    ) -> None:
        super().__init__(learning_rate, decay, schedule)
        self.momentum = checked_share(momentum, "the momentum")
        self.nesterov = nesterov
        self.slots = ("momentum",) if momentum else ()
        if nesterov and not momentum:
            raise SettingError("Nesterov's way looks ahead along the momentum; give a momentum above 0, such as 0.9")

    def update(self, gradient: Array, state: State) -> Array:
        """Return the change: against the gradient, and on along the previous change."""
        learning_rate = self.learning_rate_at(state.updates)
        if not self.momentum:
            return -learning_rate * gradient
        state.momentum = self.momentum * state.momentum - learning_rate * gradient
        change: Array = state.momentum
        if self.nesterov:
            change = self.momentum * state.momentum - learning_rate * gradient
        return change

    @classmethod
    def examples(cls) -> "tuple[SGD, ...]":
        """Return gradient descent with and without decay, momentum, Nesterov's momentum and other schedules."""
        return (
            cls(1.0),
            cls(0.5, decay=0.1),
            cls(0.5, decay=0.1, momentum=0.9),
            cls(0.1, momentum=0.5, nesterov=True, decay=0.01, schedule="exponential"),
        )
