"""Which chart is looked at, and what the page's own chart is of.

The shelf holds the chart that the page asks for, if it does, and those that every experiment has. It is frozen; taking
another chart down or turning one gives another shelf.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lessons.blocks import Show, View
from lessons.charts import CHARTS, Follows, Of
from lessons.charts.studies import SLOW, moment_of
from lessons.lab import Lab, Step
from tui.charts.chart import Chart
from tui.lab.chart_data import chart_of, charts_for, later_chart_of

TELLING = ("heatmap", "chain")
"""The charts that write numbers out which may be still to be predicted."""

FOLLOWING = ("loss", "loss_and_accuracy")
"""The charts that are drawn anew while a run goes on: they need nothing but its history."""


def leads(block: Show | None) -> bool:
    """Return whether a block's chart is what it is about: it names no step to look into, no table and no cell."""
    if block is None or block.target(View.CHART) is None:
        return False
    views = {view for view, _ in block.views}
    return block.target(View.STEP) in (None, "start", "end") and not views & {View.TABLE, View.CELL}


@dataclass(frozen=True, slots=True)
class ChartShelf:
    """The charts within reach."""

    chart: str = ""
    """The one that is looked at; "" before any was."""
    asked: str = ""
    """The one that the page asks for; "" where it asks for none."""
    of: Of = ()
    """What the page's chart is of, as the learner has turned it."""

    def for_block(self, block: Show | None) -> "ChartShelf":
        """Return the shelf with what a `show` block asks for; without a chart of its own all stays as it was."""
        asked = block.target(View.CHART) if block is not None else None
        if block is None or asked is None:
            return self
        return ChartShelf(asked, asked, block.of)

    def for_page(self) -> "ChartShelf":
        """Return the shelf for another page: the chart that the page before asked for is put back."""
        return ChartShelf("" if self.chart == self.asked else self.chart)

    def names(self, lab: Lab) -> tuple[str, ...]:
        """Return the charts in their order, the page's own first."""
        return tuple(dict.fromkeys((*((self.asked,) if self.asked in CHARTS else ()), *charts_for(lab))))

    def shown(self, lab: Lab) -> str:
        """Return the name of the chart to show: the one that is looked at, or the first."""
        return self.chart or self.names(lab)[0]

    def place(self, lab: Lab) -> int:
        """Return where the shown chart stands on the shelf."""
        names, shown = self.names(lab), self.shown(lab)
        return names.index(shown) if shown in names else 0

    def moved(self, lab: Lab, step: int) -> "ChartShelf":
        """Return the shelf with another chart taken down."""
        names = self.names(lab)
        return replace(self, chart=names[(self.place(lab) + step) % len(names)])

    def second(self, lab: Lab, is_covered: bool) -> str:
        """Return the chart to stand beside the shown one where there is room for two; "" where none can."""
        names, place = self.names(lab), self.place(lab)
        others = (*names[place + 1 :], *names[:place])
        return next((name for name in others if not self.missing(lab, name, is_covered)), "")

    def stays(self, step: Step) -> bool:
        """Whether the shown chart shows what a step changes; one that does not gives way to the tables then."""
        follows = CHARTS[self.chart].follows if self.chart in CHARTS else Follows.STEP
        is_update = step in (Step.NEXT_UPDATE, Step.PREVIOUS_UPDATE)
        return follows is Follows.STEP or (follows is Follows.UPDATE and is_update)

    def can_turn(self, lab: Lab, is_covered: bool = False) -> bool:
        """Return whether the shown chart is there and has something to turn."""
        is_the_pages = (
            self.chart == self.asked and self.chart in CHARTS and not self.missing(lab, self.chart, is_covered)
        )
        return is_the_pages and CHARTS[self.chart].can_turn(self.of, _samples(lab))

    def turned(self, lab: Lab, by: int) -> "ChartShelf":
        """Return the shelf with the page's chart turned on or back."""
        return replace(self, of=CHARTS[self.chart].turned(self.of, by, _samples(lab))) if self.can_turn(lab) else self

    def moment(self, lab: Lab, name: str) -> tuple[object, ...]:
        """Return what a chart depends on; it has changed where this has."""
        return moment_of(lab, name, self._of(name)) if name in CHARTS else (name,)

    def can_follow(self, name: str) -> bool:
        """Whether a chart can be drawn anew while a run goes on: it shows the run, and it is there at once."""
        return name in CHARTS and CHARTS[name].follows is Follows.UPDATE and name not in SLOW

    def missing(self, lab: Lab, name: str, is_covered: bool) -> str:
        """Say what a chart waits for; "" where it waits for nothing."""
        if name not in CHARTS:
            return f"there is no chart {name!r}"
        if is_covered and name in TELLING:
            return "the chart comes with your answer: it would show the number"
        if name in FOLLOWING and not lab.update:
            return "the curve begins with the first update: u runs one"
        if name == "heatmap" and lab.cursor.operation is None and "value" not in dict(self._of(name)):
            return "the picture of a step's result comes with the first step: n"
        return ""

    @property
    def is_wanted(self) -> bool:
        """Whether a page or the learner asked for the chart that is shown; else it is there because there is room."""
        return bool(self.chart)

    def drawn(self, lab: Lab, name: str, is_covered: bool) -> Chart | None:
        """Return a chart; none where it would write out what is to be predicted first."""
        return None if self.missing(lab, name, is_covered) else chart_of(lab, name, self._of(name))

    def later(self, lab: Lab, name: str, is_covered: bool) -> Callable[[], Chart | None] | None:
        """Return the work that makes a chart that takes a moment; None for one that is there at once."""
        return None if self.missing(lab, name, is_covered) else later_chart_of(lab, name, self._of(name))

    def _of(self, name: str) -> Of:
        return self.of if name == self.asked else ()


def _samples(lab: Lab) -> int:
    """Return how many samples one update sees."""
    return min(len(lab.run.X), lab.run.batches.batch_size or len(lab.run.X))
