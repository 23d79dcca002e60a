"""A matrix drawn with a mark for each number: small, middling or large, of either sign."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import Ink

POSITIVE_MARKS = "░▒█"
NEGATIVE_MARKS = "-=≡"
"""From small to large; the two signs are told apart without colour."""


def as_matrix(array: NDArray[Any]) -> NDArray[np.float64]:
    """Return the array as float rows; axes before the last run down."""
    columns = array.shape[-1] if array.ndim else 1
    return np.asarray(array, dtype=np.float64).reshape(-1, columns) if array.size else np.empty((0, 0))


def largest_of_patches(
    matrix: NDArray[np.float64], rows: int, columns: int
) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """Return at most so many rows and columns, and how many numbers stand behind each of them."""
    tall, wide = (-(-length // max(room, 1)) for length, room in zip(matrix.shape, (rows, columns), strict=True))
    if (tall, wide) == (1, 1):
        return matrix, (1, 1)
    starts = [np.arange(0, length, step) for length, step in zip(matrix.shape, (tall, wide), strict=True)]
    high = np.fmax.reduceat(np.fmax.reduceat(matrix, starts[0], axis=0), starts[1], axis=1)
    low = np.fmin.reduceat(np.fmin.reduceat(matrix, starts[0], axis=0), starts[1], axis=1)
    return np.where(np.abs(low) > np.abs(high), low, high), (tall, wide)


def largest_size(picture: NDArray[np.float64]) -> float:
    """Return the largest finite magnitude, 0 where there is none."""
    finite = np.abs(picture[np.isfinite(picture)])
    return float(finite.max()) if finite.size else 0.0


def levels_of(picture: NDArray[np.float64], largest: float) -> NDArray[np.int_]:
    """Return −3 … 3 for size and sign against the largest, 9 for what is not finite."""
    scaled = np.nan_to_num(picture / largest if largest else picture, nan=0.0, posinf=0.0, neginf=0.0)
    levels = (np.ceil(np.abs(scaled) * 3) * np.sign(scaled)).astype(int)
    return np.where(np.isfinite(picture), levels, 9)


def mark_of(level: int) -> tuple[str, Ink]:
    """Return the mark and the ink of a level."""
    if level == 9:
        return "!", Ink.LOUD
    if level == 0:
        return " ", Ink.QUIET
    return (POSITIVE_MARKS[level - 1], Ink.POSITIVE) if level > 0 else (NEGATIVE_MARKS[-level - 1], Ink.NEGATIVE)
