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
        """Return which cells of ``array`` are which cells of ``other``; several may be the same one."""
        here, there = _addresses(array).ravel(), _addresses(other).ravel()
        order = np.argsort(there, kind="stable")
        found = np.minimum(np.searchsorted(there, here, sorter=order), len(there) - 1)
        written = order[found]
        changed = np.flatnonzero(there[written] == here)
        return cls(changed, written[changed])

    @classmethod
    def unseen(cls, before: Array, now: Array) -> "SeenThroughView | None":
        """Return which cells of an array were written without anyone seeing it; None if no cell was."""
        if before.tobytes() == now.tobytes():
            return None
        is_other = (before != now) & ~((before != before) & (now != now))  # not-a-number is not even itself
        changed = np.flatnonzero(is_other)
        return cls(changed, changed) if len(changed) else None

    def __call__(self, array: Any, other: Any) -> Array:
        """Return the array with the shared cells taken from the other."""
        after = np.array(array).ravel()
        after[self.changed] = np.asarray(other).ravel()[self.written]
        return after.reshape(np.shape(array))


def is_same_view(one: Array, other: Array) -> bool:
    """Say whether two arrays look at the same memory in the same way."""
    is_alike = (one.shape, one.strides, one.dtype) == (other.shape, other.strides, other.dtype)
    return is_alike and one.ctypes.data == other.ctypes.data


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
