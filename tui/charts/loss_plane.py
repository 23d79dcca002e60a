"""The loss over two numbers of the network, as a map, with the way across it or the tries on it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from netcore.studies.loss_plane import LossPlane
from tui.charts.chart import Ink, Marker, Space
from tui.charts.contour_map import draw_contours, write_heights
from tui.charts.marking import brief, cross, draw_dots, draw_line, round_ticks, write
from tui.clean import one_line

if TYPE_CHECKING:
    from textual_plotext import Plot


ROOM_FOR_AXES = 12
"""From so many lines on, what the axes are stands below them."""
WAYPOINTS = 10
"""Marks along a way, so that it is told from the contour lines without colour."""


@dataclass(frozen=True, eq=False)
class LossPlaneChart:
    """Two numbers."""

    plane: LossPlane
    title: str = "loss surface"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the contour lines, the path over them, and where the network stands."""
        plane = self.plane
        contours = draw_contours(figure, plane.x, plane.y, plane.losses, space)
        x, y = (float(plane.x[0]), float(plane.x[-1])), (float(plane.y[0]), float(plane.y[-1]))
        round_ticks(figure, x, y, space)
        note = self._draw_tries(figure, space) if plane.is_tries else self._draw_way(figure, space)
        draw_dots(figure, np.array([plane.here[0]]), np.array([plane.here[1]]), Ink.HERE, cross(space))
        write_heights(figure, plane.x, plane.y, contours, space)
        of = f" · of {plane.samples:,} samples" if plane.samples else ""
        if space.height >= ROOM_FOR_AXES:
            figure.xlabel(self._axes())
            return f"{cross(space)} here{note}{of}"
        return f"{cross(space)} here{note} · {self._axes()}{of}"

    def in_words(self) -> str:
        """Say how low and how high it is."""
        finite = self.plane.losses[np.isfinite(self.plane.losses)]
        if not finite.size:
            return f"{self.title}: no finite number"
        return f"{self.title}: from {brief(float(finite.min()))} to {brief(float(finite.max()))}"

    @classmethod
    def example(cls) -> Self:
        """Return a valley with a walk down into it."""
        x, y = np.linspace(-2, 2, 33), np.linspace(-2, 2, 25)
        losses = np.add.outer((y - 0.5) ** 2, 0.3 * (x + 0.5) ** 2)
        path = np.array([[1.5, -1.5], [1.2, -0.9], [1.6, -1.8], [0.8, -0.2], [0.1, 0.4], [0.9, 0.9], [-0.4, 0.5]])
        kept = np.array([True, True, False, True, True, False, True])
        names = ("dense1.weights[0, 0]", "dense1.weights[1, 0]")
        return cls(LossPlane(names, x, y, losses, (1.5, -1.5), path, True, kept))

    def _axes(self) -> str:
        """Return what runs to the right and what runs up; a parameter's name is not said twice."""
        first, second = (one_line(name) for name in self.plane.names)
        parameter, _, cell = second.partition("[")
        return f"{first} → {f'[{cell}' if first.startswith(f'{parameter}[') else second} ↑"

    def _draw_way(self, figure: "Plot", space: Space) -> str:
        """Draw the way that was gone, with its beginning named."""
        path = self._inside()
        if not len(path):
            return ""
        draw_line(figure, path[:, 0], path[:, 1], Ink.SECOND, space)
        step = max(1, len(path) // WAYPOINTS)
        draw_dots(figure, path[::step, 0], path[::step, 1], Ink.SECOND, _waypoint(space))
        write(figure, "start", float(path[0, 0]), float(path[0, 1]), Ink.SECOND)
        return f", {_waypoint(space)} the way"

    def _draw_tries(self, figure: "Plot", space: Space) -> str:
        """Draw a small mark for each try, and a line through those that were better than all before."""
        path, kept = self.plane.path, self.plane.kept
        better = np.zeros(len(path), bool) if kept is None else kept
        draw_dots(figure, *self._only_inside(path[~better]), Ink.QUIET, "x")
        best = np.vstack([np.array(self.plane.here), path[better]])
        xs, ys = self._only_inside(best)
        draw_line(figure, xs, ys, Ink.SECOND, space)
        draw_dots(figure, xs[1:], ys[1:], Ink.SECOND, _waypoint(space))
        return f", {len(path):,} tries: {_waypoint(space)} better x not"

    def _inside(self) -> NDArray[Any]:
        return np.column_stack(self._only_inside(self.plane.path))

    def _only_inside(self, points: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return those points that lie on the map."""
        x, y = self.plane.x, self.plane.y
        is_inside = (points[:, 0] >= x[0]) & (points[:, 0] <= x[-1]) & (points[:, 1] >= y[0]) & (points[:, 1] <= y[-1])
        return points[is_inside, 0], points[is_inside, 1]


def _waypoint(space: Space) -> str:
    """Return the mark of a place on the way, or of a try that was better than all before."""
    return "#" if space.marker is Marker.ASCII else "●"
