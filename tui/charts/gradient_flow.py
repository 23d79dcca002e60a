"""How large the gradient is in each layer: whether it vanishes or explodes on its way back."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tui.charts.chart import Ink, Space
from tui.clean import one_line
from tui.numbers import plain

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True)
class GradientFlow:
    """The norm of each parameter's gradient, in the network's order."""

    norms: tuple[tuple[str, float], ...]
    """A parameter's name and its gradient's norm."""
    title: str = "size of the gradients"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw a bar for each parameter, the first layer on top, its number written beside its name."""
        shown = self.norms[: max(space.height - 4, 1)]
        sizes = [norm for _, norm in shown if math.isfinite(norm) and norm > 0]
        is_logarithmic = bool(sizes) and max(sizes) > 100 * min(sizes)
        floor = math.floor(math.log10(min(sizes))) - 1 if is_logarithmic else 0
        names, lengths = [], []
        widest = max((len(name) for name, _ in shown), default=0)
        for name, norm in reversed(shown):
            names.append(f"{one_line(name):<{min(widest, space.width // 3)}} {plain(norm):>7}")
            lengths.append(_length(norm, floor, is_logarithmic))
        for row, length in enumerate(lengths, start=1):
            if length:
                figure.plot([0, length], [row, row], marker="█", color=Ink.SECOND.value)
        figure.yticks(list(range(1, len(names) + 1)), names)
        figure.ylim(0.5, len(names) + 0.5)
        if is_logarithmic:
            top = math.ceil(max(lengths))
            figure.xticks(list(range(top + 1)), [f"1e{tick + floor}" for tick in range(top + 1)])
        left_out = f" · {len(self.norms) - len(shown)} more" if len(shown) < len(self.norms) else ""
        return f"{'each mark ten times the last' if is_logarithmic else ''}{left_out}"

    def in_words(self) -> str:
        """Say the norms."""
        return f"{self.title}: " + "  ".join(f"{name} {plain(norm)}" for name, norm in self.norms)

    @classmethod
    def example(cls) -> Self:
        """Return gradients that vanish towards the first layer, one of them not a number."""
        norms = (2e-6, 3.1e-5, 4e-4, float("nan"), 0.07, 0.31)
        return cls(tuple((f"dense{number + 1}.weights", norm) for number, norm in enumerate(norms)))


def _length(norm: float, floor: int, is_logarithmic: bool) -> float:
    """Return a bar's length; what is not finite or nothing has none."""
    if not math.isfinite(norm) or norm <= 0:
        return 0.0
    return math.log10(norm) - floor if is_logarithmic else norm
