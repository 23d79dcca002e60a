"""Which arrays share memory, and what a write through one of them changes in another."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from netcore.arrays import Array


@dataclass(frozen=True)
class SeenThroughView:
    """How an array changes when another view of its memory is written: these cells are now those of the other.

    Both are numbers of cells in reading order. Called on the array as it was and the array that was written, it
    returns the array as it is now.
    """

    changed: Array
    written: Array

    @classmethod
    def between(cls, array: Array, other: Array) -> "SeenThroughView":
        """Return which cells of ``array`` are which cells of ``other``."""
        here, there = _addresses(array).ravel(), _addresses(other).ravel()
        _, changed, written = np.intersect1d(here, there, return_indices=True)
        return cls(changed, written)

    def __call__(self, array: Any, other: Any) -> Array:
        """Return the array with the shared cells taken from the other."""
        after = np.array(array).ravel()
        after[self.changed] = np.asarray(other).ravel()[self.written]
        return after.reshape(np.shape(array))


def root_of(array: Array) -> int:
    """Return what is the same for all views of one piece of memory."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return id(array)


def _addresses(array: Array) -> Array:
    """Return where in memory each cell of an array begins."""
    addresses = np.full(array.shape, array.__array_interface__["data"][0], np.int64)
    for axis, (size, stride) in enumerate(zip(array.shape, array.strides, strict=True)):
        steps = (np.arange(size) * stride).reshape([-1 if at == axis else 1 for at in range(array.ndim)])
        addresses = addresses + steps
    return addresses
