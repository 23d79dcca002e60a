"""The chain rule for one weight and one sample: a bar for each local slope, and one for their product."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from netcore.studies.chain_factors import ChainFactors, Factor
from tui.charts.chart import Ink, Space
from tui.charts.marking import brief, stand_close, write
from tui.clean import one_line

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True)
class ChainChart:
    """The factors of one share."""

    chain: ChainFactors

    @property
    def title(self) -> str:
        """Of which weight."""
        return f"chain to {one_line(self.chain.weight)}, sample {self.chain.sample}"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw the factors from top to bottom, bars to the right for positive and to the left for negative ones."""
        rows = [*((factor.name, factor.value, factor.says) for factor in self.chain.factors)]
        rows.append(
            ("= ∂L/∂w" if self.chain.factors[-1].name == "∂z/∂w" else "= ∂L/∂b", self.chain.share, "the product")
        )
        stand_close(figure, space, len(rows))
        reach = max((abs(value) for _, value, _ in rows), default=1.0) or 1.0
        names = []
        for place, (name, value, says) in enumerate(reversed(rows)):
            length = value / reach
            ink = Ink.POSITIVE if value > 0 else Ink.NEGATIVE
            if value:
                figure.plot([0, length], [place, place], marker="█" if value > 0 else "▒", color=ink.value)
            names.append(f"{'' if place in (0, len(rows) - 1) else '·'} {name} {_signed(value)}".strip())
            is_left = length > 0
            write(figure, says, -0.04 if is_left else 0.04, place, Ink.QUIET, "right" if is_left else "left")
        widest = max(len(name) for name in names)
        figure.yticks(list(range(len(names))), [name.rjust(widest) for name in names])
        figure.ylim(-0.5, len(names) - 0.5)
        figure.xlim(-1.1, 1.1)
        figure.vline(0, color=Ink.QUIET.value)
        figure.xticks([-1, 0, 1], [brief(-reach), "0", brief(reach)])
        is_only = self.chain.samples == 1
        return "the only one" if is_only else f"one of {self.chain.samples} shares of {_signed(self.chain.gradient)}"

    def in_words(self) -> str:
        """Say the product."""
        product = " · ".join(_signed(factor.value) for factor in self.chain.factors)
        return f"{self.title}: {product} = {_signed(self.chain.share)}"

    @classmethod
    def example(cls) -> Self:
        """Return a chain through an open ReLU."""
        factors = (
            Factor("∂L/∂y", "dense2.dinputs[0, 1]", -0.62),
            Factor("∂y/∂z", "slope of relu1 at z = 0.74", 1.0),
            Factor("∂z/∂w", "dense1.inputs[0, 0]", 0.5),
        )
        return cls(ChainFactors("dense1.weights[0, 1]", 0, factors, -0.12, 5))


def _signed(value: float) -> str:
    text = brief(value + 0.0)
    return text if text.startswith("−") or value == 0 else f"+{text}"
