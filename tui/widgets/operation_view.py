"""The arrays of an operation side by side, with one cell cursor that walks through all of them."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import var

from tui.render.arrangement import Arrangement, Pane, arrange
from tui.render.grid import Cell, Motion, Place, Window
from tui.render.lines import Line, Piece, Tone
from tui.render.operation import draw_operation, sight_of
from tui.render.table import Table
from tui.widgets.lines_view import LinesView
from tui.widgets.messages import CellOpened, CellSelected

_KEYS = {
    Motion.LEFT: "left,h",
    Motion.RIGHT: "right,l",
    Motion.UP: "up,k",
    Motion.DOWN: "down,j",
    Motion.ROW_START: "home",
    Motion.ROW_END: "end",
    Motion.PAGE_UP: "pageup",
    Motion.PAGE_DOWN: "pagedown",
    Motion.FIRST: "ctrl+home",
    Motion.LAST: "ctrl+end",
}


class OperationView(LinesView, can_focus=True):
    """Two or three tables (or one, or more) and a cell cursor. Posts `CellSelected` and `CellOpened`."""

    HELP = """
    ### Arrays

    Arrows or `h j k l` move the cell cursor; past the edge of one array they go on in the next.
    `home` and `end` go along the row, `ctrl+home` and `ctrl+end` to the first and last cell, `[` and `]` to another
    array.
    `enter` asks where the number comes from. `…` stands wherever more is hidden.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(keys, f"move('{motion.name}')", motion.name.lower(), show=False, id=f"cell.{motion.name.lower()}")
            for motion, keys in _KEYS.items()
        ),
        Binding("left_square_bracket", "table(-1)", "previous array", show=False, id="cell.previous_array"),
        Binding("right_square_bracket", "table(1)", "next array", show=False, id="cell.next_array"),
        Binding("enter", "open", "why?", id="cell.open"),
    ]

    tables: var[tuple[Table, ...]] = var((), always_update=True)
    """Operands in order, then the result."""
    is_linked = False
    """Whether who hears of a selected cell shows it here too: then all linked views change in one frame."""

    def __init__(
        self,
        tables: tuple[Table, ...] = (),
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._active = 0
        self._places: dict[int, Place] = {}
        self._sights: dict[int, Window] = {}
        self._arrangement = Arrangement((), 0, 0)
        self.set_reactive(OperationView.tables, tables)

    @property
    def active(self) -> int:
        """Which table has the cursor, counted from 0."""
        return self._active

    @property
    def table(self) -> Table | None:
        """The table that has the cursor."""
        return self.tables[self._active] if self.tables else None

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        table = self.table
        if table is None or table.grid.is_empty:
            return None
        return table.grid.cell(self._places.get(self._active, (0, 0)))

    def show(self, tables: tuple[Table, ...], active: int, cell: Cell) -> None:
        """Show other tables with the cursor on a cell, drawn only once."""
        before = self.tables
        self.set_reactive(OperationView.tables, tables)
        self._take(before, tables)
        self.select(active, cell)

    def select(self, active: int, cell: Cell) -> None:
        """Put the cursor on a cell, as a link from another view does; nothing is posted."""
        grid = self.tables[active].grid
        if grid.has(cell):
            self._active = active
            self._places[active] = grid.place(cell)
        self.redraw()

    def watch_tables(self, before: tuple[Table, ...], now: tuple[Table, ...]) -> None:
        """Show other tables."""
        self._take(before, now)
        self.redraw()

    def _take(self, before: tuple[Table, ...], now: tuple[Table, ...]) -> None:
        """Keep the cursor if the arrays have the same shapes, else put it on the result."""
        if [table.array.shape for table in before] != [table.array.shape for table in now]:
            self._places, self._sights = {}, {}
            self._active = max(len(now) - 1, 0)
        self._arrangement = Arrangement((), 0, 0)

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the tables in sight."""
        if not self.tables:
            return [(Piece(" no arrays here yet", Tone.FAINT),)]
        arrangement = self._arranged(width, height)
        first = self.tables.index(arrangement.panes[0].table)
        for number, pane in enumerate(arrangement.panes):
            self._sights[first + number] = sight_of(
                pane, self._wanted(first + number, pane), self._sights.get(first + number, Window())
            )
        sights = {number: self._sights[first + number] for number in range(len(arrangement.panes))}
        cursors = {self._active - first: self.cell} if self.cell is not None else {}
        return draw_operation(arrangement, sights, cursors, self._active - first, self.has_focus)

    def action_move(self, name: str) -> None:
        """Move the cell cursor; past the left or right edge it goes on in the neighbouring table."""
        table, motion = self.table, Motion[name]
        if table is None or table.grid.is_empty:
            return
        place = self._places.get(self._active, (0, 0))
        page = self._sights.get(self._active, Window()).rows
        moved = table.grid.moved(place, motion, page)
        if moved != place:
            self._go(self._active, moved)
        elif motion in (Motion.LEFT, Motion.RIGHT):
            self._cross(-1 if motion is Motion.LEFT else 1, place[0])

    def action_table(self, step: int) -> None:
        """Move the cursor to another table, to the cell where it last stood there."""
        if self.tables:
            active = (self._active + step) % len(self.tables)
            self._go(active, self._places.get(active, (0, 0)))

    def action_open(self) -> None:
        """Ask where the number under the cursor comes from."""
        if self.table is not None and self.cell is not None:
            self.post_message(CellOpened(self, self.table.key or self.table.label, self.cell))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse was pressed; a second press opens the cell."""
        found = self._at(event.x, event.y)
        if found is None:
            return
        if found == (self._active, self._places.get(self._active, (0, 0))):
            self.action_open()
        else:
            self._go(*found)

    def on_mouse_scroll_down(self) -> None:
        """Move down three rows."""
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        """Move up three rows."""
        self._scroll(-3)

    def _scroll(self, rows: int) -> None:
        table = self.table
        if table is not None and not table.grid.is_empty:
            row, column = self._places.get(self._active, (0, 0))
            self._go(self._active, (max(0, min(row + rows, table.grid.rows - 1)), column))

    def _cross(self, step: int, row: int) -> None:
        """Go on in the table beside this one, in the same row as far as it has one."""
        active = self._active + step
        if not 0 <= active < len(self.tables) or self.tables[active].grid.is_empty:
            return
        grid = self.tables[active].grid
        self._go(active, (min(row, grid.rows - 1), 0 if step > 0 else grid.columns - 1))

    def _go(self, active: int, place: Place) -> None:
        self._active = active
        self._places[active] = place
        if not self.is_linked:
            self.redraw()
        table, cell = self.table, self.cell
        if table is not None and cell is not None:
            self.post_message(CellSelected(self, table.key or table.label, cell))

    def _arranged(self, width: int, height: int) -> Arrangement:
        """Return the arrangement, chosen anew only when the tables, the size, or a hidden table's turn ask for it."""
        known = self._arrangement
        is_shown = self.tables[self._active] in known.tables
        if (known.width, known.height) != (width, height) or not is_shown:
            self._arrangement = arrange(self.tables, width, height, self._active)
        return self._arrangement

    def _wanted(self, number: int, pane: Pane) -> Place:
        """Return what must be in sight: the cursor, or in the other tables the first lit cell."""
        if number != self._active and pane.table.lit:
            return pane.table.grid.place(min(pane.table.lit))
        return self._places.get(number, (0, 0))

    def _at(self, x: int, y: int) -> tuple[int, Place] | None:
        """Return the table and place at a position of the view."""
        for pane in self._arrangement.panes:
            number = self.tables.index(pane.table)
            sight = self._sights[number]
            row = y - pane.y - 1 - (pane.table.array.ndim > 0) + sight.top
            is_cut = sight.columns < pane.table.grid.columns
            column = (x - pane.x - pane.form.head - is_cut) // pane.form.step + sight.left
            is_row = sight.top <= row < min(sight.top + sight.rows, pane.table.grid.rows)
            is_column = sight.left <= column < min(sight.left + sight.columns, pane.table.grid.columns)
            if pane.x <= x < pane.x + pane.width and is_row and is_column:
                return number, (row, column)
        return None
