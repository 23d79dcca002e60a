"""A map of heights as people draw mountains: contour lines, each with its height written on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from netcore.studies.contours import contour_levels, contour_points, finer
from tui.charts.chart import Ink, Marker, Space
from tui.charts.marking import draw_dots, told_apart, write

if TYPE_CHECKING:
    from textual_plotext import Plot

LINES_A_ROW = 2
"""How many rows of the screen one contour line needs."""


@dataclass(frozen=True, eq=False)
class Contour:
    """One line of the map."""

    level: float
    points: NDArray[Any]


def draw_contours(
    figure: "Plot", x: NDArray[Any], y: NDArray[Any], heights: NDArray[Any], space: Space, ink: Ink = Ink.FIRST
) -> tuple[Contour, ...]:
    """Draw the contour lines of heights (rows, columns) over x and y, and return them: heights are written last."""
    rows_a_line = LINES_A_ROW + (space.marker is Marker.ASCII)
    levels = contour_levels(heights, min(max(space.height // rows_a_line, 3), 9))
    grid = finer(x, y, heights, 2 + max(2 * space.width // len(x), 4 * space.height // len(y)))
    mark = "." if space.marker is Marker.ASCII else space.marker.value
    contours = tuple(Contour(level, contour_points(*grid, level)) for level in levels)
    for contour in contours:
        draw_dots(figure, contour.points[:, 0], contour.points[:, 1], ink, mark)
    figure.xlim(float(x[0]), float(x[-1]))
    figure.ylim(float(y[0]), float(y[-1]))
    return contours


def write_heights(
    figure: "Plot", x: NDArray[Any], y: NDArray[Any], contours: tuple[Contour, ...], space: Space
) -> None:
    """Write each line's height on it, where no other one stands, from the right to the left in turns."""
    taken: list[tuple[int, int]] = []
    width, height = space.width - 10, space.height - 4
    texts = told_apart([contour.level for contour in contours], 2)
    for number, (contour, text) in enumerate(zip(contours, texts, strict=True)):
        points = contour.points
        columns = (points[:, 0] - x[0]) / (x[-1] - x[0]) * width
        rows = (points[:, 1] - y[0]) / (y[-1] - y[0]) * height
        wanted = width * (0.82, 0.6, 0.38)[number % 3]
        for place in np.argsort(np.abs(columns - wanted)).tolist():
            column, row = round(float(columns[place])), round(float(rows[place]))
            is_inside = len(text) < column < width - len(text) and 0 < row < height
            if is_inside and all(abs(row - other) > 1 or abs(column - at) > 9 for at, other in taken):
                taken.append((column, row))
                write(figure, text, float(points[place, 0]), float(points[place, 1]), Ink.HERE)
                break
