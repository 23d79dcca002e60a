"""One array of any shape and size, with a cell cursor."""

from textual.reactive import var

from tui.render.table import Table
from tui.widgets.operation_view import OperationView


class ArrayView(OperationView):
    """A single table. Posts `CellSelected` and `CellOpened`."""

    shown: var[Table | None] = var(None, always_update=True)
    """The array, its name and its lit cells."""

    def watch_shown(self, shown: Table | None) -> None:
        """Show another array."""
        self.tables = () if shown is None else (shown,)
