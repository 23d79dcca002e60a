"""Which neuron fires for which sample: neurons down, samples across, the dead ones marked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from netcore.studies.firing_map import FiringMap
from tui.charts.chart import Ink, Space
from tui.charts.marking import AXIS_LINES
from tui.charts.patches import NEGATIVE_MARKS, POSITIVE_MARKS, largest_of_patches, largest_size, levels_of, mark_of
from tui.clean import one_line

if TYPE_CHECKING:
    from textual_plotext import Plot

DEAD = " dead"
"""What stands behind the number of a neuron that never fires."""


@dataclass(frozen=True, eq=False)
class FiringChart:
    """One layer."""

    map: FiringMap

    @property
    def title(self) -> str:
        """The layer's name."""
        return f"firing of {one_line(self.map.layer)}"

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw a mark for each neuron and sample; where there are too many, the largest of each patch."""
        outputs = self.map.outputs
        if not outputs.size:
            return "no samples"
        lines = max(space.height - AXIS_LINES, 1)
        names = self._names(-(-len(outputs) // lines))
        columns = max(space.width - max(map(len, names)) - 1, 1)
        picture, patch = largest_of_patches(outputs, lines, columns)
        each = lines // len(picture)
        across = np.arange(columns) * picture.shape[1] // columns
        levels = levels_of(picture, largest_size(outputs))[:, across]
        for row, marks in enumerate(levels):
            self._draw_row(figure, marks, range(row * each, (row + 1) * each))
        figure.xlim(0, columns - 1)
        figure.ylim(0, max(lines - 1, 1))
        figure.yreverse(True)
        self._label(figure, names, each, columns)
        more = f" · {patch[0]}×{patch[1]} a mark" if patch != (1, 1) else ""
        marks = f"{POSITIVE_MARKS} below 0 {NEGATIVE_MARKS}" if (levels < 0).any() else POSITIVE_MARKS
        return f"{marks} · {self._dead_in_words()} · neurons ↓ samples →{more}"

    def in_words(self) -> str:
        """Say how many fire, and which never do."""
        share = float(np.mean(self.map.outputs > 0)) if self.map.outputs.size else 0.0
        return f"{self.title}: {share:.0%} of all are above 0, {self._dead_in_words()}"

    @classmethod
    def example(cls) -> Self:
        """Return a layer of eight neurons, two of them dead, that see three classes."""
        samples = np.linspace(-2, 2, 90)
        outputs = np.maximum(0, np.outer(np.linspace(-1.5, 2, 8), samples) - 0.6)
        outputs[[2, 5]] = 0
        return cls(FiringMap("relu1", outputs, np.repeat([0, 1, 2], 30), np.all(outputs == 0, axis=1)))

    def _draw_row(self, figure: "Plot", levels: NDArray[np.int_], lines: range) -> None:
        """Draw a neuron's marks on its lines of the screen."""
        for level in np.unique(levels).tolist():
            mark, ink = mark_of(level)
            places = np.flatnonzero(levels == level).tolist()
            for line in lines if mark != " " else ():
                figure.scatter(places, [line] * len(places), marker=mark, color=ink.value)

    def _names(self, tall: int) -> list[str]:
        """Return what stands beside each row of marks: the number of its first neuron, and whether all are dead."""
        rows = [self.map.is_dead[number : number + tall] for number in range(0, len(self.map.outputs), tall)]
        return [f"{row * tall}{DEAD if is_dead.all() else ''}" for row, is_dead in enumerate(rows)]

    def _label(self, figure: "Plot", names: list[str], each: int, columns: int) -> None:
        """Write neurons' numbers at the side, cross the dead ones out, and write the classes below."""
        samples = self.map.outputs.shape[1]
        middles = [float(row * each + (each - 1) // 2) for row in range(len(names))]
        for name, line in zip(names, middles, strict=True):
            if name.endswith(DEAD):
                places = list(range(1, columns, 4))
                figure.scatter(places, [line] * len(places), marker="x", color=Ink.NEGATIVE.value)
        figure.yticks(middles, names)
        classes = self.map.classes
        if len(classes):
            found = np.unique(classes).tolist()
            centres = [float(np.mean(np.flatnonzero(classes == number))) * (columns - 1) / samples for number in found]
            figure.xticks(centres, [f"class {number}" for number in found])
        else:
            figure.xticks([0, columns - 1], ["0", str(samples - 1)])

    def _dead_in_words(self) -> str:
        count = int(self.map.is_dead.sum())
        return f"{count} of {len(self.map.is_dead)} dead" if count else "none dead"
