"""What a confidence in the right class costs."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.cross_entropy_curve import CrossEntropyCurve, cross_entropy_curve
from tui.charts.chart import Ink, Space
from tui.charts.marking import brief, cross, draw_dots, draw_line, round_ticks, write

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True, eq=False)
class CrossEntropyChart:
    """The curve, with one confidence on it."""

    curve: CrossEntropyCurve
    title: str = "cross-entropy of one sample"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the loss over the confidence, on a plain scale or on one of powers of ten."""
        curve = self.curve
        xs = np.log10(curve.confidences) if curve.is_logarithmic else curve.confidences
        ends = (float(np.round(xs[0])), 1.0) if not curve.is_logarithmic else (float(xs[0]), 0.0)
        top = float(curve.losses.max()) * 1.05
        figure.xlim(*ends)
        figure.ylim(0, top)
        round_ticks(figure, None if curve.is_logarithmic else ends, (0, top), space)
        if curve.is_logarithmic:
            powers = [float(power) for power in range(round(ends[0]), 1)]
            figure.xticks(powers, ["1" if power == 0 else f"1e{power:.0f}" for power in powers])
            clip = math.log10(curve.clip)
            figure.vline(clip, color=Ink.QUIET.value)
            write(figure, "clipped here", clip + 0.1, top / 2, Ink.QUIET, "left")
        draw_line(figure, xs, curve.losses, Ink.FIRST, space, (0, top))
        at = math.log10(max(curve.at, float(curve.confidences[0]))) if curve.is_logarithmic else curve.at
        draw_dots(figure, np.array([at]), np.array([curve.loss]), Ink.HERE, cross(space))
        return self._point_in_words()

    def in_words(self) -> str:
        """Say what the confidence costs."""
        return f"{self.title}: {self._point_in_words()}"

    @classmethod
    def example(cls) -> Self:
        """Return the plain curve at one half."""
        return cls(cross_entropy_curve(0.5))

    def _point_in_words(self) -> str:
        return f"confidence {brief(self.curve.at)} costs −ln {brief(self.curve.at)} = {brief(self.curve.loss, 4)}"
