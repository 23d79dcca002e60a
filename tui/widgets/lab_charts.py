"""Which chart the lab shows: the page's own, those that every experiment has, and when one leads. It is not seen."""

from collections.abc import Callable

from lessons.blocks import Show
from lessons.lab import Lab, Step
from tui.charts.chart import Chart
from tui.lab.chart_shelf import FOLLOWING, ChartShelf, leads
from tui.lesson.visit import Visit
from tui.widgets.chart_maker import ChartMaker
from tui.widgets.chart_view import ChartView
from tui.widgets.lab_pane import LabPane


class LabCharts(ChartMaker):
    """Takes charts from the shelf and has them shown in the lab's pane."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit
        self._shelf = ChartShelf()
        self._followed: Chart | None = None
        """The latest chart of the run that goes on."""

    @property
    def _pane(self) -> LabPane:
        return self.screen.query_one(LabPane)

    @property
    def _has_chart(self) -> bool:
        """Whether a chart stands in the pane."""
        return self._pane.has_chart_beside or self._pane.chart_leads

    @property
    def can_turn(self) -> bool:
        """Whether the chart in the pane has something to turn."""
        lab = self._visit.lab
        return self._has_chart and lab is not None and self._shelf.can_turn(lab, self._visit.is_result_covered)

    def begin(self, block: Show | None) -> None:
        """Take what a page's `show` block asks for."""
        self._shelf = self._shelf.for_block(block)
        self._pane.chart_leads = leads(block)

    def turn_page(self) -> None:
        """Put back what the page before asked for."""
        self._shelf = self._shelf.for_page()

    def draw(self) -> None:
        """Draw the chart, if what it draws has changed."""
        if self._visit.lab is not None:
            self.show(self._pane, self._shelf, self._visit.lab, self._visit.is_result_covered)

    def give_way(self, step: Step) -> None:
        """Let the tables come back where the chart does not show what a step changes."""
        if not self._shelf.stays(step):
            self._pane.chart_leads = False

    def go_on(self, lab: Lab, step: int, was_hidden: bool) -> None:
        """Show another chart; without room of its own it takes the tables' place, and they return after the last."""
        pane = self._pane
        if not self._has_chart:
            pane.chart_leads = True
        elif not was_hidden:
            at = self._shelf.place(lab) + step
            is_on = 0 <= at < len(self._shelf.names(lab))
            self._shelf = self._shelf.moved(lab, step)
            pane.chart_leads = pane.chart_leads and is_on
        self.draw()
        pane.take_focus()

    def turn(self, by: int) -> None:
        """Turn what the page's chart is of: the point, the step, the number of layers."""
        if self._visit.lab is not None:
            self._shelf = self._shelf.turned(self._visit.lab, by)
            self.draw()

    @property
    def place(self) -> ChartView:
        """Where the chart stands."""
        return self._pane.query_one("#chart", ChartView)

    def following(self, copied: Callable[[], Lab | None]) -> Chart | None:
        """Return the chart of a run that goes on: a curve from the history alone, others from a copy of the lab.

        None where it cannot follow, and where it is not in sight. The first one is given to the pane, to have a place.
        """
        lab, shelf = self._visit.lab, self._shelf
        if lab is None or not self._pane.display or not shelf.can_follow(name := shelf.shown(lab)):
            return None
        seen = lab if name in FOLLOWING else copied()
        self._followed = shelf.drawn(seen, name, is_covered=False) if seen is not None else None
        if self.place.chart is None:
            self.stay()
        return self._followed

    def stay(self) -> None:
        """Leave the chart that has followed the run to the pane, until that of its end is there."""
        if self._followed is not None:
            self._pane.show_chart(self._followed)
            self._followed = None
