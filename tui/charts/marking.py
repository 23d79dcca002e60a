"""Ways of marking a figure that several charts share: lines, dotted lines, and names written beside them.

Lines that lie in one figure are told apart by their ink, and without colour by their stroke and by the name at them.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import SERIES_INKS, Ink, Marker, Space
from tui.charts.points import finite, round_numbers, thinned
from tui.clean import one_line
from tui.numbers import MINUS

if TYPE_CHECKING:
    from textual_plotext import Plot

PLAIN_UNTIL = 10_000_000
"""Numbers from here on are written with a power of ten."""
LINES_A_ROW = 3
"""Lines of the screen that a bar has at the most."""
AXIS_LINES = 2
"""Lines that the axis below takes."""
FINE_ROWS = {Marker.BRAILLE: 4}
"""How many rows of dots a marker puts into a line of the screen, where there is more than one."""
DOTS = "●▲■◆○△"
"""The marks of the classes' samples."""
GROUNDS = "·':-+~"
"""The marks that fill the classes' grounds on a map: told apart without colour."""
ASCII_DOTS, ASCII_GROUNDS = "o^#*@x", ".':-+~"
"""The same where there is nothing but ASCII."""
Alignment = Literal["left", "center", "right"]


def draw_line(
    figure: "Plot",
    xs: NDArray[Any],
    ys: NDArray[Any],
    ink: Ink,
    space: Space,
    limits: tuple[float, float] | None = None,
    label: str = "",
) -> None:
    """Draw a line through the finite points, as finely as the terminal can, with a label for the figure's key.

    With the limits of the heights it stands level with the marks and the numbers at the axis.
    """
    xs, ys, _ = finite(xs, ys)
    if len(xs):
        xs, ys = thinned(xs, ys, space.width)
        heights = ys if limits is None else _level(ys, limits, space)
        marker, ends = space.marker.value, (xs.tolist(), heights.tolist())
        figure.plot(*ends, marker=marker, color=ink.value, label=label or None)


def _level(ys: NDArray[Any], limits: tuple[float, float], space: Space) -> NDArray[Any]:
    """Return where fine dots have to go to stand in the middle of the row in which a whole mark would stand.

    Plotext puts the limits into the middle of the outermost rows for marks, but at their outer edges for fine dots.
    """
    low, high = limits
    fine = FINE_ROWS.get(space.marker, 1)
    rows = space.height - AXIS_LINES
    middle = fine * (0.5 + (rows - 1) * (ys - low) / (high - low)) - 0.5
    level: NDArray[Any] = low + (high - low) * middle / (fine * rows - 1)
    return level


def draw_dots(figure: "Plot", xs: NDArray[Any], ys: NDArray[Any], ink: Ink, mark: str, side: str = "left") -> None:
    """Put a mark at each of the finite points; their scale is at one side or the other."""
    xs, ys, _ = finite(xs, ys)
    if len(xs):
        figure.scatter(xs.tolist(), ys.tolist(), marker=mark, color=ink.value, yside=side)


def draw_dotted(
    figure: "Plot",
    xs: NDArray[Any],
    ys: NDArray[Any],
    ink: Ink,
    space: Space,
    side: str = "left",
    places: NDArray[Any] | None = None,
) -> None:
    """Draw a dotted line: a dot in about every other column of the screen, or at the given places as far as it goes."""
    xs, ys, _ = finite(xs, ys)
    if len(xs):
        wanted = np.linspace(xs[0], xs[-1], max((space.width - 8) // 2, 2)) if places is None else places
        inside = wanted[(wanted >= xs[0]) & (wanted <= xs[-1])]
        draw_dots(figure, inside, np.interp(inside, xs, ys), ink, dot(space), side)


def every_other_column(x: tuple[float, float], y: tuple[float, float], space: Space) -> NDArray[Any]:
    """Return the places across, between the limits, at which every other column stands beside the heights' numbers."""
    columns = max(space.width - max(map(len, told_apart(_round_heights(y, space)))) - 1, 2)
    places: NDArray[Any] = x[0] + (x[1] - x[0]) * np.arange(0, columns, 2) / (columns - 1)
    return places


def dot(space: Space) -> str:
    """Return the smallest mark that this terminal can show."""
    return "." if space.marker is Marker.ASCII else "·"


def cross(space: Space) -> str:
    """Return the mark of a point that is looked at."""
    return "o" if space.marker is Marker.ASCII else "◆"


def class_mark(number: int, space: Space) -> str:
    """Return the mark of a class's samples."""
    marks = ASCII_DOTS if space.marker is Marker.ASCII else DOTS
    return marks[number % len(marks)]


def class_ground(number: int, space: Space) -> str:
    """Return the mark that fills a class's ground on a map."""
    marks = ASCII_GROUNDS if space.marker is Marker.ASCII else GROUNDS
    return marks[number % len(marks)]


def class_ink(number: int) -> Ink:
    """Return the ink of a class."""
    return SERIES_INKS[number % len(SERIES_INKS)]


def stand_close(figure: "Plot", space: Space, rows: int) -> None:
    """Make the figure no higher than so many rows need that belong together."""
    height = min(space.height, LINES_A_ROW * rows + AXIS_LINES)
    figure.plotsize(space.width, height)
    figure._set_size(space.width, height)


def square(space: Space) -> str:
    """Return the mark of a number that stands at its place on a scale."""
    return "#" if space.marker is Marker.ASCII else "■"


def write(figure: "Plot", text: str, x: float, y: float, ink: Ink, alignment: Alignment = "center") -> None:
    """Write a name at a place of the figure."""
    if math.isfinite(x) and math.isfinite(y):
        figure.text(one_line(text), x=x, y=y, color=ink.value, alignment=alignment)


def brief(number: float, digits: int = 3) -> str:
    """Write a number for an axis or a note, as a person would: `1.5`, `−0.25`, `0`, `12,500`, `1e−7`."""
    if number == 0:
        return "0"
    rounded = float(f"{number:.{digits}g}")
    if 100 <= abs(rounded) < PLAIN_UNTIL and rounded.is_integer():
        return f"{rounded:,.0f}".replace("-", MINUS)
    mantissa, power_mark, power = f"{number:.{digits}g}".partition("e")
    return (mantissa + power_mark + (str(int(power)) if power else "")).replace("-", MINUS)


def told_apart(numbers: Sequence[float], fewest: int = 3) -> list[str]:
    """Write rising numbers briefly, but with so many digits that none looks like its neighbour."""
    gap = min((abs(after - before) for before, after in pairwise(numbers)), default=0.0)
    enough = (d for d in range(fewest, 9) if all(_is_near(number, d, gap) for number in numbers))
    digits = next(enough, 9)
    return [brief(number, digits) for number in numbers]


def _is_near(number: float, digits: int, gap: float) -> bool:
    """Return whether a number, written with so many digits, stays where it is as far as the gap matters."""
    return abs(float(f"{number:.{digits}g}") - number) <= 0.01 * gap


def round_ticks(figure: "Plot", x: tuple[float, float] | None, y: tuple[float, float] | None, space: Space) -> None:
    """Label the axes at round numbers between their limits, as many as there is room for; None leaves one alone."""
    if x is not None:
        at = round_numbers(*x, max(space.width // 12, 2))
        figure.xticks(at, told_apart(at))
    if y is not None:
        at = _round_heights(y, space)
        figure.yticks(at, told_apart(at))


def _round_heights(y: tuple[float, float], space: Space) -> list[float]:
    """Return round numbers between the limits of the heights: more than one, where that can be."""
    most = max(space.height // 3, 2)
    tried = [round_numbers(*y, times * most) for times in (1, 2, 3)]
    return next((numbers for numbers in tried if len(numbers) > 1), tried[0])


def padded(values: NDArray[Any], share: float = 0.06) -> tuple[float, float]:
    """Return limits that hold the finite values with a little room around them."""
    values = np.asarray(values, dtype=np.float64)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    room = share * (high - low) or 0.5
    return low - room, high + room
