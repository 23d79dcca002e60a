"""A function with the line through two of its points, and the one that touches it in one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.tangent import Tangent, tangent
from tui.charts.chart import Ink, Space
from tui.charts.marking import (
    brief,
    cross,
    draw_dots,
    draw_dotted,
    draw_line,
    every_other_column,
    padded,
    round_ticks,
    write,
)

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True, eq=False)
class TangentChart:
    """One function near one point."""

    tangent: Tangent

    @property
    def title(self) -> str:
        """The function."""
        return f"{self.tangent.formula} and its slope"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the curve and the secant as lines, the tangent dotted, and both points."""
        seen = self.tangent
        low, high = padded(seen.y)
        figure.ylim(low, high)
        across = float(seen.x[0]), float(seen.x[-1])
        figure.xlim(*across)
        round_ticks(figure, across, (low, high), space)
        draw_line(figure, seen.x, seen.y, Ink.FIRST, space, (low, high))
        for heights, ink in ((seen.on_tangent(seen.x), Ink.SECOND), (seen.on_secant(seen.x), Ink.THIRD)):
            is_inside = (heights >= low) & (heights <= high)
            inside = seen.x[is_inside], heights[is_inside]
            if ink is Ink.SECOND:
                draw_dotted(figure, *inside, ink, space, places=every_other_column(across, (low, high), space))
            else:
                draw_line(figure, *inside, ink, space, (low, high))
        ends = np.array([seen.at, seen.at + seen.step]), np.array([seen.height, seen.other_height])
        draw_dots(figure, *ends, Ink.HERE, cross(space))
        self._write_names(figure, low, high)
        return f"at {brief(seen.at)}: tangent {brief(seen.slope, 4)} · {self._secant_in_words()}"

    def in_words(self) -> str:
        """Say both slopes."""
        seen = self.tangent
        return f"{self.title} at {brief(seen.at)}: {brief(seen.slope, 4)}, {self._secant_in_words()}"

    @classmethod
    def example(cls) -> Self:
        """Return a parabola with a long secant."""
        return cls(tangent("square", 1.0, 1.0))

    def _secant_in_words(self) -> str:
        return f"secant to x + {brief(self.tangent.step)}: {brief(self.tangent.secant, 5)}"

    def _write_names(self, figure: "Plot", low: float, high: float) -> None:
        """Write the lines' names near their upper ends; where both are nearly one, one name for both."""
        seen = self.tangent
        if abs(seen.secant - seen.slope) < 0.05 * max(abs(seen.slope), 0.1):
            self._write(figure, "tangent ≈ secant", seen.slope, 0.8, Ink.SECOND, (low, high))
            return
        self._write(figure, "tangent", seen.slope, 0.75, Ink.SECOND, (low, high))
        self._write(figure, "secant", seen.secant, 0.9, Ink.THIRD, (low, high))

    def _write(
        self, figure: "Plot", text: str, slope: float, share: float, ink: Ink, limits: tuple[float, float]
    ) -> None:
        """Write a name on a line, at a share of the height that is shown."""
        seen, (low, high) = self.tangent, limits
        right = float(seen.x[-1])
        x = right - 0.1 * (right - float(seen.x[0]))
        height = seen.height + slope * (x - seen.at)
        wanted = low + share * (high - low)
        if slope > 0 and height > wanted:
            x, height = seen.at + (wanted - seen.height) / slope, wanted
        elif slope < 0 and height < low + (1 - share) * (high - low):
            wanted = low + (1 - share) * (high - low)
            x, height = seen.at + (wanted - seen.height) / slope, wanted
        write(figure, text, x, height, ink)
