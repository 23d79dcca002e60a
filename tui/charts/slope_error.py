"""How wrong a numerical derivative is, for every size of its step."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from netcore.studies.difference_error import DifferenceError, ErrorLine, difference_error
from tui.charts.chart import SERIES_INKS, Ink, Space
from tui.charts.marking import brief, draw_dots, draw_line, write

if TYPE_CHECKING:
    from textual_plotext import Plot


@dataclass(frozen=True, eq=False)
class SlopeErrorChart:
    """Errors over the step, both by powers of ten."""

    study: DifferenceError

    @property
    def title(self) -> str:
        """Of which slope."""
        return f"slope error of {self.study.formula} at {brief(self.study.at)}"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw a line for each way to measure, with a letter every few steps; steps without any error are left out."""
        steps = np.log10(self.study.steps)
        lowest = 0.0
        for line, ink in zip(self.study.lines, SERIES_INKS, strict=False):
            with np.errstate(divide="ignore"):
                errors = np.where(line.errors > 0, np.log10(line.errors), np.nan)
            lowest = min(lowest, float(np.nanmin(errors)) if np.isfinite(errors).any() else 0.0)
            draw_line(figure, steps, errors, ink, space)
            draw_dots(figure, steps[3::10], errors[3::10], ink, _letter(line))
        figure.xlim(float(steps[0]), 0)
        figure.xticks(*_powers(round(float(steps[0])), 0, 2 if space.width >= 60 else 5))
        figure.yticks(*_powers(int(lowest) - 1, 0, 4 if space.height < 20 else 2))
        if space.width >= 60 and len(self._dtypes) == 1:
            write(figure, "← rounding", -12.5, 0.0, Ink.HERE)
            write(figure, "too large a step →", -2.5, lowest + 1, Ink.HERE)
        methods = dict.fromkeys(line.method for line in self.study.lines)
        key = "  ".join(f"{method[0]} {method}" for method in methods)
        kinds = self._dtypes[0] if len(self._dtypes) == 1 else "capitals float32"
        return f"by ε · {key} · {kinds}"

    @property
    def _dtypes(self) -> tuple[str, ...]:
        """The dtypes that are compared, the widest first."""
        return tuple(sorted({line.dtype for line in self.study.lines}, reverse=True))

    def in_words(self) -> str:
        """Say with which step each is best."""
        best = (f"{line.method} {line.dtype} {brief(self.study.best(line), 1)}" for line in self.study.lines)
        return f"{self.title}: best ε {', '.join(best)}"

    @classmethod
    def example(cls) -> Self:
        """Return the slope of a cube, measured both ways."""
        return cls(difference_error("cube"))


def _letter(line: ErrorLine) -> str:
    """Return the mark of a line's points, which tells it apart without colour."""
    letter = line.method[0]
    return letter.upper() if line.dtype == "float32" else letter


def _powers(low: int, high: int, every: int) -> tuple[list[float], list[str]]:
    """Return powers of ten for an axis, and how they are written."""
    powers = list(range(high, low - 1, -every))[::-1]
    return [float(power) for power in powers], ["1" if power == 0 else f"1e{power}" for power in powers]
