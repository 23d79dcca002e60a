"""The loss over two logits, as a map with contour lines."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from netcore.studies.logit_surface import LogitSurface, logit_surface
from tui.charts.chart import Ink, Space
from tui.charts.contour_map import draw_contours, write_heights
from tui.charts.marking import brief, round_ticks, write

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True, eq=False)
class LogitSurfaceChart:
    """One sample with two classes."""

    surface: LogitSurface
    title: str = "loss over two logits"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the contour lines, and say where it is low."""
        logits, losses = self.surface.logits, self.surface.losses
        contours = draw_contours(figure, logits, logits, losses, space)
        low, high = float(logits[0]), float(logits[-1])
        round_ticks(figure, (low, high), (low, high), space)
        inner = 0.9 * high
        ends = (inner, -inner) if self.surface.correct == 0 else (-inner, inner)
        write(figure, "low", *ends, Ink.POSITIVE)
        write(figure, "high", -ends[0], -ends[1], Ink.NEGATIVE)
        write_heights(figure, logits, logits, contours, space)
        return f"class {self.surface.correct} is right · logit 1 over logit 0"

    def in_words(self) -> str:
        """Say the loss in the corners."""
        best, worst = brief(float(self.surface.losses.min())), brief(float(self.surface.losses.max()))
        return f"{self.title}: from {best} to {worst}, class {self.surface.correct} being right"

    @classmethod
    def example(cls) -> Self:
        """Return the surface of the first class."""
        return cls(logit_surface())
