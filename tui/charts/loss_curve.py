"""The loss, update by update; beside it what it is made of, where there is a penalty on the weights."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from tui.charts.chart import SERIES_INKS, Space
from tui.charts.marking import cross, draw_dots, draw_line, round_ticks
from tui.charts.points import finite, whole_ticks
from tui.numbers import plain

if TYPE_CHECKING:
    from textual_plotext import Plot

FEW = 4
"""So few updates are marked one by one."""


@dataclass(frozen=True)
class Series:
    """One line of the chart."""

    name: str
    values: NDArray[Any]
    """One number for each update."""


@dataclass(frozen=True, eq=False)
class LossCurve:
    """Losses over the updates."""

    series: tuple[Series, ...]
    first_update: int = 0
    title: str = "loss"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw each series as a line over the updates."""
        longest = max((len(series.values) for series in self.series), default=0)
        curves = [finite(np.arange(len(each.values)) + self.first_update, each.values) for each in self.series]
        skipped = sum(bad for _, _, bad in curves)
        heights = np.concatenate([np.zeros(1), *(ys for _, ys, _ in curves)])
        if len(heights) == 1:
            return "no finite number to draw" if skipped else "no update yet"
        lowest, highest = float(heights.min()), float(heights.max())
        limits = lowest, highest + 0.06 * (highest - lowest) or 1.0
        for series, (xs, ys, _), ink in zip(self.series, curves, SERIES_INKS, strict=False):
            label = series.name if len(self.series) > 1 else ""
            draw_line(figure, xs, ys, ink, space, limits, label)
            if len(xs) <= FEW:
                draw_dots(figure, xs, ys, ink, cross(space))
        ticks = whole_ticks(self.first_update, self.first_update + max(longest - 1, FEW), max(space.width // 12, 2))
        figure.xlim(self.first_update, self.first_update + max(longest - 1, FEW))
        figure.ylim(*limits)
        round_ticks(figure, None, limits, space)
        figure.xticks([float(tick) for tick in ticks], [f"{tick:,}" for tick in ticks])
        return f"by update{f' · {skipped:,} not finite, left out' if skipped else ''}"

    def in_words(self) -> str:
        """Say the first and the latest loss."""
        if not self.series or not len(self.series[0].values):
            return f"{self.title}: no update yet"
        values = self.series[0].values
        update = self.first_update + len(values) - 1
        before = f"{plain(float(values[0]))} → " if len(values) > 1 else ""
        return f"{self.title} {before}{plain(float(values[-1]))} at update {update:,}"

    @classmethod
    def example(cls) -> Self:
        """Return a falling loss with one number that is none."""
        updates = np.arange(300)
        loss = 1.1 * np.exp(-updates / 80) + 0.05 * np.cos(updates) ** 2
        loss[40] = np.inf
        return cls((Series("loss", loss), Series("data loss", loss * 0.8)))
