"""How large the gradient is in each layer: whether it vanishes or explodes on its way back."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from tui.charts.chart import Ink, Space
from tui.charts.marking import brief, draw_dots, round_ticks, square, stand_close
from tui.charts.points import whole_ticks
from tui.clean import one_line
from tui.numbers import plain

if TYPE_CHECKING:
    from textual_plotext import Plot


Norms = tuple[tuple[str, float], ...]
MOST_APART = 100
"""How many times the shortest the longest bar may be; beyond that no length could be read."""


@dataclass(frozen=True)
class GradientFlow:
    """The norm of each parameter's gradient, in the network's order."""

    norms: Norms
    """A parameter's name and its gradient's norm."""
    title: str = "size of the gradients"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw a bar for each parameter, the first layer on top, its number written beside its name.

        Lengths of very different size have no bars, which would lie: a mark stands at each one's power of ten.
        """
        if not self.norms:
            return "there are no parameters"
        shown = _first_and_last(self.norms, max(space.height - 4, 2))
        stand_close(figure, space, len(shown))
        sizes = [norm for _, norm in shown if math.isfinite(norm) and norm > 0]
        is_logarithmic = bool(sizes) and max(sizes) > MOST_APART * min(sizes)
        widest = min(max((len(name) for name, _ in shown), default=0), space.width // 3)
        names = [f"{one_line(name):<{widest}} {plain(norm) if name else '':>7}" for name, norm in reversed(shown)]
        for row, (_, norm) in enumerate(reversed(shown), start=1):
            if math.isfinite(norm) and norm > 0 and is_logarithmic:
                draw_dots(figure, np.array([math.log10(norm)]), np.array([row]), Ink.SECOND, square(space))
            elif math.isfinite(norm) and norm > 0:
                figure.plot([0, norm], [row, row], marker="█", color=Ink.SECOND.value)
        figure.yticks(list(range(1, len(names) + 1)), names)
        figure.ylim(0.5, len(names) + 0.5)
        if is_logarithmic:
            low, high = math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes)))
            figure.xlim(low - 0.5, high + 0.5)
            powers = whole_ticks(low, high, max(space.width // 10, 2))
            figure.xticks([float(power) for power in powers], [brief(10.0**power) for power in powers])
        elif sizes:
            figure.xlim(0, max(sizes))
            round_ticks(figure, (0.0, max(sizes)), None, space)
        left_out = len(self.norms) - sum(bool(name) for name, _ in shown)
        notes = ("a scale of powers of ten" if is_logarithmic else "", f"{left_out} between left out" * bool(left_out))
        return " · ".join(note for note in notes if note)

    def in_words(self) -> str:
        """Say the norms."""
        if not self.norms:
            return f"{self.title}: there are no parameters"
        return f"{self.title}: " + "  ".join(f"{name} {plain(norm)}" for name, norm in self.norms)

    @classmethod
    def example(cls) -> Self:
        """Return gradients that vanish towards the first layer, one of them not a number."""
        norms = (2e-6, 3.1e-5, 4e-4, float("nan"), 0.07, 0.31)
        return cls(tuple((f"dense{number + 1}.weights", norm) for number, norm in enumerate(norms)))


def _first_and_last(norms: Norms, most: int) -> Norms:
    """Return the layers that have room: the first and the last ones, and a line without a name where others lie."""
    if len(norms) <= most:
        return norms
    first = most // 2
    return (*norms[:first], ("", 0.0), *norms[len(norms) - (most - first - 1) :])
