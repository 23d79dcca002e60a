"""The updater: an optimizer at work on a whole model.

An optimizer's rule works on each number by itself, so it may be given any piece of the parameters. A model's parameters
lie end to end; so do their gradients here and what the optimizer remembers, cut into blocks that are small enough to
stay in the processor's cache through all the steps of the rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.model import Parameter, Sequential
from netcore.optimizers.base import Optimizer, State

BLOCK = 1 << 14
"""How many numbers an optimizer works on at a time."""


@dataclass(frozen=True)
class Moment:
    """All that a run needs to go on from an update, as it was when the update began."""

    update: int
    vector: Array
    """The model's parameters, end to end."""
    slots: Mapping[str, tuple[Array, ...]]
    """What the optimizer remembers: for each of its slots one array a parameter, in the parameters' order and shape."""
    stream: Any = None
    """The state of the stream of random numbers that a run draws from in order; None for a run that has none."""

    def state(self, number: int) -> State:
        """Return the optimizer's state of the parameter of this number, as a copy that may be changed."""
        return State(updates=self.update, **{slot: arrays[number].copy() for slot, arrays in self.slots.items()})

    @property
    def size(self) -> int:
        """How many bytes the numbers take."""
        return int(self.vector.nbytes + sum(array.nbytes for arrays in self.slots.values() for array in arrays))


class Updater:
    """An optimizer, the parameters of a model, their gradients, and what the optimizer remembers of them.

    Where all is of one dtype, the gradients lie end to end and the rule goes over blocks of them. Otherwise (the book's
    numerics) each parameter is a piece of its own, and keeps the dtype that its gradient brings.
    """

    def __init__(self, model: Sequential, optimizer: Optimizer) -> None:
        self.model = model
        self.optimizer = optimizer
        self.gradient = np.zeros(model.vector.size, model.dtype)
        self.gradients = {each.name: self.gradient[each.place] for each in model.parameters}
        self.is_flat = model.numerics.has_one_dtype
        self._places = _blocks(model.vector.size) if self.is_flat else [each.place for each in model.parameters]
        self._pieces = [model.vector[place] for place in self._places]
        self._states = [optimizer.begin(piece) for piece in self._pieces]

    def collect(self) -> None:
        """Lay the gradients that the layers hold end to end: all in ``gradient``, each by name in ``gradients``."""
        for parameter, gradient in zip(self.model.parameters, self.gradients.values(), strict=True):
            gradient[...] = parameter.gradient.ravel()

    def apply(self) -> None:
        """Change every parameter by one update of the optimizer."""
        if self.is_flat:
            gradients = [self.gradient[place] for place in self._places]
        else:
            gradients = [parameter.gradient.ravel() for parameter in self.model.parameters]
        for piece, gradient, state in zip(self._pieces, gradients, self._states, strict=True):
            self.optimizer.apply(piece, gradient, state)

    def moment(self, update: int, stream: Any = None) -> Moment:
        """Return a copy of the parameters and of all that the optimizer remembers."""
        slots = {slot: self._by_parameter(slot) for slot in self.optimizer.slots}
        return Moment(update, self.model.vector.copy(), slots, stream)

    def restore(self, moment: Moment, has_memory: bool = True) -> None:
        """Put everything back as it was; without ``has_memory`` the optimizer begins with nothing remembered."""
        self.model.vector[...] = moment.vector
        for state in self._states:
            state.updates = moment.update
        for slot in self.optimizer.slots if has_memory else ():
            if slot in moment.slots:
                self._put(slot, moment.slots[slot])

    def _put(self, slot: str, arrays: tuple[Array, ...]) -> None:
        flat = [array.ravel() for array in arrays]
        if self.is_flat:
            flat = [np.concatenate(flat)[place] for place in self._places]
        for state, piece in zip(self._states, flat, strict=True):
            setattr(state, slot, piece.copy())

    def _by_parameter(self, slot: str) -> tuple[Array, ...]:
        pieces = [getattr(state, slot) for state in self._states]
        if not self.is_flat:
            return tuple(_shaped(piece.copy(), each) for piece, each in zip(pieces, self.model.parameters, strict=True))
        flat = np.concatenate(pieces)
        return tuple(_shaped(flat[each.place], each) for each in self.model.parameters)


def _blocks(size: int) -> list[slice]:
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


def _shaped(piece: Array, parameter: Parameter) -> Array:
    return piece.reshape(parameter.view.shape)
