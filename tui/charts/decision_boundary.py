"""Which class the network gives to each place of a 2-d plane, and the data on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import Space
from tui.charts.marking import class_ground, class_ink, class_mark, round_ticks
from tui.charts.points import finite

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True, eq=False)
class DecisionBoundary:
    """The classes over a plane."""

    points: NDArray[Any]
    """The samples, `(samples, 2)`."""
    targets: NDArray[Any]
    """Each sample's class number."""
    classes: NDArray[Any]
    """The class that the network gives to each place of a grid, `(rows, columns)`, the lowest row first."""
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    """Where the grid's outermost columns and rows lie."""
    title: str = "decision boundary"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the grounds, then the samples on them."""
        xs, ys, given = self._grounds(space.width, space.height)
        for number in np.unique(given).tolist():
            ground = given == number
            mark, ink = class_ground(number, space), class_ink(number)
            figure.scatter(xs[ground].tolist(), ys[ground].tolist(), marker=mark, color=ink.value)
        for number in np.unique(self.targets).tolist():
            samples = self.points[self.targets == number]
            px, py, _ = finite(samples[:, 0], samples[:, 1])
            figure.scatter(px.tolist(), py.tolist(), marker=class_mark(number, space), color=class_ink(number).value)
        figure.xlim(*self.x_range)
        figure.ylim(*self.y_range)
        round_ticks(figure, self.x_range, self.y_range, space)
        classes = np.unique(self.targets).tolist()
        return "class " + "  ".join(f"{class_mark(n, space)}{class_ground(n, space)} {n}" for n in classes)

    def in_words(self) -> str:
        """Say how the plane is shared out."""
        numbers, counts = np.unique(self.classes, return_counts=True)
        shares = ", ".join(
            f"class {n} {round(100 * c / self.classes.size)} %" for n, c in zip(numbers, counts, strict=True)
        )
        return f"{self.title}: {shares} of the plane"

    @classmethod
    def example(cls) -> Self:
        """Return three classes parted by two lines."""
        side = np.linspace(-1, 1, 40)
        x, y = np.meshgrid(side, side)
        classes = np.where(y > x, 0, np.where(y > -x, 1, 2))
        points = np.array([[-0.5, 0.5], [0.6, 0.1], [0.1, -0.7], [-0.2, 0.9], [0.8, -0.2], [-0.3, -0.8]])
        return cls(points, np.array([0, 1, 2, 0, 1, 2]), classes, (-1.0, 1.0), (-1.0, 1.0))

    def _grounds(self, width: int, height: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Return a mark for every character of the figure: the grid's nearest class."""
        rows, columns = self.classes.shape
        down = np.linspace(0, rows - 1, height).round().astype(int)
        across = np.linspace(0, columns - 1, width).round().astype(int)
        xs, ys = np.meshgrid(np.linspace(*self.x_range, width), np.linspace(*self.y_range, height))
        return xs, ys, self.classes[np.ix_(down, across)]
