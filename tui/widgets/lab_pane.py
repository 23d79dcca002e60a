"""The lab: network, step, code, tables, derivation and chart of one step, linked by one cursor.

The pane is given the lab's cursor; what it keeps itself is only what is looked at there: a cell, and the way that led
to a derivation. It posts `SightChanged`, so that the lesson's text can light the same names.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from netcore.trace import Cursor, Index
from tui.charts.chart import Chart, Marker
from tui.from_trace import key_of, step_of
from tui.lab_sight import Covers, Sight
from tui.widgets.chart_view import ChartView
from tui.widgets.code_view import CodeView
from tui.widgets.derivation_view import DerivationView
from tui.widgets.messages import CellOpened, CellSelected, LeafEntered, LeafSelected, WentBack
from tui.widgets.network_view import NetworkView
from tui.widgets.operation_view import OperationView
from tui.widgets.step_bar import StepBar


class LabPane(Vertical):
    """All views of one step."""

    DEFAULT_CSS: ClassVar[str] = """
    LabPane { width: 1fr; height: 1fr; }
    LabPane CodeView { height: 7; }
    LabPane OperationView { height: 1fr; min-height: 6; }
    LabPane DerivationView { height: 4; }
    LabPane #charts { height: 1; }
    LabPane #chart-beside { display: none; }
    LabPane.-with-chart #charts { height: 1fr; }
    LabPane.-with-chart CodeView, LabPane.-with-chart OperationView { display: none; }
    LabPane.-with-chart DerivationView { display: none; }
    """

    class SightChanged(Message):
        """Another step or another cell is looked at."""

        def __init__(self, sight: Sight) -> None:
            super().__init__()
            self.sight = sight

    def __init__(self, marker: Marker = Marker.BRAILLE) -> None:
        super().__init__()
        self._marker = marker
        self.sight: Sight | None = None

    def compose(self) -> ComposeResult:
        """Lay the views out from top to bottom."""
        yield NetworkView()
        yield StepBar()
        yield CodeView()
        yield OperationView(id="tables")
        yield DerivationView(id="derivation")
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
        """Show a step; without a cell given, the one that was looked at stays where the new result has it too."""
        before = self.sight
        if cell is None and before is not None and before.spot is not None and not before.trail:
            cell = before.spot.cell
        sight = Sight(cursor, covers=covers).at_result(cell)
        self.query_one(NetworkView).network = sight.network()
        self.query_one(StepBar).step = step_of(cursor)
        self._look(sight)
        if self.query_one(DerivationView).has_focus:
            self.take_focus()

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
        derivation = self.query_one(DerivationView)
        if not derivation.has_focus:
            return False
        if self.sight is not None and self.sight.trail:
            self._look(self.sight.at_result())
        self.take_focus()
        return True

    def go_back(self) -> None:
        """Return to the number from which this derivation was entered."""
        if self.sight is None:
            return
        if self.sight.trail:
            self._look(self.sight.back())
        else:
            self.take_focus()

    @on(CellSelected)
    def _cell_selected(self, event: CellSelected) -> None:
        event.stop()
        if self.sight is not None:
            self._look(self.sight.at(event.key, event.cell))

    @on(CellOpened)
    def _cell_opened(self, event: CellOpened) -> None:
        event.stop()
        if self.sight is not None:
            self._look(self.sight.at(event.key, event.cell))
            self.query_one(DerivationView).focus()

    @on(LeafEntered)
    def _leaf_entered(self, event: LeafEntered) -> None:
        event.stop()
        if self.sight is not None:
            self._look(self.sight.entered(event.leaf))

    @on(WentBack)
    def _went_back(self, event: WentBack) -> None:
        event.stop()
        self.go_back()

    @on(LeafSelected)
    def _leaf_selected(self, event: LeafSelected) -> None:
        event.stop()
        if self.sight is not None:
            self.sight = self.sight.pointing(event.leaf)
            self.query_one(OperationView).tables = self.sight.tables()

    def _look(self, sight: Sight) -> None:
        """Show a sight in every view."""
        self.sight = sight
        tables = self.query_one(OperationView)
        tables.tables = sight.tables()
        self.query_one(CodeView).code = sight.code()
        keys = [table.key for table in tables.tables]
        if sight.spot is not None and (key := key_of(sight.spot.value)) in keys:
            tables.select(keys.index(key), sight.spot.cell)
        self.query_one(DerivationView).derivation = sight.shown()
        self.post_message(self.SightChanged(sight))
