"""An array as a picture: where its numbers are large, and of which sign."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import Space
from tui.charts.patches import (
    NEGATIVE_MARKS,
    POSITIVE_MARKS,
    as_matrix,
    largest_of_patches,
    largest_size,
    levels_of,
    mark_of,
)
from tui.clean import one_line
from tui.numbers import plain, shape_text

if TYPE_CHECKING:
    from textual_plotext import Plot

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
        """Draw a block for each number; where there are too many, largest of patch."""
        matrix = as_matrix(self.array)
        if not matrix.size:
            return "no numbers"
        picture, patch = largest_of_patches(matrix, space.height - MARGIN[1], space.width - MARGIN[0])
        largest = largest_size(picture)
        rows, columns = picture.shape
        down = np.arange(space.height) * rows // space.height
        across = np.arange(space.width) * columns // space.width
        levels = levels_of(picture, largest)[np.ix_(down, across)]
        middles = [(np.arange(length) + 0.5) / length for length in (space.width, space.height)]
        xs, ys = np.meshgrid(*middles)
        for level in np.unique(levels).tolist():
            mark, ink = mark_of(level)
            if mark != " ":
                here = levels == level
                figure.scatter(xs[here].tolist(), ys[here].tolist(), marker=mark, color=ink.value)
        figure.xlim(0, 1)
        figure.ylim(0, 1)
        figure.yreverse(True)
        _label_axes(figure, matrix.shape)
        note = f" · largest of {patch[0]}×{patch[1]}" if patch != (1, 1) else ""
        return f"{POSITIVE_MARKS} + {NEGATIVE_MARKS} − up to {plain(largest)}{note}"

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


def _label_axes(figure: "Plot", shape: tuple[int, int]) -> None:
    """Write the first, middle and last index on each axis."""
    for ticks, length in ((figure.yticks, shape[0]), (figure.xticks, shape[1])):
        indices = sorted({0, length // 2, length - 1})
        ticks([(index + 0.5) / length for index in indices], [str(index) for index in indices])
