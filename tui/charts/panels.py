"""Several pictures side by side in one figure, each in a box of its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import Ink
from tui.charts.marking import write

if TYPE_CHECKING:
    from textual_plotext import Plot

GAP = 0.06
"""What lies between two pictures, as a share of one's width."""


@dataclass(frozen=True)
class Panels:
    """So many boxes in a row; each is 1 wide and 1 high."""

    count: int

    def lay_out(self, figure: "Plot") -> None:
        """Give the figure room for all of them, and part them with lines; titles stand above 1."""
        figure.xlim(0, self.count + GAP * (self.count - 1))
        figure.ylim(0, 1)
        for number in range(1, self.count):
            figure.vline(number * (1 + GAP) - GAP / 2, color=Ink.QUIET.value)

    def across(self, number: int, xs: NDArray[Any], low: float, high: float) -> NDArray[np.float64]:
        """Return where values from low to high lie across one of the boxes."""
        placed: NDArray[np.float64] = number * (1 + GAP) + (np.asarray(xs, dtype=np.float64) - low) / (high - low)
        return placed

    def title(self, figure: "Plot", number: int, text: str) -> None:
        """Write a title at the top of a box."""
        write(figure, text, number * (1 + GAP) + 0.5, 1.0, Ink.HERE)


def up(ys: NDArray[Any], low: float, high: float, top: float = 1.0) -> NDArray[np.float64]:
    """Return where values from low to high lie between the bottom of a box and a height of it."""
    placed: NDArray[np.float64] = top * (np.asarray(ys, dtype=np.float64) - low) / (high - low)
    return placed
