"""Two arrays side by side: the same, nearly the same, of another shape, or wrong, and where first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from netcore.arrays import Array

NEAR = 1e-4
"""By what share a result may differ to be called close."""

_NOTHING = 1e-12
"""By what share of the largest number all numbers may differ: what the order of a sum leaves."""


class Status(StrEnum):
    """How one result stands."""

    EXACT = "exact"
    CLOSE = "close"
    WRONG_VALUES = "wrong values"
    WRONG_SHAPE = "wrong shape"
    NOT_NUMBERS = "not numbers"
    NOTHING = "nothing"
    """Nothing was returned, or an attribute was not set."""
    NOT_REACHED = "not reached"
    """The code ended before."""

    @property
    def rank(self) -> int:
        """How far it is from being right; 0 is right."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True)
class Difference:
    """How a result compares with ours."""

    status: Status
    cell: tuple[int, ...] | None = None
    """The first cell that differs, where the shapes agree."""


def compare(theirs: Array, expected: Array, tolerance: float) -> Difference:
    """Return how a result compares with the expected one."""
    if theirs.shape != expected.shape:
        return Difference(Status.WRONG_SHAPE)
    is_far = _differs(theirs, expected, NEAR)
    if np.any(is_far):
        return Difference(Status.WRONG_VALUES, _first(is_far))
    is_off = _differs(theirs, expected, tolerance)
    if np.any(is_off):
        return Difference(Status.CLOSE, _first(is_off))
    return Difference(Status.EXACT)


def is_same(theirs: Any, others: Any) -> bool:
    """Return whether two results are the same up to rounding; used to recognise a mistake."""
    if theirs.dtype.kind not in "biuf" or others.dtype.kind not in "biuf" or theirs.shape != others.shape:
        return False
    return not np.any(_differs(theirs, others, 1e-7))


def _differs(theirs: Array, expected: Array, tolerance: float) -> Array:
    """Return, for each cell, whether it differs by more than a share of itself, or of the largest number."""
    left, right = np.asarray(theirs, np.float64), np.asarray(expected, np.float64)
    with np.errstate(all="ignore"):
        sizes = np.abs(right[np.isfinite(right)])
        slack = tolerance * np.abs(right) + _NOTHING * max(1.0, float(np.max(sizes, initial=0.0)))
        is_near = np.isfinite(left) & np.isfinite(right) & (np.abs(left - right) <= slack)
        is_equal = (left == right) | (np.isnan(left) & np.isnan(right)) | is_near
    differs: Array = ~is_equal
    return differs


def _first(mask: Array) -> tuple[int, ...]:
    return tuple(int(number) for number in np.argwhere(mask)[0])
