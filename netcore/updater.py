"""The updater: an optimizer at work on a whole model.

An optimizer's rule works on each number by itself, so it may be given any piece of the parameters. Here small
parameters that lie next to each other are changed in one go, and large ones in blocks that stay in the processor's
cache through all the steps of the rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import ShapeError
from netcore.model import Parameter, Sequential
from netcore.optimizers.base import Optimizer, State

BLOCK = 1 << 15
"""How many numbers an optimizer works on at a time, at the most."""


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
    """An optimizer, the parameters of a model, and what the optimizer remembers of them."""

    def __init__(self, model: Sequential, optimizer: Optimizer) -> None:
        self.model = model
        self.optimizer = optimizer
        self._has_checked_shapes = False
        together = _groups(model.parameters, BLOCK if model.numerics.has_one_dtype else 0)
        self._groups = [Group(model.vector, parameters, optimizer) for parameters in together]

    def apply(self) -> None:
        """Change every parameter by one update of the optimizer, with the gradients that the layers hold.

        Raises ``ShapeError`` where a layer has left a gradient of another shape than its parameter.
        """
        if not self._has_checked_shapes:
            _check_shapes(self.model.parameters)
            self._has_checked_shapes = True
        for group in self._groups:
            group.apply(self.optimizer)

    def moment(self, update: int, stream: Any = None) -> Moment:
        """Return a copy of the parameters and of all that the optimizer remembers."""
        slots = {
            slot: tuple(array for group in self._groups for array in group.remembered(slot))
            for slot in self.optimizer.slots
        }
        return Moment(update, self.model.vector.copy(), slots, stream)

    def restore(self, moment: Moment, has_memory: bool = True) -> None:
        """Put everything back as it was; without ``has_memory`` the optimizer begins with nothing remembered."""
        self.model.vector[...] = moment.vector
        start = 0
        for group in self._groups:
            stop = start + len(group.parameters)
            known = (slot for slot in self.optimizer.slots if has_memory and slot in moment.slots)
            group.restore(moment.update, {slot: moment.slots[slot][start:stop] for slot in known})
            start = stop


class Group:
    """Parameters that lie next to each other in the model's vector and are changed together.

    They are changed as plain arrays: a rule that works on each number by itself is the same in every numerics.
    """

    def __init__(self, vector: Array, parameters: Sequence[Parameter], optimizer: Optimizer) -> None:
        self.parameters = tuple(parameters)
        first, last = self.parameters[0].place, self.parameters[-1].place
        self.places = [slice(each.place.start - first.start, each.place.stop - first.start) for each in parameters]
        values = vector[first.start : last.stop].view(np.ndarray)
        self._blocks = [slice(start, start + BLOCK) for start in range(0, values.size, BLOCK)]
        self._values = [values[block] for block in self._blocks]
        self._states = [optimizer.begin(piece) for piece in self._values]
        self._joined = np.zeros(values.size, values.dtype)
        of_each = zip(self.places, self.parameters, strict=True)
        self._parts = [self._joined[place].reshape(each.view.shape) for place, each in of_each]

    def apply(self, optimizer: Optimizer) -> None:
        """Change the parameters by one update."""
        gradient = self._gradient()
        for values, block, state in zip(self._values, self._blocks, self._states, strict=True):
            optimizer.apply(values, gradient[block], state)

    def remembered(self, slot: str) -> list[Array]:
        """Return a copy of what is in one of the optimizer's slots: one array a parameter, in its shape."""
        flat = np.concatenate([getattr(state, slot) for state in self._states])
        return [flat[place].reshape(each.view.shape) for place, each in zip(self.places, self.parameters, strict=True)]

    def restore(self, update: int, slots: Mapping[str, Sequence[Array]]) -> None:
        """Put back how many updates there were, and what was in the optimizer's slots."""
        flat = {slot: np.concatenate([array.ravel() for array in arrays]) for slot, arrays in slots.items()}
        for block, state in zip(self._blocks, self._states, strict=True):
            state.updates = update
            for slot, array in flat.items():
                setattr(state, slot, array[block])

    def _gradient(self) -> Array:
        """Return the gradients end to end: a single one as the layer has it, several copied into one array."""
        if len(self.parameters) == 1:
            return self.parameters[0].gradient.view(np.ndarray).ravel()
        for part, parameter in zip(self._parts, self.parameters, strict=True):
            part[...] = parameter.gradient
        return self._joined


def _check_shapes(parameters: Sequence[Parameter]) -> None:
    for parameter in parameters:
        wanted, found = parameter.view.shape, np.shape(parameter.gradient)
        if found != wanted:
            part, _, attribute = parameter.name.partition(".")
            raise ShapeError(
                f"{part}.d{attribute} has the shape {found}, but {parameter.name} has {wanted}; a gradient has the "
                f"shape of what it is the gradient of"
            )


def _groups(parameters: Sequence[Parameter], most: int) -> list[list[Parameter]]:
    """Return the parameters in groups of neighbours with at most so many numbers, or of one parameter that has more."""
    groups: list[list[Parameter]] = []
    for parameter in parameters:
        start = groups[-1][0].place.start if groups else 0
        if groups and parameter.place.stop - start <= most:
            groups[-1].append(parameter)
        else:
            groups.append([parameter])
    return groups
