"""A relief with an arrow at many places: which way it rises, and how steeply."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.gradient_field import GradientField, gradient_field
from tui.charts.chart import Ink, Marker, Space
from tui.charts.contour_map import draw_contours, write_heights
from tui.charts.marking import round_ticks

if TYPE_CHECKING:
    from textual_plotext import Plot

ARROWS = "→↗↑↖←↙↓↘"
"""From the right, turning left by an eighth each."""
ASCII_ARROWS = ">>^^<<vv"
"""The same where there is nothing but ASCII: the nearest of four."""


@dataclass(frozen=True, eq=False)
class GradientArrowsChart:
    """One function of two numbers."""

    field: GradientField
    is_downhill: bool = False
    """Whether the arrows point against the gradient."""

    @property
    def title(self) -> str:
        """The function."""
        return f"gradient of {self.field.formula}"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the contour lines, and over them the arrows; a steep place has a strong one."""
        field = self.field
        contours = draw_contours(figure, field.x, field.y, field.heights, space, Ink.QUIET)
        ends = float(field.x[0]), float(field.x[-1])
        round_ticks(figure, ends, ends, space)
        sign = -1 if self.is_downhill else 1
        sizes = np.hypot(*field.gradients.T)
        eighths = np.round(np.arctan2(*(sign * field.gradients.T[::-1])) / (np.pi / 4)).astype(int) % 8
        arrows = ASCII_ARROWS if space.marker is Marker.ASCII else ARROWS
        for (x, y), eighth, size in zip(field.places.tolist(), eighths.tolist(), sizes.tolist(), strict=True):
            is_flat = size < 0.02 * sizes.max()
            ink = Ink.SECOND if size > sizes.max() / 3 else Ink.FIRST
            figure.text("·" if is_flat else arrows[eighth], x=x, y=y, color=ink.value, alignment="center")
        write_heights(figure, field.x, field.y, contours, space)
        return "arrows downhill, against it" if self.is_downhill else "arrows uphill"

    def in_words(self) -> str:
        """Say which way the arrows point."""
        return f"{self.title}: {'downhill' if self.is_downhill else 'uphill'} everywhere, across the contour lines"

    @classmethod
    def example(cls) -> Self:
        """Return a valley."""
        return cls(gradient_field("valley"))
