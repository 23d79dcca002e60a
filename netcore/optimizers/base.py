"""What every optimizer has: from a gradient to a change.

A gradient says which way the loss rises. An optimizer decides how far to go the other way, and may remember
something about each parameter from one update to the next.
"""

import math
from types import SimpleNamespace
from typing import ClassVar

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.optimizers.schedules import Schedule, schedule_for


class State(SimpleNamespace):
    """What an optimizer remembers about one parameter.

    ``updates`` is the number of finished updates; every other attribute is an array of the parameter's shape, one for
    each of the optimizer's ``slots``, zeros at first.
    """

    updates: int


class Optimizer:
    """A rule for changing parameters.

    ``update`` works on each number by itself, so it does the same on one parameter as on all of them laid end to end.
    The optimizer itself never changes; what it remembers is in the ``State`` that belongs to each parameter.

    ``schedule`` says how the learning rate falls: a name from ``SCHEDULES``, which takes the ``decay``, or a function
    from finished updates to a share of the rate. Raises ``SettingError`` for a learning rate that is not above zero,
    an unknown schedule, or a decay that the schedule cannot use.
    """

    name: ClassVar[str]
    """What lessons and saved models call this optimizer."""

    slots: tuple[str, ...] = ()
    """The arrays that a state holds besides the number of finished updates."""

    def __init__(self, learning_rate: float, decay: float = 0.0, schedule: str | Schedule = "inverse_time") -> None:
        if not 0 < learning_rate < math.inf:
            raise SettingError(f"a learning rate is above zero, not {learning_rate}")
        self.learning_rate = float(learning_rate)
        self.decay = float(decay)
        self.schedule = schedule
        self._share = schedule_for(schedule, self.decay)

    def learning_rate_at(self, updates: int) -> float:
        """Return the learning rate in force once so many updates are finished."""
        return self.learning_rate * float(self._share(updates))

    def begin(self, parameter: Array) -> State:
        """Return the state of a parameter before its first update: nothing remembered yet."""
        return State(updates=0, **{slot: np.zeros_like(parameter) for slot in self.slots})

    def update(self, gradient: Array, state: State) -> Array:
        """Return what is to be added to a parameter, given its gradient and its state; all of one shape."""
        raise TypeError(f"{type(self).__name__} has no update(gradient, state); write one")

    def apply(self, parameter: Array, gradient: Array, state: State) -> None:
        """Change a parameter, in place, by one update."""
        parameter += self.update(gradient, state)
        state.updates += 1

    @classmethod
    def examples(cls) -> "tuple[Optimizer, ...]":
        """Return optimizers of this kind, with its settings on and off, for tests and demonstrations."""
        raise TypeError(f"{cls.__name__} has no examples(); write them, so that the general tests can try it")


def checked_share(value: float, what: str) -> float:
    """Return a number from 0 up to, but not including, 1; raise ``SettingError`` for any other."""
    if not 0 <= value < 1:
        raise SettingError(f"{what} is from 0 up to 1, not {value}")
    return float(value)


def checked_epsilon(value: float) -> float:
    """Return a number above zero that keeps a division from being one by zero; ``SettingError`` for any other."""
    if not 0 < value < math.inf:
        raise SettingError(f"epsilon is above zero, not {value}")
    return float(value)
