"""Makes the charts of a lab for its pane; those that take a moment are made in a thread. It is not seen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from lessons.lab import Lab
from tui.charts.chart import Chart
from tui.lab.chart_shelf import ChartShelf
from tui.widgets.lab_pane import LabPane
from tui.widgets.messages import is_last

Moment = tuple[object, ...]
MOST_KEPT: Final = 8
"""So many slow charts are remembered, so that one can turn back to them at once."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of the work on a slow chart."""

    chart: Chart | None = None
    trouble: str = ""
    """What kept it from being made; empty where nothing did."""


class ChartMaker(Widget):
    """Draws what the shelf says, if what it draws from has changed."""

    DEFAULT_CSS: ClassVar[str] = """
    ChartMaker { display: none; }
    """

    class Made(Message):
        """A chart that took a moment is there: `show` gives it to the pane."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Moment = ()
        self._kept: dict[Moment, _Made] = {}
        self._making: Moment | None = None
        self._next: tuple[Moment, Callable[[], Chart | None]] | None = None
        self._name = ""

    def show(self, pane: LabPane, shelf: ChartShelf, lab: Lab, is_covered: bool) -> None:
        """Give the pane its chart, and a second one where there is room for two."""
        name, beside = shelf.shown(lab), shelf.second(lab, is_covered) if pane.has_two_charts else ""
        moment = (is_covered, shelf.is_wanted, shelf.moment(lab, name), shelf.moment(lab, beside) if beside else ())
        if moment == self._shown:
            return
        chart, is_ready = self._chart(shelf, lab, name, is_covered)
        second, is_second_ready = self._chart(shelf, lab, beside, is_covered) if beside else (None, True)
        words = shelf.missing(lab, name, is_covered) or self._trouble(shelf.moment(lab, name))
        self._shown = moment if is_ready and is_second_ready else ()
        if is_ready:
            pane.show_chart(chart, words if shelf.is_wanted else "")
        elif name != self._name:  # else the one before stays until this one is there
            pane.await_chart("working the chart out …")
        self._name = name
        pane.show_second_chart(second)

    def _chart(self, shelf: ChartShelf, lab: Lab, name: str, is_covered: bool) -> tuple[Chart | None, bool]:
        """Return a chart and whether it is there already; one that takes a moment is begun."""
        make = shelf.later(lab, name, is_covered)
        if make is None:
            return shelf.drawn(lab, name, is_covered), True
        moment = shelf.moment(lab, name)
        if moment in self._kept:
            return self._kept[moment].chart, True
        if self._making is None:
            self._begin(moment, make)
        elif self._making != moment:
            self._next = (moment, make)
        return None, False

    def _trouble(self, moment: Moment) -> str:
        """Say why there is no chart, where there is none."""
        trouble = self._kept[moment].trouble if moment in self._kept else ""
        return trouble or "this network has nothing to draw here"

    def _begin(self, moment: Moment, make: Callable[[], Chart | None]) -> None:
        self._making, self._next = moment, None
        self._make(make)

    @work(thread=True, group="chart", exit_on_error=False)
    def _make(self, make: Callable[[], Chart | None]) -> Chart | None:
        return make()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell that a chart is there; where another was asked for in the meantime, make that one too."""
        if self._making is None or not is_last(event):
            return
        trouble = f"this chart could not be made: {event.worker.error}" if event.state is WorkerState.ERROR else ""
        self._kept[self._making] = _Made(event.worker.result, trouble)
        for oldest in list(self._kept)[:-MOST_KEPT]:
            del self._kept[oldest]
        self._making = None
        if self._next is not None:
            self._begin(*self._next)
        self.post_message(self.Made())
