"""The decision boundary at several updates, side by side: how the plane is shared out as the network learns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.feature_space import DecisionGrid, grid_over
from netcore.studies.run_views import DecisionMap
from tui.charts.chart import Space
from tui.charts.marking import class_ground, class_ink, class_mark
from tui.charts.panels import Panels, up

if TYPE_CHECKING:
    from textual_plotext import Plot

MOST_POINTS = 60
"""Samples that are drawn in one map; more would hide it."""
TITLE_LINES = 2
"""Lines above the maps, so that their titles have room."""


@dataclass(frozen=True, eq=False)
class DecisionMapsChart:
    """Several moments of one run."""

    maps: tuple[DecisionMap, ...]
    title: str = "decision boundaries"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw each map in a box of its own, its update and its accuracy above it."""
        panels = Panels(len(self.maps))
        panels.lay_out(figure)
        for number, seen in enumerate(self.maps):
            self._draw_map(figure, panels, number, seen, space)
            panels.title(figure, number, f"update {seen.update:,}: {seen.accuracy:.0%}")
        figure.xticks([], [])
        figure.yticks([], [])
        classes = np.unique(np.concatenate([seen.targets for seen in self.maps])).tolist()
        return "class " + "  ".join(f"{class_mark(n, space)}{class_ground(n, space)} {n}" for n in classes)

    def in_words(self) -> str:
        """Say how many samples are right at each update."""
        return f"{self.title}: " + ", ".join(
            f"{seen.accuracy:.0%} right at update {seen.update:,}" for seen in self.maps
        )

    @classmethod
    def example(cls) -> Self:
        """Return a boundary that turns into place."""
        points = np.array([[-0.5, 0.5], [0.6, 0.4], [0.1, -0.7], [-0.8, -0.2], [0.8, -0.2], [-0.3, -0.8]])
        targets = np.array([0, 0, 1, 1, 1, 1])
        grid = grid_over(points, 48, 24)
        x, y = np.meshgrid(grid.x, grid.y)
        turns = [(x > 5, 0.67), (x > 0.2, 0.5), (y < 0.2, 1.0)]
        return cls(
            tuple(
                DecisionMap(update, DecisionGrid(grid, is_one.astype(int), np.ones(grid.shape)), points, targets, share)
                for update, (is_one, share) in zip((0, 100, 1000), turns, strict=True)
            )
        )

    def _draw_map(self, figure: "Plot", panels: Panels, number: int, seen: DecisionMap, space: Space) -> None:
        """Draw the grounds of one map, a mark for each place of the screen, and its samples on it."""
        x, y, classes = seen.grid.x, seen.grid.y, seen.grid.classes
        top = 1 - TITLE_LINES / max(space.height - 1, 2 * TITLE_LINES)
        column = (x[-1] - x[0]) * panels.count / space.width  # kept free at both sides, for the lines between the maps
        left, right = x[0] - column, x[-1] + column
        width, height = max(2 * space.width // panels.count, 2), max(2 * space.height, 2)
        down = np.linspace(0, len(y) - 1, height).round().astype(int)
        across = np.linspace(0, len(x) - 1, width).round().astype(int)
        xs, ys = np.meshgrid(np.linspace(x[0], x[-1], width), np.linspace(y[0], y[-1], height))
        shown = classes[np.ix_(down, across)]
        xs, ys = panels.across(number, xs, left, right), up(ys, y[0], y[-1], top)
        for ground in np.unique(shown).tolist():
            here = shown == ground
            mark, ink = class_ground(ground, space), class_ink(ground)
            figure.scatter(xs[here].tolist(), ys[here].tolist(), marker=mark, color=ink.value)
        step = -(-len(seen.points) // MOST_POINTS)
        points, targets = seen.points[::step], seen.targets[::step]
        for target in np.unique(targets).tolist():
            mine = points[targets == target]
            px, py = panels.across(number, mine[:, 0], left, right), up(mine[:, 1], y[0], y[-1], top)
            figure.scatter(px.tolist(), py.tolist(), marker=class_mark(target, space), color=class_ink(target).value)
