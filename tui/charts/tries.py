"""Random tries: the loss of each, and the best so far."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.random_tries import Tries
from tui.charts.chart import Ink, Space
from tui.charts.marking import brief, dot, draw_dots, draw_line, padded, round_ticks
from tui.charts.points import whole_ticks

if TYPE_CHECKING:
    from textual_plotext import Plot

SPREAD = 0.95
"""The share of the tries that the scale is made for; what lies far above is left out and counted."""


@dataclass(frozen=True, eq=False)
class TriesChart:
    """A search or a walk."""

    tries: Tries

    @property
    def title(self) -> str:
        """What was tried."""
        return f"random {self.tries.method}"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw a dot for each try and a line for the best so far."""
        losses, best = self.tries.losses, self.tries.best
        numbers = np.arange(1, len(losses) + 1)
        finite = losses[np.isfinite(losses)]
        top = float(np.quantile(finite, SPREAD)) if finite.size else 1.0
        low, high = padded(np.array([min(float(best[-1]), top), max(self.tries.first_loss, top)]))
        is_above = ~(losses <= high)
        step = max(1, len(losses) // (4 * space.width))
        shown = np.where(is_above, np.nan, losses)[::step]
        draw_dots(figure, numbers[::step], shown, Ink.QUIET, dot(space))
        draw_line(figure, numbers, best, Ink.FIRST, space, (low, high))
        figure.ylim(low, high)
        figure.xlim(1, max(len(losses), 2))
        round_ticks(figure, None, (low, high), space)
        ticks = whole_ticks(1, len(losses), max(space.width // 12, 2))
        figure.xticks([float(tick) for tick in ticks], [f"{tick:,}" for tick in ticks])
        above = f" · {int(is_above.sum()):,} far above" if is_above.any() else ""
        return f"line: best so far, {brief(float(best[-1]), 4)} · dots: tries{above}"

    def in_words(self) -> str:
        """Say how far luck has come."""
        tries = self.tries
        return (
            f"{self.title}: loss {brief(tries.first_loss, 4)} → {brief(float(tries.best[-1]), 4)} "
            f"in {len(tries.losses):,} tries"
        )

    @classmethod
    def example(cls) -> Self:
        """Return tries of which fewer and fewer are better."""
        rng = np.random.default_rng(0)
        losses = 1.1 + 0.04 * rng.standard_normal(500)
        best = np.minimum.accumulate(losses)
        is_kept = np.concatenate([[True], losses[1:] < best[:-1]])
        return cls(Tries("search", 1.1, losses, best, is_kept, np.zeros((500, 0))))
