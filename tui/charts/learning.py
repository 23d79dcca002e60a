"""Loss and accuracy, update by update, in one picture."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.run_views import LearningCurve
from tui.charts.chart import Ink, Space
from tui.charts.loss_curve import FEW
from tui.charts.marking import cross, draw_dots, draw_dotted, draw_line, padded, round_ticks
from tui.charts.points import whole_ticks
from tui.numbers import plain

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True, eq=False)
class LearningChart:
    """Two curves over the updates: the loss on its own scale, the accuracy from 0 to 1."""

    curve: LearningCurve
    title: str = "loss and accuracy"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the loss as a line with its scale at the left, the accuracy dotted with its scale at the right."""
        losses, accuracies = self.curve.losses, self.curve.accuracies
        updates = np.arange(len(losses)) + self.curve.first_update
        if not np.isfinite(losses).any():
            return "no update yet" if not len(losses) else "no finite number to draw"
        figure.yaxes(left=True, right=True)
        top = padded(np.append(losses, 0.0))
        figure.ylim(0, top[1])
        figure.ylim(0, 1.05, yside="right")  # type: ignore[arg-type]  # textual-plotext calls it a number
        draw_dotted(figure, updates, accuracies, Ink.SECOND, space, "right")
        draw_line(figure, updates, losses, Ink.FIRST, space, (0, top[1]))
        if len(losses) <= FEW:  # a line through one point or two can hardly be seen
            draw_dots(figure, updates, losses, Ink.FIRST, cross(space))
        last = max(int(updates[-1]), int(updates[0]) + FEW)
        figure.xlim(int(updates[0]), last)
        round_ticks(figure, None, (0, top[1]), space)
        figure.yticks([0.0, 0.5, 1.0], ["0%", "50%", "100%"], yside="right")  # type: ignore[arg-type]
        ticks = whole_ticks(int(updates[0]), last, max(space.width // 12, 2))
        figure.xticks([float(tick) for tick in ticks], [f"{tick:,}" for tick in ticks])
        figures = f"line: loss {plain(float(losses[-1]))} · dots: accuracy {accuracies[-1]:.0%}"
        return f"{figures} · at update {updates[-1]:,}"

    def in_words(self) -> str:
        """Say where both have come."""
        if not len(self.curve.losses):
            return f"{self.title}: no update yet"
        loss, accuracy = float(self.curve.losses[-1]), float(self.curve.accuracies[-1])
        update = self.curve.first_update + len(self.curve.losses) - 1
        return f"{self.title}: {plain(loss)} and {accuracy:.0%} at update {update:,}"

    @classmethod
    def example(cls) -> Self:
        """Return a loss that falls while the accuracy rises."""
        updates = np.arange(400)
        return cls(LearningCurve(0.1 + np.exp(-updates / 90), 1 - 0.66 * np.exp(-updates / 70)))
