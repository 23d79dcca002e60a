"""What each layer makes of the samples, side by side: the data bent step by step until the classes come apart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from netcore.studies.layer_spaces import CORNER, LayerSpace, LayerSpaces, Look
from tui.charts.chart import Ink, Space
from tui.charts.marking import class_ink, class_mark, draw_dots
from tui.charts.panels import Panels, up
from tui.clean import one_line

if TYPE_CHECKING:
    from textual_plotext import Plot

TOP = 0.9
"""Where the pictures end, so that the titles have room."""
MARGIN = 0.08


@dataclass(frozen=True, eq=False)
class LayerSpacesChart:
    """Several layers of one network."""

    spaces: LayerSpaces
    title: str = "layer by layer"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the samples as each layer has them; of three neurons the box's axes are drawn too."""
        spaces = self.spaces.spaces
        panels = Panels(len(spaces))
        panels.lay_out(figure)
        for number, layer in enumerate(spaces):
            self._draw_space(figure, panels, number, layer, space)
            panels.title(figure, number, f"{one_line(layer.layer)} {layer.neurons}-D")
        figure.xticks([], [])
        figure.yticks([], [])
        classes = np.unique(self.spaces.classes).tolist()
        key = "  ".join(f"{class_mark(n, space)} {n}" for n in classes)
        looks = dict.fromkeys(f"{layer.neurons}-D {layer.look}" for layer in spaces if layer.neurons > 2)
        return f"class {key}{' · ' if looks else ''}{', '.join(looks)}"

    def in_words(self) -> str:
        """Say through how many dimensions the samples go."""
        way = " → ".join(f"{layer.layer} {layer.neurons}-D" for layer in self.spaces.spaces)
        return f"{self.title}: {way}"

    @classmethod
    def example(cls) -> Self:
        """Return two rings that a third dimension lifts apart."""
        turn, is_outer = np.linspace(0, 12.5, 60), np.arange(60) % 2
        flat = (1 + is_outer)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
        lifted = np.column_stack([flat, 2.0 * is_outer])
        last = np.column_stack([np.sum(flat, axis=1) / 4, lifted[:, 2]])
        return cls(
            LayerSpaces(
                (
                    LayerSpace("inputs", 2, Look.PLANE, flat, np.eye(2)),
                    LayerSpace("dense1", 3, Look.CORNER, lifted @ CORNER, CORNER),
                    LayerSpace("dense2", 2, Look.PLANE, last, np.eye(2)),
                ),
                is_outer,
            )
        )

    def _draw_space(self, figure: "Plot", panels: Panels, number: int, layer: LayerSpace, space: Space) -> None:
        (low_x, high_x), (low_y, high_y) = (_limits(layer.points[:, axis]) for axis in (0, 1))
        if layer.look is Look.CORNER:
            _draw_axes(figure, panels, number, layer, (low_x, high_x), (low_y, high_y), space)
        for target in np.unique(self.spaces.classes).tolist():
            mine = layer.points[self.spaces.classes == target]
            xs, ys = panels.across(number, mine[:, 0], low_x, high_x), up(mine[:, 1], low_y, high_y, TOP)
            draw_dots(figure, xs, ys, class_ink(target), class_mark(target, space))


def _draw_axes(
    figure: "Plot",
    panels: Panels,
    number: int,
    layer: LayerSpace,
    x: tuple[float, float],
    y: tuple[float, float],
    space: Space,
) -> None:
    """Draw the three edges of the box that meet where all neurons are 0, as far as the samples reach."""
    reach = max(x[1] - x[0], y[1] - y[0]) / 2
    for axis in layer.axes:
        steps = np.linspace(0, reach, 40)
        xs, ys = steps * axis[0], steps * axis[1]
        is_inside = (xs >= x[0]) & (xs <= x[1]) & (ys >= y[0]) & (ys <= y[1])
        if is_inside.any():
            placed = panels.across(number, xs[is_inside], *x), up(ys[is_inside], *y, TOP)
            figure.scatter(placed[0].tolist(), placed[1].tolist(), marker=space.marker.value, color=Ink.QUIET.value)


def _limits(values: NDArray[Any]) -> tuple[float, float]:
    """Return the ends of the values with a margin; around 0 where they are all the same."""
    low, high = float(np.min(values)), float(np.max(values))
    room = MARGIN * (high - low)
    return (low - room, high + room) if high > low else (low - 1.0, high + 1.0)
