"""The views of one step, linked by one cursor: where it stands, its code, its arrays, and where a number comes from.

The pane is given a trace's cursor; what it keeps itself is only what is looked at there: a cell, and the way that led
to a derivation. It posts `SightChanged`, so that others can light the same names.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from netcore.trace import Cursor, Index
from tui.copying import MOST_CHARACTERS, Copied, keep, text_of
from tui.lab.from_trace import key_of, step_of
from tui.lab.origins import Origins
from tui.lab.sight import Covers, Sight
from tui.widgets.code_view import CodeView
from tui.widgets.derivation_view import DerivationView
from tui.widgets.messages import CellOpened, CellSelected, LeafEntered, LeafSelected, MakingAsked, WentBack
from tui.widgets.operation_view import OperationView
from tui.widgets.step_bar import StepBar

if TYPE_CHECKING:
    from tui.app import GlassnetApp


class StepPane(Vertical):
    """One step of any trace: the network's, or that of a part on its own."""

    DEFAULT_CSS: ClassVar[str] = """
    StepPane { width: 1fr; height: 1fr; }
    StepPane CodeView { height: 7; }
    StepPane OperationView { height: 1fr; min-height: 6; }
    StepPane DerivationView { height: 4; }
    """

    title = ""
    """What the line above the code begins with, in place of the update's number."""

    class SightChanged(Message):
        """Another step or another cell is looked at."""

        def __init__(self, sight: Sight) -> None:
            super().__init__()
            self.sight = sight

    class ChangeAsked(Message):
        """The learner wants to see the update in which a value was changed last."""

        def __init__(self, name: str, cell: Index) -> None:
            super().__init__()
            self.name = name
            """As the network calls it: `dense1.weights`."""
            self.cell = cell

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.sight: Sight | None = None

    def compose(self) -> ComposeResult:
        """Lay the views out from top to bottom."""
        yield StepBar()
        yield CodeView()
        tables = OperationView(id="tables")
        tables.is_linked = True
        yield tables
        yield DerivationView(id="derivation")

    def take_focus(self) -> None:
        """Put the focus on the tables."""
        self.query_one("#tables").focus()

    def show(self, cursor: Cursor, covers: Covers, cell: Index | None = None, origins: Origins | None = None) -> None:
        """Show a step; without a cell given, the one that was looked at stays where the new result has it too."""
        before = self.sight
        if cell is None and before is not None and before.spot is not None and not before.trail:
            cell = before.spot.cell
        self.query_one(StepBar).step = replace(step_of(cursor), title=self.title)
        self._look(Sight(cursor, covers=covers, origins=origins).at_result(cell))
        if self.query_one(DerivationView).has_focus:
            self.take_focus()

    def open_result(self, cell: Index) -> None:
        """Show where a cell of the step's result comes from."""
        if self.sight is not None:
            self._look(self.sight.at_result(cell))
            self.query_one(DerivationView).focus()

    def close_derivation(self) -> bool:
        """Leave the derivation; return whether there was one."""
        if not self.query_one(DerivationView).has_focus:
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

    def copy(self, what: str) -> None:
        """Copy the number, the array under the cursor, or the code."""
        table = self.query_one(OperationView).table
        text = text_of(self.sight, Copied(what), table.key if table is not None else "") if self.sight else ""
        if text:
            app = cast("GlassnetApp", self.app)
            if len(text) <= MOST_CHARACTERS:
                app.copy_to_clipboard(text)
            app.tell(keep(text, app.store.home, Copied(what)))

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

    @on(MakingAsked)
    def _making_asked(self, event: MakingAsked) -> None:
        event.stop()
        spot = self.sight.spot if self.sight is not None else None
        if spot is not None and spot.value.name:
            self.post_message(self.ChangeAsked(spot.value.name, spot.cell))

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
        view, tables = self.query_one(OperationView), sight.tables()
        keys = [table.key for table in tables]
        if sight.spot is not None and (key := key_of(sight.spot.value)) in keys:
            view.show(tables, keys.index(key), sight.spot.cell)
        else:
            view.tables = tables
        self.query_one(CodeView).code = sight.code()
        self.query_one(DerivationView).derivation = sight.shown()
        self.post_message(self.SightChanged(sight))
