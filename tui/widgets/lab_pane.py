"""The lab: network, step, code, tables, derivation and chart of one step, linked by one cursor.

The step itself is shown as that of any trace (`StepPane`); the lab adds the network around it, and the charts.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from netcore.trace import Cursor, Index
from tui.charts.chart import Chart, Marker
from tui.lab_sight import Covers, Sight
from tui.widgets.chart_view import ChartView
from tui.widgets.network_view import NetworkView
from tui.widgets.step_pane import StepPane


class LabPane(StepPane):
    """All views of one step."""

    DEFAULT_CSS: ClassVar[str] = """
    LabPane #charts { height: 1; }
    LabPane #chart-beside { display: none; }
    LabPane.-with-chart #charts { height: 1fr; }
    LabPane.-with-chart CodeView, LabPane.-with-chart OperationView { display: none; }
    LabPane.-with-chart DerivationView { display: none; }
    """

    def __init__(self, marker: Marker = Marker.BRAILLE) -> None:
        super().__init__()
        self._marker = marker

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
        is_chart = self.has_class("-with-chart") and not self.has_chart_beside
        self.query_one("#chart" if is_chart else "#tables").focus()

    def show(self, cursor: Cursor, covers: Covers, cell: Index | None = None) -> None:
        """Show a step, and where in the network it is."""
        self.query_one(NetworkView).network = Sight(cursor, covers=covers).network()
        super().show(cursor, covers, cell)

    @property
    def has_two_charts(self) -> bool:
        """Whether there is room for a second chart beside the first."""
        return self.has_chart_beside and self.screen.has_class("-vast")

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart."""
        self.query_one("#chart", ChartView).chart = chart

    def show_second_chart(self, chart: Chart | None) -> None:
        """Show a second chart beside it."""
        self.query_one("#chart-beside", ChartView).chart = chart

    @property
    def has_chart_beside(self) -> bool:
        """Whether there is room for a chart beside the tables."""
        return self.screen.has_class("-tall")

    def close_derivation(self) -> bool:
        """Leave the derivation, or a chart in the tables' place; return whether there was one."""
        if self.has_class("-with-chart") and not self.has_chart_beside:
            self.remove_class("-with-chart")
            self.take_focus()
            return True
        return super().close_derivation()
