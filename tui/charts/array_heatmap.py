"""An array as a picture: where its numbers are large, and of which sign."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import Ink, Space
from tui.clean import one_line
from tui.numbers import plain, shape_text

if TYPE_CHECKING:
    from textual_plotext import Plot

POSITIVE_MARKS = "░▒█"
NEGATIVE_MARKS = "-=≡"
"""From small to large; the two signs are told apart without colour."""
MARGIN = (10, 4)
"""Columns and lines that the axes take."""


@dataclass(frozen=True, eq=False)
class ArrayHeatmap:
    """One array."""

    label: str
    array: NDArray[Any]

    @property
    def title(self) -> str:
        """The array's name and shape."""
        return f"{one_line(self.label)} {shape_text(self.array.shape)}"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw a block for each number; where there are too many, the largest of each patch."""
        matrix = _as_matrix(self.array)
        if not matrix.size:
            return "no numbers"
        picture, patch = _largest_of_patches(matrix, space.height - MARGIN[1], space.width - MARGIN[0])
        largest = _largest(picture)
        rows, columns = picture.shape
        down = np.arange(space.height) * rows // space.height
        across = np.arange(space.width) * columns // space.width
        levels = _levels(picture, largest)[np.ix_(down, across)]
        middles = [(np.arange(length) + 0.5) / length for length in (space.width, space.height)]
        xs, ys = np.meshgrid(*middles)
        for level in np.unique(levels).tolist():
            mark, ink = _mark(level)
            if mark != " ":
                here = levels == level
                figure.scatter(xs[here].tolist(), ys[here].tolist(), marker=mark, color=ink.value)
        figure.xlim(0, 1)
        figure.ylim(0, 1)
        figure.yreverse(True)
        _label_axes(figure, matrix.shape)
        note = f" · the largest of each {patch[0]}×{patch[1]}" if patch != (1, 1) else ""
        return f"{POSITIVE_MARKS} positive {NEGATIVE_MARKS} negative, up to {plain(largest)}{note}"

    def in_words(self) -> str:
        """Say its range."""
        numbers = self.array[np.isfinite(self.array)] if self.array.dtype.kind == "f" else self.array
        if not numbers.size:
            return f"{self.title}: no finite numbers"
        return f"{self.title}: from {plain(numbers.min().item())} to {plain(numbers.max().item())}"

    @classmethod
    def example(cls) -> Self:
        """Return a wave with a NaN in it, larger than any screen."""
        rows, columns = np.ogrid[:90, :300]
        array = np.sin(rows / 9) * np.cos(columns / 20)
        array[4, 7] = np.nan
        return cls("dense1.weights", array)


def _as_matrix(array: NDArray[Any]) -> NDArray[np.float64]:
    """Return the array as float rows; axes before the last run down."""
    columns = array.shape[-1] if array.ndim else 1
    return np.asarray(array, dtype=np.float64).reshape(-1, columns) if array.size else np.empty((0, 0))


def _largest_of_patches(
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


def _largest(picture: NDArray[np.float64]) -> float:
    finite = np.abs(picture[np.isfinite(picture)])
    return float(finite.max()) if finite.size else 0.0


def _levels(picture: NDArray[np.float64], largest: float) -> NDArray[np.int_]:
    """Return −3 … 3 for size and sign against the largest, 9 for what is not finite."""
    scaled = np.nan_to_num(picture / largest if largest else picture, nan=0.0, posinf=0.0, neginf=0.0)
    levels = (np.ceil(np.abs(scaled) * 3) * np.sign(scaled)).astype(int)
    return np.where(np.isfinite(picture), levels, 9)


def _mark(level: int) -> tuple[str, Ink]:
    if level == 9:
        return "!", Ink.LOUD
    if level == 0:
        return " ", Ink.QUIET
    return (POSITIVE_MARKS[level - 1], Ink.POSITIVE) if level > 0 else (NEGATIVE_MARKS[-level - 1], Ink.NEGATIVE)


def _label_axes(figure: "Plot", shape: tuple[int, int]) -> None:
    """Write the first, middle and last index on each axis."""
    for ticks, length in ((figure.yticks, shape[0]), (figure.xticks, shape[1])):
        indices = sorted({0, length // 2, length - 1})
        ticks([(index + 0.5) / length for index in indices], [str(index) for index in indices])
