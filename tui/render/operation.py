"""The arrays of one operation beside one another: operands, then the result.

```
── self.inputs.T 3×5 ────────────┬── dvalues 5×3 ─────────┬── = dweights 3×3 ────
```

Where the width does not do, the numbers get fewer digits, then the tables stand below one another if they fit so, and
at last each shows part of its columns with the sign for more.
"""

from dataclasses import dataclass
from functools import cached_property

from tui.clean import MORE, one_line
from tui.numbers import shape_text
from tui.render.array import (
    Table,
    TableLayout,
    draw_table,
    layout,
    natural_height,
    natural_width,
    title_pieces,
    window,
)
from tui.render.grid import Cell, Place, Window
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of

SMALLEST_NUMBER = 12
"""Columns that a table takes at least, however little its numbers need: part of its name is to be read."""
SMALLEST_PANE = 14
"""Columns of the screen below which a table says too little to be drawn."""


@dataclass(frozen=True)
class Pane:
    """Where a table stands in the view, and how it is written."""

    table: Table
    form: TableLayout
    x: int
    y: int
    width: int
    height: int
    """Lines, with the title."""


@dataclass(frozen=True)
class Arrangement:
    """The panes of all tables that have room, in some width and height."""

    panes: tuple[Pane, ...]
    is_stacked: bool
    width: int
    height: int
    hidden: int = 0
    """How many tables found no room."""

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables that are shown."""
        return tuple(pane.table for pane in self.panes)


def arrange(tables: tuple[Table, ...], width: int, height: int, active: int = 0) -> Arrangement:
    """Choose where the tables stand; the active one is always among those shown."""
    if not tables or width < 1 or height < 1:
        return Arrangement((), False, width, height)
    for digits_level, gap in ((0, 2), (0, 1), (1, 1)):
        forms = [layout(table, digits_level, gap) for table in tables]
        needs = [max(natural_width(table, form), SMALLEST_NUMBER) for table, form in zip(tables, forms, strict=True)]
        if sum(needs) + len(tables) - 1 <= width:
            return _side_by_side(tables, forms, _widened(tables, needs, width), width, height)
    stacked = _stacked(tables, width, height)
    return stacked or _shrunk(tables, forms, needs, width, height, active)


def draw_operation(
    arrangement: Arrangement, sights: dict[int, Window], cursors: dict[int, Cell], active: int, has_focus: bool
) -> list[Line]:
    """Draw all panes; `sights` and `cursors` say for each pane, by its number, what is in sight and selected."""
    blocks: list[list[Line]] = []
    for number, pane in enumerate(arrangement.panes):
        is_active = number == active
        body = draw_table(
            pane.table,
            pane.form,
            sights[number],
            pane.width,
            pane.height - 1,
            cursors.get(number) if is_active else None,
            has_focus and is_active,
        )
        blocks.append([_title(pane, has_focus and is_active), *body])
    if arrangement.is_stacked:
        return [line for block in blocks for line in block]
    return _beside(blocks, arrangement)


def sight_of(pane: Pane, wanted: Place, before: Window) -> Window:
    """Return what is in sight in a pane with the wanted place in it."""
    return window(pane.table, pane.form, pane.width, pane.height - 1, wanted, before)


def _widened(tables: tuple[Table, ...], needs: list[int], width: int) -> list[int]:
    """Give what the numbers leave of the width to the names, the result's first, and the rest to the last pane."""
    widths = list(needs)
    left = width - sum(needs) - (len(needs) - 1)
    for about in ("", f" {tables[-1].array.dtype}"):  # names and shapes of all come before the first number type
        for number in (len(tables) - 1, *range(len(tables) - 1)):
            table = tables[number]
            title = len(one_line(table.label)) + len(shape_text(table.array.shape)) + 5 + 2 * table.is_result
            more = min(max(title + len(about) - widths[number], 0), left)
            widths[number] += more
            left -= more
    widths[-1] += left
    return widths


def _side_by_side(
    tables: tuple[Table, ...], forms: list[TableLayout], widths: list[int], width: int, height: int, hidden: int = 0
) -> Arrangement:
    panes: list[Pane] = []
    x = 0
    for table, form, pane_width in zip(tables, forms, widths, strict=True):
        panes.append(Pane(table, form, x, 0, pane_width, height))
        x += pane_width + 1
    return Arrangement(tuple(panes), False, width, height, hidden)


def _stacked(tables: tuple[Table, ...], width: int, height: int) -> Arrangement | None:
    """Stand the tables below one another, or return None where they do not fit so."""
    heights = [natural_height(table) + 1 for table in tables]
    forms = [layout(table, 0, 1) for table in tables]
    if sum(heights) > height or any(natural_width(t, f) > width for t, f in zip(tables, forms, strict=True)):
        return None
    panes: list[Pane] = []
    y = 0
    for table, form, pane_height in zip(tables, forms, heights, strict=True):
        panes.append(Pane(table, form, 0, y, width, pane_height))
        y += pane_height
    return Arrangement(tuple(panes), True, width, height)


def _shrunk(
    tables: tuple[Table, ...], forms: list[TableLayout], needs: list[int], width: int, height: int, active: int
) -> Arrangement:
    """Give each table a fair share of the width; where that is too little, leave some out, never the active one."""
    most = max(1, (width + 1) // (SMALLEST_PANE + 1))
    first = max(0, min(active - most + 1, len(tables) - most)) if len(tables) > most else 0
    shown = slice(first, first + most)
    widths = _shares(needs[shown], width - (len(tables[shown]) - 1))
    return _side_by_side(tables[shown], forms[shown], widths, width, height, len(tables) - len(tables[shown]))


def _shares(needs: list[int], width: int) -> list[int]:
    """Share a width out: who needs less than a fair share gets that, the others divide the rest."""
    shares = [0] * len(needs)
    left = width
    by_need = sorted(range(len(needs)), key=needs.__getitem__)
    for position, index in enumerate(by_need):
        shares[index] = min(needs[index], left // (len(needs) - position))
        left -= shares[index]
    shares[-1] += left
    return shares


def _title(pane: Pane, has_focus: bool) -> Line:
    """Draw the rule above a table with its name in it."""
    sign = "= " if pane.table.is_result else ""
    room = pane.width - 4 - len(sign)
    name = title_pieces(pane.table, max(room, 1), has_focus)
    rule = max(pane.width - 3 - len(sign) - width_of(name) - 1, 0)
    start = Piece("── ", Tone.RULE)
    return fitted((start, Piece(sign, Tone.RESULT), *name, Piece(" " + "─" * rule, Tone.RULE)), pane.width)


def _beside(blocks: list[list[Line]], arrangement: Arrangement) -> list[Line]:
    """Put the panes' lines side by side, a rule between them that hangs from the title line."""
    tallest = max(len(block) for block in blocks)
    lines: list[Line] = []
    for y in range(tallest):
        pieces: list[Piece] = []
        for number, (block, pane) in enumerate(zip(blocks, arrangement.panes, strict=True)):
            if number:
                pieces.append(Piece("┬" if y == 0 else "│", Tone.RULE))
            pieces += fitted(block[y] if y < len(block) else (), pane.width)
        lines.append(joined(pieces))
    if arrangement.hidden:
        more = f" {MORE} {arrangement.hidden} more "
        start = fitted(lines[0], max(arrangement.width - len(more), 0))
        lines[0] = fitted((*start, Piece(more, Tone.SIGN)), arrangement.width)
    return lines
