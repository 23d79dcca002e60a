"""Gradients on their way back through a deep network: vanishing, exploding, or arriving."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from netcore.studies.deep_gradients import DeepGradients, DepthLine, deep_gradients
from tui.charts.chart import SERIES_INKS, Space
from tui.charts.marking import brief, draw_dots, draw_line
from tui.charts.panels import Panels
from tui.clean import one_line

if TYPE_CHECKING:
    from textual_plotext import Plot

LETTERS = {"sigmoid": "s", "tanh": "t", "relu": "r"}
"""The marks of the lines' points, told apart without colour."""


@dataclass(frozen=True, eq=False)
class DeepGradientsChart:
    """Networks of one depth: a box for each way to begin, a line in it for each activation."""

    study: DeepGradients

    @property
    def title(self) -> str:
        """How deep."""
        return f"gradients of {self.study.layers} layers"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the lengths by powers of ten, on one scale for all boxes.

        In a deep network the letters take turns, so that of two lines that run together both can be read.
        """
        groups = self._groups()
        panels = Panels(len(groups))
        logs = {id(line): _logs(line) for line in self.study.lines}
        finite = np.concatenate([log[np.isfinite(log)] for log in logs.values()])
        low, high = (np.floor(finite.min()) - 1, np.ceil(finite.max()) + 3) if finite.size else (-1.0, 1.0)
        panels.lay_out(figure)
        for number, (initializer, lines) in enumerate(groups):
            drawn = []
            for line, ink in zip(lines, SERIES_INKS, strict=False):
                xs = panels.across(number, np.arange(len(line.norms)), -0.5, len(line.norms) - 0.5)
                ys = (logs[id(line)] - low) / (high - low)
                draw_line(figure, xs, ys, ink, space)
                drawn.append((xs, ys, ink, LETTERS.get(line.activation, "*")))
            for nth, (xs, ys, ink, letter) in enumerate(drawn):
                turn = slice(nth, None, len(drawn)) if len(xs) >= 2 * len(drawn) else slice(None)
                draw_dots(figure, xs[turn], ys[turn], ink, letter)
            panels.title(figure, number, one_line(initializer))
        self._label(figure, panels, (float(low), float(high)), space)
        names = dict.fromkeys(line.activation for line in self.study.lines)
        return "  ".join(f"{LETTERS.get(name, '*')} {name}" for name in names) + " · ∂L/∂z by layer"

    def in_words(self) -> str:
        """Say what is left at the first layer."""
        left = (
            f"{line.activation} {line.initializer} ×{brief(float(line.norms[0] / line.norms[-1]), 1)}"
            for line in self.study.lines[:4]
        )
        return f"{self.title}, first against last: {', '.join(left)}"

    @classmethod
    def example(cls) -> Self:
        """Return networks of eight layers."""
        return cls(deep_gradients(8))

    def _groups(self) -> list[tuple[str, list[DepthLine]]]:
        """Return the lines by the way in which their weights begin."""
        names = dict.fromkeys(line.initializer for line in self.study.lines)
        return [(name, [line for line in self.study.lines if line.initializer == name]) for name in names]

    def _label(self, figure: "Plot", panels: Panels, ends: tuple[float, float], space: Space) -> None:
        """Write powers of ten at the side, and the first and the last layer below each box."""
        low, high = ends
        every = max(1, int(np.ceil((high - low) / max(space.height // 3, 2))))
        powers = [power for power in range(int(low), int(high) - 2) if power % every == 0]
        figure.yticks([(power - low) / (high - low) for power in powers], [f"1e{power}" for power in powers])
        layers = self.study.layers
        places = [
            panels.across(number, np.array([0, layers - 1]), -0.5, layers - 0.5) for number in range(panels.count)
        ]
        figure.xticks(np.concatenate(places).tolist(), ["1", str(layers)] * panels.count)


def _logs(line: DepthLine) -> NDArray[Any]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(line.norms > 0, np.log10(line.norms), np.nan)
