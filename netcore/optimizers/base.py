"""What every optimizer has: from a gradient to a change.

A gradient says which way the loss rises. An optimizer decides how far to go the other way, and may remember
something about each parameter from one update to the next.
"""

from types import SimpleNamespace
from typing import ClassVar

from netcore.arrays import Array
from netcore.optimizers.schedules import InverseTimeDecay, Schedule


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
    """

    name: ClassVar[str]
    """What lessons and saved models call this optimizer."""

    slots: ClassVar[tuple[str, ...]] = ()
    """The arrays that a state holds besides the number of finished updates."""

    def __init__(self, learning_rate: float, decay: float = 0.0) -> None:
        self.learning_rate = learning_rate
        self.decay = decay
        self.schedule: Schedule = InverseTimeDecay(learning_rate, decay)

    def learning_rate_at(self, updates: int) -> float:
        """Return the learning rate in force once so many updates are finished."""
        return self.schedule(updates)

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
