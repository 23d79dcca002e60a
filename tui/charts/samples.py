"""The samples themselves, each class with a mark of its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.run_views import Samples
from tui.charts.chart import Ink, Space
from tui.charts.marking import class_ink, class_mark, draw_dots, draw_line, padded, round_ticks

if TYPE_CHECKING:
    from textual_plotext import Plot

FEW = 30
"""Up to so many samples stand on top of the line of answers; more of them would cover it."""


@dataclass(frozen=True, eq=False)
class SamplesChart:
    """Two numbers of each sample."""

    samples: Samples
    title: str = "data"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Put a mark for each sample."""
        samples = self.samples
        heights = samples.y if samples.answers is None else np.append(samples.y, samples.answers[1])
        x, y = padded(samples.x), padded(heights)
        figure.xlim(*x)
        figure.ylim(*y)
        round_ticks(figure, x, y, space)
        axes = f"{samples.names[1]} over {samples.names[0]}"
        if samples.classes is None:
            mark = class_mark(0, space)
            if samples.answers is not None and len(samples.x) <= FEW:
                draw_line(figure, *samples.answers, Ink.SECOND, space, y)
            draw_dots(figure, samples.x, samples.y, Ink.FIRST, mark)
            if samples.answers is None:
                return axes
            if len(samples.x) > FEW:
                draw_line(figure, *samples.answers, Ink.SECOND, space, y)
            return f"{mark} samples, line: the network's answers · {axes}"
        numbers = np.unique(samples.classes).tolist()
        for number in numbers:
            mine = samples.classes == number
            draw_dots(figure, samples.x[mine], samples.y[mine], class_ink(number), class_mark(number, space))
        key = "  ".join(f"{class_mark(number, space)} {number}" for number in numbers)
        return f"class {key} · {axes}"

    def in_words(self) -> str:
        """Say how many samples there are."""
        count = len(self.samples.x)
        if self.samples.classes is None:
            return f"{self.title}: {count:,} samples"
        return f"{self.title}: {count:,} samples of {len(np.unique(self.samples.classes))} classes"

    @classmethod
    def example(cls) -> Self:
        """Return three arms of a spiral."""
        radius, arm = np.tile(np.linspace(0, 1, 40), 3), np.repeat([0, 1, 2], 40)
        turn = 10 * radius + arm * 2.1
        return cls(Samples(radius * np.sin(turn), radius * np.cos(turn), ("X[:, 0]", "X[:, 1]"), arm))
