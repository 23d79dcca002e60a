"""The lab: network, step, code, tables, derivation and chart of one step, linked by one cursor.

The step itself is shown as that of any trace (`StepPane`); the lab adds the network around it, and the charts.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import var
from textual.widget import Widget

from netcore.trace import Cursor, Index
from tui.charts.chart import Chart, Marker
from tui.lab.origins import Origins
from tui.lab.room import LEAST_CHART, LabRoom, Wanted, Wish, lab_room, wanted_by
from tui.lab.sight import Covers, Sight
from tui.render.network import draw_boxes
from tui.widgets.chart_view import ChartView
from tui.widgets.code_view import CodeView
from tui.widgets.derivation_view import DerivationView
from tui.widgets.network_view import NetworkView
from tui.widgets.operation_view import OperationView
from tui.widgets.step_bar import StepBar
from tui.widgets.step_pane import StepPane

TWO_CHARTS = 110
"""From so many columns on, two charts stand side by side."""


class LabPane(StepPane):
    """All views of one step. None is seen before the lines are shared out, which takes the pane's own size."""

    DEFAULT_CSS: ClassVar[str] = """
    LabPane {
        NetworkView, StepBar, CodeView, OperationView, DerivationView, #charts { height: 0; min-height: 0; }
    }
    LabPane #chart-beside { display: none; margin-left: 2; }
    """

    chart_leads: var[bool] = var(False, init=False)
    """Whether the chart takes the place of code, tables and derivation."""

    def __init__(self, marker: Marker = Marker.BRAILLE) -> None:
        super().__init__()
        self._marker = marker
        self._is_awaited = False

    def compose(self) -> ComposeResult:
        """Lay the views out from top to bottom."""
        yield NetworkView()
        yield from super().compose()
        with Horizontal(id="charts"):
            yield ChartView(id="chart")
            yield ChartView(id="chart-beside")

    def on_mount(self) -> None:
        """Draw charts with what this terminal has."""
        for chart in self.query(ChartView):
            chart.marker = self._marker
        self.query_one("#chart", ChartView).can_focus = True

    def take_focus(self) -> None:
        """Put the focus on the tables, or on the chart where it has taken their place."""
        self.query_one("#chart" if self._wish is Wish.ALL else "#tables").focus()

    def show(self, cursor: Cursor, covers: Covers, cell: Index | None = None, origins: Origins | None = None) -> None:
        """Show a step, and where in the network it is."""
        self.query_one(NetworkView).network = Sight(cursor, covers=covers).network()
        super().show(cursor, covers, cell, origins)
        self._share()

    @property
    def has_two_charts(self) -> bool:
        """Whether there is room for a second chart beside the first."""
        return self.size.width >= TWO_CHARTS and (self.has_chart_beside or self.chart_leads)

    @property
    def has_chart_beside(self) -> bool:
        """Whether there is room for a chart beside the tables."""
        return self._room(Wish.ROOM).chart >= LEAST_CHART

    def show_chart(self, chart: Chart | None, words: str = "") -> None:
        """Show a chart, or what is to be said in the place of one; without either its room goes to the other views."""
        view = self.query_one("#chart", ChartView)
        view.words = words
        view.chart = chart
        self._is_awaited = False
        self._share()

    def await_chart(self, words: str) -> None:
        """Keep the room of a chart that takes a moment."""
        self.show_chart(None, words)
        self._is_awaited = True
        self._share()

    def show_second_chart(self, chart: Chart | None) -> None:
        """Show a second chart beside it."""
        view = self.query_one("#chart-beside", ChartView)
        view.chart = chart
        view.display = chart is not None

    def close_derivation(self) -> bool:
        """Leave the derivation, or a chart in the tables' place; return whether there was one."""
        if self.chart_leads:
            had_focus = self.has_pseudo_class("focus-within")
            self.chart_leads = False
            if had_focus:
                self.take_focus()
            return True
        return super().close_derivation()

    def on_resize(self) -> None:
        """Share the lines out anew."""
        self._share()

    def watch_chart_leads(self, _: bool, leads: bool) -> None:
        """Share the lines out anew; the keys that the chart had go to the tables when these come back."""
        self._share()
        if not leads and self.query_one("#chart", ChartView).has_focus:
            self.take_focus()

    @property
    def _wish(self) -> Wish:
        """What the chart needs."""
        chart = self.query_one("#chart", ChartView)
        if chart.chart is None and not self._is_awaited:
            return Wish.A_LINE if chart.words else Wish.NOTHING
        return Wish.ALL if self.chart_leads else Wish.ROOM

    def _room(self, wish: Wish) -> LabRoom:
        """Return the lines that each view gets."""
        width, rows = self.content_size
        network = self.query_one(NetworkView).network
        has_boxes = network is not None and draw_boxes(network, width) is not None
        wanted = wanted_by(self.sight.cursor.trace, width, rows) if self.sight is not None else Wanted(0, 0)
        return lab_room(rows, wanted, wish, has_boxes)

    def _share(self) -> None:
        """Give each view its lines."""
        if not self.content_size.height:
            return
        room = self._room(self._wish)
        views = {NetworkView: room.network, StepBar: 1, CodeView: room.code, OperationView: room.tables}
        for view, lines in {**views, DerivationView: room.derivation}.items():
            _give(self.query_one(view), lines)
        _give(self.query_one("#charts"), room.chart)
        self.query_one(StepBar).styles.margin = (0, 0, room.gap, 0)
        self._keep_focus()

    def _keep_focus(self) -> None:
        """Hand the focus on when the view that had it has left the screen: else the keys go nowhere."""
        focused = self.screen.focused
        if focused is not None and not focused.display and self in focused.ancestors:
            self.take_focus()


def _give(view: Widget, lines: int) -> None:
    """Give a view so many lines; without any it is not shown."""
    view.display = lines > 0
    if lines:
        view.styles.height = lines
        view.styles.min_height = 1
