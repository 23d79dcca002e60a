"""An activation function and its slope."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from netcore.studies.activation_curve import ActivationCurve, CurvePoint, activation_at, activation_curve
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
class ActivationChart:
    """One function."""

    curve: ActivationCurve
    point: CurvePoint | None = None
    """The place that is looked at."""

    @property
    def title(self) -> str:
        """The function's name."""
        return f"{self.curve.name} and its slope"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the output as a line and the slope dotted, each with its name at the end."""
        curve = self.curve
        low, high = padded(np.concatenate([curve.outputs, curve.slopes]))
        figure.ylim(low, high)
        ends = float(curve.inputs[0]), float(curve.inputs[-1])
        figure.xlim(*ends)
        round_ticks(figure, ends, (low, high), space)
        figure.vline(0, color=Ink.QUIET.value)
        figure.hline(0, color=Ink.QUIET.value)
        draw_line(figure, curve.inputs, curve.outputs, Ink.FIRST, space, (low, high))
        places = every_other_column(ends, (low, high), space)
        draw_dotted(figure, curve.inputs, curve.slopes, Ink.SECOND, space, places=places)
        self._write_names(figure, (high - low) / max(space.height - 3, 1))
        if self.point is not None:
            at = np.array([self.point.x])
            draw_dots(figure, at, np.array([self.point.y]), Ink.HERE, cross(space))
            draw_dots(figure, at, np.array([self.point.slope]), Ink.HERE, cross(space))
        note = "of the row x, 0, 0" if curve.is_of_row else ""
        return f"{note}{' · ' if note and self.point else ''}{self._point_in_words()}"

    def in_words(self) -> str:
        """Say the function at the place that is looked at, or at both ends."""
        if self.point is not None:
            return f"{self.title}: {self._point_in_words()}"
        return f"{self.title}: from {brief(float(self.curve.outputs[0]))} to {brief(float(self.curve.outputs[-1]))}"

    @classmethod
    def example(cls) -> Self:
        """Return a sigmoid, looked at in one place."""
        return cls(activation_curve("sigmoid"), activation_at("sigmoid", 1.5))

    def _point_in_words(self) -> str:
        if self.point is None:
            return ""
        return f"at {brief(self.point.x)}: output {brief(self.point.y)}, slope {brief(self.point.slope)}"

    def _write_names(self, figure: "Plot", row: float) -> None:
        """Write the names above the lines where these are far apart, and beside the jump where they are not."""
        curve = self.curve
        apart = np.abs(curve.outputs - curve.slopes)
        for values, text, ink in ((curve.outputs, "output", Ink.FIRST), (curve.slopes, "slope", Ink.SECOND)):
            place = int(np.argmax(np.where(_is_inner(curve.inputs), apart, -1)))
            is_upper = values[place] >= max(curve.outputs[place], curve.slopes[place])
            height = float(values[place]) + (row if is_upper and values[place] + row < _top(curve) else -row)
            write(figure, text, float(curve.inputs[place]), height, ink)


def _is_inner(inputs: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which places are far enough from the ends for a name to stand there."""
    is_inner: NDArray[np.bool_] = np.abs(inputs) < 0.8 * np.abs(inputs).max()
    return is_inner


def _top(curve: ActivationCurve) -> float:
    """Return the highest value that is drawn."""
    return float(max(curve.outputs.max(), curve.slopes.max()))
